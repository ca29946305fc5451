import type { CodeDelivery } from '#contract/users.ts';
import type { Call } from '../call.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import { publicWrite, type Exchange } from './exchange.ts';
import { deliveryOf, hashFor } from './sign-up.ts';

export const forgotPasswordRequest = (profile: ProfileRecord, { username }: { username: string }) => ({
  ClientId: profile.clientId,
  ...hashFor(profile, username),
  Username: username,
});

type NewPassword = { readonly username: string; readonly code: string; readonly password: string };

export const confirmForgotPasswordRequest = (profile: ProfileRecord, input: NewPassword) => ({
  ClientId: profile.clientId,
  ...hashFor(profile, input.username),
  Username: input.username,
  ConfirmationCode: input.code,
  Password: input.password,
});

/** Sends a code with which a new password can be set. */
export async function forgotPassword(
  exchange: Exchange,
  profile: ProfileRecord,
  input: { readonly username: string },
  call: Call,
): Promise<{ replyId: string; delivery: CodeDelivery | null }> {
  const { reply, replyId } = await exchange({
    ...publicWrite,
    operation: 'ForgotPassword',
    profile,
    call,
    secrets: [],
    command: (sdk) => new sdk.ForgotPasswordCommand(forgotPasswordRequest(profile, input)),
  });
  return { replyId, delivery: deliveryOf(reply.CodeDeliveryDetails) };
}

/** Sets a new password with that code. */
export async function confirmForgotPassword(
  exchange: Exchange,
  profile: ProfileRecord,
  input: NewPassword,
  call: Call,
): Promise<{ replyId: string }> {
  const { replyId } = await exchange({
    ...publicWrite,
    operation: 'ConfirmForgotPassword',
    profile,
    call,
    secrets: [input.code, input.password],
    command: (sdk) => new sdk.ConfirmForgotPasswordCommand(confirmForgotPasswordRequest(profile, input)),
  });
  return { replyId };
}
