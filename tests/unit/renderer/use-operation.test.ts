import { effectScope, type EffectScope } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppError } from '#contract/app-error.ts';
import { failure, success, type Result } from '#contract/result.ts';
import { useOperation } from '../../../renderer/src/bridge/use-operation.ts';

type Sent = {
  readonly input: unknown;
  readonly callId: string;
  readonly answer: (result: Result<unknown>) => void;
};

/** The bridge of the page: `users.resendCode` waits for the test, `calls.cancel` and `calls.leave` write down what they are told. */
const bridge = vi.hoisted(() => {
  const sent: Sent[] = [];
  const cancelled: string[] = [];
  const left: string[] = [];
  /** Whether the call changes something and has gone out to AWS. */
  const onItsWay = { sent: false };
  const desk = {
    users: {
      resendCode: (input: unknown, callId: string) =>
        new Promise((answer) => void sent.push({ input, callId, answer })),
    },
    calls: {
      cancel: async ({ callId }: { callId: string }) => {
        cancelled.push(callId);
        return { ok: true, value: { sent: onItsWay.sent } };
      },
      leave: async ({ callId }: { callId: string }) => {
        left.push(callId);
        return { ok: true, value: {} };
      },
    },
  };
  Object.assign(globalThis, { window: { desk } });
  return { sent, cancelled, left, onItsWay };
});

const done = success({ replyId: 'r', delivery: null });
const throttled: Result<never> = failure({ code: 'throttled', retryAfter: 5 });
const refused: AppError = { code: 'user-not-found' };
const input = { profileId: 'p', username: 'jane' };

let scope: EffectScope;
const use = () => {
  const operation = scope.run(() => useOperation('users.resendCode'));
  if (!operation) throw new Error('The scope has ended.');
  return operation;
};
/** The call that was sent as the `count`-th, from 0. */
function call(count: number): Sent {
  const found = bridge.sent[count];
  if (!found) throw new Error(`Only ${bridge.sent.length} calls were sent.`);
  return found;
}
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  bridge.sent.length = 0;
  bridge.cancelled.length = 0;
  bridge.left.length = 0;
  bridge.onItsWay.sent = false;
  scope = effectScope();
});
afterEach(() => {
  scope.stop();
  vi.useRealTimers();
});

describe('an operation', () => {
  it('is idle, then busy, then done', async () => {
    const { state, busy, value, error, run } = use();
    expect([state.value.kind, busy.value]).toEqual(['idle', false]);
    const result = run(input);
    expect([state.value.kind, busy.value]).toEqual(['busy', true]);
    expect(call(0)).toMatchObject({ input, callId: expect.stringMatching(/^[\w-]{1,64}$/) as string });
    call(0).answer(done);
    expect(await result).toEqual(done);
    expect(state.value).toEqual({ kind: 'done', value: { replyId: 'r', delivery: null } });
    expect([busy.value, value.value, error.value]).toEqual([false, { replyId: 'r', delivery: null }, null]);
  });

  it('fails with the error of main', async () => {
    const { state, value, error, run } = use();
    const result = run(input);
    call(0).answer(failure(refused));
    expect(await result).toEqual(failure(refused));
    expect([state.value.kind, value.value, error.value]).toEqual(['failed', null, refused]);
  });

  it('starts over at a new run: the old error is gone', async () => {
    const { error, run } = use();
    const first = run(input);
    call(0).answer(failure(refused));
    await first;
    void run(input);
    expect(error.value).toBeNull();
  });

  it('goes back to the beginning at a reset', async () => {
    const { state, reset, run } = use();
    const first = run(input);
    call(0).answer(done);
    await first;
    reset();
    expect(state.value).toEqual({ kind: 'idle' });
    expect(bridge.cancelled).toEqual([]);
  });
});

describe('a result that comes late', () => {
  it('of an earlier run is dropped, and main is told to stop it', async () => {
    const { state, run } = use();
    const first = run(input);
    const second = run({ ...input, username: 'bo' });
    expect(bridge.left).toEqual([call(0).callId]);
    call(0).answer(failure(refused));
    expect(await first).toEqual(failure({ code: 'cancelled' }));
    expect(state.value.kind).toBe('busy');
    call(1).answer(done);
    await second;
    expect(state.value.kind).toBe('done');
    expect(call(0).callId).not.toBe(call(1).callId);
  });

  it('after the second one is dropped as well', async () => {
    const { state, run } = use();
    const first = run(input);
    const second = run(input);
    call(1).answer(done);
    await second;
    call(0).answer(failure(refused));
    await first;
    expect(state.value.kind).toBe('done');
  });

  it('after a cancellation shows nothing', async () => {
    const { state, run, cancel } = use();
    const result = run(input);
    await cancel();
    expect(state.value).toEqual({ kind: 'idle' });
    expect(bridge.cancelled).toEqual([call(0).callId]);
    call(0).answer(done);
    expect(await result).toEqual(failure({ code: 'cancelled' }));
    expect(state.value).toEqual({ kind: 'idle' });
  });

  it('to a screen that has gone is dropped, and main is told that nobody waits', async () => {
    const { state, run } = use();
    const result = run(input);
    scope.stop();
    expect(bridge.left).toEqual([call(0).callId]);
    call(0).answer(done);
    await result;
    expect(state.value.kind).toBe('busy');
  });
});

describe('cancelling', () => {
  it('is offered after a second, not before, and no longer than the call takes', async () => {
    const { canCancel, run } = use();
    const result = run(input);
    await vi.advanceTimersByTimeAsync(999);
    expect(canCancel.value).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(canCancel.value).toBe(true);
    call(0).answer(done);
    await result;
    expect(canCancel.value).toBe(false);
  });

  it('is not offered for a call that was quick', async () => {
    const { canCancel, run } = use();
    const result = run(input);
    call(0).answer(done);
    await result;
    await vi.advanceTimersByTimeAsync(5000);
    expect(canCancel.value).toBe(false);
  });

  it('comes too late for a change that has gone out: its answer is waited for and shown', async () => {
    const { state, busy, tooLate, canCancel, cancel, run } = use();
    const result = run(input);
    bridge.onItsWay.sent = true;
    await cancel();
    expect([busy.value, tooLate.value, canCancel.value]).toEqual([true, true, false]);
    call(0).answer(done);
    expect(await result).toEqual(done);
    expect([state.value.kind, tooLate.value]).toEqual(['done', false]);
  });

  it('of nothing does nothing', async () => {
    const { state, cancel, run } = use();
    await cancel();
    const result = run(input);
    call(0).answer(done);
    await result;
    await cancel();
    expect(state.value.kind).toBe('done');
    expect(bridge.cancelled).toEqual([]);
  });
});

describe('a call that AWS finds too early', () => {
  it('waits for as long as AWS wants and is sent again', async () => {
    const { state, busy, run } = use();
    const result = run(input);
    call(0).answer(throttled);
    await settle();
    expect(state.value).toEqual({ kind: 'waiting', until: Date.now() + 5000 });
    expect(busy.value).toBe(true);
    await vi.advanceTimersByTimeAsync(4999);
    expect(bridge.sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(bridge.sent).toHaveLength(2);
    expect(state.value.kind).toBe('busy');
    call(1).answer(done);
    expect(await result).toEqual(done);
  });

  it('is sent again three times at most', async () => {
    const { state, run } = use();
    const result = run(input);
    for (let sent = 0; sent < 4; sent += 1) {
      call(sent).answer(throttled);
      await vi.advanceTimersByTimeAsync(5000);
    }
    expect(await result).toEqual(throttled);
    expect(state.value).toEqual({ kind: 'failed', error: { code: 'throttled', retryAfter: 5 } });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(bridge.sent).toHaveLength(4);
  });

  it('is the only one that is sent again', async () => {
    const { run } = use();
    for (const code of ['aws-fault', 'wrong-credentials', 'cancelled'] as const) {
      const result = run(input);
      bridge.sent.at(-1)?.answer(failure({ code }));
      await result;
    }
    await vi.advanceTimersByTimeAsync(60_000);
    expect(bridge.sent).toHaveLength(3);
  });

  it('is not sent again once it was cancelled', async () => {
    const { state, run, cancel } = use();
    const result = run(input);
    call(0).answer(throttled);
    await settle();
    await cancel();
    expect(await result).toEqual(failure({ code: 'cancelled' }));
    expect(state.value).toEqual({ kind: 'idle' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(bridge.sent).toHaveLength(1);
  });

  it('is not sent again once its screen has gone', async () => {
    const { run } = use();
    const result = run(input);
    call(0).answer(throttled);
    await settle();
    scope.stop();
    await result;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(bridge.sent).toHaveLength(1);
  });
});
