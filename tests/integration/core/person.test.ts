/** A person with what surrounds them, and what an administrator does to them, against a scripted AWS. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { InputOf, OperationName } from '#contract/index.ts';
import type { ProfileDraft } from '#contract/profiles.ts';
import { createTestDesk, expectCode, testKeys, testPoolId, type TestDesk } from '#tests/support/desk.ts';
import { HANG } from '#tests/support/aws-stub.ts';
import { useAwsStub } from '#tests/support/use-aws-stub.ts';

const stub = await useAwsStub();
let desk: TestDesk;
let profileId: string;

const sub = '4320de44-2322-4620-999b-5e2e1c8df013';
const attributes = (values: Readonly<Record<string, string>>) =>
  Object.entries({ sub, ...values }).map(([Name, Value]) => ({ Name, Value }));
const reply = (status: string, values: Readonly<Record<string, string>> = {}, more: object = {}) => ({
  Username: 'jane',
  UserStatus: status,
  Enabled: true,
  UserAttributes: attributes({ email: 'jane@example.com', email_verified: 'true', ...values }),
  ...more,
});
const denied = (action: string) => ({
  error: 'AccessDeniedException',
  message: `User: arn:aws:iam::1:user/x is not authorized to perform: cognito-idp:${action} on resource: y`,
});

beforeEach(async () => {
  desk = await createTestDesk({ stubUrl: stub.url });
  profileId = await desk.addProfile({ access: testKeys });
  stub.on('AdminGetUser', reply('CONFIRMED'));
  stub.on('AdminListGroupsForUser', { Groups: [] });
  stub.on('DescribeUserPool', { UserPool: {} });
});

const open = async (username = 'jane') => desk.value('users.get', { profileId, username });
async function surroundings() {
  const { replyId } = await open();
  return desk.value('users.surroundings', { profileId, replyId });
}
const requestsOf = (operation: string) => stub.requests.filter((one) => one.operation === operation);

describe('what surrounds a person', () => {
  it('is read without opening the person again, and sharpens the verdict', async () => {
    const day = 86_400;
    const now = desk.clock.now() / 1000;
    stub.on(
      'AdminGetUser',
      reply(
        'FORCE_CHANGE_PASSWORD',
        {},
        { UserCreateDate: now - 9 * day, UserLastModifiedDate: now - 8 * day },
      ),
    );
    stub.on('DescribeUserPool', {
      UserPool: {
        AliasAttributes: ['email'],
        MfaConfiguration: 'ON',
        Policies: { PasswordPolicy: { MinimumLength: 12, TemporaryPasswordValidityDays: 7 } },
      },
    });
    stub.on('AdminListGroupsForUser', { Groups: [{ GroupName: 'support', Description: 'First line' }] });

    const opened = await open();
    expect(opened.person.verdict).toMatchObject({ answer: 'not-yet', next: 'use-invitation' });
    const found = await desk.value('users.surroundings', { profileId, replyId: opened.replyId });
    expect(found.verdict).toMatchObject({ answer: 'cannot', next: 'renew-invitation' });
    expect(found.verdict.reasons.map(({ reason }) => reason)).toEqual([
      'status',
      'invitation',
      'signs-in-with',
      'second-step-to-set-up',
      'groups',
    ]);
    expect(found.groups).toEqual({
      known: true,
      groups: [{ name: 'support', description: 'First line' }],
      more: false,
    });
    expect(found.pool).toMatchObject({ known: true, password: { minimumLength: 12 } });
    expect(requestsOf('AdminGetUser')).toHaveLength(1);

    // The settings of the pool are kept until the profile changes.
    await desk.value('users.surroundings', { profileId, replyId: opened.replyId });
    expect(requestsOf('DescribeUserPool')).toHaveLength(1);
    expect(requestsOf('AdminListGroupsForUser')[0]?.body).toEqual({
      UserPoolId: testPoolId,
      Username: 'jane',
      Limit: 60,
    });
  });

  it('has the groups of all pages, also behind an empty one', async () => {
    stub.on(
      'AdminListGroupsForUser',
      { Groups: [{ GroupName: 'a' }], NextToken: 'one' },
      { Groups: [], NextToken: 'two' },
      { Groups: [{ GroupName: 'b' }] },
    );
    const { groups } = await surroundings();
    expect(groups).toMatchObject({ known: true, groups: [{ name: 'a' }, { name: 'b' }], more: false });
    expect(requestsOf('AdminListGroupsForUser').map(({ body }) => body)).toMatchObject([
      {},
      { NextToken: 'one' },
      { NextToken: 'two' },
    ]);
  });

  it('ends where the pages do not', async () => {
    stub.on('AdminListGroupsForUser', { Groups: [{ GroupName: 'a' }], NextToken: 'again' });
    expect((await surroundings()).groups).toMatchObject({ known: true, more: true });
    expect(requestsOf('AdminListGroupsForUser')).toHaveLength(20);
  });

  it('says in its place what is not permitted, and judges by the rest', async () => {
    stub.on('AdminListGroupsForUser', denied('AdminListGroupsForUser'));
    stub.on('DescribeUserPool', denied('DescribeUserPool'));
    expect(await surroundings()).toMatchObject({
      verdict: { answer: 'can' },
      groups: {
        known: false,
        error: { code: 'access-denied', action: 'cognito-idp:AdminListGroupsForUser' },
      },
      pool: { known: false, error: { code: 'access-denied', action: 'cognito-idp:DescribeUserPool' } },
    });
  });

  it('is of the reply that was opened, and of nothing else', async () => {
    stub.on('AdminEnableUser', {});
    const { replyId } = await desk.value('users.enable', { profileId, username: 'jane' });
    const other = await desk.addProfile({ access: testKeys });
    const { replyId: opened } = await open();
    for (const input of [
      { profileId, replyId },
      { profileId, replyId: 'none' },
      { profileId: other, replyId: opened },
    ]) {
      expectCode(await desk.error('users.surroundings', input), 'reply-gone');
    }
  });

  it('knows the passwords that were refused here, whatever name they were tried with', async () => {
    stub.on('InitiateAuth', { error: 'NotAuthorizedException', message: 'Incorrect username or password.' });
    for (let tries = 0; tries < 5; tries += 1) {
      await desk.error('auth.signIn', { profileId, username: 'jane@example.com', password: 'x' });
    }
    const { person } = await open();
    expect(person.verdict).toMatchObject({ answer: 'can', next: 'wait' });
    expect(person.verdict.reasons.at(-1)).toMatchObject({ reason: 'refused-tries', count: 5 });
    desk.clock.advance(15 * 60_000);
    expect((await open()).person.verdict).toMatchObject({ next: 'nothing' });
  });
});

// --- Actions ------------------------------------------------------------------------------------------------------

type Action = {
  readonly wire: string;
  readonly name: OperationName;
  readonly input: () => InputOf<'users.enable'> & object;
  readonly sent: object;
};
const named = () => ({ profileId, username: 'jane' });
const action = (wire: string, name: OperationName, more: object = {}, sent: object = {}): Action => ({
  wire,
  name,
  input: () => ({ ...named(), ...more }),
  sent: { UserPoolId: testPoolId, Username: 'jane', ...sent },
});
const actions: readonly Action[] = [
  action('AdminConfirmSignUp', 'users.adminConfirm'),
  action(
    'AdminCreateUser',
    'users.resendInvitation',
    { by: 'EMAIL' },
    { MessageAction: 'RESEND', DesiredDeliveryMediums: ['EMAIL'] },
  ),
  action('AdminResetUserPassword', 'users.resetPassword'),
  action(
    'AdminSetUserPassword',
    'users.setPassword',
    { password: 'p"\\ä🔑', permanent: false },
    { Password: 'p"\\ä🔑', Permanent: false },
  ),
  action('AdminEnableUser', 'users.enable'),
  action('AdminDisableUser', 'users.disable'),
  action('AdminUserGlobalSignOut', 'users.signOutEverywhere'),
  action(
    'AdminUpdateUserAttributes',
    'users.verifyContact',
    { contact: 'phone_number' },
    { UserAttributes: [{ Name: 'phone_number_verified', Value: 'true' }] },
  ),
];
const perform = ({ name, input }: Action) => desk.dispatch(name, input());
const withProfile = async (draft: Partial<ProfileDraft>) => {
  profileId = await desk.addProfile({ access: testKeys, ...draft });
};

describe.each(actions)('$wire', (one) => {
  const { wire } = one;

  it('sends exactly this, once, signed with the access of the profile', async () => {
    stub.on(wire, {});
    expect(await perform(one)).toMatchObject({ ok: true, value: { replyId: expect.any(String) as string } });
    const [request, ...others] = stub.requests;
    expect(others).toEqual([]);
    expect(request?.operation).toBe(wire);
    expect(request?.body).toEqual(one.sent);
    expect(request?.headers.authorization).toContain(testKeys.keys.accessKeyId);
  });

  it('is kept from production until its name is typed, from read-only profiles, and without access', async () => {
    stub.on(wire, {});
    await withProfile({ environment: 'production', name: 'Live' });
    expect(await perform(one)).toMatchObject({ error: { code: 'production-guarded' } });
    await desk.value('profiles.unlockProduction', { profileId, name: 'Live' });
    expect(await perform(one)).toMatchObject({ ok: true });
    expect(stub.requests).toHaveLength(1);

    await withProfile({ readOnly: true });
    expect(await perform(one)).toMatchObject({ error: { code: 'profile-read-only' } });
    await withProfile({ access: null });
    expect(await perform(one)).toMatchObject({ error: { code: 'lookup-access-missing' } });
    expect(stub.requests).toHaveLength(1);
  });

  it.each([
    [denied(wire), { code: 'access-denied', action: `cognito-idp:${wire}` }],
    [{ error: 'UserNotFoundException', message: 'User does not exist.' }, { code: 'user-not-found' }],
    [{ error: 'UnsupportedUserStateException', message: 'x' }, { code: 'state-not-fitting' }],
    [{ error: 'TooManyRequestsException', message: 'Rate exceeded' }, { code: 'throttled' }],
    [{ error: 'CognitoLocal#Unsupported', message: 'x', status: 500 }, { code: 'not-enabled-here' }],
    [{ error: 'InternalErrorException', message: 'x', status: 500 }, { code: 'aws-fault' }],
  ])('says what %j means, and is not sent again', async (answer, error) => {
    stub.on(wire, answer);
    expect(await perform(one)).toMatchObject({ ok: false, error });
    expect(stub.requests).toHaveLength(1);
  });

  it('does not claim to know what became of it when no answer comes', async () => {
    desk = await createTestDesk({ stubUrl: stub.url, timeouts: { connect: 2000, request: 150 } });
    await withProfile({});
    stub.on(wire, HANG);
    expect(await perform(one)).toMatchObject({ error: { code: 'outcome-unknown' } });
    expect(stub.requests).toHaveLength(1);
  });
});

describe('a password that is set', () => {
  it('keeps the refusal of AWS, without the password', async () => {
    stub.on('AdminSetUserPassword', {
      error: 'InvalidPasswordException',
      message: 'Password did not conform with policy: Password must have symbols, unlike planted-1234',
    });
    const error = await desk.error('users.setPassword', {
      ...named(),
      password: 'planted-1234',
      permanent: true,
    });
    expect(error).toMatchObject({ code: 'password-rejected' });
    expect(JSON.stringify(desk.results)).not.toContain('planted-1234');
  });

  it('is not reset where no code can arrive', async () => {
    stub.on('AdminResetUserPassword', {
      error: 'InvalidParameterException',
      message: 'Cannot reset password for the user as there is no registered/verified email or phone_number',
    });
    expectCode(await desk.error('users.resetPassword', named()), 'no-verified-address');
  });
});

describe('an account that was made anew under the same name', () => {
  it('is not reached by an action that was meant for the one before', async () => {
    const profileId = await desk.addProfile({ access: testKeys });
    const account = (sub: string) => ({ Username: 'carl', UserAttributes: [{ Name: 'sub', Value: sub }] });
    stub.on('AdminGetUser', account('sub-new'));
    stub.on('AdminDisableUser', {});
    stub.on('AdminConfirmSignUp', {});
    for (const name of ['users.disable', 'users.adminConfirm'] as const) {
      expect(await desk.error(name, { profileId, username: 'carl', sub: 'sub-old' })).toEqual({
        code: 'another-account',
        username: 'carl',
      });
    }
    expect(stub.requests.map(({ operation }) => operation)).not.toContain('AdminDisableUser');
    await desk.value('users.disable', { profileId, username: 'carl', sub: 'sub-new' });
    expect(stub.requests.at(-1)?.operation).toBe('AdminDisableUser');
  });
});
