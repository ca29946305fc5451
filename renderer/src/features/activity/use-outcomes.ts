import { readonly, shallowRef } from 'vue';
import type { Outcome } from '#contract/outcomes.ts';
import { desk } from '../../bridge/desk.ts';

const outcomes = shallowRef<readonly Outcome[]>([]);

async function load(): Promise<void> {
  const result = await desk.outcomes.list({});
  if (result.ok) outcomes.value = result.value.outcomes;
}

async function dismiss(id: string): Promise<void> {
  await desk.outcomes.dismiss({ id });
  await load();
}

// For the life of the page: main owns the list, and says when it changed. None while the profiles are locked.
desk.events.on(({ name }) => {
  if (name === 'outcomes.changed' || name === 'vault.changed') void load();
});
void load();

/** What came of changes whose screens were gone, oldest first. */
export const useOutcomes = () => ({ outcomes: readonly(outcomes), dismiss });
