import { onScopeDispose, watch } from 'vue';
import type { Challenge } from '#contract/challenges.ts';
import { desk } from '../../bridge/desk.ts';
import { useProfiles } from '../profiles/use-profiles.ts';

/** Whatever else a screen needs to show its step again. No password is among it. */
type Waiting = { readonly step: { readonly challenge: Challenge } };

/** Milliseconds after which AWS has ended every step: no app client may allow more. */
const LONGEST = 15 * 60_000;

/** By screen and profile. In memory only. */
const waiting = new Map<string, Waiting>();
/** Steps whose answer is on its way. */
const answering = new Set<string>();
const { locked } = useProfiles();
// Main forgets them, too.
watch(locked, (isLocked) => {
  if (isLocked) waiting.clear();
});

const hasEnded = ({ startedAt, expiresAt, endKnown }: Challenge): boolean =>
  Date.now() > (endKnown ? expiresAt : startedAt + LONGEST);

/** Answers a step. Whoever leaves meanwhile does not come back to it: nobody knows whether AWS has taken the answer. */
export async function answerStep<Result>(id: string, answer: () => Promise<Result>): Promise<Result> {
  answering.add(id);
  try {
    return await answer();
  } finally {
    answering.delete(id);
  }
}

/**
 * A step of a sign-in waits for its answer while the person is elsewhere, to look up a phone number, say. What
 * `leaving` gives when the screen goes away comes back with the next one of that name, without what was typed into the
 * step; null: nothing waits. `name` tells the screen, and whose it is: its profile's id belongs in it. `gone` is called
 * where main does not know the step any more, because its profile was changed.
 */
export function useWaitingStep<State extends Waiting>(
  name: string,
  leaving: () => State | null,
  gone: () => void,
): State | null {
  const before = (waiting.get(name) ?? null) as State | null;
  waiting.delete(name);
  onScopeDispose(() => {
    const state = leaving();
    if (state && !locked.value && !answering.has(state.step.challenge.id)) waiting.set(name, state);
  });
  if (!before || hasEnded(before.step.challenge)) return null;
  void desk.auth.isWaiting({ challengeId: before.step.challenge.id }).then((result) => {
    if (result.ok && !result.value.waiting) gone();
  });
  return before;
}
