import type { MfaWanted } from '#contract/events.ts';
import { computed, shallowRef } from 'vue';
import { desk } from './desk.ts';

const open = shallowRef<readonly MfaWanted[]>([]);

/** The code that AWS waits for now, the oldest of several; the shell shows its dialog. */
export const mfaQuestion = computed(() => open.value[0] ?? null);

/** How many more codes are asked for after that one. */
export const furtherMfaQuestions = computed(() => Math.max(open.value.length - 1, 0));

desk.events.on((event) => {
  if (event.name === 'mfa.wanted') open.value = event.payload;
});

/** Ends the question. Null: the person does not want to give a code. */
export function answerMfa(requestId: string, code: string | null): void {
  // Main says the same in a moment; the dialog need not wait for it.
  open.value = open.value.filter((question) => question.requestId !== requestId);
  void desk.awsAccess.answerMfa({ requestId, code });
}
