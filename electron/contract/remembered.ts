import { z } from 'zod';
import { localId } from './fields.ts';
import { instant, operation } from './operation.ts';

/** Recent people that are kept for a profile. */
export const MOST_RECENT = 20;
export const MOST_PINNED = 50;

const who = { username: z.string().min(1).max(256), displayName: z.string().max(256) };

/** A person that was opened, or pinned: by name only, and since when. */
export const rememberedPerson = z.strictObject({ ...who, at: instant });
export type RememberedPerson = z.output<typeof rememberedPerson>;

export const remembered = z.strictObject({
  /** Newest first. */
  recent: z.array(rememberedPerson),
  /** In the order in which they were pinned. Not among the recent ones. */
  pinned: z.array(rememberedPerson),
  /** The person knows that opening somebody can count toward the AWS bill. */
  costUnderstood: z.boolean(),
});
export type Remembered = z.output<typeof remembered>;

const byProfile = { profileId: localId };

/** People that were looked at in a profile. Saved on this computer only, as the profile is. */
export const rememberedOperations = {
  /** Nobody while the vault is locked. */
  'remembered.list': operation({ input: z.strictObject(byProfile), output: remembered }),
  /** The person was opened just now. */
  'remembered.add': operation({ input: z.strictObject({ ...byProfile, ...who }), output: remembered }),
  'remembered.pin': operation({
    input: z.strictObject({ ...byProfile, ...who, pinned: z.boolean() }),
    output: remembered,
  }),
  /** Forgets one person, or everybody (null). */
  'remembered.forget': operation({
    input: z.strictObject({ ...byProfile, username: who.username.nullable() }),
    output: remembered,
  }),
  'remembered.understandCost': operation({ input: z.strictObject(byProfile), output: remembered }),
};
