import type { CustomScheme, Protocol } from 'electron';
import { originOf, registerScheme, schemeOf, toAppUrl, toPageUrl } from './addresses.ts';
import { requireNotReady, requireReady } from './lifecycle.ts';
import type { PageRequest, Reply } from './page.ts';
import { strict } from './strict.ts';

type Handler = Parameters<Protocol['handle']>[1];

/** Of one session. */
export type StandInProtocol = Pick<Protocol, 'handle'>;

/** A protocol of a session, and what answers a request of its pages. */
export function createProtocol() {
  const handlers = new Map<string, Handler>();
  const protocol: StandInProtocol = strict('session.protocol', {
    handle(scheme: string, handler: Handler) {
      requireReady('protocol.handle cannot be used before app is ready');
      if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
      handlers.set(scheme, handler);
    },
  });
  return { protocol, serve: (request: PageRequest) => serve(request, handlers) };
}

const { protocol: ofDefaultSession, serve: serveDefault } = createProtocol();
export { serveDefault };

let schemesRegistered = false;

/** That of the default session, and what is of all of them. */
export const protocol = strict('protocol', {
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
  handle: ofDefaultSession.handle,
} satisfies Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>);

/** Answers a request of a page with what main's handler says; everything that main does not serve is aborted. */
async function serve(request: PageRequest, handlers: ReadonlyMap<string, Handler>): Promise<Reply> {
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

function asFetchRequest({ method, headers: given }: PageRequest, url: string): Request {
  const origin = originOf(url);
  const headers = Object.entries(given).map(([name, value]): [string, string] => [
    name,
    value.replaceAll(toPageUrl(origin), origin),
  ]);
  return new Request(url, { method, headers });
}
