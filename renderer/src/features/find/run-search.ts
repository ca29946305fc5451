import type { FoundPerson, SearchableAttribute, SearchPlan, SearchQuery } from '#contract/people-search.ts';
import type { OutputOf } from '#contract/index.ts';
import type { Result } from '#contract/result.ts';

/** New people of one question after which its further pages wait until more are wanted. */
const ENOUGH = 60;
/** A marker that expires at once each time is no marker. */
const MOST_RESTARTS = 3;

/** A question with further pages. */
export type OpenQuestion = { readonly query: SearchQuery; readonly marker: string };

export type SearchState = {
  readonly plan: SearchPlan | null;
  /** In the order in which they came, each once. */
  readonly people: readonly FoundPerson[];
  /** What was asked for so far, in order. */
  readonly searched: readonly SearchableAttribute[];
  /** What this pool does not search by. */
  readonly refused: readonly SearchableAttribute[];
  /** Page of the question that is under way. */
  readonly page: number;
  /** A list began anew, since AWS's page marker had expired. */
  readonly restarted: boolean;
  /** Questions whose further pages were not asked for. */
  readonly more: readonly OpenQuestion[];
};

export const noSearch: SearchState = {
  plan: null,
  people: [],
  searched: [],
  refused: [],
  page: 0,
  restarted: false,
  more: [],
};

/** Asks for one page. */
export type AskPage = (
  query: SearchQuery,
  marker: string | null,
) => Promise<Result<OutputOf<'people.search'>>>;

export const keyOf = ({ sub, username }: Pick<FoundPerson, 'sub' | 'username'>): string => sub ?? username;

/**
 * Asks the questions of a plan one after the other and tells each change of the state. True when all were asked; false
 * when one of them failed, which `ask` knows.
 */
export async function runSearch(
  plan: SearchPlan,
  ask: AskPage,
  tell: (state: SearchState) => void,
): Promise<boolean> {
  let state: SearchState = { ...noSearch, plan };
  const change = (next: SearchState) => {
    state = next;
    tell(state);
  };
  change(state);
  let round = 0;
  for (const step of plan.steps) {
    if (step.round > round && state.people.length > 0) break;
    ({ round } = step);
    if (!(await follow({ query: step.query, marker: null }, state, ask, change))) return false;
  }
  return true;
}

/** The further pages of a search that was enough until now. */
export async function goOn(
  before: SearchState,
  ask: AskPage,
  tell: (state: SearchState) => void,
): Promise<boolean> {
  const [first, ...others] = before.more;
  return first === undefined || follow(first, { ...before, more: others }, ask, tell);
}

/** Pages of one question, until somebody new came or there are no more: AWS gives short and empty ones, too. */
async function follow(
  { query, marker }: { readonly query: SearchQuery; readonly marker: string | null },
  before: SearchState,
  ask: AskPage,
  tell: (state: SearchState) => void,
): Promise<boolean> {
  const { attribute } = query;
  const including = (names: readonly SearchableAttribute[]) => [...new Set([...names, attribute])];
  let state = before;
  let next = marker;
  let restarts = 0;
  for (let page = 1; ; page += 1) {
    state = { ...state, page };
    tell(state);
    const result = await ask(query, next);
    if (!result.ok) return false;
    const answer = result.value;
    if (answer.kind === 'marker-expired' && restarts < MOST_RESTARTS) {
      restarts += 1;
      next = null;
      state = { ...state, restarted: true };
      continue;
    }
    if (answer.kind !== 'page') {
      tell({ ...state, refused: including(state.refused) });
      return true;
    }
    const known = new Set(state.people.map(keyOf));
    const fresh = answer.people.filter((person) => !known.has(keyOf(person)));
    state = { ...state, people: [...state.people, ...fresh], searched: including(state.searched) };
    next = answer.next;
    const enough = state.people.length - before.people.length >= ENOUGH;
    if (next !== null && enough) state = { ...state, more: [...state.more, { query, marker: next }] };
    tell(state);
    if (next === null || enough) return true;
  }
}
