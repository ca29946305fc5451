/** One page of Chromium, as far as the stand-in has to do with it. */
import { EventEmitter } from 'node:events';
import type { Protocol } from 'devtools-protocol';
import type { Session } from './devtools.ts';

export type Frame = {
  readonly parent: Frame | null;
  readonly url: string;
  readonly name: string;
  readonly isDetached: boolean;
};

/** Null leaves it to the real desktop. */
export type ColorScheme = 'light' | 'dark' | null;

/** Without a body: nothing that the app serves takes one. */
export type PageRequest = Pick<Protocol.Network.Request, 'url' | 'method' | 'headers'> & {
  readonly frame: Frame;
  /** It is for the document of the frame. */
  readonly isNavigation: boolean;
  readonly isRedirected: boolean;
};

export type Reply =
  | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer }
  | { readonly abort: Protocol.Network.ErrorReason };

type PageEvents = {
  /** The page has come to another document, and it is not Chromium's page of an error. */
  navigated: [url: string];
  domReady: [];
  load: [];
  crash: [];
  close: [];
  /** A script wants a window; Chromium opens one, which is another page. */
  windowOpen: [url: string];
  consoleError: [text: string];
  uncaughtError: [text: string];
  /** The page has made a frame. */
  frame: [frame: Frame];
};

export type Page = {
  readonly on: <Name extends keyof PageEvents>(
    name: Name,
    listener: (...args: PageEvents[Name]) => void,
  ) => void;
  readonly mainFrame: Frame;
  readonly isClosed: () => boolean;
  /** Resolves once the page is loaded. */
  readonly load: (url: string) => Promise<void>;
  /** Runs a function in the page, given as itself, and brings what it gives, as JSON. */
  readonly evaluate: <Args extends readonly unknown[], Value>(
    run: (...args: Args) => Value | Promise<Value>,
    ...args: Args
  ) => Promise<Value>;
  /** Runs a script in every document from now on, before any of its own: in their world, or in one of another name. */
  readonly addScript: (script: string, world?: string) => Promise<void>;
  /**
   * Puts a function on the window of every world of that name from now on. It takes a text; `receive` also gets the
   * frame that it came from and a way to run a script in the same world of the same document.
   */
  readonly addBinding: (
    name: string,
    world: string,
    receive: (text: string, frame: Frame, runThere: (script: string) => void) => void,
  ) => Promise<void>;
  /** Runs a script in the world of that name, in the document that the main frame has now. */
  readonly runInWorld: (world: string, script: string) => void;
  /** Lets `answer` answer every request of the page. */
  readonly answerRequests: (answer: (request: PageRequest) => Promise<Reply>) => Promise<void>;
  /** Questions like `window.prompt` are left to the person; otherwise each is cancelled at once. */
  readonly leaveQuestions: (leave: boolean) => void;
  readonly setColorScheme: (scheme: ColorScheme) => Promise<void>;
  /** Without a window that a person could size. */
  readonly setSize: (width: number, height: number) => Promise<void>;
  /** Changes the window that a person sees. */
  readonly setWindow: (bounds: Protocol.Browser.Bounds) => Promise<void>;
  readonly bringToFront: () => Promise<void>;
  readonly close: () => Promise<void>;
};

type KnownFrame = { parent: KnownFrame | null; url: string; name: string; isDetached: boolean };

/** `browser` and `targetId` are for what is only to be had from Chromium as a whole. */
export async function attachPage(session: Session, browser: Session, targetId: string): Promise<Page> {
  const events = new EventEmitter<PageEvents>();
  const frames = new Map<string, KnownFrame>();
  /** The places where scripts run: each frame has one of its own for each world. */
  const contexts = new Map<number, { readonly frameId: string; readonly world: string }>();
  const bindings = new Map<string, (text: string, contextId: number) => void>();
  let closed = false;
  let questionsLeft = false;
  // A page that goes away ends whatever is asked of it, and nobody waits for these answers.
  const tell = (sent: Promise<unknown>) => void sent.catch(() => undefined);

  session.onGone(() => {
    closed = true;
    events.emit('close');
  });
  session.on('Inspector.targetCrashed', () => events.emit('crash'));
  session.on('Page.domContentEventFired', () => events.emit('domReady'));
  session.on('Page.loadEventFired', () => events.emit('load'));
  session.on('Page.windowOpen', ({ url }) => events.emit('windowOpen', url || 'about:blank'));
  session.on('Page.javascriptDialogOpening', ({ type }) => {
    if (!questionsLeft)
      tell(session.send('Page.handleJavaScriptDialog', { accept: type === 'beforeunload' }));
  });

  session.on('Page.frameAttached', ({ frameId, parentFrameId }) => {
    events.emit('frame', known(frameId, parentFrameId));
  });
  session.on('Page.frameNavigated', ({ frame }) => {
    const { parent, url } = noteFrame(frame);
    if (parent === null && frame.unreachableUrl === undefined) events.emit('navigated', url);
  });
  session.on('Page.navigatedWithinDocument', ({ frameId, url }) => void (known(frameId).url = url));
  session.on('Page.frameDetached', ({ frameId, reason }) => {
    if (reason === 'swap') return;
    known(frameId).isDetached = true;
    frames.delete(frameId);
  });

  session.on('Runtime.executionContextCreated', ({ context: { id, name, auxData } }) => {
    const frameId = (auxData as { readonly frameId?: string } | undefined)?.frameId;
    if (frameId !== undefined) contexts.set(id, { frameId, world: name });
  });
  session.on('Runtime.executionContextsCleared', () => {
    contexts.clear();
  });
  session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) =>
    bindings.get(name)?.(payload, executionContextId),
  );

  session.on('Runtime.consoleAPICalled', ({ type, args }) => {
    if (type !== 'error' && type !== 'assert') return;
    events.emit('consoleError', args.map(({ value, description }) => description ?? String(value)).join(' '));
  });
  session.on('Log.entryAdded', ({ entry: { level, text } }) => {
    if (level === 'error') events.emit('consoleError', text);
  });
  session.on('Runtime.exceptionThrown', ({ exceptionDetails: { text, exception } }) => {
    events.emit('uncaughtError', exception?.description ?? text);
  });

  const [{ frameTree }] = await Promise.all([
    session.send('Page.getFrameTree'),
    session.send('Page.enable'),
    session.send('Runtime.enable'),
    session.send('Log.enable'),
  ]);
  const mainFrame = noteFrame(frameTree.frame);

  return {
    // The emitter's types cannot follow which name it is.
    on: (name, listener) => void (events as EventEmitter).on(name, listener),
    mainFrame,
    isClosed: () => closed,
    load,
    async evaluate(run, ...args) {
      const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
        expression: `(${run.toString()})(...${JSON.stringify(args)})`,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
    async addScript(source, worldName) {
      const world = worldName === undefined ? {} : { worldName };
      await session.send('Page.addScriptToEvaluateOnNewDocument', { source, ...world });
    },
    async addBinding(name, executionContextName, receive) {
      bindings.set(name, (text, contextId) => {
        receive(text, known(contexts.get(contextId)?.frameId ?? targetId), (expression) => {
          runIn(contextId, expression);
        });
      });
      await session.send('Runtime.addBinding', { name, executionContextName });
    },
    runInWorld(world, script) {
      // The last one: those of documents that are gone may still be known.
      const found = [...contexts].findLast(([, at]) => at.frameId === targetId && at.world === world);
      if (found) runIn(found[0], script);
    },
    answerRequests,
    leaveQuestions: (leave) => void (questionsLeft = leave),
    async setColorScheme(scheme) {
      const features = [{ name: 'prefers-color-scheme', value: scheme ?? '' }];
      await session.send('Emulation.setEmulatedMedia', { features });
    },
    async setSize(width, height) {
      const size = { width, height, deviceScaleFactor: 1, mobile: false };
      await session.send('Emulation.setDeviceMetricsOverride', size);
    },
    async setWindow(bounds) {
      const { windowId } = await browser.send('Browser.getWindowForTarget', { targetId });
      await browser.send('Browser.setWindowBounds', { windowId, bounds });
    },
    bringToFront: () => session.send('Page.bringToFront'),
    async close() {
      const gone = closed ? Promise.resolve() : new Promise<void>((resolve) => session.onGone(resolve));
      await browser.send('Target.closeTarget', { targetId }).catch(() => undefined);
      await gone;
    },
  };

  function runIn(contextId: number, expression: string): void {
    tell(session.send('Runtime.evaluate', { contextId, expression }));
  }

  /** The frame of an id. Chromium may tell of a request before it tells of the new frame that it is for. */
  function known(id: string, parentId: string | null = id === targetId ? null : targetId): KnownFrame {
    const existing = frames.get(id);
    if (existing) return existing;
    const frame = {
      parent: parentId === null ? null : known(parentId),
      url: '',
      name: '',
      isDetached: false,
    };
    frames.set(id, frame);
    return frame;
  }

  function noteFrame({ id, parentId, url, urlFragment = '', name = '' }: Protocol.Page.Frame): KnownFrame {
    return Object.assign(known(id, parentId ?? null), { url: url + urlFragment, name });
  }

  async function load(url: string): Promise<void> {
    const loaded = new Promise<void>((resolve, reject) => {
      events.once('load', resolve);
      session.onGone(() => {
        reject(new Error('the page is gone'));
      });
    });
    loaded.catch(() => undefined);
    const { errorText, loaderId } = await session.send('Page.navigate', { url });
    if (errorText !== undefined) throw new Error(errorText);
    // Without one the address is another place in the same document.
    if (loaderId !== undefined) await loaded;
  }

  async function answerRequests(answer: (request: PageRequest) => Promise<Reply>): Promise<void> {
    session.on('Fetch.requestPaused', ({ requestId, request, frameId, resourceType, ...paused }) => {
      const { url, method, headers } = request;
      const isNavigation = resourceType === 'Document';
      const isRedirected = paused.redirectedRequestId !== undefined;
      const asked = {
        url,
        method,
        headers,
        frame: known(frameId),
        isNavigation,
        isRedirected,
      };
      void answer(asked).then((reply) => {
        tell(
          'abort' in reply
            ? session.send('Fetch.failRequest', { requestId, errorReason: reply.abort })
            : session.send('Fetch.fulfillRequest', {
                requestId,
                responseCode: reply.status,
                responseHeaders: Object.entries(reply.headers).map(([name, value]) => ({ name, value })),
                body: reply.body.toString('base64'),
              }),
        );
      });
    });
    await session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
  }
}
