import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operationNames } from '#contract/channels.ts';
import type { Result } from '#contract/result.ts';
import { fail } from '#core/app-failure.ts';
import type { Call } from '#core/call.ts';
import { createLifetimes } from '#core/scope.ts';
import type { Confirmations } from '#core/confirmations.ts';
import { createDispatcher, type Dispatch, type FinishedCall, type Handlers } from '#core/dispatcher.ts';
import { createTestDesk } from '#tests/support/desk.ts';

const profile = { name: 'Staging', environment: 'staging' } as const;

/** A dispatcher whose handlers do nothing but what a test gives them, and all that it tells. */
function dispatcherWith(own: Partial<Handlers>, { checkOutputs = false, now = (): number => 0 } = {}) {
  const idle = Object.fromEntries(operationNames.map((name) => [name, () => ({})])) as unknown as Handlers;
  const finished: FinishedCall[] = [];
  const faults: { readonly operation: string; readonly cause: unknown }[] = [];
  const lifetimes = createLifetimes();
  const { dispatch } = createDispatcher({
    lifetimes,
    confirmations: {} as Confirmations,
    ask: async () => true,
    handlers: { ...idle, ...own },
    now,
    checkOutputs,
    onFinished: (call) => void finished.push(call),
    onFault: (operation, cause) => void faults.push({ operation, cause }),
  });
  /** As if a person had just clicked. */
  const clicked: Dispatch = (name, input, callId) => dispatch(name, input, callId, true);
  return { dispatch: clicked, finished, faults };
}

const invalid = (path: string, problem: string) => ({
  ok: false,
  error: { code: 'invalid-input', issues: [{ path, problem }] },
});

/** A handler that waits until it is told, or until its call is cancelled. */
function waiting() {
  const started = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const handler = async (_input: unknown, call: Call) => {
    started.resolve();
    await Promise.race([
      release.promise,
      new Promise((resolve) => call.signal.addEventListener('abort', resolve, { once: true })),
    ]);
    if (call.signal.aborted) throw fail('cancelled', {});
    return { entries: [] };
  };
  return { handler, started: started.promise, release: release.resolve };
}

describe('names of operations', () => {
  it.each([
    'nothing.known',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'profiles',
    'profiles.',
    'PROFILES.LIST',
    'profiles.list ',
    '',
    null,
    undefined,
    42,
    {},
    ['profiles.list'],
    Symbol('profiles.list'),
    { toString: () => 'profiles.list' },
  ])('%j is none', async (name) => {
    const { dispatch, finished } = dispatcherWith({});
    expect(await dispatch(name, {})).toEqual(invalid('operation', 'choice'));
    expect(finished).toEqual([]);
  });
});

describe('input', () => {
  const { dispatch } = dispatcherWith({});
  const username = 'jane';
  const signIn = { profileId: 'p', username, password: 'x' };

  it.each([
    ['a missing field', 'users.get', { username }, 'profileId', 'form'],
    ['a number for text', 'users.get', { profileId: 'p', username: 7 }, 'username', 'required'],
    ['null for text', 'users.get', { profileId: 'p', username: null }, 'username', 'required'],
    ['an array for text', 'users.get', { profileId: 'p', username: ['jane'] }, 'username', 'required'],
    [
      'text that is too long',
      'users.get',
      { profileId: 'p', username: 'x'.repeat(129) },
      'username',
      'too-long',
    ],
    ['text of 10 MB', 'auth.signIn', { ...signIn, password: 'x'.repeat(1e7) }, 'password', 'too-long'],
    [
      'a code of 10 MB',
      'users.confirmSignUp',
      { profileId: 'p', username, code: '1'.repeat(1e7) },
      'code',
      'too-long',
    ],
  ])('with %s is refused', async (_, name, input, path, problem) => {
    expect(await dispatch(name, input)).toEqual(invalid(path, problem));
  });

  it.each([
    ['an extra key', 'users.get', { profileId: 'p', username, admin: true }],
    ['an extra key on an operation without input', 'profiles.list', { all: true }],
    ['a prototype as own key', 'profiles.list', JSON.parse('{"__proto__": {"admin": true}}')],
    ['no object', 'profiles.list', undefined],
    ['null', 'profiles.list', null],
    ['an array', 'profiles.list', []],
    ['text', 'profiles.list', 'profiles'],
    ['text of 1,000,001 characters to copy', 'clipboard.copy', { text: 'x'.repeat(1_000_001) }],
    ['an address instead of a link', 'app.openLink', { link: 'https://example.com' }],
    ['an unknown command', 'commands.preview', { request: { command: 'delete-user-pool', input: {} } }],
  ])('with %s is refused', async (_, name, input) => {
    expect(await dispatch(name, input)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  });

  it('of any depth and width is answered', async () => {
    let deep: unknown = {};
    for (let level = 0; level < 20_000; level += 1) deep = { request: deep, input: [deep] };
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, key) => [`k${key}`, key]));
    const long = Array.from({ length: 100_000 }, () => ({ name: '', value: 1 }));
    for (const input of [deep, wide, { ...signIn, attributes: long }, { request: deep }]) {
      for (const name of ['users.signUp', 'commands.preview', 'profiles.save']) {
        const result = await dispatch(name, input);
        expect(result).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
        expect(JSON.stringify(result).length).toBeLessThan(20_000);
      }
    }
  });

  it('never shows up in the refusal', async () => {
    const planted = 'Planted-secret-7f3a';
    const inputs: [string, unknown][] = [
      ['auth.signIn', { profileId: planted, username: `${planted} x`, password: `${planted} ` }],
      ['auth.signIn', { profileId: [planted], username: { planted }, password: [planted] }],
      ['profiles.save', { access: { kind: planted }, clientSecret: { change: planted, value: planted } }],
      ['preferences.set', { theme: planted, clipboardSeconds: planted }],
      ['app.openLink', { link: planted }],
      ['replies.show', { replyId: planted.repeat(9) }],
    ];
    for (const [name, input] of inputs) {
      expect(JSON.stringify(await dispatch(name, input))).not.toContain(planted);
    }
  });
});

describe('the answer', () => {
  it('is a result for anything at all, whatever the operation', async () => {
    // The real app below, so that nothing behind the schemas throws either.
    const desk = await createTestDesk();
    const plausible = fc.dictionary(
      fc.constantFrom('profileId', 'username', 'password', 'code', 'attributes', 'sessionId', 'as', 'theme'),
      fc.oneof(fc.constantFrom('raw', 'dark', 'x', null, []), fc.string(), fc.anything()),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...operationNames),
        fc.oneof(fc.anything(), plausible),
        fc.oneof(fc.constant(undefined), fc.string({ minLength: 1 }), fc.anything()),
        async (name, input, id) => {
          const result = await desk.dispatch(name, input, id);
          expect(result.ok || result.error.code !== 'internal').toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
    expect(desk.faults).toEqual([]);
  });

  it('is what the handler returns for input as the schema reads it', async () => {
    const seen: unknown[] = [];
    const { dispatch } = dispatcherWith({
      'clipboard.copy': (input) => {
        seen.push(input);
        return {};
      },
    });
    expect(await dispatch('clipboard.copy', { text: 'x' })).toEqual({ ok: true, value: {} });
    expect(seen).toEqual([{ text: 'x' }]);
  });

  it('carries what a handler fails with', async () => {
    const { dispatch, faults } = dispatcherWith({
      'profiles.list': () => {
        throw fail('storage-unavailable', { reason: 'disk' }, { name: 'DiskError', message: 'ENOSPC' });
      },
    });
    expect(await dispatch('profiles.list', {})).toEqual({
      ok: false,
      error: {
        code: 'storage-unavailable',
        reason: 'disk',
        technical: { name: 'DiskError', message: 'ENOSPC' },
      },
    });
    expect(faults).toEqual([]);
  });

  it.each([
    [new TypeError('Planted-secret-7f3a'), 'TypeError'],
    ['Planted-secret-7f3a', 'string'],
    [undefined, 'undefined'],
    [null, 'object'],
    [{ code: 'cancelled', planted: 'Planted-secret-7f3a' }, 'object'],
  ])('hides the text of a fault of our own: %s', async (cause, kind) => {
    const { dispatch, faults } = dispatcherWith({ 'profiles.list': () => Promise.reject(cause) });
    const result = await dispatch('profiles.list', {});
    expect(result).toMatchObject({ ok: false, error: { code: 'internal', technical: { name: kind } } });
    expect(JSON.stringify(result)).not.toContain('Planted');
    expect(faults).toEqual([{ operation: 'profiles.list', cause }]);
  });

  it('is held against the contract where that is asked for', async () => {
    const wrong = () => ({ entries: [], secret: 'Planted-secret-7f3a' }) as unknown as { entries: [] };
    const strict = dispatcherWith({ 'activity.list': wrong }, { checkOutputs: true });
    const result = await strict.dispatch('activity.list', {});
    expect(result).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(result)).not.toContain('Planted');

    const lenient = dispatcherWith({ 'activity.list': wrong });
    expect(await lenient.dispatch('activity.list', {})).toMatchObject({ ok: true });
  });
});

describe('cancelling', () => {
  const cancelled: Result<unknown> = { ok: false, error: { code: 'cancelled' } };

  it('aborts the call of that id and no other', async () => {
    const [one, two] = [waiting(), waiting()];
    const handlers = [one.handler, two.handler];
    const { dispatch } = dispatcherWith({ 'activity.list': (input, call) => handlers.shift()!(input, call) });
    const first = dispatch('activity.list', {}, 'first');
    const second = dispatch('activity.list', {}, 'second');
    await Promise.all([one.started, two.started]);
    expect(await dispatch('calls.cancel', { callId: 'first' })).toEqual({ ok: true, value: { sent: false } });
    expect(await first).toEqual(cancelled);
    two.release();
    expect(await second).toEqual({ ok: true, value: { entries: [] } });
  });

  it.each(['never-begun', 'ended', '__proto__', 'constructor'])(
    'of a call that is not under way (%s) does nothing',
    async (callId) => {
      const { dispatch } = dispatcherWith({ 'activity.list': () => ({ entries: [] }) });
      await dispatch('activity.list', {}, 'ended');
      expect(await dispatch('calls.cancel', { callId })).toEqual({ ok: true, value: { sent: false } });
    },
  );

  it('reaches the latest of two calls with the same id; the other one goes on', async () => {
    const [one, two] = [waiting(), waiting()];
    const handlers = [one.handler, two.handler];
    const { dispatch } = dispatcherWith({ 'activity.list': (input, call) => handlers.shift()!(input, call) });
    const first = dispatch('activity.list', {}, 'same');
    const second = dispatch('activity.list', {}, 'same');
    await Promise.all([one.started, two.started]);
    one.release();
    expect(await first).toEqual({ ok: true, value: { entries: [] } });
    // The end of the first has not taken the second's id away.
    await dispatch('calls.cancel', { callId: 'same' });
    expect(await second).toEqual(cancelled);
  });

  it.each(['', 'x'.repeat(65), 7, null, {}, ['id'], true])(
    'needs an id that is one: %j is not',
    async (callId) => {
      const { dispatch } = dispatcherWith({});
      expect(await dispatch('profiles.list', {}, callId)).toEqual(invalid('callId', 'form'));
    },
  );

  it('works for a call without an id, too: it cannot be cancelled', async () => {
    const { dispatch } = dispatcherWith({ 'activity.list': (_, { signal }) => ({ entries: [], signal }) });
    expect(await dispatch('activity.list', {})).toMatchObject({ value: { signal: { aborted: false } } });
  });
});

describe('what is told about a finished call', () => {
  it('names the profile, the outcome and the time, and nothing that was sent', async () => {
    let time = 1000;
    const { dispatch, finished } = dispatcherWith(
      {
        'users.get': (_, call) => {
          call.about(profile);
          time += 250;
          throw fail('user-not-found', {});
        },
      },
      { now: () => time },
    );
    await dispatch('users.get', { profileId: 'p', username: 'jane' });
    expect(finished).toEqual([
      {
        operation: 'users.get',
        profile,
        error: { code: 'user-not-found' },
        startedAt: 1000,
        took: 250,
      },
    ]);
  });

  it('has no profile for calls that are about none', async () => {
    const { dispatch, finished } = dispatcherWith({});
    await dispatch('profiles.list', {});
    await dispatch('users.get', { nonsense: true });
    expect(finished.map(({ profile: about }) => about)).toEqual([null]);
  });
});
