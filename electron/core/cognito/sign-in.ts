import type { SignInInput, SignInStep } from '#contract/auth.ts';
import type { Call } from '../dispatcher.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import { hashFor, secretsOf, stepAfter, type SignInDeps } from './challenge-step.ts';

/** Request of InitiateAuth in API names. Also what its command-line twin shows. */
export const signInRequest = (profile: ProfileRecord, input: Omit<SignInInput, 'profileId'>) => ({
  AuthFlow: 'USER_PASSWORD_AUTH' as const,
  ClientId: profile.clientId,
  AuthParameters: {
    USERNAME: input.username,
    PASSWORD: input.password,
    ...hashFor(profile, input.username),
  },
});

/** Signs in with username and password. */
export async function signIn(
  deps: SignInDeps,
  profile: ProfileRecord,
  input: Omit<SignInInput, 'profileId'>,
  call: Call,
): Promise<SignInStep> {
  const operation = 'InitiateAuth';
  const answered = await deps.exchange({
    operation,
    access: 'public',
    attempts: 'once',
    write: false,
    profile,
    call,
    secrets: secretsOf(profile, input.password),
    command: (sdk) => new sdk.InitiateAuthCommand(signInRequest(profile, input)),
  });
  return stepAfter(deps, { ...answered, operation, profile, username: input.username, method: 'password' });
}
