import type { AppError } from '#contract/app-error.ts';
import { computed } from 'vue';
import { unlockWords as words } from '../../locales/en/vault.ts';
import { useNow } from '../result/use-now.ts';

/** What the field of a passphrase shows after a wrong one, and how long the next try has to wait. */
export function useRefusedPassphrase(error: () => AppError | null) {
  const now = useNow();
  const refusal = computed(() => {
    const known = error();
    return known?.code === 'passphrase-wrong' || known?.code === 'passphrase-paused' ? known : null;
  });
  /** Whole seconds; 0 when a try is allowed. */
  const wait = computed(() => Math.max(0, Math.ceil(((refusal.value?.retryAt ?? 0) - now.value) / 1000)));
  const problem = computed(() => {
    if (!refusal.value) return undefined;
    return wait.value > 0 ? words.wrongWait(wait.value) : words.wrong;
  });
  /** What went wrong other than the passphrase. */
  const otherError = computed(() => (refusal.value ? null : error()));
  return { wait, problem, otherError };
}
