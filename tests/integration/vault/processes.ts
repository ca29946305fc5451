import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { afterAll } from 'vitest';
import { temporaryFolder } from '#tests/support/desk.ts';
import { vaultAt } from '#tests/support/vault.ts';
import { fixedSealer } from '#tests/support/fixed-sealer.ts';

/**
 * Hundreds of processes start, and each would find and compile the same modules anew. So they are one file, as in the
 * app. The first process ends by itself, which is when Node keeps what it compiled; those that are killed only read it.
 */
const built = await mkdtemp(join(tmpdir(), 'cognito-desk-'));
afterAll(() => rm(built, { recursive: true, force: true }));
await build({
  configFile: false,
  logLevel: 'warn',
  ssr: { noExternal: true },
  build: {
    ssr: join(import.meta.dirname, 'saver.ts'),
    outDir: built,
    emptyOutDir: true,
    target: 'node24',
    rolldownOptions: { output: { entryFileNames: 'saver.mjs' } },
  },
});
const saver = join(built, 'saver.mjs');
const env = { ...process.env, NODE_COMPILE_CACHE: join(built, 'compiled') };
const run = (...args: readonly string[]) =>
  spawn(process.execPath, [saver, ...args], { stdio: ['ignore', 'pipe', 'inherit'], env });
await once(run(), 'exit');

/** A vault that other processes can open, too. */
export async function sharedVault() {
  const folder = await temporaryFolder();
  const key = randomBytes(32).toString('hex');
  const path = join(folder, 'vault.json');
  const sealer = fixedSealer(key);
  return {
    folder,
    path,
    sealer,
    start: () => vaultAt({ path, sealer }),
    /** Another process on the same vault. */
    spawn(...work: readonly string[]) {
      const child = run(path, key, ...work);
      const lines: string[] = [];
      const ready = Promise.withResolvers<void>();
      const reader = createInterface(child.stdout).on('line', (line) => {
        lines.push(line);
        ready.resolve();
      });
      const ended = new Promise<NodeJS.Signals | number | null>((resolve) => {
        child.on('exit', (code, signal) => {
          const finish = () => resolve(signal ?? code);
          if (child.stdout.readableEnded) finish();
          else reader.once('close', finish);
          ready.resolve();
        });
      });
      return { lines, ready: ready.promise, ended, kill: () => child.kill('SIGKILL') };
    },
  };
}

/** Runs tasks, some at a time, so that the machine is busy but not overwhelmed. */
export async function someAtATime(tasks: readonly (() => Promise<void>)[], atOnce = 4): Promise<void> {
  const queue = [...tasks];
  const worker = async () => {
    for (let task = queue.shift(); task; task = queue.shift()) await task();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
