import type {
  CognitoIdentityProviderClient,
  CognitoIdentityProviderClientConfig,
  ServiceInputTypes,
  ServiceOutputTypes,
} from '@aws-sdk/client-cognito-identity-provider';
import { AsyncLocalStorage } from 'node:async_hooks';
import { isDeepStrictEqual } from 'node:util';
import type { HttpHandler } from '@smithy/core/protocols';
import type { Command, HttpHandlerOptions, MetadataBearer } from '@smithy/types';
import type { AwsAccesses } from '../aws/aws-access.ts';
import { fail } from '../app-failure.ts';
import type { Timeouts } from '../network/timeouts.ts';
import { orAborted } from '../or-aborted.ts';
import type { ResolveProxy } from '../ports.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';

export type Sdk = typeof import('./sdk.ts');

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

/** A promise, so that requests at the same time share one client and its credentials. */
type Entry = { readonly record: ProfileRecord; readonly client: Promise<CognitoIdentityProviderClient> };

export type CognitoClientsOptions = {
  readonly resolveProxy: ResolveProxy;
  readonly now: () => number;
  readonly awsAccess: AwsAccesses;
  readonly timeouts: Timeouts;
};

/**
 * Sends requests to the user pools of the profiles. Clients are kept for as long as their profile is unchanged, so
 * that connections and resolved credentials are reused.
 */
export function createCognitoClients(options: CognitoClientsOptions) {
  const { resolveProxy, now, awsAccess, timeouts } = options;
  const clients = new Map<string, Entry>();
  /** Kept: importing a module again costs a lookup about as much as checking its input. */
  let sdk: Sdk | undefined;
  const load = async (): Promise<Sdk> => (sdk ??= await import('./sdk.ts'));

  const createHandler = (sdk: Sdk): HttpHandler => sdk.createSystemHandler({ resolveProxy, now, timeouts });

  /** Of the request under way. Handed to the SDK they would keep it from using its middleware again. */
  const handlerOptions = new AsyncLocalStorage<HttpHandlerOptions>();

  function createClientHandler(sdk: Sdk): HttpHandler {
    const handler = createHandler(sdk);
    return {
      ...handler,
      handle: (request, options) => handler.handle(request, { ...handlerOptions.getStore(), ...options }),
    };
  }

  type Kind = Pick<SendOptions<never, never>, 'profile' | 'access' | 'attempts'>;

  function clientFor(kind: Kind, sdk: Sdk): Promise<CognitoIdentityProviderClient> {
    const { profile, access, attempts } = kind;
    const key = `${profile.id} ${access} ${attempts}`;
    const known = clients.get(key);
    if (known && isDeepStrictEqual(known.record, profile)) return known.client;
    if (known) destroy(known);
    const client = createClient(kind, sdk);
    clients.set(key, { record: profile, client });
    return client;
  }

  async function createClient({ profile, access, attempts }: Kind, sdk: Sdk) {
    const config: CognitoIdentityProviderClientConfig = {
      region: profile.region,
      maxAttempts: attempts === 'once' ? 1 : 3,
      // Its own, which ends with it.
      requestHandler: createClientHandler(sdk),
      // Put together once for all requests of a kind, the first of which it keeps: none with a password or a token.
      cacheMiddleware: access === 'lookup' && attempts === 'read',
      ...(profile.endpoint !== null && { endpoint: profile.endpoint }),
    };
    if (access === 'lookup') {
      if (!profile.access) throw fail('lookup-access-missing', { reason: 'not-set-up' });
      config.credentials = await awsAccess.credentials(profile.access, () => createHandler(sdk));
    }
    const client = new sdk.CognitoIdentityProviderClient(config);
    // It goes through every request and reply for a log that nobody keeps.
    client.middlewareStack.remove('loggerMiddleware');
    return client;
  }

  /** Waits for the credentials first: the SDK itself would go on waiting for them after `signal` is aborted. */
  const withCredentials = <Value>(
    { profile, access }: Kind,
    { config }: CognitoIdentityProviderClient,
    signal: AbortSignal,
    work: () => Promise<Value>,
  ): Promise<Value> =>
    access === 'lookup' && profile.access
      ? awsAccess.use(profile.access, config.credentials, signal, work)
      : work();

  function destroy({ client }: Entry): void {
    // One that could not be made has nothing to end; whoever asked for it was told.
    client.then(
      (it) => it.destroy(),
      () => undefined,
    );
  }

  function drop(start: string): void {
    for (const [key, entry] of clients) {
      if (!key.startsWith(start)) continue;
      if (entry.record.access && key.includes(' lookup ')) awsAccess.forget(entry.record.access);
      destroy(entry);
      clients.delete(key);
    }
    // The SDK keeps the keys of the day that it signs with, each under a name with its session token.
    sdk?.clearCredentialCache();
  }

  return {
    /** Loads the SDK, for whoever measures what comes after it. The other functions do so by themselves. */
    async prepare(): Promise<void> {
      await load();
    },

    /** Sends one command. Rejects with the SDK's own error; `toAppError` explains it. */
    async send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
      options: SendOptions<Input, Output>,
    ): Promise<Output> {
      const loaded = sdk ?? (await load());
      const client = await clientFor(options, loaded);
      const { signal } = options;
      const command = options.command(loaded);
      const send = () => handlerOptions.run({ abortSignal: signal }, () => client.send(command));
      // Between two tries nothing in the SDK hears of the signal.
      return withCredentials(options, client, signal, () => orAborted(send(), signal));
    },

    /** Whose the profile's AWS access is (STS GetCallerIdentity). Rejects like `send`. */
    async whoIs(
      profile: ProfileRecord,
      signal: AbortSignal,
    ): Promise<{ account: string | null; arn: string | null }> {
      const kind = { profile, access: 'lookup', attempts: 'read' } as const;
      const client = await clientFor(kind, await load());
      const { GetCallerIdentityCommand, STSClient } = await import('../aws/sdk-sts.ts');
      // The same credentials and the same way to AWS as looking people up; both end with that client.
      const { region, credentials, requestHandler: handler } = client.config;
      const sts = new STSClient({ region, credentials, requestHandler: handler });
      const { Account = null, Arn = null } = await withCredentials(kind, client, signal, () =>
        sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal }),
      );
      return { account: Account, arn: Arn };
    },

    /** Drops the clients of a profile, and with them the credentials that they hold. Cuts what they are doing. */
    forget(profileId: string): void {
      drop(`${profileId} `);
    },

    forgetAll(): void {
      drop('');
      // The SDK keeps the failure to read AWS files that are not there, and with its stack the keys of the request that
      // met it. Reading them anew puts another failure in its place.
      void sdk?.loadSharedConfigFiles({ ignoreCache: true }).catch(() => undefined);
    },

    /** Drops what looks people up only: credentials that failed are no reason to cut a sign-up under way. */
    forgetCredentials(profileId: string): void {
      drop(`${profileId} lookup `);
    },
  };
}

export type CognitoClients = ReturnType<typeof createCognitoClients>;
