import type { AppError } from '#contract/app-error.ts';
import type { SignUpResult } from '#contract/users.ts';
import { computed, onScopeDispose, shallowRef } from 'vue';
import { callThroughGate, pause } from '../../bridge/use-operation.ts';
import type { PersonRow } from './people-file.ts';

/** How a row stands. `skipped`: it cannot be sent. `stopped`: the run ended before its turn. */
export type RowOutcome =
  | { readonly kind: 'waiting' | 'running' | 'skipped' | 'stopped' }
  | { readonly kind: 'created'; readonly result: SignUpResult }
  | { readonly kind: 'failed'; readonly error: AppError };

/** How often a row that AWS refused for being too early is sent again. */
const SLOW_DOWN_RETRIES = 3;

/**
 * Signs people up one after the other, at most `rate` a second. A row that fails stops nothing; cancelling lets the
 * one under way end, so that what became of it is known.
 */
export function useManySignUps() {
  const outcomes = shallowRef<readonly RowOutcome[]>([]);
  const running = shallowRef(false);
  let stop = new AbortController();

  function note(index: number, outcome: RowOutcome): void {
    outcomes.value = outcomes.value.with(index, outcome);
  }

  async function send({ input }: PersonRow, signal: AbortSignal): Promise<RowOutcome> {
    for (let retries = 0; ; retries += 1) {
      // `signal` ends the question about production; a call under way goes on.
      const result = await callThroughGate('users.signUp', input, crypto.randomUUID(), signal);
      if (result.ok) return { kind: 'created', result: result.value };
      const { error } = result;
      if (error.code === 'cancelled') {
        // Who says no to writing to production says so for all.
        stop.abort();
        return { kind: 'stopped' };
      }
      if (error.code !== 'throttled' || retries === SLOW_DOWN_RETRIES) return { kind: 'failed', error };
      await pause(error.retryAfter * 1000, signal);
      if (signal.aborted) return { kind: 'failed', error };
    }
  }

  async function run(rows: readonly PersonRow[], rate: number): Promise<void> {
    stop = new AbortController();
    const { signal } = stop;
    running.value = true;
    outcomes.value = rows.map(({ problems }) => ({ kind: problems.length > 0 ? 'skipped' : 'waiting' }));
    for (const [index, row] of rows.entries()) {
      if (row.problems.length > 0) continue;
      if (signal.aborted) {
        note(index, { kind: 'stopped' });
        continue;
      }
      note(index, { kind: 'running' });
      const next = pause(1000 / rate, signal);
      note(index, await send(row, signal));
      await next;
    }
    running.value = false;
  }

  onScopeDispose(() => {
    stop.abort();
  });

  return {
    outcomes,
    running,
    done: computed(() => outcomes.value.filter(({ kind }) => kind === 'created' || kind === 'failed').length),
    run,
    cancel: () => {
      stop.abort();
    },
    reset: () => {
      outcomes.value = [];
    },
  };
}
