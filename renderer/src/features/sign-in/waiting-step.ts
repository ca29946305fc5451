import { onScopeDispose, watch } from 'vue';
import { useProfiles } from '../profiles/use-profiles.ts';

/** By screen and profile. In memory only, and without the password that led to the step. */
const waiting = new Map<string, unknown>();
const { locked } = useProfiles();
// Main forgets them, too.
watch(locked, (isLocked) => {
  if (isLocked) waiting.clear();
});

/**
 * A step of a sign-in waits for its answer while the person is elsewhere, to look up a phone number, say. What
 * `leaving` gives when the screen goes away comes back with the next one of that name; null: nothing waits. `name`
 * tells the screen, and whose it is: its profile's id belongs in it.
 */
export function useWaitingStep<State extends object>(
  name: string,
  leaving: () => State | null,
): State | null {
  const before = (waiting.get(name) ?? null) as State | null;
  waiting.delete(name);
  onScopeDispose(() => {
    const state = leaving();
    if (state && !locked.value) waiting.set(name, state);
  });
  return before;
}
