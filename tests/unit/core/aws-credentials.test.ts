import { describe, expect, it, vi } from 'vitest';
import { computerAddresses } from '#core/aws/computer-settings.ts';
import { credentialsFor, listAwsProfileNames } from '#core/aws/credentials.ts';
import type { AwsAccess } from '#core/profiles/profile-record.ts';
import { useAwsFiles } from '#tests/support/aws-files.ts';

const config = `
[default]
region = eu-west-1

[profile my-company]
sso_session = corporate
sso_account_id = 111122223333
sso_role_name = Reader

[sso-session corporate]
sso_region = eu-west-1
sso_start_url = https://example.awsapps.com/start

[services local]
dynamodb =
  endpoint_url = http://127.0.0.1:1

[profile zebra]
region = eu-west-1
`;

const keys = (id: string) => `aws_access_key_id = ${id}\naws_secret_access_key = dummySecret${id}\n`;

const resolve = async (access: AwsAccess) => {
  const credentials = await credentialsFor(access);
  return typeof credentials === 'function' ? credentials() : credentials;
};

describe('the AWS profiles of this computer', () => {
  it('are those of both files, once each, sorted, without other sections', async () => {
    const files = await useAwsFiles();
    await files.config(config);
    await files.credentials(`[zebra]\n${keys('A')}\n[admin]\n${keys('B')}`);
    expect(await listAwsProfileNames()).toEqual(['admin', 'default', 'my-company', 'zebra']);
  });

  it('are none without files', async () => {
    await useAwsFiles();
    expect(await listAwsProfileNames()).toEqual([]);
  });

  it('are read anew each time', async () => {
    const files = await useAwsFiles();
    await files.config('[profile one]\nregion = a\n');
    expect(await listAwsProfileNames()).toEqual(['one']);
    await files.config('[profile one]\nregion = a\n[profile two]\nregion = b\n');
    expect(await listAwsProfileNames()).toEqual(['one', 'two']);
  });

  it('are what can be read of files that are no AWS files', async () => {
    const files = await useAwsFiles();
    await files.config('\0\0[[[=\n[profile one]\nnonsense\nregion = a\n');
    expect(await listAwsProfileNames()).toContain('one');
  });
});

describe('the access of a profile', () => {
  it('is the keys that it holds', async () => {
    const access = {
      kind: 'access-keys',
      accessKeyId: 'A',
      secretAccessKey: 'S',
      sessionToken: null,
    } as const;
    expect(await resolve(access)).toEqual({ accessKeyId: 'A', secretAccessKey: 'S' });
    expect(await resolve({ ...access, sessionToken: 'T' })).toMatchObject({ sessionToken: 'T' });
  });

  it('is that of the named AWS profile, as the files have it now', async () => {
    const files = await useAwsFiles();
    const access = { kind: 'aws-profile', name: 'my-company' } as const;
    await files.credentials(`[my-company]\n${keys('A')}`);
    expect(await resolve(access)).toMatchObject({ accessKeyId: 'A', secretAccessKey: 'dummySecretA' });
    await files.credentials(`[my-company]\n${keys('B')}`);
    expect(await resolve(access)).toMatchObject({ accessKeyId: 'B' });
  });

  it('is what the environment says by default', async () => {
    await useAwsFiles();
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'E');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'S');
    expect(await resolve({ kind: 'default-chain' })).toMatchObject({ accessKeyId: 'E' });
  });

  it('is that of the default AWS profile when the environment says nothing', async () => {
    const files = await useAwsFiles();
    await files.credentials(`[default]\n${keys('D')}`);
    expect(await resolve({ kind: 'default-chain' })).toMatchObject({ accessKeyId: 'D' });
  });

  it.each([{ kind: 'aws-profile', name: 'gone' }, { kind: 'default-chain' }] as const)(
    'is refused by name where there is none: %j',
    async (access) => {
      await useAwsFiles();
      await expect(resolve(access)).rejects.toMatchObject({ name: 'CredentialsProviderError' });
    },
  );
});

describe('the addresses that the AWS settings of this computer name', () => {
  const services = '\n[services local]\ncognito_identity_provider =\n  endpoint_url = http://localhost:3\n';

  it('are usually none', async () => {
    const files = await useAwsFiles();
    await files.config('[default]\nregion = eu-west-1\n');
    expect(await computerAddresses({})).toEqual([]);
  });

  it('are told with the setting, most particular first', async () => {
    const files = await useAwsFiles();
    await files.config(`[default]\nservices = local\nendpoint_url = http://localhost:4\n${services}`);
    const found = await computerAddresses({
      AWS_ENDPOINT_URL: 'http://localhost:2',
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: 'http://localhost:1',
    });
    expect(found.map(({ host }) => host)).toEqual([1, 2, 3, 4].map((port) => `localhost:${String(port)}`));
    expect(found[0]).toEqual({
      setting: { kind: 'variable', name: 'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER' },
      host: 'localhost:1',
      address: 'http://localhost:1',
    });
  });

  it('are those of the AWS profile in AWS_PROFILE', async () => {
    const files = await useAwsFiles();
    await files.config(
      '[default]\nendpoint_url = http://localhost:4\n[profile dev]\nendpoint_url = http://localhost:5\n',
    );
    expect(await computerAddresses({ AWS_PROFILE: 'dev' })).toMatchObject([
      { setting: { kind: 'aws-profile', name: 'dev' }, host: 'localhost:5' },
    ]);
  });

  it('are none where this computer ignores them itself, and never more than host and port of a bad one', async () => {
    await useAwsFiles();
    const named = { AWS_ENDPOINT_URL: 'http://user:SECRET@10.0.0.1:9/?x=SECRET' };
    expect(await computerAddresses({ ...named, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' })).toEqual([]);
    expect(await computerAddresses(named)).toEqual([
      { setting: { kind: 'variable', name: 'AWS_ENDPOINT_URL' }, host: '10.0.0.1:9', address: null },
    ]);
  });
});
