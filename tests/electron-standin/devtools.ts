/** Talks with Chromium in its DevTools protocol. */
import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Protocol } from 'devtools-protocol';
import type { ProtocolMapping } from 'devtools-protocol/types/protocol-mapping.d.ts';

type Commands = ProtocolMapping.Commands;
type Events = ProtocolMapping.Events;

/** Carries messages to Chromium and back, each a JSON text. */
export type Line = {
  readonly send: (message: string) => void;
  readonly onMessage: (listener: (message: string) => void) => void;
  /** Chromium is gone. */
  readonly onClosed: (listener: () => void) => void;
};

/** Two pipes, on which each message ends with a zero byte. */
export function pipes(toChromium: Writable, fromChromium: Readable): Line {
  const received = new EventEmitter<{ message: [string] }>();
  let rest = '';
  fromChromium.setEncoding('utf8').on('data', (text: string) => {
    const messages = (rest + text).split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages) received.emit('message', message);
  });
  // Chromium is gone, which the other pipe tells, too.
  toChromium.on('error', () => undefined);
  return {
    send: (message) => void toChromium.write(`${message}\0`),
    onMessage: (listener) => void received.on('message', listener),
    onClosed: (listener) => void fromChromium.once('close', listener),
  };
}

/** A conversation about one target: a page, or Chromium as a whole. */
export type Session = {
  /** Rejects when Chromium refuses, and when the target or Chromium is gone. */
  readonly send: <Method extends keyof Commands>(
    method: Method,
    ...params: Commands[Method]['paramsType']
  ) => Promise<Commands[Method]['returnType']>;
  readonly on: <Event extends keyof Events>(
    event: Event,
    listener: (...payload: Events[Event]) => void,
  ) => void;
  /** Calls `listener` once, when nothing can be said any more. */
  readonly onGone: (listener: () => void) => void;
};

/** What a page is attached with. */
export type Attached = { readonly session: Session } & Protocol.Target.AttachedToTargetEvent;

export type Connection = {
  /** Chromium as a whole. */
  readonly browser: Session;
  readonly onAttached: (listener: (attached: Attached) => void) => void;
};

type Message =
  | { readonly id: number; readonly result?: unknown; readonly error?: { readonly message: string } }
  | {
      readonly id?: undefined;
      readonly method: string;
      readonly params: unknown;
      readonly sessionId?: string;
    };

type Answer = { readonly resolve: (result: never) => void; readonly reject: (error: Error) => void };

const gone = Symbol('gone');

/** The commands of two that share a line need numbers of their own: each counts from its `firstId`. */
export function connect(line: Line, firstId = 1): Connection {
  const events = new Map<string, EventEmitter>();
  const answers = new Map<number, Answer & { readonly sessionId: string }>();
  const attached = new EventEmitter();
  let nextId = firstId;

  const browser = sessionOf('');
  browser.on('Target.attachedToTarget', (event) => {
    attached.emit('attached', { ...event, session: sessionOf(event.sessionId) });
  });
  browser.on('Target.detachedFromTarget', ({ sessionId }) => {
    end(sessionId);
  });

  line.onMessage((message) => {
    receive(JSON.parse(message));
  });
  line.onClosed(() => {
    for (const id of [...events.keys()]) end(id);
  });

  return { browser, onAttached: (listener) => void attached.on('attached', listener) };

  function sessionOf(sessionId: string): Session {
    const source = new EventEmitter();
    events.set(sessionId, source);
    return {
      send: (method, ...[params]) =>
        new Promise((resolve, reject) => {
          if (!events.has(sessionId)) {
            reject(new Error(`${method}: the target is gone`));
            return;
          }
          const id = nextId;
          nextId += 1;
          answers.set(id, { resolve, reject, sessionId });
          line.send(JSON.stringify({ id, method, params, ...(sessionId !== '' && { sessionId }) }));
        }),
      on: (event, listener) => void source.on(event, listener),
      onGone: (listener) => void source.once(gone, listener),
    };
  }

  function receive(message: Message): void {
    if (message.id === undefined) {
      events.get(message.sessionId ?? '')?.emit(message.method, message.params);
      return;
    }
    const answer = answers.get(message.id);
    answers.delete(message.id);
    if (message.error) answer?.reject(new Error(message.error.message));
    // The type is that of the command, which the asker looks up by the same table.
    else answer?.resolve(message.result as never);
  }

  function end(sessionId: string): void {
    const source = events.get(sessionId);
    events.delete(sessionId);
    for (const [id, answer] of answers) {
      if (answer.sessionId !== sessionId) continue;
      answers.delete(id);
      answer.reject(new Error('the target is gone'));
    }
    source?.emit(gone);
  }
}
