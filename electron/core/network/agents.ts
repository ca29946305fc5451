/**
 * The way of requests to AWS: through the proxy that the operating system names for an address, trusting the
 * certificates of the operating system. Only ever imported dynamically, like the SDK that it serves.
 */
import { Agent as HttpAgent, type ClientRequest } from 'node:http';
import { Agent as HttpsAgent, type AgentOptions } from 'node:https';
import type { ConnectionOptions } from 'node:tls';
import { Agent, type AgentConnectOpts } from 'agent-base';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksProxyAgent } from 'socks-proxy-agent';
import type { ResolveProxy } from '../ports.ts';
import { trustedContext } from './certificates.ts';
import { firstProxy } from './proxy.ts';

/** As the SDK has them by default. */
const pool: AgentOptions = { keepAlive: true, maxSockets: 50 };

function setTrust<Options extends ConnectionOptions>(options: Options): Options {
  const secureContext = trustedContext();
  if (secureContext) options.secureContext = secureContext;
  return options;
}

/** Hands each request to an agent for the way that it has to go. Those agents keep the connections. */
class SystemAgent extends Agent {
  readonly #secure: boolean;
  readonly #resolveProxy: ResolveProxy;
  readonly #ways = new Map<string | null, HttpAgent>();

  constructor(secure: boolean, resolveProxy: ResolveProxy) {
    super({ keepAlive: true });
    this.#secure = secure;
    this.#resolveProxy = resolveProxy;
  }

  /** Said here, because the library would look for it in a stack trace at every request. */
  override isSecureEndpoint(): boolean {
    return this.#secure;
  }

  override async connect(_request: ClientRequest, options: AgentConnectOpts): Promise<HttpAgent> {
    // The library hands these very options on to the agent that is returned.
    if (options.secureEndpoint) setTrust(options);
    const { host, port } = options;
    const name = host?.includes(':') === true ? `[${host}]` : host;
    // Without path: a proxy script has no business with it.
    const list = await this.#resolveProxy(`${this.protocol}//${name}:${port}/`).catch(() => 'DIRECT');
    const proxy = firstProxy(list);
    const known = this.#ways.get(proxy);
    if (known) return known;
    const way = this.#wayBy(proxy);
    this.#ways.set(proxy, way);
    return way;
  }

  #wayBy(proxy: string | null): HttpAgent {
    if (proxy === null) return this.#secure ? new HttpsAgent(pool) : new HttpAgent(pool);
    if (proxy.startsWith('socks')) return new SocksProxyAgent(proxy, pool);
    // These options are for the connection to the proxy itself.
    const options = proxy.startsWith('https:') ? setTrust({ ...pool }) : pool;
    return this.#secure ? new HttpsProxyAgent(proxy, options) : new HttpProxyAgent(proxy, options);
  }

  override destroy(): void {
    for (const way of this.#ways.values()) way.destroy();
    super.destroy();
  }
}

/** Agents for one client of the SDK, which destroys them when it is destroyed. */
export const createAgents = (resolveProxy: ResolveProxy) => ({
  httpAgent: new SystemAgent(false, resolveProxy),
  httpsAgent: new SystemAgent(true, resolveProxy),
});
