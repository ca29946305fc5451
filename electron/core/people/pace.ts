import { fail } from '../app-failure.ts';
import type { Clock } from '../ports.ts';

/** Milliseconds. The first pause after AWS asked to slow down; each further one in a row is twice as long. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;
/** Pauses in a row after which it is given up: a minute and a half or so. */
const MOST_PAUSES = 8;

export type PaceOptions = {
  readonly clock: Clock;
  readonly perSecond: number;
  /** From 0 to 1, so that several copies of the app do not come back at the same moment. */
  readonly random?: () => number;
  /** Told when a pause begins, and when it ends (null). */
  readonly onPause?: (until: number | null) => void;
};

/**
 * Says when the next request may go out, for all who send together: evenly, and no more than `perSecond`. When AWS
 * refuses one for being too early, all of them wait and then go slower; the pace comes back with every success.
 */
export function createPace({ clock, perSecond, random = Math.random, onPause }: PaceOptions) {
  let wanted = perSecond;
  let rate = perSecond;
  let next = 0;
  let pausedSince = -1;
  let pausedUntil = 0;
  let pauses = 0;

  /** Waits for a turn, and gives the time of it. Rejects when `signal` is aborted. */
  async function turn(signal: AbortSignal): Promise<number> {
    for (;;) {
      const now = clock.now();
      if (now < pausedUntil) {
        await wait(clock, pausedUntil - now, signal);
        continue;
      }
      const interval = 1000 / rate;
      // A turn that nobody was there to take can be taken later, but no more than one.
      const at = Math.max(next, now - interval);
      next = at + interval;
      if (at > now) await wait(clock, at - now, signal);
      else if (signal.aborted) throw fail('cancelled', {});
      // Somebody was refused while this one waited.
      if (clock.now() >= pausedUntil) return clock.now();
    }
  }

  /** A request that went out at `sentAt` was refused for being too early. Throws `throttled` when there is no end to it. */
  function slowDown(sentAt: number): void {
    // Requests that were on their way together are one refusal.
    if (sentAt <= pausedSince) return;
    if (pauses >= MOST_PAUSES) throw fail('throttled', { retryAfter: LONGEST_PAUSE / 1000 });
    const now = clock.now();
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** pauses);
    pauses += 1;
    pausedSince = now;
    pausedUntil = now + longest * (0.5 + random() / 2);
    next = pausedUntil;
    rate = Math.max(1, rate * 0.7);
    onPause?.(pausedUntil);
  }

  function wentWell(sentAt: number): void {
    if (sentAt <= pausedSince) return;
    if (pauses > 0) onPause?.(null);
    pauses = 0;
    rate = Math.min(wanted, rate + wanted / 50);
  }

  return {
    turn,
    slowDown,
    wentWell,
    /** Requests a second from now on. */
    change(newPerSecond: number): void {
      wanted = newPerSecond;
      rate = newPerSecond;
    },
  };
}

export type Pace = ReturnType<typeof createPace>;

/** Waits. Rejects with `cancelled` as soon as `signal` is aborted. */
export function wait(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      cancel();
      reject(fail('cancelled', {}));
    };
    if (signal.aborted) {
      reject(fail('cancelled', {}));
      return;
    }
    const cancel = clock.after(milliseconds, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    signal.addEventListener('abort', stop, { once: true });
  });
}
