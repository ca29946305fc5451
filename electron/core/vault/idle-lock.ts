import type { Clock } from '../ports.ts';

/** Runs `lock` once nothing was done for a while. `lock` never rejects. */
export function createIdleLock(clock: Clock, lock: () => Promise<void>) {
  let limit = 0;
  let lastUse = clock.now();
  let cancel: (() => void) | null = null;

  const stop = () => {
    cancel?.();
    cancel = null;
  };

  const left = () => lastUse + limit - clock.now();

  function watch(): void {
    cancel ??= clock.after(Math.max(left(), 0), () => {
      cancel = null;
      if (left() > 0) watch();
      else void lock();
    });
  }

  return {
    /** Locks when the time was up before, because the computer slept. To be awaited before anything is answered. */
    async check(): Promise<void> {
      if (limit === 0 || !cancel || left() > 0) return;
      stop();
      await lock();
      lastUse = clock.now();
      watch();
    },
    /** The person did something. */
    touch(): void {
      if (limit === 0) return;
      lastUse = clock.now();
      watch();
    },
    /** Minutes without use after which it locks; 0 for never. */
    lockAfter(minutes: number): void {
      if (minutes * 60_000 === limit) return;
      stop();
      limit = minutes * 60_000;
      lastUse = clock.now();
      if (limit > 0) watch();
    },
  };
}
