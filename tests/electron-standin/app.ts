import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AboutPanelOptionsOptions, App, Details, RelaunchOptions } from 'electron';
import { closeAllWindows } from './browser-window.ts';
import { cancelable } from './events.ts';
import { commandLine } from './command-line.ts';
import { appEvents, lifecycle, requireNotReady, requireReady } from './lifecycle.ts';
import { options } from './options.ts';
import { closeChromium } from './pages.ts';
import { firstInstanceTold, releaseLock, requestLock, type SecondInstance } from './single-instance.ts';
import { notImplemented, strict } from './strict.ts';

type Package = { readonly name: string; readonly productName?: string; readonly version: string };

let appFolder = process.cwd();
let name = '';
let version = '';
const paths = new Map<string, string>();

/** Takes name and version from the package that the main bundle belongs to, as Electron does. */
export function identify(mainFile: string): void {
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

/**
 * The moment at which Chromium runs. Other starts, the Dock and links that waited for it are told at once, before main
 * has done anything.
 */
export function becomeReady(): void {
  lifecycle.ready = true;
  appEvents.emit('ready', {}, {});
  for (const event of options.atReady) {
    if (event === 'second-instance')
      announceSecondInstance({ argv: process.argv, cwd: '/', data: undefined });
    if (event === 'activate') activate();
    if (event === 'open-url') openFromSystem('open-url', 'https://example.com/');
  }
  whenReady.resolve();
}

/**
 * Another process that was started while this one holds the lock. Electron gives its words in an order of its own: the
 * program, all switches, one that Chromium adds, and then everything else.
 */
export function announceSecondInstance({ argv: [program = '', ...words], cwd, data }: SecondInstance): void {
  const isSwitch = (word: string) => word.startsWith('-');
  const argv = [
    program,
    ...words.filter(isSwitch),
    '--allow-file-access-from-files',
    ...words.filter((word) => !isSwitch(word)),
  ];
  appEvents.emit('second-instance', {}, argv, cwd, data);
}

/** The person clicks on the app in the Dock. */
export function activate(): void {
  appEvents.emit('activate', {}, false);
}

/** A process of Chromium other than that of a page ended. */
export function endChildProcess(details: ChildProcessGone): void {
  appEvents.emit('child-process-gone', {}, details);
}

export type ChildProcessGone = Pick<Details, 'type' | 'reason' | 'exitCode'>;

let aboutPanel: AboutPanelOptionsOptions | undefined;
/** What About would show. */
export const shownAbout = () => aboutPanel;

/** How the app asked to be started again once it has ended. */
export const relaunches: RelaunchOptions[] = [];

/** A file or a link that the system wants opened. */
export function openFromSystem(event: 'open-file' | 'open-url', what: string): void {
  appEvents.emit(event, cancelable({}), what);
}

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

/** With the same words as this process, unless main gave others. */
function startAgain({ execPath = process.execPath, args }: RelaunchOptions): void {
  const [, standIn = '', ...words] = startedAs;
  spawn(execPath, args ?? [...process.execArgv, standIn, ...words], {
    stdio: 'inherit',
    detached: true,
  }).unref();
}

/** The words of this process before it was made to look like Electron. */
const startedAs = [...process.argv];

let exiting = false;

/** Ends everything: Chromium first, so that nothing is left behind. */
export async function exit(code: number): Promise<void> {
  if (exiting) return;
  exiting = true;
  lifecycle.quitting = true;
  appEvents.emit('quit', {}, code);
  await Promise.all([closeChromium(), firstInstanceTold()]);
  // What a test has started it only looks at.
  if (process.send === undefined) for (const given of relaunches) startAgain(given);
  process.exit(code);
}

export const app = strict('app', {
  ...appEvents.methods,
  commandLine,
  isPackaged: options.packaged,
  // What only macOS has.
  dock: undefined,
  get name() {
    return name;
  },
  set name(given) {
    name = given;
  },
  getName: () => name,
  setName: (given: string) => void (name = given),
  getVersion: () => version,
  getLocale: () => (lifecycle.ready ? 'en-US' : ''),
  getAppPath: () => appFolder,
  getPath: pathOf,
  setPath: (which: string, path: string) => void paths.set(which, path),
  setAppUserModelId: () => undefined,
  setAboutPanelOptions: (given: AboutPanelOptionsOptions) => void (aboutPanel = given),
  getSystemLocale() {
    requireReady('app.getSystemLocale() can only be called after app is ready');
    return options.systemLocale;
  },
  relaunch: (given: RelaunchOptions = {}) => void relaunches.push(given),
  enableSandbox() {
    requireNotReady('app.enableSandbox() can only be called before app is ready');
    // `App::EnableSandbox` removes the switch for every process that starts after it.
    if (commandLine.hasSwitch('no-sandbox'))
      throw new Error('electron-standin: app.enableSandbox() takes --no-sandbox away; root cannot start');
  },
  requestSingleInstanceLock: (data?: Record<string, unknown>) =>
    requestLock(pathOf('userData'), data, announceSecondInstance),
  releaseSingleInstanceLock: releaseLock,
  isReady: () => lifecycle.ready,
  whenReady: () => whenReady.promise,
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
  | 'getAppPath'
  | 'getPath'
  | 'setPath'
  | 'setAppUserModelId'
  | 'setAboutPanelOptions'
  | 'enableSandbox'
  | 'getSystemLocale'
  | 'relaunch'
  | 'dock'
  | 'requestSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'isReady'
  | 'whenReady'
  | 'quit'
  | 'exit'
> & { commandLine: object });
