/** What follows a password: an own password to choose, a step that the app cannot answer, or nothing usable. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { NewPasswordChallenge } from '#contract/auth.ts';
import { createTestDesk, expectCode, type TestDesk } from '#tests/support/desk.ts';
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

async function challengeAfter(reply: StubReply): Promise<NewPasswordChallenge> {
  stub.on('InitiateAuth', reply);
  const step = await desk.value('auth.signIn', credentials());
  if (step.kind !== 'new-password') throw new Error(step.kind);
  return step.challenge;
}

const answer = (challengeId: string) => ({ challengeId, newPassword: 'Planted-new', attributes: [] });

describe('a step that the app cannot answer', () => {
  const challenges = [
    'SMS_MFA',
    'EMAIL_OTP',
    'SMS_OTP',
    'SOFTWARE_TOKEN_MFA',
    'SELECT_MFA_TYPE',
    'MFA_SETUP',
    'SELECT_CHALLENGE',
    'PASSWORD',
    'PASSWORD_SRP',
    'PASSWORD_VERIFIER',
    'DEVICE_SRP_AUTH',
    'DEVICE_PASSWORD_VERIFIER',
    'WEB_AUTHN',
    'CUSTOM_CHALLENGE',
    'ADMIN_NO_SRP_AUTH',
    'INVENTED_TOMORROW',
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
    stub.on('RespondToAuthChallenge', { ChallengeName: 'SMS_MFA', Session: 'next-session-1234567890' });
    const error = expectCode(await desk.error('auth.answerNewPassword', answer(id)), 'challenge-unsupported');
    expect(error.challenge).toBe('SMS_MFA');
    expect(error.technical?.operation).toBe('RespondToAuthChallenge');
    expect(await desk.error('auth.answerNewPassword', answer(id))).toMatchObject({ code: 'session-expired' });
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
    expect(await desk.error('auth.answerNewPassword', answer(id))).toMatchObject({
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
    await desk.value('auth.answerNewPassword', answer(id));
    expect(stub.requests.at(-1)?.body).toMatchObject({ ChallengeResponses: { USERNAME: 'jane' } });
  });

  it('is asked for on the way to a token, too', async () => {
    stub.on('InitiateAuth', newPassword());
    expect(await desk.value('tokens.getAccess', credentials())).toMatchObject({
      kind: 'new-password',
      challenge: { username: 'jane' },
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
    expect(await desk.error('auth.answerNewPassword', answer(id))).toMatchObject({
      code: 'password-rejected',
      rule: 'Too short',
    });
    expect(await desk.value('auth.answerNewPassword', answer(id))).toMatchObject({ kind: 'signed-in' });
  });

  it('is set once: a second answer finds the step used', async () => {
    const { id } = await challengeAfter(newPassword());
    stub.on('RespondToAuthChallenge', tokens);
    await desk.value('auth.answerNewPassword', answer(id));
    const sent = stub.requests.length;
    const used = { code: 'session-expired', why: 'used' };
    expect(await desk.error('auth.answerNewPassword', answer(id))).toEqual(used);
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
    expect(await desk.error('auth.answerNewPassword', answer(id))).toMatchObject({
      code: 'session-expired',
      why: 'used',
    });
  });

  it('cannot be chosen in a step that was never begun', async () => {
    const used = { code: 'session-expired', why: 'used' };
    expect(await desk.error('auth.answerNewPassword', answer('nothing'))).toEqual(used);
    expect(stub.requests).toEqual([]);
  });

  it('cannot be chosen after the profile has changed', async () => {
    const { id } = await challengeAfter(newPassword());
    await desk.addProfile({ id: profileId, clientId: 'another' });
    expectCode(await desk.error('auth.answerNewPassword', answer(id)), 'session-expired');
  });
});
