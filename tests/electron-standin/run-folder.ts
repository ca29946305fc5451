/** For all that this run leaves on the disk: sockets, Chromium's temporary files, its profile where it has one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const runFolder = mkdtempSync(join(tmpdir(), 'electron-standin-'));

export function removeRunFolder(): void {
  rmSync(runFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

process.once('exit', removeRunFolder);
