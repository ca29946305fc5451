import type { ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-cognito-identity-provider';
import type { AppError, ErrorCode } from '#contract/app-error.ts';
import { AppFailure, fail } from '../app-failure.ts';
import { sharedCall, type Call } from '../call.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import type { ReplyStore, RepliedOperation } from '../replies/reply-store.ts';
import type { CognitoClients, SendOptions } from './clients.ts';
import { toAppError, type SendContext } from './sdk-errors.ts';

type Request<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = Pick<
  SendOptions<Input, Output>,
  'access' | 'attempts' | 'command'
> & {
  readonly operation: RepliedOperation;
  readonly profile: ProfileRecord;
  readonly call: Call;
  /** A lost reply leaves open whether it happened. */
  readonly write: boolean;
  /** Everything secret in the request besides what the profile holds, to be kept out of error texts. */
  readonly secrets: readonly string[];
};

/** What most operations without AWS access are: sent once, since they change something. */
export const publicWrite = { access: 'public', attempts: 'once', write: true } as const;

/** Failures after which the client's credentials must not be used again. */
export const credentialFailures: ReadonlySet<ErrorCode> = new Set([
  'aws-session-expired',
  'aws-keys-invalid',
  'lookup-access-missing',
]);

/** What went wrong with a request. The next try reads the AWS files again: the person may sign in elsewhere meanwhile. */
export function errorOf(clients: CognitoClients, cause: unknown, context: SendContext): AppError {
  const error = toAppError(cause, context);
  if (credentialFailures.has(error.code)) clients.forgetCredentials(context.profile.id);
  return error;
}

/**
 * One request and its reply: sends the command, keeps the reply for "Copy JSON", and turns whatever goes wrong into
 * an `AppFailure`.
 */
export function createExchange(clients: CognitoClients, replies: ReplyStore) {
  return async <Input extends ServiceInputTypes, Output extends ServiceOutputTypes & object>(
    request: Request<Input, Output>,
  ): Promise<{ reply: Output; replyId: string }> => {
    const { operation, profile, call, write } = request;
    call.about(profile);
    let sent = false;
    const onSend = () => {
      call.commit();
      sent = true;
    };
    try {
      const reply = await clients.send({ ...request, signal: call.signal, ...(write && { onSend }) });
      if (sent) call.settle(null);
      return { reply, replyId: replies.keep({ operation, profileId: profile.id, reply }) };
    } catch (cause) {
      // Of a write that was sent nobody may say that it was cancelled.
      const { signal } = sent ? sharedCall() : call;
      const error = errorOf(clients, cause, { ...request, signal });
      if (sent) call.settle(error);
      throw new AppFailure(error);
    }
  };
}

export type Exchange = ReturnType<typeof createExchange>;

/** For an answer of AWS without what it is for: never to be taken for a result. */
export const emptyReply = (operation: string, missing: string): AppFailure =>
  fail(
    'unexplained',
    {},
    { operation, name: 'EmptyReply', message: `The answer of AWS holds no ${missing}.` },
  );
