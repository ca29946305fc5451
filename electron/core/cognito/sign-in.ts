import type { SignInInput, SignInStep, UsedMethod } from '#contract/auth.ts';
import { AppFailure, fail } from '../app-failure.ts';
import type { Call } from '../call.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import { proveSrp, sendAnswer, type Responses, type Step } from './answer-challenge.ts';
import { hashFor, stepAfter, type SignInDeps } from './challenge-step.ts';
import { beginSrp } from './srp.ts';

type Credentials = { readonly username: string; readonly password: string };

/** Request of InitiateAuth in API names. Also what its command-line twin shows. */
export const signInRequest = (profile: ProfileRecord, { username, password }: Credentials) => ({
  AuthFlow: 'USER_PASSWORD_AUTH' as const,
  ClientId: profile.clientId,
  AuthParameters: { USERNAME: username, PASSWORD: password, ...hashFor(profile, username) },
});

/** Request of AdminInitiateAuth. */
export const adminSignInRequest = (profile: ProfileRecord, poolId: string, credentials: Credentials) => ({
  UserPoolId: poolId,
  ...signInRequest(profile, credentials),
  AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' as const,
});

/** Request of InitiateAuth that lets the pool say what it offers. */
export const choiceRequest = (profile: ProfileRecord, username: string) => ({
  AuthFlow: 'USER_AUTH' as const,
  ClientId: profile.clientId,
  AuthParameters: { USERNAME: username, ...hashFor(profile, username) },
});

const srpRequest = (profile: ProfileRecord, username: string, publicValue: string) => ({
  AuthFlow: 'USER_SRP_AUTH' as const,
  ClientId: profile.clientId,
  AuthParameters: { USERNAME: username, SRP_A: publicValue, ...hashFor(profile, username) },
});

/** Signs in, in the way that the profile says. */
export async function signIn(
  deps: SignInDeps,
  profile: ProfileRecord,
  { username, password }: Omit<SignInInput, 'profileId'>,
  call: Call,
): Promise<SignInStep> {
  const { signInMethod: method = 'automatic' } = profile;
  if (method === 'choice') return signInBy('choice', deps, profile, { username, password: '' }, call);
  if (password === null) throw fail('password-needed', {});
  const by = (used: UsedMethod) => signInBy(used, deps, profile, { username, password }, call);
  return deps.lockout.watch(profile.id, username, async () => {
    if (method !== 'automatic') return by(method);
    try {
      return await by('password');
    } catch (cause) {
      // The password was not judged: the client takes it by another way only.
      if (cause instanceof AppFailure && cause.error.code === 'flow-not-enabled') return by('srp');
      throw cause;
    }
  });
}

async function signInBy(
  method: UsedMethod,
  deps: SignInDeps,
  profile: ProfileRecord,
  credentials: Credentials,
  call: Call,
): Promise<SignInStep> {
  const { username, password } = credentials;
  const secrets = [password];
  const common = { attempts: 'once', write: false, profile, call, secrets } as const;

  if (method === 'admin') {
    const { poolId } = profile;
    if (poolId === null) throw fail('lookup-access-missing', { reason: 'not-set-up' });
    const operation = 'AdminInitiateAuth';
    const answered = await deps.exchange({
      ...common,
      operation,
      access: 'lookup',
      command: (sdk) => new sdk.AdminInitiateAuthCommand(adminSignInRequest(profile, poolId, credentials)),
    });
    return stepAfter(deps, { ...answered, operation, profile, username, method });
  }

  const operation = 'InitiateAuth';
  const srp = method === 'srp' ? await beginSrp(profile.poolId, password) : null;
  const request = srp
    ? srpRequest(profile, username, srp.publicValue)
    : method === 'choice'
      ? choiceRequest(profile, username)
      : signInRequest(profile, credentials);
  const answered = await deps.exchange({
    ...common,
    operation,
    access: 'public',
    command: (sdk) => new sdk.InitiateAuthCommand(request),
  });
  const begun = { ...answered, operation } as const;
  if (!srp) return stepAfter(deps, { ...begun, profile, username, method });
  const prove = (step: Step, responses: Responses) =>
    sendAnswer(deps, { profile, method, step, responses, write: false, secrets, call });
  const proved = await proveSrp(begun, srp, username, prove);
  return stepAfter(deps, { ...proved, profile, username, method });
}
