/**
 * Runs in the page, before any script of its own: the sandboxed `require`, `contextBridge` and `ipcRenderer`.
 * The function is sent to Chromium as text, so it uses nothing from outside itself.
 */

import { pack, unpack } from './wire.ts';

/** A message from the page to main. */
export type FromPage = {
  readonly kind: 'invoke' | 'send';
  readonly channel: string;
  readonly args: readonly unknown[];
};
/** The answer to an `invoke`: a value, or an error as text. */
export type ToPage = { readonly value: unknown } | { readonly error: string };

/** A message as text, with the number that its answer will name. */
export type Posted = { readonly id: number; readonly message: FromPage };

/** Name under which the page finds its way to main. It is taken off the window before the preload runs. */
export const bindingName = '__electronStandin';
/** Key of the symbol under which main finds its way into the page. */
export const hookName = 'electron-standin';

type Preload = (
  require: (name: string) => unknown,
  module: { exports: unknown },
  exports: unknown,
  process: unknown,
) => void;
type Wire = { readonly pack: typeof pack; readonly unpack: typeof unpack };
type Options = { readonly inFrames: boolean; readonly versions: Readonly<Record<string, string>> };
type Callable = (...args: unknown[]) => unknown;
type Listener = (event: object, ...args: unknown[]) => void;

declare global {
  interface Window {
    __electronStandin?: (posted: string) => void;
    /** What main calls, with packed values. */
    [key: symbol]: {
      readonly message: (channel: string, args: string) => void;
      readonly answer: (id: number, answer: string) => void;
    };
  }
}

export function runPreload(preload: Preload, hook: string, { pack, unpack }: Wire, options: Options): void {
  const post = window.__electronStandin;
  delete window.__electronStandin;
  if (!post || (window.top !== window && !options.inFrames)) return;

  const cloneError = () => new Error('An object could not be cloned.');
  const clone = <Value>(value: Value): Value => {
    try {
      return structuredClone(value);
    } catch {
      throw cloneError();
    }
  };
  const strict = <Members extends object>(name: string, members: Members): Members =>
    new Proxy(members, {
      get(target, key) {
        if (typeof key === 'symbol' || key in target || key === '__esModule' || key === 'then') {
          return Reflect.get(target, key);
        }
        throw new Error(`electron-standin: ${name}.${key} is not implemented`);
      },
    });

  const isCallable = (value: unknown): value is Callable => typeof value === 'function';

  /**
   * Carries a value from one world to the other. Functions stay callable where Electron's bridge is used with them:
   * as a member of the API, as an argument, as a result. Anything else must be a value that can be cloned.
   */
  const carry = (value: unknown): unknown => {
    if (isCallable(value)) return proxyOf(value);
    if (value instanceof Promise)
      return value.then(carry, (error: unknown) => Promise.reject(carryError(error)));
    return clone(value);
  };
  const carryError = (error: unknown) => (error instanceof Error ? new Error(error.message) : error);
  const proxyOf =
    (target: Callable): Callable =>
    (...args) => {
      const carried = args.map(carry);
      try {
        return carry(target(...carried));
      } catch (error) {
        throw carryError(error);
      }
    };

  /** The object that the page gets: a frozen copy whose functions lead back to the preload. */
  const exposed = (api: unknown): unknown => {
    if (typeof api !== 'object' || api === null) return carry(api);
    const entries = Object.entries(api).map(([key, value]) => [key, exposed(value)]);
    return Object.freeze(
      Array.isArray(api) ? entries.map(([, value]) => value) : Object.fromEntries(entries),
    );
  };

  const waiting = new Map<number, (answer: ToPage) => void>();
  let lastId = 0;
  const emit = (message: FromPage) =>
    new Promise<ToPage>((resolve) => {
      const posted: Posted = { id: (lastId += 1), message };
      post(pack(posted));
      waiting.set(posted.id, resolve);
    });

  const listeners = new Map<string, Set<Listener>>();
  const of = (channel: string) => {
    const existing = listeners.get(channel) ?? new Set();
    listeners.set(channel, existing);
    return existing;
  };
  const ipcRenderer = strict('ipcRenderer', {
    async invoke(channel: string, ...args: unknown[]) {
      const answer = await emit({ kind: 'invoke', channel, args: clone(args) });
      if ('error' in answer) throw new Error(`Error invoking remote method '${channel}': ${answer.error}`);
      return answer.value;
    },
    send(channel: string, ...args: unknown[]) {
      void emit({ kind: 'send', channel, args: clone(args) });
    },
    on(channel: string, listener: Listener) {
      of(channel).add(listener);
      return ipcRenderer;
    },
    removeListener(channel: string, listener: Listener) {
      of(channel).delete(listener);
      return ipcRenderer;
    },
  });
  Object.defineProperty(window, Symbol.for(hook), {
    value: {
      message: (channel: string, args: string) => {
        for (const listener of of(channel)) listener({}, ...(unpack(args) as unknown[]));
      },
      answer: (id: number, answer: string) => {
        waiting.get(id)?.(unpack(answer) as ToPage);
        waiting.delete(id);
      },
    } satisfies Window[symbol],
  });

  const contextBridge = strict('contextBridge', {
    exposeInMainWorld(key: string, api: unknown) {
      if (key in window)
        throw new Error('Cannot bind an API on top of an existing property on the window object');
      Object.defineProperty(window, key, { value: exposed(api), enumerable: true });
    },
  });

  const electron = strict('electron', { contextBridge, ipcRenderer });
  const require = (name: string) => {
    if (name === 'electron') return electron;
    throw new Error(`module not found: ${name}`);
  };
  const module = { exports: {} };
  const process = strict('process', { type: 'renderer', sandboxed: true, contextIsolated: true, ...options });
  preload(require, module, module.exports, process);
}

/** The script for a window: `preload` is the text of the preload bundle. */
export function pageScript(preload: string, options: Options): string {
  const wrapped = `(require, module, exports, process) => {${preload}\n}`;
  const wire = `{ pack: ${pack.toString()}, unpack: ${unpack.toString()} }`;
  return `(${runPreload.toString()})(${wrapped}, ${JSON.stringify(hookName)}, ${wire}, ${JSON.stringify(options)});`;
}
