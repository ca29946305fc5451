/** `users.get` beside what it is built on and what it stands for: the SDK, and the AWS CLI. */
import type {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { mainFile } from '#build/runtime.ts';
import { findAwsCli, runBash } from '#tests/support/cli.ts';
import { startMain } from './main-process.ts';
import { draft, keys, poolId, region, startPool, username } from './pool.ts';
import { inScratchFolder } from './scratch.ts';
import { median, type Row, type Topic } from './table.ts';

/** Calls before the first one that counts, so that both sides are compiled and connected. */
const WARM_UP = 1000;
const CALLS = 2000;
const CLI_RUNS = 7;

type Sdk = {
  readonly AdminGetUserCommand: typeof AdminGetUserCommand;
  readonly CognitoIdentityProviderClient: typeof CognitoIdentityProviderClient;
};

/**
 * One lookup in milliseconds: through the app's main side as an installed app runs it (judging the sender, validating,
 * handler, reply), by a bare call of the very same copy of the SDK, and by a run of the AWS CLI.
 */
export async function lookup(): Promise<Topic> {
  return inScratchFolder(async (folder) => {
    const pool = await startPool();
    try {
      const main = startMain(mainFile, folder);
      await main.window;
      const { profileId } = await main.value('profiles.save', draft(pool.url));
      const throughApp = () => main.call('users.get', { profileId, username });
      // What is timed must be a success.
      await main.value('users.get', { profileId, username });
      const bare = await bareCall(pool.url);
      const cli = findAwsCli();

      const took: { app: number[]; bare: number[]; cli: number[] } = { app: [], bare: [], cli: [] };
      for (let call = 0; call < WARM_UP + CALLS; call += 1) {
        // Each goes first every other time.
        const pair = [
          ['app', throughApp],
          ['bare', bare],
        ] as const;
        for (const [name, run] of call % 2 === 0 ? pair : pair.toReversed()) {
          const milliseconds = await timed(run);
          if (call >= WARM_UP) took[name].push(milliseconds);
        }
        const cliIsDue = call >= WARM_UP && (call - WARM_UP) % Math.floor(CALLS / CLI_RUNS) === 0;
        if (cliIsDue && cli.path !== undefined && took.cli.length < CLI_RUNS) {
          took.cli.push(await timed(() => cliCall(cli.path, folder, pool.url)));
        }
      }

      const app = median(took.app);
      const rows: Row[] = [
        { name: 'AdminGetUser by a bare SDK call', median: median(took.bare), unit: 'ms' },
        {
          name: 'users.get in the app, beside the bare call',
          median: app,
          unit: 'ms',
          ratio: app / median(took.bare),
          target: { of: 'ratio', atMost: 1.1 },
        },
      ];
      if (cli.path === undefined) return { title, rows, notes: [...notes, cli.missing] };
      const cliRow: Row = {
        name: 'aws cognito-idp admin-get-user, beside the app',
        median: median(took.cli),
        unit: 'ms',
        ratio: median(took.cli) / app,
        target: { of: 'ratio', atLeast: 50 },
      };
      return { title, rows: [...rows, cliRow], notes: [...notes, cli.version] };
    } finally {
      await pool.stop();
    }
  });
}

const title = 'Looking a person up';
const notes = [`${CALLS} calls of each, in turns, after ${WARM_UP}; the CLI ${CLI_RUNS} times in between.`];

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/**
 * The same request without the app: same copy of the SDK, same retries, timeouts and credentials. What the app spares
 * the SDK (putting its middleware together for each call, a log) a bare call does.
 */
async function bareCall(url: string): Promise<() => Promise<unknown>> {
  const sdk = await sdkOf(join(dirname(mainFile), 'chunks'));
  const client = new sdk.CognitoIdentityProviderClient({
    region,
    endpoint: url,
    // A copy: the SDK writes into it.
    credentials: { ...keys },
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 5000, requestTimeout: 15_000, throwOnRequestTimeout: true },
  });
  return () => client.send(new sdk.AdminGetUserCommand({ UserPoolId: poolId, Username: username }));
}

/** The built `core/cognito/sdk.ts`. */
async function sdkOf(chunks: string): Promise<Sdk> {
  const file = (await readdir(chunks)).find((name) => /^sdk-[\w-]{8}\.cjs$/.test(name));
  return createRequire(import.meta.url)(join(chunks, file ?? 'sdk.cjs')) as Sdk;
}

/** As a person runs it: from a shell, one process for each lookup. */
async function cliCall(cli: string, folder: string, url: string): Promise<void> {
  const options = `--region ${region} --endpoint-url ${url} --user-pool-id ${poolId} --username ${username}`;
  const { code, stderr } = await runBash(`aws cognito-idp admin-get-user ${options}`, { cli, folder });
  if (code !== 0) throw new Error(`The AWS CLI ended with ${code}: ${stderr}`);
}
