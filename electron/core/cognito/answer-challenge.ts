import type { SignInStep, UsedMethod } from '#contract/auth.ts';
import type { ChallengeAnswer } from '#contract/challenges.ts';
import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import { fail } from '../app-failure.ts';
import type { Call } from '../call.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import type { PendingChallenge } from '../sessions/challenge-store.ts';
import { verifyAuthenticator } from './authenticator.ts';
import {
  ATTRIBUTE_PREFIX,
  hashFor,
  internalUsername,
  stepAfter,
  type AuthReply,
  type SignInDeps,
} from './challenge-step.ts';
import { beginSrp, type Srp } from './srp.ts';

/** Whether an answer changes something in the pool, and does not only go on with the sign-in. */
export const answerWrites = ({ kind }: ChallengeAnswer): boolean =>
  kind === 'new-password' || kind === 'authenticator-setup';

export type Responses = Readonly<Record<string, string>>;
export type Step = Pick<PendingChallenge, 'name' | 'internalUsername' | 'awsSession'>;

/** Request of RespondToAuthChallenge. USERNAME and the hash use AWS's own name for the person. */
const respondRequest = (profile: ProfileRecord, step: Step, responses: Responses) => ({
  ChallengeName: step.name,
  ClientId: profile.clientId,
  Session: step.awsSession,
  ChallengeResponses: {
    USERNAME: step.internalUsername,
    ...responses,
    ...hashFor(profile, step.internalUsername),
  },
});

/** The request that an answer becomes. Also what its command-line twin shows. Not for SRP, which is computed. */
export const answerRequest = (profile: ProfileRecord, step: Step, answer: ChallengeAnswer) =>
  respondRequest(profile, step, responsesOf(step.name, answer));

function responsesOf(name: ChallengeNameType, answer: ChallengeAnswer): Responses {
  switch (answer.kind) {
    case 'new-password':
      return {
        NEW_PASSWORD: answer.newPassword,
        ...Object.fromEntries(
          answer.attributes.map(({ name: attribute, value }) => [`${ATTRIBUTE_PREFIX}${attribute}`, value]),
        ),
      };
    case 'code':
      return { [`${name}_CODE`]: answer.code };
    case 'choice':
      return { ANSWER: answer.choice, ...(answer.password !== null && { PASSWORD: answer.password }) };
    case 'password':
      return { PASSWORD: answer.password };
    case 'authenticator-setup':
      return {};
    case 'custom':
      return { ANSWER: answer.answer };
  }
}

type WithPassword = Extract<ChallengeAnswer, { password: unknown }> & { readonly password: string };

/** Whether an answer is a password that proves itself by SRP, which is computed and not sent. */
export const isSrp = ({ name }: Pick<Step, 'name'>, answer: ChallengeAnswer): answer is WithPassword =>
  (answer.kind === 'password' && name === 'PASSWORD_SRP') ||
  (answer.kind === 'choice' && answer.choice === 'PASSWORD_SRP' && answer.password !== null);

const secretIn = (answer: ChallengeAnswer): string[] => {
  switch (answer.kind) {
    case 'new-password':
      return [answer.newPassword];
    case 'password':
      return [answer.password];
    case 'custom':
      return [answer.answer];
    case 'choice':
      return answer.password === null ? [] : [answer.password];
    default:
      return [answer.code];
  }
};

type Sent = {
  readonly operation: 'RespondToAuthChallenge' | 'AdminRespondToAuthChallenge';
  readonly reply: AuthReply;
  readonly replyId: string;
};

/** Answers a step. Throws `invalid-input` when the answer is of another kind than the step. */
export async function answerChallenge(
  deps: SignInDeps,
  profile: ProfileRecord,
  pending: PendingChallenge,
  answer: ChallengeAnswer,
  call: Call,
): Promise<SignInStep> {
  if (answer.kind !== pending.kind) {
    throw fail('invalid-input', { issues: [{ path: 'answer.kind', problem: 'choice' }] });
  }
  const { username, method } = pending;
  const secrets = secretIn(answer);
  const respond = (step: Step, responses: Responses): Promise<Sent> =>
    sendAnswer(deps, { profile, method, step, responses, write: answerWrites(answer), secrets, call });

  async function send(): Promise<Sent> {
    if (isSrp(pending, answer)) {
      const srp = await beginSrp(profile.poolId, answer.password);
      const chosen: Responses = answer.kind === 'choice' ? { ANSWER: answer.choice } : {};
      const begun = await respond(pending, { ...chosen, SRP_A: srp.publicValue });
      return proveSrp(begun, srp, username, respond);
    }
    if (answer.kind === 'authenticator-setup') {
      return respond(await verifyAuthenticator(deps, profile, pending, answer.code, call), {});
    }
    return respond(pending, responsesOf(pending.name, answer));
  }
  const judged = 'password' in answer && answer.password !== null;
  const sent = await (judged ? deps.lockout.watch(profile.id, username, send) : send());
  deps.challenges.drop(pending.id);
  const authenticator = answer.kind === 'authenticator-setup' ? pending.authenticatorKey : null;
  return stepAfter(deps, { ...sent, profile, username, method, authenticator });
}

/** Answers PASSWORD_VERIFIER, which follows the public value of SRP; anything else that follows is handed on. */
export async function proveSrp<Begun extends { readonly operation: string; readonly reply: AuthReply }>(
  begun: Begun,
  srp: Srp,
  username: string,
  respond: (step: Step, responses: Responses) => Promise<Sent>,
): Promise<Begun | Sent> {
  const { ChallengeName: name, ChallengeParameters: parameters = {}, Session: awsSession = '' } = begun.reply;
  if (name !== 'PASSWORD_VERIFIER') return begun;
  const step = { name, awsSession, internalUsername: internalUsername(begun.reply, username) };
  return respond(step, srp.prove(parameters, begun.operation));
}

type Answering = {
  readonly profile: ProfileRecord;
  readonly method: UsedMethod;
  readonly step: Step;
  readonly responses: Responses;
  readonly write: boolean;
  readonly secrets: readonly string[];
  readonly call: Call;
};

/** One answer to AWS, by the operation that goes with how the sign-in began. */
export async function sendAnswer({ exchange }: SignInDeps, answering: Answering): Promise<Sent> {
  const { profile, method, step, responses, secrets, ...rest } = answering;
  const request = respondRequest(profile, step, responses);
  const common = { ...rest, attempts: 'once', profile, secrets: [...secrets, step.awsSession] } as const;
  const { poolId } = profile;
  if (method === 'admin' && poolId !== null) {
    const operation = 'AdminRespondToAuthChallenge';
    const answered = await exchange({
      ...common,
      operation,
      access: 'lookup',
      command: (sdk) => new sdk.AdminRespondToAuthChallengeCommand({ UserPoolId: poolId, ...request }),
    });
    return { operation, ...answered };
  }
  const operation = 'RespondToAuthChallenge';
  const answered = await exchange({
    ...common,
    operation,
    access: 'public',
    command: (sdk) => new sdk.RespondToAuthChallengeCommand(request),
  });
  return { operation, ...answered };
}
