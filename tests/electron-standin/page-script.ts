/**
 * What runs in a document before any script of its own. In the world of the preload: the sandboxed `require`,
 * `contextBridge` and `ipcRenderer`. In the world of the page: the other end of the bridge.
 * The functions are sent to Chromium as text, so they use nothing from outside themselves.
 */

import { openBridge } from './bridge.ts';
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

/** Name of the world that the preload runs in. */
export const preloadWorld = 'Electron Isolated Context';
/** Name under which the preload's world finds its way to main. It is taken off before the preload runs. */
export const bindingName = '__electronStandin';
/** Key of the symbol under which main finds its way into the preload's world. */
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
type ExecutionScript = { readonly func: Callable; readonly args?: readonly unknown[] };

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

/**
 * Runs in the page's world, first of all. Waits for the preload's world to hand over the root of a shadow tree that is
 * in no document: events there reach nobody else, and `window.event` does not tell of them.
 */
function runInPageWorld(
  open: typeof openBridge,
  functions: Readonly<Record<string, Callable>>,
  { inFrames }: Options,
): void {
  if (window.top !== window && !inFrames) return;
  const page = window;
  const [ErrorHere, { apply, defineProperty, has }] = [Error, Reflect];
  page.addEventListener(
    'electron-standin',
    (event) => {
      const root = ((event as FocusEvent).relatedTarget as Element).shadowRoot!;
      const bridge = open(root, 'to-page', 'to-preload');
      bridge.provide('expose', (key, api) => {
        if (has(page, key as string))
          throw new ErrorHere('Cannot bind an API on top of an existing property on the window object');
        defineProperty(page, key as string, { __proto__: null, value: api, enumerable: true } as object);
      });
      bridge.provide('execute', (text, ...args) => {
        const run = functions[text as string];
        if (!run) {
          throw new ErrorHere(
            'electron-standin: executing this function in the main world is not implemented',
          );
        }
        return apply(run, undefined, args);
      });
    },
    { once: true },
  );
}

/** Runs in the preload's world, right after that. */
function runPreload(
  preload: Preload,
  hook: string,
  open: typeof openBridge,
  { pack, unpack }: Wire,
  options: Options,
): void {
  const post = window.__electronStandin;
  delete window.__electronStandin;
  if (!post || (window.top !== window && !options.inFrames)) return;

  const host = document.createElement('div');
  const bridge = open(host.attachShadow({ mode: 'open' }), 'to-preload', 'to-page');
  window.dispatchEvent(new FocusEvent('electron-standin', { relatedTarget: host }));

  const clone = <Value>(value: Value): Value => {
    try {
      return structuredClone(value);
    } catch {
      throw new Error('An object could not be cloned.');
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
    exposeInMainWorld: (key: string, api: unknown) => void bridge.callWithApi('expose', key, api),
    executeInMainWorld: ({ func, args = [] }: ExecutionScript) =>
      bridge.call('execute', String(func), ...args),
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

/**
 * Runs the preload for nothing, to learn the texts of the functions that it wants to run in the page's world: there the
 * policy of the page forbids to make a function of a text, so each has to be part of the script for that world.
 */
export function functionsForPageWorld(preload: string): readonly string[] {
  const texts: string[] = [];
  const ignore = () => undefined;
  const contextBridge = {
    exposeInMainWorld: ignore,
    executeInMainWorld: ({ func }: ExecutionScript) => void texts.push(String(func)),
  };
  const ipcRenderer = {
    invoke: () => new Promise(ignore),
    send: ignore,
    on: () => ipcRenderer,
    removeListener: () => ipcRenderer,
  };
  const module = { exports: {} };
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- in an empty page that is about to go away
    const run = new Function('require', 'module', 'exports', 'process', preload) as Preload;
    run(() => ({ contextBridge, ipcRenderer }), module, module.exports, {});
  } catch {
    // It fails when it really runs, too, and is told of there.
  }
  return texts;
}

type Scripts = { readonly pageWorld: string; readonly preloadWorld: string };

/** The scripts for a window, in the order in which they have to run. `preload` is the text of the preload bundle. */
export function pageScripts(preload: string, functions: readonly string[], options: Options): Scripts {
  // Of a function that is not strict a page could learn by the stack of an error.
  const strictly = (run: Callable) => `(() => { 'use strict'; return ${run.toString()}; })()`;
  const open = strictly(openBridge as Callable);
  const given = JSON.stringify(options);
  const table = functions.map((text) => `[${JSON.stringify(text)}]: (${text})`).join(',\n');
  const wrapped = `(require, module, exports, process) => {${preload}\n}`;
  const wire = `{ pack: ${pack.toString()}, unpack: ${unpack.toString()} }`;
  return {
    pageWorld: `${strictly(runInPageWorld as Callable)}(${open}, { __proto__: null, ${table} }, ${given});`,
    preloadWorld: `${strictly(runPreload as Callable)}(${wrapped}, ${JSON.stringify(hookName)}, ${open}, ${wire}, ${given});`,
  };
}
