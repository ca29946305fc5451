import { execFile } from 'node:child_process';
import { path7za } from '7zip-bin';
import { chmodSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '#build/runtime.ts';
import { writeElectronStub } from './electron-stub.ts';
import { writeFakeTools } from './fake-tools.ts';

const execute = promisify(execFile);
const electronBuilder = createRequire(import.meta.url).resolve('electron-builder/cli.js');

/** Runs a script as outside of Vitest, which marks its own process as a test: Vite would build for development. */
export const runScript = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  execute(process.execPath, args, {
    cwd: root,
    env: { ...process.env, NODE_ENV: undefined, ...env },
  });

/**
 * Packs `dist/` as `npm run package -- --dir` does, for Linux, on a stand-in for the Electron binary. Returns the
 * folder of the app that comes out, which is below `folder`.
 *
 * @param config name of the configuration, from the root of the project
 */
export async function pack(folder: string, config = 'electron-builder.yml'): Promise<string> {
  const electronDist = join(folder, 'electron');
  await writeElectronStub(electronDist, 'linux');
  const output = join(folder, 'release');
  const file = join(folder, 'electron-builder.json');
  await writeFile(
    file,
    JSON.stringify({ extends: join(root, config), electronDist, directories: { output } }),
  );
  await runScript([
    electronBuilder,
    'build',
    '--publish',
    'never',
    '--linux',
    'dir',
    '--x64',
    '--config',
    file,
  ]);
  return join(output, 'linux-unpacked');
}

/** What `packAll` leaves behind, as paths. */
export type Packed = {
  /** What `npm run package` would put into `release/` on each of the systems. */
  readonly release: string;
  /** Of the tools that stood in for those that make installers. */
  readonly tools: string;
};

/** Packs `dist/` for all three systems, each with its installers, on stand-ins for Electron and for the tools. */
export async function packAll(folder: string): Promise<Packed> {
  const electron = join(folder, 'electron');
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    await writeElectronStub(join(electron, platform), platform);
  }
  // Of a folder for macOS electron-builder takes the app only, and leaves the licences beside it behind.
  await execute(sevenZip(), ['a', '-snl', '-mx=0', join(electron, 'darwin.zip'), '.'], {
    cwd: join(electron, 'darwin'),
  });
  const tools = join(folder, 'tools');
  const release = join(folder, 'release');
  const env = {
    ...(await writeFakeTools(tools)),
    ELECTRON_BUILDER_7ZIP_PATH: sevenZip(),
    // Nobody downloads these.
    ELECTRON_BUILDER_COMPRESSION_LEVEL: '1',
  };
  await runScript([join(import.meta.dirname, 'run-builder.ts'), electron, release], env);
  return { release, tools };
}

/** 7-Zip, which makes the archives where electron-builder cannot fetch its own. npm leaves its program without the right to run. */
export function sevenZip(): string {
  chmodSync(path7za, 0o755);
  return path7za;
}

/** The archive of a packed app for Linux or Windows. */
export const archiveOf = (app: string): string => join(app, 'resources/app.asar');
