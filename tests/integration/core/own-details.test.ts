/** What people read about themselves with their own access token, and how long AWS's answers to a sign-in are kept. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { practicePassword } from '#build/demo-pool.ts';
import { startEmulator } from '#build/emulator.ts';
import { startAwsStub, type AwsStub } from '#tests/support/aws-stub.ts';
import { createTestDesk, expectCode, unsignedToken, type TestDesk } from '#tests/support/desk.ts';

const HOUR = 3_600_000;
const credentials = { username: 'jane@example.com', password: 'x' };

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

function tokens(turn: string, refreshToken: string | null = 'refresh') {
  const iat = desk.clock.now() / 1000;
  const AccessToken = unsignedToken({ sub: 'jane-sub', turn, iat, exp: iat + 3600 });
  return {
    AccessToken,
    reply: {
      AuthenticationResult: {
        AccessToken,
        ExpiresIn: 3600,
        ...(refreshToken !== null && { RefreshToken: refreshToken }),
      },
    },
  };
}

async function signIn(reply = tokens('first').reply) {
  const profileId = await desk.addProfile({ poolId: null, access: null });
  stub.on('InitiateAuth', reply);
  const step = await desk.value('auth.signIn', { profileId, ...credentials });
  if (step.kind !== 'signed-in') throw new Error(step.kind);
  return { sessionId: step.session.id, replyId: step.replyId };
}

const jane = {
  Username: 'jane-internal',
  UserAttributes: [
    { Name: 'sub', Value: 'jane-sub' },
    { Name: 'email', Value: 'jane@example.com' },
  ],
  UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
  PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
};
const asked = () => stub.requests.filter(({ operation }) => operation === 'GetUser');

describe('one’s own details', () => {
  it('are read with the access token alone, unsigned, and kept as the AWS CLI prints them', async () => {
    const { AccessToken, reply } = tokens('first');
    const { sessionId } = await signIn(reply);
    stub.on('GetUser', jane);
    const { person, replyId } = await desk.value('sessions.ownDetails', { sessionId });
    expect(person).toEqual({
      username: 'jane-internal',
      sub: 'jane-sub',
      attributes: [
        { name: 'sub', value: 'jane-sub' },
        { name: 'email', value: 'jane@example.com' },
      ],
      preferredMfa: 'SOFTWARE_TOKEN_MFA',
      mfaMethods: ['SOFTWARE_TOKEN_MFA'],
    });
    expect(asked().map(({ body }) => body)).toEqual([{ AccessToken }]);
    expect(asked()[0]?.headers).not.toHaveProperty('authorization');
    const { json, hasSecrets } = await desk.value('replies.show', { replyId });
    expect(hasSecrets).toBe(false);
    expect(Object.keys(JSON.parse(json) as object)).toEqual([
      'Username',
      'UserAttributes',
      'PreferredMfaSetting',
      'UserMFASettingList',
    ]);
  });

  it('are read with a new token where the old one has ended', async () => {
    const { sessionId } = await signIn();
    desk.clock.advance(2 * HOUR);
    const { AccessToken, reply } = tokens('second');
    stub.on('InitiateAuth', reply);
    stub.on('GetUser', jane);
    await desk.value('sessions.ownDetails', { sessionId });
    expect(asked().map(({ body }) => body)).toEqual([{ AccessToken }]);
  });

  it('are not asked for with a token that has ended and cannot be renewed', async () => {
    const { sessionId } = await signIn(tokens('first', null).reply);
    desk.clock.advance(HOUR);
    expectCode(await desk.error('sessions.ownDetails', { sessionId }), 'token-expired');
    expect(asked()).toEqual([]);
  });

  it.each([
    ['Access Token has expired', { code: 'session-over', reason: 'ended' }],
    ['Access Token has been revoked', { code: 'session-over', reason: 'revoked' }],
    ['Invalid Access Token', { code: 'session-over', reason: 'not-accepted' }],
    ['Access Token does not have required scopes', { code: 'scope-missing' }],
  ])('say why AWS refuses: %s', async (message, error) => {
    const { sessionId } = await signIn();
    stub.on('GetUser', { error: 'NotAuthorizedException', message });
    expect(await desk.error('sessions.ownDetails', { sessionId })).toMatchObject(error);
  });

  it('are no empty result', async () => {
    const { sessionId } = await signIn();
    stub.on('GetUser', {});
    expectCode(await desk.error('sessions.ownDetails', { sessionId }), 'unexplained');
  });

  it('come from the emulator, too', async () => {
    const emulator = await startEmulator();
    onTestFinished(() => emulator.stop());
    const { url: endpoint, poolId, clientId } = emulator;
    const profileId = await desk.addProfile({ endpoint, poolId, clientId });
    const person = { profileId, username: 'ines.marchetti', password: practicePassword };
    const step = await desk.value('auth.signIn', person);
    if (step.kind !== 'signed-in') throw new Error(step.kind);
    const { person: details } = await desk.value('sessions.ownDetails', { sessionId: step.session.id });
    expect(details).toMatchObject({ username: 'ines.marchetti' });
    expect(details.attributes).toContainEqual({ name: 'name', value: 'Inês Marchetti' });
  });
});

describe('AWS’s answer to a sign-in', () => {
  it.each(['sessions.forget', 'sessions.signOut', 'sessions.signOutEverywhere'] as const)(
    'goes with it, tokens and all: %s',
    async (end) => {
      const { sessionId, replyId } = await signIn();
      const other = await signIn();
      await desk.value('replies.show', { replyId });
      stub.on('RevokeToken', {});
      stub.on('GlobalSignOut', {});
      await desk.value(end, { sessionId });
      expectCode(await desk.error('replies.copy', { replyId }), 'reply-gone');
      expectCode(await desk.error('replies.show', { replyId }), 'reply-gone');
      await desk.value('replies.show', { replyId: other.replyId });
    },
  );

  it('goes with it also after a renewal', async () => {
    const { sessionId, replyId } = await signIn();
    stub.on('InitiateAuth', tokens('second').reply);
    await desk.value('tokens.renew', { sessionId });
    await desk.value('sessions.forget', { sessionId });
    expectCode(await desk.error('replies.copy', { replyId }), 'reply-gone');
  });

  it('goes with it also when the same person signs in anew', async () => {
    const profileId = await desk.addProfile({ poolId: null, access: null });
    stub.on('InitiateAuth', tokens('first').reply, tokens('second').reply);
    const first = await desk.value('auth.signIn', { profileId, ...credentials });
    const second = await desk.value('auth.signIn', { profileId, ...credentials });
    if (second.kind !== 'signed-in') throw new Error(second.kind);
    expectCode(await desk.error('replies.copy', { replyId: first.replyId }), 'reply-gone');
    await desk.value('replies.show', { replyId: second.replyId });
  });
});
