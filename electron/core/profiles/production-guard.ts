import { fail } from '../app-failure.ts';
import { perProfile } from '../scoped-map.ts';
import type { Lifetimes } from '../scope.ts';
import type { ProfileRecord } from './profile-record.ts';

/** How long production stays open for writing after its name was typed. */
const OPEN_MINUTES = 15;

/**
 * Nothing is written to a production pool before the person has typed the profile's name. Judged here and not on the
 * page, so that no screen can forget it.
 */
export function createProductionGuard(lifetimes: Lifetimes, now: () => number) {
  const openUntil = perProfile<number>(lifetimes);
  return {
    /** Throws `production-guarded` unless the profile may be written to. */
    check({ id, name, environment }: ProfileRecord): void {
      if (environment !== 'production' || (openUntil.get(id) ?? 0) > now()) return;
      throw fail('production-guarded', { profileId: id, profileName: name });
    },

    /** Opens a profile for 15 minutes when `typed` is its name. Returns when it closes again. */
    unlock({ id, name }: ProfileRecord, typed: string): number {
      if (typed.trim() !== name) {
        throw fail('invalid-input', { issues: [{ path: 'name', problem: 'name-differs' }] });
      }
      const until = now() + OPEN_MINUTES * 60_000;
      openUntil.set(id, until);
      return until;
    },
  };
}

export type ProductionGuard = ReturnType<typeof createProductionGuard>;
