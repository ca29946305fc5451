/** Each operation against a scripted AWS: what goes over the wire, and what comes back to the page. */
import { beforeEach, describe, expect, it } from 'vitest';
import { copyForms } from '#contract/tokens.ts';
import type { TestDesk } from '#tests/support/desk.ts';
import {
  createTestDesk,
  expectCode,
  testClientId,
  testKeys,
  testPoolId,
  unsignedToken,
} from '#tests/support/desk.ts';
import { startAwsStub, type StubRequest } from '#tests/support/aws-stub.ts';
import { useAwsStub } from '#tests/support/use-aws-stub.ts';

const secret = 'examplesecret0123456789abcdefghijklmnopqrstuvwxyz01';
const withSecret = { clientSecret: { change: 'set', value: secret } } as const;
/** Of `testuser`, and of the sub below, with that secret. */
const hash = '+DWiEqHK29cT8qMhT+PSWcOd248Ydq8AV/79TFxXgiA=';
const sub = '4320de44-2322-4620-999b-5e2e1c8df013';
const hashOfSub = 'dEoqh+v9jQP4f26ihiR2kG8swSpT0/GkTArqyKOjntk=';

const delivery = { Destination: 'j***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' };
const shownDelivery = { destination: 'j***@e***', medium: 'EMAIL', attribute: 'email' };
const replyId = expect.any(String) as string;

const stub = await useAwsStub();
let desk: TestDesk;

beforeEach(async () => {
  desk = await createTestDesk({ stubUrl: stub.url });
});

function onlyRequest(): StubRequest {
  expect(stub.requests.map(({ operation }) => operation)).toHaveLength(1);
  const [request] = stub.requests;
  if (!request) throw new Error('Nothing was sent.');
  return request;
}

function expectPublic(request: StubRequest, operation: string): void {
  expect(request.headers).toMatchObject({
    'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    'content-type': 'application/x-amz-json-1.1',
  });
  expect(request.headers).not.toHaveProperty('authorization');
  expect(request.headers).not.toHaveProperty('x-amz-security-token');
}

describe('sign-up', () => {
  it('sends exactly what was typed', async () => {
    stub.on('SignUp', { UserConfirmed: false, UserSub: sub, CodeDeliveryDetails: delivery });
    const profileId = await desk.addProfile();
    const result = await desk.value('users.signUp', {
      profileId,
      username: 'Test.User+1@example.com',
      password: `p"\\'ä🔑`,
      attributes: [
        { name: 'email', value: 'Test.User+1@example.com' },
        { name: 'custom:team', value: ' a, b=c ' },
      ],
    });
    expect(result).toEqual({
      replyId,
      username: 'Test.User+1@example.com',
      userSub: sub,
      confirmed: false,
      delivery: shownDelivery,
    });
    expectPublic(onlyRequest(), 'SignUp');
    expect(onlyRequest().body).toEqual({
      ClientId: testClientId,
      Username: 'Test.User+1@example.com',
      Password: `p"\\'ä🔑`,
      UserAttributes: [
        { Name: 'email', Value: 'Test.User+1@example.com' },
        { Name: 'custom:team', Value: ' a, b=c ' },
      ],
    });
  });

  it('leaves out what there is none of, and adds the hash of a client with a secret', async () => {
    stub.on('SignUp', { UserConfirmed: true, UserSub: sub });
    const profileId = await desk.addProfile(withSecret);
    const input = { profileId, username: 'testuser', password: 'x', attributes: [] };
    expect(await desk.value('users.signUp', input)).toMatchObject({ confirmed: true, delivery: null });
    expect(onlyRequest().body).toEqual({
      ClientId: testClientId,
      SecretHash: hash,
      Username: 'testuser',
      Password: 'x',
    });
  });

  it('hashes the very code points that it sends', async () => {
    stub.on('SignUp', { UserConfirmed: true, UserSub: sub });
    const profileId = await desk.addProfile(withSecret);
    for (const username of ['zo\u00eb', 'zoe\u0308']) {
      await desk.value('users.signUp', { profileId, username, password: 'x', attributes: [] });
    }
    expect(stub.requests.map(({ body }) => body)).toMatchObject([
      { Username: 'zo\u00eb', SecretHash: 'J/lIj5MMToFI6s1LxQKs3RhFD6UHQp2SLXNYbW0Pia0=' },
      { Username: 'zoe\u0308', SecretHash: 'qkoQ4TfLKGonm1jjRSuuS/6AdCkZe0G74Btxwwga1sY=' },
    ]);
  });

  it('of an empty answer is no account', async () => {
    stub.on('SignUp', {});
    const profileId = await desk.addProfile();
    const input = { profileId, username: 'testuser', password: 'x', attributes: [] };
    const { technical } = expectCode(await desk.error('users.signUp', input), 'unexplained');
    expect(technical).toMatchObject({ operation: 'SignUp', name: 'EmptyReply' });
  });
});

describe('confirming', () => {
  it.each([
    ['with a secret', withSecret, { SecretHash: hash }],
    ['without', {}, {}],
  ])('sends name and code (%s)', async (_, draft, extra) => {
    stub.on('ConfirmSignUp', {});
    const profileId = await desk.addProfile(draft);
    const input = { profileId, username: 'testuser', code: '012345' };
    expect(await desk.value('users.confirmSignUp', input)).toEqual({ replyId });
    expectPublic(onlyRequest(), 'ConfirmSignUp');
    expect(onlyRequest().body).toEqual({
      ClientId: testClientId,
      ...extra,
      Username: 'testuser',
      ConfirmationCode: '012345',
    });
  });
});

describe('confirming', () => {
  it('takes an address from another account only when told so', async () => {
    stub.on('ConfirmSignUp', {});
    const input = { profileId: await desk.addProfile(), username: 'testuser', code: '012345' };
    await desk.value('users.confirmSignUp', { ...input, moveAlias: true });
    await desk.value('users.confirmSignUp', { ...input, moveAlias: false });
    expect(stub.requests[0]?.body).toMatchObject({ ForceAliasCreation: true });
    expect(stub.requests[1]?.body).not.toHaveProperty('ForceAliasCreation');
  });

  it('as admin is signed, and needs a pool and AWS access', async () => {
    stub.on('AdminConfirmSignUp', {});
    const withAccess = { profileId: await desk.addProfile({ access: testKeys }), username: 'testuser' };
    expect(await desk.value('users.adminConfirm', withAccess)).toEqual({ replyId });
    expect(onlyRequest()).toMatchObject({
      operation: 'AdminConfirmSignUp',
      headers: { authorization: expect.stringContaining(testKeys.keys.accessKeyId) as unknown },
      body: { UserPoolId: testPoolId, Username: 'testuser' },
    });
    const without = { profileId: await desk.addProfile({ access: null }), username: 'testuser' };
    expectCode(await desk.error('users.adminConfirm', without), 'lookup-access-missing');
  });
});

describe('data for the triggers of a pool', () => {
  it('goes along with a sign-up', async () => {
    stub.on('SignUp', { UserConfirmed: true, UserSub: sub });
    await desk.value('users.signUp', {
      profileId: await desk.addProfile(),
      username: 'testuser',
      password: 'x',
      attributes: [],
      validationData: [{ name: 'ticket', value: '' }],
      clientMetadata: [{ name: '__proto__', value: 'spring' }],
    });
    expect(onlyRequest().body).toMatchObject({ ValidationData: [{ Name: 'ticket', Value: '' }] });
    expect(JSON.stringify(onlyRequest().body)).toContain('"ClientMetadata":{"__proto__":"spring"}');
  });
});

describe('a new code', () => {
  it.each([
    ['with a secret', withSecret, { SecretHash: hash }],
    ['without', {}, {}],
  ])('is asked for by name (%s)', async (_, draft, extra) => {
    stub.on('ResendConfirmationCode', { CodeDeliveryDetails: delivery });
    const profileId = await desk.addProfile(draft);
    expect(await desk.value('users.resendCode', { profileId, username: 'testuser' })).toEqual({
      replyId,
      delivery: shownDelivery,
    });
    expectPublic(onlyRequest(), 'ResendConfirmationCode');
    expect(onlyRequest().body).toEqual({ ClientId: testClientId, ...extra, Username: 'testuser' });
  });

  it('may come without a word about where it went', async () => {
    stub.on('ResendConfirmationCode', {});
    const profileId = await desk.addProfile();
    expect(await desk.value('users.resendCode', { profileId, username: 'testuser' })).toMatchObject({
      delivery: null,
    });
  });
});

describe('looking somebody up', () => {
  const reply = {
    Username: 'testuser',
    UserAttributes: [
      { Name: 'sub', Value: sub },
      { Name: 'email', Value: 'Jane.Doe@example.com' },
      { Name: 'phone_number', Value: '+15555550123' },
      { Name: 'preferred_username', Value: 'jd' },
      { Name: 'custom:team', Value: '' },
      { Name: 'identities' },
    ],
    UserCreateDate: 1548108509.537,
    UserLastModifiedDate: 1548108600,
    Enabled: true,
    UserStatus: 'CONFIRMED',
    PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'],
  };

  it('is signed with the keys of the profile, and shows what AWS knows', async () => {
    stub.on('AdminGetUser', reply);
    const profileId = await desk.addProfile({ access: testKeys });
    const result = await desk.value('users.get', { profileId, username: 'testuser' });
    expect(result).toEqual({
      replyId,
      person: {
        username: 'testuser',
        sub,
        status: 'CONFIRMED',
        enabled: true,
        createdAt: 1548108509537,
        modifiedAt: 1548108600000,
        attributes: [
          { name: 'sub', value: sub },
          { name: 'email', value: 'Jane.Doe@example.com' },
          { name: 'phone_number', value: '+15555550123' },
          { name: 'preferred_username', value: 'jd' },
          { name: 'custom:team', value: '' },
          { name: 'identities', value: '' },
        ],
        preferredMfa: 'SOFTWARE_TOKEN_MFA',
        mfaMethods: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'],
        matchedBy: 'username',
        verdict: expect.objectContaining({ answer: 'can', next: 'nothing' }) as unknown,
      },
    });
    const { headers, body } = onlyRequest();
    expect(body).toEqual({ UserPoolId: testPoolId, Username: 'testuser' });
    expect(headers['x-amz-target']).toBe('AWSCognitoIdentityProviderService.AdminGetUser');
    expect(headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE000000000\/\d{8}\/us-east-1\/cognito-idp\/aws4_request, /,
    );
  });

  it('keeps apart what is asked at the same time', async () => {
    stub.on('AdminGetUser', ({ body }) => ({ Username: (body as { Username: string }).Username }));
    const profileId = await desk.addProfile({ access: testKeys });
    const usernames = ['first', 'second', 'third'];
    const results = await Promise.all(
      usernames.map((username) => desk.value('users.get', { profileId, username })),
    );
    expect(results.map(({ person }) => person.username)).toEqual(usernames);
  });

  it.each([
    ['testuser', 'username'],
    ['TestUser', 'username'],
    [sub, 'sub'],
    [sub.toUpperCase(), 'sub'],
    ['jane.doe@example.com', 'email'],
    ['+15555550123', 'phone_number'],
    ['jd', 'preferred_username'],
    ['somebody', null],
  ])('says what %s is', async (username, matchedBy) => {
    stub.on('AdminGetUser', reply);
    const profileId = await desk.addProfile({ access: testKeys });
    expect((await desk.value('users.get', { profileId, username })).person.matchedBy).toBe(matchedBy);
  });

  it('calls the sub a sub where it is the username, too', async () => {
    stub.on('AdminGetUser', { Username: sub, UserAttributes: [{ Name: 'sub', Value: sub }] });
    const profileId = await desk.addProfile({ access: testKeys });
    expect((await desk.value('users.get', { profileId, username: sub })).person.matchedBy).toBe('sub');
  });

  it('does with little', async () => {
    stub.on('AdminGetUser', { Username: 'testuser', MFAOptions: [{ DeliveryMedium: 'SMS' }] });
    const profileId = await desk.addProfile({ access: testKeys });
    expect((await desk.value('users.get', { profileId, username: 'testuser' })).person).toEqual({
      username: 'testuser',
      sub: null,
      status: null,
      enabled: null,
      createdAt: null,
      modifiedAt: null,
      attributes: [],
      preferredMfa: null,
      mfaMethods: ['SMS_MFA'],
      matchedBy: 'username',
      verdict: expect.objectContaining({ answer: 'unclear' }) as unknown,
    });
  });

  it('of an empty answer is nobody', async () => {
    stub.on('AdminGetUser', {});
    const profileId = await desk.addProfile({ access: testKeys });
    const { technical } = expectCode(
      await desk.error('users.get', { profileId, username: 'testuser' }),
      'unexplained',
    );
    expect(technical).toMatchObject({ operation: 'AdminGetUser', name: 'EmptyReply' });
  });

  it('is not tried without access or without a pool', async () => {
    const missing = { code: 'lookup-access-missing', reason: 'not-set-up' };
    const profileId = await desk.addProfile();
    expect(await desk.error('users.get', { profileId, username: 'testuser' })).toEqual(missing);
    expect(stub.requests).toEqual([]);
  });
});

describe('signing in', () => {
  const now = 1_795_000_000;
  const accessToken = unsignedToken({
    sub,
    client_id: testClientId,
    scope: 'aws.cognito.signin.user.admin',
    'cognito:groups': ['testers'],
    iat: now,
    exp: now + 3600,
  });
  const tokens = {
    AuthenticationResult: {
      AccessToken: accessToken,
      IdToken: unsignedToken({ sub, token_use: 'id' }),
      RefreshToken: 'opaque-refresh-token',
      ExpiresIn: 3600,
      TokenType: 'Bearer',
    },
    ChallengeParameters: {},
  };
  /** Which cannot be renewed. */
  const withoutRefresh = {
    AuthenticationResult: { ...tokens.AuthenticationResult, RefreshToken: undefined },
  };
  const credentials = { username: 'testuser', password: 'x' };

  it.each([
    ['with a secret', withSecret, { SECRET_HASH: hash }],
    ['without', {}, {}],
  ])('sends name and password (%s)', async (_, draft, extra) => {
    stub.on('InitiateAuth', tokens);
    const profileId = await desk.addProfile(draft);
    expect(await desk.value('auth.signIn', { profileId, ...credentials })).toEqual({
      kind: 'signed-in',
      replyId,
      method: 'password',
      session: {
        id: expect.any(String) as string,
        profileId,
        profileName: 'Test pool',
        username: 'testuser',
        startedAt: desk.clock.now(),
        expiresAt: desk.clock.now() + 3_600_000,
        renewal: 'possible',
      },
    });
    expectPublic(onlyRequest(), 'InitiateAuth');
    expect(onlyRequest().body).toEqual({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: testClientId,
      AuthParameters: { USERNAME: 'testuser', PASSWORD: 'x', ...extra },
    });
  });

  it('gives an access token that is described, revealed and copied', async () => {
    stub.on('InitiateAuth', tokens);
    const profileId = await desk.addProfile();
    const step = await desk.value('tokens.getAccess', { profileId, ...credentials });
    if (step.kind !== 'token') throw new Error(step.kind);
    expect(step).toEqual({
      kind: 'token',
      replyId,
      reused: false,
      token: {
        session: {
          id: expect.any(String) as string,
          profileId,
          profileName: 'Test pool',
          username: 'testuser',
          startedAt: desk.clock.now(),
          expiresAt: desk.clock.now() + 3_600_000,
          renewal: 'possible',
        },
        access: expect.objectContaining({
          kind: 'jwt',
          length: accessToken.length,
          issuedAt: now * 1000,
          sub,
          clientId: testClientId,
          scopes: ['aws.cognito.signin.user.admin'],
          groups: ['testers'],
        }) as object,
        accessEndsAt: desk.clock.now() + 3_600_000,
        id: expect.anything() as object,
        idEndsAt: null,
        refreshLength: expect.any(Number) as number,
      },
    });
    const sessionId = step.token.session.id;
    expect(await desk.value('tokens.describe', { sessionId })).toEqual(step.token);
    expect(await desk.value('tokens.reveal', { sessionId })).toEqual({ value: accessToken });
    const clearsAt = desk.clock.now() + 60_000;
    expect(await desk.value('tokens.copy', { sessionId, as: 'raw' })).toEqual({ clearsAt });
    expect(await desk.value('tokens.copy', { sessionId, as: 'header' })).toEqual({ clearsAt });
    expect(desk.clipboard.written).toEqual([accessToken, `Authorization: Bearer ${accessToken}`]);
  });

  it('is not repeated while it lasts: without a password the token is used again', async () => {
    stub.on('InitiateAuth', tokens);
    const profileId = await desk.addProfile();
    const first = await desk.value('tokens.getAccess', { profileId, ...credentials });
    const again = await desk.value('tokens.getAccess', { profileId, username: 'testuser', password: null });
    expect(again).toEqual({ ...first, replyId: null, reused: true });
    expect(stub.requests).toHaveLength(1);
  });

  it('is done again with a password, which is meant to be tried', async () => {
    stub.on('InitiateAuth', tokens);
    const profileId = await desk.addProfile();
    await desk.value('auth.signIn', { profileId, ...credentials });
    expect(await desk.value('tokens.getAccess', { profileId, ...credentials })).toMatchObject({
      reused: false,
    });
    expect(stub.requests).toHaveLength(2);
    expect((await desk.value('sessions.list', {})).sessions).toHaveLength(1);
  });

  it('needs a password where nobody is signed in, or not any more', async () => {
    stub.on('InitiateAuth', withoutRefresh);
    const profileId = await desk.addProfile();
    const ask = { profileId, username: 'testuser', password: null };
    expectCode(await desk.error('tokens.getAccess', ask), 'password-needed');
    await desk.value('auth.signIn', { profileId, ...credentials });
    desk.clock.advance(3_600_000 - 10_000);
    expectCode(await desk.error('tokens.getAccess', ask), 'password-needed');
    expectCode(await desk.error('tokens.getAccess', { ...ask, username: 'other' }), 'password-needed');
  });

  it('ends when the token does', async () => {
    stub.on('InitiateAuth', withoutRefresh);
    const profileId = await desk.addProfile();
    const { replyId } = await desk.value('auth.signIn', { profileId, ...credentials });
    const { sessions } = await desk.value('sessions.list', {});
    const sessionId = sessions[0]?.id ?? '';
    desk.clock.advance(3_600_000);
    const expired = { code: 'token-expired', expiredAt: desk.clock.now() };
    expect(await desk.error('tokens.reveal', { sessionId })).toEqual(expired);
    // In no form that a copy can take.
    for (const as of copyForms) expect(await desk.error('tokens.copy', { sessionId, as })).toEqual(expired);
    expect(await desk.error('replies.copy', { replyId })).toEqual(expired);
    expect(await desk.error('sessions.ownDetails', { sessionId })).toEqual(expired);
    for (const command of ['global-sign-out', 'get-user'] as const) {
      const request = { command, input: { sessionId } };
      const copy = { request, form: 'bash', includeSecrets: true } as const;
      expect(await desk.error('commands.copy', copy)).toEqual(expired);
    }
    expect(desk.clipboard.written).toEqual([]);
    await desk.value('sessions.forget', { sessionId });
    expectCode(await desk.error('tokens.reveal', { sessionId }), 'session-gone');
    expectCode(await desk.error('sessions.ownDetails', { sessionId }), 'session-gone');
    expect(await desk.value('sessions.list', {})).toEqual({ sessions: [] });
  });

  it('ends when its profile talks to something else or is deleted, and its replies go with it', async () => {
    stub.on('InitiateAuth', tokens);
    const profileId = await desk.addProfile();
    const other = await desk.addProfile();
    const mine = await desk.value('auth.signIn', { profileId, ...credentials });
    const theirs = await desk.value('auth.signIn', { profileId: other, ...credentials });
    await desk.addProfile({ id: profileId, clientId: 'another' });
    const { sessions } = await desk.value('sessions.list', {});
    expect(sessions.map(({ profileId: of }) => of)).toEqual([other]);
    expectCode(await desk.error('replies.show', { replyId: mine.replyId }), 'reply-gone');
    await desk.value('replies.show', { replyId: theirs.replyId });
    await desk.value('profiles.delete', { profileId: other });
    expect(await desk.value('sessions.list', {})).toEqual({ sessions: [] });
  });

  it('goes where a changed profile says from then on', async () => {
    const before = await startAwsStub();
    before.on('InitiateAuth', tokens);
    stub.on('InitiateAuth', tokens);
    const profileId = await desk.addProfile({ endpoint: before.url });
    await desk.value('auth.signIn', { profileId, ...credentials });
    await desk.addProfile({ id: profileId, clientId: 'another' });
    await desk.value('auth.signIn', { profileId, ...credentials });
    expect(before.requests).toHaveLength(1);
    expect(onlyRequest().body).toMatchObject({ ClientId: 'another' });
    await before.stop();
  });

  it('with the answer of an emulator reads the end of the token in it', async () => {
    stub.on('InitiateAuth', { AuthenticationResult: { AccessToken: accessToken } });
    const profileId = await desk.addProfile();
    expect(await desk.value('auth.signIn', { profileId, ...credentials })).toMatchObject({
      session: { expiresAt: desk.clock.now() + 3_600_000 },
    });
  });

  it('that ends in a new password answers with the name that AWS uses inside', async () => {
    stub.on('InitiateAuth', {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: 'session-of-aws-1234567890',
      ChallengeParameters: {
        USER_ID_FOR_SRP: sub,
        requiredAttributes: '["userAttributes.given_name","userAttributes.custom:team"]',
        userAttributes: '{"email":"jane@example.com"}',
      },
    });
    stub.on('RespondToAuthChallenge', tokens);
    const profileId = await desk.addProfile(withSecret);
    const step = await desk.value('auth.signIn', { profileId, ...credentials });
    if (step.kind !== 'challenge') throw new Error(step.kind);
    expect(step).toEqual({
      kind: 'challenge',
      replyId,
      method: 'password',
      challenge: {
        kind: 'new-password',
        name: 'NEW_PASSWORD_REQUIRED',
        id: expect.any(String) as string,
        profileId,
        username: 'testuser',
        requiredAttributes: ['given_name', 'custom:team'],
        startedAt: desk.clock.now(),
        expiresAt: desk.clock.now() + 180_000,
        endKnown: false,
      },
    });

    const answer = {
      challengeId: step.challenge.id,
      answer: {
        kind: 'new-password' as const,
        newPassword: 'New-1',
        attributes: [{ name: 'custom:team', value: 'Blue' }],
      },
    };
    expect(await desk.value('auth.answer', answer)).toMatchObject({
      kind: 'signed-in',
      session: { username: 'testuser', profileId },
    });
    expectPublic(stub.requests[1]!, 'RespondToAuthChallenge');
    expect(stub.requests[1]?.body).toEqual({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ClientId: testClientId,
      Session: 'session-of-aws-1234567890',
      ChallengeResponses: {
        USERNAME: sub,
        NEW_PASSWORD: 'New-1',
        SECRET_HASH: hashOfSub,
        'userAttributes.custom:team': 'Blue',
      },
    });
    // Signed in under the name that was typed, so the token is found by it.
    expect(
      await desk.value('tokens.getAccess', { profileId, username: 'testuser', password: null }),
    ).toMatchObject({ reused: true });
  });
});

describe('the reply of AWS', () => {
  it('is shown without tokens and copied whole, as the AWS CLI prints it', async () => {
    const AuthenticationResult = { AccessToken: 'Planted-access', ExpiresIn: 300 };
    stub.on('InitiateAuth', { AuthenticationResult, ChallengeParameters: {} });
    const profileId = await desk.addProfile();
    const step = await desk.value('auth.signIn', { profileId, username: 'testuser', password: 'x' });
    const shown = await desk.value('replies.show', { replyId: step.replyId });
    expect(shown).toEqual({ json: expect.stringContaining('"ExpiresIn": 300') as string, hasSecrets: true });
    expect(shown.json).not.toContain('Planted');
    expect(await desk.value('replies.copy', { replyId: step.replyId })).toEqual({
      clearsAt: desk.clock.now() + 60_000,
    });
    expect(JSON.parse(desk.clipboard.content())).toEqual({ AuthenticationResult, ChallengeParameters: {} });
  });

  it('without secrets stays on the clipboard', async () => {
    stub.on('ResendConfirmationCode', { CodeDeliveryDetails: delivery });
    const profileId = await desk.addProfile();
    const { replyId: id } = await desk.value('users.resendCode', { profileId, username: 'testuser' });
    expect(await desk.value('replies.show', { replyId: id })).toMatchObject({ hasSecrets: false });
    expect(await desk.value('replies.copy', { replyId: id })).toEqual({ clearsAt: null });
    expect(JSON.parse(desk.clipboard.content())).toEqual({ CodeDeliveryDetails: delivery });
  });
});

describe('what this run did', () => {
  it('is listed with profile, outcome and time, newest first', async () => {
    stub.on('ResendConfirmationCode', {});
    stub.on('InitiateAuth', { error: 'NotAuthorizedException', message: 'Incorrect username or password.' });
    const profileId = await desk.addProfile({ name: 'Live', environment: 'production' });
    await desk.value('profiles.unlockProduction', { profileId, name: 'Live' });
    await desk.value('users.resendCode', { profileId, username: 'testuser' });
    desk.clock.advance(5000);
    await desk.error('auth.signIn', { profileId, username: 'testuser', password: 'x' });
    await desk.value('profiles.list', {});
    const { entries } = await desk.value('activity.list', {});
    expect(entries).toMatchObject([
      {
        operation: 'auth.signIn',
        profileName: 'Live',
        environment: 'production',
        errorCode: 'wrong-credentials',
      },
      { operation: 'users.resendCode', profileName: 'Live', errorCode: null },
    ]);
    expect(entries.map(({ at }) => at)).toEqual([desk.clock.now(), desk.clock.now() - 5000]);
    await desk.value('activity.clear', {});
    expect(await desk.value('activity.list', {})).toEqual({ entries: [] });
  });
});

describe('the rest of the app', () => {
  it('opens its own pages only', async () => {
    for (const link of ['iam-policy', 'app-client-secret', 'password-flow'] as const) {
      await desk.value('app.openLink', { link });
    }
    expect(new Set(desk.opened).size).toBe(3);
    for (const address of desk.opened) expect(address).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });

  it('applies the theme that was chosen', async () => {
    await desk.value('preferences.set', { theme: 'dark' });
    expect(desk.themes.at(-1)).toBe('dark');
    const next = await createTestDesk({ folder: desk.folder });
    expect(await next.value('preferences.get', {})).toMatchObject({ theme: 'dark' });
    expect(next.themes).toEqual(['dark']);
  });

  it('keeps a copied secret for as long as was chosen, and no longer than it runs', async () => {
    stub.on('InitiateAuth', { AuthenticationResult: { AccessToken: 'Planted-access', ExpiresIn: 300 } });
    const profileId = await desk.addProfile();
    const step = await desk.value('auth.signIn', { profileId, username: 'testuser', password: 'x' });
    if (step.kind !== 'signed-in') throw new Error(step.kind);
    const copy = { sessionId: step.session.id, as: 'raw' } as const;
    await desk.value('preferences.set', { clipboardSeconds: 0 });
    expect(await desk.value('tokens.copy', copy)).toEqual({ clearsAt: null });
    await desk.value('preferences.set', { clipboardSeconds: 30 });
    expect(await desk.value('tokens.copy', copy)).toEqual({ clearsAt: desk.clock.now() + 30_000 });
    await desk.close();
    expect(desk.clipboard.content()).toBe('');
  });

  it('says so when the system blocks the clipboard', async () => {
    desk.clipboard.refuse();
    expectCode(await desk.error('clipboard.copy', { text: 'x' }), 'clipboard-refused');
  });

  it('uses no profile that is not there', async () => {
    const profileId = 'gone';
    const person = { profileId, username: 'x' };
    const password = 'x';
    const results = await Promise.all([
      desk.error('users.signUp', { ...person, password, attributes: [] }),
      desk.error('users.confirmSignUp', { ...person, code: '1' }),
      desk.error('users.resendCode', person),
      desk.error('users.get', person),
      desk.error('auth.signIn', { ...person, password }),
      desk.error('tokens.getAccess', { ...person, password: null }),
      desk.error('profiles.choose', { profileId }),
      desk.error('profiles.delete', { profileId }),
      desk.error('commands.preview', { request: { command: 'admin-get-user', input: person } }),
    ]);
    expect(results).toEqual(results.map(() => ({ code: 'profile-missing' })));
  });
});
