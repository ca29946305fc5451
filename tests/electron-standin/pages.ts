/** The pages that show windows, in a Chromium that runs already. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Attached, Connection, Session } from './devtools.ts';
import { options } from './options.ts';
import { attachPage, type ColorScheme, type Page } from './page.ts';
import type { PageProxy } from './session.ts';

type Place = {
  readonly connection: Connection;
  /** Undefined: in the only one that Chromium has, where a first page waits for a window. */
  readonly browserContextId?: string;
  /** Ends Chromium, and waits until it has ended. */
  readonly close?: () => Promise<void>;
};

let place: Place | undefined;
/** Pages that Chromium has opened and no window has taken yet. */
const unclaimed: Page[] = [];
const waiting: ((page: Page) => void)[] = [];
const pages = new Set<Page>();

let colorScheme: ColorScheme = options.systemTheme === 'real' ? null : options.systemTheme;

/** Resolves once windows can be shown there. */
export async function showPagesIn(given: Place): Promise<void> {
  place = given;
  const { connection, browserContextId } = given;
  const { browser } = connection;
  const where = browserContextId === undefined ? {} : { browserContextId };
  connection.onAttached((attached) => void receivePage(attached, given));
  const first =
    browserContextId === undefined &&
    new Promise<void>((resolve) => {
      waiting.push((page) => {
        unclaimed.push(page);
        resolve();
      });
    });
  await Promise.all([
    first,
    browser.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter: [{ type: 'page' }],
    }),
    browser.send('Browser.setDownloadBehavior', { ...where, behavior: 'deny' }),
    // All that are not listed are refused. For a person main writes to the clipboard through the page.
    browser.send('Browser.grantPermissions', {
      ...where,
      permissions: options.headless ? [] : ['clipboardReadWrite', 'clipboardSanitizedWrite'],
    }),
  ]);
}

/** A page that nobody asked for is one that another page has opened. The app allows none, so it goes away at once. */
async function receivePage(
  { session, targetInfo }: Attached,
  { connection: { browser }, browserContextId }: Place,
): Promise<void> {
  const { targetId } = targetInfo;
  // It shows another app.
  if (browserContextId !== undefined && targetInfo.browserContextId !== browserContextId) return;
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

/** A page for a new window. Without a display the requests of the page obey `proxy`, in a context of its own. */
export async function openPage(proxy?: PageProxy): Promise<Page> {
  if (!place) throw new Error('electron-standin: Chromium is not running yet');
  const { connection, browserContextId } = place;
  const first = unclaimed.shift();
  // In the one context that Chromium has by itself, the proxy would have to be known before it starts.
  const isBehindProxy = proxy !== undefined && options.headless && browserContextId === undefined;
  if (first && !isBehindProxy) return first;
  const context = isBehindProxy ? await contextBehind(proxy, connection) : browserContextId;
  const opened = new Promise<Page>((resolve) => waiting.push(resolve));
  await connection.browser.send('Target.createTarget', {
    url: 'about:blank',
    ...(context !== undefined && { browserContextId: context }),
  });
  await first?.close();
  return opened;
}

async function contextBehind(proxy: PageProxy, { browser }: Connection): Promise<string> {
  const { browserContextId } = await browser.send('Target.createBrowserContext', proxy);
  await Promise.all([
    browser.send('Browser.setDownloadBehavior', { browserContextId, behavior: 'deny' }),
    browser.send('Browser.grantPermissions', { browserContextId, permissions: [] }),
  ]);
  return browserContextId;
}

export async function closeChromium(): Promise<void> {
  await place?.close?.();
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
