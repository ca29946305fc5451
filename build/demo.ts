/** `npm run demo`: the app with a pool to practise on, all of it on this computer and gone afterwards. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProfileDraft } from '#contract/profiles.ts';
import { bundle } from './bundle.ts';
import { demoPool, practicePeople } from './demo-pool.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { prepareRuntime, runApp, type Runtime } from './runtime.ts';
import { stopSignal } from './stop-signal.ts';

/** A profile for the emulator. It asks for keys and takes any. */
function practiceProfile({ url, poolId, clientId }: Emulator): ProfileDraft {
  return {
    name: demoPool.name,
    environment: 'development',
    region: 'eu-west-1',
    clientId,
    clientSecret: { change: 'clear' },
    endpoint: url,
    poolId,
    access: {
      kind: 'access-keys',
      keys: {
        change: 'set',
        accessKeyId: 'PRACTICEPOOLACCESSKEY',
        secretAccessKey: 'practice-pool-key-that-opens-nothing',
        sessionToken: null,
      },
    },
  };
}

async function demo(runtime: Runtime, signal: AbortSignal): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'cognito-desk-demo-'));
  const starting = startEmulator();
  try {
    const [emulator] = await Promise.all([starting, bundle()]);
    emulator.onCode(({ destination, code }) => console.log(`Confirmation code for ${destination}: ${code}`));
    const demoFile = join(folder, 'demo.json');
    await writeFile(demoFile, JSON.stringify({ profile: practiceProfile(emulator), practicePeople }));
    console.log(`The practice pool runs at ${emulator.url}. Codes that Cognito would send appear here.`);
    return await runApp(runtime, {
      args: process.argv.slice(2),
      env: { COGNITO_DESK_DEMO: demoFile, COGNITO_DESK_USER_DATA: join(folder, 'user-data') },
      signal,
    });
  } finally {
    // Also when the bundle failed meanwhile.
    await starting.then(({ stop }) => stop()).catch(() => undefined);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const runtime = await prepareRuntime();
process.exitCode = runtime === undefined ? 1 : await demo(runtime, stopSignal());
