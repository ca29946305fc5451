import { awsProfileName } from '#contract/fields.ts';
import { z } from 'zod';
import { fail } from '../app-failure.ts';
import { profileRecord, type ProfileRecord } from '../profiles/profile-record.ts';
import type { ScryptCost } from '../vault/passphrase.ts';
import { isSealedText, openJson, sealJson } from '../vault/sealed-export.ts';

const FORMAT = 'cognito-desk card';
const VERSION = 1;

/** Of a card as text, in characters. */
export const MAX_CARD_LENGTH = 2_000_000;
const MAX_PROFILES = 500;

/** A profile on its way to another computer, where it gets an id of its own. */
const cardProfile = profileRecord.omit({ id: true });
export type CardProfile = z.output<typeof cardProfile>;

/** A plain card has no place for a secret: one that holds a secret all the same is refused. */
const plainProfile = cardProfile.omit({ clientSecret: true }).extend({
  access: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('aws-profile'), name: awsProfileName }),
      z.strictObject({ kind: z.literal('default-chain') }),
    ])
    .nullable(),
});

const cardOf = <Profile extends z.ZodType>(profile: Profile) =>
  z.strictObject({
    format: z.literal(FORMAT),
    version: z.literal(VERSION),
    profiles: z.array(profile).min(1).max(MAX_PROFILES),
  });
const plainCard = cardOf(plainProfile);
const secretCard = cardOf(cardProfile);
const header = z.object({ format: z.literal(FORMAT), version: z.int() });

/** A card without client secrets and AWS keys. Names of AWS profiles stay; access by stored keys is left out. */
export function writePlainCard(records: readonly ProfileRecord[]): string {
  const profiles = records.map(({ id: _id, clientSecret: _secret, access, ...rest }) => ({
    ...rest,
    access: access?.kind === 'access-keys' ? null : access,
  }));
  return `${JSON.stringify({ format: FORMAT, version: VERSION, profiles }, null, 1)}\n`;
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
 * The profiles on a card, plain or sealed. Throws `sealed-file-unreadable`, `passphrase-wrong`, and `passphrase-needed`
 * for a sealed card without a passphrase.
 */
export async function readCard(text: string, passphrase: string | null): Promise<CardProfile[]> {
  if (text.length > MAX_CARD_LENGTH) throw fail('sealed-file-unreadable', { reason: 'not-ours' });
  if (!isSealedText(text)) {
    const { profiles } = checked(plainCard, parseJson(text));
    return profiles.map((profile) => ({ ...profile, clientSecret: null }));
  }
  if (passphrase === null) throw fail('passphrase-needed', {});
  return checked(secretCard, await openJson(text, passphrase)).profiles;
}

function checked<Card>(schema: z.ZodType<Card>, value: unknown): Card {
  const { data: head } = header.safeParse(value);
  if (!head) throw fail('sealed-file-unreadable', { reason: 'not-ours' });
  if (head.version > VERSION) throw fail('sealed-file-unreadable', { reason: 'newer-version' });
  const { data } = schema.safeParse(value);
  if (!data) throw fail('sealed-file-unreadable', { reason: 'damaged' });
  return data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
