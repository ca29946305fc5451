import { isDeepStrictEqual } from 'node:util';
import type { SharedConflict } from '#contract/sharing.ts';
import { applyDraft, type ProfileRecord } from '../profiles/profile-record.ts';
import type { SharedFile } from './read-shared.ts';
import { cleanName, keepsSecrets, toDraft, type SharedProfile } from './shared-profile.ts';

type Rule = readonly [
  SharedConflict['why'],
  (mine: ProfileRecord, theirs: SharedProfile, id: string | null) => boolean,
];

/** The surest sign first. */
const rules: readonly Rule[] = [
  ['same-profile', (mine, _theirs, id) => mine.id === id],
  [
    'same-client',
    (mine, theirs) =>
      mine.clientId === theirs.clientId && mine.poolId === theirs.poolId && mine.region === theirs.region,
  ],
  ['same-name', (mine, theirs) => mine.name === cleanName(theirs.name)],
];

/** Which saved profile each entry of a file meets. Each saved one meets one entry at most, so it is replaced once. */
export function findConflicts(
  { entries, plain }: SharedFile,
  saved: readonly ProfileRecord[],
  companionsHere: (profileId: string) => readonly [string, unknown][],
): readonly (SharedConflict | null)[] {
  const conflicts: (SharedConflict | null)[] = entries.map(() => null);
  const free = new Set(saved);
  for (const [why, meets] of rules) {
    entries.forEach((entry, index) => {
      if (entry.kind === 'refused' || conflicts[index]) return;
      const { profile, from } = entry;
      const mine = [...free].find((each) => meets(each, profile, from?.id ?? null));
      if (!mine) return;
      free.delete(mine);
      const here = new Map(companionsHere(mine.id));
      const bringsNothing = (from?.companions ?? []).every(([topic, value]) =>
        isDeepStrictEqual(here.get(topic), value),
      );
      const outcome = applyDraft(toDraft(profile, mine, { plain }), mine.id, mine);
      conflicts[index] = {
        profileId: mine.id,
        name: mine.name,
        why,
        identical: bringsNothing && isDeepStrictEqual(outcome, mine),
        keepsSecrets: plain && keepsSecrets(profile, mine),
        loosens: outcome !== null && loosens(mine, outcome),
      };
    });
  }
  return conflicts;
}

const loosens = (before: ProfileRecord, after: ProfileRecord): boolean =>
  (before.readOnly === true && after.readOnly !== true) ||
  (before.environment === 'production' && after.environment !== 'production');
