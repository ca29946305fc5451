import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '#build/runtime.ts';
import electron from 'electron/package.json' with { type: 'json' };
import { writeElectronStub } from './electron-stub.ts';

const electronBuilder = createRequire(import.meta.url).resolve('electron-builder/cli.js');

/** Runs a script as outside of Vitest, which marks its own process as a test: Vite would build for development. */
export const runScript = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, args, { cwd: root, env: { ...process.env, NODE_ENV: undefined } });

/**
 * Packs `dist/` as `npm run package -- --dir` does, for Linux, on a stand-in for the Electron binary. Returns the
 * folder of the app that comes out, which is below `folder`.
 */
export async function pack(folder: string): Promise<string> {
  const electronDist = join(folder, 'electron');
  await writeElectronStub(electronDist, electron.version);
  const config = join(folder, 'electron-builder.json');
  const output = join(folder, 'release');
  await writeFile(
    config,
    JSON.stringify({
      extends: join(root, 'electron-builder.yml'),
      electronDist,
      electronFuses: null, // there is no binary to set them in
      directories: { output },
    }),
  );
  const args = ['build', '--publish', 'never', '--linux', 'dir', '--x64', '--config', config];
  await runScript(electronBuilder, ...args);
  return join(output, 'linux-unpacked');
}

/** The archive of a packed app. */
export const archiveOf = (app: string): string => join(app, 'resources/app.asar');
