import type { FieldIssue } from '#contract/app-error.ts';
import type { SignInStep } from '#contract/auth.ts';
import type { ChallengeAnswer } from '#contract/challenges.ts';
import { useOperation } from '../../../bridge/use-operation.ts';
import { answerStep } from '../waiting-step.ts';

/** The password that AWS takes from now on, where the answer holds one. */
function passwordIn(answer: ChallengeAnswer): string | null {
  if (answer.kind === 'new-password') return answer.newPassword;
  return 'password' in answer ? answer.password : null;
}

/**
 * Sends the answer to a step; problems that main finds go to the fields of `form`. `done` also gets the password that
 * was typed, if one was, so that it can be saved.
 */
export function useAnswer(
  challengeId: () => string,
  done: (step: SignInStep, password: string | null) => void,
) {
  const operation = useOperation('auth.answer');

  async function send(
    answer: ChallengeAnswer | null,
    form: { readonly showIssues: (issues: readonly FieldIssue[]) => void },
  ): Promise<void> {
    if (!answer) return;
    const id = challengeId();
    const result = await answerStep(id, () => operation.run({ challengeId: id, answer }));
    if (result.ok) done(result.value, passwordIn(answer));
    else if (result.error.code === 'invalid-input') {
      form.showIssues(
        result.error.issues.map(({ path, problem }) => ({ path: path.replace(/^answer\./, ''), problem })),
      );
    }
  }

  return { operation, send };
}
