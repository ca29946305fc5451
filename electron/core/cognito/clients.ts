import type {
  CognitoIdentityProviderClient,
  CognitoIdentityProviderClientConfig,
  ServiceInputTypes,
  ServiceOutputTypes,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Command, MetadataBearer } from '@smithy/types';
import { credentialsFor } from '../aws/credentials.ts';
import { fail } from '../app-failure.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';

export type Sdk = typeof import('./sdk.ts');

/** Milliseconds. Without them a request of the SDK waits for ever. */
export type Timeouts = { readonly connect: number; readonly request: number };
const defaultTimeouts: Timeouts = { connect: 5000, request: 15_000 };

/**
 * - `once`: writes and sign-in. A repeated SignUp answers "exists", a repeated wrong password locks the person out,
 *   and each sign-in step counts once.
 * - `read`: up to three tries, as the SDK does by default.
 */
export type Attempts = 'once' | 'read';

type AnyCommand<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = Command<
  ServiceInputTypes,
  Input,
  ServiceOutputTypes,
  Output & MetadataBearer,
  CognitoIdentityProviderClient['config']
>;

export type SendOptions<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = {
  readonly profile: ProfileRecord;
  /** `lookup` signs with the profile's AWS access; `public` needs none. */
  readonly access: 'public' | 'lookup';
  readonly attempts: Attempts;
  readonly signal: AbortSignal;
  readonly command: (sdk: Sdk) => AnyCommand<Input, Output>;
};

type Entry = { readonly record: ProfileRecord; readonly client: CognitoIdentityProviderClient };

/**
 * Sends requests to the user pools of the profiles. Clients are kept for as long as their profile is unchanged, so
 * that connections and resolved credentials are reused.
 */
export function createCognitoClients(timeouts: Timeouts = defaultTimeouts) {
  const clients = new Map<string, Entry>();
  /** Kept: importing a module again costs a lookup about as much as checking its input. */
  let sdk: Sdk | undefined;

  async function clientFor(
    { profile, access, attempts }: Pick<SendOptions<never, never>, 'profile' | 'access' | 'attempts'>,
    sdk: Sdk,
  ): Promise<CognitoIdentityProviderClient> {
    const key = `${profile.id} ${access} ${attempts}`;
    const known = clients.get(key);
    if (known?.record === profile) return known.client;
    known?.client.destroy();

    const config: CognitoIdentityProviderClientConfig = {
      region: profile.region,
      maxAttempts: attempts === 'once' ? 1 : 3,
      requestHandler: {
        connectionTimeout: timeouts.connect,
        requestTimeout: timeouts.request,
        throwOnRequestTimeout: true,
        // The request's own timeout ends with the first byte of the answer; the rest of it can still be lost.
        socketTimeout: timeouts.request,
      },
      ...(profile.endpoint !== null && { endpoint: profile.endpoint }),
    };
    if (access === 'lookup') {
      if (!profile.access) throw fail('lookup-access-missing', { reason: 'not-set-up' });
      config.credentials = await credentialsFor(profile.access);
    }
    const client = new sdk.CognitoIdentityProviderClient(config);
    clients.set(key, { record: profile, client });
    return client;
  }

  function drop(start: string): void {
    for (const [key, { client }] of clients) {
      if (!key.startsWith(start)) continue;
      client.destroy();
      clients.delete(key);
    }
  }

  return {
    /** Sends one command. Rejects with the SDK's own error; `toAppError` explains it. */
    async send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
      options: SendOptions<Input, Output>,
    ): Promise<Output> {
      sdk ??= await import('./sdk.ts');
      const client = await clientFor(options, sdk);
      return client.send(options.command(sdk), { abortSignal: options.signal });
    },

    /** Drops the clients of a profile, and with them the credentials that they hold. Cuts what they are doing. */
    forget(profileId: string): void {
      drop(`${profileId} `);
    },

    forgetAll(): void {
      drop('');
    },

    /** Drops what looks people up only: credentials that failed are no reason to cut a sign-up under way. */
    forgetCredentials(profileId: string): void {
      drop(`${profileId} lookup `);
    },
  };
}

export type CognitoClients = ReturnType<typeof createCognitoClients>;
