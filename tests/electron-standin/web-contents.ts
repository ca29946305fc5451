import { readFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import type { WebContents } from 'electron';
import { toAppUrl, toPageUrl } from './addresses.ts';
import { type CancelableEvent, cancelable, createEvents } from './events.ts';
import { frameOf, type StandInFrame } from './frames.ts';
import { receive } from './ipc-main.ts';
import { options } from './options.ts';
import type { Page, PageRequest, Reply } from './page.ts';
import {
  bindingName,
  functionsForPageWorld,
  hookName,
  pageScripts,
  type Posted,
  preloadWorld,
} from './page-script.ts';
import { watchInput } from './input.ts';
import { watch } from './problems.ts';
import { behindSession, type StandInSession } from './session.ts';
import { notImplemented, strict } from './strict.ts';
import { pack, unpack } from './wire.ts';

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
  | 'setWindowOpenHandler'
  | 'setWebRTCIPHandlingPolicy'
  | 'forcefullyCrashRenderer'
  | 'getWebRTCIPHandlingPolicy';

/** What main may touch of `webContents`. */
export type StandInWebContents = Pick<WebContents, Members | 'openDevTools'> & {
  readonly mainFrame: StandInFrame;
  readonly session: StandInSession;
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

type WebRtcPolicy = Parameters<WebContents['setWebRTCIPHandlingPolicy']>[0];
const webRtcPolicies: readonly WebRtcPolicy[] = [
  'default',
  'default_public_interface_only',
  'default_public_and_private_interfaces',
  'disable_non_proxied_udp',
];

let lastId = 0;

/** Number and name of what went wrong in a load: another took its place, or all the rest. */
const failureOf = (error: unknown): [code: number, name: string] =>
  String(error).includes('ERR_ABORTED') ? [-3, 'ERR_ABORTED'] : [-2, 'ERR_FAILED'];

/** A script that calls what the preload's world has for main. */
const callOfHook = (member: 'message' | 'answer', ...args: readonly [string | number, string]) =>
  `window[Symbol.for(${JSON.stringify(hookName)})]?.${member}(...${JSON.stringify(args)})`;

async function addPreload(target: Page, preload: string): Promise<void> {
  const { electron = '', chrome = '', node = '' } = process.versions;
  const functions = preload.includes('executeInMainWorld')
    ? await target.evaluate(functionsForPageWorld, preload)
    : [];
  const scripts = pageScripts(preload, functions, {
    inFrames: options.preloadInFrames,
    versions: { electron, chrome, node },
  });
  await Promise.all([
    target.addScript(scripts.pageWorld),
    target.addScript(scripts.preloadWorld, preloadWorld),
  ]);
}

/** Connects a page of Chromium with main: preload, IPC, our scheme and the navigation guards. */
export function createWebContents(
  opened: Promise<Page>,
  preload: string | undefined,
  session: StandInSession,
): PageHost {
  const events = createEvents<WebContents>('webContents', [
    'will-navigate',
    'will-frame-navigate',
    'will-redirect',
    'will-attach-webview',
    'did-navigate',
    'did-finish-load',
    'did-fail-load',
    'dom-ready',
    'render-process-gone',
    'frame-created',
    'input-event',
    'before-input-event',
    'context-menu',
    'devtools-opened',
    'destroyed',
  ]);
  let current: Page | undefined;
  let openHandler: OpenHandler | undefined;
  /** Address of a load that main itself asked for: guards are not asked about those. */
  let requested: string | undefined;
  /** Of the answer that the page comes from. */
  let status = 0;
  let webRtcPolicy: WebRtcPolicy = 'default';

  const webContents: StandInWebContents = strict('webContents', {
    id: (lastId += 1),
    ...events.methods,
    get mainFrame() {
      if (!current) throw notImplemented('webContents.mainFrame before the page exists');
      return frameOf(current.mainFrame);
    },
    session,
    send(channel: string, ...args: unknown[]) {
      const script = callOfHook('message', channel, pack(structuredClone(args)));
      // Messages to a page that is going away are lost in Electron, too.
      void page.then((target) => target.runInWorld(preloadWorld, script)).catch(() => undefined);
    },
    getURL: () => (current ? toAppUrl(current.mainFrame.url) : ''),
    isDestroyed: () => current?.isClosed() ?? false,
    setWindowOpenHandler: (handler: OpenHandler) => void (openHandler = handler),
    // Kept only: Chromium takes it by its command line.
    setWebRTCIPHandlingPolicy(policy: WebRtcPolicy) {
      if (!webRtcPolicies.includes(policy)) throw new TypeError(`Error processing argument at index 0`);
      webRtcPolicy = policy;
    },
    getWebRTCIPHandlingPolicy: () => webRtcPolicy,
    forcefullyCrashRenderer: () => {
      stop();
    },
    // There is nothing to open them in; Chromium's own shortcut works for a person.
    openDevTools: () => undefined,
  });

  const { serve } = behindSession(session);
  const page = connect();
  void opened.then((target) =>
    target.on('navigated', (url) =>
      events.emit('did-navigate', {}, toAppUrl(url), status, STATUS_CODES[status] ?? ''),
    ),
  );
  const stop = () => {
    events.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
  };
  return { webContents, load, whenShown, stop, page };

  async function connect(): Promise<Page> {
    const target = await opened;
    current = target;
    target.on('load', () => events.emit('did-finish-load', {}));
    target.on('domReady', () => events.emit('dom-ready', {}));
    target.on('close', () => events.emit('destroyed', {}));
    target.on('crash', () => events.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }));
    target.on('frame', (frame) => events.emit('frame-created', {}, { frame: frameOf(frame) }));
    target.on('windowOpen', askToOpen);
    await watch(target);
    await watchInput(target, (type) => events.emit('input-event', {}, { type }));
    await target.addBinding(bindingName, preloadWorld, (text, frame, runThere) => {
      const { id, message } = unpack(text) as Posted;
      void receive(message, { sender: webContents, frame: frameOf(frame) })
        .then(pack)
        .catch((error: unknown) => pack({ error: String(error) }))
        .then((answer) => {
          runThere(callOfHook('answer', id, answer));
        });
    });
    if (preload !== undefined) await addPreload(target, readFileSync(preload, 'utf8'));
    await target.answerRequests(answer);
    return target;
  }

  async function load(url: string): Promise<void> {
    const target = await page;
    requested = toPageUrl(url);
    await target.load(requested).catch((error: unknown) => {
      if (!target.isClosed()) events.emit('did-fail-load', {}, ...failureOf(error), url, true, 1, 1);
      throw new Error(`ERR_FAILED (-2) loading '${url}'`, { cause: error });
    });
  }

  async function answer(request: PageRequest): Promise<Reply> {
    if (request.isNavigation && !mayNavigate(request)) return { abort: 'Aborted' };
    const reply = await serve(request);
    if (request.isNavigation && request.frame.parent === null && 'status' in reply) ({ status } = reply);
    return reply;
  }

  function mayNavigate({ url, frame, isRedirected }: PageRequest): boolean {
    const isMainFrame = frame.parent === null;
    if (isMainFrame && url === requested) {
      requested = undefined;
      return true;
    }
    const details = {
      url: toAppUrl(url),
      isSameDocument: false,
      isMainFrame,
      frame: frameOf(frame),
      initiator: frameOf(frame),
    };
    const names = [
      'will-frame-navigate',
      ...(isMainFrame ? ['will-navigate'] : []),
      ...(isRedirected ? ['will-redirect'] : []),
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
    void page.then((target) => target.on('domReady', listener));
  }
}
