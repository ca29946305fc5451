import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import type { ErrorCode } from '#contract/app-error.ts';
import { AppFailure, fail } from '../app-failure.ts';
import type { Call } from '../call.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import type { Tokens } from '../sessions/session-store.ts';
import { decodeClaims, textClaim } from '../tokens/decode.ts';
import { emptyReply, type Exchange } from './exchange.ts';
import { secretHash } from './secret-hash.ts';

/** Whose tokens are renewed. */
export type Person = { readonly username: string; readonly tokens: Tokens };

/** Which profiles' app clients were seen to rotate their refresh tokens. */
export type Rotation = {
  readonly has: (profileId: string) => boolean;
  readonly add: (profileId: string) => void;
};

/** Refusals of the first way after which the second one may do. */
const tryTheOtherWay: ReadonlySet<ErrorCode> = new Set([
  // With rotation of refresh tokens the client does not have the flow.
  'flow-not-enabled',
  'not-enabled-here',
  // The second way takes the secret itself, so it does not matter by which name AWS wants it hashed.
  'client-secret-mismatch',
]);

/**
 * New tokens for a refresh token: InitiateAuth with REFRESH_TOKEN_AUTH, or GetTokensFromRefreshToken where the app
 * client rotates its refresh tokens. Which one it is shows only when it is tried; `rotates` keeps what was learnt.
 */
export async function renewTokens(
  exchange: Exchange,
  rotates: Rotation,
  profile: ProfileRecord,
  person: Person,
  call: Call,
): Promise<AuthenticationResultType & { readonly AccessToken: string }> {
  const refreshToken = person.tokens.refreshToken;
  if (refreshToken === null) throw fail('token-missing', {});
  if (rotates.has(profile.id)) return viaRotation(exchange, profile, person, refreshToken, call);
  try {
    return await viaInitiateAuth(exchange, profile, person, refreshToken, call);
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause;
    const { code, technical } = cause.error;
    // There is no password in it that could be wrong: it is the refresh token that was refused.
    if (code === 'wrong-credentials') throw fail('session-over', { reason: 'not-accepted' }, technical);
    if (!tryTheOtherWay.has(code) && !/rotation/i.test(technical?.message ?? '')) throw cause;
    try {
      const result = await viaRotation(exchange, profile, person, refreshToken, call);
      rotates.add(profile.id);
      return result;
    } catch (second) {
      // An emulator or an old endpoint that lacks the operation: the first refusal is the one that says something.
      if (second instanceof AppFailure && second.error.code === 'not-enabled-here') throw cause;
      throw second;
    }
  }
}

/** Request of InitiateAuth that renews. The hash is over AWS's own name for the person: no other one is sent. */
export function refreshRequest(profile: ProfileRecord, { username, tokens }: Person, refreshToken: string) {
  const claims = decodeClaims(tokens.accessToken);
  const device = textClaim(claims, 'device_key');
  const { clientId, clientSecret } = profile;
  return {
    AuthFlow: 'REFRESH_TOKEN_AUTH' as const,
    ClientId: clientId,
    AuthParameters: {
      REFRESH_TOKEN: refreshToken,
      ...(clientSecret !== null && {
        SECRET_HASH: secretHash(textClaim(claims, 'username') ?? username, clientId, clientSecret),
      }),
      ...(device !== null && { DEVICE_KEY: device }),
    },
  };
}

/** Request of GetTokensFromRefreshToken. */
export function rotationRequest(profile: ProfileRecord, { tokens }: Person, refreshToken: string) {
  const device = textClaim(decodeClaims(tokens.accessToken), 'device_key');
  return {
    RefreshToken: refreshToken,
    ClientId: profile.clientId,
    ...(profile.clientSecret !== null && { ClientSecret: profile.clientSecret }),
    ...(device !== null && { DeviceKey: device }),
  };
}

async function viaInitiateAuth(
  exchange: Exchange,
  profile: ProfileRecord,
  person: Person,
  refreshToken: string,
  call: Call,
) {
  const operation = 'InitiateAuth';
  const { reply } = await exchange({
    operation,
    access: 'public',
    // Asking twice gives tokens twice, which harms nobody.
    attempts: 'read',
    write: false,
    profile,
    call,
    secrets: [refreshToken],
    command: (sdk) => new sdk.InitiateAuthCommand(refreshRequest(profile, person, refreshToken)),
  });
  return withAccessToken(operation, reply.AuthenticationResult);
}

async function viaRotation(
  exchange: Exchange,
  profile: ProfileRecord,
  person: Person,
  refreshToken: string,
  call: Call,
) {
  const operation = 'GetTokensFromRefreshToken';
  const { reply } = await exchange({
    operation,
    access: 'public',
    // A refresh token that rotates is good for one time.
    attempts: 'once',
    write: false,
    profile,
    call,
    secrets: [refreshToken],
    command: (sdk) =>
      new sdk.GetTokensFromRefreshTokenCommand(rotationRequest(profile, person, refreshToken)),
  });
  return withAccessToken(operation, reply.AuthenticationResult);
}

function withAccessToken(operation: string, result: AuthenticationResultType | undefined) {
  if (result?.AccessToken === undefined) throw emptyReply(operation, 'token');
  return { ...result, AccessToken: result.AccessToken };
}
