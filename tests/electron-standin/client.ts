/** Starts the stand-in for a test and talks with it. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { compileCache } from './compile-cache.ts';
import type { Carried } from './carried.ts';
import type { Answers, Asked, Question, Told } from './control.ts';
import type { SharedChromium } from './shared-chromium.ts';

export type StandIn = {
  /** Address at which its own Chromium can be attached to. Rejects when the app ends before it is ready. */
  readonly endpoint: Promise<string>;
  /** Exit code; null when a signal ended the process. */
  readonly exited: Promise<number | null>;
  readonly ask: <Name extends Question>(
    question: Name,
    ...args: Parameters<Answers[Name]>
  ) => Promise<ReturnType<Answers[Name]>>;
  /** What the app wrote to the terminal so far. */
  readonly output: () => string;
  /** Ends the app as a terminal would, and waits until it has ended. */
  readonly stop: () => Promise<void>;
  readonly pid: number;
};

type Start = {
  readonly main: string;
  /** Come before the app's file, as Electron's binary takes them. */
  readonly switches?: readonly string[];
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What shows its windows, in place of a Chromium of its own. */
  readonly chromium?: SharedChromium | undefined;
};

/** Long enough for a slow machine to write its files. */
const STOP_TIMEOUT = 10_000;

/** Runs the main bundle `main`, without showing windows. */
export function startStandIn({ main, switches = [], args = [], env, chromium }: Start): StandIn {
  const child = fork(fileURLToPath(new URL('run.ts', import.meta.url)), [...switches, main, ...args], {
    // From the very first file on: a start then takes a tenth less of the processor.
    env: {
      ...env,
      ELECTRON_STANDIN_HEADLESS: '1',
      NODE_COMPILE_CACHE: compileCache,
      ...(chromium && { ELECTRON_STANDIN_SHARED_CHROMIUM: chromium.version }),
    },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }

  const endpoint = Promise.withResolvers<string>();
  // Not every test waits for it.
  endpoint.promise.catch(() => undefined);
  const waiting = new Map<number, (value: unknown) => void>();
  let lastId = 0;
  child.on('message', (message: Told | Carried) => {
    if (message.kind === 'listening') endpoint.resolve(message.endpoint);
    if (message.kind === 'answer') waiting.get(message.id)?.(message.value);
  });
  const shown = chromium?.show(child);
  const exited = once(child, 'close').then(async ([code]: (number | null)[]) => {
    await shown;
    endpoint.reject(new Error(`The app ended before it was ready.\n${output}`));
    return code ?? null;
  });

  return {
    endpoint: endpoint.promise,
    exited,
    ask(question, ...args) {
      const id = (lastId += 1);
      return new Promise((resolve, reject) => {
        // The answer's type is that of the question, which the other side looks up by the same table.
        waiting.set(id, resolve as (value: unknown) => void);
        void exited.then(() => reject(new Error(`The app has ended.\n${output}`)));
        // The arguments fit the question, which this cannot say of all questions at once.
        child.send({ kind: 'question', id, question, args: args as readonly never[] } satisfies Asked);
      });
    },
    output: () => output,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT);
      await exited;
      clearTimeout(timer);
    },
    pid: child.pid ?? 0,
  };
}
