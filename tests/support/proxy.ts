/** Proxies on this computer, as companies have them. */
import { once } from 'node:events';
import { createServer, request, type ServerResponse } from 'node:http';
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { onTestFinished } from 'vitest';

export type TestProxy = {
  /** `127.0.0.1:` and the port. */
  readonly place: string;
  /** What was asked of it, oldest first: `CONNECT host:port`, or the method and the whole address. */
  readonly asked: readonly string[];
};

type ProxyOptions = {
  /** Refuses everything with this status, e.g. 407. */
  readonly refuse?: number;
  /** Where tunnels end, whatever was asked for: a name that does not exist then works. */
  readonly tunnelTo?: number;
};

/** A proxy for plain HTTP and for tunnels, until the test ends. */
export async function startProxy({ refuse, tunnelTo }: ProxyOptions = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const server = createServer((incoming, response: ServerResponse) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    if (refuse !== undefined) {
      response.writeHead(refuse, { 'content-type': 'text/html' }).end('<title>Proxy</title>');
      return;
    }
    const { method = 'GET', headers } = incoming;
    const forwarded = request(incoming.url ?? '', { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(forwarded);
  });
  server.on('connect', (incoming, client: Socket) => {
    asked.push(`CONNECT ${incoming.url}`);
    client.on('error', () => undefined);
    if (refuse !== undefined) {
      client.end(`HTTP/1.1 ${refuse} No\r\ncontent-type: text/html\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const target = new URL(`http://${incoming.url}`);
    const upstream = connect(tunnelTo ?? Number(target.port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  return { place: await listen(server), asked };
}

/** A SOCKS 5 proxy without login that takes names, until the test ends. */
export async function startSocks({ tunnelTo }: Pick<ProxyOptions, 'tunnelTo'> = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const server = createTcpServer((client) => {
    client.on('error', () => undefined);
    client.once('data', () => {
      client.write(Buffer.from([5, 0]));
      client.once('data', (wanted) => {
        // 5, connect, 0, kind of address: 1 for four bytes, 3 for a name with its length.
        const end = wanted[3] === 3 ? 5 + (wanted[4] ?? 0) : 8;
        const host = wanted[3] === 3 ? wanted.toString('latin1', 5, end) : wanted.subarray(4, 8).join('.');
        const port = wanted.readUInt16BE(end);
        asked.push(`CONNECT ${host}:${port}`);
        const upstream = connect(tunnelTo ?? port, '127.0.0.1', () => {
          client.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
          upstream.pipe(client).pipe(upstream);
        });
        upstream.on('error', () => client.destroy());
        client.on('close', () => upstream.destroy());
      });
    });
  });
  return { place: await listen(server), asked };
}

async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
