import type { resendInvitationInput, setPasswordInput, verifyContactInput } from '#contract/users.ts';
import type {
  DeliveryMediumType,
  MessageActionType,
  ServiceInputTypes,
  ServiceOutputTypes,
} from '@aws-sdk/client-cognito-identity-provider';
import type { z } from 'zod';
import { fail } from '../app-failure.ts';
import type { Call } from '../call.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import type { RepliedOperation } from '../replies/reply-store.ts';
import type { SendOptions } from './clients.ts';
import type { Exchange } from './exchange.ts';

/** What an administrator does to a person. All of it changes the pool, and is sent once. */

type Named = { readonly username: string; readonly sub?: string | null | undefined };
type WithoutProfile<Input> = Omit<Input, 'profileId'>;

/** Request of the actions that name a person and nothing else. Also what their command-line twins show. */
export const personRequest = (UserPoolId: string, { username }: Named) => ({
  UserPoolId,
  Username: username,
});

/** AWS sends by text message unless it is told by what. */
export const resendInvitationRequest = (
  poolId: string,
  input: WithoutProfile<z.output<typeof resendInvitationInput>>,
) => ({
  ...personRequest(poolId, input),
  MessageAction: 'RESEND' satisfies MessageActionType as MessageActionType,
  DesiredDeliveryMediums: [input.by satisfies DeliveryMediumType],
});

export const setPasswordRequest = (
  poolId: string,
  input: WithoutProfile<z.output<typeof setPasswordInput>>,
) => ({ ...personRequest(poolId, input), Password: input.password, Permanent: input.permanent });

export const verifyContactRequest = (
  poolId: string,
  input: WithoutProfile<z.output<typeof verifyContactInput>>,
) => ({
  ...personRequest(poolId, input),
  UserAttributes: [{ Name: `${input.contact}_verified`, Value: 'true' }],
});

type Action<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = {
  readonly operation: RepliedOperation;
  readonly secrets?: readonly string[];
  readonly command: (
    poolId: string,
    sdk: Parameters<SendOptions<Input, Output>['command']>[0],
  ) => ReturnType<SendOptions<Input, Output>['command']>;
};

/**
 * Throws `another-account` where the username belongs to another account by now than to the one that the person has seen.
 * Usernames are made anew; a sub never is.
 */
export async function checkSame(
  exchange: Exchange,
  profile: ProfileRecord,
  poolId: string,
  { username, sub }: Named,
  call: Call,
): Promise<void> {
  if (sub === undefined || sub === null) return;
  const { reply } = await exchange({
    operation: 'AdminGetUser',
    access: 'lookup',
    attempts: 'read',
    write: false,
    profile,
    call,
    secrets: [],
    command: (sdk) => new sdk.AdminGetUserCommand(personRequest(poolId, { username })),
  });
  const now = reply.UserAttributes?.find(({ Name }) => Name === 'sub')?.Value;
  if (now !== sub) throw fail('another-account', { username });
}

/** The actions of one profile. They throw `lookup-access-missing` where it has no pool or no AWS access. */
export function personActions(exchange: Exchange, profile: ProfileRecord, call: Call) {
  async function act<Input extends ServiceInputTypes, Output extends ServiceOutputTypes & object>(
    person: Named,
    action: Action<Input, Output>,
  ): Promise<{ replyId: string }> {
    const { poolId, access } = profile;
    if (poolId === null || access === null) throw fail('lookup-access-missing', { reason: 'not-set-up' });
    await checkSame(exchange, profile, poolId, person, call);
    const { replyId } = await exchange<Input, Output>({
      operation: action.operation,
      access: 'lookup',
      attempts: 'once',
      write: true,
      profile,
      call,
      secrets: action.secrets ?? [],
      command: (sdk) => action.command(poolId, sdk),
    });
    return { replyId };
  }

  return {
    resendInvitation: (input: z.output<typeof resendInvitationInput>) =>
      act(input, {
        operation: 'AdminCreateUser',
        command: (poolId, sdk) => new sdk.AdminCreateUserCommand(resendInvitationRequest(poolId, input)),
      }),
    resetPassword: (input: Named) =>
      act(input, {
        operation: 'AdminResetUserPassword',
        command: (poolId, sdk) => new sdk.AdminResetUserPasswordCommand(personRequest(poolId, input)),
      }),
    setPassword: (input: z.output<typeof setPasswordInput>) =>
      act(input, {
        operation: 'AdminSetUserPassword',
        secrets: [input.password],
        command: (poolId, sdk) => new sdk.AdminSetUserPasswordCommand(setPasswordRequest(poolId, input)),
      }),
    enable: (input: Named) =>
      act(input, {
        operation: 'AdminEnableUser',
        command: (poolId, sdk) => new sdk.AdminEnableUserCommand(personRequest(poolId, input)),
      }),
    disable: (input: Named) =>
      act(input, {
        operation: 'AdminDisableUser',
        command: (poolId, sdk) => new sdk.AdminDisableUserCommand(personRequest(poolId, input)),
      }),
    signOutEverywhere: (input: Named) =>
      act(input, {
        operation: 'AdminUserGlobalSignOut',
        command: (poolId, sdk) => new sdk.AdminUserGlobalSignOutCommand(personRequest(poolId, input)),
      }),
    verifyContact: (input: z.output<typeof verifyContactInput>) =>
      act(input, {
        operation: 'AdminUpdateUserAttributes',
        command: (poolId, sdk) =>
          new sdk.AdminUpdateUserAttributesCommand(verifyContactRequest(poolId, input)),
      }),
  };
}
