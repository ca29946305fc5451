import { EventEmitter } from 'node:events';
import { notImplemented } from './strict.ts';

type Listener = (...args: unknown[]) => void;
type Method = 'on' | 'once' | 'off' | 'removeListener';

/** An event source of Electron: its listener methods, typed as Electron's own, and the way to emit. */
export type Events<Source extends NodeJS.EventEmitter> = {
  readonly methods: Pick<Source, Method>;
  readonly emit: (name: string, ...args: readonly unknown[]) => void;
  readonly count: (name: string) => number;
};

/** Listening to an event outside `names` throws: it would never come. */
export function createEvents<Source extends NodeJS.EventEmitter>(
  owner: string,
  names: readonly string[],
): Events<Source> {
  const emitter = new EventEmitter();
  const method = (which: Method) =>
    function (this: unknown, name: string, listener: Listener) {
      if (!names.includes(name)) throw notImplemented(`${owner}.on('${name}')`);
      emitter[which](name, listener);
      return this;
    };
  return {
    // Electron declares one overload per event, which no single function can be proven to satisfy.
    methods: {
      on: method('on'),
      once: method('once'),
      off: method('off'),
      removeListener: method('removeListener'),
    } as unknown as Pick<Source, Method>,
    emit: (name, ...args) => void emitter.emit(name, ...args),
    count: (name) => emitter.listenerCount(name),
  };
}

export type CancelableEvent = { preventDefault: () => void; readonly defaultPrevented: boolean };

/** Electron's event object, with the details that some events carry. */
export function cancelable<Details extends object>(details: Details): Details & CancelableEvent {
  let prevented = false;
  return Object.defineProperties(
    { ...details, preventDefault: () => void (prevented = true) } as Details & CancelableEvent,
    {
      defaultPrevented: { get: () => prevented },
    },
  );
}
