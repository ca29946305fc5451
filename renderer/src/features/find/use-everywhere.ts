import { computed, onScopeDispose, shallowReactive, shallowRef } from 'vue';
import type { AppError } from '#contract/app-error.ts';
import type { ProfileSummary } from '#contract/profiles.ts';
import { callDesk, desk } from '../../bridge/desk.ts';
import { pause } from '../../bridge/use-operation.ts';
import { noSearch, runSearch, type AskPage, type SearchState } from './run-search.ts';
import { planFor } from './use-people-search.ts';

/** Accounts that are searched at the same time; the profiles of one account come one after the other. */
const AT_ONCE = 2;
/** How often a page is asked for again that AWS refused for being too early. */
const SLOW_DOWN_RETRIES = 3;

export type ProfileSearch = {
  readonly profile: ProfileSummary;
  readonly phase: 'waiting' | 'searching' | 'done' | 'failed' | 'stopped';
  readonly state: SearchState;
  readonly error: AppError | null;
};

export const canSearch = ({ access, poolId }: ProfileSummary): boolean => access !== null && poolId !== null;

/** What probably is one AWS account. Keys say nothing about theirs, so they count as one. */
const accountOf = ({ access }: ProfileSummary): string =>
  access?.kind === 'aws-profile' ? `profile ${access.name}` : (access?.kind ?? '');

/** One text in the pools of many profiles, each with its own outcome. */
export function useEverywhere(profiles: () => readonly ProfileSummary[]) {
  const text = shallowRef('');
  const searches = shallowReactive(new Map<string, ProfileSearch>());
  let stop = new AbortController();
  onScopeDispose(() => {
    stop.abort();
  });

  async function searchIn(profile: ProfileSummary, signal: AbortSignal): Promise<void> {
    let error: AppError | null = null;
    let state: SearchState = noSearch;
    const show = (phase: ProfileSearch['phase']) => {
      if (!signal.aborted) searches.set(profile.id, { profile, phase, state, error });
    };
    const ask: AskPage = async (query, marker) => {
      for (let retries = 0; ; retries += 1) {
        const callId = crypto.randomUUID();
        const cancel = () => void desk.calls.cancel({ callId });
        signal.addEventListener('abort', cancel, { once: true });
        const result = await callDesk('people.search', { profileId: profile.id, query, marker }, callId);
        signal.removeEventListener('abort', cancel);
        if (result.ok) return result;
        if (result.error.code !== 'throttled' || retries === SLOW_DOWN_RETRIES || signal.aborted) {
          error = result.error;
          return result;
        }
        await pause(result.error.retryAfter * 1000, signal);
      }
    };
    show('searching');
    const plan = await planFor(profile, text.value);
    if (signal.aborted || !plan) return;
    const done = await runSearch(plan, ask, (now) => {
      state = now;
      show('searching');
    });
    show(done ? 'done' : 'failed');
  }

  async function run(wanted: string): Promise<void> {
    stop.abort();
    stop = new AbortController();
    const { signal } = stop;
    text.value = wanted;
    searches.clear();
    const accounts = new Map<string, ProfileSummary[]>();
    for (const profile of profiles().filter(canSearch)) {
      searches.set(profile.id, { profile, phase: 'waiting', state: noSearch, error: null });
      const account = accountOf(profile);
      accounts.set(account, [...(accounts.get(account) ?? []), profile]);
    }
    const queue = [...accounts.values()];
    const work = async () => {
      for (let account = queue.shift(); account; account = queue.shift()) {
        for (const profile of account) if (!signal.aborted) await searchIn(profile, signal);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  /** Another try in one profile. */
  async function again(profile: ProfileSummary): Promise<void> {
    if (stop.signal.aborted) stop = new AbortController();
    await searchIn(profile, stop.signal);
  }

  /** Keeps who was found so far. */
  function cancel(): void {
    stop.abort();
    for (const [id, search] of searches) {
      if (search.phase === 'waiting' || search.phase === 'searching')
        searches.set(id, { ...search, phase: 'stopped' });
    }
  }

  const all = computed(() => [...searches.values()]);
  const underWay = computed(() =>
    all.value.some(({ phase }) => phase === 'waiting' || phase === 'searching'),
  );
  const found = computed(() => all.value.reduce((sum, { state }) => sum + state.people.length, 0));

  return { text, searches: all, underWay, found, run, again, cancel };
}
