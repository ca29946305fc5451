/** What follows a password: every step that a pool can ask for, those that the app cannot answer, or nothing usable. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Challenge, ChallengeAnswer, ChallengeKind, ChallengeOf } from '#contract/challenges.ts';
import { createTestDesk, expectCode, testClientId, testKeys, type TestDesk } from '#tests/support/desk.ts';
import { type StubReply } from '#tests/support/aws-stub.ts';
import { useAwsStub } from '#tests/support/use-aws-stub.ts';

const stub = await useAwsStub();
let desk: TestDesk;
let profileId: string;

beforeEach(async () => {
  desk = await createTestDesk({ stubUrl: stub.url });
  profileId = await desk.addProfile();
});

const tokens = { AuthenticationResult: { AccessToken: 'Planted-access', ExpiresIn: 3600 } };

const newPassword = (parameters: Record<string, string> = {}): StubReply => ({
  ChallengeName: 'NEW_PASSWORD_REQUIRED',
  Session: 'session-of-aws-1234567890',
  ChallengeParameters: { USER_ID_FOR_SRP: 'internal', requiredAttributes: '[]', ...parameters },
});

const credentials = () => ({ profileId, username: 'jane', password: 'Planted-password' });

async function stepOf(reply: StubReply): Promise<Challenge> {
  stub.on('InitiateAuth', reply);
  const step = await desk.value('auth.signIn', credentials());
  if (step.kind !== 'challenge') throw new Error(step.kind);
  return step.challenge;
}

async function stepOfKind<Kind extends ChallengeKind>(
  kind: Kind,
  reply: StubReply,
): Promise<ChallengeOf<Kind>> {
  const step = await stepOf(reply);
  if (step.kind !== kind) throw new Error(step.kind);
  return step as ChallengeOf<Kind>;
}

const challengeAfter = (reply: StubReply) => stepOfKind('new-password', reply);

const answer = (challengeId: string, given: ChallengeAnswer = setPassword) => ({
  challengeId,
  answer: given,
});
const setPassword: ChallengeAnswer = { kind: 'new-password', newPassword: 'Planted-new', attributes: [] };
const code = { kind: 'code', code: '123456' } as const;

/** A challenge in the form of AWS. The session is the one that the answer has to carry. */
const asks = (name: string, parameters: Record<string, string> = {}, more: StubReply = {}): StubReply => ({
  ChallengeName: name,
  Session: `Planted-session-of-${name}`,
  ChallengeParameters: { USER_ID_FOR_SRP: 'internal', ...parameters },
  ...more,
});

const lastBody = () => stub.requests.at(-1)?.body;
const refused = (error: string, message: string) => ({ error, message });

describe('a step', () => {
  const sms = { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS', CODE_DELIVERY_DESTINATION: '+*******0123' };
  const steps: readonly (readonly [StubReply, object, ChallengeAnswer, object])[] = [
    [
      asks('SMS_MFA', sms),
      { kind: 'code', from: 'text-message', destination: '+*******0123', device: null },
      code,
      { SMS_MFA_CODE: '123456' },
    ],
    [
      asks('SMS_OTP', sms),
      { kind: 'code', from: 'text-message', destination: '+*******0123', device: null },
      code,
      { SMS_OTP_CODE: '123456' },
    ],
    [
      asks('EMAIL_OTP', { CODE_DELIVERY_DESTINATION: 'j***@e***' }),
      { kind: 'code', from: 'email', destination: 'j***@e***', device: null },
      code,
      { EMAIL_OTP_CODE: '123456' },
    ],
    [
      asks('SOFTWARE_TOKEN_MFA', { FRIENDLY_DEVICE_NAME: 'My phone' }),
      { kind: 'code', from: 'authenticator', destination: null, device: 'My phone' },
      code,
      { SOFTWARE_TOKEN_MFA_CODE: '123456' },
    ],
    [
      asks('SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]' }),
      { kind: 'choice', stage: 'second', choices: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] },
      { kind: 'choice', choice: 'SOFTWARE_TOKEN_MFA', password: null },
      { ANSWER: 'SOFTWARE_TOKEN_MFA' },
    ],
    [
      asks('SELECT_CHALLENGE', {}, { AvailableChallenges: ['EMAIL_OTP', 'PASSWORD', 'WEB_AUTHN'] }),
      { kind: 'choice', stage: 'first', choices: ['EMAIL_OTP', 'PASSWORD', 'WEB_AUTHN'] },
      { kind: 'choice', choice: 'EMAIL_OTP', password: null },
      { ANSWER: 'EMAIL_OTP' },
    ],
    [
      asks('SELECT_CHALLENGE', {}, { AvailableChallenges: ['PASSWORD', 'SMS_OTP'] }),
      { kind: 'choice', stage: 'first', choices: ['PASSWORD', 'SMS_OTP'] },
      { kind: 'choice', choice: 'PASSWORD', password: 'Planted-password' },
      { ANSWER: 'PASSWORD', PASSWORD: 'Planted-password' },
    ],
    [
      asks('PASSWORD'),
      { kind: 'password', srp: false },
      { kind: 'password', password: 'Planted-password' },
      { PASSWORD: 'Planted-password' },
    ],
    [
      asks('CUSTOM_CHALLENGE', { question: 'Which pet?', hint: 'It barks' }),
      {
        kind: 'custom',
        parameters: [
          { name: 'question', value: 'Which pet?' },
          { name: 'hint', value: 'It barks' },
        ],
      },
      { kind: 'custom', answer: 'My old dog' },
      { ANSWER: 'My old dog' },
    ],
  ];

  it.each(steps)('is asked and answered: $ChallengeName', async (reply, asked, given, sent) => {
    const name = String(reply['ChallengeName']);
    const step = await stepOf(reply);
    expect(step).toEqual({
      id: step.id,
      profileId,
      username: 'jane',
      name,
      startedAt: desk.clock.now(),
      expiresAt: desk.clock.now() + 180_000,
      endKnown: false,
      ...asked,
    });
    stub.on('RespondToAuthChallenge', tokens);
    expect(await desk.value('auth.answer', answer(step.id, given))).toMatchObject({
      kind: 'signed-in',
      method: 'password',
      session: { username: 'jane' },
    });
    expect(lastBody()).toEqual({
      ChallengeName: name,
      ClientId: testClientId,
      Session: `Planted-session-of-${name}`,
      ChallengeResponses: { USERNAME: 'internal', ...sent },
    });
    expect(JSON.stringify(desk.results)).not.toContain('Planted');
  });

  it.each(steps)('is asked on the way to a token, too: $ChallengeName', async (reply, asked) => {
    stub.on('InitiateAuth', reply);
    expect(await desk.value('tokens.getAccess', credentials())).toMatchObject({
      kind: 'challenge',
      challenge: asked,
    });
  });

  it('leads to the next one with the newest session, and is over then', async () => {
    const first = await stepOf(asks('SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: '["EMAIL_OTP"]' }));
    stub.on('RespondToAuthChallenge', asks('EMAIL_OTP'), tokens);
    const next = await desk.value(
      'auth.answer',
      answer(first.id, { kind: 'choice', choice: 'EMAIL_OTP', password: null }),
    );
    if (next.kind !== 'challenge') throw new Error(next.kind);
    expect(
      await desk.error(
        'auth.answer',
        answer(first.id, { kind: 'choice', choice: 'EMAIL_OTP', password: null }),
      ),
    ).toEqual({
      code: 'session-expired',
      why: 'used',
    });
    await desk.value('auth.answer', answer(next.challenge.id, code));
    expect(lastBody()).toMatchObject({ Session: 'Planted-session-of-EMAIL_OTP' });
  });

  it('hashes the name that AWS uses inside', async () => {
    profileId = await desk.addProfile({
      clientSecret: { change: 'set', value: 'examplesecret0123456789abcdefghijklmnopqrstuvwxyz01' },
    });
    const { id } = await stepOf(asks('SMS_MFA', { USER_ID_FOR_SRP: '4320de44-2322-4620-999b-5e2e1c8df013' }));
    stub.on('RespondToAuthChallenge', tokens);
    await desk.value('auth.answer', answer(id, code));
    expect(lastBody()).toMatchObject({
      ChallengeResponses: {
        USERNAME: '4320de44-2322-4620-999b-5e2e1c8df013',
        SECRET_HASH: 'dEoqh+v9jQP4f26ihiR2kG8swSpT0/GkTArqyKOjntk=',
      },
    });
  });

  it.each([
    ['CodeMismatchException', 'Invalid code or auth state for the user.', 'code-mismatch'],
    ['ExpiredCodeException', 'Invalid code provided, please request a code again.', 'code-expired'],
    ['ExpiredCodeException', 'Your software token has already been used once.', 'code-used'],
    ['TooManyFailedAttemptsException', 'Too many', 'too-many-attempts'],
  ] as const)('stays open after %s “%s”', async (name, message, expected) => {
    const { id } = await stepOf(asks('SOFTWARE_TOKEN_MFA'));
    stub.on('RespondToAuthChallenge', refused(name, message), tokens);
    expectCode(await desk.error('auth.answer', answer(id, code)), expected);
    expect(await desk.value('auth.answer', answer(id, code))).toMatchObject({ kind: 'signed-in' });
  });

  it('that ran out says so', async () => {
    const { id } = await stepOf(asks('SMS_MFA'));
    const message = 'Invalid session for the user, session is expired.';
    stub.on('RespondToAuthChallenge', refused('NotAuthorizedException', message));
    expect(await desk.error('auth.answer', answer(id, code))).toMatchObject({
      code: 'session-expired',
      why: 'expired',
    });
  });

  it('takes no answer of another kind, and none is sent', async () => {
    const { id } = await stepOf(asks('SMS_MFA'));
    const sent = stub.requests.length;
    for (const given of [setPassword, { kind: 'custom' as const, answer: 'x' }]) {
      expect(await desk.error('auth.answer', answer(id, given))).toEqual({
        code: 'invalid-input',
        issues: [{ path: 'answer.kind', problem: 'choice' }],
      });
    }
    expect(stub.requests).toHaveLength(sent);
  });

  it('of a production profile goes on without asking for its name, unless it writes', async () => {
    profileId = await desk.addProfile({ environment: 'production' });
    stub.on('RespondToAuthChallenge', tokens);
    const { id } = await stepOf(asks('SMS_MFA'));
    expect(await desk.value('auth.answer', answer(id, code))).toMatchObject({ kind: 'signed-in' });
    const { id: writing } = await stepOf(newPassword());
    expectCode(await desk.error('auth.answer', answer(writing)), 'production-guarded');
  });
});

describe('an authenticator to be set up', () => {
  const setUp = asks('MFA_SETUP', { MFAS_CAN_SETUP: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]' });
  const given = { kind: 'authenticator-setup', code: '123456' } as const;
  const key = { SecretCode: 'GEZDGNBVGY3TQOJQ', Session: 'Planted-session-of-the-key' };
  const verified = { Status: 'SUCCESS', Session: 'Planted-session-verified' };

  it('gives its key, takes its first code, and then signs in, each with the newest session', async () => {
    const { id } = await stepOfKind('authenticator-setup', setUp);
    stub.on('AssociateSoftwareToken', key);
    stub.on('VerifySoftwareToken', verified);
    stub.on('RespondToAuthChallenge', tokens);
    expect(await desk.value('auth.setUpAuthenticator', { challengeId: id })).toEqual({
      key: 'GEZDGNBVGY3TQOJQ',
      address: 'otpauth://totp/Test%20pool:jane?secret=GEZDGNBVGY3TQOJQ&issuer=Test%20pool',
    });
    expect(await desk.value('auth.answer', answer(id, given))).toMatchObject({ kind: 'signed-in' });
    expect(stub.requests.slice(1).map(({ body }) => body)).toEqual([
      { Session: 'Planted-session-of-MFA_SETUP' },
      { Session: 'Planted-session-of-the-key', UserCode: '123456' },
      {
        ChallengeName: 'MFA_SETUP',
        ClientId: testClientId,
        Session: 'Planted-session-verified',
        ChallengeResponses: { USERNAME: 'internal' },
      },
    ]);
    expect(JSON.stringify(desk.results)).not.toContain('Planted');
  });

  it('copies its key in main, for a while', async () => {
    const { id } = await stepOf(setUp);
    expectCode(await desk.error('auth.copyAuthenticatorKey', { challengeId: id }), 'session-expired');
    stub.on('AssociateSoftwareToken', key);
    await desk.value('auth.setUpAuthenticator', { challengeId: id });
    expect(await desk.value('auth.copyAuthenticatorKey', { challengeId: id })).toEqual({
      clearsAt: desk.clock.now() + 60_000,
    });
    expect(desk.clipboard.content()).toBe('GEZDGNBVGY3TQOJQ');
  });

  it.each([
    { Status: 'ERROR', Session: 'Planted-session-of-the-key' },
    refused('EnableSoftwareTokenMFAException', 'Code mismatch'),
    refused('CodeMismatchException', 'Code mismatch'),
  ])('may refuse the first code, and then take the next: %j', async (refusal) => {
    const { id } = await stepOf(setUp);
    stub.on('AssociateSoftwareToken', key);
    stub.on('VerifySoftwareToken', refusal, verified);
    stub.on('RespondToAuthChallenge', tokens);
    await desk.value('auth.setUpAuthenticator', { challengeId: id });
    expectCode(await desk.error('auth.answer', answer(id, given)), 'code-mismatch');
    expect(await desk.value('auth.answer', answer(id, given))).toMatchObject({ kind: 'signed-in' });
  });

  it('is not verified twice when only the last answer failed', async () => {
    const { id } = await stepOf(setUp);
    stub.on('VerifySoftwareToken', verified);
    stub.on('RespondToAuthChallenge', { error: 'InternalErrorException', message: 'x', status: 500 }, tokens);
    expectCode(await desk.error('auth.answer', answer(id, given)), 'aws-fault');
    await desk.value('auth.answer', answer(id, given));
    expect(stub.requests.filter(({ operation }) => operation === 'VerifySoftwareToken')).toHaveLength(1);
  });

  it.each(['["SMS_MFA"]', '["SMS_MFA","EMAIL_OTP"]', '[]', ''])(
    'is not offered where the pool has other second steps only: %j',
    async (MFAS_CAN_SETUP) => {
      stub.on('InitiateAuth', asks('MFA_SETUP', { MFAS_CAN_SETUP }));
      expectCode(await desk.error('auth.signIn', credentials()), 'no-second-step');
    },
  );

  it('is a write: a read-only profile refuses it', async () => {
    profileId = await desk.addProfile({ readOnly: true });
    const { id } = await stepOf(setUp);
    expectCode(await desk.error('auth.setUpAuthenticator', { challengeId: id }), 'profile-read-only');
    expectCode(await desk.error('auth.answer', answer(id, given)), 'profile-read-only');
  });
});

describe('a step that the app cannot answer', () => {
  const challenges = [
    'PASSWORD_VERIFIER',
    'DEVICE_SRP_AUTH',
    'DEVICE_PASSWORD_VERIFIER',
    'WEB_AUTHN',
    'ADMIN_NO_SRP_AUTH',
    'INVENTED_TOMORROW',
    // Nothing to choose from.
    'SELECT_MFA_TYPE',
    'SELECT_CHALLENGE',
  ];

  it.each(challenges)('is named: %s', async (challenge) => {
    stub.on('InitiateAuth', {
      ChallengeName: challenge,
      Session: 'Planted-session-1234567890',
      ChallengeParameters: { CODE_DELIVERY_DESTINATION: '+*******0123' },
    });
    for (const name of ['auth.signIn', 'tokens.getAccess'] as const) {
      const error = expectCode(await desk.error(name, credentials()), 'challenge-unsupported');
      expect(error.challenge).toBe(challenge);
      expect(error.technical).toMatchObject({ operation: 'InitiateAuth', name: challenge });
    }
    expect(await desk.value('sessions.list', {})).toEqual({ sessions: [] });
    expect(JSON.stringify(desk.results)).not.toContain('Planted');
  });

  it('can follow the new password, which is set by then', async () => {
    const { id } = await challengeAfter(newPassword());
    stub.on('RespondToAuthChallenge', { ChallengeName: 'WEB_AUTHN', Session: 'next-session-1234567890' });
    const error = expectCode(await desk.error('auth.answer', answer(id)), 'challenge-unsupported');
    expect(error.challenge).toBe('WEB_AUTHN');
    expect(error.technical?.operation).toBe('RespondToAuthChallenge');
    expect(await desk.error('auth.answer', answer(id))).toMatchObject({ code: 'session-expired' });
  });

  it('is a new password without a session, too', async () => {
    stub.on('InitiateAuth', { ChallengeName: 'NEW_PASSWORD_REQUIRED', ChallengeParameters: {} });
    expectCode(await desk.error('auth.signIn', credentials()), 'challenge-unsupported');
  });
});

describe('an answer without tokens and without a step', () => {
  it.each([
    {},
    { ChallengeParameters: {} },
    { AuthenticationResult: {} },
    { AuthenticationResult: { ExpiresIn: 3600, TokenType: 'Bearer' } },
    { AuthenticationResult: { IdToken: 'Planted-id', RefreshToken: 'Planted-refresh' } },
    { Session: 'Planted-session-1234567890' },
  ])('is an error, never an empty result: %j', async (reply) => {
    stub.on('InitiateAuth', reply);
    for (const name of ['auth.signIn', 'tokens.getAccess'] as const) {
      const error = expectCode(await desk.error(name, credentials()), 'unexplained');
      expect(error.technical).toMatchObject({ operation: 'InitiateAuth', name: 'EmptyReply' });
    }
    expect(await desk.value('sessions.list', {})).toEqual({ sessions: [] });
    expect(JSON.stringify(desk.results)).not.toContain('Planted');
  });

  it('is one of the new password, too', async () => {
    const { id } = await challengeAfter(newPassword());
    stub.on('RespondToAuthChallenge', {});
    expect(await desk.error('auth.answer', answer(id))).toMatchObject({
      code: 'unexplained',
      technical: { operation: 'RespondToAuthChallenge', name: 'EmptyReply' },
    });
  });
});

describe('an own password', () => {
  it.each([
    ['["userAttributes.given_name","userAttributes.custom:team"]', ['given_name', 'custom:team']],
    ['["email"]', ['email']],
    ['[]', []],
    ['', []],
    ['[', []],
    ['null', []],
    ['{"userAttributes.given_name":true}', []],
    ['"userAttributes.given_name"', []],
    ['["userAttributes.given_name",7,null,["x"]]', ['given_name']],
    ['<html>', []],
  ])('needs these attributes when AWS says %j', async (requiredAttributes, expected) => {
    expect((await challengeAfter(newPassword({ requiredAttributes }))).requiredAttributes).toEqual(expected);
  });

  it('needs no attributes when AWS says nothing, and goes under the name that was typed', async () => {
    const { id, requiredAttributes } = await challengeAfter({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: 'session-of-aws-1234567890',
    });
    expect(requiredAttributes).toEqual([]);
    stub.on('RespondToAuthChallenge', tokens);
    await desk.value('auth.answer', answer(id));
    expect(stub.requests.at(-1)?.body).toMatchObject({ ChallengeResponses: { USERNAME: 'jane' } });
  });

  it('is asked for on the way to a token, too', async () => {
    stub.on('InitiateAuth', newPassword());
    expect(await desk.value('tokens.getAccess', credentials())).toMatchObject({
      kind: 'challenge',
      challenge: { kind: 'new-password', username: 'jane' },
    });
  });

  it('shows nothing of the session of AWS', async () => {
    await challengeAfter({ ...newPassword(), Session: 'Planted-session-1234567890' });
    expect(JSON.stringify(desk.results)).not.toContain('Planted');
  });

  it('may be refused, and then another one tried in the same step', async () => {
    const { id } = await challengeAfter(newPassword());
    stub.on(
      'RespondToAuthChallenge',
      { error: 'InvalidPasswordException', message: 'Password did not conform with policy: Too short' },
      tokens,
    );
    expect(await desk.error('auth.answer', answer(id))).toMatchObject({
      code: 'password-rejected',
      rule: 'Too short',
    });
    expect(await desk.value('auth.answer', answer(id))).toMatchObject({ kind: 'signed-in' });
  });

  it('is set once: a second answer finds the step used', async () => {
    const { id } = await challengeAfter(newPassword());
    stub.on('RespondToAuthChallenge', tokens);
    await desk.value('auth.answer', answer(id));
    const sent = stub.requests.length;
    const used = { code: 'session-expired', why: 'used' };
    expect(await desk.error('auth.answer', answer(id))).toEqual(used);
    expect(
      await desk.error('commands.preview', {
        request: { command: 'respond-to-auth-challenge', input: answer(id) },
      }),
    ).toEqual(used);
    expect(stub.requests).toHaveLength(sent);
  });

  it('is set once when AWS has seen the answer already', async () => {
    const { id } = await challengeAfter(newPassword());
    const message = 'Invalid session for the user, session can only be used once.';
    stub.on('RespondToAuthChallenge', { error: 'NotAuthorizedException', message });
    expect(await desk.error('auth.answer', answer(id))).toMatchObject({
      code: 'session-expired',
      why: 'used',
    });
  });

  it('cannot be chosen in a step that was never begun', async () => {
    const used = { code: 'session-expired', why: 'used' };
    expect(await desk.error('auth.answer', answer('nothing'))).toEqual(used);
    expect(stub.requests).toEqual([]);
  });

  it('cannot be chosen after the profile has changed', async () => {
    const { id } = await challengeAfter(newPassword());
    await desk.addProfile({ id: profileId, clientId: 'another' });
    expectCode(await desk.error('auth.answer', answer(id)), 'session-expired');
  });
});

it('the app is never remembered as a device, and names none, so that no step about one follows', async () => {
  const NewDeviceMetadata = { DeviceKey: 'eu-west-1_0a', DeviceGroupKey: '-group' };
  stub.on('InitiateAuth', { AuthenticationResult: { ...tokens.AuthenticationResult, NewDeviceMetadata } });
  await desk.value('auth.signIn', credentials());
  await desk.value('auth.signIn', credentials());
  expect(stub.requests.map(({ operation }) => operation)).toEqual(['InitiateAuth', 'InitiateAuth']);
  expect(JSON.stringify(stub.requests.map(({ body }) => body))).not.toContain('DEVICE_KEY');
});

it('a step waits until it is answered, or its profile is changed', async () => {
  const waiting = async (challengeId: string) => await desk.value('auth.isWaiting', { challengeId });
  profileId = await desk.addProfile({ access: testKeys });
  const { id } = await challengeAfter(newPassword());
  expect(await waiting(id)).toEqual({ waiting: true });
  await desk.addProfile({ id: profileId, clientId: 'another', access: testKeys });
  expect(await waiting(id)).toEqual({ waiting: false });
  const { id: answered } = await challengeAfter(newPassword());
  stub.on('RespondToAuthChallenge', tokens);
  await desk.value('auth.answer', { challengeId: answered, answer: setPassword });
  expect(await waiting(answered)).toEqual({ waiting: false });
  // Nobody but main was asked.
  expect(stub.requests.map(({ operation }) => operation)).toEqual([
    'InitiateAuth',
    'InitiateAuth',
    'RespondToAuthChallenge',
  ]);
});

describe('the time for a step', () => {
  const minute = 60_000;
  const ends = async (challengeId: string) => (await desk.value('auth.stepEnds', { challengeId })).expiresAt;
  const described = (AuthSessionValidity?: number) => ({ UserPoolClient: { AuthSessionValidity } });

  it('is what the app client says, where AWS access can read it: asked beside the sign-in, and once', async () => {
    profileId = await desk.addProfile({ access: testKeys });
    stub.on('DescribeUserPoolClient', described(15));
    const first = await challengeAfter(newPassword());
    expect(first).toMatchObject({ endKnown: false, expiresAt: first.startedAt + 3 * minute });
    expect(stub.requests.map(({ operation }) => operation)).toEqual(['InitiateAuth']);
    desk.clock.advance(minute);
    expect(await ends(first.id)).toBe(first.startedAt + 15 * minute);
    const second = await challengeAfter(newPassword());
    expect(second).toMatchObject({ endKnown: true, expiresAt: second.startedAt + 15 * minute });
    expect(await ends(second.id)).toBe(second.expiresAt);
    expect(stub.requests.filter(({ operation }) => operation === 'DescribeUserPoolClient')).toHaveLength(1);

    await desk.addProfile({ id: profileId, clientId: 'another', access: testKeys });
    expect(await challengeAfter(newPassword())).toMatchObject({ endKnown: false });
  });

  it('is not asked for without AWS access, nor where that would first have to be fetched', async () => {
    for (const access of [null, { kind: 'aws-profile', name: 'work' }] as const) {
      profileId = await desk.addProfile({ access });
      expect(await ends((await challengeAfter(newPassword())).id)).toBeNull();
    }
    expect(stub.requests.map(({ operation }) => operation)).toEqual(['InitiateAuth', 'InitiateAuth']);
  });

  it.each([
    [described()],
    [described(0)],
    [described(9999)],
    [refused('AccessDeniedException', 'User is not authorized')],
  ])('stays unknown with the answer %j', async (reply) => {
    profileId = await desk.addProfile({ access: testKeys });
    stub.on('DescribeUserPoolClient', reply);
    const { id } = await challengeAfter(newPassword());
    expect(await ends(id)).toBeNull();
    expect(await challengeAfter(newPassword())).toMatchObject({ endKnown: false });
  });
});
