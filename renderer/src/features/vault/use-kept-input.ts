import { onScopeDispose } from 'vue';
import { useProfiles } from '../profiles/use-profiles.ts';

/** By the name of the form. In memory only, and only until the form is back. */
const kept = new Map<string, string>();
const { locked } = useProfiles();
let leaving = 0;

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

  onScopeDispose(() => {
    if (!locked.value && leaving === 0) return;
    const safe = Object.entries(values).filter(([field]) => !secrets.some((secret) => secret === field));
    kept.set(name, JSON.stringify(Object.fromEntries(safe)));
  });
}
