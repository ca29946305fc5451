/** Tokens held against a profile: with real signatures, and a key set that comes over loopback. */
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  DROP,
  HANG,
  htmlPage,
  startAwsStub,
  type AwsStub,
  type StubRequest,
} from '#tests/support/aws-stub.ts';
import { selfSigned } from '#tests/support/certificate.ts';
import { createTestDesk, expectCode, testClientId, testPoolId, type TestDesk } from '#tests/support/desk.ts';
import { startProxy } from '#tests/support/proxy.ts';
import { createSigner, type Signer } from '#tests/support/signed-token.ts';
import { startEmulator } from '#build/emulator.ts';
import { practicePassword } from '#build/demo-pool.ts';

const keySetPath = `/${testPoolId}/.well-known/jwks.json`;
const fetched = `GET ${keySetPath}`;
const SECOND = 1000;
const HOUR = 3600 * SECOND;

const awsHost = 'cognito-idp.us-east-1.amazonaws.com';
const awsIssuer = `https://${awsHost}/${testPoolId}`;
const { key, cert } = selfSigned(awsHost);
const trusted = join(tmpdir(), `cognito-desk-trusted-keys-${process.pid}.pem`);
const readable = process.platform === 'linux';
if (!readable) console.log('Skipped in part: only on Linux can a test name the certificates of the system.');

let stub: AwsStub;
/** The profile's own endpoint as the maker of tokens. */
const own = () => ({ issuer: `${stub.url}/${testPoolId}`, clientId: testClientId });
let signer: Signer;
let stranger: Signer;
let desk: TestDesk;
let profileId: string;

beforeAll(async () => {
  // Where OpenSSL finds the operating system's certificates. Read once per process, so before the first connection.
  writeFileSync(trusted, cert);
  process.env['SSL_CERT_FILE'] = trusted;
  stub = await startAwsStub();
  signer = await createSigner(own());
  stranger = await createSigner(own());
});
afterAll(async () => {
  rmSync(trusted, { force: true });
  await stub.stop();
});
beforeEach(async () => {
  stub.reset();
  stub.on(fetched, signer.keySet);
  desk = await createTestDesk({ stubUrl: stub.url, timeouts: { connect: 500, request: 500 } });
  profileId = await desk.addProfile();
});

const inspect = (text: string, id = profileId) => desk.value('tokens.inspect', { profileId: id, text });

async function verdictOn(text: string, id = profileId) {
  const { verdict } = await inspect(text, id);
  if (!verdict) throw new Error('There is no verdict.');
  return verdict;
}

const access = (changes: Readonly<Record<string, unknown>> = {}) => signer.access(desk.clock.now(), changes);
const keySetRequests = () => stub.requests.filter(({ operation }) => operation === fetched).length;

describe('a genuine token', () => {
  it('is called so, with its pool, its client and its end', async () => {
    expect(await verdictOn(await access())).toEqual({
      signature: 'right',
      unchecked: null,
      problems: [],
      profileName: 'Test pool',
      poolId: testPoolId,
      poolFromToken: false,
      clientId: testClientId,
      keysFrom: new URL(stub.url).host,
      ownKeys: true,
      endsAt: desk.clock.now() + HOUR,
      clockAhead: null,
    });
  });

  it('may be an ID token, whose client is its audience', async () => {
    const token = await access({ token_use: 'id', aud: testClientId, client_id: undefined });
    expect(await verdictOn(token)).toMatchObject({ signature: 'right', problems: [] });
  });

  it('may come as a header, in quotes or with line breaks', async () => {
    const token = await access();
    for (const text of [
      `Authorization: Bearer ${token}`,
      `"${token}",`,
      ` ${token.slice(0, 70)}\r\n  ${token.slice(70)}\n`,
    ]) {
      expect(await verdictOn(text)).toMatchObject({ signature: 'right', problems: [] });
    }
  });

  it('that is long counts up to 100,000 characters', async () => {
    const token = await access({ padding: 'x'.repeat(70_000) });
    expect(token.length).toBeGreaterThan(90_000);
    expect(await verdictOn(token)).toMatchObject({ signature: 'right', problems: [] });
  });

  it('makes one request for the keys in an hour', async () => {
    await verdictOn(await access());
    await verdictOn(await access());
    expect(keySetRequests()).toBe(1);
    desk.clock.advance(HOUR);
    await verdictOn(await access());
    expect(keySetRequests()).toBe(2);
  });

  it('of a profile without a pool is held against the pool that it names', async () => {
    const id = await desk.addProfile({ poolId: null });
    expect(await verdictOn(await access(), id)).toMatchObject({
      signature: 'right',
      problems: [],
      poolId: testPoolId,
      poolFromToken: true,
    });
    const elsewhere = await access({ iss: `https://elsewhere.example/${testPoolId}` });
    expect(await verdictOn(elsewhere, id)).toMatchObject({ signature: 'unchecked', unchecked: 'no-pool' });
  });
});

describe('what is wrong with a token is told', () => {
  it('when its signature was altered', async () => {
    const [header, body, signature = ''] = (await access()).split('.');
    const other = signature.startsWith('A') ? 'B' : 'A';
    const token = [header, body, other + signature.slice(1)].join('.');
    expect(await verdictOn(token)).toMatchObject({ signature: 'wrong', problems: [{ problem: 'altered' }] });
  });

  it('when its claims were altered', async () => {
    const [header, , signature] = (await access()).split('.');
    const [, body] = (await access({ 'cognito:groups': ['admins'] })).split('.');
    const token = [header, body, signature].join('.');
    expect(await verdictOn(token)).toMatchObject({ signature: 'wrong', problems: [{ problem: 'altered' }] });
  });

  it('when somebody else signed it under the same key ID', async () => {
    const token = await stranger.access(desk.clock.now());
    expect(await verdictOn(token)).toMatchObject({ signature: 'wrong', problems: [{ problem: 'altered' }] });
  });

  it('when its issuer is another one, and nothing is fetched from there', async () => {
    const issuer = `${stub.url}/us-east-1_Another00`;
    expect(await verdictOn(await access({ iss: issuer }))).toMatchObject({
      signature: 'unchecked',
      unchecked: 'needless',
      problems: [{ problem: 'issuer', issuer }],
      keysFrom: null,
    });
    expect(stub.requests).toEqual([]);
  });

  it('when it is for another app client', async () => {
    expect(await verdictOn(await access({ client_id: 'another' }))).toMatchObject({
      signature: 'right',
      problems: [{ problem: 'client', clientId: 'another' }],
    });
  });

  it('when it is neither an access nor an ID token', async () => {
    expect(await verdictOn(await access({ token_use: 'refresh' }))).toMatchObject({
      problems: [{ problem: 'use', use: 'refresh' }],
    });
    expect(await verdictOn(await access({ token_use: undefined }))).toMatchObject({
      problems: [{ problem: 'use', use: null }],
    });
  });

  it.each(['none', 'None', 'NONE'])('when nobody signed it (alg: %s)', async (alg) => {
    const [, body] = (await access()).split('.');
    const header = Buffer.from(JSON.stringify({ alg, kid: 'key-1' })).toString('base64url');
    expect(await verdictOn(`${header}.${body}.`)).toMatchObject({
      signature: 'unchecked',
      problems: [{ problem: 'unsigned' }],
    });
    expect(stub.requests).toEqual([]);
  });

  it('when it is signed with the public key as a password', async () => {
    const { createHmac } = await import('node:crypto');
    const [, body] = (await access()).split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'HS256', kid: 'key-1' })).toString('base64url');
    const secret = JSON.stringify(signer.keySet.keys[0]);
    const signature = createHmac('sha256', secret).update(`${header}.${body}`).digest('base64url');
    expect(await verdictOn(`${header}.${body}.${signature}`)).toMatchObject({
      signature: 'unchecked',
      problems: [{ problem: 'algorithm', algorithm: 'HS256' }],
    });
  });

  it('when no key of the pool has its key ID', async () => {
    const other = await createSigner({ ...own(), keyId: 'key-2' });
    const token = await other.access(desk.clock.now());
    const wrong = { signature: 'wrong', problems: [{ problem: 'unknown-key', keyId: 'key-2' }] };
    expect(await verdictOn(token)).toMatchObject(wrong);
    await verdictOn(token);
    // A made-up key ID does not make the app ask again and again.
    expect(keySetRequests()).toBe(1);

    stub.on(fetched, { keys: [...signer.keySet.keys, ...other.keySet.keys] });
    desk.clock.advance(30 * SECOND);
    expect(await verdictOn(token)).toMatchObject({ signature: 'right', problems: [] });
    expect(keySetRequests()).toBe(2);
  });

  it('when it names no key', async () => {
    const token = await signer.sign({ iss: `${stub.url}/${testPoolId}` }, { kid: undefined });
    const { problems } = await verdictOn(token);
    expect(problems[0]).toEqual({ problem: 'unknown-key', keyId: null });
  });

  it('when it has ended', async () => {
    const token = await access();
    const at = desk.clock.now() + HOUR;
    desk.clock.advance(HOUR - 1);
    expect(await verdictOn(token)).toMatchObject({ problems: [] });
    desk.clock.advance(1);
    expect(await verdictOn(token)).toMatchObject({
      signature: 'right',
      problems: [{ problem: 'ended', at }],
    });
  });

  it.each(['nbf', 'iat'])('when it begins later (%s)', async (claim) => {
    const at = desk.clock.now() + 10 * 60 * SECOND;
    const token = await access({ [claim]: at / SECOND });
    expect(await verdictOn(token)).toMatchObject({ problems: [{ problem: 'not-yet', at }] });
    desk.clock.advance(10 * 60 * SECOND);
    expect(await verdictOn(token)).toMatchObject({ problems: [] });
  });

  it('when it has no end', async () => {
    expect(await verdictOn(await access({ exp: undefined }))).toMatchObject({
      problems: [{ problem: 'no-end' }],
      endsAt: null,
    });
    expect(await verdictOn(await access({ exp: 1e300 }))).toMatchObject({
      problems: [{ problem: 'no-end' }],
    });
  });

  it('when several things are wrong', async () => {
    const token = await stranger.access(desk.clock.now() - 2 * HOUR, { client_id: undefined });
    const { problems } = await verdictOn(token);
    expect(problems.map(({ problem }) => problem)).toEqual(['altered', 'client', 'ended']);
  });

  it('when it is a megabyte long', async () => {
    const token = await access({ padding: 'x'.repeat(1_000_000) });
    expect(await inspect(token)).toEqual({
      reading: { kind: 'unreadable', why: 'too-long', length: token.length },
      verdict: null,
    });
    expect(stub.requests).toEqual([]);
  });
});

describe('keys that cannot be had leave a token unchecked, never genuine', () => {
  it.each([
    ['a cut connection', DROP, 'offline'],
    ['no answer in time', HANG, 'offline'],
    ['a page of a network', htmlPage(200), 'unusable-key-set'],
    ['a proxy that wants a sign-in', htmlPage(407), 'intercepted'],
    ['an unknown pool', { page: '{"message":"User pool does not exist."}', status: 400 }, 'no-key-set'],
    ['a fault', { page: '{}', status: 500 }, 'unusable-key-set'],
    ['no list of keys', { keys: 'none' }, 'unusable-key-set'],
    [
      'a key set without end',
      { page: JSON.stringify({ keys: ['x'.repeat(200_000)] }), status: 200 },
      'unusable-key-set',
    ],
  ] as const)('after %s', async (_, answer, unchecked) => {
    stub.on(fetched, answer);
    const verdict = await verdictOn(await access());
    expect(verdict).toMatchObject({ signature: 'unchecked', unchecked, problems: [] });
    // The next try asks again.
    stub.on(fetched, signer.keySet);
    expect(await verdictOn(await access())).toMatchObject({ signature: 'right' });
  });

  it('after nobody was there', async () => {
    const id = await desk.addProfile({ endpoint: 'http://127.0.0.1:9' });
    const token = await access({ iss: `http://127.0.0.1:9/${testPoolId}` });
    expect(await verdictOn(token, id)).toMatchObject({ signature: 'unchecked', unchecked: 'offline' });
  });

  it('and the asking can be cancelled', async () => {
    const asked = Promise.withResolvers<StubRequest>();
    stub.on(fetched, (request) => {
      asked.resolve(request);
      return HANG;
    });
    const result = desk.call('tokens.inspect', { profileId, text: await access() }, 'call-1');
    const { closed } = await asked.promise;
    await desk.value('calls.cancel', { callId: 'call-1' });
    expect(await result).toEqual({ ok: false, error: { code: 'cancelled' } });
    // The request itself has ended, too.
    await closed;
  });
});

describe('a token of a sign-in', () => {
  async function signedIn(aheadOfUs: number) {
    const AccessToken = await signer.access(desk.clock.now() + aheadOfUs);
    stub.on('InitiateAuth', { AuthenticationResult: { AccessToken, ExpiresIn: 3600 } });
    const step = await desk.value('auth.signIn', { profileId, username: 'jane', password: 'x' });
    if (step.kind !== 'signed-in') throw new Error(step.kind);
    const sessionId = step.session.id;
    return (await desk.value('tokens.verify', { sessionId, token: 'access' })).verdict;
  }

  it.each([
    ['ahead', -12 * 60 * SECOND],
    ['behind', 3 * HOUR],
  ])('is genuine although this computer’s clock is %s, and the verdict says so', async (_, aheadOfUs) => {
    expect(await signedIn(aheadOfUs)).toMatchObject({
      signature: 'right',
      problems: [],
      endsAt: desk.clock.now() + HOUR,
      clockAhead: -aheadOfUs,
    });
  });

  it('has times as they are where the clock is about right', async () => {
    expect(await signedIn(-5 * SECOND)).toMatchObject({
      problems: [],
      endsAt: desk.clock.now() + HOUR - 5 * SECOND,
      clockAhead: null,
    });
  });

  it('has to be what it is taken for', async () => {
    const AccessToken = await access({ token_use: 'id' });
    stub.on('InitiateAuth', { AuthenticationResult: { AccessToken, ExpiresIn: 3600 } });
    const step = await desk.value('auth.signIn', { profileId, username: 'jane', password: 'x' });
    if (step.kind !== 'signed-in') throw new Error(step.kind);
    const sessionId = step.session.id;
    const { verdict } = await desk.value('tokens.verify', { sessionId, token: 'access' });
    expect(verdict).toMatchObject({ problems: [{ problem: 'use', use: 'id' }] });
    expectCode(await desk.error('tokens.verify', { sessionId, token: 'id' }), 'token-missing');
  });
});

describe('the keys of AWS', () => {
  /** The key set behind AWS's own host, as a proxy on this computer reaches it. */
  async function startAws() {
    const asked: string[] = [];
    const real = await createSigner({ issuer: awsIssuer, clientId: testClientId });
    const server = createServer({ key, cert }, (incoming, response) => {
      asked.push(`${incoming.headers.host ?? ''}${incoming.url ?? ''}`);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(real.keySet));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const proxy = await startProxy({ tunnelTo: (server.address() as AddressInfo).port });
    const behind = await createTestDesk({ resolveProxy: async () => `PROXY ${proxy.place}` });
    return { asked, proxy, real, behind };
  }

  it.runIf(readable)('come through the system’s proxy, with the system’s certificates', async () => {
    const { asked, proxy, real, behind } = await startAws();
    const id = await behind.addProfile();
    const text = await real.access(behind.clock.now());
    const { verdict } = await behind.value('tokens.inspect', { profileId: id, text });
    expect(verdict).toMatchObject({ signature: 'right', problems: [], keysFrom: awsHost, ownKeys: false });
    expect(proxy.asked).toEqual([`CONNECT ${awsHost}:443`]);
    expect(asked).toEqual([`${awsHost}${keySetPath}`]);
  });

  it.runIf(readable)('come from the host that issued the token, old or new', async () => {
    const { proxy, behind, real } = await startAws();
    const id = await behind.addProfile();
    const text = await real.access(behind.clock.now(), { iss: awsIssuer.replace('//', '//issuer-') });
    const { verdict } = await behind.value('tokens.inspect', { profileId: id, text });
    expect(proxy.asked).toEqual([`CONNECT issuer-${awsHost}:443`]);
    // The certificate of this test is for the other host, and that is noticed.
    expect(verdict).toMatchObject({ signature: 'unchecked', unchecked: 'intercepted', problems: [] });
  });

  it('are not asked for on behalf of a look-alike', async () => {
    const behind = await createTestDesk();
    const id = await behind.addProfile();
    for (const iss of [
      `https://${awsHost}.example/${testPoolId}`,
      `${awsIssuer}/`,
      `http://${awsHost}/${testPoolId}`,
    ]) {
      const text = await signer.access(behind.clock.now(), { iss });
      const { verdict } = await behind.value('tokens.inspect', { profileId: id, text });
      expect(verdict).toMatchObject({ problems: [{ problem: 'issuer' }], keysFrom: null });
    }
  });
});

it('a token of the emulator is genuine by the emulator’s own keys', async () => {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.stop());
  const clock = {
    now: () => Date.now(),
    after: () => () => undefined,
    advance: () => undefined,
    sleep: () => undefined,
    waiting: () => 0,
  };
  const real = await createTestDesk({ clock });
  const { url: endpoint, poolId, clientId } = emulator;
  const id = await real.addProfile({ endpoint, poolId, clientId });
  const step = await real.value('auth.signIn', {
    profileId: id,
    username: 'ines.marchetti',
    password: practicePassword,
  });
  if (step.kind !== 'signed-in') throw new Error(step.kind);
  for (const token of ['access', 'id'] as const) {
    const { verdict } = await real.value('tokens.verify', { sessionId: step.session.id, token });
    expect(verdict).toMatchObject({ signature: 'right', problems: [], ownKeys: true });
  }
});
