import { computed, reactive } from 'vue';
import type { AppError } from '#contract/app-error.ts';
import { useNow } from '../result/use-now.ts';

/** Until when AWS probably pauses the sign-in of a person. Outlives the screens: the pause does, too. */
const pauses = reactive(new Map<string, number>());

type Person = { readonly profileId: string; readonly username: string };
const keyOf = ({ profileId, username }: Person): string => `${profileId} ${username}`;

/** The pause of the person that a form names, by main's estimate. */
export function useLockout(who: () => Person) {
  const now = useNow();
  const key = computed(() => keyOf(who()));
  const secondsLeft = computed(() => {
    const retryAt = pauses.get(key.value);
    return retryAt === undefined ? 0 : Math.max(0, Math.ceil((retryAt - now.value) / 1000));
  });

  return {
    secondsLeft,
    /** The button waits for as long as a try is in vain. */
    held: computed(() => secondsLeft.value > 0),
    /** Notes what a refused sign-in says about the pause of a person, who may not be in the form any more. */
    note(error: AppError, person: Person): void {
      const retryAt = 'retryAt' in error ? error.retryAt : null;
      if (
        /^(?:wrong-credentials|saved-secret-refused|attempts-exceeded)$/.test(error.code) &&
        retryAt != null
      ) {
        pauses.set(keyOf(person), retryAt);
      }
    },
    release(): void {
      pauses.delete(key.value);
    },
  };
}
