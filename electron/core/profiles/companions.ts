import type { z } from 'zod';
import type { ErrorCode } from '#contract/app-error.ts';
import { companionId } from '#contract/vault.ts';
import { fail } from '../app-failure.ts';
import type { Vault } from '../vault/vault.ts';

/**
 * Records that a topic keeps beside a profile's own, e.g. its test users. Changing one touches no profile and ends no
 * session; they go with the profile, are copied with it, and are part of a backup.
 */
type Records = Map<string, unknown>;

/** What is kept beside a profile, by topic. */
export const companionsOf = (records: ReadonlyMap<string, unknown>, profileId: string): [string, unknown][] =>
  [...records].flatMap(([id, value]) =>
    id.startsWith(companionId(profileId, '')) ? [[id.slice(profileId.length + 1), value]] : [],
  );

export function setCompanions(
  records: Records,
  profileId: string,
  companions: Iterable<[string, unknown]>,
): void {
  for (const [topic, value] of companions) records.set(companionId(profileId, topic), value);
}

export function deleteCompanions(records: Records, profileId: string): void {
  for (const [topic] of companionsOf(records, profileId)) records.delete(companionId(profileId, topic));
}

export type CompanionOptions<Value> = {
  readonly vault: Vault;
  readonly topic: string;
  readonly schema: z.ZodType<Value>;
  /** For a profile without the record. */
  readonly none: Value;
  /** Of a record that a newer version of the app made: it is not touched. */
  readonly newer: Extract<ErrorCode, `${string}-newer`>;
};

/** One topic's records. Both operations throw `newer` for a record that this version does not know. */
export function createCompanionStore<Value>({ vault, topic, schema, none, newer }: CompanionOptions<Value>) {
  function read(value: unknown): Value {
    if (value === undefined) return none;
    const { success, data } = schema.safeParse(value);
    if (!success) throw fail(newer, {});
    return data;
  }

  return {
    get: async (profileId: string): Promise<Value> =>
      read(await vault.readOne(companionId(profileId, topic))),

    /** Saves what `edit` makes of the newest state. Throws `profile-missing`. */
    change: (profileId: string, edit: (value: Value) => Value): Promise<Value> =>
      vault.change(({ records }) => {
        if (!records.has(profileId)) throw fail('profile-missing', {});
        const id = companionId(profileId, topic);
        const value = edit(read(records.get(id)));
        records.set(id, value);
        return value;
      }),
  };
}
