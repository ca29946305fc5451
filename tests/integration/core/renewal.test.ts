/** New tokens without a password, and the ends of a sign-in: the requests that go out, and what is kept afterwards. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Session } from '#contract/sessions.ts';
import { secretHash } from '#core/cognito/secret-hash.ts';
import {
  DROP,
  startAwsStub,
  type AwsStub,
  type StubAnswer,
  type StubReply,
} from '#tests/support/aws-stub.ts';
import {
  createTestDesk,
  expectCode,
  testClientId,
  unsignedToken,
  type TestDesk,
} from '#tests/support/desk.ts';
import { startEmulator } from '#build/emulator.ts';
import { practicePassword } from '#build/demo-pool.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const secret = 'examplesecret0123456789abcdefghijklmnopqrstuvwxyz01';
const sub = '4320de44-2322-4620-999b-5e2e1c8df013';

let stub: AwsStub;
let desk: TestDesk;

beforeAll(async () => {
  stub = await startAwsStub();
});
afterAll(() => stub.stop());
beforeEach(async () => {
  stub.reset();
  desk = await createTestDesk({ stubUrl: stub.url });
});

/** Tokens as AWS gives them. `turn` tells those of one renewal from those of the next. */
function tokens(turn: string, refresh?: string): StubReply {
  const iat = desk.clock.now() / SECOND;
  const claims = { sub, username: 'jane-internal', turn, iat, exp: iat + 3600 };
  return {
    AuthenticationResult: {
      AccessToken: unsignedToken({ ...claims, token_use: 'access' }),
      IdToken: unsignedToken({ ...claims, token_use: 'id' }),
      ...(refresh !== undefined && { RefreshToken: refresh }),
      ExpiresIn: 3600,
      TokenType: 'Bearer',
    },
  };
}

async function signIn(draft: Parameters<TestDesk['addProfile']>[0] = {}): Promise<Session> {
  const profileId = await desk.addProfile(draft);
  stub.on('InitiateAuth', tokens('first', 'refresh-1'));
  const step = await desk.value('auth.signIn', { profileId, username: 'jane@example.com', password: 'x' });
  if (step.kind !== 'signed-in') throw new Error(step.kind);
  return step.session;
}

/** Waits until the app has told the page of a person who signed in, and of this many changes after that. */
const told = (count: number) =>
  expect.poll(() => desk.announced.filter((name) => name === 'sessions.changed').length).toBe(1 + count);

const turnOf = async (sessionId: string) => {
  const { access } = await desk.value('tokens.describe', { sessionId });
  return access.kind === 'jwt' ? access.claims.find(({ name }) => name === 'turn')?.value : undefined;
};
const requestsOf = (operation: string) => stub.requests.filter((request) => request.operation === operation);
const refused = (error: string, message: string) => ({ error, message });
const flowOff = refused('InvalidParameterException', 'REFRESH_TOKEN_AUTH flow not enabled for this client');

describe('renewing', () => {
  it('asks with the refresh token, and the tokens of the answer take the place of the old ones', async () => {
    const { id } = await signIn();
    desk.clock.advance(10 * 60 * SECOND);
    stub.on('InitiateAuth', tokens('second'));
    const renewed = await desk.value('tokens.renew', { sessionId: id });
    expect(renewed.session).toMatchObject({ id, expiresAt: desk.clock.now() + HOUR, renewal: 'possible' });
    expect(await turnOf(id)).toBe('second');
    expect(requestsOf('InitiateAuth').at(-1)?.body).toEqual({
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: testClientId,
      AuthParameters: { REFRESH_TOKEN: 'refresh-1' },
    });
    expect(requestsOf('InitiateAuth').at(-1)?.headers.authorization).toBeUndefined();
    // Without rotation the refresh token goes on.
    await desk.value('tokens.copy', { sessionId: id, token: 'refresh', as: 'raw' });
    expect(desk.clipboard.content()).toBe('refresh-1');
  });

  it('hashes AWS’s own name for the person, not the one that was typed', async () => {
    const { id } = await signIn({ clientSecret: { change: 'set', value: secret } });
    await desk.value('tokens.renew', { sessionId: id });
    expect(requestsOf('InitiateAuth').at(-1)?.body).toMatchObject({
      AuthParameters: { SECRET_HASH: secretHash('jane-internal', testClientId, secret) },
    });
  });

  it('names the device that the tokens belong to', async () => {
    const profileId = await desk.addProfile();
    const token = unsignedToken({ device_key: 'eu-west-1_0a' });
    stub.on('InitiateAuth', {
      AuthenticationResult: { AccessToken: token, RefreshToken: 'r', ExpiresIn: 3600 },
    });
    await desk.value('auth.signIn', { profileId, username: 'jane', password: 'x' });
    const [session] = (await desk.value('sessions.list', {})).sessions;
    await desk.value('tokens.renew', { sessionId: session?.id ?? '' });
    expect(requestsOf('InitiateAuth').at(-1)?.body).toMatchObject({
      AuthParameters: { DEVICE_KEY: 'eu-west-1_0a' },
    });
  });

  it('takes the other way where refresh tokens rotate, and keeps the new one', async () => {
    const { id } = await signIn({ clientSecret: { change: 'set', value: secret } });
    stub.on('InitiateAuth', flowOff);
    stub.on('GetTokensFromRefreshToken', tokens('second', 'refresh-2'), tokens('third', 'refresh-3'));
    await desk.value('tokens.renew', { sessionId: id });
    await desk.value('tokens.renew', { sessionId: id });
    expect(await turnOf(id)).toBe('third');
    expect(requestsOf('GetTokensFromRefreshToken').map(({ body }) => body)).toEqual([
      { RefreshToken: 'refresh-1', ClientId: testClientId, ClientSecret: secret },
      { RefreshToken: 'refresh-2', ClientId: testClientId, ClientSecret: secret },
    ]);
    // Once it is known, the first way is not tried again: one sign-in, one refusal.
    expect(requestsOf('InitiateAuth')).toHaveLength(2);
    await desk.value('tokens.copy', { sessionId: id, token: 'refresh', as: 'raw' });
    expect(desk.clipboard.content()).toBe('refresh-3');
  });

  it('takes the other way where the hash is refused, which needs none', async () => {
    const { id } = await signIn({ clientSecret: { change: 'set', value: secret } });
    stub.on('InitiateAuth', refused('NotAuthorizedException', 'SecretHash does not match for the client: x'));
    stub.on('GetTokensFromRefreshToken', tokens('second'));
    await desk.value('tokens.renew', { sessionId: id });
    expect(await turnOf(id)).toBe('second');
  });

  it('keeps the old refresh token when the answer gets lost, so that it can be tried again', async () => {
    const { id } = await signIn();
    stub.on('InitiateAuth', flowOff);
    stub.on('GetTokensFromRefreshToken', DROP, tokens('second', 'refresh-2'));
    expectCode(await desk.error('tokens.renew', { sessionId: id }), 'unreachable');
    expect(await turnOf(id)).toBe('first');
    await desk.value('tokens.renew', { sessionId: id });
    expect(requestsOf('GetTokensFromRefreshToken').at(-1)?.body).toMatchObject({ RefreshToken: 'refresh-1' });
    expect(await turnOf(id)).toBe('second');
  });

  it('is done once, however many ask for it at the same time', async () => {
    const { id } = await signIn();
    stub.on('InitiateAuth', flowOff);
    stub.on(
      'GetTokensFromRefreshToken',
      tokens('second', 'refresh-2'),
      refused('RefreshTokenReuseException', 'x'),
    );
    const asks = Array.from({ length: 100 }, () => desk.call('tokens.renew', { sessionId: id }));
    const results = await Promise.all(asks);
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(requestsOf('GetTokensFromRefreshToken')).toHaveLength(1);
    expect(await turnOf(id)).toBe('second');
    await desk.value('tokens.copy', { sessionId: id, token: 'refresh', as: 'raw' });
    expect(desk.clipboard.content()).toBe('refresh-2');
    const request = { command: 'renew', input: { sessionId: id } } as const;
    expect((await desk.value('commands.preview', { request })).bash).toContain(
      'get-tokens-from-refresh-token',
    );
  });

  it('goes on for the others when one of those who wait gives up', async () => {
    const { id } = await signIn();
    const gate = Promise.withResolvers<StubReply>();
    const asked = Promise.withResolvers<null>();
    stub.on('InitiateAuth', () => {
      asked.resolve(null);
      return gate.promise;
    });
    const impatient = desk.call('tokens.renew', { sessionId: id }, 'call-1');
    const patient = desk.call('tokens.renew', { sessionId: id });
    await asked.promise;
    await desk.value('calls.cancel', { callId: 'call-1' });
    expect(await impatient).toEqual({ ok: false, error: { code: 'cancelled' } });
    gate.resolve(tokens('second'));
    expect(await patient).toMatchObject({ ok: true });
    expect(await turnOf(id)).toBe('second');
  });

  it('brings nobody back who was forgotten meanwhile', async () => {
    const { id } = await signIn();
    const gate = Promise.withResolvers<StubReply>();
    const asked = Promise.withResolvers<null>();
    stub.on('InitiateAuth', () => {
      asked.resolve(null);
      return gate.promise;
    });
    const renewal = desk.call('tokens.renew', { sessionId: id });
    await asked.promise;
    await desk.value('sessions.forget', { sessionId: id });
    gate.resolve(tokens('second'));
    expect(await renewal).toMatchObject({ ok: false, error: { code: 'session-gone' } });
    expect(await desk.value('sessions.list', {})).toEqual({ sessions: [] });
  });

  it.each([
    ['NotAuthorizedException', 'Refresh Token has expired', { code: 'session-over', reason: 'ended' }],
    ['NotAuthorizedException', 'Refresh Token has been revoked', { code: 'session-over', reason: 'revoked' }],
    ['NotAuthorizedException', 'Invalid Refresh Token', { code: 'session-over', reason: 'not-accepted' }],
    // cognito-local's text for a refresh token that it does not know.
    ['NotAuthorizedException', 'User not authorized', { code: 'session-over', reason: 'not-accepted' }],
    ['RefreshTokenReuseException', 'Reused', { code: 'session-over', reason: 'reused' }],
    ['NotAuthorizedException', 'User is disabled.', { code: 'user-disabled' }],
    ['UserNotFoundException', 'User does not exist.', { code: 'user-not-found' }],
  ])('that is refused (%s “%s”) says why, and is not offered again', async (name, message, error) => {
    const { id } = await signIn();
    stub.on('InitiateAuth', refused(name, message));
    expect(await desk.error('tokens.renew', { sessionId: id })).toMatchObject(error);
    const { sessions } = await desk.value('sessions.list', {});
    expect(sessions).toMatchObject([{ id, renewal: 'refused' }]);
    // The tokens that are there live on.
    expect(await turnOf(id)).toBe('first');
  });

  it('fails by itself where there is no refresh token', async () => {
    const profileId = await desk.addProfile();
    stub.on('InitiateAuth', tokens('first'));
    const step = await desk.value('auth.signIn', { profileId, username: 'jane', password: 'x' });
    if (step.kind !== 'signed-in') throw new Error(step.kind);
    expect(step.session.renewal).toBe('none');
    expectCode(await desk.error('tokens.renew', { sessionId: step.session.id }), 'token-missing');
    expect(stub.requests).toHaveLength(1);
  });
});

describe('before the end', () => {
  it('tokens are renewed without being asked, again and again, and the activity shows it', async () => {
    const { id, expiresAt } = await signIn();
    stub.on('InitiateAuth', tokens('second'));
    desk.clock.advance(HOUR - 121 * SECOND);
    expect(requestsOf('InitiateAuth')).toHaveLength(1);
    desk.clock.advance(SECOND);
    await told(1);
    expect(await turnOf(id)).toBe('second');
    const [session] = (await desk.value('sessions.list', {})).sessions;
    expect(session?.expiresAt).toBeGreaterThan(expiresAt ?? 0);
    expect((await desk.value('activity.list', {})).entries[0]).toMatchObject({
      operation: 'tokens.renew',
      profileName: 'Test pool',
      errorCode: null,
    });
    stub.on('InitiateAuth', tokens('third'));
    desk.clock.advance(HOUR - 120 * SECOND);
    await told(2);
    expect(await turnOf(id)).toBe('third');
  });

  it('a renewal that does not get through is tried again while the tokens live', async () => {
    const { id } = await signIn();
    stub.on('InitiateAuth', DROP);
    desk.clock.advance(HOUR - 120 * SECOND);
    await told(1);
    await expect.poll(() => desk.clock.waiting()).toBe(1);
    stub.on('InitiateAuth', tokens('second'));
    desk.clock.advance(30 * SECOND);
    await told(2);
    expect(await turnOf(id)).toBe('second');
  });

  it('a refusal ends it', async () => {
    await signIn();
    stub.on('InitiateAuth', refused('NotAuthorizedException', 'Refresh Token has been revoked'));
    desk.clock.advance(HOUR - 120 * SECOND);
    await told(1);
    expect((await desk.value('sessions.list', {})).sessions).toMatchObject([{ renewal: 'refused' }]);
    expect(desk.clock.waiting()).toBe(0);
  });

  it('nobody is asked for one that was forgotten, nor for tokens of a few seconds', async () => {
    const { id } = await signIn();
    await desk.value('sessions.forget', { sessionId: id });
    desk.clock.advance(HOUR);
    const profileId = await desk.addProfile();
    const brief = { AccessToken: 'a.b.c', RefreshToken: 'r', ExpiresIn: 5 };
    stub.on('InitiateAuth', { AuthenticationResult: brief });
    await desk.value('auth.signIn', { profileId, username: 'jane', password: 'x' });
    expect(desk.clock.waiting()).toBe(0);
    expect(requestsOf('InitiateAuth')).toHaveLength(2);
  });
});

it('asking for a token renews a sign-in that has ended, instead of asking for the password', async () => {
  const { profileId, id } = await signIn();
  const ask = { profileId, username: 'jane@example.com', password: null };
  stub.on('InitiateAuth', DROP);
  desk.clock.advance(HOUR);
  // The quiet try, which could not get through.
  await told(1);
  stub.on('InitiateAuth', tokens('second'));
  expect(await desk.value('tokens.getAccess', ask)).toMatchObject({
    reused: true,
    token: { session: { id } },
  });
  expect(await turnOf(id)).toBe('second');
});

describe('signing out', () => {
  it('revokes the refresh token with the secret as it is, and drops the sign-in', async () => {
    const { id } = await signIn({ clientSecret: { change: 'set', value: secret } });
    stub.on('RevokeToken', {});
    await desk.value('sessions.signOut', { sessionId: id });
    expect(requestsOf('RevokeToken').map(({ body }) => body)).toEqual([
      { Token: 'refresh-1', ClientId: testClientId, ClientSecret: secret },
    ]);
    await told(1);
    expect(await desk.value('sessions.list', {})).toEqual({ sessions: [] });
    expectCode(await desk.error('tokens.reveal', { sessionId: id }), 'session-gone');
  });

  it('everywhere drops every sign-in of the same person in that pool, and nobody else’s', async () => {
    const { id, profileId } = await signIn();
    await desk.value('auth.signIn', { profileId, username: 'jane', password: 'x' });
    const other = await signIn();
    stub.on('InitiateAuth', { AuthenticationResult: { AccessToken: unsignedToken({ sub: 'other' }) } });
    await desk.value('auth.signIn', { profileId, username: 'sam', password: 'x' });
    stub.on('GlobalSignOut', {});
    await desk.value('sessions.signOutEverywhere', { sessionId: id });
    const { sessions } = await desk.value('sessions.list', {});
    expect(sessions.map(({ username }) => username)).toEqual(['sam', 'jane@example.com']);
    expect(sessions[1]?.id).toBe(other.id);
  });

  it('everywhere needs a token that lives, so one that has ended is renewed first', async () => {
    const { id } = await signIn();
    stub.on('InitiateAuth', DROP);
    desk.clock.advance(HOUR);
    await told(1);
    const fresh = tokens('second');
    stub.on('InitiateAuth', fresh);
    stub.on('GlobalSignOut', {});
    await desk.value('sessions.signOutEverywhere', { sessionId: id });
    const { AccessToken } = fresh['AuthenticationResult'] as { AccessToken: string };
    expect(requestsOf('GlobalSignOut').map(({ body }) => body)).toEqual([{ AccessToken }]);
  });

  const writes = ['sessions.signOut', 'sessions.signOutEverywhere'] as const;
  it.each(writes)('by %s asks first in production, and never where a profile is read-only', async (name) => {
    const guarded = await signIn({ environment: 'production', name: 'Live' });
    expect(await desk.error(name, { sessionId: guarded.id })).toMatchObject({
      code: 'production-guarded',
      profileName: 'Live',
    });
    const readOnly = await signIn({ readOnly: true });
    expectCode(await desk.error(name, { sessionId: readOnly.id }), 'profile-read-only');
    expect(stub.requests.filter(({ operation }) => operation !== 'InitiateAuth')).toEqual([]);
    stub.on('RevokeToken', {});
    stub.on('GlobalSignOut', {});
    await desk.value('profiles.unlockProduction', { profileId: guarded.profileId, name: 'Live' });
    await desk.value(name, { sessionId: guarded.id });
  });

  const failures: readonly (readonly [StubAnswer, string])[] = [
    [refused('UnsupportedOperationException', 'Token revocation is not enabled'), 'not-enabled-here'],
    [refused('UnauthorizedException', 'Unauthorized'), 'client-secret-mismatch'],
    [refused('NotAuthorizedException', 'Access Token has been revoked'), 'session-over'],
    [DROP, 'outcome-unknown'],
  ];
  it.each(failures)('that fails keeps the sign-in (%#)', async (answer, code) => {
    const { id } = await signIn();
    stub.on('RevokeToken', answer);
    stub.on('GlobalSignOut', answer);
    for (const name of writes) expect(await desk.error(name, { sessionId: id })).toMatchObject({ code });
    expect((await desk.value('sessions.list', {})).sessions).toHaveLength(1);
  });
});

it('the emulator renews and signs out a person', async () => {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.stop());
  const { url: endpoint, poolId, clientId } = emulator;
  const profileId = await desk.addProfile({ endpoint, poolId, clientId });
  const step = await desk.value('auth.signIn', {
    profileId,
    username: 'ines.marchetti',
    password: practicePassword,
  });
  if (step.kind !== 'signed-in') throw new Error(step.kind);
  const sessionId = step.session.id;
  const before = await desk.value('tokens.reveal', { sessionId });
  await desk.value('tokens.renew', { sessionId });
  expect(await desk.value('tokens.reveal', { sessionId })).not.toEqual(before);
  await desk.value('sessions.signOut', { sessionId });
  expect(await desk.value('sessions.list', {})).toEqual({ sessions: [] });
});
