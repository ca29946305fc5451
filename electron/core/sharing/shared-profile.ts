import type { FieldIssue } from '#contract/app-error.ts';
import { profileDraft, type ProfileDraft } from '#contract/profiles.ts';
import type { z } from 'zod';
import { isSamePlace, profileRecord, type ProfileRecord } from '../profiles/profile-record.ts';

/** A profile without the id that it has on its own computer. */
export const sharedProfile = profileRecord.omit({ id: true });
export type SharedProfile = z.output<typeof sharedProfile>;

/** One profile of a file, or why it cannot be used. */
export type ReadEntry =
  | { readonly kind: 'profile'; readonly profile: SharedProfile }
  | { readonly kind: 'refused'; readonly name: string; readonly problems: readonly FieldIssue[] };

/** Reads one profile of a file by `schema`, then by the rules of a profile that is saved by hand. */
export function readEntry<Profile>(
  value: unknown,
  schema: z.ZodType<Profile>,
  whole: (profile: Profile) => SharedProfile,
): ReadEntry {
  const parsed = schema.safeParse(value);
  if (!parsed.success) return { kind: 'refused', name: nameIn(value), problems: issuesOf(parsed.error) };
  const profile = whole(parsed.data);
  const checked = profileDraft.safeParse(toDraft(profile, null));
  return checked.success
    ? { kind: 'profile', profile }
    : { kind: 'refused', name: cleanName(profile.name), problems: issuesOf(checked.error) };
}

/**
 * The profile as the form would send it. Over `replaced` a `plain` one, whose file holds no secrets, keeps those that
 * are saved, but only for the same app client at the same place: a file must not lead secrets to another address.
 */
export function toDraft(
  profile: SharedProfile,
  replaced: ProfileRecord | null,
  { plain = false } = {},
): ProfileDraft {
  const { name, clientSecret, access, ...rest } = profile;
  return {
    ...rest,
    name: cleanName(name),
    clientSecret:
      plain && replaced && keepsClientSecret(profile, replaced)
        ? { change: 'keep' }
        : clientSecret === null
          ? { change: 'clear' }
          : { change: 'set', value: clientSecret },
    access: accessDraft(plain && replaced && keepsAccess(profile, replaced) ? replaced : profile),
  };
}

/** Whether replacing by a plain card leaves secrets of the replaced profile where they are. */
export const keepsSecrets = (profile: SharedProfile, replaced: ProfileRecord): boolean =>
  (replaced.clientSecret !== null && keepsClientSecret(profile, replaced)) ||
  (replaced.access?.kind === 'access-keys' && keepsAccess(profile, replaced));

const keepsClientSecret = (profile: SharedProfile, replaced: SharedProfile): boolean =>
  isSamePlace(profile, replaced) && profile.clientId === replaced.clientId;

const keepsAccess = (profile: SharedProfile, replaced: SharedProfile): boolean =>
  profile.access === null && isSamePlace(profile, replaced) && profile.poolId === replaced.poolId;

function accessDraft({ access }: SharedProfile): ProfileDraft['access'] {
  if (access?.kind !== 'access-keys') return access;
  const { kind, ...keys } = access;
  return { kind, keys: { change: 'set', ...keys } };
}

/**
 * A name without characters that are not seen, and without those that turn the direction of the text around them: a
 * name from elsewhere must not make the words beside it read differently.
 */
export const cleanName = (name: string): string =>
  name.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '').trim();

function nameIn(value: unknown): string {
  const name = typeof value === 'object' && value !== null && 'name' in value ? value.name : null;
  return typeof name === 'string' ? cleanName(name.slice(0, 80)) : '';
}

/** The first problems; keys that do not belong there are named, as fields are. */
function issuesOf({ issues }: z.ZodError): FieldIssue[] {
  return issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ path: key.slice(0, 60), problem: 'form' }))
        : [{ path: issue.path.map(String).join('.').slice(0, 60), problem: issue.message.slice(0, 60) }],
    )
    .slice(0, 3);
}
