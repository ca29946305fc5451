import { needsOf, type ConfirmedOperation } from '#contract/gestures.ts';
import { contract, type OperationName, type OutputOf, type ParsedInputOf } from '#contract/index.ts';
import { failure, success, type Result } from '#contract/result.ts';
import type { AppError } from '#contract/app-error.ts';
import type { z } from 'zod';
import { AppFailure, fail } from './app-failure.ts';
import { trackCall, type Call, type Subject, type TrackedCall } from './call.ts';
import type { Confirmations } from './confirmations.ts';
import { createSecondTries } from './gestures.ts';
import { orAborted } from './or-aborted.ts';
import type { AskPerson, NativeQuestion } from './ports.ts';
import type { Lifetimes } from './scope.ts';

/** One handler for each operation but those of the dispatcher itself. Handlers throw `AppFailure`. */
export type Handlers = {
  readonly [Name in Exclude<OperationName, 'calls.cancel' | 'calls.leave'>]: (
    input: ParsedInputOf<Name>,
    call: Call,
  ) => Promise<OutputOf<Name>> | OutputOf<Name>;
};

/** What the dispatcher tells about a finished call. */
export type FinishedCall = {
  readonly operation: string;
  readonly profile: Subject | null;
  readonly error: AppError | null;
  readonly startedAt: number;
  readonly took: number;
};

export type DispatcherOptions = {
  readonly handlers: Handlers;
  readonly now: () => number;
  /** Parses what handlers return, too. On in tests and development; the types already promise it. */
  readonly checkOutputs: boolean;
  readonly lifetimes: Lifetimes;
  readonly confirmations: Confirmations;
  readonly ask: AskPerson;
  readonly onFinished?: (call: FinishedCall) => void;
  /** Told what came of a write that nobody waits for any more: its screen is gone, the vault locked, the app ends. */
  readonly onUnheard?: (call: FinishedCall & { readonly username: string | null }) => void;
  /** Told about faults of our own. Gets no input and no output. */
  readonly onFault?: (operation: string, cause: unknown) => void;
};

/**
 * The only way from the page into core: parses the input, runs the handler and answers a `Result`, whatever happens.
 * `name`, `input` and `callId` come from outside and are trusted in nothing. `byPerson` comes from preload or main: whether a person
 * has clicked, pressed a key or touched in the last five seconds.
 */
export type Dispatch = (
  name: unknown,
  input: unknown,
  callId?: unknown,
  byPerson?: boolean,
) => Promise<Result<unknown>>;

export type Dispatcher = {
  readonly dispatch: Dispatch;
  /** The page is gone: nobody waits for its calls. What only reads is aborted. */
  readonly leaveAll: () => void;
  /** Resolves once no write is on its way. */
  readonly writesEnd: () => Promise<void>;
};

/** Operations whose answers say how the app itself is, and not what the vault or a pool holds. */
const ownAnswers = /^(?:app|preferences|calls|vault|updates|problems|outcomes)\./;

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { handlers, now, checkOutputs, lifetimes, confirmations, ask } = options;
  const { onFinished, onUnheard, onFault } = options;
  const secondTries = createSecondTries(now);
  /** By the ids that the page gave; those without one have nobody who could cancel them. */
  const byId = new Map<string, TrackedCall>();
  const underWay = new Set<TrackedCall>();

  function control(name: 'calls.cancel' | 'calls.leave', callId: string): object {
    const known = byId.get(callId);
    if (name === 'calls.cancel') return { sent: known?.cancel() ?? false };
    known?.leave();
    return {};
  }

  async function run(name: OperationName, input: unknown, call: Call): Promise<unknown> {
    if (name === 'calls.cancel' || name === 'calls.leave') {
      return control(name, (input as { callId: string }).callId);
    }
    // The type of `Handlers` ties each handler to the schema that has just been applied.
    const handler = handlers[name] as (input: unknown, call: Call) => unknown;
    const output = await handler(input, call);
    return checkOutputs ? contract[name].output.parse(output) : output;
  }

  async function answer(
    name: OperationName,
    input: unknown,
    byPerson: boolean,
    call: Call,
  ): Promise<Result<unknown>> {
    try {
      await judge(name, input, byPerson, call);
      return success(await run(name, input, call));
    } catch (cause) {
      if (!(cause instanceof AppFailure)) onFault?.(name, cause);
      return failure(toError(cause));
    }
  }

  /** Throws `gesture-needed`, or `cancelled` where the person said no. */
  async function judge(name: OperationName, input: unknown, byPerson: boolean, call: Call): Promise<void> {
    const needed = needsOf(name);
    if (needed === 'background') return;
    if (!byPerson && !secondTries.take(name)) throw fail('gesture-needed', {});
    if (needed === 'person') return;
    // The type of `Confirmations` has a question for each operation that is `confirmed`.
    const questionFor = confirmations[name as ConfirmedOperation] as (
      input: unknown,
    ) => Promise<NativeQuestion | null>;
    const question = await questionFor(input);
    if (question && !(await orAborted(ask(question), call.signal))) throw fail('cancelled', {});
  }

  const dispatch: Dispatch = async (name, input, callId, byPerson = false) => {
    if (!isOperationName(name)) return failure(unknownOperation);
    if (callId !== undefined && !isCallId(callId)) return failure(badCallId);
    const { data, error: wrong } = (contract[name].input as z.ZodType).safeParse(input);
    if (wrong) return failure({ code: 'invalid-input', issues: fieldIssues(wrong) });

    const startedAt = now();
    const vault = lifetimes.vault();
    const { result, tracked, ended } = await lifetimes.run(async (scope) => {
      const tracked = trackCall(scope.signal);
      underWay.add(tracked);
      if (callId !== undefined) byId.set(callId, tracked);
      const result = await answer(name, data, byPerson, tracked.call);
      underWay.delete(tracked);
      if (callId !== undefined && byId.get(callId) === tracked) byId.delete(callId);
      return { result, tracked, ended: scope.signal.aborted };
    });

    if (!result.ok && result.error.code === 'throttled') secondTries.allow(name, result.error.retryAfter);
    const wrote = tracked.wrote();
    const finished: FinishedCall = {
      operation: name,
      profile: tracked.profile(),
      // What was done in the pool counts, whatever became of the rest.
      error: wrote ? wrote.error : result.ok ? null : result.error,
      startedAt,
      took: now() - startedAt,
    };
    // Outside of the call's scope: what is told of it outlives it.
    onFinished?.(finished);
    const heard = !tracked.isLeft() && (result.ok || result.error.code !== 'cancelled');
    if (wrote && !heard) onUnheard?.({ ...finished, username: usernameIn(data) });
    tracked.finish();
    if (!ended || ownAnswers.test(name)) return result;
    return failure({ code: vault.signal.aborted ? 'vault-locked' : 'cancelled' });
  };

  return {
    dispatch,
    leaveAll() {
      for (const tracked of underWay) tracked.leave();
    },
    async writesEnd() {
      await Promise.all([...underWay].flatMap((tracked) => (tracked.isWriting() ? [tracked.finished] : [])));
    },
  };
}

/** The person that an input names. */
function usernameIn(input: unknown): string | null {
  const name = typeof input === 'object' && input !== null && 'username' in input ? input.username : null;
  return typeof name === 'string' ? name : null;
}

const unknownOperation: AppError = {
  code: 'invalid-input',
  issues: [{ path: 'operation', problem: 'choice' }],
};
const badCallId: AppError = { code: 'invalid-input', issues: [{ path: 'callId', problem: 'form' }] };

function isOperationName(name: unknown): name is OperationName {
  return typeof name === 'string' && Object.hasOwn(contract, name);
}

function isCallId(callId: unknown): callId is string {
  return typeof callId === 'string' && callId.length > 0 && callId.length <= 64;
}

function fieldIssues(error: z.ZodError): { path: string; problem: string }[] {
  // A hostile input can have thousands of issues; the first ones say enough.
  return error.issues.slice(0, 20).map((issue) => ({
    path: issue.path.map(String).join('.').slice(0, 200),
    problem: issue.message.slice(0, 200),
  }));
}

function toError(cause: unknown): AppError {
  if (cause instanceof AppFailure) return cause.error;
  // The text of an unexpected fault could hold anything, also a secret: only its kind goes to the page.
  const name = cause instanceof Error ? cause.name : typeof cause;
  return { code: 'internal', technical: { name, message: 'A fault inside Cognito Desk.' } };
}
