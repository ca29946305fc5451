/** What becomes of calls, caches and writes when the vault locks, a profile goes or the app ends. */
import { Session as Inspector } from 'node:inspector/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { operationNames } from '#contract/channels.ts';
import type { InputOf, OperationName } from '#contract/index.ts';
import {
  createTestDesk,
  testKeys,
  testPoolId,
  testProfile,
  unsignedToken,
  type TestDesk,
} from '#tests/support/desk.ts';
import { DROP, type StubAnswer } from '#tests/support/aws-stub.ts';
import { useAwsStub } from '#tests/support/use-aws-stub.ts';

const stub = await useAwsStub();
const passphrase = 'four words are enough';
const planted = 'PLANTED-of-an-ended-scope';

let desk: TestDesk;
let profileId: string;

beforeEach(async () => {
  desk = await createTestDesk({ stubUrl: stub.url });
  profileId = await desk.addProfile({ name: 'Shop', access: testKeys });
  await desk.value('vault.setPassphrase', { passphrase, askAtStart: false });
});

/** Holds the answer of an operation of AWS back until it is released. */
function hold(operation: string, answer: StubAnswer = {}) {
  const arrived = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  stub.on(operation, async () => {
    arrived.resolve();
    await gate.promise;
    return answer;
  });
  return { arrived: arrived.promise, release: gate.resolve };
}

const edited = (changes: object) => ({
  ...testProfile({ endpoint: stub.url, name: 'Shop' }),
  id: profileId,
  access: { kind: 'access-keys', keys: { change: 'keep' } } as const,
  ...changes,
});

/** What can fall into a call. */
const events = {
  lock: () => desk.value('vault.lock', {}),
  'a deletion': () => desk.value('profiles.delete', { profileId }),
  'another app client': () => desk.value('profiles.save', edited({ clientId: 'anotherclient0123456789' })),
  'a new name': () => desk.value('profiles.save', edited({ name: 'Renamed', colour: 'pink' })),
  'another environment': () => desk.value('profiles.save', edited({ environment: 'staging' })),
} as const;
const ends = ['lock', 'a deletion', 'another app client'] as const;
const harmless = ['a new name', 'another environment'] as const;

describe('a read on its way', () => {
  const lookUp = () => desk.call('users.get', { profileId, username: 'jane' });

  it.each(ends)('is cut by %s, and nothing of it comes back', async (event) => {
    const { arrived, release } = hold('AdminGetUser', { Username: planted });
    const result = lookUp();
    await arrived;
    await events[event]();
    expect(await result).toMatchObject({
      ok: false,
      error: { code: event === 'lock' ? 'vault-locked' : 'cancelled' },
    });
    release();
    if (event === 'lock') await desk.value('vault.unlock', { passphrase });
    expect(JSON.stringify(await desk.value('activity.list', {}))).not.toContain(planted);
  });

  it.each(harmless)('goes on through %s, and its answer can still be used', async (event) => {
    const { arrived, release } = hold('AdminGetUser', { Username: 'jane' });
    const result = lookUp();
    await arrived;
    await events[event]();
    release();
    const answer = await result;
    if (!answer.ok) throw new Error(answer.error.code);
    await desk.value('replies.show', { replyId: answer.value.replyId });
  });
});

describe('a sign-in', () => {
  const tokens = {
    AuthenticationResult: {
      AccessToken: unsignedToken({ token_use: 'access', exp: 4_000_000_000, jti: planted }),
      ExpiresIn: 3600,
    },
  };

  it.each(harmless)('outlives %s, under the new name', async (event) => {
    stub.on('InitiateAuth', tokens);
    await desk.value('auth.signIn', { profileId, username: 'jane', password: 'x' });
    await events[event]();
    const [session] = (await desk.value('sessions.list', {})).sessions;
    expect(session?.profileName).toBe(event === 'a new name' ? 'Renamed' : 'Shop');
  });

  it.each(ends)('that is answered after %s is kept nowhere', async (event) => {
    const { arrived, release } = hold('InitiateAuth', tokens);
    const result = desk.call('auth.signIn', { profileId, username: 'jane', password: 'x' });
    await arrived;
    await events[event]();
    release();
    await result;
    if (event === 'lock') await desk.value('vault.unlock', { passphrase });
    expect(await desk.value('sessions.list', {})).toEqual({ sessions: [] });
  });
});

describe('a write on its way', () => {
  const disable = (callId?: string) => desk.call('users.disable', { profileId, username: 'jane' }, callId);
  const outcomes = async () => (await desk.value('outcomes.list', {})).outcomes;
  const done = { operation: 'users.disable', username: 'jane', profileName: 'Shop', error: null };

  it('is told to whoever waits, and to nobody else', async () => {
    stub.on('AdminDisableUser', {});
    expect(await disable('mine')).toMatchObject({ ok: true });
    expect(await outcomes()).toEqual([]);
  });

  it('cannot be taken back: Cancel says so, and the answer still comes', async () => {
    const { arrived, release } = hold('AdminDisableUser');
    const result = disable('mine');
    await arrived;
    expect(await desk.value('calls.cancel', { callId: 'mine' })).toEqual({ sent: true });
    release();
    expect(await result).toMatchObject({ ok: true });
    expect(await outcomes()).toEqual([]);
  });

  it('is carried on when its screen goes, and its outcome is told', async () => {
    const { arrived, release } = hold('AdminDisableUser');
    const result = disable('mine');
    await arrived;
    await desk.value('calls.leave', { callId: 'mine' });
    release();
    await result;
    expect(desk.announced).toContain('outcomes.changed');
    const [outcome] = await outcomes();
    expect(outcome).toMatchObject(done);
    expect((await desk.value('activity.list', {})).entries[0]).toMatchObject({
      operation: 'users.disable',
      errorCode: null,
    });
    await desk.value('outcomes.dismiss', { id: outcome!.id });
    expect(await outcomes()).toEqual([]);
  });

  it('is carried on when the whole page goes', async () => {
    const { arrived, release } = hold('AdminDisableUser');
    const result = disable();
    await arrived;
    desk.pageClosed();
    release();
    await result;
    expect(await outcomes()).toMatchObject([done]);
  });

  it.each(ends)('is carried on through %s, and its outcome is told', async (event) => {
    const { arrived, release } = hold('AdminDisableUser');
    const result = disable('mine');
    await arrived;
    await events[event]();
    if (event === 'lock') expect(await outcomes()).toEqual([]);
    release();
    expect(await result).toMatchObject({ ok: false });
    if (event === 'lock') {
      expect(await outcomes()).toEqual([]);
      await desk.value('vault.unlock', { passphrase });
    }
    expect(await outcomes()).toMatchObject([done]);
    expect((await desk.value('activity.list', {})).entries[0]).toMatchObject({ errorCode: null });
  });

  it('whose answer gets lost is told as not known', async () => {
    const { arrived, release } = hold('AdminDisableUser', DROP);
    const result = disable('mine');
    await arrived;
    await desk.value('calls.leave', { callId: 'mine' });
    release();
    await result;
    expect(await outcomes()).toMatchObject([{ ...done, error: { code: 'outcome-unknown' } }]);
  });

  it('is waited for at the end of the app, which gets its outcome', async () => {
    const { arrived, release } = hold('AdminDisableUser');
    const result = disable('mine');
    await arrived;
    const closing = desk.close();
    release();
    expect(await closing).toMatchObject([done]);
    await result;
  });

  it('that was not sent yet can be cancelled, and nothing goes out', async () => {
    // A profile whose host the person has not allowed yet: the question is open.
    const waiting = await createTestDesk({
      stubUrl: 'https://pool.example',
      answer: () => new Promise<boolean>(() => undefined),
      reroute: () => stub.url,
    });
    const id = await waiting.addProfile({ access: testKeys });
    const result = waiting.call('users.disable', { profileId: id, username: 'jane' }, 'mine');
    await expect.poll(() => waiting.questions.length).toBe(1);
    expect(await waiting.value('calls.cancel', { callId: 'mine' })).toEqual({ sent: false });
    expect(await result).toEqual({ ok: false, error: { code: 'cancelled' } });
    expect(await waiting.value('outcomes.list', {})).toEqual({ outcomes: [] });
    expect(stub.requests).toEqual([]);
  });
});

describe('each operation of the contract', () => {
  /** An input that its schema takes, as far as the fields have the usual names. */
  const values: Readonly<Record<string, unknown>> = {
    username: 'jane',
    password: 'x',
    replyId: 'none',
    text: 'jane',
    countries: [],
    again: false,
    name: 'Shop',
    email: 'a@example.com',
    challengeId: 'none',
    sessionId: 'none',
    testUserId: 'none',
  };

  it.each(operationNames)(
    '%s answers after a lock that falls into it, without faults and without waiting',
    async (name) => {
      stub.on('AdminGetUser', { Username: planted });
      const input = { profileId, ...values } as unknown as InputOf<OperationName>;
      for (const given of [input, { profileId }, { profileId, username: 'jane' }, {}]) {
        const result = desk.dispatch(name, given);
        const lock = desk.lock();
        await Promise.all([result, lock]);
        await desk.dispatch('vault.unlock', { passphrase });
      }
      expect(desk.faults).toEqual([]);
    },
  );
});

describe('after the lock', () => {
  it('the heap holds nothing that was planted in stores and caches', async () => {
    // Made of parts at run time, so that the source of this test does not hold them.
    const made = (name: string) => [planted, name, 'x'.repeat(3)].join('~');
    const secrets = [made('token'), made('username'), made('reply'), made('group'), made('rule')];
    const [token, username, reply, group, rule] = secrets as [string, string, string, string, string];
    stub.on('InitiateAuth', {
      AuthenticationResult: { AccessToken: token, RefreshToken: `${token}-refresh`, ExpiresIn: 3600 },
    });
    stub.on('AdminGetUser', { Username: username, UserAttributes: [{ Name: 'custom:x', Value: reply }] });
    stub.on('AdminListGroupsForUser', { Groups: [{ GroupName: group }] });
    stub.on('DescribeUserPool', { UserPool: { Id: testPoolId, SchemaAttributes: [{ Name: rule }] } });
    stub.on('DescribeUserPoolClient', { UserPoolClient: {} });
    await desk.value('auth.signIn', { profileId, username: 'jane', password: 'x' });
    const { replyId } = await desk.value('users.get', { profileId, username: 'jane' });
    await desk.value('users.surroundings', { profileId, replyId });
    await desk.value('users.signUpRules', { profileId, again: false });
    (desk.results as unknown[]).length = 0;
    stub.reset();
    await desk.value('vault.lock', {});
    const heap = await heapText();
    // The test's own strings are in the heap, too: each once, in the list above.
    for (const secret of secrets) expect([secret, count(heap, secret)]).toEqual([secret, 1]);
  });
});

const count = (text: string, part: string): number =>
  text.split(JSON.stringify(part).slice(1, -1)).length - 1;

async function heapText(): Promise<string> {
  const inspector = new Inspector();
  inspector.connect();
  const chunks: string[] = [];
  inspector.on('HeapProfiler.addHeapSnapshotChunk', ({ params }) => chunks.push(params.chunk));
  await inspector.post('HeapProfiler.collectGarbage');
  await inspector.post('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  inspector.disconnect();
  return chunks.join('');
}
