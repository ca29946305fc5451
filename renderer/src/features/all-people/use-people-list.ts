import { onScopeDispose, shallowReactive, shallowRef, watch } from 'vue';
import type { ListedPerson, PeopleFilter, PeopleSort } from '#contract/people.ts';
import type { OutputOf } from '#contract/index.ts';
import { desk } from '../../bridge/desk.ts';

/** Rows that are asked for together: about as many as are in sight, since each takes its time to cross to the page. */
const BLOCK = 32;
/** Milliseconds without a new question after which the counts are asked for: they take main longer than rows. */
const COUNT_AFTER = 250;
/** Rows beyond which those far out of sight are let go. */
const MOST_KEPT = 4000;

type Question = {
  readonly filter: PeopleFilter;
  readonly sort: PeopleSort;
  readonly columns: readonly string[];
};

/**
 * The list as far as it is in sight: rows come from main in blocks when they are needed. While an answer to a new
 * question is on its way the old rows stay; of several questions in a row only the last is asked.
 */
export function usePeopleList(profileId: () => string, question: () => Question) {
  const total = shallowRef(0);
  const of = shallowRef(0);
  const rows = shallowReactive(new Map<number, ListedPerson>());
  const summary = shallowRef<OutputOf<'people.summary'> | null>(null);
  let generation = 0;
  let asking = false;
  let askAgain = false;
  let counting: ReturnType<typeof setTimeout> | undefined;
  onScopeDispose(() => {
    clearTimeout(counting);
  });
  let inSight: readonly [number, number] = [0, 0];
  const onTheWay = new Set<number>();

  const ask = async (block: number) => {
    const { filter, sort, columns } = question();
    const result = await desk.people.query({
      profileId: profileId(),
      // What is reactive cannot cross to main.
      filter: structuredCloneOf(filter),
      sort: { ...sort },
      columns: [...columns],
      offset: block * BLOCK,
      limit: BLOCK,
    });
    return result.ok ? result.value : null;
  };

  const blocksInSight = () => {
    const first = Math.floor(inSight[0] / BLOCK);
    const last = Math.floor(Math.max(inSight[0], inSight[1]) / BLOCK);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  };

  function keep(block: number, people: readonly ListedPerson[]): void {
    for (const [index, person] of people.entries()) rows.set(block * BLOCK + index, person);
    if (rows.size > MOST_KEPT) {
      const near = (row: number) => row > inSight[0] - MOST_KEPT / 4 && row < inSight[1] + MOST_KEPT / 4;
      for (const row of rows.keys()) if (!near(row)) rows.delete(row);
    }
  }

  /** Asks anew for what is in sight, and for the counts after it. */
  async function refresh(): Promise<void> {
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    do {
      askAgain = false;
      generation += 1;
      onTheWay.clear();
      const blocks = blocksInSight();
      const answers = await Promise.all(blocks.map(ask));
      const [first] = answers;
      if (!first) continue;
      total.value = first.total;
      of.value = first.of;
      rows.clear();
      for (const [index, answer] of answers.entries()) if (answer) keep(blocks[index] ?? 0, answer.people);
    } while (askAgain);
    asking = false;
    clearTimeout(counting);
    counting = setTimeout(() => void count(), COUNT_AFTER);
  }

  async function count(): Promise<void> {
    const mine = generation;
    const { filter, sort } = question();
    const result = await desk.people.summary({
      profileId: profileId(),
      filter: structuredCloneOf(filter),
      sort: { ...sort },
    });
    if (result.ok && mine === generation) summary.value = result.value;
  }

  /** Rows from `from` to before `to` are in sight. */
  async function show(from: number, to: number): Promise<void> {
    inSight = [from, to];
    const mine = generation;
    const missing = blocksInSight().filter(
      (block) => !onTheWay.has(block) && block * BLOCK < total.value && !rows.has(block * BLOCK),
    );
    for (const block of missing) onTheWay.add(block);
    await Promise.all(
      missing.map(async (block) => {
        const answer = await ask(block);
        if (mine !== generation) return;
        onTheWay.delete(block);
        if (answer) keep(block, answer.people);
      }),
    );
  }

  watch(question, () => void refresh(), { deep: true });

  return { total, of, rows, summary, refresh, show };
}

export type PeopleList = ReturnType<typeof usePeopleList>;

/** A plain copy of a filter that may be reactive. */
export const structuredCloneOf = (filter: PeopleFilter): PeopleFilter =>
  JSON.parse(JSON.stringify(filter)) as PeopleFilter;
