/** Looking people up with AWS access of every kind, from files and an environment of the test's own. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppError } from '#contract/app-error.ts';
import { createTestDesk, testKeys, type TestDesk } from '#tests/support/desk.ts';
import { useAwsFiles, type AwsFiles } from '#tests/support/aws-files.ts';
import { useAwsStub } from '#tests/support/use-aws-stub.ts';

const stub = await useAwsStub();
let desk: TestDesk;

beforeEach(async () => {
  stub.on('AdminGetUser', { Username: 'jane' });
  desk = await createTestDesk({ stubUrl: stub.url });
});

const keys = (id: string) => `aws_access_key_id = ${id}\naws_secret_access_key = dummySecretOf${id}\n`;
const awsProfile = (name: string) => ({ access: { kind: 'aws-profile', name } }) as const;
const byDefault = { access: { kind: 'default-chain' } } as const;

const lookUp = (profileId: string) => desk.value('users.get', { profileId, username: 'jane' });
const failToLookUp = (profileId: string): Promise<AppError> =>
  desk.error('users.get', { profileId, username: 'jane' });

/** The access key that each request was signed with. */
const signers = () =>
  stub.requests.map(({ headers }) => /Credential=(\w+)\//.exec(headers.authorization ?? '')?.[1]);

describe('access keys', () => {
  it('sign the request', async () => {
    await lookUp(await desk.addProfile({ access: testKeys }));
    expect(signers()).toEqual([testKeys.keys.accessKeyId]);
    expect(stub.requests[0]?.headers).not.toHaveProperty('x-amz-security-token');
  });

  it('of a session bring its token along', async () => {
    const access = { ...testKeys, keys: { ...testKeys.keys, sessionToken: 'PlantedSessionToken' } };
    await lookUp(await desk.addProfile({ access }));
    expect(stub.requests[0]?.headers['x-amz-security-token']).toBe('PlantedSessionToken');
  });

  it('are those of the profile, not those of the environment', async () => {
    const files = await useAwsFiles();
    await files.credentials(`[default]\n${keys('FROMFILE00000000')}`);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'FROMENVIRONMENT0');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x');
    await lookUp(await desk.addProfile({ access: testKeys }));
    expect(signers()).toEqual([testKeys.keys.accessKeyId]);
  });

  it('that are replaced count from the next request on', async () => {
    const id = await desk.addProfile({ access: testKeys });
    await lookUp(id);
    const access = { ...testKeys, keys: { ...testKeys.keys, accessKeyId: 'AKIDANOTHER000000000' } };
    await desk.addProfile({ id, access });
    await lookUp(id);
    expect(signers()).toEqual([testKeys.keys.accessKeyId, 'AKIDANOTHER000000000']);
  });

  it('go to the region of the profile', async () => {
    await lookUp(await desk.addProfile({ access: testKeys, region: 'eu-north-1' }));
    expect(stub.requests[0]?.headers.authorization).toContain('/eu-north-1/cognito-idp/aws4_request');
  });
});

describe('a named AWS profile', () => {
  it('gives its keys, whatever the environment says', async () => {
    const files = await useAwsFiles();
    await files.config('[profile company]\nregion = eu-west-3\n');
    await files.credentials(`[default]\n${keys('DEFAULT000000000')}[company]\n${keys('COMPANY000000000')}`);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'FROMENVIRONMENT0');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x');
    await lookUp(await desk.addProfile(awsProfile('company')));
    expect(signers()).toEqual(['COMPANY000000000']);
    // The pool decides about the region, not the AWS profile.
    expect(stub.requests[0]?.headers.authorization).toContain('/us-east-1/cognito-idp/');
  });

  it('is listed without the sections that are none, and anew each time', async () => {
    const files = await useAwsFiles();
    expect(await desk.value('profiles.awsProfileNames', {})).toEqual({ names: [] });
    await files.config(
      '[default]\nregion = a\n[profile company]\nregion = a\n[sso-session corporate]\nsso_region = a\n',
    );
    expect(await desk.value('profiles.awsProfileNames', {})).toEqual({ names: ['company', 'default'] });
    await files.credentials(`[another]\n${keys('A')}`);
    expect(await desk.value('profiles.awsProfileNames', {})).toEqual({
      names: ['another', 'company', 'default'],
    });
  });

  it.each(['gone', 'company-sso', 'SSO'])('that does not exist is said to be so: %s', async (name) => {
    await useAwsFiles();
    expect(await failToLookUp(await desk.addProfile(awsProfile(name)))).toMatchObject({
      code: 'lookup-access-missing',
      reason: 'not-found',
      technical: { operation: 'AdminGetUser', name: 'CredentialsProviderError' },
    });
    expect(stub.requests).toEqual([]);
  });

  it('that is made in the meantime works without a restart', async () => {
    const files = await useAwsFiles();
    const id = await desk.addProfile(awsProfile('company'));
    expect(await failToLookUp(id)).toMatchObject({ code: 'lookup-access-missing' });
    await files.credentials(`[company]\n${keys('COMPANY000000000')}`);
    await lookUp(id);
    expect(signers()).toEqual(['COMPANY000000000']);
  });

  it.each([
    ['UnrecognizedClientException', 'aws-keys-invalid'],
    ['ExpiredTokenException', 'aws-session-expired'],
  ])('whose keys AWS refuses (%s) is read again at the next try', async (error, code) => {
    const files = await useAwsFiles();
    await files.credentials(`[company]\n${keys('OLD0000000000000')}`);
    const id = await desk.addProfile(awsProfile('company'));
    stub.on(
      'AdminGetUser',
      { error, message: 'The security token included in the request is …' },
      { Username: 'jane' },
    );
    expect(await failToLookUp(id)).toMatchObject({ code, awsProfile: 'company' });
    await files.credentials(`[company]\n${keys('NEW0000000000000')}`);
    await lookUp(id);
    expect(signers()).toEqual(['OLD0000000000000', 'NEW0000000000000']);
  });

  it('takes what its program prints', async () => {
    const files = await useAwsFiles();
    const printed = JSON.stringify({ Version: 1, AccessKeyId: 'PROGRAM000000000', SecretAccessKey: 'x' });
    await files.config(
      `[profile program]\ncredential_process = ${process.execPath} -p '${JSON.stringify(printed)}'\n`,
    );
    if (process.platform === 'win32') return;
    await lookUp(await desk.addProfile(awsProfile('program')));
    expect(signers()).toEqual(['PROGRAM000000000']);
  });
});

describe('an AWS profile of a single sign-on', () => {
  const config = (session: string) => `
[profile company]
sso_session = ${session}
sso_account_id = 111122223333
sso_role_name = Reader
region = us-east-1

[sso-session ${session}]
sso_region = us-east-1
sso_start_url = https://example.invalid/start
sso_registration_scopes = sso:account:access
`;
  const ended = (files: AwsFiles, session: string) =>
    files.ssoToken(session, {
      accessToken: 'Planted-sso-token',
      expiresAt: '2020-01-01T00:00:00Z',
      region: 'us-east-1',
      startUrl: 'https://example.invalid/start',
    });

  it('that has ended says so, with the name to sign in with', async () => {
    const files = await useAwsFiles();
    await files.config(config('corporate'));
    await ended(files, 'corporate');
    const error = await failToLookUp(await desk.addProfile(awsProfile('company')));
    expect(error).toMatchObject({ code: 'aws-session-expired', awsProfile: 'company', sso: true });
    expect(JSON.stringify(error)).not.toContain('Planted');
    expect(stub.requests).toEqual([]);
  });

  it('that was never begun says the same', async () => {
    const files = await useAwsFiles();
    await files.config(config('corporate'));
    expect(await failToLookUp(await desk.addProfile(awsProfile('company')))).toMatchObject({
      code: 'aws-session-expired',
      awsProfile: 'company',
      sso: true,
    });
  });

  it('works again once the person has signed in elsewhere', async () => {
    const files = await useAwsFiles();
    await files.config(config('corporate'));
    await ended(files, 'corporate');
    const id = await desk.addProfile(awsProfile('company'));
    expect(await failToLookUp(id)).toMatchObject({ code: 'aws-session-expired' });
    // What a sign-in would bring: keys under the same name.
    await files.config('');
    await files.credentials(`[company]\n${keys('COMPANY000000000')}`);
    await lookUp(id);
    expect(signers()).toEqual(['COMPANY000000000']);
  });
});

describe('the default chain', () => {
  it('takes the environment', async () => {
    await useAwsFiles();
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'FROMENVIRONMENT0');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x');
    await lookUp(await desk.addProfile(byDefault));
    expect(signers()).toEqual(['FROMENVIRONMENT0']);
  });

  it('takes the default AWS profile', async () => {
    const files = await useAwsFiles();
    await files.credentials(`[default]\n${keys('DEFAULT000000000')}`);
    await lookUp(await desk.addProfile(byDefault));
    expect(signers()).toEqual(['DEFAULT000000000']);
  });

  it('that finds nothing says so, and looks again at the next try', async () => {
    const files = await useAwsFiles();
    const id = await desk.addProfile(byDefault);
    expect(await failToLookUp(id)).toMatchObject({ code: 'lookup-access-missing', reason: 'not-found' });
    await files.credentials(`[default]\n${keys('DEFAULT000000000')}`);
    await lookUp(id);
    expect(signers()).toEqual(['DEFAULT000000000']);
  });
});

describe('public operations', () => {
  it('go on while looking somebody up fails over its access', async () => {
    const [asked, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    stub.on('SignUp', async () => {
      asked.resolve();
      await answered.promise;
      return { UserConfirmed: true, UserSub: 'sub' };
    });
    stub.on('AdminGetUser', { error: 'ExpiredTokenException', message: 'The security token … is expired' });
    const profileId = await desk.addProfile({ access: testKeys });
    const input = { profileId, username: 'jane', password: 'x', attributes: [] };
    const signUp = desk.value('users.signUp', input);
    await asked.promise;
    expect(await failToLookUp(profileId)).toMatchObject({ code: 'aws-session-expired' });
    answered.resolve();
    expect(await signUp).toMatchObject({ confirmed: true });
  });

  it('need no access and show none', async () => {
    await useAwsFiles();
    stub.on('ResendConfirmationCode', {});
    for (const access of [null, testKeys, awsProfile('gone').access, byDefault.access]) {
      await desk.value('users.resendCode', {
        profileId: await desk.addProfile({ access }),
        username: 'jane',
      });
    }
    expect(signers()).toEqual([undefined, undefined, undefined, undefined]);
  });
});
