/** What the app runs on: Electron, or the stand-in where Electron's binary cannot be had or does not run. */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { prepareChromium } from './runtime/chromium.ts';
import {
  chooseRuntime,
  withoutDisplay,
  type Choice,
  type ElectronFacts,
  type Runtime,
} from './runtime/choose.ts';
import { fetchElectron } from './runtime/fetch-electron.ts';
import { howToInstall, installPackages } from './runtime/install-packages.ts';
import { debianPackages, tryToLoad } from './runtime/loading.ts';
import { sandboxFacts } from './runtime/sandbox.ts';

export { prepareChromium } from './runtime/chromium.ts';
export type { Choice, Runtime } from './runtime/choose.ts';

/**
 * The folder of the repository, which is also the folder of the unpackaged app. Without a separator at its end: on
 * Windows that would escape the quote which Playwright puts behind it.
 */
export const root = resolve(import.meta.dirname, '..');

/** The built main script. */
export const mainFile = join(root, 'dist', 'main', 'index.cjs');

/** Starts the built app on the stand-in, which looks for Chromium by itself. */
export const standIn: Runtime = {
  program: process.execPath,
  args: [join(root, 'tests', 'electron-standin', 'run.ts'), mainFile],
};

/** What preparing does to this computer. */
type Means = { readonly install?: typeof installPackages; readonly load?: typeof tryToLoad };

/** Electron, fetched where it is missing, with what it needs of the system installed where that takes no password. */
export async function prepareElectron({
  install = installPackages,
  load = tryToLoad,
}: Means = {}): Promise<ElectronFacts> {
  const fetched = await fetchElectron();
  if (!fetched.found) return { usable: false, why: fetched.why };
  const { program } = fetched;
  let loading = load(program);
  if (!loading.loads && loading.lacks.length > 0 && install(debianPackages)) {
    loading = load(program);
  }
  if (!loading.loads) {
    return {
      usable: false,
      why: loading.why,
      ...(loading.lacks.length > 0 && { help: howToInstall(debianPackages) }),
    };
  }
  return {
    usable: true,
    program,
    versions: loading.versions,
    ...(process.platform === 'linux' && { sandbox: sandboxFacts(program) }),
  };
}

/**
 * Finds, or fetches, something to run the app on with a window. What is fetched and installed is printed; the `why` of
 * the choice is for the caller to print.
 */
export async function prepareRuntime(means: Means = {}): Promise<Choice> {
  const noDisplay = withoutDisplay(process.platform, process.env);
  if (noDisplay !== undefined) return noDisplay;
  const electron = await prepareElectron(means);
  const chromium = electron.usable ? undefined : prepareChromium();
  return chooseRuntime({ platform: process.platform, electron, chromium, root, standIn });
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
  // Leads its own process group, so that Ctrl-C reaches it once, through us. Windows would open a console for that.
  const child = spawn(program, [...first, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
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
