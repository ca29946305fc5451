/** Starting the app again once it has ended. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RelaunchOptions } from 'electron';
import { knownOnly } from './strict.ts';

/** What `app.relaunch` was called with, for tests: an app that a test has started is started again by the test. */
export const relaunches: RelaunchOptions[] = [];

/** With the words of this start, unless others are given. */
export function relaunch(options: RelaunchOptions = {}): void {
  knownOnly('app.relaunch options', options, ['args', 'execPath']);
  relaunches.push(options);
  if (process.send) return;
  const words = options.args ?? process.argv.slice(1);
  const own = options.execPath === undefined ? [fileURLToPath(new URL('run.ts', import.meta.url))] : [];
  // The last moment: the new process then finds nothing of this one, like the lock that only one app holds.
  process.once('exit', () => {
    spawn(options.execPath ?? process.execPath, [...own, ...words], { detached: true, stdio: 'inherit' });
  });
}
