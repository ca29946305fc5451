import { isDeepStrictEqual } from 'node:util';
import {
  DISPLAY_NAME_LIMIT,
  accessKeyId,
  awsProfileName,
  clientId,
  clientSecret,
  displayName,
  endpoint,
  localId,
  poolId,
  region,
  secretAccessKey,
  sessionToken,
} from '#contract/fields.ts';
import {
  environments,
  profileColours,
  profileIcons,
  signInMethods,
  type AwsAccessDraft,
  type ProfileDraft,
  type ProfileSummary,
} from '#contract/profiles.ts';
import { z } from 'zod';
import { type AppFailure, fail } from '../app-failure.ts';
import { mayShareSecrets } from '../network/destination.ts';

const awsAccess = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('aws-profile'), name: awsProfileName }),
  z.strictObject({
    kind: z.literal('access-keys'),
    accessKeyId,
    secretAccessKey,
    sessionToken: sessionToken.nullable(),
  }),
  z.strictObject({ kind: z.literal('default-chain') }),
]);
export type AwsAccess = z.output<typeof awsAccess>;

/** A profile as it is stored, secrets and all. It never leaves main. */
export const profileRecord = z.strictObject({
  id: localId,
  name: displayName,
  environment: z.enum(environments),
  region,
  clientId,
  clientSecret: clientSecret.nullable(),
  endpoint: endpoint.nullable(),
  poolId: poolId.nullable(),
  access: awsAccess.nullable(),
  // Records from before these existed have none of them, and `summarise` says what that means.
  colour: z.enum(profileColours).optional(),
  icon: z.enum(profileIcons).optional(),
  readOnly: z.boolean().optional(),
  signInMethod: z.enum(signInMethods).optional(),
});
export type ProfileRecord = z.output<typeof profileRecord>;

/** Every secret that a profile holds. */
export const secretsIn = ({ clientSecret, access }: ProfileRecord): readonly string[] =>
  [
    clientSecret,
    ...(access?.kind === 'access-keys' ? [access.secretAccessKey, access.sessionToken] : []),
  ].filter((secret) => secret !== null);

type Place = Pick<ProfileRecord, 'region' | 'endpoint' | 'clientId' | 'poolId'>;

/** Whether requests of two profiles go to the same address. */
export const isSamePlace = (one: Place, other: Place): boolean =>
  one.region === other.region && one.endpoint === other.endpoint;

/** Whether two profiles mean the same user pool, as far as one can tell. */
export const isSamePool = (one: Place, other: Place): boolean =>
  isSamePlace(one, other) &&
  (one.clientId === other.clientId || (one.poolId !== null && one.poolId === other.poolId));

/**
 * Whether requests of two versions of a profile would be the same: to the same pool through the same client, with the same
 * secret and access. How it is called and looks, and what it allows, is not part of that.
 */
export const talksToTheSame = (one: ProfileRecord, other: ProfileRecord): boolean =>
  isSamePlace(one, other) &&
  one.clientId === other.clientId &&
  one.poolId === other.poolId &&
  one.clientSecret === other.clientSecret &&
  isDeepStrictEqual(one.access, other.access);

/** How a profile is used, which is not part of its record. */
export type ProfileUse = Pick<ProfileSummary, 'favourite' | 'lastUsedAt'>;

/** The record without its secrets. */
export function summarise(
  record: ProfileRecord,
  use: ProfileUse = { favourite: false, lastUsedAt: null },
): ProfileSummary {
  const { clientSecret: secret, access, ...rest } = record;
  return {
    ...rest,
    hasClientSecret: secret !== null,
    access: access && (access.kind === 'access-keys' ? { kind: 'access-keys' } : access),
    colour: record.colour ?? 'environment',
    icon: record.icon ?? 'letters',
    readOnly: record.readOnly ?? false,
    signInMethod: record.signInMethod ?? 'automatic',
    ...use,
  };
}

/**
 * The record that results from a form, a card or a backup. Secrets that it keeps come from `previous`, and stay at the
 * place that they were saved for. Throws `invalid-input`: `required` where it keeps something that is not there,
 * `type-again` where the profile is led to another address.
 */
export function applyDraft(draft: ProfileDraft, id: string, previous: ProfileRecord | null): ProfileRecord {
  const stays = previous === null || mayShareSecrets(previous, draft);
  const access = draft.access && applyAccess(draft.access, previous?.access ?? null, stays);
  if (!stays && draft.clientSecret.change === 'keep' && previous.clientSecret !== null) {
    throw refused('clientSecret.value', 'type-again');
  }
  const { name, environment, region: place, clientId: client, endpoint: url, poolId: pool } = draft;
  const secret = draft.clientSecret;
  const kept = secret.change === 'keep' ? (previous?.clientSecret ?? null) : null;
  const { colour = previous?.colour, icon = previous?.icon, readOnly = previous?.readOnly } = draft;
  const { signInMethod = previous?.signInMethod } = draft;
  return {
    id,
    name,
    environment,
    region: place,
    clientId: client,
    clientSecret: secret.change === 'set' ? secret.value : kept,
    endpoint: url,
    poolId: pool,
    access,
    ...(colour !== undefined && { colour }),
    ...(icon !== undefined && { icon }),
    ...(readOnly !== undefined && { readOnly }),
    ...(signInMethod !== undefined && { signInMethod }),
  };
}

/** A name for the copy of a profile that no other profile has: "Shop copy", then "Shop copy 2". */
export function nameOfCopy(name: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count += 1) {
    const ending = count === 1 ? ' copy' : ` copy ${count}`;
    const copy = `${name.slice(0, DISPLAY_NAME_LIMIT - ending.length).trimEnd()}${ending}`;
    if (!taken.has(copy)) return copy;
  }
}

const refused = (path: string, problem: string): AppFailure =>
  fail('invalid-input', { issues: [{ path, problem }] });

function applyAccess(draft: AwsAccessDraft, previous: AwsAccess | null, stays: boolean): AwsAccess {
  if (draft.kind !== 'access-keys') return draft;
  if (draft.keys.change === 'keep') {
    if (previous?.kind !== 'access-keys') throw refused('access.keys.accessKeyId', 'required');
    if (!stays) throw refused('access.keys.secretAccessKey', 'type-again');
    return previous;
  }
  const { accessKeyId: id, secretAccessKey: secret, sessionToken: token } = draft.keys;
  return { kind: 'access-keys', accessKeyId: id, secretAccessKey: secret, sessionToken: token };
}
