/** Starts a Chromium that shows windows: with no profile but its own, gone without a trace at the end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { switchValue } from './command-line.ts';
import { type Connection, connect, type Line, pipes } from './devtools.ts';
import { isHeadlessShell } from './find-chromium.ts';
import { runFolder } from './run-folder.ts';

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

/** Switches of the app that are for Chromium. */
const passedOn = ['force-webrtc-ip-handling-policy'];

export type Chromium = {
  readonly line: Line;
  readonly connection: Connection;
  /** Where others may attach to it; undefined where it was not asked for. */
  readonly endpoint: string | undefined;
  readonly onClosed: (listener: () => void) => void;
  /** Ends it, and waits until it has ended. */
  readonly close: () => Promise<void>;
};

type Start = {
  readonly executablePath: string;
  readonly headless: boolean;
  /** Lets others attach to it. */
  readonly debugPort: boolean;
};

export async function startChromium(start: Start): Promise<Chromium> {
  // Chromium has no sandbox for root, and in many containers for nobody. It shows files of the app only.
  if (process.getuid?.() === 0) return startOnce(start, false);
  return startOnce(start, true).catch(() => startOnce(start, false));
}

async function startOnce(
  { executablePath, headless, debugPort }: Start,
  sandbox: boolean,
): Promise<Chromium> {
  const temporary = join(runFolder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const profile = join(runFolder, 'profile');
  const keepsProfile = !isHeadlessShell(executablePath);
  if (keepsProfile) {
    // Chromium's question whether to keep a typed password would cover part of the window and take keys.
    mkdirSync(join(profile, 'Default'), { recursive: true });
    writeFileSync(join(profile, 'Default', 'Preferences'), '{"credentials_enable_service":false}');
  }
  const chromium = spawn(
    executablePath,
    [
      ...switches,
      ...(headless ? headlessSwitches : []),
      ...passedOn.flatMap((name) => {
        const value = switchValue(name);
        return value === undefined ? [] : [`--${name}=${value}`];
      }),
      ...(sandbox ? [] : ['--no-sandbox']),
      // Without a folder the headless shell keeps all in memory, which takes a fourteenth less of the processor.
      ...(keepsProfile ? [`--user-data-dir=${profile}`] : []),
      '--remote-debugging-pipe',
      ...(debugPort ? ['--remote-debugging-port=0'] : []),
      // The window of a person has no tabs and no address bar.
      headless ? 'about:blank' : '--app=data:text/html,',
    ],
    {
      env: { ...process.env, TMPDIR: temporary },
      // Leads its own process group, so that its end can be made sure of. It reads from the first pipe and writes to
      // the second.
      detached: true,
      stdio: ['ignore', 'ignore', debugPort ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    },
  );
  // Before the folder of this run is removed.
  process.prependOnceListener('exit', () => {
    killRest(chromium);
  });
  const [, , messages, toChromium, fromChromium] = chromium.stdio;
  const line = pipes(toChromium as Writable, fromChromium as Readable);
  const connection = connect(line);
  const failed = once(chromium, 'exit').then(() => {
    throw new Error('electron-standin: Chromium did not start');
  });
  const ready = Promise.all([
    messages ? endpointIn(messages) : undefined,
    connection.browser.send('Browser.getVersion'),
  ]);
  // Its pipes close a moment before it is known to have ended.
  const [endpoint] = await Promise.race([ready.catch(() => failed), failed]);
  return {
    line,
    connection,
    endpoint,
    onClosed: (listener) => void chromium.once('exit', listener),
    async close() {
      if (chromium.exitCode !== null || chromium.signalCode !== null) return;
      const ended = once(chromium, 'exit');
      connection.browser.send('Browser.close').catch(() => undefined);
      await Promise.race([ended, pause(CLOSE_TIMEOUT)]);
    },
  };
}

/** What it starts with, which belongs to no app. Without a window it goes on without any page. */
export async function closeFirstPages({ browser }: Connection): Promise<void> {
  const { targetInfos } = await browser.send('Target.getTargets', { filter: [{ type: 'page' }] });
  for (const { targetId } of targetInfos) await browser.send('Target.closeTarget', { targetId });
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

/** Long enough to write its files. What has not ended by then is killed with the end of this process. */
const CLOSE_TIMEOUT = 5_000;

/** When Chromium's first process dies, its others live on for a moment, and write what has just been removed. */
function killRest({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    if (process.platform === 'win32') process.kill(pid, 'SIGKILL');
    else process.kill(-pid, 'SIGKILL');
  } catch {
    // All of them are gone already.
  }
}
