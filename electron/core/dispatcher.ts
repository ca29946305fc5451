import { contract, type OperationName, type OutputOf, type ParsedInputOf } from '#contract/index.ts';
import type { ProfileSummary } from '#contract/profiles.ts';
import { failure, success, type Result } from '#contract/result.ts';
import type { AppError } from '#contract/app-error.ts';
import type { z } from 'zod';
import { AppFailure, fail } from './app-failure.ts';

/** What a handler knows about the call that it serves. */
export type Call = {
  /** Aborted when the user cancels. */
  readonly signal: AbortSignal;
  /** Names the profile that the call goes to; only such calls appear in the activity list. */
  about(profile: Pick<ProfileSummary, 'name' | 'environment'>): void;
};

/** One handler for each operation but those of the dispatcher itself. Handlers throw `AppFailure`. */
export type Handlers = {
  readonly [Name in Exclude<OperationName, 'calls.cancel'>]: (
    input: ParsedInputOf<Name>,
    call: Call,
  ) => Promise<OutputOf<Name>> | OutputOf<Name>;
};

/** What the dispatcher tells about a finished call. */
export type FinishedCall = {
  readonly operation: string;
  readonly profile: Pick<ProfileSummary, 'name' | 'environment'> | null;
  readonly error: AppError | null;
  readonly startedAt: number;
  readonly took: number;
};

export type DispatcherOptions = {
  readonly handlers: Handlers;
  readonly now: () => number;
  /** Parses what handlers return, too. On in tests and development; the types already promise it. */
  readonly checkOutputs: boolean;
  readonly onFinished?: (call: FinishedCall) => void;
  /** Told about faults of our own. Gets no input and no output. */
  readonly onFault?: (operation: string, cause: unknown) => void;
};

/**
 * The only way from the page into core: parses the input, runs the handler and answers a `Result`, whatever happens.
 * `name`, `input` and `callId` come from outside and are trusted in nothing.
 */
export type Dispatch = (name: unknown, input: unknown, callId?: unknown) => Promise<Result<unknown>>;

export function createDispatcher(options: DispatcherOptions): Dispatch {
  const { handlers, now, checkOutputs, onFinished, onFault } = options;
  const underWay = new Map<string, AbortController>();

  function cancel(callId: string): Record<string, never> {
    underWay.get(callId)?.abort();
    return {};
  }

  async function run(name: OperationName, input: unknown, call: Call): Promise<unknown> {
    const entry: { input: z.ZodType; output: z.ZodType } = contract[name];
    const parsed = entry.input.safeParse(input);
    if (!parsed.success) throw fail('invalid-input', { issues: fieldIssues(parsed.error) });
    if (name === 'calls.cancel') return cancel((parsed.data as { callId: string }).callId);
    // The type of `Handlers` ties each handler to the schema that has just been applied.
    const handler = handlers[name] as (input: unknown, call: Call) => unknown;
    const output = await handler(parsed.data, call);
    return checkOutputs ? entry.output.parse(output) : output;
  }

  return async (name, input, callId) => {
    if (!isOperationName(name)) return failure(unknownOperation);
    if (callId !== undefined && !isCallId(callId)) return failure(badCallId);

    const controller = new AbortController();
    if (callId !== undefined) underWay.set(callId, controller);
    let profile: FinishedCall['profile'] = null;
    const startedAt = now();
    let result: Result<unknown>;
    try {
      const call: Call = {
        signal: controller.signal,
        about: (subject) => {
          profile = subject;
        },
      };
      result = success(await run(name, input, call));
    } catch (cause) {
      if (!(cause instanceof AppFailure)) onFault?.(name, cause);
      result = failure(toError(cause));
    } finally {
      if (callId !== undefined && underWay.get(callId) === controller) underWay.delete(callId);
    }
    onFinished?.({
      operation: name,
      profile,
      error: result.ok ? null : result.error,
      startedAt,
      took: now() - startedAt,
    });
    return result;
  };
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
