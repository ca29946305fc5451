/** Runs `cognito-local`, an emulator of Cognito, with people of our own. For the demo and the tests; never shipped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { demoPool, type SeedPerson, type SeedPool } from './demo-pool.ts';

/** A code that Cognito would have sent. */
export type SentCode = { readonly destination: string; readonly code: string };

export type Emulator = {
  /** Base URL for the AWS SDK, the command line and the app. */
  readonly url: string;
  readonly poolId: string;
  /** The pool's first app client. */
  readonly clientId: string;
  /** Calls back for each code that is sent from now on. */
  readonly onCode: (listener: (sent: SentCode) => void) => void;
  /** Ends the process and removes its files. */
  readonly stop: () => Promise<void>;
};

const READY_TIMEOUT = 20_000;
const POLL_INTERVAL = 25;

/** Starts the emulator on a free port of this computer, with `pool` in it. Changes live until it stops. */
export async function startEmulator(pool: SeedPool = demoPool): Promise<Emulator> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const folder = await mkdtemp(join(tmpdir(), 'cognito-desk-emulator-'));
  const listeners: ((sent: SentCode) => void)[] = [];
  let child: ChildProcess | undefined;

  const stop = async () => {
    if (child && !hasEnded(child)) {
      child.kill();
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };

  try {
    await seed(folder, pool, url);
    child = run(folder, port, (sent) => {
      for (const listener of listeners) listener(sent);
    });
    await ready(url, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    poolId: pool.id,
    clientId: pool.clients[0].id,
    onCode: (listener) => void listeners.push(listener),
    stop,
  };
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

function run(folder: string, port: number, onCode: (sent: SentCode) => void): ChildProcess {
  const script = createRequire(import.meta.url)
    .resolve('cognito-local')
    .replace(/index\.js$/, 'bin/start.js');
  // A set CODE would make every code the same and DEBUG would write them all over the log.
  const { CODE: _code, DEBUG: _debug, ...env } = process.env;
  const child = spawn(process.execPath, [script], {
    cwd: folder,
    env: { ...env, HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let destination = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [, field, value] = /(Destination|Code):\s+(\S+)/.exec(stripVTControlCharacters(line)) ?? [];
    if (value === undefined) return;
    if (field === 'Destination') destination = value;
    else onCode({ destination, code: value });
  });
  return child;
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const end = Date.now() + READY_TIMEOUT;
  while (Date.now() < end) {
    if (hasEnded(child)) throw new Error('cognito-local ended before it was ready');
    const reply = await fetch(`${url}/health`).catch(() => undefined);
    if (reply?.ok) return;
    await wait(POLL_INTERVAL);
  }
  throw new Error('cognito-local did not become ready');
}

async function seed(folder: string, pool: SeedPool, url: string): Promise<void> {
  const database = join(folder, '.cognito', 'db');
  await mkdir(database, { recursive: true });
  const write = (path: string, content: unknown) => writeFile(path, JSON.stringify(content));
  await Promise.all([
    // Tokens name their issuer; without this they would name a fixed port.
    write(join(folder, '.cognito', 'config.json'), { TokenConfig: { IssuerDomain: url } }),
    write(join(database, 'clients.json'), { Clients: keyed(pool.clients.map(clientFile(pool)), 'ClientId') }),
    write(join(database, `${pool.id}.json`), {
      Options: poolOptions(pool),
      Users: keyed(pool.people.map(userFile), 'Username'),
      Groups: keyed(pool.groups.map(groupFile), 'GroupName'),
    }),
  ]);
}

const keyed = <Key extends string, Item extends Record<Key, string>>(items: readonly Item[], key: Key) =>
  Object.fromEntries(items.map((item) => [item[key], item]));

/** When the pool, its clients and its groups were made. */
const made = { CreationDate: '2023-05-15T08:00:00.000Z', LastModifiedDate: '2026-11-02T08:00:00.000Z' };

const clientFile = (pool: SeedPool) => (client: SeedPool['clients'][number]) => ({
  ClientId: client.id,
  ClientName: client.name,
  ...(client.secret !== undefined && { ClientSecret: client.secret }),
  UserPoolId: pool.id,
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  AccessTokenValidity: 1,
  IdTokenValidity: 1,
  RefreshTokenValidity: 30,
  TokenValidityUnits: { AccessToken: 'hours', IdToken: 'hours', RefreshToken: 'days' },
  ...made,
});

const poolOptions = (pool: SeedPool) => ({
  Id: pool.id,
  Name: pool.name,
  // The emulator finds people by e-mail address only with this setting, by username and sub always.
  UsernameAttributes: ['email'],
  AutoVerifiedAttributes: ['email'],
  MfaConfiguration: 'OPTIONAL',
  ...made,
});

const userFile = (person: SeedPerson) => ({
  Username: person.username,
  Password: person.password,
  Enabled: person.disabled !== true,
  UserStatus: person.status,
  RefreshTokens: [],
  Attributes: [
    { Name: 'sub', Value: person.sub },
    ...Object.entries(person.attributes).map(([Name, Value]) => ({ Name, Value })),
  ],
  ...(person.authenticatorKey !== undefined && {
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    SoftwareTokenMfaConfiguration: { Secret: person.authenticatorKey, Verified: true },
  }),
  ...(person.textMessageCodes === true && {
    UserMFASettingList: ['SMS_MFA'],
    PreferredMfaSetting: 'SMS_MFA',
    MFAOptions: [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }],
  }),
  UserCreateDate: person.created,
  UserLastModifiedDate: person.modified,
});

const groupFile = (group: SeedPool['groups'][number]) => ({
  GroupName: group.name,
  Description: group.description,
  members: group.members,
  ...made,
});
