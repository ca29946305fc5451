import type { MfaWanted } from '#contract/events.ts';
import { shallowReadonly, shallowRef } from 'vue';
import { desk } from './desk.ts';

const open = shallowRef<MfaWanted | null>(null);

/** The code that AWS waits for now; the shell shows its dialog. */
export const mfaQuestion = shallowReadonly(open);

desk.events.on((event) => {
  if (event.name === 'mfa.wanted') open.value = event.payload;
});

/** Ends the question. Null: the person does not want to give a code. */
export function answerMfa(requestId: string, code: string | null): void {
  if (open.value?.requestId === requestId) open.value = null;
  void desk.awsAccess.answerMfa({ requestId, code });
}
