/** Endpoints that never come to an end, and connections that died unseen. */
import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { HttpRequest } from '@smithy/core/transport';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createScan, type Page } from '#core/people/scan.ts';
import { createPace } from '#core/people/pace.ts';
import { createSystemHandler } from '#core/network/system-handler.ts';
import { systemClock } from '#core/ports.ts';
import { createTestDesk, testKeys } from '#tests/support/desk.ts';
import { useAwsStub } from '#tests/support/use-aws-stub.ts';

const stub = await useAwsStub();

async function serve(
  listener: RequestListener,
): Promise<{ readonly url: string; readonly sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const server = createHttpServer(listener).on('connection', (socket: Socket) => void sockets.push(socket));
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, sockets };
}

const json = { 'content-type': 'application/x-amz-json-1.1' };

describe('an answer that never ends', () => {
  /** Writes for as long as the other side takes it, and tells when it takes no more. */
  async function endless() {
    const closed = Promise.withResolvers<number>();
    const { url } = await serve((request, response) => {
      request.resume();
      response.writeHead(200, json);
      response.write('{"Username":"');
      const part = 'x'.repeat(64 * 1024);
      let sent = 0;
      const more = () => {
        while (!response.destroyed && response.write(part)) sent += part.length;
        sent += part.length;
      };
      response.on('drain', more).on('close', () => {
        closed.resolve(sent);
      });
      more();
    });
    return { url, closed: closed.promise };
  }

  it('of a read is given up after 10 MB, and its connection is closed', async () => {
    const { url, closed } = await endless();
    const desk = await createTestDesk({ stubUrl: url });
    const profileId = await desk.addProfile({ access: testKeys });
    expect(await desk.error('users.get', { profileId, username: 'jane' })).toMatchObject({
      code: 'unexplained',
      technical: { name: 'AnswerTooLarge' },
    });
    expect(await closed).toBeLessThan(30_000_000);
  });

  it('of a write leaves open what came of it', async () => {
    const { url } = await endless();
    const desk = await createTestDesk({ stubUrl: url });
    const profileId = await desk.addProfile({ access: testKeys });
    expect(await desk.error('users.disable', { profileId, username: 'jane' })).toMatchObject({
      code: 'outcome-unknown',
    });
  });
});

describe('an answer that drips', () => {
  async function drip() {
    return serve((request, response) => {
      request.resume();
      response.writeHead(200, json);
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => {
        clearInterval(timer);
      });
    });
  }

  it.each([
    ['users.get', 'unreachable'],
    ['users.disable', 'outcome-unknown'],
  ] as const)('ends %s when its time is over, although it is never silent', async (name, code) => {
    const { url } = await drip();
    const desk = await createTestDesk({ stubUrl: url, timeouts: { answer: 200 } });
    const profileId = await desk.addProfile({ access: testKeys });
    expect(await desk.error(name, { profileId, username: 'jane' })).toMatchObject({ code });
  });
});

describe('a connection that had nothing to do for a while', () => {
  it('is not used again for what is sent once', async () => {
    const { url, sockets } = await serve((request, response) => {
      request.resume();
      response.writeHead(200, json).end('{}');
    });
    const { hostname, port } = new URL(url);
    const handler = createSystemHandler({
      gate: (address) => address,
      resolveProxy: async () => 'DIRECT',
      now: () => Date.now(),
      timeouts: { connect: 1000, request: 1000, answer: 1000 },
      idle: 20,
    });
    onTestFinished(() => handler.destroy?.());
    const send = async () => {
      const request = new HttpRequest({ protocol: 'http:', hostname, port: Number(port), path: '/' });
      const { response } = await handler.handle(request);
      for await (const _ of response.body as AsyncIterable<Uint8Array>);
    };
    await send();
    await send();
    // At once it is the same one.
    expect(sockets).toHaveLength(1);
    await once(sockets[0]!, 'close');
    await send();
    expect(sockets).toHaveLength(2);
  });
});

describe('a timer of more than 24.8 days', () => {
  it('is not run at once, but when its time has come', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const days = 24 * 60 * 60_000;
    const task = vi.fn();
    systemClock.after(60 * days, task);
    const cancel = systemClock.after(60 * days, task);
    vi.advanceTimersByTime(59 * days);
    expect(task).not.toHaveBeenCalled();
    cancel();
    vi.advanceTimersByTime(days);
    expect(task).toHaveBeenCalledTimes(1);
  });

  it('does not renew a sign-in over and over', async () => {
    const desk = await createTestDesk({ stubUrl: stub.url });
    const profileId = await desk.addProfile();
    for (const ExpiresIn of [2_592_000, 1e308, -1]) {
      stub.on('InitiateAuth', { AuthenticationResult: { AccessToken: 'x', RefreshToken: 'y', ExpiresIn } });
      await desk.value('auth.signIn', { profileId, username: `jane${String(ExpiresIn)}`, password: 'x' });
    }
    desk.clock.advance(60 * 60_000);
    await desk.value('sessions.list', {});
    expect(stub.requests).toHaveLength(3);
  });
});

describe('pages of people that never end', () => {
  const scanOf = (listPage: (token: string | null) => Page, fresh: number) =>
    createScan({
      listPage: async ({ token }) => listPage(token),
      pace: createPace({ clock: systemClock, perSecond: 1000 }),
      clock: systemClock,
      onPage: () => fresh,
    });
  const run = (scan: ReturnType<typeof createScan>) =>
    scan.run(async () => false, new AbortController().signal);

  it('because the same token comes twice end in a failure', async () => {
    await expect(run(scanOf(() => ({ people: [], next: 'same' }), 1))).rejects.toMatchObject({
      error: { code: 'unexplained', technical: { name: 'PageMarker' } },
    });
  });

  it('because nobody new is in them end in a failure', async () => {
    let count = 0;
    await expect(run(scanOf(() => ({ people: [], next: String((count += 1)) }), 0))).rejects.toMatchObject({
      error: { technical: { message: 'Page after page came without anybody new.' } },
    });
    expect(count).toBeLessThan(110);
  });

  it('are no more followed by a search', async () => {
    stub.on('ListUsers', { Users: [], PaginationToken: 'same' });
    const desk = await createTestDesk({ stubUrl: stub.url });
    const profileId = await desk.addProfile({ access: testKeys });
    const query = { attribute: 'email', operator: 'is', value: 'a', begins: '', words: [] } as const;
    expect(
      await desk.error('people.search', { profileId, query: { ...query, words: [] }, marker: 'same' }),
    ).toMatchObject({
      code: 'unexplained',
      technical: { name: 'PageMarker' },
    });
  });
});
