import { fail } from '../app-failure.ts';
import type { Clock } from '../ports.ts';

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;

/** Makes guessing slow: a second after the first wrong passphrase, then twice as long each time, up to a minute. */
export function createPassphrasePause(clock: Clock) {
  let pause = 0;
  let since = 0;

  return {
    /** Throws `passphrase-paused` while the pause lasts. */
    check(): void {
      const passed = clock.now() - since;
      // A clock that was set back must not make the pause longer.
      if (passed >= 0 && passed < pause) throw fail('passphrase-paused', { retryAt: since + pause });
    },
    /** Counts a wrong passphrase, and gives the failure that says so. */
    wrong() {
      pause = Math.min(pause === 0 ? FIRST_PAUSE : 2 * pause, LONGEST_PAUSE);
      since = clock.now();
      return fail('passphrase-wrong', { retryAt: since + pause });
    },
    right(): void {
      pause = 0;
    },
  };
}
