/** What the doctor says of a profile, against answers in AWS's wire form. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { practiceProfile } from '#build/demo-pool.ts';
import { startEmulator } from '#build/emulator.ts';
import { lookupActions } from '#contract/doctor.ts';
import type { SignInMethod } from '#contract/profiles.ts';
import { createAwsAccess } from '#core/aws/aws-access.ts';
import { sharedCall } from '#core/call.ts';
import { createLifetimes } from '#core/scope.ts';
import { createMfaPrompt } from '#core/aws/mfa-prompt.ts';
import { createCognitoClients } from '#core/cognito/clients.ts';
import { createDestinations } from '#core/network/destination.ts';
import { defaultTimeouts } from '#core/network/timeouts.ts';
import { gatherEvidence } from '#core/doctor/evidence.ts';
import type { ProfileRecord } from '#core/profiles/profile-record.ts';
import { DROP, htmlPage, shifted, type StubAnswer } from '#tests/support/aws-stub.ts';
import { useAwsStub } from '#tests/support/use-aws-stub.ts';
import { createTestClock } from '#tests/support/ports.ts';
import { createTestDesk, testClientId, testKeys, type TestDesk } from '#tests/support/desk.ts';

const stub = await useAwsStub();
let desk: TestDesk;

const notAuthorized = (message: string) => ({ error: 'NotAuthorizedException', message });
const wrongPassword = notAuthorized('Incorrect username or password.');
const nobody = { error: 'UserNotFoundException', message: 'User does not exist.' };
const flowOff = {
  error: 'InvalidParameterException',
  message: 'USER_PASSWORD_AUTH flow not enabled for this client',
};
const denied = (action: string) => ({
  error: 'AccessDeniedException',
  message: `User: arn:aws:iam::123456789012:user/jane is not authorized to perform: cognito-idp:${action} on resource: *`,
});
const poolArn = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Ab12Cd34E';
const described = (client: object = {}) => ({
  UserPoolClient: { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'], ...client },
});

/** A pool in which everything is as it should be. */
const healthy: Readonly<Record<string, StubAnswer>> = {
  InitiateAuth: wrongPassword,
  AdminGetUser: nobody,
  ListUsers: { Users: [] },
  AdminListGroupsForUser: nobody,
  DescribeUserPool: { UserPool: { Arn: poolArn } },
  DescribeUserPoolClient: described(),
};

beforeEach(async () => {
  vi.unstubAllEnvs();
  desk = await createTestDesk({
    stubUrl: stub.url,
    clock: createTestClock(Date.now()),
    reroute: (address) => (/^https:\/\/(?:cognito-idp|sts)\.us-east-1\./.test(address) ? stub.url : null),
  });
});

async function examine(
  answers: Readonly<Record<string, StubAnswer>> = {},
  draft: Parameters<TestDesk['addProfile']>[0] = { access: testKeys },
) {
  for (const [operation, answer] of Object.entries({ ...healthy, ...answers })) stub.on(operation, answer);
  return desk.value('doctor.examine', { profileId: await desk.addProfile(draft) });
}

const setSecret = { change: 'set', value: 'plantedClientSecret0123456789' } as const;

describe('a healthy profile', () => {
  it('is good in everything that can be known of it', async () => {
    const report = await examine();
    expect(report).toMatchObject({
      region: { verdict: 'good', region: 'us-east-1' },
      endpoint: { verdict: 'good', host: new URL(stub.url).host },
      clock: { verdict: 'good' },
      pool: { verdict: 'good' },
      client: { verdict: 'good', inPool: true },
      secret: { verdict: 'good', needed: false },
      signIn: { verdict: 'good', by: 'password' },
      identity: { verdict: 'unchecked', because: 'own-address' },
      missingPolicy: null,
    });
    for (const action of lookupActions) expect(report.permissions[action]).toEqual({ verdict: 'good' });
  });

  it('is asked with reading requests and one sign-in of nobody', async () => {
    await examine();
    expect(stub.requests.map(({ operation }) => operation).sort()).toEqual(
      ['InitiateAuth', ...lookupActions].sort(),
    );
    expect(stub.requests.find(({ operation }) => operation === 'InitiateAuth')?.body).toMatchObject({
      AuthParameters: { USERNAME: expect.stringMatching(/^cognito-desk-[\w-]{36}$/) as unknown },
    });
  });

  it('without pool and access says what it could not check, and why', async () => {
    const report = await examine({}, { poolId: null });
    expect(report).toMatchObject({
      region: { verdict: 'unchecked', because: 'no-pool' },
      pool: { verdict: 'unchecked', because: 'no-pool' },
      client: { verdict: 'good', inPool: false },
      secret: { verdict: 'good', needed: false },
      identity: { verdict: 'unchecked', because: 'no-access' },
      permissions: { AdminGetUser: { verdict: 'unchecked', because: 'no-access' } },
    });
    expect(stub.requests).toHaveLength(1);
  });

  it('of the practice pool is good where the emulator knows an answer', async () => {
    const emulator = await startEmulator();
    try {
      const report = await examine({}, practiceProfile(emulator.url));
      expect(report).toMatchObject({
        endpoint: { verdict: 'good' },
        pool: { verdict: 'good' },
        client: { verdict: 'good' },
        signIn: { verdict: 'good', by: 'password' },
        permissions: { AdminGetUser: { verdict: 'good' }, ListUsers: { verdict: 'good' } },
        missingPolicy: null,
      });
    } finally {
      await emulator.stop();
    }
  });
});

describe('the way to AWS', () => {
  it('is judged by region, answer and clock', async () => {
    expect((await examine({}, { region: 'eu-west-1', access: testKeys })).region).toEqual({
      verdict: 'problem',
      region: 'eu-west-1',
      poolRegion: 'us-east-1',
    });
    expect((await examine({ InitiateAuth: shifted(-10 * 60_000, wrongPassword) })).clock).toEqual({
      verdict: 'problem',
      minutesOff: 10,
    });
  });

  it('is timed without what it takes to get ready for it', async () => {
    const { now, advance } = createTestClock(Date.now());
    const clients = createCognitoClients(createLifetimes(), {
      destinations: createDestinations({
        allowed: { has: async () => false, add: async () => undefined },
        ask: async () => false,
        now,
      }),
      resolveProxy: () => Promise.resolve('DIRECT'),
      now,
      timeouts: defaultTimeouts,
      awsAccess: createAwsAccess(createLifetimes(), { prompt: createMfaPrompt(() => undefined), now }),
    });
    const slow = {
      ...clients,
      prepare() {
        advance(1000);
        return clients.prepare();
      },
    };
    stub.on('InitiateAuth', () => {
      advance(20);
      return wrongPassword;
    });
    const record: ProfileRecord = {
      id: 'p',
      name: 'Test pool',
      environment: 'test',
      region: 'us-east-1',
      clientId: testClientId,
      clientSecret: null,
      endpoint: stub.url,
      poolId: null,
      access: null,
    };
    const call = sharedCall();
    const { signIn } = await gatherEvidence({ clients: slow, now }, record, call);
    expect(signIn.milliseconds).toBe(20);
  });

  it.each([
    ['a connection that breaks', DROP, 'unreachable'],
    ['the page of a network', htmlPage(200), 'intercepted'],
  ] as const)('ends in %s, which leaves the rest open', async (_name, answer, code) => {
    const report = await examine({ InitiateAuth: answer });
    expect(report).toMatchObject({
      endpoint: { verdict: 'problem', error: { code } },
      clock: { verdict: 'good' },
      client: { verdict: 'unchecked', because: 'earlier-problem' },
      signIn: { verdict: 'good', by: 'password' },
    });
  });

  it('that is given up gives no report', async () => {
    const profileId = await desk.addProfile();
    stub.on('InitiateAuth', async () => {
      await desk.dispatch('calls.cancel', { callId: 'mine' });
      return wrongPassword;
    });
    const result = await desk.call('doctor.examine', { profileId }, 'mine');
    expect(result).toEqual({ ok: false, error: { code: 'cancelled' } });
  });
});

describe('the app client', () => {
  const noClient = { error: 'ResourceNotFoundException', message: 'User pool client abc does not exist.' };

  it('is missed', async () => {
    const report = await examine({ InitiateAuth: noClient, DescribeUserPoolClient: noClient });
    expect(report.client).toEqual({ verdict: 'problem', why: 'not-found' });
    expect(report.secret).toMatchObject({ verdict: 'unchecked', because: 'earlier-problem' });
    expect(report.signIn).toMatchObject({ verdict: 'unchecked', because: 'earlier-problem' });
  });

  it('of another pool is told apart', async () => {
    expect((await examine({ DescribeUserPoolClient: noClient })).client).toEqual({
      verdict: 'problem',
      why: 'other-pool',
    });
  });

  it('needs the right secret, by what the sign-in answers', async () => {
    const without = { DescribeUserPoolClient: denied('DescribeUserPoolClient') };
    const cases = [
      ['Client abc is configured with secret but SECRET_HASH was not received', 'missing'],
      ['Unable to verify secret hash for client abc', 'wrong'],
    ] as const;
    for (const [message, why] of cases) {
      const report = await examine({ ...without, InitiateAuth: notAuthorized(message) });
      expect(report.secret).toEqual({ verdict: 'problem', why });
      expect(report.client).toEqual({ verdict: 'good', inPool: false });
    }
  });

  it('needs the right secret, by its settings', async () => {
    const withSecret = { access: testKeys, clientSecret: setSecret };
    // With the flow off the sign-in says nothing about the secret.
    const settings = (ClientSecret?: string) => ({
      InitiateAuth: flowOff,
      DescribeUserPoolClient: described({ ClientSecret }),
    });
    const [saved, another] = ['plantedClientSecret0123456789', 'anotherClientSecret0123456789'];
    const verdicts = [
      [await examine(settings(saved), withSecret), { verdict: 'good', needed: true }],
      [await examine(settings(another), withSecret), { verdict: 'problem', why: 'wrong' }],
      [await examine(settings(), withSecret), { verdict: 'problem', why: 'not-needed' }],
      [await examine(settings(another)), { verdict: 'problem', why: 'missing' }],
      // A client can have a second secret, which AWS does not show: what the sign-in let pass is right.
      [
        await examine({ ...settings(another), InitiateAuth: wrongPassword }, withSecret),
        { verdict: 'good', needed: true },
      ],
    ] as const;
    for (const [report, expected] of verdicts) expect(report.secret).toEqual(expected);
    expect(JSON.stringify(desk.results)).not.toContain('plantedClientSecret0123456789');
    expect(JSON.stringify(desk.results)).not.toContain('anotherClientSecret0123456789');
  });

  describe('lets people sign in as the profile says', () => {
    const allows = (...ExplicitAuthFlows: string[]) => ({
      InitiateAuth: flowOff,
      DescribeUserPoolClient: described({ ExplicitAuthFlows }),
    });
    const verdictOf = async (
      signInMethod: SignInMethod,
      answers: Readonly<Record<string, StubAnswer>>,
      draft: Parameters<TestDesk['addProfile']>[0] = { access: testKeys },
    ) => (await examine(answers, { ...draft, signInMethod })).signIn;
    const off = (...offered: string[]) => ({ verdict: 'problem', offered });

    it.each([
      ['password', ['ALLOW_USER_SRP_AUTH'], off('srp')],
      ['automatic', ['ALLOW_USER_SRP_AUTH'], { verdict: 'good', by: 'srp' }],
      ['automatic', ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'], off('choice')],
      ['srp', ['ALLOW_USER_SRP_AUTH'], { verdict: 'good', by: 'srp' }],
      ['srp', ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_AUTH'], off('password', 'choice')],
      ['choice', ['ALLOW_USER_AUTH'], { verdict: 'good', by: 'choice' }],
      ['choice', ['ALLOW_CUSTOM_AUTH'], off()],
      ['admin', ['ALLOW_ADMIN_USER_PASSWORD_AUTH'], { verdict: 'good', by: 'admin' }],
      ['admin', ['ADMIN_NO_SRP_AUTH'], { verdict: 'good', by: 'admin' }],
      ['admin', ['USER_PASSWORD_AUTH'], off('password')],
    ] as const)('%s with %j', async (method, flows, expected) => {
      expect(await verdictOf(method, allows(...flows))).toEqual(expected);
    });

    it('by password also where the settings cannot be read, since that is tried', async () => {
      const denies = { DescribeUserPoolClient: denied('DescribeUserPoolClient') };
      expect(await verdictOf('password', denies)).toEqual({ verdict: 'good', by: 'password' });
      expect(await verdictOf('automatic', { ...denies, InitiateAuth: flowOff })).toEqual(off());
    });

    it('which stays open for the other ways then, with the reason', async () => {
      const denies = { DescribeUserPoolClient: denied('DescribeUserPoolClient') };
      expect(await verdictOf('srp', denies)).toMatchObject({
        verdict: 'unchecked',
        because: 'unclear',
        error: { code: 'access-denied' },
      });
      const open = { verdict: 'unchecked', because: 'no-access' };
      expect(await verdictOf('srp', {}, { access: null })).toMatchObject(open);
      // An emulator that tells no settings.
      expect(await verdictOf('choice', allows())).toMatchObject({ verdict: 'unchecked', because: 'unclear' });
    });
  });
});

describe('AWS access', () => {
  it('that lacks permissions gets a policy with exactly these', async () => {
    const report = await examine({
      ListUsers: denied('ListUsers'),
      DescribeUserPoolClient: denied('DescribeUserPoolClient'),
    });
    expect(report.permissions).toMatchObject({
      AdminGetUser: { verdict: 'good' },
      ListUsers: { verdict: 'optional', why: 'not-allowed' },
      DescribeUserPoolClient: { verdict: 'optional', why: 'not-allowed' },
    });
    expect(JSON.parse(report.missingPolicy ?? '')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['cognito-idp:ListUsers', 'cognito-idp:DescribeUserPoolClient'],
          Resource: poolArn,
        },
      ],
    });
  });

  it('is told apart by what looking a person up takes', async () => {
    const report = await examine({ AdminGetUser: denied('AdminGetUser'), ListUsers: denied('ListUsers') });
    expect(report.permissions).toMatchObject({
      AdminGetUser: { verdict: 'problem', why: 'not-allowed' },
      ListUsers: { verdict: 'optional', why: 'not-allowed' },
    });
  });

  it('that a policy denies outright is said to be so, and gets no policy for it', async () => {
    const outright = (action: string) => {
      const { error, message } = denied(action);
      return { error, message: `${message} with an explicit deny in a service control policy` };
    };
    const report = await examine({
      AdminGetUser: outright('AdminGetUser'),
      ListUsers: outright('ListUsers'),
      DescribeUserPoolClient: denied('DescribeUserPoolClient'),
    });
    expect(report.permissions).toMatchObject({
      AdminGetUser: { verdict: 'problem', why: 'denied' },
      ListUsers: { verdict: 'optional', why: 'denied' },
    });
    const policy: unknown = JSON.parse(report.missingPolicy ?? '');
    expect(policy).toMatchObject({ Statement: [{ Action: ['cognito-idp:DescribeUserPoolClient'] }] });
    const denials = await examine({ AdminGetUser: outright('AdminGetUser') });
    expect(denials.missingPolicy).toBeNull();
  });

  it('whose role is refused lacks the role, not the permissions', async () => {
    const message =
      'User: arn:aws:iam::123456789012:user/jane is not authorized to perform: sts:AssumeRole on resource: x';
    const refused = { error: 'AccessDenied', message };
    const report = await examine(Object.fromEntries(lookupActions.map((action) => [action, refused])));
    expect(report.permissions.AdminGetUser).toMatchObject({ verdict: 'unchecked', because: 'unclear' });
    expect(report.missingPolicy).toBeNull();
  });

  it('to a pool that is not there is told', async () => {
    const gone = {
      error: 'ResourceNotFoundException',
      message: 'User pool us-east-1_Ab12Cd34E does not exist.',
    };
    const report = await examine(Object.fromEntries(lookupActions.map((action) => [action, gone])));
    expect(report.pool).toMatchObject({ verdict: 'problem', error: { code: 'pool-not-found' } });
    expect(report.missingPolicy).toBeNull();
  });

  it('is named by account and ARN, at AWS itself', async () => {
    const Arn = 'arn:aws-cn:iam::123456789012:user/jane';
    stub.on('POST /', {
      page: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${Arn}</Arn><UserId>AIDA</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      status: 200,
      contentType: 'text/xml',
    });
    const report = await examine(
      { ListUsers: denied('ListUsers'), DescribeUserPool: denied('DescribeUserPool') },
      { access: testKeys, endpoint: null },
    );
    expect(report.identity).toEqual({ verdict: 'good', account: '123456789012', arn: Arn });
    expect(report.missingPolicy).toContain(
      'arn:aws-cn:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Ab12Cd34E',
    );
  });

  it('that AWS does not know is told, and asked for again the next time', async () => {
    stub.on('POST /', {
      page: '<ErrorResponse><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code><Message>The security token included in the request is invalid.</Message></Error></ErrorResponse>',
      status: 403,
      contentType: 'text/xml',
    });
    const invalid = { error: 'UnrecognizedClientException', message: 'The security token is invalid.' };
    const report = await examine(Object.fromEntries(lookupActions.map((action) => [action, invalid])), {
      access: testKeys,
      endpoint: null,
    });
    expect(report.identity).toMatchObject({ verdict: 'problem', error: { code: 'aws-keys-invalid' } });
    expect(report.permissions.ListUsers).toMatchObject({
      verdict: 'unchecked',
      because: 'unclear',
      error: { code: 'aws-keys-invalid' },
    });
  });
});

it('says nothing secret, whatever AWS answers', async () => {
  const secret = 'plantedClientSecret0123456789';
  const echo = { error: 'InvalidParameterException', message: `1 validation error: ${secret}` };
  await examine(
    Object.fromEntries(['InitiateAuth', ...lookupActions].map((operation) => [operation, echo])),
    { access: testKeys, clientSecret: setSecret },
  );
  const told = JSON.stringify(desk.results);
  expect(told).not.toContain(secret);
  expect(told).not.toContain(testKeys.keys.secretAccessKey);
});
