import { shallowReadonly, shallowRef } from 'vue';

/** A write to a production pool that waits for the person's word. */
export type WaitingWrite = {
  readonly profileId: string;
  readonly profileName: string;
  /** Ends the waiting: whether the profile was opened for writing. */
  readonly answer: (opened: boolean) => void;
};

const waiting = shallowRef<WaitingWrite | null>(null);

/** The write that waits now; the shell shows its dialog. */
export const waitingWrite = shallowReadonly(waiting);

/** Waits until the person has opened the production profile for writing, or has said no, or `signal` is aborted. */
export function passProductionGate(
  profileId: string,
  profileName: string,
  signal: AbortSignal,
): Promise<boolean> {
  waiting.value?.answer(false);
  return new Promise((resolve) => {
    const write: WaitingWrite = {
      profileId,
      profileName,
      answer(opened) {
        if (waiting.value === write) waiting.value = null;
        resolve(opened);
      },
    };
    waiting.value = write;
    signal.addEventListener('abort', () => {
      write.answer(false);
    });
  });
}
