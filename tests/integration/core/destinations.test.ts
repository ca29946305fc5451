/** Where requests and saved secrets go, whatever the settings of the computer, a page or a file say. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { useAwsFiles, type AwsFiles } from '#tests/support/aws-files.ts';
import { createTestDesk, expectCode, testKeys, testProfile, type TestDesk } from '#tests/support/desk.ts';
import { useAwsStub } from '#tests/support/use-aws-stub.ts';

const stub = await useAwsStub();

/** A server that nothing may reach. Counts connections, so that not even one without a byte goes unseen. */
async function startElsewhere(): Promise<{
  readonly url: string;
  readonly place: string;
  readonly reached: () => number;
}> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const place = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return { url: `http://${place}`, place, reached: () => connections };
}

const identity =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/jane</Arn><UserId>AIDA</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';
const notAuthorized = { error: 'NotAuthorizedException', message: 'Incorrect username or password.' };

/** A desk for which the stub is AWS, and the addresses that it asked for. */
async function deskAtAws() {
  const asked = new Set<string>();
  const desk = await createTestDesk({
    reroute: (address) => {
      asked.add(address);
      return stub.url;
    },
  });
  return { desk, asked };
}

describe('a profile without an address of its own', () => {
  let files: AwsFiles;
  beforeEach(async () => {
    files = await useAwsFiles();
    stub.on('InitiateAuth', notAuthorized);
    stub.on('AdminGetUser', { Username: 'jane' });
    stub.on('POST /', { page: identity, status: 200, contentType: 'text/xml' });
  });

  /** Every setting that the AWS SDK reads and that names another place, or changes the host that it takes. */
  const settings: readonly (readonly [name: string, set: (url: string) => unknown])[] = [
    ...[
      'AWS_ENDPOINT_URL',
      'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER',
      'AWS_ENDPOINT_URL_STS',
      'AWS_EC2_METADATA_SERVICE_ENDPOINT',
      'HTTP_PROXY',
      'HTTPS_PROXY',
      'ALL_PROXY',
    ].map((name) => [name, (url: string) => vi.stubEnv(name, url)] as const),
    ...[
      ['AWS_USE_FIPS_ENDPOINT', 'true'],
      ['AWS_USE_DUALSTACK_ENDPOINT', 'true'],
      ['AWS_REGION', 'eu-west-1'],
      ['AWS_DEFAULT_REGION', 'eu-west-1'],
      ['AWS_DEFAULTS_MODE', 'auto'],
      ['AWS_RETRY_MODE', 'adaptive'],
      ['AWS_AUTH_SCHEME_PREFERENCE', 'sigv4a'],
      ['AWS_SIGV4A_SIGNING_REGION_SET', '*'],
      ['AWS_ACCOUNT_ID_ENDPOINT_MODE', 'required'],
    ].map(([name = '', value = '']) => [name, () => vi.stubEnv(name, value)] as const),
    ['NODE_USE_ENV_PROXY', (url) => [vi.stubEnv('NODE_USE_ENV_PROXY', '1'), vi.stubEnv('HTTPS_PROXY', url)]],
    ['endpoint_url of the default profile', (url) => files.config(`[default]\nendpoint_url = ${url}\n`)],
    [
      'endpoint_url of the profile in AWS_PROFILE',
      (url) => [vi.stubEnv('AWS_PROFILE', 'dev'), files.config(`[profile dev]\nendpoint_url = ${url}\n`)],
    ],
    [
      'a services section',
      (url) =>
        files.config(
          `[default]\nservices = local\n\n[services local]\ncognito_identity_provider =\n  endpoint_url = ${url}\nsts =\n  endpoint_url = ${url}\n`,
        ),
    ],
    ['use_fips_endpoint', () => files.config('[default]\nuse_fips_endpoint = true\nregion = eu-west-1\n')],
    ['use_dualstack_endpoint', () => files.config('[default]\nuse_dualstack_endpoint = true\n')],
  ];

  it.each(settings)('talks to AWS, whatever %s says', async (_name, set) => {
    const elsewhere = await startElsewhere();
    await set(elsewhere.url);
    const { desk, asked } = await deskAtAws();
    const profileId = await desk.addProfile({ access: testKeys, environment: 'production' });
    expectCode(
      await desk.error('auth.signIn', { profileId, username: 'jane', password: 'PLANTED-Passw0rd' }),
      'wrong-credentials',
    );
    await desk.value('users.get', { profileId, username: 'jane' });
    expect((await desk.value('doctor.examine', { profileId })).identity).toMatchObject({ verdict: 'good' });
    expect([...asked].sort()).toEqual([
      'https://cognito-idp.us-east-1.amazonaws.com/',
      'https://sts.us-east-1.amazonaws.com/',
    ]);
    expect(elsewhere.reached()).toBe(0);
  });

  it('fetches the credentials of an AWS profile from AWS, even where that profile names another place', async () => {
    const elsewhere = await startElsewhere();
    vi.stubEnv('AWS_ENDPOINT_URL_STS', elsewhere.url);
    await files.config(
      `[profile company]\nrole_arn = arn:aws:iam::111122223333:role/Reader\nsource_profile = base\nregion = us-east-1\nendpoint_url = ${elsewhere.url}\n`,
    );
    await files.credentials('[base]\naws_access_key_id = BASE000000000000\naws_secret_access_key = x\n');
    stub.on('POST /', {
      page: '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE00000000</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>',
      status: 200,
      contentType: 'text/xml',
    });
    const { desk } = await deskAtAws();
    const profileId = await desk.addProfile({ access: { kind: 'aws-profile', name: 'company' } });
    await desk.value('users.get', { profileId, username: 'jane' });
    expect(stub.requests.at(-1)?.headers.authorization).toContain('Credential=ASIAROLE00000000/');
    expect(elsewhere.reached()).toBe(0);
  });
});

describe('a host that is neither AWS nor this computer', () => {
  /** The stub under the name of a foreign host. */
  const deskAbroad = (answer: boolean) =>
    createTestDesk({
      stubUrl: 'https://pool.example',
      answer: () => answer,
      reroute: (address) => (address === 'https://pool.example/' ? stub.url : null),
    });
  const signIn = (desk: TestDesk, profileId: string) =>
    desk.error('auth.signIn', { profileId, username: 'jane', password: 'PLANTED-Passw0rd' });

  beforeEach(() => {
    stub.on('InitiateAuth', notAuthorized);
  });

  it('gets requests once the person said yes, and is not asked about again', async () => {
    const desk = await deskAbroad(true);
    const profileId = await desk.addProfile();
    expectCode(await signIn(desk, profileId), 'wrong-credentials');
    await signIn(desk, profileId);
    const again = await createTestDesk({ folder: desk.folder, sealer: desk.sealer, stubUrl: stub.url });
    await again.error('auth.signIn', { profileId, username: 'jane', password: 'x' });
    expect(desk.questions).toEqual([{ kind: 'host', host: 'pool.example' }]);
    expect(again.questions).toEqual([]);
  });

  it('gets nothing when the person said no, and a page cannot ask until it is a yes', async () => {
    const desk = await deskAbroad(false);
    const profileId = await desk.addProfile();
    const refusal = { code: 'destination-refused', host: 'pool.example', why: 'not-allowed' };
    for (let tries = 0; tries < 5; tries += 1) expect(await signIn(desk, profileId)).toMatchObject(refusal);
    expect(desk.questions).toHaveLength(1);
    desk.clock.advance(30_001);
    expect(await signIn(desk, profileId)).toMatchObject(refusal);
    expect(desk.questions).toHaveLength(2);
    expect(stub.requests).toEqual([]);
  });

  it('is asked about once for calls at the same time', async () => {
    const desk = await deskAbroad(true);
    const profileId = await desk.addProfile();
    await Promise.all([signIn(desk, profileId), signIn(desk, profileId), signIn(desk, profileId)]);
    expect(desk.questions).toHaveLength(1);
    expect(stub.requests).toHaveLength(3);
  });

  it('cannot be saved without encryption', async () => {
    const desk = await createTestDesk();
    expect(
      await desk.error('profiles.save', testProfile({ endpoint: 'http://192.168.1.20:9229' })),
    ).toMatchObject({ issues: [{ path: 'endpoint', problem: 'endpoint-insecure' }] });
  });
});

describe('what is saved for one address', () => {
  const secret = { change: 'set', value: 'plantedClientSecret0123456789' } as const;
  const keptKeys = { kind: 'access-keys', keys: { change: 'keep' } } as const;
  const keep = { change: 'keep' } as const;

  async function prepared() {
    const desk = await createTestDesk();
    const profileId = await desk.addProfile({ clientSecret: secret, access: testKeys });
    await desk.value('testUsers.save', {
      profileId,
      label: null,
      username: 'tester',
      password: { change: 'set', value: 'PLANTED-testuser-Passw0rd!' },
      authenticator: { change: 'set', value: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' },
    });
    return { desk, profileId };
  }
  const draft = (id: string, change: object) => ({
    ...testProfile({ access: keptKeys, clientSecret: keep }),
    id,
    ...change,
  });

  it('does not follow a copy of the profile to another one', async () => {
    const { desk, profileId } = await prepared();
    const copy = await desk.value('profiles.duplicate', { profileId });
    const led = { endpoint: stub.url, environment: 'development', readOnly: false, signInMethod: 'password' };
    expect(await desk.error('profiles.save', draft(copy.profileId, led))).toMatchObject({
      code: 'invalid-input',
      issues: [{ path: 'access.keys.secretAccessKey', problem: 'type-again' }],
    });
    expect(await desk.error('profiles.save', draft(copy.profileId, { ...led, access: null }))).toMatchObject({
      issues: [{ path: 'clientSecret.value', problem: 'type-again' }],
    });
    // What the page can do: give the secrets up. Then nothing that was saved is there.
    const given = { ...led, access: null, clientSecret: { change: 'clear' } };
    await desk.value('profiles.save', draft(copy.profileId, given));
    expect(await desk.value('testUsers.list', { profileId: copy.profileId })).toEqual({ testUsers: [] });
    expect(stub.requests).toEqual([]);
  });

  it('waits while the profile is pointed at another pool, and comes back with the first one', async () => {
    const { desk, profileId } = await prepared();
    const other = { clientId: 'anotherclient0123456789', poolId: 'us-east-1_Other1234' };
    await desk.value('profiles.save', draft(profileId, other));
    expect((await desk.value('testUsers.list', { profileId })).testUsers).toEqual([]);
    await desk.value('testUsers.save', {
      profileId,
      label: null,
      username: 'second',
      password: { change: 'set', value: 'another-Passw0rd' },
      authenticator: { change: 'keep' },
    });
    await desk.value('profiles.save', draft(profileId, {}));
    expect((await desk.value('testUsers.list', { profileId })).testUsers).toMatchObject([
      { username: 'tester' },
    ]);
    await desk.value('profiles.save', draft(profileId, other));
    expect((await desk.value('testUsers.list', { profileId })).testUsers).toMatchObject([
      { username: 'second' },
    ]);
  });

  it('stays where only name, look and region of AWS change', async () => {
    const { desk, profileId } = await prepared();
    await desk.value(
      'profiles.save',
      draft(profileId, { name: 'Renamed', colour: 'pink', environment: 'staging' }),
    );
    expect((await desk.value('testUsers.list', { profileId })).testUsers).toHaveLength(1);
    await desk.value('profiles.save', draft(profileId, { region: 'eu-west-1' }));
    const [profile] = (await desk.value('profiles.list', {})).profiles;
    expect(profile).toMatchObject({ hasClientSecret: true, access: { kind: 'access-keys' } });
  });
});
