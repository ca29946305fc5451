import type { AppError } from '#contract/app-error.ts';
import { AppFailure, fail } from './app-failure.ts';
import type { ProfileRecord } from './profiles/profile-record.ts';

/** What a handler knows about the call that it serves. */
export type Call = {
  /** Aborted when the person cancels, or when the vault or the profile of the call ends. Not for a write that was sent. */
  readonly signal: AbortSignal;
  /** Names the profile that the call goes to; only such calls appear in the activity list. */
  readonly about: (profile: Subject) => void;
  /**
   * Right before a write is handed to the network: from now on nothing aborts it. Throws `cancelled` where somebody has
   * cancelled before. `settle` follows.
   */
  readonly commit: () => void;
  /** What came of the write; null: AWS has done it. */
  readonly settle: (error: AppError | null) => void;
};

/** The parts of a profile that name it. */
export type Subject = Pick<ProfileRecord, 'name' | 'environment'>;

/** A signal that is never aborted. */
const never = new AbortController().signal;

/** A call that nobody waits for in particular, such as a renewal for several who asked, or one in a test. */
export const sharedCall = (about: Call['about'] = () => undefined, signal: AbortSignal = never): Call => ({
  signal,
  about,
  commit: () => undefined,
  settle: () => undefined,
});

/** Keeps whether a call writes, and what came of it. */
export function trackCall(end: AbortSignal) {
  const cancelled = new AbortController();
  const signal = AbortSignal.any([cancelled.signal, end]);
  let profile: Subject | null = null;
  let writes = 0;
  let wrote: { readonly error: AppError | null } | null = null;
  let left = false;
  const settled = Promise.withResolvers<void>();

  const call: Call = {
    signal,
    about(subject) {
      profile = subject;
    },
    commit() {
      if (signal.aborted) throw fail('cancelled', {});
      writes += 1;
    },
    settle(error) {
      writes -= 1;
      wrote = { error };
    },
  };

  return {
    call,
    profile: (): Subject | null => profile,
    /** Aborts it, unless a write is on its way. Says whether one is. */
    cancel(): boolean {
      if (writes === 0) cancelled.abort();
      return writes > 0;
    },
    /** Nobody waits for the answer any more. */
    leave(): void {
      left = true;
      if (writes === 0) cancelled.abort();
    },
    isLeft: (): boolean => left || end.aborted,
    isWriting: (): boolean => writes > 0,
    /** What came of its last write; null when it has written nothing. */
    wrote: () => wrote,
    finish: settled.resolve,
    /** Resolves when the call is finished. */
    finished: settled.promise,
  };
}

export type TrackedCall = ReturnType<typeof trackCall>;

/** The error of what was thrown, if it is one that a person can be told. */
export const errorIn = (cause: unknown): AppError | null =>
  cause instanceof AppFailure ? cause.error : null;
