import type { AppError } from '#contract/app-error.ts';
import type { InputOf, OperationName, OutputOf } from '#contract/index.ts';
import { failure, type Result } from '#contract/result.ts';
import { computed, onScopeDispose, readonly, ref, shallowRef, type Ref } from 'vue';
import { callDesk, desk } from './desk.ts';
import { passProductionGate } from './production-gate.ts';

export type OperationState<Value> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly since: number }
  /** AWS asked to slow down: the call is sent again at `until`. */
  | { readonly kind: 'waiting'; readonly until: number }
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'failed'; readonly error: AppError };

/** Cancelling is offered once a call has taken this long. */
const OFFER_CANCEL_AFTER = 1000;
/** How often a call that AWS refused for being too early is sent again. */
const SLOW_DOWN_RETRIES = 3;

/**
 * One operation of the contract as a screen uses it: its state, `run` and `cancel`. Only the latest run counts; what
 * an earlier one still brings is dropped. A screen that goes away takes its call with it, unless that changes something and
 * has gone out to AWS: then it goes on, and its outcome is told wherever the person is.
 */
export function useOperation<Name extends OperationName>(name: Name) {
  const state: Ref<OperationState<OutputOf<Name>>> = shallowRef({ kind: 'idle' });
  const canCancel = ref(false);
  /** Cancel came too late: the change had gone out to AWS, and its answer is waited for. */
  const tooLate = ref(false);
  const busy = computed(() => state.value.kind === 'busy' || state.value.kind === 'waiting');
  const value = computed(() => (state.value.kind === 'done' ? state.value.value : null));
  const error = computed(() => (state.value.kind === 'failed' ? state.value.error : null));

  let current: { readonly callId: string; readonly stop: AbortController } | null = null;

  function abandon(): void {
    if (!current) return;
    current.stop.abort();
    void desk.calls.leave({ callId: current.callId });
    current = null;
    canCancel.value = false;
  }

  async function run(input: InputOf<Name>): Promise<Result<OutputOf<Name>>> {
    abandon();
    const mine = { callId: crypto.randomUUID(), stop: new AbortController() };
    current = mine;
    tooLate.value = false;
    const offerCancel = setTimeout(() => {
      if (current === mine) canCancel.value = true;
    }, OFFER_CANCEL_AFTER);

    const cancelled = failure({ code: 'cancelled' });
    let result: Result<OutputOf<Name>> = cancelled;
    for (let retries = 0; !mine.stop.signal.aborted; retries += 1) {
      state.value = { kind: 'busy', since: Date.now() };
      result = await callThroughGate(name, input, mine.callId, mine.stop.signal);
      const tooEarly = !result.ok && result.error.code === 'throttled' ? result.error : null;
      if (!tooEarly || retries === SLOW_DOWN_RETRIES || mine.stop.signal.aborted) break;
      state.value = { kind: 'waiting', until: Date.now() + tooEarly.retryAfter * 1000 };
      await pause(tooEarly.retryAfter * 1000, mine.stop.signal);
    }

    clearTimeout(offerCancel);
    if (current !== mine) return failure({ code: 'cancelled' });
    // Cancelled while it waited for the next try: nothing was on its way.
    if (mine.stop.signal.aborted && !result.ok && result.error.code === 'throttled') result = cancelled;
    current = null;
    canCancel.value = false;
    tooLate.value = false;
    if (result.ok) state.value = { kind: 'done', value: result.value };
    // Who said no to a question knows that nothing happened.
    else if (result.error.code === 'cancelled') state.value = { kind: 'idle' };
    else state.value = { kind: 'failed', error: result.error };
    return result;
  }

  /**
   * Aborts the call under way. Nothing is shown then: the person knows. A change that has gone out to AWS cannot be taken
   * back: `tooLate`, and its answer is shown when it comes.
   */
  async function cancel(): Promise<void> {
    const mine = current;
    if (!mine || !busy.value) return;
    mine.stop.abort();
    canCancel.value = false;
    const result = await desk.calls.cancel({ callId: mine.callId });
    if (current !== mine) return;
    if (result.ok && result.value.sent) {
      tooLate.value = true;
      return;
    }
    current = null;
    state.value = { kind: 'idle' };
  }

  /** Back to the beginning: no result, no error. */
  function reset(): void {
    abandon();
    state.value = { kind: 'idle' };
  }

  onScopeDispose(abandon);

  return {
    state: readonly(state) as Readonly<typeof state>,
    busy,
    value,
    error,
    canCancel,
    tooLate: readonly(tooLate),
    run,
    cancel,
    reset,
  };
}

/** One call. A write to a production pool waits for the person's word first. */
export async function callThroughGate<Name extends OperationName>(
  name: Name,
  input: InputOf<Name>,
  callId: string,
  signal: AbortSignal,
): Promise<Result<OutputOf<Name>>> {
  const result = await callDesk(name, input, callId);
  if (result.ok || result.error.code !== 'production-guarded' || signal.aborted) return result;
  const { profileId, profileName } = result.error;
  const opened = await passProductionGate(profileId, profileName, signal);
  return opened ? callDesk(name, input, callId) : failure({ code: 'cancelled' });
}

let pauses = 0;

/** Whether some work goes on after a pause, though no call of it is under way just now. */
export const isPaused = (): boolean => pauses > 0;

/** Waits between two calls of one piece of work, or until `signal` is aborted. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  pauses += 1;
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      pauses -= 1;
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
  });
}
