import { randomUUID } from 'node:crypto';
import type { ActivityEntry } from '#contract/activity.ts';
import type { FinishedCall } from './dispatcher.ts';

const LIMIT = 200;

/** What this run of the app did at AWS: names and outcomes, newest first, in memory only. */
export function createActivityLog() {
  let entries: readonly ActivityEntry[] = [];
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
      entries = [entry, ...entries].slice(0, LIMIT);
    },
    list: (): readonly ActivityEntry[] => entries,
    /** Also when the vault is locked: entries name profiles. */
    forgetAll(): void {
      entries = [];
    },
  };
}

export type ActivityLog = ReturnType<typeof createActivityLog>;
