import type { AttributeRule, KnownRules, PasswordPolicy, PoolRules } from '#contract/pool-rules.ts';
import type {
  SchemaAttributeType,
  UserPoolClientType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { fail } from '../app-failure.ts';
import type { Call } from '../call.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import { perProfile } from '../scoped-map.ts';
import type { Lifetimes } from '../scope.ts';
import type { CognitoClients } from './clients.ts';
import { describePool, describePoolClient } from './describe-pool.ts';
import { errorOf } from './exchange.ts';

/** Attributes that Cognito itself keeps. */
const ownAttributes = new Set([
  'sub',
  'email_verified',
  'phone_number_verified',
  'updated_at',
  'identities',
  'cognito:user_status',
]);

/** The rules of a pool for those who sign up through one of its app clients. */
export function toPoolRules(pool: UserPoolType, client: UserPoolClientType): PoolRules {
  const signsIn = new Set<string>(pool.UsernameAttributes ?? []);
  const policy = pool.Policies?.PasswordPolicy;
  return {
    identifier: signsIn.has('email')
      ? signsIn.has('phone_number')
        ? 'email-or-phone'
        : 'email'
      : signsIn.has('phone_number')
        ? 'phone'
        : 'username',
    aliases: (['email', 'phone_number', 'preferred_username'] as const).filter((name) =>
      pool.AliasAttributes?.includes(name),
    ),
    attributes: pool.SchemaAttributes?.flatMap((one) => toRule(one, client)) ?? null,
    password: policy ? toPasswordPolicy(policy) : null,
    adminOnly: pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly === true,
    codesTo: (['email', 'phone_number'] as const).filter((name) =>
      pool.AutoVerifiedAttributes?.includes(name),
    ),
  };
}

type ApiPolicy = NonNullable<NonNullable<UserPoolType['Policies']>['PasswordPolicy']>;

/** The rules that passwords of a pool have to keep. */
export const toPasswordPolicy = (policy: ApiPolicy): PasswordPolicy => ({
  // The API model allows 6 to 99; the least is what an unset length means.
  minimumLength: policy.MinimumLength ?? 6,
  lowercase: policy.RequireLowercase === true,
  uppercase: policy.RequireUppercase === true,
  numbers: policy.RequireNumbers === true,
  symbols: policy.RequireSymbols === true,
});

function toRule(
  schema: SchemaAttributeType,
  { WriteAttributes: writable }: UserPoolClientType,
): AttributeRule[] {
  const { Name: name, Required: required = false } = schema;
  if (name === undefined || ownAttributes.has(name)) return [];
  if (schema.DeveloperOnlyAttribute === true || name.startsWith('dev:')) return [];
  // Without a list the client writes what is there; a required one must be sent, whatever the list says.
  if (writable !== undefined && !writable.includes(name) && !required) return [];
  const type = typeOf(name, schema.AttributeDataType);
  const limits =
    type === 'number'
      ? [schema.NumberAttributeConstraints?.MinValue, schema.NumberAttributeConstraints?.MaxValue]
      : type === 'text'
        ? [schema.StringAttributeConstraints?.MinLength, schema.StringAttributeConstraints?.MaxLength]
        : [];
  return [
    { name, type, required, mutable: schema.Mutable !== false, min: limit(limits[0]), max: limit(limits[1]) },
  ];
}

function typeOf(name: string, type: SchemaAttributeType['AttributeDataType']): AttributeRule['type'] {
  if (name === 'birthdate') return 'date';
  switch (type) {
    case 'Number':
      return 'number';
    case 'Boolean':
      return 'boolean';
    case 'DateTime':
      return 'date-time';
    default:
      return 'text';
  }
}

/** Limits travel as text. */
function limit(text: string | undefined): number | null {
  const value = Number(text);
  return text === undefined || text.trim() === '' || !Number.isFinite(value) ? null : value;
}

/** Reads the rules of pools and keeps those of each profile. */
export function createPoolRules(lifetimes: Lifetimes, clients: CognitoClients) {
  const kept = perProfile<PoolRules>(lifetimes);

  return {
    async get(profile: ProfileRecord, again: boolean, call: Call): Promise<KnownRules> {
      const { poolId, access, id } = profile;
      if (poolId === null || access === null) return { known: false, because: 'no-access', error: null };
      const known = again ? undefined : kept.get(id);
      if (known) return { known: true, rules: known };
      call.about(profile);
      try {
        const [pool, client] = await Promise.all([
          describePool(clients, profile, poolId, call.signal),
          describePoolClient(clients, profile, poolId, call.signal),
        ]);
        const rules = toPoolRules(pool, client);
        kept.set(id, rules);
        return { known: true, rules };
      } catch (cause) {
        const error = errorOf(clients, cause, {
          operation: 'DescribeUserPool',
          profile,
          write: false,
          secrets: [],
          signal: call.signal,
        });
        if (error.code === 'cancelled') throw fail('cancelled', {});
        return { known: false, because: 'failed', error };
      }
    },
  };
}

export type PoolRulesStore = ReturnType<typeof createPoolRules>;
