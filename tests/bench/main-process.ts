/** The built main script in a plain Node process, on an Electron that does nothing. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { InputOf, OperationName, OutputOf } from '#contract/index.ts';
import type { Result } from '#contract/result.ts';

export type Main = {
  /** Milliseconds that evaluating the main script took, reading and compiling included. */
  readonly evaluated: number;
  /** Milliseconds from the start of the evaluation to the first window. From then on calls are served. */
  readonly window: Promise<number>;
  /** Calls an operation as the page does, over the IPC host, with a sender and a call id. */
  readonly call: <Name extends OperationName>(
    name: Name,
    input: InputOf<Name>,
  ) => Promise<Result<OutputOf<Name>>>;
  /** What a call brings. Rejects when it fails. */
  readonly value: <Name extends OperationName>(name: Name, input: InputOf<Name>) => Promise<OutputOf<Name>>;
};

/**
 * Evaluates the main script `mainFile` as an installed app that keeps its files in `folder`.
 * Uses nothing from outside itself, since `inFreshProcess` sends it as text.
 */
export function startMain(mainFile: string, folder: string): Main {
  const Module = process.getBuiltinModule('node:module');
  const require = Module.createRequire(mainFile);

  // What main does not need an answer from: any member can be read and called.
  const quiet: object = new Proxy(() => undefined, {
    get: (_target, key) => (typeof key === 'symbol' || key === 'then' ? undefined : quiet),
  });
  const lenient = (members: object) =>
    new Proxy(members, {
      get: (target, key) => {
        // What has a `then` would be waited for.
        if (key === 'then') return undefined;
        return key in target ? Reflect.get(target, key) : quiet;
      },
    });

  type Handler = (
    event: object,
    input: unknown,
    callId: string,
    byPerson: boolean,
  ) => Promise<Result<unknown>>;
  const handlers = new Map<string, Handler>();
  const window = Promise.withResolvers<number>();
  const electron = lenient({
    app: lenient({
      isPackaged: true,
      getPath: () => folder,
      getVersion: () => '0.0.0',
      getSystemLocale: () => 'en-US',
      requestSingleInstanceLock: () => true,
      isReady: () => true,
      whenReady: () => Promise.resolve(),
      exit: () => {
        window.reject(new Error('The app could not start.'));
      },
    }),
    BrowserWindow: function BrowserWindow() {
      window.resolve(performance.now() - start);
      return lenient({
        webContents: lenient({ id: 1 }),
        once: () => undefined,
        isDestroyed: () => false,
        loadURL: () => Promise.resolve(),
      });
    },
    session: {
      defaultSession: lenient({ resolveProxy: () => Promise.resolve('DIRECT') }),
      fromPartition: () => lenient({ setProxy: () => Promise.resolve() }),
    },
    screen: { getPrimaryDisplay: () => ({ workAreaSize: { width: 1920, height: 1080 } }) },
    ipcMain: { handle: (channel: string, handler: Handler) => void handlers.set(channel, handler) },
    safeStorage: {
      isAsyncEncryptionAvailable: () => Promise.resolve(true),
      encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(`v11${text}`)),
      decryptStringAsync: (sealed: Buffer) =>
        Promise.resolve({ result: sealed.subarray(3).toString(), shouldReEncrypt: false }),
    },
  });
  // Of an installed app.
  Object.assign(process, { resourcesPath: folder });
  // A module that counts as loaded: hooks would make each `require` of main slower.
  const path = require.resolve('electron');
  const stub = new Module(path);
  stub.exports = electron;
  stub.loaded = true;
  require.cache[path] = stub;

  const start = performance.now();
  require(mainFile);
  const evaluated = performance.now() - start;

  const event = { sender: { id: 1 }, senderFrame: { url: 'app://desk/index.html', parent: null } };
  let calls = 0;
  function call<Name extends OperationName>(name: Name, input: InputOf<Name>) {
    const handler = handlers.get(`desk:${name}`);
    if (!handler) throw new Error(`Main does not serve ${name}.`);
    // As preload calls right after a click. The contract says what comes back.
    return handler(event, input, `call-${(calls += 1)}`, true) as Promise<Result<OutputOf<Name>>>;
  }
  return {
    evaluated,
    window: window.promise,
    call,
    async value(name, input) {
      const result = await call(name, input);
      if (!result.ok) throw new Error(`${name} failed: ${JSON.stringify(result.error)}`);
      return result.value;
    },
  };
}

/**
 * Runs `task` in a fresh Node process and resolves with its result, which must fit into JSON, as `args` must. The task
 * is sent as text, so it uses nothing from outside itself; in exchange the process holds nothing but Node: neither
 * the time nor the memory of loading TypeScript is in what it measures.
 */
export async function inFreshProcess<const Args extends readonly unknown[], Value>(
  task: (start: typeof startMain, ...args: Args) => Promise<Value>,
  args: Args,
  nodeOptions: readonly string[] = [],
): Promise<Value> {
  const script = `(${task.toString()})(${startMain.toString()}, ...${JSON.stringify(args)})
    .then((value) => process.stdout.write(JSON.stringify(value), () => process.exit()), (cause) => {
      // Main takes rejections that nobody handles for its own.
      console.error(cause);
      process.exit(1);
    });`;
  const { stdout } = await promisify(execFile)(process.execPath, [...nodeOptions, '--eval', script]);
  return JSON.parse(stdout) as Value;
}
