import { randomUUID } from 'node:crypto';
import type { MfaWanted } from '#contract/events.ts';
import { fail } from '../app-failure.ts';
import type { Announce } from '../ports.ts';

type Question = {
  readonly wanted: MfaWanted;
  readonly answer: (code: string | null) => void;
};

/** Asks the person for codes of their MFA device, through the page. */
export function createMfaPrompt(announce: Announce) {
  const open = new Map<string, Question>();

  return {
    /** Waits for the code. Rejects with `cancelled` when the person does not want to. */
    ask(about: Omit<MfaWanted, 'requestId'>): Promise<string> {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      const wanted = { requestId: randomUUID(), ...about };
      open.set(wanted.requestId, {
        wanted,
        answer: (code) => {
          open.delete(wanted.requestId);
          if (code === null) reject(fail('cancelled', {}));
          else resolve(code);
        },
      });
      announce('mfa.wanted', wanted);
      return promise;
    },

    /** Asks again what is open: a page that was loaded anew has never heard of it. */
    repeat(): void {
      for (const { wanted } of open.values()) announce('mfa.wanted', wanted);
    },

    answer(requestId: string, code: string | null): void {
      open.get(requestId)?.answer(code);
    },
  };
}

export type MfaPrompt = ReturnType<typeof createMfaPrompt>;
