import type { AnswerNewPasswordInput, SignInInput, SignInStep } from '#contract/auth.ts';
import type { InitiateAuthCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { fail } from '../app-failure.ts';
import type { Call } from '../dispatcher.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import type { PendingNewPassword, SessionStore } from '../sessions/session-store.ts';
import { emptyReply, type Exchange } from './exchange.ts';
import { secretHash } from './secret-hash.ts';

/** AWS's default AuthSessionValidity. A client can allow up to 15 minutes; without lookup nobody can tell. */
const SESSION_MINUTES = 3;

const ATTRIBUTE_PREFIX = 'userAttributes.';

const hashFor = ({ clientId, clientSecret }: ProfileRecord, username: string) =>
  clientSecret === null ? {} : { SECRET_HASH: secretHash(username, clientId, clientSecret) };

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

/** Request of RespondToAuthChallenge for a new password. USERNAME and the hash use AWS's own name for the person. */
export const newPasswordRequest = (
  profile: ProfileRecord,
  challenge: Pick<PendingNewPassword, 'internalUsername' | 'awsSession'>,
  input: Omit<AnswerNewPasswordInput, 'challengeId'>,
) => ({
  ChallengeName: 'NEW_PASSWORD_REQUIRED' as const,
  ClientId: profile.clientId,
  Session: challenge.awsSession,
  ChallengeResponses: {
    USERNAME: challenge.internalUsername,
    NEW_PASSWORD: input.newPassword,
    ...hashFor(profile, challenge.internalUsername),
    ...Object.fromEntries(input.attributes.map(({ name, value }) => [`${ATTRIBUTE_PREFIX}${name}`, value])),
  },
});

export type SignInDeps = {
  readonly exchange: Exchange;
  readonly sessions: SessionStore;
  readonly now: () => number;
};

/** Signs in with username and password. */
export async function signIn(
  deps: SignInDeps,
  profile: ProfileRecord,
  input: Omit<SignInInput, 'profileId'>,
  call: Call,
): Promise<SignInStep> {
  const operation = 'InitiateAuth';
  const answer = await deps.exchange({
    operation,
    access: 'public',
    attempts: 'once',
    write: false,
    profile,
    call,
    secrets: [input.password, ...(profile.clientSecret === null ? [] : [profile.clientSecret])],
    command: (sdk) => new sdk.InitiateAuthCommand(signInRequest(profile, input)),
  });
  return nextStep(deps, profile, input.username, { operation, ...answer });
}

/** Answers the demand for an own password. */
export async function answerNewPassword(
  deps: SignInDeps,
  profile: ProfileRecord,
  challenge: PendingNewPassword,
  input: AnswerNewPasswordInput,
  call: Call,
): Promise<SignInStep> {
  const operation = 'RespondToAuthChallenge';
  const answer = await deps.exchange({
    operation,
    access: 'public',
    attempts: 'once',
    write: true,
    profile,
    call,
    secrets: [
      input.newPassword,
      challenge.awsSession,
      ...(profile.clientSecret === null ? [] : [profile.clientSecret]),
    ],
    command: (sdk) => new sdk.RespondToAuthChallengeCommand(newPasswordRequest(profile, challenge, input)),
  });
  deps.sessions.dropPending(challenge.id);
  return nextStep(deps, profile, challenge.username, { operation, ...answer });
}

type Answer = {
  readonly operation: 'InitiateAuth' | 'RespondToAuthChallenge';
  readonly reply: InitiateAuthCommandOutput;
  readonly replyId: string;
};

/** Tokens, a step that the app can answer, or a failure that says why not: never an empty result. */
function nextStep(
  { sessions, now }: SignInDeps,
  profile: ProfileRecord,
  username: string,
  { operation, reply, replyId }: Answer,
): SignInStep {
  const tokens = reply.AuthenticationResult;
  if (tokens?.AccessToken !== undefined) {
    return {
      kind: 'signed-in',
      replyId,
      session: sessions.add(profile, username, tokens, tokens.AccessToken),
    };
  }
  const { ChallengeName: name, ChallengeParameters: parameters = {}, Session: awsSession } = reply;
  if (name === undefined) throw emptyReply(operation, 'token and no next step');
  if (name !== 'NEW_PASSWORD_REQUIRED' || awsSession === undefined) {
    const message = `The user pool asks for the challenge ${name}.`;
    throw fail('challenge-unsupported', { challenge: name }, { operation, name, message });
  }
  const startedAt = now();
  const { id } = sessions.addPending({
    profileId: profile.id,
    username,
    internalUsername: parameters['USER_ID_FOR_SRP'] ?? username,
    awsSession,
  });
  return {
    kind: 'new-password',
    replyId,
    challenge: {
      id,
      profileId: profile.id,
      username,
      requiredAttributes: requiredAttributes(parameters['requiredAttributes']),
      startedAt,
      expiresAt: startedAt + SESSION_MINUTES * 60_000,
    },
  };
}

/** AWS sends a JSON list whose entries start with `userAttributes.`. Anything else means: none known. */
function requiredAttributes(text: string | undefined): string[] {
  try {
    const names: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(names)) return [];
    return names
      .filter((name) => typeof name === 'string')
      .map((name) => (name.startsWith(ATTRIBUTE_PREFIX) ? name.slice(ATTRIBUTE_PREFIX.length) : name));
  } catch {
    return [];
  }
}
