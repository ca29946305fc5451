import type { HttpHandler } from '@smithy/core/protocols';
import type { JSONWebKeySet } from 'jose';
import type { Destinations } from '../network/destination.ts';
import type { createSystemHandler } from '../network/system-handler.ts';
import type { Timeouts } from '../network/timeouts.ts';
import { orAborted } from '../or-aborted.ts';
import type { ResolveProxy } from '../ports.ts';
import { scopedMap } from '../scoped-map.ts';
import type { Lifetimes } from '../scope.ts';

/** Milliseconds for which a key set counts. AWS changes the keys of a pool rarely, and says so by a new key ID. */
const KEPT_FOR = 60 * 60_000;
/** Milliseconds between two askings for a key that is not in a set: a made-up key ID must not flood AWS. */
const ASKED_AGAIN_AFTER = 30_000;
/** Bytes. Cognito's key sets have about 1,000. */
const SIZE_LIMIT = 100_000;

/** What was fetched is no key set. `missing`: AWS has none at that address. */
export class KeySetError extends Error {
  readonly missing: boolean;

  constructor(missing: boolean) {
    super(missing ? 'There is no key set.' : 'What came is no key set.');
    this.name = 'KeySetError';
    this.missing = missing;
  }
}

/** Key sets that are kept. */
const MOST = 100;

type Kept = { readonly keys: JSONWebKeySet; readonly at: number };

export type KeySetsOptions = {
  readonly destinations: Destinations;
  readonly resolveProxy: ResolveProxy;
  readonly now: () => number;
  readonly timeouts: Timeouts;
};

/** The key sets of user pools: fetched the way of every request to AWS, and kept for an hour. */
export function createKeySets(
  lifetimes: Lifetimes,
  { destinations, resolveProxy, now, timeouts }: KeySetsOptions,
) {
  const kept = scopedMap<string, Kept>(lifetimes, { max: MOST });
  let handler: HttpHandler | undefined;

  /** Its connections end with the open vault. */
  function openHandler(create: typeof createSystemHandler): HttpHandler {
    const opened = create({ gate: destinations.keySetGate, resolveProxy, now, timeouts });
    lifetimes.vault().onEnd(() => {
      handler = undefined;
      opened.destroy?.();
    });
    return opened;
  }

  async function fetchKeys(address: string, signal: AbortSignal): Promise<JSONWebKeySet> {
    await orAborted(destinations.admit(address), signal);
    const [{ createSystemHandler }, { HttpRequest }] = await Promise.all([
      import('../network/system-handler.ts'),
      import('@smithy/core/transport'),
    ]);
    handler ??= openHandler(createSystemHandler);
    const { protocol, hostname, port, pathname } = new URL(address);
    const request = new HttpRequest({
      method: 'GET',
      protocol,
      hostname,
      ...(port !== '' && { port: Number(port) }),
      path: pathname,
      headers: { host: new URL(address).host, accept: 'application/json' },
    });
    const { response } = await handler.handle(request, { abortSignal: signal });
    // The body has to be read, or the connection is lost for the next request.
    const body = await readBody(response.body as AsyncIterable<Uint8Array>);
    if (response.statusCode === 407) throw Object.assign(new Error('The proxy wants a sign-in.'), proxyLogin);
    if (response.statusCode === 400 || response.statusCode === 404) throw new KeySetError(true);
    if (response.statusCode !== 200) throw new KeySetError(false);
    return parseKeySet(body);
  }

  return {
    /**
     * The key set at an address. `again`: the kept one lacks a key, so a newer one is fetched unless that has just
     * been done. Rejects with `KeySetError`, `destination-refused`, or with what the network says.
     */
    async get(address: string, signal: AbortSignal, again = false): Promise<JSONWebKeySet> {
      const known = kept.get(address);
      if (known && now() - known.at < (again ? ASKED_AGAIN_AFTER : KEPT_FOR)) return known.keys;
      const keys = await fetchKeys(address, signal);
      kept.set(address, { keys, at: now() });
      return keys;
    },
  };
}

export type KeySets = ReturnType<typeof createKeySets>;

/** As the SDK's own errors carry the status. */
const proxyLogin = { $metadata: { httpStatusCode: 407 } };

async function readBody(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    // Leaving the loop ends the stream.
    if (size > SIZE_LIMIT) throw new KeySetError(false);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseKeySet(text: string): JSONWebKeySet {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new KeySetError(false);
  }
  const keys = typeof value === 'object' && value !== null && 'keys' in value ? value.keys : null;
  if (!Array.isArray(keys)) throw new KeySetError(false);
  const usable = keys.filter((key: unknown) => typeof key === 'object' && key !== null && 'kty' in key);
  return { keys: usable as JSONWebKeySet['keys'] };
}
