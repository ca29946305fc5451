import { existsSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AboutPanelOptionsOptions, App, Details } from 'electron';
import { closeAllWindows, openHosts } from './browser-window.ts';
import { asToldOfSecond, commandLine, switchValue } from './command-line.ts';
import { cancelable } from './events.ts';
import { appEvents, lifecycle, requireNotReady, requireReady } from './lifecycle.ts';
import { appLocale } from './locale.ts';
import { options } from './options.ts';
import { closeChromium } from './pages.ts';
import { relaunch } from './relaunch.ts';
import { firstInstanceTold, releaseLock, requestLock, type SecondInstance } from './single-instance.ts';
import { notImplemented, strict } from './strict.ts';

type Package = { readonly name: string; readonly productName?: string; readonly version: string };

let mainScript = '';
let appFolder = process.cwd();
let name = '';
let version = '';
const paths = new Map<string, string>();
let aboutPanel: AboutPanelOptionsOptions = {};

/** What main wants to be shown about the app. */
export const givenAboutPanel = () => aboutPanel;

/** Takes name and version from the package that the main bundle belongs to, as Electron does. */
export function identify(mainFile: string): void {
  mainScript = mainFile;
  appFolder = dirname(mainFile);
  while (!existsSync(join(appFolder, 'package.json'))) {
    if (appFolder === dirname(appFolder))
      throw new Error('electron-standin: no package.json above the main bundle');
    appFolder = dirname(appFolder);
  }
  const manifest: Package = JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8'));
  name = manifest.productName ?? manifest.name;
  version = manifest.version;
}

const pathOf = (which: string) => paths.get(which) ?? defaultPath(which);

function defaultPath(which: string): string {
  const appData =
    process.platform === 'darwin'
      ? join(homedir(), 'Library', 'Application Support')
      : (process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'));
  switch (which) {
    case 'home':
      return homedir();
    case 'temp':
      return tmpdir();
    case 'appData':
      return appData;
    case 'userData':
      return join(appData, name);
    case 'sessionData':
      return pathOf('userData');
    case 'logs':
      return join(pathOf('userData'), 'logs');
    case 'exe':
      return process.execPath;
    default:
      throw notImplemented(`app.getPath('${which}')`);
  }
}

const whenReady = Promise.withResolvers<void>();

/** The moment at which Chromium runs. */
export function becomeReady(): void {
  lifecycle.ready = true;
  appEvents.emit('ready', {}, {});
  for (const asked of options.atReady) happen(asked);
  whenReady.resolve();
}

/** What waits for `ready`, and then comes before main has made anything of it. */
function happen(asked: string): void {
  const [, name, what = ''] = /^([^=]+)=?(.*)$/s.exec(asked) ?? [];
  if (name === 'activate') activate();
  else if (name === 'second-instance') startSecond(what === '' ? [] : [what], process.cwd());
  else if (name === 'open-file' || name === 'open-url') openFromSystem(name, what);
  else throw new Error(`electron-standin: ELECTRON_STANDIN_AT_READY cannot be ${asked}`);
}

/** Another process that was started while this one holds the lock. */
export function announceSecondInstance({ argv, cwd, data }: SecondInstance): void {
  appEvents.emit('second-instance', {}, [...argv], cwd, data);
}

/** A second start of the same app with these words besides those that lead to the app. */
export function startSecond(words: readonly string[], cwd: string): void {
  const [program = '', ...own] = process.argv.slice(0, process.argv.indexOf(mainScript) + 1);
  announceSecondInstance({ argv: asToldOfSecond(program, [...own, ...words]), cwd, data: undefined });
}

/** A file or a link that the system wants opened. */
export function openFromSystem(event: 'open-file' | 'open-url', what: string): void {
  appEvents.emit(event, cancelable({}), what);
}

/** As if a process of Chromium beside those of the pages was gone. */
export const loseChildProcess = (details: Details) => appEvents.emit('child-process-gone', {}, details);

/** As if the icon of the app was clicked on macOS. */
export const activate = () => appEvents.emit('activate', {}, openHosts().length > 0);

async function quit(): Promise<void> {
  if (lifecycle.quitting) return;
  const before = cancelable({});
  appEvents.emit('before-quit', before);
  if (before.defaultPrevented) return;
  lifecycle.quitting = true;
  const closed = await closeAllWindows();
  const will = cancelable({});
  if (closed) appEvents.emit('will-quit', will);
  if (!closed || will.defaultPrevented) lifecycle.quitting = false;
  else await exit(0);
}

let exiting = false;

/** Ends everything: Chromium first, so that nothing is left behind. */
export async function exit(code: number): Promise<void> {
  if (exiting) return;
  exiting = true;
  lifecycle.quitting = true;
  appEvents.emit('quit', {}, code);
  await Promise.all([closeChromium(), firstInstanceTold()]);
  process.exit(code);
}

export const app = strict('app', {
  ...appEvents.methods,
  commandLine,
  dock: process.platform === 'darwin' ? strict('app.dock', { setIcon: () => undefined }) : undefined,
  isPackaged: options.packaged,
  get name() {
    return name;
  },
  set name(given) {
    name = given;
  },
  getName: () => name,
  setName: (given: string) => void (name = given),
  getVersion: () => version,
  getLocale: () => (lifecycle.ready ? appLocale() : ''),
  getSystemLocale() {
    requireReady('app.getSystemLocale() can only be called after app is ready');
    return options.systemLocale;
  },
  getPreferredSystemLanguages: () => [options.systemLocale],
  getAppPath: () => appFolder,
  getPath: pathOf,
  setPath: (which: string, path: string) => void paths.set(which, path),
  setAppUserModelId: () => undefined,
  setAboutPanelOptions: (given: AboutPanelOptionsOptions) => void (aboutPanel = given),
  enableSandbox() {
    requireNotReady('app.enableSandbox() can only be called before app is ready');
    if (switchValue('no-sandbox') !== undefined) {
      // Electron does it without a word, and then waits for ever for a network service that root cannot start.
      throw new Error(
        'electron-standin: app.enableSandbox() takes --no-sandbox away; root cannot start then',
      );
    }
  },
  requestSingleInstanceLock(data?: Record<string, unknown>) {
    const [program = '', ...words] = process.argv;
    const argv = asToldOfSecond(program, words);
    return requestLock(pathOf('userData'), { argv, cwd: process.cwd(), data }, announceSecondInstance);
  },
  releaseSingleInstanceLock: releaseLock,
  isReady: () => lifecycle.ready,
  whenReady: () => whenReady.promise,
  relaunch,
  quit: () => void quit(),
  exit: (code = 0) => void exit(code),
} satisfies Pick<
  App,
  | 'on'
  | 'once'
  | 'off'
  | 'removeListener'
  | 'isPackaged'
  | 'name'
  | 'getName'
  | 'setName'
  | 'getVersion'
  | 'getLocale'
  | 'getSystemLocale'
  | 'getPreferredSystemLanguages'
  | 'getAppPath'
  | 'getPath'
  | 'setPath'
  | 'setAppUserModelId'
  | 'setAboutPanelOptions'
  | 'enableSandbox'
  | 'requestSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'isReady'
  | 'whenReady'
  | 'relaunch'
  | 'quit'
  | 'exit'
> & { commandLine: object; dock: object | undefined });
