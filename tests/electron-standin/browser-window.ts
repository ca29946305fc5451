import type { BrowserWindow as ElectronWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { cancelable, createEvents } from './events.ts';
import { appEvents, lifecycle, requireReady } from './lifecycle.ts';
import { options } from './options.ts';
import type { Page } from './page.ts';
import { openPage } from './pages.ts';
import { knownOnly, notImplemented, strict } from './strict.ts';
import { behindSession, sessionOrDefault } from './session.ts';
import { createWebContents, type PageHost, type StandInWebContents } from './web-contents.ts';

const windowOptions = [
  ...['width', 'height', 'minWidth', 'minHeight', 'x', 'y', 'center', 'show', 'title', 'icon', 'name'],
  ...['backgroundColor', 'autoHideMenuBar', 'useContentSize', 'webPreferences', 'titleBarStyle'],
  'windowStatePersistence',
];
const webPreferences = [
  ...['preload', 'sandbox', 'contextIsolation', 'nodeIntegration', 'webSecurity', 'webviewTag', 'spellcheck'],
  ...[
    'devTools',
    'disableBlinkFeatures',
    'navigateOnDragDrop',
    'safeDialogs',
    'enableWebSQL',
    'backgroundThrottling',
  ],
  ...[
    'allowRunningInsecureContent',
    'experimentalFeatures',
    'nodeIntegrationInWorker',
    'nodeIntegrationInSubFrames',
  ],
  ...['v8CacheOptions', 'autoplayPolicy', 'session'],
];
/** Settings that the stand-in always has; the opposite cannot be had. */
const fixedPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
} as const;

type Shared = Pick<
  ElectronWindow,
  | 'id'
  | 'on'
  | 'once'
  | 'off'
  | 'removeListener'
  | 'loadURL'
  | 'show'
  | 'focus'
  | 'isVisible'
  | 'isMinimized'
  | 'restore'
  | 'isDestroyed'
  | 'setTitle'
  | 'getTitle'
  | 'setBackgroundColor'
  | 'getBounds'
  | 'setBounds'
  | 'destroy'
  | 'close'
>;
type StandInWindow = Shared & { readonly webContents: StandInWebContents };

type Entry = {
  readonly window: StandInWindow;
  readonly host: PageHost;
  readonly emit: (event: string, details: object) => void;
};
const entries = new Set<Entry>();
let lastId = 0;

/** All pages that show windows. */
export const openHosts = (): readonly PageHost[] => [...entries].map(({ host }) => host);

/** The page that shows a window of main. */
export const pageOf = (given: unknown): Promise<Page> | undefined =>
  [...entries].find(({ window }) => window === given)?.host.page;

/** As Windows tells of its end: the process has little time left then, and nobody quits it. */
export function endSession(): void {
  const reasons = ['logoff'];
  for (const { emit } of entries) {
    emit('query-session-end', cancelable({ reasons }));
    emit('session-end', { reasons });
  }
}

/** Asks every window to close, as quitting does. False when one refuses. */
export async function closeAllWindows(): Promise<boolean> {
  for (const { window } of [...entries]) {
    window.close();
    const refused = !window.isDestroyed() && !closing.has(window);
    if (refused) return false;
  }
  await Promise.all([...closing.values()]);
  return true;
}

const closing = new Map<StandInWindow, Promise<void>>();

function createWindow(given: BrowserWindowConstructorOptions): StandInWindow {
  requireReady('Cannot create BrowserWindow before app is ready');
  checkOptions(given);
  const events = createEvents<ElectronWindow>('browserWindow', [
    ...[
      'ready-to-show',
      'close',
      'closed',
      'show',
      'hide',
      'focus',
      'blur',
      'minimize',
      'restore',
      'resize',
      'moved',
    ],
    ...['maximize', 'unmaximize', 'resized', 'move', 'unresponsive', 'responsive', 'page-title-updated'],
    ...['query-session-end', 'session-end'],
  ]);
  const { preload, session: wanted } = given.webPreferences ?? {};
  const session = sessionOrDefault(wanted);
  const host = createWebContents(openPage(behindSession(session).place), preload, session);
  let bounds: Rectangle = {
    x: given.x ?? 0,
    y: given.y ?? 0,
    width: given.width ?? 800,
    height: given.height ?? 600,
  };
  let visible = given.show ?? true;
  let destroyed = false;
  let title = given.title ?? '';

  const window: StandInWindow = strict('browserWindow', {
    id: (lastId += 1),
    ...events.methods,
    webContents: host.webContents,
    loadURL: host.load,
    show() {
      if (!visible) events.emit('show', {});
      visible = true;
      window.focus();
    },
    focus: () => inPage((page) => page.bringToFront()),
    isVisible: () => visible && !destroyed,
    isMinimized: () => false,
    restore() {
      if (!options.headless) setWindow({ windowState: 'normal' });
    },
    isDestroyed: () => destroyed,
    setTitle: (text: string) => void (title = text),
    getTitle: () => title,
    setBackgroundColor: () => undefined,
    getBounds: () => ({ ...bounds }),
    setBounds(change: Partial<Rectangle>) {
      bounds = { ...bounds, ...change };
      applyBounds();
    },
    destroy: closePage,
    close() {
      const event = cancelable({});
      events.emit('close', event);
      if (!event.defaultPrevented) closePage();
    },
  });
  const entry = { window, host, emit: events.emit };
  entries.add(entry);
  applyBounds();
  if (options.readyToShow === 'real') host.whenShown(() => events.emit('ready-to-show', {}));
  inPage(async (page) => {
    if (page.isClosed()) gone();
    else page.on('close', gone);
  });
  appEvents.emit('web-contents-created', {}, host.webContents);
  appEvents.emit('browser-window-created', {}, window);
  return window;

  function inPage(action: (page: Page) => Promise<void>): void {
    // A page that goes away meanwhile ends every action on it.
    void host.page.then(action).catch(() => undefined);
  }

  function closePage(): void {
    if (destroyed) return;
    closing.set(
      window,
      host.page.then((page) => page.close()).catch(() => undefined),
    );
  }

  function gone(): void {
    if (destroyed) return;
    destroyed = true;
    entries.delete(entry);
    closing.delete(window);
    events.emit('closed', {});
    if (entries.size === 0 && !lifecycle.quitting) appEvents.emit('window-all-closed', {});
  }

  function applyBounds(): void {
    const { width, height } = bounds;
    if (options.headless) inPage((page) => page.setSize(width, height));
    else setWindow({ width, height });
  }

  function setWindow(change: { windowState?: 'normal'; width?: number; height?: number }): void {
    inPage((page) => page.setWindow(change));
  }
}

function checkOptions(given: BrowserWindowConstructorOptions): void {
  knownOnly('BrowserWindow options', given, windowOptions);
  const preferences = given.webPreferences ?? {};
  knownOnly('BrowserWindow webPreferences', preferences, webPreferences);
  for (const [name, value] of Object.entries(preferences)) {
    const fixed = Object.entries(fixedPreferences).find(([key]) => key === name);
    if (fixed && fixed[1] !== value) throw notImplemented(`webPreferences.${name} = ${String(value)}`);
  }
}

/** A class because main makes windows with `new`. */
class StandInBrowserWindow {
  static getAllWindows(): StandInWindow[] {
    return [...entries].map(({ window }) => window);
  }

  static fromWebContents(webContents: object): StandInWindow | null {
    return [...entries].find(({ host }) => host.webContents === webContents)?.window ?? null;
  }

  constructor(given: BrowserWindowConstructorOptions = {}) {
    return Object.setPrototypeOf(createWindow(given), StandInBrowserWindow.prototype);
  }
}

export const BrowserWindow = strict('BrowserWindow', StandInBrowserWindow);
