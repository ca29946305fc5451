import type { SignInStep } from '#contract/auth.ts';
import type { ChallengeAnswer } from '#contract/challenges.ts';
import { AppFailure, fail } from '../app-failure.ts';
import { answerChallenge } from '../cognito/answer-challenge.ts';
import type { SignInDeps } from '../cognito/challenge-step.ts';
import type { Exchange } from '../cognito/exchange.ts';
import { signIn } from '../cognito/sign-in.ts';
import type { Call } from '../call.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import { secretsInTestUser, type SavedTestUser } from './test-user-store.ts';
import { codeOf, counterAt } from './totp.ts';

/**
 * Signs a saved test user in. The password goes to AWS once, also where the pool asks for it later, and the question
 * of an authenticator is answered here. Any other step is handed on.
 */
export async function signInSaved(
  given: SignInDeps,
  profile: ProfileRecord,
  testUser: SavedTestUser,
  call: Call,
): Promise<SignInStep> {
  const { username, password, authenticator } = testUser;
  // AWS, and programs behind it, may say again in an error what they were sent before.
  const exchange: Exchange = (request) =>
    given.exchange({ ...request, secrets: [...request.secrets, ...secretsInTestUser(testUser)] });
  const deps = { ...given, exchange };
  const answerTo = (challengeId: string, answer: ChallengeAnswer) =>
    answerChallenge(deps, profile, deps.challenges.get(challengeId), answer, call);

  try {
    let step = await signIn(deps, profile, { username, password }, call);
    const answer = passwordFor(step, password);
    if (step.kind === 'challenge' && answer) step = await answerTo(step.challenge.id, answer);
    if (authenticator === null || !asksForCode(step)) return step;
    const { id } = step.challenge;
    return await withCode(deps.now, (counter) =>
      answerTo(id, { kind: 'code', code: codeOf(authenticator, counter) }),
    );
  } catch (cause) {
    throw refusalOf(cause, testUser.id);
  }
}

/** The password, where the pool asks for it only after the name. */
function passwordFor(step: SignInStep, password: string): ChallengeAnswer | null {
  if (step.kind !== 'challenge') return null;
  const { challenge } = step;
  if (challenge.kind === 'password') return { kind: 'password', password };
  if (challenge.kind !== 'choice' || challenge.stage !== 'first') return null;
  const choice = ['PASSWORD', 'PASSWORD_SRP'].find((name) => challenge.choices.includes(name));
  return choice === undefined ? null : { kind: 'choice', choice, password };
}

const asksForCode = (step: SignInStep): step is Extract<SignInStep, { kind: 'challenge' }> =>
  step.kind === 'challenge' && step.challenge.kind === 'code' && step.challenge.from === 'authenticator';

/**
 * Sends the code of now. After a refusal the next code follows once, and only where that can help: its time has begun
 * while the first was on its way, or the first was used already (AWS takes each once, and the next one half a minute
 * early). More tries could lock the person out.
 */
async function withCode(
  now: () => number,
  send: (counter: number) => Promise<SignInStep>,
): Promise<SignInStep> {
  const counter = counterAt(now());
  try {
    return await send(counter);
  } catch (cause) {
    const code = cause instanceof AppFailure ? cause.error.code : null;
    const hasTurned = counterAt(now()) > counter;
    if (code !== 'code-used' && !(hasTurned && isCodeRefusal(code))) throw cause;
    return send(Math.max(counter + 1, counterAt(now())));
  }
}

const isCodeRefusal = (code: string | null): boolean => code === 'code-mismatch' || code === 'code-expired';

/** What AWS refused was not typed: the person has to hear that it is what is saved. */
function refusalOf(cause: unknown, testUserId: string): unknown {
  if (!(cause instanceof AppFailure)) return cause;
  const { error } = cause;
  if (error.code === 'wrong-credentials') {
    return new AppFailure({ ...error, code: 'saved-secret-refused', what: 'password', testUserId });
  }
  if (!isCodeRefusal(error.code)) return cause;
  return fail('saved-secret-refused', { what: 'authenticator', testUserId }, error.technical);
}
