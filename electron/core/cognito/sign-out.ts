import type { Call } from '../call.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import { publicWrite, type Exchange } from './exchange.ts';

/** Request of RevokeToken. */
export const revokeRequest = ({ clientId, clientSecret }: ProfileRecord, refreshToken: string) => ({
  Token: refreshToken,
  ClientId: clientId,
  ...(clientSecret !== null && { ClientSecret: clientSecret }),
});

/** Request of GlobalSignOut. */
export const globalSignOutRequest = (accessToken: string) => ({ AccessToken: accessToken });

/** Revokes a refresh token and the access tokens that came of it (RevokeToken). */
export async function revokeToken(
  exchange: Exchange,
  profile: ProfileRecord,
  refreshToken: string,
  call: Call,
): Promise<void> {
  await exchange({
    ...publicWrite,
    operation: 'RevokeToken',
    profile,
    call,
    secrets: [refreshToken],
    command: (sdk) => new sdk.RevokeTokenCommand(revokeRequest(profile, refreshToken)),
  });
}

/** Ends every sign-in of a person, on all devices and in all apps of the pool (GlobalSignOut). */
export async function globalSignOut(
  exchange: Exchange,
  profile: ProfileRecord,
  accessToken: string,
  call: Call,
): Promise<void> {
  await exchange({
    ...publicWrite,
    operation: 'GlobalSignOut',
    profile,
    call,
    secrets: [accessToken],
    command: (sdk) => new sdk.GlobalSignOutCommand(globalSignOutRequest(accessToken)),
  });
}
