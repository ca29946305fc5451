/** The pages that show windows, in a Chromium that runs already. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Attached, Connection, Session } from './devtools.ts';
import { appLocale, pageLanguages } from './locale.ts';
import { options } from './options.ts';
import { attachPage, type ColorScheme, type Page } from './page.ts';

/** Where the pages of a session are. */
export type PagePlace = {
  /** Undefined: that of the system. */
  proxy: { readonly server: string; readonly bypass: string } | undefined;
  /** A page was opened there. */
  isUsed: boolean;
};

type Place = {
  readonly connection: Connection;
  /** Each session has a browser context of its own there. Otherwise a first page waits for a window of any of them. */
  readonly hasContexts: boolean;
  /** Ends Chromium, and waits until it has ended. */
  readonly close?: () => Promise<void>;
};

let place: Place | undefined;
/** Pages that Chromium has opened and no window has taken yet. */
const unclaimed: Page[] = [];
const waiting: ((page: Page) => void)[] = [];
const pages = new Set<Page>();
/** The browser contexts of sessions; undefined is that which Chromium starts with. */
const contexts = new Map<PagePlace, Promise<string | undefined>>();
const ownContexts = new Set<string | undefined>();

let colorScheme: ColorScheme = options.systemTheme === 'real' ? null : options.systemTheme;

/** Resolves once windows can be shown there. */
export async function showPagesIn(given: Place): Promise<void> {
  place = given;
  const { connection, hasContexts } = given;
  const { browser } = connection;
  connection.onAttached((attached) => void receivePage(attached, given));
  const first =
    !hasContexts &&
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
    !hasContexts && refuse(browser, {}),
  ]);
}

/** All permissions that are not listed, and downloads. */
async function refuse(browser: Session, where: { readonly browserContextId?: string }): Promise<void> {
  await Promise.all([
    browser.send('Browser.setDownloadBehavior', { ...where, behavior: 'deny' }),
    // For a person main writes to the clipboard through the page.
    browser.send('Browser.grantPermissions', {
      ...where,
      permissions: options.headless ? [] : ['clipboardReadWrite', 'clipboardSanitizedWrite'],
    }),
  ]);
}

/**
 * A browser context per session, made for its first window. A person sees all windows in the one that Chromium starts
 * with: those of another would have tabs and an address bar.
 */
function contextOf(session: PagePlace, { connection: { browser }, hasContexts }: Place) {
  const existing = contexts.get(session);
  if (existing) return existing;
  session.isUsed = true;
  const made = hasContexts ? makeContext(session, browser) : Promise.resolve(undefined);
  contexts.set(session, made);
  return made;
}

async function makeContext({ proxy }: PagePlace, browser: Session): Promise<string> {
  const { browserContextId } = await browser.send('Target.createBrowserContext', {
    ...(proxy && { proxyServer: proxy.server, proxyBypassList: proxy.bypass }),
  });
  ownContexts.add(browserContextId);
  await refuse(browser, { browserContextId });
  return browserContextId;
}

/** A page that nobody asked for is one that another page has opened. The app allows none, so it goes away at once. */
async function receivePage(
  { session, targetInfo }: Attached,
  { connection: { browser }, hasContexts }: Place,
): Promise<void> {
  const { targetId } = targetInfo;
  // It shows another app, before or after this one.
  if (hasContexts && !ownContexts.has(targetInfo.browserContextId)) return;
  const claim = waiting.shift();
  if (!claim) {
    await closeForGood(session, browser, targetId);
    return;
  }
  try {
    const page = await attachPage(session, browser, targetId);
    await Promise.all([
      page.setColorScheme(colorScheme),
      session.send('Emulation.setUserAgentOverride', {
        userAgent: '',
        acceptLanguage: pageLanguages(),
      }),
      // Of dates and numbers. Another page of the same process may have set it, to the same.
      session.send('Emulation.setLocaleOverride', { locale: appLocale() }).catch(() => undefined),
      session.send('Runtime.runIfWaitingForDebugger'),
    ]);
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

/** A page for a new window of a session. */
export async function openPage(session: PagePlace): Promise<Page> {
  if (!place) throw new Error('electron-standin: Chromium is not running yet');
  const { connection } = place;
  const browserContextId = await contextOf(session, place);
  const first = unclaimed.shift();
  if (first) return first;
  const opened = new Promise<Page>((resolve) => waiting.push(resolve));
  await connection.browser.send('Target.createTarget', {
    url: 'about:blank',
    ...(browserContextId !== undefined && { browserContextId }),
  });
  return opened;
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
