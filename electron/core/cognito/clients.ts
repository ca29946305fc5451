import type {
  CognitoIdentityProviderClient,
  CognitoIdentityProviderClientConfig,
  ServiceInputTypes,
  ServiceOutputTypes,
} from '@aws-sdk/client-cognito-identity-provider';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { HttpHandler } from '@smithy/core/protocols';
import type { Command, HttpHandlerOptions, MetadataBearer } from '@smithy/types';
import type { AwsAccesses } from '../aws/aws-access.ts';
import { fail } from '../app-failure.ts';
import { addressOf, awsAddress, type Destinations, type Gate } from '../network/destination.ts';
import type { Timeouts } from '../network/timeouts.ts';
import { orAborted } from '../or-aborted.ts';
import type { ResolveProxy } from '../ports.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import { scopedMap } from '../scoped-map.ts';
import type { Lifetimes } from '../scope.ts';

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
  /**
   * For a write: called right before it is handed to the network. From then on neither `signal` nor the end of its client
   * cuts it off. May throw, and then nothing is sent.
   */
  readonly onSend?: () => void;
  readonly command: (sdk: Sdk) => AnyCommand<Input, Output>;
};

/**
 * Milliseconds for which connections of what is sent once wait for the next request. A connection that died unseen would turn a
 * sign-up into one that nobody knows the outcome of. Reads are sent again, so they may find that out.
 */
const IDLE_ONCE = 4000;

/** Four of a profile: read and once, with and without AWS access. Older ones go first. */
const MOST_CLIENTS = 200;

/** A promise, so that requests at the same time share one client and its credentials. */
type Entry = {
  readonly kind: Kind;
  readonly client: Promise<CognitoIdentityProviderClient>;
  /** Writes on their way. */
  writes: number;
  dropped: boolean;
};

type Kind = Pick<SendOptions<never, never>, 'profile' | 'access' | 'attempts'>;

export type CognitoClientsOptions = {
  readonly destinations: Destinations;
  readonly resolveProxy: ResolveProxy;
  readonly now: () => number;
  readonly awsAccess: AwsAccesses;
  readonly timeouts: Timeouts;
};

/** Settings that the SDK would else read from the environment and `~/.aws`, and that change what is sent or where. */
const ownSettings = {
  ignoreConfiguredEndpointUrls: true,
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
  retryMode: 'standard',
  authSchemePreference: [],
};

/**
 * Sends requests to the user pools of the profiles. Clients are kept for as long as their profile's scope, so that
 * connections and resolved credentials are reused. Reads are cut off with it, writes are not.
 */
export function createCognitoClients(lifetimes: Lifetimes, options: CognitoClientsOptions) {
  const { destinations, resolveProxy, now, awsAccess, timeouts } = options;
  const clients = scopedMap<string, Entry>(lifetimes, {
    max: MOST_CLIENTS,
    profileOf: ({ kind }) => kind.profile.id,
    onGone: drop,
  });
  /** Kept: importing a module again costs a lookup about as much as checking its input. */
  let sdk: Sdk | undefined;
  const load = async (): Promise<Sdk> => (sdk ??= await import('./sdk.ts'));

  const createHandler = (sdk: Sdk, gate: Gate, idle?: number): HttpHandler =>
    sdk.createSystemHandler({ gate, resolveProxy, now, timeouts, idle });

  /** Of the request under way. Handed to the SDK they would keep it from using its middleware again. */
  const handlerOptions = new AsyncLocalStorage<HttpHandlerOptions>();

  function createClientHandler(sdk: Sdk, gate: Gate, attempts: Attempts): HttpHandler {
    const handler = createHandler(sdk, gate, attempts === 'once' ? IDLE_ONCE : undefined);
    return {
      ...handler,
      handle: (request, options) => handler.handle(request, { ...handlerOptions.getStore(), ...options }),
    };
  }

  function clientFor(kind: Kind, sdk: Sdk): Entry {
    // What it had for is over, and nobody would end the connections of a new one.
    if (lifetimes.isOver()) throw fail('cancelled', {});
    const { profile, access, attempts } = kind;
    const key = `${profile.id} ${access} ${attempts}`;
    const known = clients.get(key);
    if (known) return known;
    const entry = { kind, client: createClient(kind, sdk), writes: 0, dropped: false };
    clients.set(key, entry);
    return entry;
  }

  async function createClient({ profile, access, attempts }: Kind, sdk: Sdk) {
    const config: CognitoIdentityProviderClientConfig = {
      region: profile.region,
      maxAttempts: attempts === 'once' ? 1 : 3,
      // Its own, which ends with it.
      requestHandler: createClientHandler(sdk, destinations.gateOf(profile), attempts),
      // Put together once for all requests of a kind, the first of which it keeps: none with a password or a token.
      cacheMiddleware: access === 'lookup' && attempts === 'read',
      endpoint: addressOf(profile),
      ...ownSettings,
    };
    if (access === 'lookup') {
      if (!profile.access) throw fail('lookup-access-missing', { reason: 'not-set-up' });
      config.credentials = await awsAccess.credentials(profile.access, () =>
        createHandler(sdk, destinations.credentialGate),
      );
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

  function drop(entry: Entry): void {
    const { profile, access } = entry.kind;
    if (access === 'lookup') {
      if (profile.access) awsAccess.forget(profile.access);
      // The SDK keeps the keys of the day that it signs with, each under a name with its session token.
      sdk?.clearCredentialCache();
      // It keeps the failure to read AWS files that are not there, and with its stack the keys of the request that met it. Reading
      // them anew puts another failure in its place.
      void sdk?.loadSharedConfigFiles({ ignoreCache: true }).catch(() => undefined);
    }
    entry.dropped = true;
    if (entry.writes === 0) destroy(entry);
  }

  /** A write keeps the connections of its client until it is answered. */
  async function writing<Value>(entry: Entry, work: () => Promise<Value>): Promise<Value> {
    entry.writes += 1;
    try {
      return await work();
    } finally {
      entry.writes -= 1;
      if (entry.dropped && entry.writes === 0) destroy(entry);
    }
  }

  function destroy({ client }: Entry): void {
    // One that could not be made has nothing to end; whoever asked for it was told.
    client.then(
      (it) => it.destroy(),
      () => undefined,
    );
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
      const { signal, onSend } = options;
      await orAborted(destinations.admit(addressOf(options.profile)), signal);
      const loaded = sdk ?? (await load());
      const entry = clientFor(options, loaded);
      const client = await entry.client;
      const command = options.command(loaded);
      return withCredentials(options, client, signal, () => {
        if (onSend) {
          onSend();
          return writing(entry, () => handlerOptions.run({}, () => client.send(command)));
        }
        const sending = handlerOptions.run({ abortSignal: signal }, () => client.send(command));
        // Between two tries nothing in the SDK hears of the signal.
        return orAborted(sending, signal);
      });
    },

    /** Whose the profile's AWS access is (STS GetCallerIdentity). Rejects like `send`. */
    async whoIs(
      profile: ProfileRecord,
      signal: AbortSignal,
    ): Promise<{ account: string | null; arn: string | null }> {
      const kind = { profile, access: 'lookup', attempts: 'read' } as const;
      await orAborted(destinations.admit(addressOf(profile)), signal);
      const client = await clientFor(kind, await load()).client;
      const { GetCallerIdentityCommand, STSClient } = await import('../aws/sdk-sts.ts');
      // The same credentials and the same way to AWS as looking people up; both end with that client.
      const { region, credentials, requestHandler: handler } = client.config;
      const endpoint = awsAddress('sts', profile.region);
      const sts = new STSClient({ region, credentials, requestHandler: handler, endpoint, ...ownSettings });
      const { Account = null, Arn = null } = await withCredentials(kind, client, signal, () =>
        sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal }),
      );
      return { account: Account, arn: Arn };
    },

    /** Drops what looks people up only: credentials that failed are no reason to cut a sign-up under way. */
    forgetCredentials(profileId: string): void {
      for (const attempts of ['once', 'read']) clients.delete(`${profileId} lookup ${attempts}`);
    },
  };
}

export type CognitoClients = ReturnType<typeof createCognitoClients>;
