import type { CodeDelivery, SignUpInput, SignUpResult, confirmSignUpInput } from '#contract/users.ts';
import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider';
import type { z } from 'zod';
import { fail } from '../app-failure.ts';
import type { Call } from '../call.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import { checkSame } from './person-actions.ts';
import { emptyReply, publicWrite, type Exchange } from './exchange.ts';
import { secretHash } from './secret-hash.ts';

/** `SecretHash` for clients with a secret; AWS refuses it for clients without. */
export const hashFor = ({ clientId, clientSecret }: ProfileRecord, username: string) =>
  clientSecret === null ? {} : { SecretHash: secretHash(username, clientId, clientSecret) };

/** Request of SignUp in API names. Also what its command-line twin shows. */
export const signUpRequest = (profile: ProfileRecord, input: Omit<SignUpInput, 'profileId'>) => ({
  ClientId: profile.clientId,
  ...hashFor(profile, input.username),
  Username: input.username,
  Password: input.password,
  ...(input.attributes.length > 0 && {
    UserAttributes: input.attributes.map(({ name, value }) => ({ Name: name, Value: value })),
  }),
  ...(input.validationData && {
    ValidationData: input.validationData.map(({ name, value }) => ({ Name: name, Value: value })),
  }),
  ...(input.clientMetadata && {
    ClientMetadata: Object.fromEntries(input.clientMetadata.map(({ name, value }) => [name, value])),
  }),
});

type Confirmation = Omit<z.output<typeof confirmSignUpInput>, 'profileId'>;

export const confirmSignUpRequest = (profile: ProfileRecord, input: Confirmation) => ({
  ClientId: profile.clientId,
  ...hashFor(profile, input.username),
  Username: input.username,
  ConfirmationCode: input.code,
  ...(input.moveAlias === true && { ForceAliasCreation: true }),
});

export const adminConfirmRequest = (poolId: string, username: string) => ({
  UserPoolId: poolId,
  Username: username,
});

export const resendCodeRequest = (profile: ProfileRecord, input: { username: string }) => ({
  ClientId: profile.clientId,
  ...hashFor(profile, input.username),
  Username: input.username,
});

/** Creates an account as its owner would. */
export async function signUp(
  exchange: Exchange,
  profile: ProfileRecord,
  input: SignUpInput,
  call: Call,
): Promise<SignUpResult> {
  const { reply, replyId } = await exchange({
    ...publicWrite,
    operation: 'SignUp',
    profile,
    call,
    secrets: [input.password],
    command: (sdk) => new sdk.SignUpCommand(signUpRequest(profile, input)),
  });
  if (reply.UserSub === undefined) throw emptyReply('SignUp', 'new account');
  return {
    replyId,
    username: input.username,
    userSub: reply.UserSub,
    confirmed: reply.UserConfirmed ?? false,
    delivery: deliveryOf(reply.CodeDeliveryDetails),
  };
}

/** Confirms an account with the code that its owner received. */
export async function confirmSignUp(
  exchange: Exchange,
  profile: ProfileRecord,
  input: Confirmation,
  call: Call,
): Promise<{ replyId: string }> {
  const { replyId } = await exchange({
    ...publicWrite,
    operation: 'ConfirmSignUp',
    profile,
    call,
    secrets: [input.code],
    command: (sdk) => new sdk.ConfirmSignUpCommand(confirmSignUpRequest(profile, input)),
  });
  return { replyId };
}

/** Confirms an account without its code. Needs a pool and AWS access: throws `lookup-access-missing`. */
export async function adminConfirm(
  exchange: Exchange,
  profile: ProfileRecord,
  person: { readonly username: string; readonly sub?: string | null | undefined },
  call: Call,
): Promise<{ replyId: string }> {
  const { poolId, access } = profile;
  if (poolId === null || access === null) throw fail('lookup-access-missing', { reason: 'not-set-up' });
  await checkSame(exchange, profile, poolId, person, call);
  const { replyId } = await exchange({
    operation: 'AdminConfirmSignUp',
    access: 'lookup',
    attempts: 'once',
    write: true,
    profile,
    call,
    secrets: [],
    command: (sdk) => new sdk.AdminConfirmSignUpCommand(adminConfirmRequest(poolId, person.username)),
  });
  return { replyId };
}

/** Sends a new confirmation code. */
export async function resendCode(
  exchange: Exchange,
  profile: ProfileRecord,
  input: { username: string },
  call: Call,
): Promise<{ replyId: string; delivery: CodeDelivery | null }> {
  const { reply, replyId } = await exchange({
    ...publicWrite,
    operation: 'ResendConfirmationCode',
    profile,
    call,
    secrets: [],
    command: (sdk) => new sdk.ResendConfirmationCodeCommand(resendCodeRequest(profile, input)),
  });
  return { replyId, delivery: deliveryOf(reply.CodeDeliveryDetails) };
}

export function deliveryOf(details: CodeDeliveryDetailsType | undefined): CodeDelivery | null {
  return details?.Destination === undefined
    ? null
    : {
        destination: details.Destination,
        medium: details.DeliveryMedium ?? '',
        attribute: details.AttributeName ?? '',
      };
}
