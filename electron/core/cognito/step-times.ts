import type { AwsAccesses } from '../aws/aws-access.ts';
import type { Call } from '../call.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import { perProfile } from '../scoped-map.ts';
import type { Lifetimes } from '../scope.ts';
import type { CognitoClients } from './clients.ts';
import { describePoolClient } from './describe-pool.ts';

type Deps = { readonly clients: CognitoClients; readonly awsAccess: AwsAccesses };

/** Minutes that app clients leave for each step of a sign-in (AuthSessionValidity), 3 to 15. Kept for each profile. */
export function createStepTimes(lifetimes: Lifetimes, { clients, awsAccess }: Deps) {
  const kept = perProfile<number>(lifetimes);
  const known = (profile: ProfileRecord): number | null => kept.get(profile.id) ?? null;

  return {
    known,

    /** Reads them where AWS access is at hand; nobody is asked for the code of a device for this. Null: nobody knows. */
    async read(profile: ProfileRecord, call: Call): Promise<number | null> {
      const { poolId, access, id } = profile;
      const before = known(profile);
      if (before !== null || poolId === null || access === null) return before;
      if (access.kind !== 'access-keys' && awsAccess.expiresAt(access) === null) return null;
      call.about(profile);
      try {
        const client = await describePoolClient(clients, profile, poolId, call.signal);
        const minutes = client.AuthSessionValidity ?? null;
        if (minutes === null || minutes < 3 || minutes > 15) return null;
        kept.set(id, minutes);
        return minutes;
      } catch {
        // The sign-in goes on without it.
        return null;
      }
    },
  };
}

export type StepTimes = ReturnType<typeof createStepTimes>;
