import { AppFailure } from '../app-failure.ts';
import { scopedMap } from '../scoped-map.ts';
import type { Lifetimes } from '../scope.ts';

const SECOND = 1000;
/** The longest pause, and how long a person has to leave sign-in alone for AWS to forget what was refused. */
const LIMIT = 15 * 60 * SECOND;
/** People whose refused passwords are remembered. */
const MOST_PEOPLE = 1000;
/** AWS pauses sign-in from this many refused passwords on. */
const FREE_FAILURES = 5;

export type Refusals = { readonly count: number; readonly lastAt: number; readonly retryAt: number | null };

/**
 * Estimates when AWS lets a person sign in again. The rule is AWS's own: five refused passwords, then a pause of one
 * second that doubles with each further one up to about 15 minutes; a quarter of an hour without a try, or a sign-in
 * that works, sets it back. What others tried is not known here, so it stays an estimate. In memory only.
 */
export function createLockout(lifetimes: Lifetimes, now: () => number) {
  const refusals = scopedMap<string, Refusals & { readonly profileId: string }>(lifetimes, {
    max: MOST_PEOPLE,
    profileOf: ({ profileId }) => profileId,
  });

  function refused(profileId: string, key: string): { failures: number; retryAt: number | null } {
    const known = refusals.get(key);
    const recent = known !== undefined && now() - known.lastAt < LIMIT;
    const count = (recent ? known.count : 0) + 1;
    const pause = count < FREE_FAILURES ? null : Math.min(SECOND * 2 ** (count - FREE_FAILURES), LIMIT);
    const retryAt = pause === null ? null : now() + pause;
    refusals.set(key, { profileId, count, lastAt: now(), retryAt });
    return { failures: count, retryAt };
  }

  /** AWS says that it pauses: a pause that is not ours was made by others, and may last as long as it can. */
  function paused(key: string): { retryAt: number } {
    const own = refusals.get(key)?.retryAt ?? 0;
    return { retryAt: own > now() ? own : now() + LIMIT };
  }

  return {
    /** Runs something that shows AWS a password, and adds the estimate to what it throws. */
    async watch<Value>(profileId: string, username: string, run: () => Promise<Value>): Promise<Value> {
      const key = `${profileId} ${username}`;
      try {
        const value = await run();
        refusals.delete(key);
        return value;
      } catch (cause) {
        if (!(cause instanceof AppFailure)) throw cause;
        const { error } = cause;
        if (error.code === 'wrong-credentials')
          throw new AppFailure({ ...error, ...refused(profileId, key) });
        if (error.code === 'attempts-exceeded') throw new AppFailure({ ...error, ...paused(key) });
        throw cause;
      }
    },

    /**
     * The refused passwords of the last quarter of an hour for a person who may be called by several names: those of
     * the name that was tried most. `retryAt` is null when no pause is on. Null: none.
     */
    seen(profileId: string, names: readonly string[]): Refusals | null {
      const own = names
        .flatMap((name) => refusals.get(`${profileId} ${name}`) ?? [])
        .filter(({ lastAt }) => now() - lastAt < LIMIT)
        .sort((one, other) => other.count - one.count);
      const [most] = own;
      if (!most) return null;
      const { profileId: _, ...refusal } = most;
      return { ...refusal, retryAt: most.retryAt !== null && most.retryAt > now() ? most.retryAt : null };
    },
  };
}

export type Lockout = ReturnType<typeof createLockout>;
