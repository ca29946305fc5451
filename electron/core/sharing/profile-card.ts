import { awsProfileName } from '#contract/fields.ts';
import { z } from 'zod';
import { fail } from '../app-failure.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import type { ScryptCost } from '../vault/passphrase.ts';
import { sealJson } from '../vault/sealed-export.ts';
import { readEntry, sharedProfile, type ReadEntry } from './shared-profile.ts';

const FORMAT = 'cognito-desk card';
const VERSION = 1;
const MAX_PROFILES = 500;

/** A plain card has no place for a secret: a profile that holds one all the same is refused. */
const plainProfile = sharedProfile.omit({ clientSecret: true }).extend({
  access: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('aws-profile'), name: awsProfileName }),
      z.strictObject({ kind: z.literal('default-chain') }),
    ])
    .nullable(),
});

const card = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  profiles: z.array(z.unknown()).min(1).max(MAX_PROFILES),
});
const header = z.object({ format: z.literal(FORMAT), version: z.int() });

/** A card without client secrets and AWS keys. Names of AWS profiles stay; access by stored keys is left out. */
export function writePlainCard(records: readonly ProfileRecord[], indent: number | null = 1): string {
  const profiles = records.map(({ id: _id, clientSecret: _secret, access, ...rest }) => ({
    ...rest,
    access: access?.kind === 'access-keys' ? null : access,
  }));
  return `${JSON.stringify({ format: FORMAT, version: VERSION, profiles }, null, indent ?? 0)}\n`;
}

/** A card with all secrets, which only the passphrase opens. */
export function writeSealedCard(
  records: readonly ProfileRecord[],
  passphrase: string,
  cost?: ScryptCost,
): Promise<string> {
  const profiles = records.map(({ id: _id, ...profile }) => profile);
  return sealJson({ format: FORMAT, version: VERSION, profiles }, passphrase, cost);
}

/**
 * The profiles of a card's JSON, each judged by itself. `plain`: it was not sealed, so it must hold no secret. Throws
 * `sealed-file-unreadable` for what is no card.
 */
export function readCard(value: unknown, { plain }: { readonly plain: boolean }): ReadEntry[] {
  const { data: head } = header.safeParse(value);
  if (!head) throw fail('sealed-file-unreadable', { reason: 'not-ours' });
  if (head.version > VERSION) throw fail('sealed-file-unreadable', { reason: 'newer-version' });
  const { data } = card.safeParse(value);
  if (!data) throw fail('sealed-file-unreadable', { reason: 'damaged' });
  return data.profiles.map((profile) =>
    plain
      ? readEntry(profile, plainProfile, (found) => ({ ...found, clientSecret: null }))
      : readEntry(profile, sharedProfile, (found) => found),
  );
}
