import { randomUUID } from 'node:crypto';
import type { AccessToken, Session } from '#contract/auth.ts';
import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import { fail } from '../app-failure.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import { decodeClaims, instantClaim, listClaim, textClaim } from '../tokens/decode.ts';

export type Tokens = {
  readonly accessToken: string;
  readonly idToken: string | null;
  readonly refreshToken: string | null;
};
type SignedIn = { readonly session: Session; readonly tokens: Tokens };

/** Who is signed in. In memory only. */
export function createSessionStore(now: () => number) {
  const sessions = new Map<string, SignedIn>();

  function get(id: string): SignedIn {
    const found = sessions.get(id);
    if (!found) throw fail('session-gone', {});
    return found;
  }

  return {
    add(profile: ProfileRecord, username: string, result: AuthenticationResultType, token: string): Session {
      const startedAt = now();
      // One sign-in a person: a new one takes the place of the old.
      for (const [id, { session }] of sessions) {
        if (session.profileId === profile.id && session.username === username) sessions.delete(id);
      }
      const session: Session = {
        id: randomUUID(),
        profileId: profile.id,
        profileName: profile.name,
        username,
        startedAt,
        expiresAt: expiryOf(token, result.ExpiresIn, startedAt),
      };
      const tokens: Tokens = {
        accessToken: token,
        idToken: result.IdToken ?? null,
        refreshToken: result.RefreshToken ?? null,
      };
      sessions.set(session.id, { session, tokens });
      return session;
    },

    list: (): Session[] => [...sessions.values()].map(({ session }) => session).reverse(),

    /** A sign-in of this person whose access token is still good for at least ten seconds. */
    findLive(profileId: string, username: string): Session | null {
      for (const { session } of sessions.values()) {
        const live = session.expiresAt === null || session.expiresAt > now() + 10_000;
        if (session.profileId === profileId && session.username === username && live) return session;
      }
      return null;
    },

    forget(id: string): void {
      sessions.delete(id);
    },

    forgetProfile(profileId: string): void {
      for (const [id, { session }] of sessions) if (session.profileId === profileId) sessions.delete(id);
    },

    forgetAll(): void {
      sessions.clear();
    },

    describe(id: string): AccessToken {
      const { session, tokens } = get(id);
      const claims = decodeClaims(tokens.accessToken);
      return {
        sessionId: id,
        profileName: session.profileName,
        username: session.username,
        length: tokens.accessToken.length,
        issuedAt: instantClaim(claims, 'iat'),
        expiresAt: session.expiresAt,
        sub: textClaim(claims, 'sub'),
        clientId: textClaim(claims, 'client_id'),
        scopes: (textClaim(claims, 'scope') ?? '').split(' ').filter((scope) => scope !== ''),
        groups: listClaim(claims, 'cognito:groups'),
      };
    },

    /** The access token of a session. Throws `session-gone`, or `token-expired`: a dead token helps nobody. */
    accessToken(id: string): string {
      const { session, tokens } = get(id);
      if (session.expiresAt !== null && session.expiresAt <= now()) {
        throw fail('token-expired', { expiredAt: session.expiresAt });
      }
      return tokens.accessToken;
    },
  };
}

export type SessionStore = ReturnType<typeof createSessionStore>;

/**
 * When an access token ends. The token's own lifetime counts from now, so that a wrong clock of this computer does
 * not make a fresh token look expired. Emulators leave `ExpiresIn` out.
 */
function expiryOf(token: string, expiresIn: number | undefined, startedAt: number): number | null {
  if (expiresIn !== undefined) return startedAt + expiresIn * 1000;
  const claims = decodeClaims(token);
  const issued = instantClaim(claims, 'iat');
  const ends = instantClaim(claims, 'exp');
  return issued === null || ends === null ? ends : startedAt + (ends - issued);
}
