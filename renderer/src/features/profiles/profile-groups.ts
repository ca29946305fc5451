import type { ProfileSummary } from '#contract/profiles.ts';
import { environmentNames, favouritesTitle } from '../../locales/en/profiles.ts';
import { placeOf } from './describe-profile.ts';

export type ProfileGroup = { readonly title: string; readonly profiles: readonly ProfileSummary[] };

/**
 * The profiles as a person looks for them: favourites first, then one group for each environment. What was used last
 * comes first, in a group and among the environments; what never was keeps the person's own order.
 */
export function groupProfiles(list: readonly ProfileSummary[]): readonly ProfileGroup[] {
  const recent = list.toSorted((a, b) => (b.lastUsedAt ?? 0) - (a.lastUsedAt ?? 0));
  const groups = Map.groupBy(recent, ({ favourite, environment }) =>
    favourite ? favouritesTitle : environmentNames[environment],
  );
  const favourites = groups.get(favouritesTitle);
  groups.delete(favouritesTitle);
  return [...(favourites ? [[favouritesTitle, favourites] as const] : []), ...groups].map(
    ([title, profiles]) => ({ title, profiles }),
  );
}

/** Whether a profile holds every typed word: in its name, its environment or its place. */
export function fitsProfile(typed: string, profile: ProfileSummary): boolean {
  const held = `${profile.name} ${environmentNames[profile.environment]} ${placeOf(profile)}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => held.includes(word));
}
