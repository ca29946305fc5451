import { computed, shallowRef } from 'vue';

/** A write to a production pool that waits for the person's word. */
export type WaitingWrite = {
  readonly profileId: string;
  readonly profileName: string;
  /** Ends the waiting: whether the profile was opened for writing. */
  readonly answer: (opened: boolean) => void;
};

const queue = shallowRef<readonly WaitingWrite[]>([]);

/** The write that waits now; the shell shows its dialog. The others follow, one after the other. */
export const waitingWrite = computed<WaitingWrite | null>(() => queue.value[0] ?? null);

/** Waits until the person has opened the production profile for writing, or has said no, or `signal` is aborted. */
export function passProductionGate(
  profileId: string,
  profileName: string,
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve) => {
    const write: WaitingWrite = {
      profileId,
      profileName,
      answer(opened) {
        if (!queue.value.includes(write)) return;
        queue.value = queue.value.filter((other) => other !== write);
        resolve(opened);
        // One word is enough for all writes of a profile that wait.
        if (opened) for (const other of queue.value) if (other.profileId === profileId) other.answer(true);
      },
    };
    queue.value = [...queue.value, write];
    signal.addEventListener('abort', () => {
      write.answer(false);
    });
  });
}

/** Says no to all that wait, as when the profiles are locked. */
export function closeProductionGate(): void {
  for (const write of queue.value) write.answer(false);
}
