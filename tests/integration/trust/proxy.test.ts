/** Requests behind a company's proxy and certificates: over loopback, with proxies of the test's own. */
import { writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Reroute } from '#core/network/destination.ts';
import { useAwsFiles } from '#tests/support/aws-files.ts';
import { startAwsStub, type AwsStub } from '#tests/support/aws-stub.ts';
import { selfSigned } from '#tests/support/certificate.ts';
import { createTestDesk, testKeys, type TestDesk } from '#tests/support/desk.ts';
import { startProxy, startSocks, type TestProxy } from '#tests/support/proxy.ts';

const { key, cert } = selfSigned('cognito.test');
const trusted = join(tmpdir(), `cognito-desk-trusted-${process.pid}.pem`);

const readable = process.platform === 'linux';
if (!readable) console.log('Skipped in part: only on Linux can a test name the certificates of the system.');

let stub: AwsStub;

beforeAll(async () => {
  // Where OpenSSL finds the operating system's certificates. Read once per process, so before the first connection.
  await writeFile(trusted, cert);
  process.env['SSL_CERT_FILE'] = trusted;
  stub = await startAwsStub();
});
afterAll(async () => {
  rmSync(trusted, { force: true });
  await stub.stop();
});
beforeEach(() => {
  stub.reset();
  stub.on('AdminGetUser', { Username: 'jane' });
  stub.on('SignUp', { UserConfirmed: true, UserSub: 'sub' });
});

/** A desk whose system names the given proxies, and what it was asked about. */
async function deskBehind(list: string | ((url: string) => string), reroute?: Reroute) {
  const asked: string[] = [];
  const desk = await createTestDesk({
    stubUrl: stub.url,
    ...(reroute && { reroute }),
    resolveProxy: async (url) => {
      asked.push(url);
      return typeof list === 'string' ? list : list(url);
    },
  });
  return { desk, asked };
}

const lookUpInput = async (desk: TestDesk, endpoint = stub.url) => ({
  profileId: await desk.addProfile({ access: testKeys, endpoint }),
  username: 'jane',
});
const lookUp = async (desk: TestDesk, endpoint?: string) =>
  desk.value('users.get', await lookUpInput(desk, endpoint));
const failToLookUp = async (desk: TestDesk, endpoint?: string) =>
  desk.error('users.get', await lookUpInput(desk, endpoint));

/** An endpoint of https with the certificate above, which hands on to the stub. */
async function startTls(
  trustworthy = true,
  status = 200,
): Promise<{ port: number; connections: () => number }> {
  let connections = 0;
  const identity = trustworthy ? { key, cert } : selfSigned('cognito.test');
  const server = createTlsServer(identity, (incoming: IncomingMessage, response: ServerResponse) => {
    incoming.resume();
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end('{"Username":"jane"}');
  });
  server.on('secureConnection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

describe('the system’s proxy', () => {
  it('is asked about the place only, and “DIRECT” leads straight to it', async () => {
    const { desk, asked } = await deskBehind('DIRECT');
    await lookUp(desk);
    expect(asked).toEqual([`${stub.url}/`]);
    expect(stub.requests).toHaveLength(1);
  });

  it('that cannot be found out about means the direct way', async () => {
    const desk = await createTestDesk({
      stubUrl: stub.url,
      resolveProxy: () => Promise.reject(new Error('no proxy service')),
    });
    await lookUp(desk);
    expect(stub.requests).toHaveLength(1);
  });

  it('takes plain requests, of public operations too', async () => {
    const proxy = await startProxy();
    const { desk } = await deskBehind(`PROXY ${proxy.place}`);
    await lookUp(desk);
    const profileId = await desk.addProfile();
    await desk.value('users.signUp', { profileId, username: 'jane', password: 'x', attributes: [] });
    expect(proxy.asked).toEqual([`POST ${stub.url}/`, `POST ${stub.url}/`]);
    expect(stub.requests.map(({ operation }) => operation)).toEqual(['AdminGetUser', 'SignUp']);
  });

  it.runIf(readable)(
    'opens one tunnel for several encrypted requests, to the name that was asked for',
    async () => {
      const end = await startTls();
      const proxy = await startProxy({ tunnelTo: end.port });
      const { desk } = await deskBehind(`PROXY ${proxy.place}`);
      const input = await lookUpInput(desk, 'https://cognito.test');
      await desk.value('users.get', input);
      await desk.value('users.get', input);
      expect(proxy.asked).toEqual(['CONNECT cognito.test:443']);
      expect(end.connections()).toBe(1);
    },
  );

  it('may speak SOCKS', async () => {
    const proxy = await startSocks();
    const { desk } = await deskBehind(`SOCKS5 ${proxy.place}`);
    await lookUp(desk);
    expect(proxy.asked).toEqual([`CONNECT ${stub.url.replace('http://', '')}`]);
  });

  it.runIf(readable)('may tunnel what is encrypted through SOCKS', async () => {
    const end = await startTls();
    const proxy = await startSocks({ tunnelTo: end.port });
    const { desk } = await deskBehind(`SOCKS5 ${proxy.place}`);
    await lookUp(desk, 'https://cognito.test');
    expect(proxy.asked).toEqual(['CONNECT cognito.test:443']);
    expect(end.connections()).toBe(1);
  });

  it('that changes counts after half a minute', async () => {
    const proxy = await startProxy();
    let list = 'DIRECT';
    const { desk } = await deskBehind(() => list);
    const input = await lookUpInput(desk);
    await desk.value('users.get', input);
    list = `PROXY ${proxy.place}`;
    desk.clock.advance(30_000);
    await desk.value('users.get', input);
    expect(proxy.asked).toHaveLength(1);
    expect(stub.requests).toHaveLength(2);
  });

  it('that changes counts at once when the old way ended in an error', async () => {
    const proxy = await startProxy();
    let list = 'PROXY 127.0.0.1:9';
    const { desk } = await deskBehind(() => list);
    const input = await lookUpInput(desk);
    await desk.error('users.get', input);
    list = `PROXY ${proxy.place}`;
    await desk.value('users.get', input);
    expect(proxy.asked).toHaveLength(1);
  });

  it('gives way to the next one of its list where nobody is there', async () => {
    const proxy = await startProxy();
    const { desk } = await deskBehind(`PROXY 127.0.0.1:9; SOCKS5 127.0.0.1:9; PROXY ${proxy.place}; DIRECT`);
    const profileId = await desk.addProfile();
    await desk.value('users.signUp', { profileId, username: 'jane', password: 'x', attributes: [] });
    expect(proxy.asked).toEqual([`POST ${stub.url}/`]);
    expect(stub.requests).toHaveLength(1);
  });

  it('keeps its place in the list when it answers badly, so that nothing is sent twice', async () => {
    const refusing = await startProxy({ refuse: 407 });
    const { desk } = await deskBehind(`PROXY ${refusing.place}; DIRECT`);
    expect(await failToLookUp(desk)).toMatchObject({ code: 'intercepted', reason: 'proxy-login' });
    expect(stub.requests).toEqual([]);
  });

  it('leaves out the places that the system leaves out', async () => {
    const proxy = await startProxy();
    const { desk } = await deskBehind((url) =>
      new URL(url).hostname === '127.0.0.1' ? 'DIRECT' : `PROXY ${proxy.place}`,
    );
    await lookUp(desk);
    expect(proxy.asked).toEqual([]);
  });

  it('takes what fetches the credentials, too', async () => {
    const files = await useAwsFiles();
    await files.config(
      `[profile role]\nrole_arn = arn:aws:iam::111122223333:role/Reader\nsource_profile = base\nregion = eu-west-1\n`,
    );
    await files.credentials(`[base]\naws_access_key_id = BASE000000000000\naws_secret_access_key = x\n`);
    const proxy = await startProxy({ refuse: 407 });
    const { desk } = await deskBehind((url) =>
      url.startsWith(stub.url) ? 'DIRECT' : `PROXY ${proxy.place}`,
    );
    const profileId = await desk.addProfile({ access: { kind: 'aws-profile', name: 'role' } });
    expect(await desk.error('users.get', { profileId, username: 'jane' })).toMatchObject({
      code: 'intercepted',
      reason: 'proxy-login',
    });
    expect(proxy.asked[0]).toBe('CONNECT sts.eu-west-1.amazonaws.com:443');
    expect(stub.requests).toEqual([]);
  });
});

describe('a single sign-on behind a proxy', () => {
  const config = `
[profile sso-dev]
sso_session = corporate
sso_account_id = 111122223333
sso_role_name = Reader
region = eu-west-1

[sso-session corporate]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
`;

  /** The portal of AWS, which hands out the credentials of a role. */
  async function startPortal(): Promise<{ readonly url: string; readonly asked: readonly string[] }> {
    const asked: string[] = [];
    const server = createHttpServer((incoming, response) => {
      asked.push(incoming.url ?? '');
      const roleCredentials = {
        accessKeyId: 'ASIAPORTAL0000000',
        secretAccessKey: 'dummySecretOfThePortal',
        sessionToken: 'dummySessionTokenOfThePortal',
        expiration: Date.now() + 3_600_000,
      };
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ roleCredentials }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
  }

  async function signedIn(): Promise<void> {
    const files = await useAwsFiles();
    await files.config(config);
    await files.ssoToken('corporate', {
      accessToken: 'dummyTokenOfThePortal',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      region: 'eu-west-1',
      startUrl: 'https://example.awsapps.com/start',
    });
  }

  it('fetches its credentials through that proxy', async () => {
    await signedIn();
    const portal = await startPortal();
    const proxy = await startProxy();
    const { desk } = await deskBehind(
      (url) => (url.startsWith(stub.url) ? 'DIRECT' : `PROXY ${proxy.place}`),
      (address) => (address === 'https://portal.sso.eu-west-1.amazonaws.com/' ? portal.url : null),
    );
    const profileId = await desk.addProfile({ access: { kind: 'aws-profile', name: 'sso-dev' } });
    await desk.value('users.get', { profileId, username: 'jane' });
    expect(portal.asked).toEqual([expect.stringMatching(/^\/federation\/credentials\?.*role_name=Reader/)]);
    expect(proxy.asked).toEqual([`GET ${portal.url}${portal.asked[0]}`]);
    expect(stub.requests[0]?.headers.authorization).toContain('ASIAPORTAL0000000');
  });

  it('opens a tunnel to the real portal', async () => {
    await signedIn();
    const proxy = await startProxy({ refuse: 407 });
    const { desk } = await deskBehind((url) =>
      url.startsWith(stub.url) ? 'DIRECT' : `PROXY ${proxy.place}`,
    );
    const profileId = await desk.addProfile({ access: { kind: 'aws-profile', name: 'sso-dev' } });
    await desk.error('users.get', { profileId, username: 'jane' });
    expect(proxy.asked[0]).toBe('CONNECT portal.sso.eu-west-1.amazonaws.com:443');
    expect(stub.requests).toEqual([]);
  });
});

describe('a proxy that does not help', () => {
  const refused = async (refuse: number, endpoint: string) => {
    const proxy: TestProxy = await startProxy({ refuse });
    const { desk } = await deskBehind(`PROXY ${proxy.place}`);
    return failToLookUp(desk, endpoint);
  };

  it.each(['http://127.0.0.1:9', 'https://cognito.test'])(
    'because it wants a login: %s',
    async (endpoint) => {
      expect(await refused(407, endpoint)).toMatchObject({ code: 'intercepted', reason: 'proxy-login' });
    },
  );

  it.each(['http://127.0.0.1:9', 'https://cognito.test'])('because it forbids: %s', async (endpoint) => {
    expect(await refused(403, endpoint)).toMatchObject({ code: 'intercepted', reason: 'page' });
  });

  const signUp = async (desk: TestDesk, endpoint: string) =>
    desk.error('users.signUp', {
      ...(await lookUpInput(desk, endpoint)),
      password: 'x',
      attributes: [],
    });

  it.each([502, 504])('because it finds no way to AWS, so that nothing was sent: %i', async (refuse) => {
    const proxy = await startProxy({ refuse });
    const { desk } = await deskBehind(`PROXY ${proxy.place}`);
    expect(await signUp(desk, 'https://cognito.test')).toMatchObject({ code: 'intercepted', reason: 'page' });
    // Without a tunnel the proxy had the request in its hands.
    expect(await signUp(desk, 'http://127.0.0.1:9')).toMatchObject({ code: 'outcome-unknown' });
  });

  it.runIf(readable).each([502, 504])('because what is behind it gave up: %i', async (status) => {
    const { port } = await startTls(true, status);
    const proxy = await startProxy({ tunnelTo: port });
    const { desk } = await deskBehind(`PROXY ${proxy.place}`);
    expect(await signUp(desk, 'https://cognito.test')).toMatchObject({ code: 'outcome-unknown' });
  });

  it.each(['PROXY', 'SOCKS5'])('because nobody is there: %s', async (kind) => {
    const { desk } = await deskBehind(`${kind} 127.0.0.1:9`);
    expect(await failToLookUp(desk)).toMatchObject({ code: 'unreachable', reason: 'refused' });
  });

  it.each(['PROXY', 'SOCKS5'])('because it hangs up: %s', async (kind) => {
    const server = createServer((socket) => socket.once('data', () => socket.destroy()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { desk } = await deskBehind(`${kind} 127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(await failToLookUp(desk, 'https://cognito.test')).toMatchObject({
      code: 'unreachable',
      reason: 'reset',
    });
  });
});

describe('the certificates of the operating system', () => {
  it.runIf(readable)('are trusted', async () => {
    const { desk } = await deskBehind('DIRECT');
    const { port } = await startTls();
    await lookUp(desk, `https://127.0.0.1:${port}`);
  });

  it('are all that is trusted besides Node’s own', async () => {
    const { desk } = await deskBehind('DIRECT');
    const { port } = await startTls(false);
    expect(await failToLookUp(desk, `https://127.0.0.1:${port}`)).toMatchObject({
      code: 'intercepted',
      reason: 'certificate',
    });
  });
});

describe('a variable of the computer that switches the check of certificates off', () => {
  it('does not switch it off here, without a proxy and behind one', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { port } = await startTls(false);
    const refused = { code: 'intercepted', reason: 'certificate' };
    const direct = await deskBehind('DIRECT');
    expect(await failToLookUp(direct.desk, `https://127.0.0.1:${port}`)).toMatchObject(refused);
    const proxy = await startProxy({ tunnelTo: port });
    const behind = await deskBehind(`PROXY ${proxy.place}`);
    expect(await failToLookUp(behind.desk, 'https://cognito.test')).toMatchObject(refused);
  });
});

describe('the way without a proxy', () => {
  it.runIf(readable)('keeps its connection from one lookup to the next', async () => {
    const { desk } = await deskBehind('DIRECT');
    const end = await startTls();
    const input = await lookUpInput(desk, `https://127.0.0.1:${end.port}`);
    for (let time = 0; time < 3; time += 1) await desk.value('users.get', input);
    expect(end.connections()).toBe(1);
  });
});
