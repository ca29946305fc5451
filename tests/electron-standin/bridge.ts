/**
 * The bridge between the world of the page and that of the preload. The two share the document and nothing else, and
 * Chromium itself copies what an event carries from one to the other, at once.
 *
 * One end of the bridge runs among scripts of the page that may have changed all that JavaScript offers. So it takes
 * what it needs before any of them runs, and never looks up a method or a member that a value of its own does not have.
 */

export type Callable = (...args: unknown[]) => unknown;

/** What one end says of a value, so that the other can have one like it. */
type Carried =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'function' | 'promise'; readonly id: number }
  | { readonly kind: 'array'; readonly members: readonly Carried[] }
  | { readonly kind: 'object'; readonly names: readonly string[]; readonly members: readonly Carried[] };

type Outcome =
  | { readonly kind: 'returned'; readonly value: Carried }
  | { readonly kind: 'threw'; readonly message: string };

type Message =
  | Outcome
  | { readonly kind: 'call'; readonly id: number | string; readonly args: readonly Carried[] }
  | { readonly kind: 'fulfilled' | 'rejected'; readonly id: number; readonly value: Carried };

export type Bridge = {
  /** Lets the other end call a function by its name. */
  readonly provide: (name: string, run: Callable) => void;
  /** Calls a function that the other end provides. Functions inside of arguments are refused. */
  readonly call: (name: string, ...args: readonly unknown[]) => unknown;
  /** The same, but arguments arrive as frozen copies, with the functions inside them. */
  readonly callWithApi: (name: string, ...args: readonly unknown[]) => unknown;
};

/** Opens one end. Its text is sent to both worlds, so it uses nothing from outside itself. */
export function openBridge(channel: EventTarget, heard: string, said: string): Bridge {
  const CLONE_ERROR = 'An object could not be cloned.';
  const UNKNOWN_ERROR =
    'An unknown exception occurred in the isolated context, an error occurred but a valid exception was not thrown.';

  const { apply, defineProperty, deleteProperty } = Reflect;
  const { create, entries, freeze, getPrototypeOf, setPrototypeOf } = Object;
  const { isArray } = Array;
  const [CustomEventHere, ErrorHere, PromiseHere, plain] = [CustomEvent, Error, Promise, Object.prototype];
  const { call: callMethod } = Function.prototype;
  const asFunction = <Self, Args extends unknown[], Result>(
    method: (this: Self, ...args: Args) => Result,
  ): ((self: Self, ...args: Args) => Result) => callMethod.bind(method);
  const dispatch = asFunction(EventTarget.prototype.dispatchEvent);
  const markReceived = asFunction(Event.prototype.preventDefault);
  const detailOf = asFunction(Object.getOwnPropertyDescriptor(CustomEvent.prototype, 'detail')!.get!);
  const then = asFunction(Promise.prototype.then);
  const isInstance = asFunction(Function.prototype[Symbol.hasInstance]);

  const functions = create(null) as Record<string, Callable>;
  const promises = create(null) as Record<string, Record<'fulfilled' | 'rejected', (value: unknown) => void>>;
  let lastId = 0;
  let outcome: Outcome | undefined;

  /** Tells the other end, and says whether the message could be copied. */
  function say(message: Message): boolean {
    // Without a prototype: a page may have given all objects a `bubbles` that looks at the object which it is asked of.
    const init = { __proto__: null, detail: message, cancelable: true };
    return !dispatch(channel, new CustomEventHere(said, init));
  }

  channel.addEventListener(heard, (event) => {
    const message = detailOf(event) as Message | null;
    // It holds something that cannot be cloned.
    if (message === null) return;
    markReceived(event);
    if (message.kind === 'call') {
      if (!say(run(message.id, message.args))) say({ kind: 'threw', message: CLONE_ERROR });
    } else if (message.kind === 'returned' || message.kind === 'threw') {
      outcome = message;
    } else {
      promises[message.id]?.[message.kind](revive(message.value));
      deleteProperty(promises, message.id);
    }
  });

  function run(id: number | string, args: readonly Carried[]): Outcome {
    try {
      return { kind: 'returned', value: carry(apply(functions[id]!, undefined, mapped(args, revive))) };
    } catch (error) {
      return { kind: 'threw', message: messageOf(error) };
    }
  }

  function call(id: number | string, args: readonly Carried[]): unknown {
    if (!say({ kind: 'call', id, args })) throw new ErrorHere(CLONE_ERROR);
    const given = outcome!;
    if (given.kind === 'threw') throw new ErrorHere(given.message);
    return revive(given.value);
  }

  function carry(value: unknown): Carried {
    if (typeof value === 'function') {
      lastId += 1;
      functions[lastId] = value as Callable;
      return { kind: 'function', id: lastId };
    }
    if (typeof value !== 'object' || value === null) return { kind: 'value', value };
    if (isInstance(PromiseHere, value)) return carryPromise(value as Promise<unknown>);
    if (isInstance(ErrorHere, value)) return { kind: 'error', message: messageOf(value) };
    return { kind: 'value', value };
  }

  function carryPromise(promise: Promise<unknown>): Carried {
    const id = (lastId += 1);
    const settled = (kind: 'fulfilled' | 'rejected') => (value: unknown) => {
      if (say({ kind, id, value: carry(value) })) return;
      say({ kind: 'rejected', id, value: { kind: 'error', message: CLONE_ERROR } });
    };
    void then(promise, settled('fulfilled'), settled('rejected'));
    return { kind: 'promise', id };
  }

  function carryApi(value: unknown): Carried {
    if (isArray(value)) return { kind: 'array', members: mapped(value, carryApi) };
    if (typeof value !== 'object' || value === null) return carry(value);
    const prototype: unknown = getPrototypeOf(value);
    if (prototype !== plain && prototype !== null) return carry(value);
    const pairs = entries(value);
    return {
      kind: 'object',
      names: mapped(pairs, (pair) => pair[0]),
      members: mapped(pairs, (pair) => carryApi(pair[1])),
    };
  }

  function revive(carried: Carried): unknown {
    if (carried.kind === 'value') return carried.value;
    if (carried.kind === 'error') return new ErrorHere(carried.message);
    if (carried.kind === 'array') return withMembers([], [], carried.members);
    if (carried.kind === 'object') return withMembers({}, carried.names, carried.members);
    const { id } = carried;
    if (carried.kind === 'function')
      return freeze((...args: readonly unknown[]) => call(id, mapped(args, carry)));
    return new PromiseHere((fulfilled, rejected) => {
      promises[id] = { fulfilled, rejected };
    });
  }

  /** Without names the members are counted. */
  function withMembers(made: object, names: readonly string[], members: readonly Carried[]): object {
    for (let index = 0; index < members.length; index += 1) {
      // Likewise with `get`.
      const member = { __proto__: null, value: revive(members[index]!), enumerable: true };
      defineProperty(made, names.length > 0 ? names[index]! : index, member);
    }
    return freeze(made);
  }

  /** Not by the method of arrays; and the result has no prototype whose setters could see what is put into it. */
  function mapped<Value, Result>(values: readonly Value[], change: (value: Value) => Result): Result[] {
    const results = setPrototypeOf([], null) as Result[];
    for (let index = 0; index < values.length; index += 1) results[index] = change(values[index]!);
    return results;
  }

  /** Of an error no more crosses than what it says. */
  function messageOf(error: unknown): string {
    try {
      const { message } = error as { readonly message?: unknown };
      if (typeof message === 'string') return message;
    } catch {
      // It has no message, or one that throws.
    }
    return UNKNOWN_ERROR;
  }

  return {
    provide: (name, run) => void (functions[name] = run),
    call: (name, ...args) => call(name, mapped(args, carry)),
    callWithApi: (name, ...args) => call(name, mapped(args, carryApi)),
  };
}
