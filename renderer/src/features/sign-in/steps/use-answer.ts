import type { FieldIssue } from '#contract/app-error.ts';
import type { SignInStep } from '#contract/auth.ts';
import type { ChallengeAnswer } from '#contract/challenges.ts';
import { useOperation } from '../../../bridge/use-operation.ts';

/** Sends the answer to a step; problems that main finds go to the fields of `form`. */
export function useAnswer(challengeId: () => string, done: (step: SignInStep) => void) {
  const operation = useOperation('auth.answer');

  async function send(
    answer: ChallengeAnswer | null,
    form: { readonly showIssues: (issues: readonly FieldIssue[]) => void },
  ): Promise<void> {
    if (!answer) return;
    const result = await operation.run({ challengeId: challengeId(), answer });
    if (result.ok) done(result.value);
    else if (result.error.code === 'invalid-input') {
      form.showIssues(
        result.error.issues.map(({ path, problem }) => ({ path: path.replace(/^answer\./, ''), problem })),
      );
    }
  }

  return { operation, send };
}
