import type { CommandForms, CommandRequest } from '#contract/commands.ts';
import type { UsedMethod } from '#contract/auth.ts';
import type { SignInMethod } from '#contract/profiles.ts';
import { assertNever } from '#contract/result.ts';
import { fail } from '../app-failure.ts';
import { getUserRequest } from '../cognito/get-user.ts';
import { answerRequest, isSrp } from '../cognito/answer-challenge.ts';
import { associateRequest, verifyRequest } from '../cognito/authenticator.ts';
import {
  personRequest,
  resendInvitationRequest,
  setPasswordRequest,
  verifyContactRequest,
} from '../cognito/person-actions.ts';
import { ownDetailsRequest } from '../cognito/own-details.ts';
import { confirmForgotPasswordRequest, forgotPasswordRequest } from '../cognito/forgot-password.ts';
import { refreshRequest, rotationRequest, type Person } from '../cognito/renew.ts';
import { globalSignOutRequest, revokeRequest } from '../cognito/sign-out.ts';
import { adminSignInRequest, choiceRequest, signInRequest } from '../cognito/sign-in.ts';
import {
  adminConfirmRequest,
  confirmSignUpRequest,
  resendCodeRequest,
  signUpRequest,
} from '../cognito/sign-up.ts';
import { searchRequest } from '../people/search-people.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import type { PendingChallenge } from '../sessions/challenge-store.ts';
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
  SMS_MFA_CODE: 'CODE',
  SMS_OTP_CODE: 'CODE',
  EMAIL_OTP_CODE: 'CODE',
  SOFTWARE_TOKEN_MFA_CODE: 'CODE',
  UserCode: 'CODE',
  AccessToken: 'ACCESS_TOKEN',
  RefreshToken: 'REFRESH_TOKEN',
  REFRESH_TOKEN: 'REFRESH_TOKEN',
  // Of RevokeToken, which takes refresh tokens only.
  Token: 'REFRESH_TOKEN',
};
/** Never leaves the app, also not in a command with secrets. */
const always: Readonly<Record<string, string>> = { ClientSecret: 'CLIENT_SECRET' };

/** What a command about a step, or about somebody who is signed in, takes besides its input. */
export type CommandSubject =
  | { readonly kind: 'step'; readonly pending: PendingChallenge }
  | { readonly kind: 'person'; readonly person: Person; readonly rotates: boolean };
type Subject = CommandSubject | null;

/** The answer to a team's own question may be a secret; the choice of a method, under the same name, is none. */
const isCustom = (request: CommandRequest): boolean =>
  request.command === 'respond-to-auth-challenge' && request.input.answer.kind === 'custom';

/**
 * The command-line twin of an operation, made from the very request that the operation sends, so that the two
 * cannot drift apart. Without `includeSecrets` every secret is a placeholder; the app client's secret always is.
 */
export function commandFor(
  request: CommandRequest,
  profile: ProfileRecord,
  subject: Subject,
  includeSecrets: boolean,
): CommandForms {
  const call = cliCall(request, profile, subject);
  const used = new Set<string>();
  const placeholders = includeSecrets
    ? always
    : { ...placeholderOf, ...always, ...(isCustom(request) && { ANSWER: 'ANSWER' }) };
  const params = hideSecrets(call.params, placeholders, used);
  return commandForms({ ...call, params }, [...used]);
}

function cliCall(request: CommandRequest, profile: ProfileRecord, subject: Subject): CliCall {
  const place = {
    region: profile.region,
    endpoint: profile.endpoint,
    awsProfile: profile.access?.kind === 'aws-profile' ? profile.access.name : null,
  };
  switch (request.command) {
    case 'sign-up':
      return { ...place, command: 'sign-up', params: signUpRequest(profile, request.input) };
    case 'confirm-sign-up':
      return { ...place, command: 'confirm-sign-up', params: confirmSignUpRequest(profile, request.input) };
    case 'admin-confirm-sign-up':
      return {
        ...place,
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
      return { ...place, ...signInCall(request.input, profile, request.method) };
    case 'access-token':
      return {
        ...place,
        ...signInCall(request.input, profile),
        query: 'AuthenticationResult.AccessToken',
      };
    case 'respond-to-auth-challenge': {
      const step = stepOf(subject);
      if (isSrp(step, request.input.answer)) throw fail('no-command', {});
      return {
        ...place,
        command: request.command,
        params: answerRequest(profile, step, request.input.answer),
      };
    }
    case 'associate-software-token':
      return { ...place, command: request.command, params: associateRequest(stepOf(subject)) };
    case 'verify-software-token':
      return {
        ...place,
        command: request.command,
        params: verifyRequest(stepOf(subject), request.input.code),
      };
    case 'forgot-password':
      return { ...place, command: request.command, params: forgotPasswordRequest(profile, request.input) };
    case 'confirm-forgot-password':
      return {
        ...place,
        command: request.command,
        params: confirmForgotPasswordRequest(profile, request.input),
      };
    case 'admin-get-user':
      return {
        ...place,
        command: 'admin-get-user',
        params: getUserRequest(poolOf(profile), request.input.username),
      };
    case 'list-users':
      return {
        ...place,
        command: request.command,
        params: searchRequest(poolOf(profile), request.input.query),
      };
    case 'admin-create-user':
      return {
        ...place,
        command: request.command,
        params: resendInvitationRequest(poolOf(profile), request.input),
      };
    case 'admin-set-user-password':
      return {
        ...place,
        command: request.command,
        params: setPasswordRequest(poolOf(profile), request.input),
      };
    case 'admin-update-user-attributes':
      return {
        ...place,
        command: request.command,
        params: verifyContactRequest(poolOf(profile), request.input),
      };
    case 'admin-reset-user-password':
    case 'admin-enable-user':
    case 'admin-disable-user':
    case 'admin-user-global-sign-out':
      return {
        ...place,
        command: request.command,
        params: personRequest(poolOf(profile), request.input),
      };
    case 'renew': {
      const { person, rotates } = personOf(subject);
      const refreshToken = refreshTokenOf(person);
      return rotates
        ? {
            ...place,
            command: 'get-tokens-from-refresh-token',
            params: rotationRequest(profile, person, refreshToken),
          }
        : { ...place, command: 'initiate-auth', params: refreshRequest(profile, person, refreshToken) };
    }
    case 'revoke-token': {
      const { person } = personOf(subject);
      return { ...place, command: request.command, params: revokeRequest(profile, refreshTokenOf(person)) };
    }
    case 'global-sign-out': {
      const { tokens } = personOf(subject).person;
      return { ...place, command: request.command, params: globalSignOutRequest(tokens.accessToken) };
    }
    case 'get-user': {
      const { tokens } = personOf(subject).person;
      return { ...place, command: request.command, params: ownDetailsRequest(tokens.accessToken) };
    }
    default:
      return assertNever(request);
  }
}

type SignInRequest = Extract<CommandRequest, { command: 'initiate-auth' }>;

/** The command that begins a sign-in. Throws `no-command` for SRP, whose values nobody can type. */
function signInCall(
  { username, password }: SignInRequest['input'],
  profile: ProfileRecord,
  method: UsedMethod | SignInMethod = profile.signInMethod ?? 'automatic',
): Pick<CliCall, 'command' | 'params'> {
  if (method === 'srp') throw fail('no-command', {});
  if (method === 'choice') return { command: 'initiate-auth', params: choiceRequest(profile, username) };
  if (password === null) throw fail('password-needed', {});
  const credentials = { username, password };
  return method === 'admin'
    ? { command: 'admin-initiate-auth', params: adminSignInRequest(profile, poolOf(profile), credentials) }
    : { command: 'initiate-auth', params: signInRequest(profile, credentials) };
}

function poolOf({ poolId }: ProfileRecord): string {
  if (poolId === null) throw fail('lookup-access-missing', { reason: 'not-set-up' });
  return poolId;
}

function stepOf(subject: Subject): PendingChallenge {
  if (subject?.kind !== 'step') throw fail('session-expired', { why: 'used' });
  return subject.pending;
}

function personOf(subject: Subject) {
  if (subject?.kind !== 'person') throw fail('session-gone', {});
  return subject;
}

function refreshTokenOf({ tokens }: Person): string {
  if (tokens.refreshToken === null) throw fail('token-missing', {});
  return tokens.refreshToken;
}

type Params = CliCall['params'];

function hideSecrets(params: Params, placeholders: typeof placeholderOf, used: Set<string>): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const placeholder = placeholders[name];
      if (placeholder !== undefined && typeof value === 'string') {
        used.add(placeholder);
        return [name, placeholder];
      }
      const nested = typeof value === 'object' && !Array.isArray(value);
      return [name, nested ? hideSecrets(value as Params, placeholders, used) : value];
    }),
  );
}
