import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { temporaryFolder } from '#tests/support/desk.ts';
import { vaultAt } from '#tests/support/vault.ts';
import { fixedSealer } from './fixed-sealer.ts';

const saver = join(import.meta.dirname, 'saver.ts');

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
      const child = spawn(process.execPath, [saver, path, key, ...work], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
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
