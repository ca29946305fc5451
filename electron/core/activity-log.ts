import { randomUUID } from 'node:crypto';
import type { ActivityEntry } from '#contract/activity.ts';
import type { FinishedCall } from './dispatcher.ts';
import { scopedMap } from './scoped-map.ts';
import type { Lifetimes } from './scope.ts';

const LIMIT = 200;

/** What this run of the app did at AWS: names and outcomes, newest first, in memory only. */
export function createActivityLog(lifetimes: Lifetimes) {
  // Entries name profiles, so they go when the vault locks.
  const entries = scopedMap<string, ActivityEntry>(lifetimes, { max: LIMIT });
  return {
    /** Records calls that went to a profile; everything else is the app's own business. */
    record({ operation, profile, error, startedAt, took }: FinishedCall): void {
      if (!profile) return;
      const entry: ActivityEntry = {
        id: randomUUID(),
        at: startedAt,
        operation,
        profileName: profile.name,
        environment: profile.environment,
        took,
        errorCode: error?.code ?? null,
      };
      entries.set(entry.id, entry);
    },
    list: (): readonly ActivityEntry[] => entries.values().reverse(),
    forgetAll: entries.clear,
  };
}

export type ActivityLog = ReturnType<typeof createActivityLog>;
