import { onScopeDispose, ref, watch } from 'vue';
import { desk } from '../../bridge/desk.ts';
import { useProfiles } from '../profiles/use-profiles.ts';

/** By the name of the form. In memory only, and only until the form is back. */
const kept = new Map<string, string>();
const { locked } = useProfiles();
let leaving = 0;

/** Milliseconds after a letter at which main gets what was typed, in case the page stops. */
const KEEP_AFTER = 300;

/** Whether this page took the place of one that stopped. Said once, in the window. */
export const recovered = ref(false);

/** Gets what a page that stopped had kept. Before the first screen. */
export async function recoverInput(): Promise<void> {
  const result = await desk.drafts.take({});
  if (result.ok) for (const { name, values } of result.value.drafts) kept.set(name, values);
  recovered.value = true;
  history.replaceState(history.state, '', location.pathname + location.hash);
}

/** Leaves a screen that the person did not leave: what was typed into it is kept. */
export async function keepInput(leave: () => Promise<unknown>): Promise<void> {
  leaving += 1;
  try {
    await leave();
  } finally {
    leaving -= 1;
  }
}

/**
 * Locking takes the screens away, and so does a file that the system hands over. What was typed into this form comes back with its screen, except for the fields in
 * `secrets`, which are dropped. `name` tells the form, and whose it is: its profile's id belongs in it.
 */
export function useKeptInput<Values extends object>(
  values: Values,
  { name, secrets = [] }: { readonly name: string; readonly secrets?: readonly (keyof Values & string)[] },
): void {
  const before = kept.get(name);
  kept.delete(name);
  if (before !== undefined) Object.assign(values, JSON.parse(before));

  const written = () =>
    JSON.stringify(
      Object.fromEntries(
        Object.entries(values).filter(([field]) => !secrets.some((secret) => secret === field)),
      ),
    );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = () => void desk.drafts.keep({ name, values: written() });
  if (before !== undefined) keep();
  watch(written, () => {
    clearTimeout(timer);
    timer = setTimeout(keep, KEEP_AFTER);
  });

  onScopeDispose(() => {
    clearTimeout(timer);
    void desk.drafts.forget({ name });
    if (locked.value || leaving > 0) kept.set(name, written());
  });
}
