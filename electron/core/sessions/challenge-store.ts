import { randomUUID } from 'node:crypto';
import type { UsedMethod } from '#contract/auth.ts';
import type { ChallengeKind } from '#contract/challenges.ts';
import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import { fail } from '../app-failure.ts';
import { scopedMap } from '../scoped-map.ts';
import type { Lifetimes } from '../scope.ts';

/** A sign-in that waits for an answer. The session text of AWS stays here. */
export type PendingChallenge = {
  readonly id: string;
  readonly profileId: string;
  readonly kind: ChallengeKind;
  /** AWS's name for the step. */
  readonly name: ChallengeNameType;
  /** How the sign-in began; `admin` goes on through the operations for administrators. */
  readonly method: UsedMethod;
  /** The name that was typed. */
  readonly username: string;
  /** The name that AWS wants in the answer, and in its secret hash. */
  readonly internalUsername: string;
  /** Always the newest one: AWS takes each session text once. */
  readonly awsSession: string;
  readonly startedAt: number;
  /** Of the authenticator that is being set up. */
  readonly authenticatorKey: string | null;
  /** AWS has accepted the code of the authenticator that is being set up. */
  readonly verified: boolean;
};

/** Far more than anybody has open: AWS ends each after minutes. */
const LIMIT = 100;

/** What comes to be known in the middle of a step. */
type Progress = 'authenticatorKey' | 'verified';

/** The sign-ins that wait for a next step. In memory only. */
export function createChallengeStore(lifetimes: Lifetimes) {
  const pending = scopedMap<string, PendingChallenge>(lifetimes, {
    max: LIMIT,
    profileOf: ({ profileId }) => profileId,
  });
  return {
    add(challenge: Omit<PendingChallenge, 'id' | Progress>): PendingChallenge {
      const added = { ...challenge, id: randomUUID(), authenticatorKey: null, verified: false };
      pending.set(added.id, added);
      return added;
    },

    has: (id: string): boolean => pending.has(id),

    /** Throws `session-expired` when the step was answered or dropped. */
    get(id: string): PendingChallenge {
      const found = pending.get(id);
      if (!found) throw fail('session-expired', { why: 'used' });
      return found;
    },

    /** Notes what AWS gave in the middle of a step. Nothing comes back that was dropped meanwhile. */
    update(id: string, changes: Partial<Pick<PendingChallenge, 'awsSession' | Progress>>): PendingChallenge {
      const changed = { ...this.get(id), ...changes };
      pending.set(id, changed);
      return changed;
    },

    drop(id: string): void {
      pending.delete(id);
    },
  };
}

export type ChallengeStore = ReturnType<typeof createChallengeStore>;
