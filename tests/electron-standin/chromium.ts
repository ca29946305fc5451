/** The Chromium that shows the windows: started once, with no profile but its own, gone without a trace at the end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { type Attached, connect, type Connection, type Session } from './devtools.ts';
import { isHeadlessShell } from './find-chromium.ts';
import { options } from './options.ts';
import { attachPage, type ColorScheme, type Page } from './page.ts';

const switches = [
  // Without these a closed network makes Chromium retry for ever, and an open one makes it talk to others.
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-field-trial-config',
  '--disable-sync',
  '--disable-quic',
  '--disable-domain-reliability',
  '--disable-breakpad',
  '--metrics-recording-only',
  '--no-pings',
  // Pages are served by interception, which happens before any name is looked up.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  // Nothing of a browser around the page of an app.
  '--no-first-run',
  '--no-default-browser-check',
  '--no-service-autorun',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-component-extensions-with-background-pages',
  '--disable-search-engine-choice-screen',
  '--disable-infobars',
  // Without it a person would be warned of the switch for host names in each window.
  '--test-type',
  // No question of the system for a keyring that nothing is kept in.
  '--password-store=basic',
  '--use-mock-keychain',
  // An app goes on while nobody looks at it, and each of its windows is opened by a script.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-popup-blocking',
  // A page of the cache would not ask main for its files.
  '--disable-back-forward-cache',
  '--disable-dev-shm-usage',
  // All frames of a page are in one process, and so in one conversation with it.
  '--disable-site-isolation-trials',
  '--disable-features=IsolateSandboxedIframes,PaintHolding,HttpsUpgrades,OptimizationHints,MediaRouter,Translate,AutofillServerCommunication',
];
const headlessSwitches = [
  '--headless',
  '--hide-scrollbars',
  '--mute-audio',
  '--force-color-profile=srgb',
  // A mouse, as at a desk.
  '--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4',
];

/** For all that this run leaves on the disk: sockets, Chromium's temporary files, its profile where it has one. */
export const runFolder = mkdtempSync(join(tmpdir(), 'electron-standin-'));
process.once('exit', () => {
  killRest();
  rmSync(runFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
});

const profile = join(runFolder, 'profile');
let running: { readonly chromium: ChildProcess; readonly connection: Connection } | undefined;
/** Pages that Chromium has opened and no window has taken yet. */
const unclaimed: Page[] = [];
const waiting: ((page: Page) => void)[] = [];
const pages = new Set<Page>();

type Launch = {
  readonly executablePath: string;
  readonly debugPort: boolean;
  readonly onClosed: () => void;
};

let colorScheme: ColorScheme = options.systemTheme === 'real' ? null : options.systemTheme;

/** Starts Chromium. With `debugPort` others may attach to it, at the returned address. */
export async function launchChromium({
  executablePath,
  debugPort,
  onClosed,
}: Launch): Promise<string | undefined> {
  const temporary = join(runFolder, 'tmp');
  mkdirSync(temporary);
  const keepsProfile = !isHeadlessShell(executablePath);
  if (keepsProfile) {
    // Chromium's question whether to keep a typed password would cover part of the window and take keys.
    mkdirSync(join(profile, 'Default'), { recursive: true });
    writeFileSync(join(profile, 'Default', 'Preferences'), '{"credentials_enable_service":false}');
  }
  const start = async (sandbox: boolean): Promise<string | undefined> => {
    const chromium = spawn(
      executablePath,
      [
        ...switches,
        ...(options.headless ? headlessSwitches : []),
        ...(sandbox ? [] : ['--no-sandbox']),
        // Without a folder the headless shell keeps all in memory, which takes a fourteenth less of the processor.
        ...(keepsProfile ? [`--user-data-dir=${profile}`] : []),
        '--remote-debugging-pipe',
        ...(debugPort ? ['--remote-debugging-port=0'] : []),
        // The window of a person has no tabs and no address bar.
        options.headless ? 'about:blank' : '--app=data:text/html,',
      ],
      {
        env: { ...process.env, TMPDIR: temporary },
        // Leads its own process group, so that its end can be made sure of. It reads from the first pipe and writes to
        // the second.
        detached: true,
        stdio: ['ignore', 'ignore', debugPort ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      },
    );
    const [, , messages, toChromium, fromChromium] = chromium.stdio;
    const connection = connect(toChromium as Writable, fromChromium as Readable);
    connection.onAttached((attached) => void receivePage(attached, connection));
    // From now on it is ended with this process, also when that ends before Chromium is there.
    running = { chromium, connection };
    const endpoint = messages ? endpointIn(messages) : undefined;
    const failed = once(chromium, 'exit').then(() => {
      throw new Error('electron-standin: Chromium did not start');
    });
    const first = new Promise<void>((resolve) => {
      waiting.push((page) => {
        unclaimed.push(page);
        resolve();
      });
    });
    const { browser } = connection;
    const ready = Promise.all([
      endpoint,
      first,
      browser.send('Target.setAutoAttach', {
        autoAttach: true,
        waitForDebuggerOnStart: true,
        flatten: true,
        filter: [{ type: 'page' }],
      }),
      browser.send('Browser.setDownloadBehavior', { behavior: 'deny' }),
      // All that are not listed are refused. For a person main writes to the clipboard through the page.
      browser.send('Browser.grantPermissions', {
        permissions: options.headless ? [] : ['clipboardReadWrite', 'clipboardSanitizedWrite'],
      }),
    ]);
    const [address] = await Promise.race([ready, failed]);
    chromium.once('exit', onClosed);
    return address;
  };
  // Chromium has no sandbox for root, and in many containers for nobody. It shows files of the app only.
  if (process.getuid?.() === 0) return start(false);
  return start(true).catch(() => {
    waiting.length = 0;
    return start(false);
  });
}

/** Chromium writes there where it can be attached to. */
async function endpointIn(messages: Readable): Promise<string> {
  const lines = createInterface({ input: messages });
  return new Promise((resolve) => {
    lines.on('line', (line) => {
      const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
}

/** A page that nobody asked for is one that another page has opened. The app allows none, so it goes away at once. */
async function receivePage({ session, targetInfo }: Attached, { browser }: Connection): Promise<void> {
  const { targetId } = targetInfo;
  const claim = waiting.shift();
  if (!claim) {
    await closeForGood(session, browser, targetId);
    return;
  }
  try {
    const page = await attachPage(session, browser, targetId);
    await Promise.all([page.setColorScheme(colorScheme), session.send('Runtime.runIfWaitingForDebugger')]);
    pages.add(page);
    page.on('close', () => pages.delete(page));
    claim(page);
  } catch {
    // Chromium or the page went away meanwhile, which is told elsewhere.
  }
}

/**
 * It has to be told to go on first: its opener waits for it. The headless shell forgets to close a page that is on its
 * way to its address, so it is told again.
 */
async function closeForGood(session: Session, browser: Session, targetId: string): Promise<void> {
  let gone = false;
  session.onGone(() => (gone = true));
  void session.send('Runtime.runIfWaitingForDebugger').catch(() => undefined);
  while (!gone) {
    await browser.send('Target.closeTarget', { targetId }).catch(() => undefined);
    await pause(50);
  }
}

/** When Chromium's first process dies, its others live on for a moment, and write what has just been removed. */
function killRest(): void {
  const pid = running?.chromium.pid;
  if (pid === undefined) return;
  try {
    if (process.platform === 'win32') process.kill(pid, 'SIGKILL');
    else process.kill(-pid, 'SIGKILL');
  } catch {
    // All of them are gone already.
  }
}

/** A page for a new window. The first one is there from the start. */
export async function openPage(): Promise<Page> {
  const first = unclaimed.shift();
  if (first) return first;
  if (!running) throw new Error('electron-standin: Chromium is not running yet');
  const { browser } = running.connection;
  const opened = new Promise<Page>((resolve) => waiting.push(resolve));
  await browser.send('Target.createTarget', { url: 'about:blank' });
  return opened;
}

/** What the desktop of the person prefers, as Chromium says. */
export async function desktopIsDark(): Promise<boolean> {
  const page = unclaimed[0];
  return (await page?.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)) ?? false;
}

/** What every page, also one that opens later, is told that the desktop prefers. */
export async function preferColorScheme(scheme: ColorScheme): Promise<void> {
  colorScheme = scheme;
  await Promise.all([...pages].map((page) => page.setColorScheme(scheme)));
}

/** Long enough to write its files. What has not ended by then is killed with the end of this process. */
const CLOSE_TIMEOUT = 5_000;

export async function closeChromium(): Promise<void> {
  if (!running) return;
  const { chromium, connection } = running;
  if (chromium.exitCode !== null || chromium.signalCode !== null) return;
  const ended = once(chromium, 'exit');
  connection.browser.send('Browser.close').catch(() => undefined);
  await Promise.race([ended, pause(CLOSE_TIMEOUT)]);
}
