/** What the app runs on: Electron, or the stand-in where Electron's binary cannot be had. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from '#tests/electron-standin/find-chromium.ts';

/** The folder of the repository, which is also the folder of the unpackaged app. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The built main script. */
export const mainFile = join(root, 'dist', 'main', 'index.cjs');

const standInFile = join(root, 'tests', 'electron-standin', 'run.ts');
/** The npm package holds the binary only after a download. */
const electronPackage = dirname(createRequire(import.meta.url).resolve('electron/package.json'));

/**
 * Path of Electron's own binary, or undefined when it has not been downloaded. `ELECTRON_OVERRIDE_DIST_PATH` names
 * another folder, as it does for the npm package itself.
 */
export function electronBinary(): string | undefined {
  const nameFile = join(electronPackage, 'path.txt');
  const name = existsSync(nameFile) ? readFileSync(nameFile, 'utf8') : 'electron';
  const path = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(electronPackage, 'dist'), name);
  return existsSync(path) ? path : undefined;
}

/** A program and the arguments that come before those of the app. */
export type Runtime = { readonly program: string; readonly args: readonly string[] };

const isRoot = () => process.getuid?.() === 0;

/** Finds, or fetches, something to run the app on. Undefined, with the reason printed, when there is nothing. */
export async function prepareRuntime(): Promise<Runtime | undefined> {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    console.error(
      'There is no display here, so no window can open. To run without one: xvfb-run --auto-servernum npm start',
    );
    return undefined;
  }
  const electron = electronBinary() ?? (await fetchElectron());
  if (electron !== undefined) {
    // Chromium refuses to run its sandbox as root.
    return { program: electron, args: [...(isRoot() ? ['--no-sandbox'] : []), root] };
  }
  const chromium = prepareChromium();
  if (chromium === undefined) return undefined;
  console.log(
    `Electron's own binary is not available here, so the app runs on the stand-in in Chromium: ${chromium}. ` +
      'Saved profiles are then sealed with a key in a file, not with the keyring of the system.',
  );
  return { program: process.execPath, args: [standInFile, mainFile] };
}

/** An installed Chromium, or one that is installed now. Undefined, with the command printed, when there is none. */
export function prepareChromium(): string | undefined {
  const chromium = findChromium() ?? installChromium();
  if (chromium === undefined) {
    console.error('The app needs Chromium here. To install it: sudo apt-get install chromium');
  }
  return chromium;
}

/** Long enough to learn that a host answers. */
const PROBE_TIMEOUT = 3_000;
/** Long enough for about 110 MB. */
const DOWNLOAD_TIMEOUT = 180_000;

/** Whether anything answers where Electron's binaries are. What fetches them tries for minutes to find that out. */
export function electronReachable(): Promise<boolean> {
  const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'];
  const source = mirror ?? 'https://github.com/electron/electron/releases/';
  return fetch(source, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_TIMEOUT) }).then(
    () => true,
    () => false,
  );
}

async function fetchElectron(): Promise<string | undefined> {
  if (!(await electronReachable())) return undefined;
  console.log('Fetching Electron, once.');
  spawnSync(process.execPath, [join(electronPackage, 'install.js')], {
    stdio: 'ignore',
    timeout: DOWNLOAD_TIMEOUT,
  });
  return electronBinary();
}

/** Only on Debian and its kind, and only where it takes no password. */
function installChromium(): string | undefined {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  if (!isRoot() || !/^ID(?:_LIKE)?=.*(?:debian|ubuntu)/m.test(release)) return undefined;
  console.log('Installing Chromium, once.');
  const apt = (...args: string[]) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update');
  apt('install', '--yes', '--no-install-recommends', 'chromium');
  return findChromium();
}

type Run = {
  /** Arguments for the app. */
  readonly args: readonly string[];
  /** Environment variables beside those of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends the app when it is aborted. */
  readonly signal: AbortSignal;
};

/** Runs the app until it ends, and resolves with its exit code. */
export async function runApp({ program, args: first }: Runtime, { args, env, signal }: Run): Promise<number> {
  if (signal.aborted) return 0;
  // Leads its own process group, so that Ctrl-C reaches it once, through us.
  const child = spawn(program, [...first, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const end = () => child.kill('SIGTERM');
  signal.addEventListener('abort', end);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode) => resolve(exitCode ?? 1));
  });
  signal.removeEventListener('abort', end);
  return code;
}
