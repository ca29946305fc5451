import { randomUUID } from 'node:crypto';
import { addAbortListener } from 'node:events';
import type { MfaWanted } from '#contract/events.ts';
import { fail } from '../app-failure.ts';
import type { Announce } from '../ports.ts';

type Question = {
  readonly wanted: MfaWanted;
  /** Null: nobody gives a code. */
  readonly end: (code: string | null) => void;
};

/** Asks the person for codes of their MFA device, through the page, which is told of all open questions each time. */
export function createMfaPrompt(announce: Announce) {
  const open = new Map<string, Question>();

  const tell = () => {
    announce(
      'mfa.wanted',
      [...open.values()].map(({ wanted }) => wanted),
    );
  };

  return {
    /**
     * Waits for the code. Rejects with `cancelled` when the person does not want to, and when `signal` is aborted,
     * which withdraws the question.
     */
    async ask(about: Omit<MfaWanted, 'requestId'>, signal: AbortSignal): Promise<string> {
      if (signal.aborted) throw fail('cancelled', {});
      const { promise, resolve } = Promise.withResolvers<string | null>();
      const wanted = { requestId: randomUUID(), ...about };
      open.set(wanted.requestId, { wanted, end: resolve });
      const listening = addAbortListener(signal, () => {
        resolve(null);
      });
      tell();
      const code = await promise;
      listening[Symbol.dispose]();
      open.delete(wanted.requestId);
      tell();
      if (code === null) throw fail('cancelled', {});
      return code;
    },

    /** Tells again what is open: a page that was loaded anew has never heard of it. */
    repeat(): void {
      if (open.size > 0) tell();
    },

    answer(requestId: string, code: string | null): void {
      open.get(requestId)?.end(code);
    },
  };
}

export type MfaPrompt = ReturnType<typeof createMfaPrompt>;
