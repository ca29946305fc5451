import { onScopeDispose, reactive, watch } from 'vue';
import type { PeopleFilter, PeopleSort } from '#contract/people.ts';
import { useProfiles } from '../profiles/use-profiles.ts';
import { useKeptInput } from '../vault/use-kept-input.ts';
import { everybody } from './people-filter.ts';

export type PeopleView = { filter: PeopleFilter; sort: PeopleSort; columns: string[]; active: number };

/** What was typed and chosen, by profile: coming back from a person shows the list as it was. */
const views = new Map<string, PeopleView>();
const { locked } = useProfiles();
watch(locked, () => {
  views.clear();
});

const fresh = (): PeopleView => ({
  filter: everybody(),
  sort: { column: 'displayName', descending: false },
  columns: ['displayName', 'email', 'status', 'created'],
  active: 0,
});

/** The filter, the order and the columns of the list of a profile. */
export function usePeopleView(profileId: string): PeopleView {
  const view = reactive(views.get(profileId) ?? fresh());
  useKeptInput(view, { name: `people ${profileId}` });
  onScopeDispose(() => {
    if (!locked.value) views.set(profileId, view);
  });
  return view;
}
