/** The ways to sign in that a profile can choose, forgotten passwords, and the pause after refused ones. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChallengeAnswer } from '#contract/challenges.ts';
import type { SignInMethod } from '#contract/profiles.ts';
import {
  createTestDesk,
  expectCode,
  testClientId,
  testKeys,
  testPoolId,
  type TestDesk,
} from '#tests/support/desk.ts';
import { startAwsStub, type AwsStub, type StubAnswer, type StubReply } from '#tests/support/aws-stub.ts';
import { createSrpServer } from '#tests/support/srp-server.ts';

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

const tokens = { AuthenticationResult: { AccessToken: 'Planted-access', ExpiresIn: 3600 } };
const session = 'Planted-session-1234567890';
const flowOff = {
  error: 'InvalidParameterException',
  message: 'USER_PASSWORD_AUTH flow not enabled for this client',
};
const refused = { error: 'NotAuthorizedException', message: 'Incorrect username or password.' };
const locked = { error: 'NotAuthorizedException', message: 'Password attempts exceeded' };

const clientSecret = 'examplesecret0123456789abcdefghijklmnopqrstuvwxyz01';
const sub = '4320de44-2322-4620-999b-5e2e1c8df013';
const hashOfSub = 'dEoqh+v9jQP4f26ihiR2kG8swSpT0/GkTArqyKOjntk=';
const password = 'Planted-password';

const profileFor = (signInMethod: SignInMethod) => desk.addProfile({ signInMethod });
const credentials = (profileId: string) => ({ profileId, username: 'testuser', password });

type Body = {
  readonly AuthFlow?: string;
  readonly AuthParameters?: Readonly<Record<string, string>>;
  readonly ChallengeName?: string;
  readonly ChallengeResponses?: Readonly<Record<string, string>>;
  readonly Session?: string;
};
const bodies = () => stub.requests.map(({ body }) => body as Body);
const operations = () => stub.requests.map(({ operation }) => operation);

/** A pool that takes the password by SRP, and only the right one. */
function srpPool(right = password, next: StubReply = tokens) {
  const server = createSrpServer(testPoolId, sub, right);
  let publicValue = '';
  const verifier = {
    ChallengeName: 'PASSWORD_VERIFIER',
    Session: session,
    ChallengeParameters: server.parameters,
  };
  const begin: StubAnswer = ({ body }) => {
    const { AuthFlow: flow, AuthParameters: parameters = {} } = body as Body;
    if (flow === 'USER_PASSWORD_AUTH') return flowOff;
    publicValue = parameters['SRP_A'] ?? '';
    return verifier;
  };
  const answer: StubAnswer = ({ body }) => {
    const { ChallengeName: name, ChallengeResponses: responses = {} } = body as Body;
    if (name === 'PASSWORD_SRP' || responses['ANSWER'] === 'PASSWORD_SRP') {
      publicValue = responses['SRP_A'] ?? '';
      return verifier;
    }
    return server.proves(publicValue, responses) ? next : refused;
  };
  stub.on('InitiateAuth', begin);
  stub.on('RespondToAuthChallenge', answer);
}

describe('secure sign-in (SRP)', () => {
  it.each([password, 'Zoë-Lösenord-1!', '密码-Password-1', `${'x'.repeat(99)}!`, 'a b'.replace(' ', '_')])(
    'proves the password %s to a server that was written on its own',
    async (right) => {
      srpPool(right);
      const profileId = await profileFor('srp');
      expect(await desk.value('auth.signIn', { ...credentials(profileId), password: right })).toMatchObject({
        kind: 'signed-in',
        method: 'srp',
        session: { username: 'testuser' },
      });
      expect(JSON.stringify(bodies())).not.toContain(right);
    },
  );

  it('goes on under the name that AWS uses inside, with its hash, in AWS’s form of the time', async () => {
    srpPool();
    const profileId = await desk.addProfile({
      signInMethod: 'srp',
      clientSecret: { change: 'set', value: clientSecret },
    });
    await desk.value('auth.signIn', credentials(profileId));
    const [begun, proved] = bodies();
    expect(begun).toMatchObject({
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: 'testuser', SECRET_HASH: '+DWiEqHK29cT8qMhT+PSWcOd248Ydq8AV/79TFxXgiA=' },
    });
    expect(proved).toMatchObject({
      ChallengeName: 'PASSWORD_VERIFIER',
      Session: session,
      ChallengeResponses: {
        USERNAME: sub,
        SECRET_HASH: hashOfSub,
        TIMESTAMP: expect.stringMatching(
          /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [1-9]\d? \d\d:\d\d:\d\d UTC \d{4}$/,
        ) as string,
      },
    });
  });

  it('proves no wrong password', async () => {
    srpPool('Another-password');
    const profileId = await profileFor('srp');
    expect(await desk.error('auth.signIn', credentials(profileId))).toMatchObject({
      code: 'wrong-credentials',
      failures: 1,
    });
  });

  it('may lead to another step', async () => {
    srpPool(password, { ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: session, ChallengeParameters: {} });
    const profileId = await profileFor('srp');
    expect(await desk.value('auth.signIn', credentials(profileId))).toMatchObject({
      kind: 'challenge',
      method: 'srp',
      challenge: { kind: 'code', from: 'authenticator' },
    });
  });

  it.each([
    ['0', 'zero'],
    ['', 'nothing'],
  ])('sends nothing to a server whose value is %j (%s)', async (SRP_B) => {
    const { parameters } = createSrpServer(testPoolId, sub, password);
    stub.on('InitiateAuth', {
      ChallengeName: 'PASSWORD_VERIFIER',
      Session: session,
      ChallengeParameters: { ...parameters, SRP_B },
    });
    const profileId = await profileFor('srp');
    expectCode(await desk.error('auth.signIn', credentials(profileId)), 'unexplained');
    expect(stub.requests).toHaveLength(1);
  });

  it('begins together with its choice', async () => {
    srpPool();
    stub.on('InitiateAuth', {
      ChallengeName: 'SELECT_CHALLENGE',
      Session: session,
      ChallengeParameters: { USER_ID_FOR_SRP: sub },
      AvailableChallenges: ['PASSWORD_SRP', 'EMAIL_OTP'],
    });
    const profileId = await profileFor('choice');
    const step = await desk.value('auth.signIn', { ...credentials(profileId), password: null });
    if (step.kind !== 'challenge') throw new Error(step.kind);
    const challengeId = step.challenge.id;
    const choose = (given: string) =>
      desk.call('auth.answer', {
        challengeId,
        answer: { kind: 'choice', choice: 'PASSWORD_SRP', password: given },
      });
    expect(await choose('Another')).toMatchObject({ error: { code: 'wrong-credentials', failures: 1 } });
    expect(await choose(password)).toMatchObject({
      ok: true,
      value: { kind: 'signed-in', method: 'choice' },
    });
    expect(JSON.stringify(bodies())).not.toContain(password);
  });

  it('is a step of the pool, too', async () => {
    srpPool();
    stub.on('InitiateAuth', {
      ChallengeName: 'PASSWORD_SRP',
      Session: session,
      ChallengeParameters: { USER_ID_FOR_SRP: sub },
    });
    const profileId = await profileFor('choice');
    const step = await desk.value('auth.signIn', { ...credentials(profileId), password: null });
    if (step.kind !== 'challenge') throw new Error(step.kind);
    expect(step.challenge).toMatchObject({ kind: 'password', srp: true });
    const answer: ChallengeAnswer = { kind: 'password', password };
    expect(await desk.value('auth.answer', { challengeId: step.challenge.id, answer })).toMatchObject({
      kind: 'signed-in',
      method: 'choice',
    });
    expect(JSON.stringify(bodies())).not.toContain(password);
  });

  it('needs the pool’s ID, and so does its profile', async () => {
    const saved = await desk.call('profiles.save', {
      name: 'No pool',
      environment: 'test',
      region: 'us-east-1',
      clientId: testClientId,
      clientSecret: { change: 'clear' },
      endpoint: stub.url,
      poolId: null,
      access: null,
      signInMethod: 'srp',
    });
    expect(saved).toMatchObject({
      ok: false,
      error: { code: 'invalid-input', issues: [{ path: 'poolId', problem: 'pool-needed-for-srp' }] },
    });
  });
});

describe('automatic sign-in', () => {
  it('takes the password flow where that is on', async () => {
    stub.on('InitiateAuth', tokens);
    const profileId = await desk.addProfile();
    expect(await desk.value('auth.signIn', credentials(profileId))).toMatchObject({ method: 'password' });
    expect(bodies().map(({ AuthFlow: flow }) => flow)).toEqual(['USER_PASSWORD_AUTH']);
  });

  it('takes SRP where the client has the password flow off, on the way to a token, too', async () => {
    srpPool();
    const profileId = await desk.addProfile();
    expect(await desk.value('auth.signIn', credentials(profileId))).toMatchObject({ method: 'srp' });
    expect(await desk.value('tokens.getAccess', credentials(profileId))).toMatchObject({ kind: 'token' });
  });

  it('says that SRP needs the pool’s ID where the profile has none', async () => {
    stub.on('InitiateAuth', flowOff);
    const profileId = await desk.addProfile({ poolId: null });
    expectCode(await desk.error('auth.signIn', credentials(profileId)), 'pool-id-missing');
  });

  it('shows a refused password to AWS once only', async () => {
    stub.on('InitiateAuth', refused);
    const profileId = await desk.addProfile();
    expectCode(await desk.error('auth.signIn', credentials(profileId)), 'wrong-credentials');
    expect(stub.requests).toHaveLength(1);
  });
});

describe('the method of a profile', () => {
  it('password: takes no other one', async () => {
    stub.on('InitiateAuth', flowOff);
    const profileId = await profileFor('password');
    expectCode(await desk.error('auth.signIn', credentials(profileId)), 'flow-not-enabled');
    expect(stub.requests).toHaveLength(1);
  });

  it('choice: asks the pool, without a password', async () => {
    stub.on('InitiateAuth', {
      ChallengeName: 'SELECT_CHALLENGE',
      Session: session,
      ChallengeParameters: {},
      AvailableChallenges: ['PASSWORD', 'EMAIL_OTP'],
    });
    const profileId = await profileFor('choice');
    const step = await desk.value('tokens.getAccess', { ...credentials(profileId), password: null });
    expect(step).toMatchObject({ kind: 'challenge', method: 'choice' });
    expect(bodies()).toEqual([
      { AuthFlow: 'USER_AUTH', ClientId: testClientId, AuthParameters: { USERNAME: 'testuser' } },
    ]);
  });

  it.each(['automatic', 'password', 'srp'] as const)('%s: needs a password', async (method) => {
    const profileId = await profileFor(method);
    for (const name of ['auth.signIn', 'tokens.getAccess'] as const) {
      const without = { ...credentials(profileId), password: null };
      expectCode(await desk.error(name, without), 'password-needed');
    }
    expect(stub.requests).toEqual([]);
  });

  it('admin: signs with AWS access, and so is the answer to a step', async () => {
    stub.on('AdminInitiateAuth', {
      ChallengeName: 'SMS_MFA',
      Session: session,
      ChallengeParameters: { USER_ID_FOR_SRP: sub },
    });
    stub.on('AdminRespondToAuthChallenge', tokens);
    const profileId = await desk.addProfile({ signInMethod: 'admin', access: testKeys });
    const step = await desk.value('auth.signIn', credentials(profileId));
    if (step.kind !== 'challenge') throw new Error(step.kind);
    const answer: ChallengeAnswer = { kind: 'code', code: '123456' };
    expect(await desk.value('auth.answer', { challengeId: step.challenge.id, answer })).toMatchObject({
      kind: 'signed-in',
      method: 'admin',
    });
    expect(operations()).toEqual(['AdminInitiateAuth', 'AdminRespondToAuthChallenge']);
    for (const { headers } of stub.requests) expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256/);
    expect(bodies()).toEqual([
      {
        UserPoolId: testPoolId,
        ClientId: testClientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'testuser', PASSWORD: password },
      },
      {
        UserPoolId: testPoolId,
        ClientId: testClientId,
        ChallengeName: 'SMS_MFA',
        Session: session,
        ChallengeResponses: { USERNAME: sub, SMS_MFA_CODE: '123456' },
      },
    ]);
    expect(JSON.stringify(desk.results)).not.toContain('Planted');
  });

  it('admin: names the permission that is missing', async () => {
    stub.on('AdminInitiateAuth', {
      error: 'AccessDeniedException',
      message: 'User: x is not authorized to perform: cognito-idp:AdminInitiateAuth',
    });
    const profileId = await desk.addProfile({ signInMethod: 'admin', access: testKeys });
    expect(await desk.error('auth.signIn', credentials(profileId))).toMatchObject({
      code: 'access-denied',
      action: 'cognito-idp:AdminInitiateAuth',
    });
  });

  it('decides about the command', async () => {
    const command = async (method: SignInMethod, taken?: 'srp' | 'password') => {
      const profileId = await desk.addProfile({ signInMethod: method, access: testKeys });
      const request = { command: 'initiate-auth' as const, input: credentials(profileId) };
      const result = await desk.call('commands.preview', {
        request: taken === undefined ? request : { ...request, method: taken },
      });
      return result.ok ? result.value.jsonFile : result.error.code;
    };
    expect(await command('automatic')).toContain('"USER_PASSWORD_AUTH"');
    expect(await command('choice')).toContain('"USER_AUTH"');
    expect(await command('admin')).toContain('"ADMIN_USER_PASSWORD_AUTH"');
    expect(await command('srp')).toBe('no-command');
    expect(await command('automatic', 'srp')).toBe('no-command');
  });
});

describe('a forgotten password', () => {
  const confirmed = (profileId: string) => ({ ...credentials(profileId), code: 'Planted-code' });

  it('is renewed with a code, each with the hash of the name that is sent', async () => {
    stub.on('ForgotPassword', {
      CodeDeliveryDetails: { Destination: 'j***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    });
    stub.on('ConfirmForgotPassword', {});
    const profileId = await desk.addProfile({ clientSecret: { change: 'set', value: clientSecret } });
    const { delivery } = await desk.value('auth.forgotPassword', { profileId, username: 'testuser' });
    expect(delivery).toEqual({ destination: 'j***@e***', medium: 'EMAIL', attribute: 'email' });
    const { replyId } = await desk.value('auth.confirmForgotPassword', confirmed(profileId));
    expect(await desk.value('replies.show', { replyId })).toEqual({ json: '', hasSecrets: false });
    const SecretHash = '+DWiEqHK29cT8qMhT+PSWcOd248Ydq8AV/79TFxXgiA=';
    expect(bodies()).toEqual([
      { ClientId: testClientId, SecretHash, Username: 'testuser' },
      {
        ClientId: testClientId,
        SecretHash,
        Username: 'testuser',
        ConfirmationCode: 'Planted-code',
        Password: password,
      },
    ]);
    expect(JSON.stringify(desk.results)).not.toContain('Planted');
  });

  it.each([
    ['NotAuthorizedException', 'User password cannot be reset in the current state.', 'reset-not-possible'],
    [
      'InvalidParameterException',
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
      'no-verified-address',
    ],
    ['LimitExceededException', 'Attempt limit exceeded, please try after some time.', 'too-many-attempts'],
    ['UserNotFoundException', 'Username/client id combination not found.', 'user-not-found'],
    ['CodeDeliveryFailureException', 'x', 'code-not-delivered'],
  ] as const)('%s “%s” is %s', async (error, message, expected) => {
    stub.on('ForgotPassword', { error, message });
    const profileId = await desk.addProfile();
    expectCode(await desk.error('auth.forgotPassword', { profileId, username: 'testuser' }), expected);
  });

  it.each([
    ['CodeMismatchException', 'Invalid verification code provided, please try again.', 'code-mismatch'],
    ['ExpiredCodeException', 'Invalid code provided, please request a code again.', 'code-expired'],
    ['InvalidPasswordException', 'Password did not conform with policy: Too short', 'password-rejected'],
    ['PasswordHistoryPolicyViolationException', 'x', 'password-reused'],
  ] as const)('%s “%s” is %s when it is set', async (error, message, expected) => {
    stub.on('ConfirmForgotPassword', { error, message });
    const profileId = await desk.addProfile();
    expectCode(await desk.error('auth.confirmForgotPassword', confirmed(profileId)), expected);
  });

  it('is a write: guarded in production, refused when read-only', async () => {
    const production = await desk.addProfile({ environment: 'production' });
    const readOnly = await desk.addProfile({ readOnly: true });
    for (const [profileId, code] of [
      [production, 'production-guarded'],
      [readOnly, 'profile-read-only'],
    ] as const) {
      expectCode(await desk.error('auth.forgotPassword', { profileId, username: 'testuser' }), code);
      expectCode(await desk.error('auth.confirmForgotPassword', confirmed(profileId)), code);
    }
    expect(stub.requests).toEqual([]);
  });
});

describe('the pause after refused passwords', () => {
  it('is estimated by AWS’s rule, and a sign-in that works ends it', async () => {
    stub.on('InitiateAuth', refused, refused, refused, refused, refused, refused, locked, tokens, refused);
    const profileId = await desk.addProfile();
    const fail = () => desk.error('auth.signIn', credentials(profileId));
    for (const failures of [1, 2, 3, 4]) {
      expect(await fail()).toMatchObject({ code: 'wrong-credentials', failures, retryAt: null });
    }
    const now = desk.clock.now();
    expect(await fail()).toMatchObject({ failures: 5, retryAt: now + 1000 });
    expect(await fail()).toMatchObject({ failures: 6, retryAt: now + 2000 });
    expect(await fail()).toMatchObject({ code: 'attempts-exceeded', retryAt: now + 2000 });
    desk.clock.advance(2000);
    await desk.value('auth.signIn', credentials(profileId));
    expect(await fail()).toMatchObject({ failures: 1 });
  });

  it('may last its longest when it is not of this app’s making', async () => {
    stub.on('InitiateAuth', locked);
    const profileId = await desk.addProfile();
    expect(await desk.error('tokens.getAccess', credentials(profileId))).toMatchObject({
      code: 'attempts-exceeded',
      retryAt: desk.clock.now() + 900_000,
    });
  });
});
