import {
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
  type AwsAccessDraft,
  type ProfileDraft,
  type ProfileSummary,
} from '#contract/profiles.ts';
import { z } from 'zod';

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
});
export type ProfileRecord = z.output<typeof profileRecord>;

/** The record without its secrets. */
export function summarise(record: ProfileRecord): ProfileSummary {
  const { clientSecret: secret, access, ...rest } = record;
  return {
    ...rest,
    hasClientSecret: secret !== null,
    access: access && (access.kind === 'access-keys' ? { kind: 'access-keys' } : access),
  };
}

/**
 * The record that results from a form. Secrets that the form keeps come from `previous`; null when it keeps
 * something that is not there.
 */
export function applyDraft(
  draft: ProfileDraft,
  id: string,
  previous: ProfileRecord | null,
): ProfileRecord | null {
  const access = draft.access && applyAccess(draft.access, previous?.access ?? null);
  if (draft.access && !access) return null;
  const { name, environment, region: place, clientId: client, endpoint: url, poolId: pool } = draft;
  const secret = draft.clientSecret;
  const kept = secret.change === 'keep' ? (previous?.clientSecret ?? null) : null;
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
  };
}

function applyAccess(draft: AwsAccessDraft, previous: AwsAccess | null): AwsAccess | null {
  if (draft.kind !== 'access-keys') return draft;
  if (draft.keys.change === 'keep') return previous?.kind === 'access-keys' ? previous : null;
  const { accessKeyId: id, secretAccessKey: secret, sessionToken: token } = draft.keys;
  return { kind: 'access-keys', accessKeyId: id, secretAccessKey: secret, sessionToken: token };
}
