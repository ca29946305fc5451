import type { AppError } from '#contract/app-error.ts';
import type { Result } from '#contract/result.ts';
import { computed, ref, shallowRef, type ComputedRef, type ShallowRef } from 'vue';
import { resultText } from '../../locales/en/result.ts';
import { useAnnounce } from '../../ui/announce.ts';
import { useNow } from './use-now.ts';

/** Copying that main does: says "Copied", then counts down until main takes a secret off the clipboard again. */
export function useSecretCopy(): {
  readonly note: ComputedRef<string>;
  readonly error: ShallowRef<AppError | null>;
  readonly copy: (run: () => Promise<Result<{ clearsAt: number | null }>>) => Promise<void>;
} {
  const now = useNow();
  const announce = useAnnounce();
  const copiedAt = ref<number | null>(null);
  const clearsAt = ref<number | null>(null);
  const error = shallowRef<AppError | null>(null);

  const note = computed(() => {
    if (clearsAt.value !== null) {
      const seconds = Math.ceil((clearsAt.value - now.value) / 1000);
      return seconds > 0 ? resultText.clearsIn(seconds) : resultText.cleared;
    }
    const fresh = copiedAt.value !== null && now.value - copiedAt.value < 3000;
    return fresh ? resultText.copied : '';
  });

  async function copy(run: () => Promise<Result<{ clearsAt: number | null }>>): Promise<void> {
    const result = await run();
    error.value = result.ok ? null : result.error;
    if (!result.ok) return;
    copiedAt.value = Date.now();
    clearsAt.value = result.value.clearsAt;
    announce(resultText.copied);
  }

  return { note, error, copy };
}
