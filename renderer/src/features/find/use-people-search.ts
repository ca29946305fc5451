import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import type { SearchQuery } from '#contract/people-search.ts';
import type { ProfileSummary } from '#contract/profiles.ts';
import { desk } from '../../bridge/desk.ts';
import { useOperation } from '../../bridge/use-operation.ts';
import { likelyCountries } from '../people/phone-number.ts';
import { goOn, noSearch, runSearch, type SearchState } from './run-search.ts';

/** Cancelling is offered once a search has taken this long, over all its questions. */
const OFFER_CANCEL_AFTER = 1000;

/** The plan of a text in a profile, or null when the profile is gone. */
export async function planFor(profile: ProfileSummary, text: string) {
  const countries = likelyCountries(profile.region);
  const result = await desk.people.plan({ profileId: profile.id, text, countries });
  return result.ok ? result.value : null;
}

/** One search at a time in the pool of the profile. A new one takes the place of the one before. */
export function usePeopleSearch(profile: () => ProfileSummary | null) {
  const operation = useOperation('people.search');
  const state = shallowRef<SearchState>(noSearch);
  const underWay = ref(false);
  /** All questions of the text were asked. */
  const done = ref(false);
  /** What is searched for, as it was typed. */
  const asked = ref('');
  const canCancel = ref(false);
  let current = 0;
  let offer: ReturnType<typeof setTimeout> | undefined;
  onScopeDispose(() => {
    clearTimeout(offer);
  });

  const ask = (query: SearchQuery, marker: string | null) =>
    operation.run({ profileId: profile()?.id ?? '', query, marker });

  /** Runs `work` as the search that counts. True when it came to its end. */
  async function alone(work: (tell: (now: SearchState) => void) => Promise<boolean>): Promise<boolean> {
    operation.reset();
    const mine = (current += 1);
    underWay.value = true;
    done.value = false;
    clearTimeout(offer);
    canCancel.value = false;
    offer = setTimeout(() => {
      canCancel.value = underWay.value;
    }, OFFER_CANCEL_AFTER);
    const ended = await work((now) => {
      if (mine === current) state.value = now;
    });
    if (mine !== current) return false;
    clearTimeout(offer);
    underWay.value = false;
    canCancel.value = false;
    done.value = ended;
    return ended;
  }

  /** True when all questions were asked, and no other search took its place. */
  function run(text: string): Promise<boolean> {
    asked.value = text;
    return alone(async (tell) => {
      const here = profile();
      const plan = here && (await planFor(here, text));
      return plan !== null && (await runSearch(plan, ask, tell));
    });
  }

  const showMore = (): Promise<boolean> => alone((tell) => goOn(state.value, ask, tell));

  /** Keeps who was found so far. */
  function cancel(): void {
    current += 1;
    void operation.cancel();
    underWay.value = false;
    canCancel.value = false;
  }

  function reset(): void {
    cancel();
    operation.reset();
    state.value = noSearch;
    done.value = false;
    asked.value = '';
  }

  /** AWS does not let this profile list people, so there is nothing to search. */
  const denied = computed(() => operation.error.value?.code === 'access-denied');

  return {
    state,
    underWay,
    done,
    asked,
    denied,
    error: operation.error,
    waiting: operation.state,
    canCancel,
    run,
    showMore,
    cancel,
    reset,
  };
}
