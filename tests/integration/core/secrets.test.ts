/**
 * Secrets are planted in everything that is typed, stored or answered; then everything that would reach the page,
 * the console or the disk is searched for them.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { CommandRequest } from '#contract/commands.ts';
import type { PeopleFilter } from '#contract/people.ts';
import { copyForms, tokenNames } from '#contract/tokens.ts';
import { createTestDesk, testKeys, unsignedToken, type TestDesk } from '#tests/support/desk.ts';
import { DROP, htmlPage, startAwsStub, type AwsStub, type StubAnswer } from '#tests/support/aws-stub.ts';

const planted = {
  password: 'PlantedPassword7f3a',
  newPassword: 'PlantedNewPassword7f3a',
  code: 'PlantedCode7f3a',
  totpCode: '739162',
  totpKey: 'PLANTEDTOTPKEY7F3A',
  customAnswer: 'PlantedAnswer7f3a',
  clientSecret: 'PlantedClientSecret7f3a0000000000000000000000000000',
  secretAccessKey: 'PlantedSecretAccessKey7f3a00000000000000',
  sessionToken: 'PlantedSessionToken7f3a',
  awsSession: 'PlantedAwsSession7f3a',
  accessToken: unsignedToken({ sub: 'PlantedAccessToken7f3a', iat: 1_795_000_000, exp: 1_795_003_600 }),
  idToken: unsignedToken({ sub: 'PlantedIdToken7f3a' }),
  refreshToken: 'PlantedRefreshToken7f3a',
  passphrase: 'Planted passphrase 7f3a',
  recovery: 'Planted recovery 7f3a',
};
const secrets = Object.values(planted);

/** Whether any text inside a value holds a planted secret, or its base64 form. */
function leaks(value: unknown): string[] {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const forms = secrets.flatMap((secret) => [
    secret,
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  ]);
  return forms.filter((secret) => text.includes(secret));
}

let stub: AwsStub;
let desk: TestDesk;
let console_: string[];
/** Every event that the page was told of, with what it carries. */
let told: unknown[];
let profileId: string;

beforeAll(async () => {
  stub = await startAwsStub();
});
afterAll(() => stub.stop());
beforeEach(async () => {
  stub.reset();
  console_ = [];
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    vi.spyOn(console, method).mockImplementation(
      (...args: unknown[]) => void console_.push(args.map(String).join(' ')),
    );
  }
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      console_.push(String(chunk));
      return true;
    });
  }
  onTestFinished(() => void vi.restoreAllMocks());
  told = [];
  desk = await createTestDesk({ stubUrl: stub.url, onAnnounced: (...event) => void told.push(event) });
  const { secretAccessKey, sessionToken } = planted;
  profileId = await desk.addProfile({
    clientSecret: { change: 'set', value: planted.clientSecret },
    access: { ...testKeys, keys: { ...testKeys.keys, secretAccessKey, sessionToken } },
  });
});

const anybody: PeopleFilter = {
  text: '',
  conditions: [],
  statuses: [],
  enabled: null,
  provider: null,
  emailVerified: null,
  phoneVerified: null,
  createdFrom: null,
  createdBefore: null,
};

const person = () => ({ profileId, username: 'jane' });
const signUp = () => ({ ...person(), password: planted.password, attributes: [] });
const confirm = () => ({ ...person(), code: planted.code });
const newPassword = () => ({ ...person(), code: planted.code, password: planted.newPassword });
const credentials = () => ({ ...person(), password: planted.password });
const setPassword = () => ({ ...credentials(), permanent: true });
const invitation = () => ({ ...person(), by: 'EMAIL' as const });
const contact = () => ({ ...person(), contact: 'email' as const });
const answer = (challengeId: string) => ({
  challengeId,
  answer: {
    kind: 'new-password' as const,
    newPassword: planted.newPassword,
    attributes: [{ name: 'given_name', value: 'Jane' }],
  },
});

const challenge = {
  ChallengeName: 'NEW_PASSWORD_REQUIRED',
  Session: planted.awsSession,
  AvailableChallenges: ['PASSWORD', 'PASSWORD_SRP'],
  ChallengeParameters: {
    USER_ID_FOR_SRP: 'jane',
    requiredAttributes: '[]',
    MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]',
  },
};
const tokens = {
  AuthenticationResult: {
    AccessToken: planted.accessToken,
    IdToken: planted.idToken,
    RefreshToken: planted.refreshToken,
    ExpiresIn: 3600,
  },
};

async function filesOnDisk(): Promise<string> {
  const names = await readdir(desk.folder, { recursive: true });
  const texts = await Promise.all(
    names.map((name) => readFile(join(desk.folder, name), 'latin1').catch(() => '')),
  );
  return [...names, ...texts].join('\n');
}

async function expectNoLeak(): Promise<void> {
  expect(leaks(desk.results)).toEqual([]);
  expect(leaks(console_)).toEqual([]);
  expect(leaks(desk.faults.map(String))).toEqual([]);
  expect(leaks(await filesOnDisk())).toEqual([]);
}

/** A sign-in that waits for a step, for a new password unless told. */
async function challengeId(name = 'NEW_PASSWORD_REQUIRED'): Promise<string> {
  stub.on('InitiateAuth', { ...challenge, ChallengeName: name });
  const step = await desk.value('auth.signIn', credentials());
  if (step.kind !== 'challenge') throw new Error(step.kind);
  return step.challenge.id;
}

async function signedIn() {
  stub.on('InitiateAuth', tokens);
  const step = await desk.value('auth.signIn', credentials());
  if (step.kind !== 'signed-in') throw new Error(step.kind);
  return { sessionId: step.session.id };
}

const code = async () => ({
  challengeId: await challengeId('SMS_MFA'),
  answer: { kind: 'code' as const, code: planted.code },
});
const choice = async () => ({
  challengeId: await challengeId('SELECT_CHALLENGE'),
  answer: { kind: 'choice' as const, choice: 'PASSWORD', password: planted.password },
});
const custom = async () => ({
  challengeId: await challengeId('CUSTOM_CHALLENGE'),
  answer: { kind: 'custom' as const, answer: planted.customAnswer },
});
const authenticator = (id: string) => ({
  challengeId: id,
  answer: { kind: 'authenticator-setup' as const, code: planted.totpCode },
});

async function sessionCommands(): Promise<CommandRequest[]> {
  const input = await signedIn();
  return (['renew', 'revoke-token', 'global-sign-out', 'get-user'] as const).map((command) => ({
    command,
    input,
  }));
}

const adminActions = [
  'AdminConfirmSignUp',
  'AdminCreateUser',
  'AdminResetUserPassword',
  'AdminSetUserPassword',
  'AdminEnableUser',
  'AdminDisableUser',
  'AdminUserGlobalSignOut',
  'AdminUpdateUserAttributes',
];

const commands = async (): Promise<CommandRequest[]> => [
  { command: 'sign-up', input: signUp() },
  { command: 'confirm-sign-up', input: confirm() },
  { command: 'admin-confirm-sign-up', input: person() },
  { command: 'resend-confirmation-code', input: person() },
  { command: 'initiate-auth', input: credentials() },
  { command: 'access-token', input: credentials() },
  { command: 'respond-to-auth-challenge', input: answer(await challengeId()) },
  { command: 'respond-to-auth-challenge', input: await code() },
  { command: 'respond-to-auth-challenge', input: await custom() },
  { command: 'respond-to-auth-challenge', input: await choice() },
  { command: 'associate-software-token', input: { challengeId: await challengeId('MFA_SETUP') } },
  {
    command: 'verify-software-token',
    input: { challengeId: await challengeId('MFA_SETUP'), code: planted.totpCode },
  },
  { command: 'forgot-password', input: person() },
  { command: 'confirm-forgot-password', input: newPassword() },
  { command: 'admin-get-user', input: person() },
  { command: 'admin-create-user', input: invitation() },
  { command: 'admin-set-user-password', input: setPassword() },
  { command: 'admin-reset-user-password', input: person() },
  { command: 'admin-enable-user', input: person() },
  { command: 'admin-disable-user', input: person() },
  { command: 'admin-user-global-sign-out', input: person() },
  { command: 'admin-update-user-attributes', input: contact() },
  ...(await sessionCommands()),
];

it('the search itself finds what it is meant to find', () => {
  expect(leaks([{ deep: [planted.password] }])).toEqual([planted.password]);
  expect(leaks(Buffer.from(planted.code).toString('base64'))).toHaveLength(1);
  expect(leaks({ name: 'PASSWORD' })).toEqual([]);
});

describe('nothing secret leaves main', () => {
  it('when everything goes well', async () => {
    stub.on('SignUp', { UserConfirmed: false, UserSub: 'sub', Session: planted.awsSession });
    stub.on('ConfirmSignUp', { Session: planted.awsSession });
    stub.on('ResendConfirmationCode', {});
    stub.on('AdminGetUser', { Username: 'jane' });
    stub.on('ForgotPassword', {});
    stub.on('ConfirmForgotPassword', {});
    for (const wire of adminActions) stub.on(wire, {});
    stub.on('AdminListGroupsForUser', { Groups: [{ GroupName: 'support' }] });
    stub.on('DescribeUserPool', { UserPool: {} });
    stub.on('DescribeUserPoolClient', { UserPoolClient: { ClientSecret: planted.clientSecret } });
    await desk.value('users.signUpRules', { profileId, again: true });
    stub.on('RespondToAuthChallenge', tokens);
    await desk.value('auth.stepEnds', { challengeId: await challengeId() });
    // At once: the answer to a sign-in goes when the same person signs in anew.
    const look = async ({ replyId }: { replyId: string }) => {
      await desk.value('replies.show', { replyId });
      await desk.value('replies.copy', { replyId });
    };
    await look(await desk.value('users.signUp', signUp()));
    await look(await desk.value('users.confirmSignUp', confirm()));
    await look(await desk.value('users.adminConfirm', person()));
    await look(await desk.value('users.resendCode', person()));
    await look(await desk.value('users.get', person()));
    await look(await desk.value('users.resendInvitation', invitation()));
    await look(await desk.value('users.resetPassword', person()));
    await look(await desk.value('users.setPassword', setPassword()));
    await look(await desk.value('users.enable', person()));
    await look(await desk.value('users.disable', person()));
    await look(await desk.value('users.signOutEverywhere', person()));
    await look(await desk.value('users.verifyContact', contact()));
    await look(await desk.value('auth.answer', answer(await challengeId())));
    await look(await desk.value('auth.answer', await code()));
    await look(await desk.value('auth.answer', await custom()));
    await look(await desk.value('auth.answer', await choice()));
    await look(await desk.value('auth.forgotPassword', person()));
    await look(await desk.value('auth.confirmForgotPassword', newPassword()));
    stub.on('InitiateAuth', tokens);
    const step = await desk.value('tokens.getAccess', credentials());
    if (step.kind !== 'token' || step.replyId === null) throw new Error(step.kind);
    await desk.value('tokens.getAccess', { ...person(), password: null });
    await desk.value('tokens.describe', { sessionId: step.token.session.id });
    await desk.value('tokens.copy', { sessionId: step.token.session.id, as: 'header' });
    const { replyId: ofPerson } = await desk.value('users.get', person());
    await desk.value('users.surroundings', { profileId, replyId: ofPerson });
    await look({ replyId: step.replyId });
    await desk.value('sessions.list', {});
    await desk.value('activity.list', {});
    await desk.value('profiles.list', {});
    await desk.addProfile({ id: profileId, clientSecret: { change: 'keep' }, name: 'Renamed' });
    await desk.value('profiles.duplicate', { profileId });
    await desk.value('profiles.setFavourite', { profileId, favourite: true });
    await desk.value('profiles.reorder', { ids: [profileId] });
    await desk.value('preferences.set', { theme: 'dark' });
    const people = { columns: ['password'], rows: [[planted.password]] };
    await desk.value('spreadsheets.copy', { secret: true, ...people });
    await desk.value('spreadsheets.save', { name: 'People', ...people });
    await expectNoLeak();
  });

  it('of saved test users, whether AWS takes what is saved or says it all again', async () => {
    const testUser = {
      profileId,
      label: 'Buyer',
      username: 'jane',
      password: { change: 'set', value: planted.password },
      authenticator: { change: 'set', value: planted.totpKey },
    } as const;
    const { testUsers } = await desk.value('testUsers.save', testUser);
    const it_ = { profileId, testUserId: testUsers[0]?.id ?? '' };
    await desk.value('testUsers.list', { profileId });
    await desk.value('testUsers.code', it_);
    await desk.value('testUsers.copyCode', it_);
    stub.on('InitiateAuth', { ...challenge, ChallengeName: 'SOFTWARE_TOKEN_MFA' });
    const sentByApp = [planted.password, planted.totpKey, planted.clientSecret];
    const message = sentByApp.join(' and ');
    stub.on('RespondToAuthChallenge', tokens, { error: 'CodeMismatchException', message });
    const { replyId } = await desk.value('testUsers.signIn', it_);
    await desk.value('replies.show', { replyId });
    await desk.error('testUsers.save', testUser);
    await desk.error('testUsers.signIn', it_);
    stub.on('InitiateAuth', { error: 'NotAuthorizedException', message });
    await desk.error('testUsers.signIn', it_);
    await desk.value('testUsers.delete', it_);
    await desk.value('activity.list', {});
    await expectNoLeak();
  });

  it('of a sign-in that is judged, copied, renewed and ended', async () => {
    const session = await signedIn();
    for (const token of ['access', 'id'] as const) await desk.value('tokens.verify', { ...session, token });
    for (const text of [planted.accessToken, planted.refreshToken, `Bearer ${planted.idToken}`]) {
      await desk.value('tokens.inspect', { profileId, text });
    }
    for (const token of tokenNames) {
      for (const as of copyForms) await desk.value('tokens.copy', { ...session, token, as });
    }
    await desk.value('tokens.renew', session);
    stub.on('InitiateAuth', {
      error: 'InvalidParameterException',
      message: 'flow not enabled for this client',
    });
    stub.on('GetTokensFromRefreshToken', tokens);
    await desk.value('tokens.renew', session);
    stub.on('RevokeToken', {});
    stub.on('GlobalSignOut', {});
    stub.on('GetUser', { Username: 'jane', UserAttributes: [] });
    await desk.value('sessions.ownDetails', session);
    await desk.value('sessions.signOut', session);
    await desk.value('sessions.signOutEverywhere', await signedIn());
    await expectNoLeak();
  });

  it('of a sign-in whose renewal and end AWS refuses with everything that it got', async () => {
    const refusal = { error: 'NotAuthorizedException', message: secrets.join(' and ') };
    stub.on('InitiateAuth', tokens, refusal);
    for (const wire of ['GetTokensFromRefreshToken', 'RevokeToken', 'GlobalSignOut', 'GetUser'])
      stub.on(wire, refusal);
    const step = await desk.value('auth.signIn', credentials());
    if (step.kind !== 'signed-in') throw new Error(step.kind);
    const session = { sessionId: step.session.id };
    const errors = [
      await desk.error('tokens.renew', session),
      await desk.error('sessions.signOut', session),
      await desk.error('sessions.signOutEverywhere', session),
      await desk.error('sessions.ownDetails', session),
    ];
    for (const secret of [planted.accessToken, planted.idToken]) {
      expect(JSON.stringify(errors)).not.toContain(secret);
    }
    for (const secret of [planted.refreshToken, planted.clientSecret]) {
      expect(JSON.stringify(errors.slice(0, 2))).not.toContain(secret);
    }
    expect(leaks(JSON.stringify(await desk.value('activity.list', {})))).toEqual([]);
  });

  it('of a pool that is read, and of one that AWS does not let anybody read', async () => {
    const asked = { profileId, filter: anybody, sort: { column: 'username', descending: false } };
    const start = () =>
      desk.value('people.startReading', { profileId, again: true, perSecond: 20, inOneGo: false });
    const end = async (state: string) => {
      const reading = () => desk.value('people.reading', { profileId });
      await expect.poll(async () => (await reading()).state).toBe(state);
    };
    stub.on('DescribeUserPool', { UserPool: { EstimatedNumberOfUsers: 1 } });
    stub.on('ListUsers', { Users: [{ Username: 'jane' }] });
    await start();
    await end('done');
    expect(await desk.value('people.query', { ...asked, columns: [], offset: 0, limit: 9 })).toMatchObject({
      of: 1,
    });
    await desk.value('people.summary', asked);
    desk.fileDialogs.choose(join(desk.folder, 'people.json'));
    await desk.value('people.export', { ...asked, columns: null, format: 'json' });

    // Of what it echoes only these went out with the request, or could have.
    const message = [planted.secretAccessKey, planted.sessionToken, planted.clientSecret].join(' and ');
    stub.on('ListUsers', { error: 'AccessDeniedException', message });
    await start();
    await end('failed');
    await desk.value('people.stop', { profileId });
    await expectNoLeak();
    expect(leaks(told)).toEqual([]);
  });

  it('of a fault of the page that quotes them, and of what is typed into forms', async () => {
    const quoted = secrets.join(' and ');
    await desk.value('problems.report', {
      name: quoted.slice(0, 200),
      stack: `${quoted}: ${quoted}\n    at submit (app://desk/assets/index.js:1:2)\n    at ${quoted}`,
    });
    await desk.value('drafts.keep', { name: `sign-in ${profileId}`, values: JSON.stringify({ quoted }) });
    expect((await desk.value('problems.read', {})).text).toContain('index.js:1:2');
    await desk.close();
    await expectNoLeak();
  });

  it('except the access token, when that is asked for', async () => {
    stub.on('InitiateAuth', tokens);
    const step = await desk.value('auth.signIn', credentials());
    if (step.kind !== 'signed-in') throw new Error(step.kind);
    await expectNoLeak();
    await desk.value('tokens.reveal', { sessionId: step.session.id });
    expect(leaks(desk.results)).toEqual([planted.accessToken]);
  });

  it('except the key of an authenticator, when one is set up', async () => {
    const id = await challengeId('MFA_SETUP');
    stub.on('AssociateSoftwareToken', { SecretCode: planted.totpKey, Session: planted.awsSession });
    stub.on('VerifySoftwareToken', { Status: 'SUCCESS', Session: planted.awsSession });
    stub.on('RespondToAuthChallenge', tokens);
    await expectNoLeak();
    await desk.value('auth.setUpAuthenticator', { challengeId: id });
    const shown = desk.results.length;
    expect(new Set(leaks(desk.results))).toEqual(new Set([planted.totpKey]));
    await desk.value('auth.copyAuthenticatorKey', { challengeId: id });
    expect(desk.clipboard.content()).toBe(planted.totpKey);
    const { replyId } = await desk.value('auth.answer', authenticator(id));
    await desk.value('replies.show', { replyId });
    await desk.value('activity.list', {});
    expect(leaks(desk.results.slice(shown))).toEqual([]);
    expect(leaks(console_)).toEqual([]);
    expect(leaks(await filesOnDisk())).toEqual([]);
  });

  const everything = secrets.join(' and ');
  const echoes: readonly (readonly [string, StubAnswer])[] = [
    ...[
      ['InvalidParameterException', `1 validation error detected: Value '${everything}' failed`],
      [
        'InvalidParameterException',
        `Attributes did not conform to the schema: ${everything}: Attribute is bad`,
      ],
      ['InvalidParameterException', `Attribute ${everything} cannot be updated`],
      [
        'InvalidParameterException',
        `Attribute custom:${planted.password} cannot be updated, see custom:${planted.code}`,
      ],
      ['InvalidPasswordException', `Password did not conform with policy: ${everything}`],
      ['UserLambdaValidationException', `PreSignUp failed with error ${everything}`],
      ['UserLambdaValidationException', everything],
      ['UserLambdaValidationException', `${planted.password} failed with error x`],
      ['NotAuthorizedException', `A client attempted to write unauthorized attribute ${everything}`],
      [
        'AccessDeniedException',
        `not authorized to perform: cognito-idp:${planted.password} on resource: ${everything}`,
      ],
      ['NotAuthorizedException', everything],
      ['ResourceNotFoundException', everything],
      ['BrandNewException', everything],
      [planted.password, 'x'],
    ].map(
      ([error, message]) =>
        [`${error} “${message?.slice(0, 40)}”`, { error: error ?? '', message: message ?? '' }] as const,
    ),
    ['a page', { page: `<html>${everything}</html>`, status: 200 }],
    ['a page that refuses', { page: everything, status: 403 }],
    ['a challenge', { ChallengeName: 'SMS_MFA', Session: planted.awsSession, ChallengeParameters: {} }],
    ['a fault', { error: 'InternalErrorException', message: everything, status: 500 }],
    ['a page of a proxy', htmlPage(407)],
    ['a cut connection', DROP],
  ];

  it.each(echoes)('when AWS answers with %s', async (_, answered) => {
    const id = await challengeId();
    const setUp = await challengeId('MFA_SETUP');
    const codeStep = await code();
    const customStep = await custom();
    const choiceStep = await choice();
    stub.on('AdminGetUser', { Username: 'jane' });
    const { replyId } = await desk.value('users.get', person());
    for (const wire of [
      'SignUp',
      'ConfirmSignUp',
      'ResendConfirmationCode',
      'AdminGetUser',
      'AssociateSoftwareToken',
      'VerifySoftwareToken',
      'ForgotPassword',
      'ConfirmForgotPassword',
      ...adminActions,
      'AdminListGroupsForUser',
      'DescribeUserPool',
    ])
      stub.on(wire, answered);
    stub.on('RespondToAuthChallenge', answered);
    stub.on('InitiateAuth', answered);
    // Each operation knows its own secrets; those of the others it has never seen, and no real answer holds them.
    const own: Readonly<Record<string, readonly string[]>> = {
      'users.signUp': [planted.password, planted.clientSecret],
      'users.confirmSignUp': [planted.code, planted.clientSecret],
      'users.resendCode': [planted.clientSecret],
      'users.adminConfirm': [planted.secretAccessKey, planted.sessionToken],
      'users.get': [planted.secretAccessKey, planted.sessionToken],
      'users.surroundings': [planted.secretAccessKey, planted.sessionToken],
      'users.setPassword': [planted.password, planted.secretAccessKey, planted.sessionToken],
      'users.resendInvitation': [planted.secretAccessKey, planted.sessionToken],
      'users.resetPassword': [planted.secretAccessKey, planted.sessionToken],
      'users.enable': [planted.secretAccessKey, planted.sessionToken],
      'users.disable': [planted.secretAccessKey, planted.sessionToken],
      'users.signOutEverywhere': [planted.secretAccessKey, planted.sessionToken],
      'users.verifyContact': [planted.secretAccessKey, planted.sessionToken],
      'auth.signIn': [planted.password, planted.clientSecret],
      'auth.answer': [planted.newPassword, planted.clientSecret, planted.awsSession],
      code: [planted.code, planted.clientSecret, planted.awsSession],
      custom: [planted.customAnswer, planted.clientSecret, planted.awsSession],
      choice: [planted.password, planted.clientSecret, planted.awsSession],
      'auth.setUpAuthenticator': [planted.awsSession],
      'auth.forgotPassword': [planted.clientSecret],
      'auth.confirmForgotPassword': [planted.newPassword, planted.code, planted.clientSecret],
      authenticator: [planted.totpCode, planted.awsSession],
    };
    const results = {
      'users.signUp': await desk.call('users.signUp', signUp()),
      'users.confirmSignUp': await desk.call('users.confirmSignUp', confirm()),
      'users.resendCode': await desk.call('users.resendCode', person()),
      'users.adminConfirm': await desk.call('users.adminConfirm', person()),
      'users.get': await desk.call('users.get', person()),
      'users.surroundings': await desk.call('users.surroundings', { profileId, replyId }),
      'users.setPassword': await desk.call('users.setPassword', setPassword()),
      'users.resendInvitation': await desk.call('users.resendInvitation', invitation()),
      'users.resetPassword': await desk.call('users.resetPassword', person()),
      'users.enable': await desk.call('users.enable', person()),
      'users.disable': await desk.call('users.disable', person()),
      'users.signOutEverywhere': await desk.call('users.signOutEverywhere', person()),
      'users.verifyContact': await desk.call('users.verifyContact', contact()),
      'auth.signIn': await desk.call('auth.signIn', credentials()),
      'auth.answer': await desk.call('auth.answer', answer(id)),
      code: await desk.call('auth.answer', codeStep),
      custom: await desk.call('auth.answer', customStep),
      choice: await desk.call('auth.answer', choiceStep),
      'auth.setUpAuthenticator': await desk.call('auth.setUpAuthenticator', { challengeId: setUp }),
      'auth.forgotPassword': await desk.call('auth.forgotPassword', person()),
      'auth.confirmForgotPassword': await desk.call('auth.confirmForgotPassword', newPassword()),
      authenticator: await desk.call('auth.answer', authenticator(setUp)),
    };
    for (const [name, result] of Object.entries(results)) {
      const text = JSON.stringify(result);
      for (const secret of own[name] ?? []) expect(text).not.toContain(secret);
      // Tokens are known by their form.
      expect(text).not.toContain(planted.accessToken);
      expect(text).not.toContain(planted.idToken);
    }
    expect(leaks(JSON.stringify(await desk.value('activity.list', {})))).toEqual([]);
    expect(leaks(console_)).toEqual([]);
    expect(leaks(await filesOnDisk())).toEqual([]);
  });

  it('when the input is refused', async () => {
    for (const secret of secrets) {
      await desk.dispatch('auth.signIn', { ...person(), password: `${secret} ` });
      await desk.dispatch('auth.signIn', { ...person(), password: [secret], [secret]: secret });
      await desk.dispatch('users.confirmSignUp', { ...person(), code: { secret } });
      await desk.dispatch('users.setPassword', { ...person(), password: `${secret} `, permanent: true });
      await desk.dispatch('profiles.save', { clientSecret: { change: 'set', value: `${secret}!` } });
      await desk.dispatch('tokens.reveal', { sessionId: secret });
    }
    const results = desk.results.filter((result) => !result.ok).map((result) => JSON.stringify(result));
    // A key that is not declared is named: keys are not where secrets are typed.
    expect(leaks(results.filter((text) => !text.includes('Unrecognized key')))).toEqual([]);
    expect(leaks(console_)).toEqual([]);
  });
});

it('nothing secret leaves main when the vault is locked and opened', async () => {
  const { passphrase } = planted;
  // The one secret that the page is shown: it is written down from there. It must not come again.
  const { passphrase: recovery } = await desk.value('vault.proposeRecovery', {});
  const shown = desk.results.length;
  const wrong = await desk.error('vault.setPassphrase', { passphrase: 'short', askAtStart: true });
  expect(wrong).toMatchObject({ code: 'invalid-input' });
  await desk.value('vault.setPassphrase', { passphrase, askAtStart: true });
  await desk.error('vault.setRecovery', { passphrase: recovery, current: `${passphrase}!` });
  desk.clock.advance(1000);
  await desk.value('vault.setRecovery', { passphrase: recovery, current: passphrase });
  await desk.value('vault.lock', {});
  await desk.error('vault.unlock', { passphrase: `${passphrase}!` });
  await desk.error('vault.unlock', { passphrase });
  desk.clock.advance(1000);
  await desk.value('vault.unlock', { passphrase: recovery });
  await desk.value('vault.status', {});
  await desk.value('vault.copyRecovery', { passphrase: recovery });
  await desk.error('vault.discard', { id: passphrase });
  await desk.value('vault.removeRecovery', { current: passphrase });
  await desk.value('vault.removePassphrase', { current: passphrase });
  expect(JSON.stringify(desk.results.slice(shown))).not.toContain(recovery);
  await expectNoLeak();
});

it('nothing secret leaves main when profiles are shared, and files hold it sealed only', async () => {
  const { passphrase, recovery } = planted;
  const path = (name: string) => join(desk.folder, name);
  desk.fileDialogs.choose(path('plain'), path('sealed'), path('backup'), path('missing'), path('sealed'));
  const profileIds = [profileId];
  await desk.value('sharing.exportCard', { profileIds, passphrase: null });
  await desk.value('sharing.exportCard', { profileIds, passphrase });
  await desk.value('sharing.saveBackup', { passphrase });
  await desk.error('sharing.openFile', {});
  const { file } = await desk.value('sharing.openFile', {});
  if (file?.opened.kind !== 'sealed') throw new Error('It is not sealed.');
  const { fileId } = file.opened;
  await desk.error('sharing.unseal', { fileId, passphrase: recovery });
  const { preview } = await desk.value('sharing.unseal', { fileId, passphrase });
  const choices = [{ index: 0, choice: 'keep-both' as const }];
  await desk.value('sharing.import', { previewId: preview.previewId, choices });
  await desk.error('sharing.import', { previewId: preview.previewId, choices });
  const text = await readFile(path('backup'), 'utf8');
  const { opened } = await desk.value('sharing.readText', { text });
  if (opened.kind !== 'sealed') throw new Error(opened.kind);
  const backup = await desk.value('sharing.unseal', { fileId: opened.fileId, passphrase });
  await desk.value('sharing.import', {
    previewId: backup.preview.previewId,
    choices: [{ index: 0, choice: 'replace' }],
  });
  // A card that holds secrets although it is plain.
  const profiles = [
    { name: 'x', clientSecret: planted.clientSecret, access: { kind: planted.secretAccessKey } },
  ];
  const card = JSON.stringify({ format: 'cognito-desk card', version: 1, profiles });
  await desk.value('sharing.readText', { text: card });
  await desk.error('sharing.readText', { text: secrets.join(' ') });
  await desk.error('sharing.exportCard', { profileIds, passphrase: planted.code.slice(0, 11) });
  await desk.value('profiles.list', {});
  await expectNoLeak();
});

describe('a command', () => {
  it('that is shown has no secret in it', async () => {
    for (const request of await commands()) {
      const shown = await desk.value('commands.preview', { request });
      expect(leaks(shown)).toEqual([]);
    }
    await expectNoLeak();
  });

  it('that is copied without secrets has none in it either, and stays on the clipboard', async () => {
    for (const request of await commands()) {
      for (const form of ['bash', 'jsonCommand', 'jsonFile'] as const) {
        const copied = await desk.value('commands.copy', { request, form, includeSecrets: false });
        expect(copied).toEqual({ clearsAt: null });
      }
    }
    expect(leaks(desk.clipboard.written)).toEqual([]);
    await expectNoLeak();
  });

  it('that is copied with secrets has them on the clipboard only, and for a while only', async () => {
    for (const request of await commands()) {
      const copied = await desk.value('commands.copy', { request, form: 'jsonFile', includeSecrets: true });
      expect(copied).toEqual({ clearsAt: desk.clock.now() + 60_000 });
    }
    // The client secret itself is in no command; the hash that it makes is.
    expect(new Set(leaks(desk.clipboard.written))).toEqual(
      new Set([
        planted.accessToken,
        planted.refreshToken,
        planted.password,
        planted.code,
        planted.totpCode,
        planted.customAnswer,
        planted.newPassword,
        planted.awsSession,
      ]),
    );
    await expectNoLeak();
    await desk.close();
    expect(desk.clipboard.content()).toBe('');
  });
});
