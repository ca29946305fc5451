import type { Session } from '#contract/sessions.ts';

const MINUTE = 60_000;
/** Milliseconds before the end at which there is time to sign in again calmly. */
const SOON = 5 * MINUTE;
/** A sign-in that renews by itself has by then been tried at least twice. */
const RENEWAL_FAILED = MINUTE / 2;

/** Whether a sign-in has come to its end, or will soon, because nothing renews it in time. */
export function endingOf({ expiresAt, renewal }: Session, now: number): 'soon' | 'ended' | null {
  const left = expiresAt === null ? Infinity : expiresAt - now;
  if (left <= 0) return 'ended';
  return left <= (renewal === 'possible' ? RENEWAL_FAILED : SOON) ? 'soon' : null;
}
