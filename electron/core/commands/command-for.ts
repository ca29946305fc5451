import type { CommandForms, CommandRequest } from '#contract/commands.ts';
import { assertNever } from '#contract/result.ts';
import { fail } from '../app-failure.ts';
import { getUserRequest } from '../cognito/get-user.ts';
import { newPasswordRequest, signInRequest } from '../cognito/sign-in.ts';
import {
  adminConfirmRequest,
  confirmSignUpRequest,
  resendCodeRequest,
  signUpRequest,
} from '../cognito/sign-up.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import type { PendingNewPassword } from '../sessions/session-store.ts';
import { commandForms, type CliCall } from './cli-command.ts';

/** Which request field holds which secret, and the word that stands for it in a command that is shown. */
const placeholderOf: Readonly<Record<string, string>> = {
  Password: 'PASSWORD',
  PASSWORD: 'PASSWORD',
  NEW_PASSWORD: 'NEW_PASSWORD',
  ConfirmationCode: 'CODE',
  SecretHash: 'SECRET_HASH',
  SECRET_HASH: 'SECRET_HASH',
  Session: 'SESSION',
};

/**
 * The command-line twin of an operation, made from the very request that the operation sends, so that the two
 * cannot drift apart. Without `includeSecrets` every secret is a placeholder.
 */
export function commandFor(
  request: CommandRequest,
  profile: ProfileRecord,
  pending: PendingNewPassword | null,
  includeSecrets: boolean,
): CommandForms {
  const call = cliCall(request, profile, pending);
  if (includeSecrets) return commandForms(call, []);
  const used = new Set<string>();
  const params = hideSecrets(call.params, used);
  return commandForms({ ...call, params }, [...used]);
}

function cliCall(
  request: CommandRequest,
  profile: ProfileRecord,
  pending: PendingNewPassword | null,
): CliCall {
  const place = { region: profile.region, endpoint: profile.endpoint, awsProfile: null };
  switch (request.command) {
    case 'sign-up':
      return { ...place, command: 'sign-up', params: signUpRequest(profile, request.input) };
    case 'confirm-sign-up':
      return { ...place, command: 'confirm-sign-up', params: confirmSignUpRequest(profile, request.input) };
    case 'admin-confirm-sign-up':
      return {
        ...place,
        ...signedBy(profile),
        command: 'admin-confirm-sign-up',
        params: adminConfirmRequest(poolOf(profile), request.input.username),
      };
    case 'resend-confirmation-code':
      return {
        ...place,
        command: 'resend-confirmation-code',
        params: resendCodeRequest(profile, request.input),
      };
    case 'initiate-auth':
      return { ...place, command: 'initiate-auth', params: signInRequest(profile, request.input) };
    case 'access-token':
      return {
        ...place,
        command: 'initiate-auth',
        params: signInRequest(profile, request.input),
        query: 'AuthenticationResult.AccessToken',
      };
    case 'respond-to-auth-challenge':
      if (!pending) throw fail('session-expired', { why: 'used' });
      return {
        ...place,
        command: 'respond-to-auth-challenge',
        params: newPasswordRequest(profile, pending, request.input),
      };
    case 'admin-get-user':
      return {
        ...place,
        ...signedBy(profile),
        command: 'admin-get-user',
        params: getUserRequest(poolOf(profile), request.input.username),
      };
    default:
      return assertNever(request);
  }
}

const signedBy = ({ access }: ProfileRecord) => ({
  awsProfile: access?.kind === 'aws-profile' ? access.name : null,
});

function poolOf({ poolId }: ProfileRecord): string {
  if (poolId === null) throw fail('lookup-access-missing', { reason: 'not-set-up' });
  return poolId;
}

type Params = CliCall['params'];

function hideSecrets(params: Params, used: Set<string>): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const placeholder = placeholderOf[name];
      if (placeholder !== undefined && typeof value === 'string') {
        used.add(placeholder);
        return [name, placeholder];
      }
      const nested = typeof value === 'object' && !Array.isArray(value);
      return [name, nested ? hideSecrets(value as Params, used) : value];
    }),
  );
}
