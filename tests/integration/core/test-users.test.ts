/** Saved test users on their way to AWS: one call signs in, and what AWS refuses is not tried again. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { TestUserDraft } from '#contract/test-users.ts';
import { codeOf, counterAt } from '#core/test-users/totp.ts';
import { createTestDesk, expectCode, type TestDesk } from '#tests/support/desk.ts';
import { type StubAnswer, type StubReply } from '#tests/support/aws-stub.ts';
import { useAwsStub } from '#tests/support/use-aws-stub.ts';

const stub = await useAwsStub();
let desk: TestDesk;
let profileId: string;

beforeEach(async () => {
  desk = await createTestDesk({ stubUrl: stub.url });
  profileId = await desk.addProfile();
});

const password = 'Planted-saved-password';
const key = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const tokens: StubReply = { AuthenticationResult: { AccessToken: 'Planted-access', ExpiresIn: 3600 } };
const asks = (name: string, parameters: Record<string, string> = {}, more: StubReply = {}): StubReply => ({
  ChallengeName: name,
  Session: `Planted-session-of-${name}`,
  ChallengeParameters: { USER_ID_FOR_SRP: 'internal', ...parameters },
  ...more,
});
const mismatch = { error: 'CodeMismatchException', message: 'Invalid code received for user' };
const used = {
  error: 'ExpiredCodeException',
  message: 'Your software token has already been used once.',
};

async function save(more: Partial<TestUserDraft> = {}) {
  const { testUsers } = await desk.value('testUsers.save', {
    profileId,
    label: null,
    username: 'jane',
    password: { change: 'set', value: password },
    authenticator: { change: 'set', value: key },
    ...more,
  });
  return { profileId, testUserId: testUsers.at(-1)?.id ?? '' };
}

const sent = (operation: string) => stub.requests.filter((request) => request.operation === operation);
const sentCodes = () =>
  sent('RespondToAuthChallenge').map(
    ({ body }) =>
      (body as { ChallengeResponses: Record<string, string> }).ChallengeResponses['SOFTWARE_TOKEN_MFA_CODE'],
  );
/** The code `later` windows from now. */
const codeNow = (later = 0) => codeOf(key, counterAt(desk.clock.now()) + later);

describe('one call', () => {
  it('signs in and answers the question of the authenticator with the live code', async () => {
    const it_ = await save();
    stub.on('InitiateAuth', asks('SOFTWARE_TOKEN_MFA'));
    stub.on('RespondToAuthChallenge', tokens);
    const step = await desk.value('testUsers.signIn', it_);
    expect(step).toMatchObject({ kind: 'signed-in', session: { username: 'jane' } });
    expect(sent('InitiateAuth')[0]?.body).toMatchObject({
      AuthParameters: { USERNAME: 'jane', PASSWORD: password },
    });
    expect(sent('RespondToAuthChallenge')[0]?.body).toMatchObject({
      Session: 'Planted-session-of-SOFTWARE_TOKEN_MFA',
      ChallengeResponses: { USERNAME: 'internal', SOFTWARE_TOKEN_MFA_CODE: codeNow() },
    });
    expect(
      await desk.value('tokens.getAccess', { profileId, username: 'jane', password: null }),
    ).toMatchObject({ reused: true });
  });

  it('shows AWS the password where the pool asks for it later', async () => {
    profileId = await desk.addProfile({ name: 'Choice', signInMethod: 'choice' });
    const it_ = await save();
    stub.on('InitiateAuth', asks('SELECT_CHALLENGE', {}, { AvailableChallenges: ['EMAIL_OTP', 'PASSWORD'] }));
    stub.on('RespondToAuthChallenge', asks('SOFTWARE_TOKEN_MFA'), tokens);
    expect(await desk.value('testUsers.signIn', it_)).toMatchObject({ kind: 'signed-in' });
    expect(sent('RespondToAuthChallenge')[0]?.body).toMatchObject({
      ChallengeResponses: { ANSWER: 'PASSWORD', PASSWORD: password },
    });
  });

  it.each([
    ['NEW_PASSWORD_REQUIRED', { requiredAttributes: '[]' }, 'new-password'],
    ['SMS_MFA', {}, 'code'],
    ['SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]' }, 'choice'],
  ])('hands the step %s on', async (name, parameters, kind) => {
    const it_ = await save();
    stub.on('InitiateAuth', asks(name, parameters));
    const step = await desk.value('testUsers.signIn', it_);
    expect(step).toMatchObject({ kind: 'challenge', challenge: { kind, username: 'jane' } });
    expect(sentCodes()).toEqual([]);
  });

  it('hands the question of an authenticator on where none is saved', async () => {
    const it_ = await save({ authenticator: { change: 'clear' } });
    stub.on('InitiateAuth', asks('SOFTWARE_TOKEN_MFA'));
    expect(await desk.value('testUsers.signIn', it_)).toMatchObject({ challenge: { from: 'authenticator' } });
  });
});

describe('what AWS refuses', () => {
  it('says that it was the saved password, once, with the pause that AWS makes', async () => {
    const it_ = await save();
    stub.on('InitiateAuth', { error: 'NotAuthorizedException', message: 'Incorrect username or password.' });
    const error = expectCode(await desk.error('testUsers.signIn', it_), 'saved-secret-refused');
    expect(error).toMatchObject({ what: 'password', testUserId: it_.testUserId, failures: 1, retryAt: null });
    expect(sent('InitiateAuth')).toHaveLength(1);
    for (const _ of [2, 3, 4]) await desk.error('testUsers.signIn', it_);
    expect(await desk.error('testUsers.signIn', it_)).toMatchObject({ retryAt: desk.clock.now() + 1000 });
  });

  it('is not followed by another code while the code still is the one that is shown', async () => {
    const it_ = await save();
    stub.on('InitiateAuth', asks('SOFTWARE_TOKEN_MFA'));
    stub.on('RespondToAuthChallenge', mismatch);
    const error = await desk.error('testUsers.signIn', it_);
    expect(error).toMatchObject({ code: 'saved-secret-refused', what: 'authenticator' });
    expect(sentCodes()).toEqual([codeNow()]);
  });

  const turning =
    (answer: StubAnswer): StubAnswer =>
    () => {
      desk.clock.advance(30_000);
      return answer;
    };

  it('is followed by the next code when its time began meanwhile, and by no third', async () => {
    const it_ = await save();
    stub.on('InitiateAuth', asks('SOFTWARE_TOKEN_MFA'));
    stub.on('RespondToAuthChallenge', turning(mismatch), tokens);
    expect(await desk.value('testUsers.signIn', it_)).toMatchObject({ kind: 'signed-in' });
    expect(sentCodes()).toEqual([codeNow(-1), codeNow()]);

    stub.on('RespondToAuthChallenge', turning(mismatch));
    const error = await desk.error('testUsers.signIn', it_);
    expect(error).toMatchObject({ code: 'saved-secret-refused', what: 'authenticator' });
    expect(sentCodes()).toHaveLength(4);
  });

  it('is followed by the next code when the first was used already, and by no third', async () => {
    const it_ = await save();
    stub.on('InitiateAuth', asks('SOFTWARE_TOKEN_MFA'));
    stub.on('RespondToAuthChallenge', used, tokens);
    expect(await desk.value('testUsers.signIn', it_)).toMatchObject({ kind: 'signed-in' });
    expect(sentCodes()).toEqual([codeNow(), codeNow(1)]);
    stub.on('RespondToAuthChallenge', used);
    expectCode(await desk.error('testUsers.signIn', it_), 'code-used');
    expect(sentCodes()).toHaveLength(4);
  });
});

describe('a saved test user', () => {
  it('leaves the sign-ins of its profile alone', async () => {
    const it_ = await save();
    stub.on('InitiateAuth', tokens);
    await desk.value('testUsers.signIn', it_);
    await save({ username: 'bo' });
    await desk.value('testUsers.delete', it_);
    expect((await desk.value('sessions.list', {})).sessions).toHaveLength(1);
    expect(await desk.error('testUsers.signIn', it_)).toEqual({ code: 'test-user-missing' });
  });

  it('shows its live code and when it ends, and copies it like every secret', async () => {
    const it_ = await save();
    desk.clock.advance(10_000);
    const code = codeNow();
    expect(await desk.value('testUsers.code', it_)).toEqual({ code, endsAt: desk.clock.now() + 20_000 });
    const { clearsAt } = await desk.value('testUsers.copyCode', it_);
    expect(desk.clipboard.content()).toBe(code);
    desk.clock.advance((clearsAt ?? 0) - desk.clock.now());
    await expect.poll(() => desk.clipboard.content()).toBe('');
    expect(
      await desk.error('testUsers.code', await save({ username: 'bo', authenticator: { change: 'clear' } })),
    ).toEqual({
      code: 'test-user-missing',
    });
  });

  it('takes the authenticator that was set up in its sign-in, which the page need not send', async () => {
    stub.on('InitiateAuth', asks('MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' }));
    stub.on('AssociateSoftwareToken', { SecretCode: key, Session: 'Planted-session-2-of-aws' });
    stub.on('VerifySoftwareToken', { Status: 'SUCCESS', Session: 'Planted-session-3-of-aws' });
    stub.on('RespondToAuthChallenge', tokens);
    const begun = await desk.value('auth.signIn', { profileId, username: 'jane', password });
    if (begun.kind !== 'challenge') throw new Error(begun.kind);
    const challengeId = begun.challenge.id;
    await desk.value('auth.setUpAuthenticator', { challengeId });
    const step = await desk.value('auth.answer', {
      challengeId,
      answer: { kind: 'authenticator-setup', code: codeNow() },
    });
    if (step.kind !== 'signed-in') throw new Error(step.kind);
    const it_ = await save({ authenticator: { change: 'set-up', sessionId: step.session.id } });
    expect(await desk.value('testUsers.code', it_)).toMatchObject({ code: codeNow() });
  });

  it.each([
    ['JBSW Y3DP-ehpk 3pxp', true],
    [`otpauth://totp/Shop:jane?secret=${key}&issuer=Shop`, true],
    [`OTPAUTH://TOTP/x?issuer=a&period=30&Secret=${key}&digits=6&algorithm=sha1`, true],
    [`otpauth://totp/x?secret=${key}&digits=8`, false],
    [`otpauth://hotp/x?secret=${key}&counter=1`, false],
    ['otpauth://totp/x', false],
    ['https://example.com/?secret=JBSWY3DPEHPK3PXP', false],
    ['123456', false],
    ['not a key at all, 0189', false],
    ['JBSWY3DPEHPK3PXPX', false],
    ['', false],
  ])('takes the authenticator key as people have it, or names the field: %s', async (value, taken) => {
    const call = save({ authenticator: { change: 'set', value } });
    if (taken) {
      expect(await desk.value('testUsers.code', await call)).toMatchObject({
        code: expect.stringMatching(/^\d{6}$/) as string,
      });
    } else {
      await expect(call).rejects.toThrow('authenticator.value');
    }
  });

  it('is not there while the vault is locked', async () => {
    const it_ = await save();
    await desk.value('vault.setPassphrase', { passphrase: 'twelve or more', askAtStart: false });
    await desk.value('vault.lock', {});
    expect(await desk.value('testUsers.list', { profileId })).toEqual({ testUsers: [] });
    expectCode(await desk.error('testUsers.signIn', it_), 'vault-locked');
    await desk.value('vault.unlock', { passphrase: 'twelve or more' });
    expect((await desk.value('testUsers.list', { profileId })).testUsers).toHaveLength(1);
  });
});
