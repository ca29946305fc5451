/** What the app says when something other than AWS answers, or nothing does. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { AppError } from '#contract/app-error.ts';
import type { InputOf, OperationName } from '#contract/index.ts';
import { createTestDesk, expectCode, testKeys, type TestDesk } from '#tests/support/desk.ts';
import { DROP, HANG, htmlPage, startAwsStub, throttled, type StubRequest } from '#tests/support/aws-stub.ts';
import { useAwsStub } from '#tests/support/use-aws-stub.ts';

const stub = await useAwsStub();
let desk: TestDesk;

beforeEach(async () => {
  desk = await createTestDesk({ stubUrl: stub.url });
});

type Call<Name extends OperationName> = readonly [Name, InputOf<Name>];
const person = (profileId: string) => ({ profileId, username: 'jane' });

/** Calls of every kind: writes that are sent once, sign-in that is sent once, a read that may be repeated. */
const calls = {
  SignUp: (id: string): Call<'users.signUp'> => [
    'users.signUp',
    { ...person(id), password: 'x', attributes: [] },
  ],
  ConfirmSignUp: (id: string): Call<'users.confirmSignUp'> => [
    'users.confirmSignUp',
    { ...person(id), code: '123456' },
  ],
  AdminConfirmSignUp: (id: string): Call<'users.adminConfirm'> => ['users.adminConfirm', person(id)],
  AdminSetUserPassword: (id: string): Call<'users.setPassword'> => [
    'users.setPassword',
    { ...person(id), password: 'x', permanent: true },
  ],
  AdminDisableUser: (id: string): Call<'users.disable'> => ['users.disable', person(id)],
  ResendConfirmationCode: (id: string): Call<'users.resendCode'> => ['users.resendCode', person(id)],
  InitiateAuth: (id: string): Call<'auth.signIn'> => ['auth.signIn', { ...person(id), password: 'x' }],
  AdminGetUser: (id: string): Call<'users.get'> => ['users.get', person(id)],
};
type Wire = keyof typeof calls;
const writes = [
  'SignUp',
  'ConfirmSignUp',
  'AdminConfirmSignUp',
  'AdminSetUserPassword',
  'AdminDisableUser',
  'ResendConfirmationCode',
] as const;
const reads = ['InitiateAuth', 'AdminGetUser'] as const;
const every = [...writes, ...reads];
const isWrite = (wire: Wire) => writes.some((write) => write === wire);

async function errorOf(wire: Wire, endpoint = stub.url): Promise<AppError> {
  const profileId = await desk.addProfile({ access: testKeys, endpoint });
  const [name, input] = calls[wire](profileId);
  return desk.error(name, input);
}

const sent = (wire: Wire) => stub.requests.filter(({ operation }) => operation === wire).length;
const hostOf = (url: string) => url.replace('http://', '');

/** A server that does to each connection what the test wants, once a request has come in. */
async function rawServer(
  answer: (socket: Socket) => void,
): Promise<{ url: string; connections: () => number }> {
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    socket.once('data', () => {
      answer(socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return { url: `http://127.0.0.1:${address.port}`, connections: () => connections };
}

describe('an address that takes no connections', () => {
  it.each(every)('is refused for %s, and nothing was sent', async (wire) => {
    const closed = await startAwsStub();
    await closed.stop();
    expect(await errorOf(wire, closed.url)).toMatchObject({
      code: 'unreachable',
      reason: 'refused',
      host: hostOf(closed.url),
      technical: { operation: wire },
    });
  });
});

describe('a name that does not exist', () => {
  it.each(['SignUp', 'AdminGetUser'] as const)('cannot be found for %s', async (wire) => {
    expect(await errorOf(wire, 'https://cognito.invalid')).toMatchObject({
      code: 'unreachable',
      reason: 'name',
      host: 'cognito.invalid',
    });
  });
});

describe('a connection that is cut', () => {
  it.each(writes)('before the answer leaves open whether %s happened', async (wire) => {
    stub.on(wire, DROP);
    expect(await errorOf(wire)).toMatchObject({
      code: 'outcome-unknown',
      host: hostOf(stub.url),
      technical: { operation: wire, attempts: 1 },
    });
    expect(sent(wire)).toBe(1);
  });

  it.each([
    ['InitiateAuth', 1],
    ['AdminGetUser', 3],
  ] as const)('before the answer to %s is tried %d times', async (wire, times) => {
    stub.on(wire, DROP);
    expect(await errorOf(wire)).toMatchObject({ code: 'unreachable', reason: 'reset' });
    expect(sent(wire)).toBe(times);
  });

  it.each([
    ['SignUp', 'outcome-unknown'],
    ['InitiateAuth', 'unreachable'],
    ['AdminGetUser', 'unreachable'],
  ] as const)('in the middle of the answer to %s is %s', async (wire, code) => {
    const half =
      'HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: 100\r\n\r\n{"Us';
    for (const cut of ['resetAndDestroy', 'destroy'] as const) {
      const { url } = await rawServer((socket) => {
        socket.write(half, () => setImmediate(() => socket[cut]()));
      });
      expect(await errorOf(wire, url)).toMatchObject({ code, host: hostOf(url) });
    }
  });

  it('in the middle of the headers is one, too', async () => {
    const { url, connections } = await rawServer((socket) => {
      socket.end('HTTP/1.1 200 OK\r\ncontent-type: appl');
    });
    expect(await errorOf('SignUp', url)).toMatchObject({ code: 'outcome-unknown' });
    expect(connections()).toBe(1);
  });
});

describe('an answer that never comes', () => {
  const REQUEST_TIMEOUT = 200;

  beforeEach(async () => {
    const timeouts = { connect: 2000, request: REQUEST_TIMEOUT };
    desk = await createTestDesk({ stubUrl: stub.url, timeouts });
  });

  it.each(writes)('leaves open whether %s happened', async (wire) => {
    stub.on(wire, HANG);
    expect(await errorOf(wire)).toMatchObject({
      code: 'outcome-unknown',
      technical: { name: 'TimeoutError' },
    });
    expect(sent(wire)).toBe(1);
  });

  it.each([
    ['InitiateAuth', 1],
    ['AdminGetUser', 3],
  ] as const)('to %s is given up after %d times the time for one', async (wire, times) => {
    stub.on(wire, HANG);
    const begun = performance.now();
    expect(await errorOf(wire)).toMatchObject({ code: 'unreachable', reason: 'timeout' });
    expect(sent(wire)).toBe(times);
    // Between two tries the SDK waits for a tenth of a second at most.
    expect(performance.now() - begun).toBeLessThan(times * REQUEST_TIMEOUT + 1500);
  });

  it.each([
    ['SignUp', 'outcome-unknown', 1],
    ['InitiateAuth', 'unreachable', 1],
    ['AdminGetUser', 'unreachable', 3],
  ] as const)('in full to %s, after its beginning, is %s', async (wire, code, times) => {
    const { url, connections } = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"UserSub');
    });
    expect(await errorOf(wire, url)).toMatchObject({ code, technical: { name: 'TimeoutError' } });
    expect(connections()).toBe(times);
  });

  it('lets the next call through', async () => {
    desk = await createTestDesk({ stubUrl: stub.url, timeouts: { connect: 2000, request: 1000 } });
    stub.on('InitiateAuth', HANG, { AuthenticationResult: { AccessToken: 'a', ExpiresIn: 60 } });
    const profileId = await desk.addProfile();
    const [name, input] = calls.InitiateAuth(profileId);
    expectCode(await desk.error(name, input), 'unreachable');
    expect(await desk.value(name, input)).toMatchObject({ kind: 'signed-in' });
  });
});

describe('a page in place of an answer', () => {
  const statuses = (wire: Wire) => [200, 302, 403, 503, ...(isWrite(wire) ? [] : [502, 504])];
  it.each(every.flatMap((wire) => statuses(wire).map((status) => ({ wire, status }))))(
    'to $wire with status $status is somebody else’s',
    async ({ wire, status }) => {
      stub.on(wire, htmlPage(status));
      expect(await errorOf(wire)).toMatchObject({
        code: 'intercepted',
        reason: 'page',
        host: hostOf(stub.url),
        technical: { httpStatus: status },
      });
    },
  );

  // The gateway may have passed the request on before it gave up.
  it.each(writes.flatMap((wire) => [502, 504].map((status) => ({ wire, status }))))(
    'to $wire with status $status leaves open whether it was done',
    async ({ wire, status }) => {
      for (const page of [htmlPage(status), { page: '', status }, { page: 'Bad gateway', status }]) {
        stub.on(wire, page);
        expect(await errorOf(wire)).toMatchObject({ code: 'outcome-unknown', host: hostOf(stub.url) });
      }
      expect(sent(wire)).toBe(3);
    },
  );

  it.each(every)('to %s that asks to sign in at a proxy is said to be so', async (wire) => {
    stub.on(wire, htmlPage(407));
    expect(await errorOf(wire)).toMatchObject({ code: 'intercepted', reason: 'proxy-login' });
  });

  it.each([
    ['text', { page: 'upstream connect error', status: 503 }],
    ['JSON that is cut short', { page: '{"UserSub": "4320', status: 200 }],
    ['nothing at all', { page: '', status: 400 }],
    ['nothing at all', { page: '', status: 403 }],
  ])('may be %s', async (_, page) => {
    for (const wire of ['SignUp', 'AdminGetUser'] as const) {
      stub.on(wire, page);
      expect(await errorOf(wire)).toMatchObject({ code: 'intercepted', reason: 'page' });
    }
  });

  it.each(['SignUp', 'InitiateAuth', 'AdminGetUser'] as const)(
    'that is empty is no result of %s',
    async (wire) => {
      stub.on(wire, { page: '', status: 200 });
      expect(await errorOf(wire)).toMatchObject({ code: 'unexplained', technical: { name: 'EmptyReply' } });
    },
  );
});

describe('cancelling', () => {
  /** Starts a call that hangs at AWS, and gives what it takes to end it. */
  async function hanging(wire: Wire) {
    const arrived = Promise.withResolvers<StubRequest>();
    stub.on(wire, (request) => {
      arrived.resolve(request);
      return HANG;
    });
    const patient = await createTestDesk({ stubUrl: stub.url, timeouts: { connect: 1000, request: 60_000 } });
    const [name, input] = calls[wire](await patient.addProfile({ access: testKeys }));
    const result = patient.call(name, input, 'mine');
    return { patient, result, request: await arrived.promise };
  }

  it.each(['InitiateAuth', 'AdminGetUser'] as const)(
    'ends %s at once, and closes its connection',
    async (wire) => {
      const { patient, result, request } = await hanging(wire);
      const begun = performance.now();
      await patient.value('calls.cancel', { callId: 'mine' });
      expect(await result).toEqual({ ok: false, error: { code: 'cancelled' } });
      await request.closed;
      expect(performance.now() - begun).toBeLessThan(1000);
      expect(sent(wire)).toBe(1);
    },
  );

  it('leaves alone what else is under way', async () => {
    const gate = Promise.withResolvers<void>();
    const arrived = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    stub.on('AdminGetUser', async () => {
      arrived.shift()?.resolve();
      await gate.promise;
      return { Username: 'jane' };
    });
    const input = person(await desk.addProfile({ access: testKeys }));
    const both = Promise.all(arrived.map(({ promise }) => promise));
    const [other, mine] = [desk.call('users.get', input, 'other'), desk.call('users.get', input, 'mine')];
    await both;
    await desk.value('calls.cancel', { callId: 'mine' });
    gate.resolve();
    expect(await mine).toEqual({ ok: false, error: { code: 'cancelled' } });
    expect(await other).toMatchObject({ ok: true });
  });

  it('is in the activity list, since AWS may have been asked already', async () => {
    const { patient, result } = await hanging('InitiateAuth');
    await patient.value('calls.cancel', { callId: 'mine' });
    await result;
    expect(await patient.value('activity.list', {})).toMatchObject({
      entries: [{ operation: 'auth.signIn', errorCode: 'cancelled' }],
    });
  });

  it('works in the middle of an answer, too', async () => {
    const begun = Promise.withResolvers<Socket>();
    const { url } = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"Authen', () => begun.resolve(socket));
    });
    const patient = await createTestDesk({ timeouts: { connect: 1000, request: 60_000 } });
    const [name, input] = calls.InitiateAuth(await patient.addProfile({ endpoint: url }));
    const result = patient.call(name, input, 'mine');
    const socket = await begun.promise;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await patient.value('calls.cancel', { callId: 'mine' });
    expect(await result).toEqual({ ok: false, error: { code: 'cancelled' } });
    await closed;
  });

  it('works between two tries, too', async () => {
    const asked = Promise.withResolvers<StubRequest>();
    stub.on('AdminGetUser', (request) => {
      asked.resolve(request);
      return throttled(1)[0]!;
    });
    const profileId = await desk.addProfile({ access: testKeys });
    const result = desk.call('users.get', { profileId, username: 'jane' }, 'mine');
    await (
      await asked.promise
    ).closed;
    await desk.value('calls.cancel', { callId: 'mine' });
    expect(await result).toEqual({ ok: false, error: { code: 'cancelled' } });
    expect(sent('AdminGetUser')).toBeLessThan(3);
  });
});
