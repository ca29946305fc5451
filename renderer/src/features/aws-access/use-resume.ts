import type { AppError } from '#contract/app-error.ts';
import { onScopeDispose, watch } from 'vue';

/**
 * Goes on by itself when the person comes back to the window after a sign-in to AWS has ended: they are likely to
 * have signed in again. Once for each try of their own, since nobody knows whether they did.
 */
export function useResume(error: () => AppError | null, again: () => Promise<unknown>): void {
  let resumed = false;
  let resuming = false;

  async function onFocus(): Promise<void> {
    const now = error();
    if (resumed || now?.code !== 'aws-session-expired' || !now.sso) return;
    resumed = true;
    resuming = true;
    await again();
    resuming = false;
  }

  // A try of the person's own takes the error away first.
  watch(error, (now) => {
    if (!now && !resuming) resumed = false;
  });
  const listener = () => void onFocus();
  window.addEventListener('focus', listener);
  onScopeDispose(() => {
    window.removeEventListener('focus', listener);
  });
}
