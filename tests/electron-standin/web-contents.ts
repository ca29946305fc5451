import { readFileSync } from 'node:fs';
import type { WebContents } from 'electron';
import type { Frame, Page, Request, Route } from 'playwright';
import { toAppUrl, toPageUrl } from './addresses.ts';
import { type CancelableEvent, cancelable, createEvents } from './events.ts';
import { frameOf, type StandInFrame } from './frames.ts';
import { receive } from './ipc-main.ts';
import { watch } from './problems.ts';
import { options } from './options.ts';
import { bindingName, type FromPage, pageScript } from './page-script.ts';
import { serve } from './protocol.ts';
import { session } from './session.ts';
import { notImplemented, strict } from './strict.ts';

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];
type Members =
  | 'id'
  | 'on'
  | 'once'
  | 'off'
  | 'removeListener'
  | 'send'
  | 'getURL'
  | 'isDestroyed'
  | 'setWindowOpenHandler';

/** What main may touch of `webContents`. */
export type StandInWebContents = Pick<WebContents, Members | 'openDevTools'> & {
  readonly mainFrame: StandInFrame;
  readonly session: typeof session.defaultSession;
};

/** A `webContents` and what only its window needs of it. */
export type PageHost = {
  readonly webContents: StandInWebContents;
  readonly load: (url: string) => Promise<void>;
  readonly whenShown: (listener: () => void) => void;
  /** As if the process of the page was gone. The page itself stays, until main loads it again. */
  readonly stop: () => void;
  /** The page, once it exists and has its preload. */
  readonly page: Promise<Page>;
};

let lastId = 0;

/** Connects a page of Chromium with main: preload, IPC, our scheme and the navigation guards. */
export function createWebContents(opened: Page | Promise<Page>, preload: string | undefined): PageHost {
  const events = createEvents<WebContents>('webContents', [
    'will-navigate',
    'will-frame-navigate',
    'will-redirect',
    'will-attach-webview',
    'did-finish-load',
    'did-fail-load',
    'dom-ready',
    'render-process-gone',
    'before-input-event',
    'context-menu',
    'devtools-opened',
    'destroyed',
  ]);
  let current = 'then' in opened ? undefined : opened;
  let openHandler: OpenHandler | undefined;
  /** Address of a load that main itself asked for: guards are not asked about those. */
  let requested: string | undefined;

  const webContents: StandInWebContents = strict('webContents', {
    id: (lastId += 1),
    ...events.methods,
    get mainFrame() {
      if (!current) throw notImplemented('webContents.mainFrame before the page exists');
      return frameOf(current.mainFrame());
    },
    session: session.defaultSession,
    send(channel: string, ...args: unknown[]) {
      const message = structuredClone(args);
      void page
        .then((target) =>
          target.evaluate(([name, values]) => window[Symbol.for('electron-standin')]?.(name, values), [
            channel,
            message,
          ] as const),
        )
        // Messages to a page that is going away are lost in Electron, too.
        .catch(() => undefined);
    },
    getURL: () => (current ? toAppUrl(current.url()) : ''),
    isDestroyed: () => current?.isClosed() ?? false,
    setWindowOpenHandler: (handler: OpenHandler) => void (openHandler = handler),
    // There is nothing to open them in; Chromium's own shortcut works for a person.
    openDevTools: () => undefined,
  });

  const page = connect();
  const stop = () => {
    events.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
  };
  return { webContents, load, whenShown, stop, page };

  async function connect(): Promise<Page> {
    const target = await opened;
    current = target;
    target.on('load', () => events.emit('did-finish-load', {}));
    target.on('domcontentloaded', () => events.emit('dom-ready', {}));
    target.on('close', () => events.emit('destroyed', {}));
    target.on('crash', () => events.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }));
    await watch(target);
    await watchOpening(target);
    await target.exposeBinding(bindingName, ({ frame }: { frame: Frame }, message: FromPage) =>
      receive(message, { sender: webContents, frame: frameOf(frame) }),
    );
    if (preload !== undefined) {
      const { electron = '', chrome = '', node = '' } = process.versions;
      const script = pageScript(readFileSync(preload, 'utf8'), {
        inFrames: options.preloadInFrames,
        versions: { electron, chrome, node },
      });
      await target.addInitScript({ content: script });
    }
    await target.route('**/*', answer);
    return target;
  }

  async function load(url: string): Promise<void> {
    const target = await page;
    requested = toPageUrl(url);
    await target.goto(requested).catch((error: unknown) => {
      throw new Error(`ERR_FAILED (-2) loading '${url}'`, { cause: error });
    });
  }

  async function answer(route: Route): Promise<void> {
    if (route.request().isNavigationRequest() && !mayNavigate(route.request())) return route.abort('aborted');
    return serve(route);
  }

  function mayNavigate(request: Request): boolean {
    const frame = request.frame();
    const isMainFrame = frame.parentFrame() === null;
    if (isMainFrame && request.url() === requested) {
      requested = undefined;
      return true;
    }
    const details = {
      url: toAppUrl(request.url()),
      isSameDocument: false,
      isMainFrame,
      frame: frameOf(frame),
      initiator: frameOf(frame),
    };
    const names = [
      'will-frame-navigate',
      ...(isMainFrame ? ['will-navigate'] : []),
      ...(request.redirectedFrom() ? ['will-redirect'] : []),
    ];
    return names.every((name) => !emitCancelable(name, cancelable(details)).defaultPrevented);
  }

  function emitCancelable<Event extends CancelableEvent>(name: string, event: Event): Event {
    events.emit(name, event);
    return event;
  }

  /**
   * Main's window-open handler hears of the wish itself. The page that Chromium opens meanwhile is closed in any case,
   * and by the time one could look at it, it may have given up its address already.
   */
  async function watchOpening(target: Page): Promise<void> {
    const devtools = await target.context().newCDPSession(target);
    devtools.on('Page.windowOpen', ({ url }) => {
      askToOpen(url || 'about:blank');
    });
    await devtools.send('Page.enable');
  }

  function askToOpen(pageUrl: string): void {
    const answered = openHandler?.({
      url: toAppUrl(pageUrl),
      frameName: '',
      features: '',
      disposition: 'foreground-tab',
      referrer: { url: webContents.getURL(), policy: 'default' },
    });
    if (answered?.action !== 'deny') console.error(notImplemented('opening a window from a page'));
  }

  function whenShown(listener: () => void): void {
    void page.then((target) => target.once('domcontentloaded', listener));
  }
}
