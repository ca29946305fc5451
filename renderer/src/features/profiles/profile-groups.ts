import type { ProfileSummary } from '#contract/profiles.ts';
import { environmentNames, favouritesTitle } from '../../locales/en/profiles.ts';
import { placeOf } from './describe-profile.ts';

type ProfileGroup = { readonly title: string; readonly entries: readonly ProfileSummary[] };

/**
 * The profiles that hold every typed word, as a person looks for them: favourites first, then one group for each environment. What was used last
 * comes first, in a group and among the environments; what never was keeps the person's own order.
 */
export function fittingProfiles(list: readonly ProfileSummary[], typed: string): readonly ProfileGroup[] {
  const fitting = list.filter((profile) => fits(typed, profile));
  const recent = fitting.toSorted((a, b) => (b.lastUsedAt ?? 0) - (a.lastUsedAt ?? 0));
  const groups = Map.groupBy(recent, ({ favourite, environment }) =>
    favourite ? favouritesTitle : environmentNames[environment],
  );
  const favourites = groups.get(favouritesTitle);
  groups.delete(favouritesTitle);
  return [...(favourites ? [[favouritesTitle, favourites] as const] : []), ...groups].map(
    ([title, entries]) => ({ title, entries }),
  );
}

/** Whether a profile holds every typed word: in its name, its environment or its place. */
function fits(typed: string, profile: ProfileSummary): boolean {
  const held = `${profile.name} ${environmentNames[profile.environment]} ${placeOf(profile)}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => held.includes(word));
}
