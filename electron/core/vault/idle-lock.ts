import type { Clock } from '../ports.ts';

/** Runs `lock` once nothing was done for a while. */
export function createIdleLock(clock: Clock, lock: () => void) {
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
      else lock();
    });
  }

  return {
    /** Something was done. When the time was up before, because the computer slept, it locks first. */
    touch(): void {
      if (limit === 0) return;
      if (cancel && left() <= 0) {
        stop();
        lock();
      }
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
