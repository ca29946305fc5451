import type { CustomScheme, Protocol } from 'electron';
import type { Request as PageRequest, Route } from 'playwright';
import { originOf, registerScheme, schemeOf, toAppUrl, toPageUrl } from './addresses.ts';
import { requireNotReady, requireReady } from './lifecycle.ts';
import { strict } from './strict.ts';

type Handler = Parameters<Protocol['handle']>[1];

const handlers = new Map<string, Handler>();
let schemesRegistered = false;

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
  handle(scheme: string, handler: Handler) {
    requireReady('protocol.handle cannot be used before app is ready');
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    handlers.set(scheme, handler);
  },
} satisfies Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>);

/** Answers a request of a page with what main's handler says; everything that main does not serve is aborted. */
export async function serve(route: Route): Promise<void> {
  const request = route.request();
  const url = toAppUrl(request.url());
  const handler = handlers.get(schemeOf(url));
  if (!handler) return route.abort('blockedbyclient');
  try {
    const response = await handler(await asFetchRequest(request, url));
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  } catch (error) {
    // Electron answers a handler that throws with ERR_UNEXPECTED.
    console.error(error);
    await route.abort('failed');
  }
}

async function asFetchRequest(request: PageRequest, url: string): Promise<Request> {
  const origin = originOf(url);
  const headers = Object.entries(request.headers()).map(([name, value]): [string, string] => [
    name,
    value.replaceAll(toPageUrl(origin), origin),
  ]);
  const body = request.postDataBuffer();
  return new Request(url, { method: request.method(), headers, body: body && new Uint8Array(body) });
}
