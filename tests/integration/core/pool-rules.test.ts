/** What sign-up has to obey, as read from a scripted AWS. */
import { beforeEach, describe, expect, it } from 'vitest';
import { practiceProfile } from '#build/demo-pool.ts';
import { startEmulator } from '#build/emulator.ts';
import { createTestDesk, testClientId, testKeys, testPoolId, type TestDesk } from '#tests/support/desk.ts';
import { useAwsStub } from '#tests/support/use-aws-stub.ts';

const stub = await useAwsStub();
let desk: TestDesk;
let profileId: string;

const secret = 'plantedClientSecret0123456789';
const pool = {
  UsernameAttributes: ['email'],
  AutoVerifiedAttributes: ['email'],
  Policies: {
    PasswordPolicy: {
      MinimumLength: 12,
      RequireLowercase: true,
      RequireNumbers: true,
      RequireSymbols: false,
    },
  },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
  SchemaAttributes: [
    { Name: 'sub', AttributeDataType: 'String', Required: true, Mutable: false },
    { Name: 'email', AttributeDataType: 'String', Required: true, Mutable: true },
    { Name: 'email_verified', AttributeDataType: 'Boolean', Mutable: true },
    { Name: 'birthdate', AttributeDataType: 'String', StringAttributeConstraints: { MinLength: '10' } },
    { Name: 'nickname', AttributeDataType: 'String' },
    {
      Name: 'custom:level',
      AttributeDataType: 'Number',
      Mutable: false,
      NumberAttributeConstraints: { MinValue: '-1', MaxValue: '9' },
    },
    { Name: 'custom:vip', AttributeDataType: 'Boolean' },
    { Name: 'custom:since', AttributeDataType: 'DateTime' },
    {
      Name: 'custom:team',
      AttributeDataType: 'String',
      StringAttributeConstraints: { MinLength: '2', MaxLength: '20' },
    },
    { Name: 'dev:custom:note', AttributeDataType: 'String', DeveloperOnlyAttribute: true },
  ],
};
const writable = ['email', 'birthdate', 'custom:level', 'custom:vip', 'custom:since', 'custom:team'];

function answer(changes: object = {}, client: object = { WriteAttributes: writable }): void {
  stub.on('DescribeUserPool', { UserPool: { Id: testPoolId, ...pool, ...changes } });
  stub.on('DescribeUserPoolClient', { UserPoolClient: { ClientSecret: secret, ...client } });
}
const read = (again = false) => desk.value('users.signUpRules', { profileId, again });
const rulesOf = async () => {
  const reply = await read(true);
  if (!reply.known) throw new Error(reply.because);
  return reply.rules;
};

beforeEach(async () => {
  desk = await createTestDesk({ stubUrl: stub.url });
  profileId = await desk.addProfile({ access: testKeys });
  answer();
});

describe('the rules of a pool', () => {
  it('name what its people have to give, with type and limits', async () => {
    const rule = (name: string, type: string, changes: object = {}) => ({
      name,
      type,
      required: false,
      mutable: true,
      min: null,
      max: null,
      ...changes,
    });
    expect(await read()).toEqual({
      known: true,
      rules: {
        identifier: 'email',
        aliases: [],
        attributes: [
          rule('email', 'text', { required: true }),
          rule('birthdate', 'date'),
          rule('custom:level', 'number', { mutable: false, min: -1, max: 9 }),
          rule('custom:vip', 'boolean'),
          rule('custom:since', 'date-time'),
          rule('custom:team', 'text', { min: 2, max: 20 }),
        ],
        password: { minimumLength: 12, lowercase: true, uppercase: false, numbers: true, symbols: false },
        adminOnly: false,
        codesTo: ['email'],
      },
    });
    expect(stub.requests.map(({ operation }) => operation).sort()).toEqual([
      'DescribeUserPool',
      'DescribeUserPoolClient',
    ]);
    expect(stub.requests.map(({ body }) => body)).toContainEqual({
      UserPoolId: testPoolId,
      ClientId: testClientId,
    });
  });

  it('tell by which name people sign in', async () => {
    const identifiers = [
      [{ UsernameAttributes: ['phone_number'] }, 'phone', []],
      [{ UsernameAttributes: ['phone_number', 'email'] }, 'email-or-phone', []],
      [{ UsernameAttributes: [] }, 'username', []],
      [
        { UsernameAttributes: undefined, AliasAttributes: ['preferred_username', 'email'] },
        'username',
        ['email', 'preferred_username'],
      ],
    ] as const;
    for (const [changes, identifier, aliases] of identifiers) {
      answer(changes);
      expect(await rulesOf()).toMatchObject({ identifier, aliases });
    }
  });

  it('offer every attribute where the app client has no list', async () => {
    answer({}, {});
    expect((await rulesOf()).attributes?.map(({ name }) => name)).toEqual([
      'email',
      'birthdate',
      'nickname',
      'custom:level',
      'custom:vip',
      'custom:since',
      'custom:team',
    ]);
  });

  it('say that only administrators create accounts, and that no code is sent', async () => {
    answer({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      AutoVerifiedAttributes: [],
      Policies: {},
    });
    expect(await rulesOf()).toMatchObject({ adminOnly: true, codesTo: [], password: null });
  });

  it('are unknown where the pool tells nothing', async () => {
    stub.on('DescribeUserPool', { UserPool: {} });
    stub.on('DescribeUserPoolClient', {});
    expect(await rulesOf()).toMatchObject({ identifier: 'username', attributes: null, password: null });
  });

  it('are read from the practice pool, too', async () => {
    const emulator = await startEmulator();
    try {
      profileId = await desk.addProfile(practiceProfile(emulator.url));
      expect(await rulesOf()).toMatchObject({ identifier: 'email', codesTo: ['email'] });
    } finally {
      await emulator.stop();
    }
  });
});

describe('reading them', () => {
  it('happens once for a profile, until it talks to something else or the person asks again', async () => {
    await read();
    await read();
    expect(stub.requests).toHaveLength(2);
    await read(true);
    expect(stub.requests).toHaveLength(4);
    await desk.addProfile({ id: profileId, access: testKeys, name: 'Renamed' });
    await read();
    expect(stub.requests).toHaveLength(4);
    await desk.addProfile({ id: profileId, access: testKeys, clientId: 'another' });
    await read();
    expect(stub.requests).toHaveLength(6);
  });

  it('keeps nothing of an answer that comes after the profile changed', async () => {
    const late = Promise.withResolvers<object>();
    const asked = Promise.withResolvers<undefined>();
    stub.on('DescribeUserPool', async () => {
      asked.resolve(undefined);
      return { UserPool: await late.promise };
    });
    const first = desk.call('users.signUpRules', { profileId, again: false });
    await asked.promise;
    await desk.addProfile({ id: profileId, access: testKeys, poolId: 'us-east-1_Other0001' });
    late.resolve(pool);
    await first;
    answer({ UsernameAttributes: ['phone_number'] });
    expect(await read()).toMatchObject({ rules: { identifier: 'phone' } });
  });

  it('asks nothing without pool or access', async () => {
    for (const draft of [{ poolId: null }, { access: null }]) {
      profileId = await desk.addProfile(draft);
      expect(await read()).toEqual({ known: false, because: 'no-access', error: null });
    }
    expect(stub.requests).toEqual([]);
  });

  it('says why it failed, and tries again next time', async () => {
    stub.on('DescribeUserPool', {
      error: 'AccessDeniedException',
      message: 'not authorized to perform: cognito-idp:DescribeUserPool',
    });
    expect(await read()).toMatchObject({
      known: false,
      because: 'failed',
      error: { code: 'access-denied', action: 'cognito-idp:DescribeUserPool' },
    });
    answer();
    expect(await read()).toMatchObject({ known: true });
  });

  it('never hands on the secret of the app client', async () => {
    await read();
    expect(JSON.stringify(desk.results)).not.toContain(secret);
  });
});
