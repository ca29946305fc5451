import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@aws-sdk/types';
import type { HttpHandler } from '@smithy/core/protocols';
import { orAborted } from '../or-aborted.ts';
import type { AwsAccess } from '../profiles/profile-record.ts';
import { credentialsFor } from './credentials.ts';
import { scopedMap } from '../scoped-map.ts';
import type { Lifetimes } from '../scope.ts';
import type { MfaPrompt } from './mfa-prompt.ts';

/** The SDK fetches again for five minutes before the end, at every request. Not everybody can be asked that often. */
const SPARE = 60_000;

/** AWS profiles whose credentials are held at a time. */
const MOST = 100;

type Fetching = { readonly result: Promise<AwsCredentialIdentity>; readonly stop: AbortController };

type Held = {
  /** Under way, or null. */
  fetching: Fetching | null;
  /** The last that came, if it has an end. Access without one is the SDK's to keep. */
  temporary: (AwsCredentialIdentity & { readonly expiration: Date }) | null;
  /** How many calls wait for credentials or work with them. */
  users: number;
};

/**
 * Credentials from outside the app, fetched once for all clients that use the same AWS profile: each fetching may ask
 * the person for a code.
 */
export function createAwsAccess(
  lifetimes: Lifetimes,
  { prompt, now }: { readonly prompt: MfaPrompt; readonly now: () => number },
) {
  const held = scopedMap<string, Held>(lifetimes, {
    max: MOST,
    // What is being fetched is given up, and the questions for codes end.
    onGone: (entry) => {
      entry.fetching?.stop.abort();
      entry.temporary = null;
    },
  });

  function heldFor(access: AwsAccess): Held {
    const key = keyOf(access);
    const known = held.get(key) ?? { fetching: null, temporary: null, users: 0 };
    held.set(key, known);
    return known;
  }

  function begin(
    entry: Held,
    createHandler: () => HttpHandler,
    fetch: (handler: HttpHandler, signal: AbortSignal) => Promise<AwsCredentialIdentity>,
  ): Fetching {
    const stop = new AbortController();
    const handler = createHandler();

    async function run(): Promise<AwsCredentialIdentity> {
      try {
        const { expiration, ...fetched } = await orAborted(fetch(handler, stop.signal), stop.signal);
        entry.temporary = expiration ? { ...fetched, expiration } : null;
        return entry.temporary ?? fetched;
      } finally {
        if (entry.fetching === fetching) entry.fetching = null;
        // The clients that the SDK makes for a fetching are never destroyed by it.
        handler.destroy?.();
      }
    }

    const fetching = { result: run(), stop };
    return fetching;
  }

  return {
    /**
     * What a client of the SDK takes for credentials. `createHandler` makes the way for the requests that fetch them;
     * each ends with its fetching. Rejects with the SDK's own errors, and with `cancelled` when the person
     * refuses to give a code.
     */
    async credentials(
      access: AwsAccess,
      createHandler: () => HttpHandler,
    ): Promise<AwsCredentialIdentity | AwsCredentialIdentityProvider> {
      if (access.kind === 'access-keys') return credentialsFor(access);
      const entry = heldFor(access);
      return async (context) => {
        const { temporary } = entry;
        if (temporary && temporary.expiration.getTime() - now() > SPARE) return temporary;
        if (entry.fetching) prompt.repeat();
        entry.fetching ??= begin(entry, createHandler, (handler, signal) =>
          fetchWithCode({ access, prompt, handler, signal, context }),
        );
        return entry.fetching.result;
      };
    },

    /**
     * Does `work` once `credentials`, those of a client for this access, are there. Rejects with `cancelled` when
     * `signal` is aborted before that. What nobody waits for any more is not fetched, and no code is asked for it.
     */
    async use<Value>(
      access: AwsAccess,
      credentials: AwsCredentialIdentityProvider,
      signal: AbortSignal,
      work: () => Promise<Value>,
    ): Promise<Value> {
      if (access.kind === 'access-keys') return work();
      const entry = heldFor(access);
      entry.users += 1;
      try {
        await orAborted(credentials(), signal);
        return await work();
      } finally {
        entry.users -= 1;
        if (entry.users === 0) entry.fetching?.stop.abort();
      }
    },

    /** Milliseconds since 1970; null while that is not known, or when the access has no end. */
    expiresAt: (access: AwsAccess): number | null =>
      held.get(keyOf(access))?.temporary?.expiration.getTime() ?? null,

    /** The next request of a new client fetches anew. */
    forget(access: AwsAccess): void {
      const entry = held.get(keyOf(access));
      if (entry) entry.temporary = null;
    },
  };
}

export type AwsAccesses = ReturnType<typeof createAwsAccess>;

const keyOf = (access: AwsAccess): string =>
  access.kind === 'aws-profile' ? `profile ${access.name}` : access.kind;

type Fetch = {
  readonly access: AwsAccess;
  readonly prompt: MfaPrompt;
  readonly handler: HttpHandler;
  readonly signal: AbortSignal;
  readonly context: Parameters<AwsCredentialIdentityProvider>[0];
};

/** Fetches credentials, and asks again for a code that AWS did not take. */
async function fetchWithCode({
  access,
  prompt,
  handler,
  signal,
  context,
}: Fetch): Promise<AwsCredentialIdentity> {
  const awsProfile = access.kind === 'aws-profile' ? access.name : null;
  for (let again = false; ; again = true) {
    let asked = false;
    const mfaCodeProvider = (device: string) => {
      asked = true;
      return prompt.ask({ awsProfile, device, again }, signal);
    };
    const provider = await credentialsFor(access, { requestHandler: handler, mfaCodeProvider });
    if (typeof provider !== 'function') return provider;
    try {
      return await provider(context);
    } catch (cause) {
      if (!asked || !isWrongCode(cause)) throw cause;
    }
  }
}

/** The text of STS: "MultiFactorAuthentication failed with invalid MFA one time pass code." */
const isWrongCode = (cause: unknown): boolean =>
  cause instanceof Error &&
  cause.name === 'AccessDenied' &&
  /invalid MFA one time pass code/i.test(cause.message);
