import type { CustomScheme, Protocol } from 'electron';
import { originOf, registerScheme, schemeOf, toAppUrl, toPageUrl } from './addresses.ts';
import { requireNotReady, requireReady } from './lifecycle.ts';
import type { PageRequest, Reply } from './page.ts';
import { strict } from './strict.ts';

type Handler = Parameters<Protocol['handle']>[1];

/** What main serves to the pages of one session. */
export type Serving = {
  readonly protocol: Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>;
  /** Answers a request of a page with what main's handler says; everything that main does not serve is aborted. */
  readonly serve: (request: PageRequest) => Promise<Reply>;
};

let schemesRegistered = false;

const members = {
  registerSchemesAsPrivileged(schemes: CustomScheme[]) {
    requireNotReady('protocol.registerSchemesAsPrivileged should be called before app is ready');
    if (schemesRegistered) {
      throw new Error('electron-standin: a second registerSchemesAsPrivileged would replace the first');
    }
    schemesRegistered = true;
    for (const { scheme, privileges } of schemes) {
      if (!privileges?.standard || !privileges.secure) {
        throw new Error(`electron-standin: only standard, secure schemes can be shown, ${scheme} is not one`);
      }
      registerScheme(scheme);
    }
  },
};

/** The schemes are those of the app, their handlers those of a session. */
export function createServing(): Serving {
  const handlers = new Map<string, Handler>();

  async function serve(request: PageRequest): Promise<Reply> {
    const url = toAppUrl(request.url);
    const handler = handlers.get(schemeOf(url));
    if (!handler) return { abort: 'BlockedByClient' };
    try {
      const response = await handler(asFetchRequest(request, url));
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: Buffer.from(await response.arrayBuffer()),
      };
    } catch (error) {
      // Electron answers a handler that throws with ERR_UNEXPECTED.
      console.error(error);
      return { abort: 'Failed' };
    }
  }

  const protocol = strict('protocol', {
    ...members,
    handle(scheme: string, handler: Handler) {
      requireReady('protocol.handle cannot be used before app is ready');
      if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
      handlers.set(scheme, handler);
    },
  } satisfies Serving['protocol']);
  return { protocol, serve };
}

function asFetchRequest({ method, headers: given }: PageRequest, url: string): Request {
  const origin = originOf(url);
  const headers = Object.entries(given).map(([name, value]): [string, string] => [
    name,
    value.replaceAll(toPageUrl(origin), origin),
  ]);
  return new Request(url, { method, headers });
}
