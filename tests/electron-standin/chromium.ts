/** The Chromium that shows the windows: started once, in a profile of its own, gone without a trace at the end. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { options } from './options.ts';

/** Without these a closed network makes Chromium retry for ever, and an open one makes it talk to others. */
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-domain-reliability',
  '--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  // Pages are served by interception, which happens before any name is looked up.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  // Without it a person would be warned of the switch above in each window.
  '--test-type',
];

/** A folder for everything that this run leaves on the disk: browser profile, sockets, Chromium's own temporary files. */
export const runFolder = mkdtempSync(join(tmpdir(), 'electron-standin-'));
process.once('exit', () => {
  killRest();
  rmSync(runFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
});

const profile = join(runFolder, 'profile');
let context: BrowserContext | undefined;
let unclaimed: Page | undefined;
let opening = 0;
let processGroup: number | undefined;

type Launch = {
  readonly executablePath: string;
  readonly debugPort: boolean;
  readonly onClosed: () => void;
  readonly onPopup: (page: Page) => void;
};

/** Null leaves it to the real desktop. */
export type ColorScheme = 'light' | 'dark' | null;
let colorScheme: ColorScheme = options.systemTheme === 'real' ? null : options.systemTheme;

/** Starts Chromium. With `debugPort` others may attach to it, at the returned address. */
export async function launchChromium(launch: Launch): Promise<string | undefined> {
  const { executablePath, debugPort, onClosed, onPopup } = launch;
  const temporary = join(runFolder, 'tmp');
  mkdirSync(temporary);
  // Chromium's question whether to keep a typed password would cover part of the window and take keys.
  mkdirSync(join(profile, 'Default'), { recursive: true });
  writeFileSync(join(profile, 'Default', 'Preferences'), '{"credentials_enable_service":false}');
  const start = (chromiumSandbox: boolean) =>
    chromium.launchPersistentContext(profile, {
      executablePath,
      headless: options.headless,
      viewport: null,
      colorScheme,
      chromiumSandbox,
      acceptDownloads: false,
      // An empty list refuses every permission. For a person main writes to the clipboard through the page.
      permissions: options.headless ? [] : ['clipboard-read', 'clipboard-write'],
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      artifactsDir: temporary,
      env: { ...process.env, TMPDIR: temporary },
      // Opens the window of a person without tabs and address bar.
      ...(!options.headless && { ignoreDefaultArgs: ['about:blank'] }),
      args: [
        ...quiet,
        ...(options.headless ? [] : ['--app=data:text/html,']),
        ...(debugPort ? ['--remote-debugging-port=0'] : []),
      ],
    });
  // Chromium has no sandbox for root, and in many containers for nobody. It shows files of the app only.
  const isRoot = process.getuid?.() === 0;
  context = isRoot ? await start(false) : await start(true).catch(() => start(false));
  // Pages that are not ours get nothing but an empty document, which tells where they wanted to go.
  await context.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  unclaimed = context.pages()[0];
  processGroup = await readProcessGroup(context);
  context.once('close', onClosed);
  context.on('page', (page) => {
    if (opening > 0) opening -= 1;
    else onPopup(page);
  });
  return debugPort ? debugEndpoint() : undefined;
}

/** Chromium leads a process group of its own, except on Windows. */
async function readProcessGroup(running: BrowserContext): Promise<number | undefined> {
  if (process.platform === 'win32') return undefined;
  const session = await running.browser()?.newBrowserCDPSession();
  const answer = await session?.send('SystemInfo.getProcessInfo');
  await session?.detach();
  return answer?.processInfo.find(({ type }) => type === 'browser')?.id;
}

/** When Chromium's first process dies, its others live on for a moment, and write what has just been removed. */
function killRest(): void {
  if (!processGroup) return;
  try {
    process.kill(-processGroup, 'SIGKILL');
  } catch {
    // All of them are gone already.
  }
}

function debugEndpoint(): string {
  const [port, path] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n');
  return `ws://127.0.0.1:${port}${path}`;
}

/** The running Chromium. */
export function browserContext(): BrowserContext {
  if (!context) throw new Error('electron-standin: Chromium is not running yet');
  return context;
}

/** A page for a new window. The first one is there from the start. */
export async function openPage(): Promise<Page> {
  const first = unclaimed;
  unclaimed = undefined;
  if (!first) opening += 1;
  const page = first ?? (await browserContext().newPage());
  await page.emulateMedia({ colorScheme });
  return page;
}

/** What every page, also one that opens later, is told that the desktop prefers. */
export async function preferColorScheme(scheme: ColorScheme): Promise<void> {
  colorScheme = scheme;
  const pages = context?.pages() ?? [];
  await Promise.all(pages.map((page) => page.emulateMedia({ colorScheme })));
}

export async function closeChromium(): Promise<void> {
  await context?.close().catch(() => undefined);
}
