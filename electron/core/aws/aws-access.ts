import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@aws-sdk/types';
import type { HttpHandler } from '@smithy/core/protocols';
import type { AwsAccess } from '../profiles/profile-record.ts';
import { credentialsFor } from './credentials.ts';
import type { MfaPrompt } from './mfa-prompt.ts';

/** The SDK fetches again for five minutes before the end, at every request. Not everybody can be asked that often. */
const SPARE = 60_000;

type Held = {
  /** Under way, or null. */
  fetching: Promise<AwsCredentialIdentity> | null;
  /** The last that came, if it has an end. Access without one is the SDK's to keep. */
  temporary: (AwsCredentialIdentity & { readonly expiration: Date }) | null;
};

/**
 * Credentials from outside the app, fetched once for all clients that use the same AWS profile: each fetching may ask
 * the person for a code.
 */
export function createAwsAccess({ prompt, now }: { readonly prompt: MfaPrompt; readonly now: () => number }) {
  const held = new Map<string, Held>();

  function heldFor(access: AwsAccess): Held {
    const key = keyOf(access);
    const known = held.get(key) ?? { fetching: null, temporary: null };
    held.set(key, known);
    return known;
  }

  async function fetchOnce(fetch: () => Promise<AwsCredentialIdentity>, entry: Held) {
    try {
      const { expiration, ...fetched } = await fetch();
      entry.temporary = expiration ? { ...fetched, expiration } : null;
      return entry.temporary ?? fetched;
    } finally {
      entry.fetching = null;
    }
  }

  return {
    /**
     * What a client of the SDK takes for credentials. `requestHandler` is for the requests that fetch them. Rejects
     * with the SDK's own errors, and with `cancelled` when the person refuses to give a code.
     */
    async credentials(
      access: AwsAccess,
      requestHandler: HttpHandler,
    ): Promise<AwsCredentialIdentity | AwsCredentialIdentityProvider> {
      if (access.kind === 'access-keys') return credentialsFor(access);
      const entry = heldFor(access);
      return async (context) => {
        const { temporary } = entry;
        if (temporary && temporary.expiration.getTime() - now() > SPARE) return temporary;
        if (entry.fetching) prompt.repeat();
        const fetch = () => fetchWithCode(access, prompt, requestHandler, context);
        return (entry.fetching ??= fetchOnce(fetch, entry));
      };
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

/** Fetches credentials, and asks again for a code that AWS did not take. */
async function fetchWithCode(
  access: AwsAccess,
  prompt: MfaPrompt,
  requestHandler: HttpHandler,
  context: Parameters<AwsCredentialIdentityProvider>[0],
): Promise<AwsCredentialIdentity> {
  const awsProfile = access.kind === 'aws-profile' ? access.name : null;
  for (let again = false; ; again = true) {
    let asked = false;
    const mfaCodeProvider = (device: string) => {
      asked = true;
      return prompt.ask({ awsProfile, device, again });
    };
    const provider = await credentialsFor(access, { requestHandler, mfaCodeProvider });
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
