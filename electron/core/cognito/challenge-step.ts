import type { SignInStep, UsedMethod } from '#contract/auth.ts';
import type { Challenge } from '#contract/challenges.ts';
import type { ChallengeNameType, InitiateAuthCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { fail } from '../app-failure.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import type { RepliedOperation } from '../replies/reply-store.ts';
import type { ChallengeStore } from '../sessions/challenge-store.ts';
import type { Lockout } from '../sessions/lockout.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import { emptyReply, type Exchange } from './exchange.ts';
import { secretHash } from './secret-hash.ts';
import type { StepTimes } from './step-times.ts';

/** AWS's default AuthSessionValidity, and its least. A client can allow up to 15 minutes; see `StepTimes`. */
const LEAST_MINUTES = 3;

export const ATTRIBUTE_PREFIX = 'userAttributes.';

export type SignInDeps = {
  readonly exchange: Exchange;
  readonly sessions: SessionStore;
  readonly challenges: ChallengeStore;
  readonly lockout: Lockout;
  readonly stepTimes: StepTimes;
  readonly now: () => number;
};

/** `SECRET_HASH` for clients with a secret; AWS refuses it for clients without. */
export const hashFor = ({ clientId, clientSecret }: ProfileRecord, username: string) =>
  clientSecret === null ? {} : { SECRET_HASH: secretHash(username, clientId, clientSecret) };

/** A reply of any of the four operations that sign in. */
export type AuthReply = Pick<
  InitiateAuthCommandOutput,
  'AuthenticationResult' | 'AvailableChallenges' | 'ChallengeName' | 'ChallengeParameters' | 'Session'
>;

type Answered = {
  readonly profile: ProfileRecord;
  readonly username: string;
  readonly method: UsedMethod;
  readonly operation: RepliedOperation;
  readonly reply: AuthReply;
  readonly replyId: string;
  /** Secret of the authenticator that this sign-in set up. */
  readonly authenticator?: string | null;
};

/** Tokens, a step that the app can answer, or a failure that says why not: never an empty result. */
export function stepAfter(
  { sessions, challenges, stepTimes, now }: SignInDeps,
  answered: Answered,
): SignInStep {
  const { profile, username, method, operation, reply, replyId } = answered;
  const tokens = reply.AuthenticationResult;
  if (tokens?.AccessToken !== undefined) {
    const origin = { authenticator: answered.authenticator ?? null, replyId };
    const session = sessions.add(profile, username, tokens, tokens.AccessToken, origin);
    return { kind: 'signed-in', replyId, method, session };
  }
  const { ChallengeName: name, Session: awsSession } = reply;
  if (name === undefined) throw emptyReply(operation, 'token and no next step');
  const asked = awsSession === undefined ? null : questionOf(name, reply);
  const technical = { operation, name, message: `The user pool asks for the challenge ${name}.` };
  if (asked === 'nothing-to-set-up') throw fail('no-second-step', {}, technical);
  if (asked === null || awsSession === undefined) {
    throw fail('challenge-unsupported', { challenge: name }, technical);
  }
  const startedAt = now();
  const { id } = challenges.add({
    profileId: profile.id,
    kind: asked.kind,
    name,
    method,
    username,
    internalUsername: internalUsername(reply, username),
    awsSession,
    startedAt,
  });
  const minutes = stepTimes.known(profile);
  const common = { id, profileId: profile.id, username, name };
  const times = {
    startedAt,
    expiresAt: startedAt + (minutes ?? LEAST_MINUTES) * 60_000,
    endKnown: minutes !== null,
  };
  return { kind: 'challenge', replyId, method, challenge: { ...common, ...times, ...asked } };
}

/** The name that AWS wants in the next answer, and in its secret hash: its own, not the alias that was typed. */
export const internalUsername = ({ ChallengeParameters: parameters }: AuthReply, typed: string): string =>
  parameters?.['USER_ID_FOR_SRP'] ?? typed;

type Common = 'id' | 'profileId' | 'username' | 'name' | 'startedAt' | 'expiresAt' | 'endKnown';
type QuestionOf<Step extends Challenge> = Step extends Challenge ? Omit<Step, Common> : never;
type Question = QuestionOf<Challenge>;

/** What a challenge asks; null when the app has no answer to it. */
function questionOf(name: ChallengeNameType, reply: AuthReply): Question | 'nothing-to-set-up' | null {
  const parameters = reply.ChallengeParameters ?? {};
  const destination = parameters['CODE_DELIVERY_DESTINATION'] ?? null;
  switch (name) {
    case 'NEW_PASSWORD_REQUIRED':
      return {
        kind: 'new-password',
        requiredAttributes: listIn(parameters['requiredAttributes']).map((attribute) =>
          attribute.startsWith(ATTRIBUTE_PREFIX) ? attribute.slice(ATTRIBUTE_PREFIX.length) : attribute,
        ),
      };
    case 'SMS_MFA':
    case 'SMS_OTP':
      return { kind: 'code', from: 'text-message', destination, device: null };
    case 'EMAIL_OTP':
      return { kind: 'code', from: 'email', destination, device: null };
    case 'SOFTWARE_TOKEN_MFA': {
      const device = parameters['FRIENDLY_DEVICE_NAME'] ?? '';
      return {
        kind: 'code',
        from: 'authenticator',
        destination: null,
        device: device === '' ? null : device,
      };
    }
    case 'SELECT_MFA_TYPE': {
      const choices = listIn(parameters['MFAS_CAN_CHOOSE']);
      return choices.length === 0 ? null : { kind: 'choice', stage: 'second', choices };
    }
    case 'SELECT_CHALLENGE': {
      const choices = reply.AvailableChallenges ?? [];
      return choices.length === 0 ? null : { kind: 'choice', stage: 'first', choices: [...choices] };
    }
    case 'MFA_SETUP':
      // The others need a phone number or an email address, which is set on the person and not here.
      return listIn(parameters['MFAS_CAN_SETUP']).includes('SOFTWARE_TOKEN_MFA')
        ? { kind: 'authenticator-setup' }
        : 'nothing-to-set-up';
    case 'PASSWORD':
      return { kind: 'password', srp: false };
    case 'PASSWORD_SRP':
      return { kind: 'password', srp: true };
    case 'CUSTOM_CHALLENGE':
      return {
        kind: 'custom',
        parameters: Object.entries(parameters)
          .filter(([key]) => key !== 'USER_ID_FOR_SRP')
          .map(([key, value]) => ({ name: key, value })),
      };
    default:
      return null;
  }
}

/** AWS sends lists as JSON text. Anything else means: nothing known. */
function listIn(text: string | undefined): string[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
  } catch {
    return [];
  }
}
