import type { PasswordPolicy } from '#contract/pool-rules.ts';
import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../call.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import { perProfile } from '../scoped-map.ts';
import type { Lifetimes } from '../scope.ts';
import type { CognitoClients } from './clients.ts';
import { describePool } from './describe-pool.ts';
import { toPasswordPolicy } from './pool-rules.ts';

type Alias = 'email' | 'phone_number' | 'preferred_username';

/** What a pool says about signing in. */
export type PoolSettings = {
  /** Addresses that people sign in with instead of a username, verified or not. */
  readonly signInWith: readonly Alias[];
  /** Names that sign people in besides the username; addresses only once they are verified. */
  readonly aliases: readonly Alias[];
  /** Null when the pool does not tell, as emulators do not. */
  readonly secondStep: 'off' | 'optional' | 'required' | null;
  /** For so many days an invitation works. */
  readonly temporaryPasswordDays: number | null;
  readonly password: PasswordPolicy | null;
};

const steps = { OFF: 'off', OPTIONAL: 'optional', ON: 'required' } as const;
const isAlias = (name: string): name is Alias => /^(?:email|phone_number|preferred_username)$/.test(name);

export function toPoolSettings(pool: UserPoolType): PoolSettings {
  const policy = pool.Policies?.PasswordPolicy;
  return {
    signInWith: (pool.UsernameAttributes ?? []).filter(isAlias),
    aliases: (pool.AliasAttributes ?? []).filter(isAlias),
    secondStep: pool.MfaConfiguration === undefined ? null : steps[pool.MfaConfiguration],
    temporaryPasswordDays:
      policy?.TemporaryPasswordValidityDays ?? pool.AdminCreateUserConfig?.UnusedAccountValidityDays ?? null,
    password: policy ? toPasswordPolicy(policy) : null,
  };
}

/** Reads the settings of pools and keeps those of each profile until it changes. */
export function createPoolSettings(lifetimes: Lifetimes, clients: CognitoClients) {
  const kept = perProfile<PoolSettings>(lifetimes);

  return {
    /** Rejects like `clients.send`. */
    async get(profile: ProfileRecord, poolId: string, call: Call): Promise<PoolSettings> {
      const known = kept.get(profile.id);
      if (known) return known;
      const settings = toPoolSettings(await describePool(clients, profile, poolId, call.signal));
      kept.set(profile.id, settings);
      return settings;
    },
  };
}

export type PoolSettingsStore = ReturnType<typeof createPoolSettings>;
