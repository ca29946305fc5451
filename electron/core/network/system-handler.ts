/**
 * The way of requests to AWS: through the proxies that the operating system names for an address, trusting the
 * certificates of the operating system. Only ever imported dynamically, like the SDK that it serves.
 */
import { Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import type { HttpHandler, HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { HttpHandlerOptions } from '@smithy/types';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksProxyAgent } from 'socks-proxy-agent';
import { fail } from '../app-failure.ts';
import type { ResolveProxy } from '../ports.ts';
import { trustedContext } from './certificates.ts';
import type { Gate } from './destination.ts';
import { limitAnswer } from './limited-answer.ts';
import { DIRECT, proxiesIn, type Proxy } from './proxy.ts';
import { systemCodeOf } from './system-code.ts';
import type { Timeouts } from './timeouts.ts';

/** Milliseconds for which the proxies of a host are taken as known: they change with the network, not between calls. */
const KNOWN_FOR = 30_000;

/** Of no connection at all, so that nothing can have been sent. */
const unreachableCodes = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

type Known = { readonly proxies: Promise<readonly Proxy[]>; readonly until: number };

export type SystemHandlerOptions = {
  /** Judges each request right before it is sent. There is no handler without one. */
  readonly gate: Gate;
  readonly resolveProxy: ResolveProxy;
  readonly now: () => number;
  readonly timeouts: Timeouts;
  /**
   * Milliseconds for which a connection without a request is kept; as long as the server likes it, if left out. A connection
   * can die unseen, with the network that it was made in: what is sent once should not find that out.
   */
  readonly idle?: number | undefined;
};

/** Sends the requests of the SDK's clients, and keeps the connections for as long as it is not destroyed. */
export function createSystemHandler({
  gate,
  resolveProxy,
  now,
  timeouts,
  idle,
}: SystemHandlerOptions): HttpHandler {
  const handlers = new Map<string, NodeHttpHandler>();
  const known = new Map<string, Known>();
  let destroyed = false;

  function proxiesFor(address: string): Promise<readonly Proxy[]> {
    const last = known.get(address);
    if (last && now() < last.until) return last.proxies;
    const proxies = resolveProxy(address).then(proxiesIn, () => [DIRECT]);
    known.set(address, { proxies, until: now() + KNOWN_FOR });
    return proxies;
  }

  function handlerBy(proxy: Proxy, protocol: string): NodeHttpHandler {
    const key = `${protocol} ${proxy}`;
    const kept = handlers.get(key);
    if (kept) return kept;
    const agent = agentBy(proxy, protocol === 'https:');
    if (idle !== undefined) dropIdle(agent, idle);
    const handler = new NodeHttpHandler({
      httpAgent: agent,
      httpsAgent: agent,
      connectionTimeout: timeouts.connect,
      requestTimeout: timeouts.request,
      throwOnRequestTimeout: true,
      // The request's own timeout ends with the first byte of the answer; the rest of it can still be lost.
      socketTimeout: timeouts.request,
    });
    handlers.set(key, handler);
    return handler;
  }

  /** By the first proxy that can be reached. */
  async function sendBy(proxies: readonly Proxy[], request: HttpRequest, options?: HttpHandlerOptions) {
    const { protocol } = request;
    for (const proxy of proxies.slice(0, -1)) {
      try {
        return await handlerBy(proxy, protocol).handle(request, options);
      } catch (cause) {
        if (!unreachableCodes.has(systemCodeOf(cause) ?? '')) throw cause;
      }
    }
    return handlerBy(proxies.at(-1) ?? DIRECT, protocol).handle(request, options);
  }

  return {
    metadata: { handlerProtocol: 'http/1.1' },

    async handle(request: HttpRequest, options?: HttpHandlerOptions) {
      // Else the SDK would try again what was cut off, over connections that nobody ends any more.
      if (destroyed) throw fail('cancelled', {});
      // Without path: neither the gate nor a proxy script has any business with it.
      const meant = addressOfRequest(request);
      const address = gate(meant);
      const sent = address === meant ? request : movedTo(address, request);
      try {
        const { response } = await sendBy(await proxiesFor(address), sent, options);
        response.body = limitAnswer(response.body as IncomingMessage, timeouts.answer);
        return { response };
      } catch (cause) {
        // The next try asks the system anew: the network may have changed.
        known.delete(address);
        throw cause;
      }
    },

    // Of a client that wants to change the settings it came with. Ours has none to change.
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),

    destroy() {
      destroyed = true;
      for (const handler of handlers.values()) handler.destroy();
    },
  };
}

/** Closes connections of an agent that had no request for a while. */
function dropIdle(agent: HttpAgent, milliseconds: number): void {
  const timers = new WeakMap<object, NodeJS.Timeout>();
  // It says whether it keeps the connection, which its type forgets.
  const keep = agent.keepSocketAlive.bind(agent) as (socket: Duplex) => boolean;
  const reuse = agent.reuseSocket.bind(agent);
  agent.keepSocketAlive = (socket) => {
    const timer = setTimeout(() => {
      socket.destroy();
    }, milliseconds);
    timers.set(socket, timer.unref());
    return keep(socket);
  };
  agent.reuseSocket = (socket, request) => {
    clearTimeout(timers.get(socket));
    reuse(socket, request);
  };
}

const addressOfRequest = ({ protocol, hostname, port }: HttpRequest): string =>
  `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}/`;

/** The same request to another place. A proxy goes by the header. */
function movedTo(address: string, request: HttpRequest): HttpRequest {
  const { protocol, hostname, port, host } = new URL(address);
  const moved = Object.create(request) as HttpRequest;
  const headers = { ...request.headers, host };
  return Object.assign(moved, { protocol, hostname, headers, port: port === '' ? undefined : Number(port) });
}

function agentBy(proxy: Proxy, secure: boolean): HttpAgent | HttpsAgent {
  const secureContext = secure || proxy.startsWith('https:') ? trustedContext() : undefined;
  // As many connections as the SDK takes by default.
  // Said here, so that no variable of the environment (NODE_TLS_REJECT_UNAUTHORIZED) can say otherwise.
  const trust = secureContext ? { secureContext, rejectUnauthorized: true } : {};
  const options = { keepAlive: true, maxSockets: 50, ...trust };
  if (proxy === DIRECT) return secure ? new HttpsAgent(options) : new HttpAgent(options);
  const agent = proxy.startsWith('socks')
    ? new SocksProxyAgent(proxy, options)
    : secure
      ? new HttpsProxyAgent(proxy, options)
      : new HttpProxyAgent(proxy, options);
  // Of the connection through the proxy. What the constructor takes is for the one to the proxy.
  Object.assign(agent.options, trust);
  // Said here, because the library would look for it in a stack trace, where it is not always found.
  agent.isSecureEndpoint = () => secure;
  return agent;
}
