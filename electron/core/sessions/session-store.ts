import { randomUUID } from 'node:crypto';
import type { Session } from '#contract/sessions.ts';
import type { SessionTokens, TokenName } from '#contract/tokens.ts';
import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import { fail } from '../app-failure.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import { scopedMap } from '../scoped-map.ts';
import type { Lifetimes } from '../scope.ts';
import { decodeClaims, instantClaim, textClaim } from '../tokens/decode.ts';
import { readTokenText } from '../tokens/read-token.ts';

export type Tokens = {
  readonly accessToken: string;
  readonly idToken: string | null;
  readonly refreshToken: string | null;
};
export type SignedIn = {
  readonly session: Session;
  readonly tokens: Tokens;
  readonly idEndsAt: number | null;
  /** Milliseconds that this computer's clock was ahead of AWS when the tokens came; 0 where it is about right. */
  readonly clockAhead: number;
  /** Secret of the authenticator that was set up in this sign-in, so that it can be saved. */
  readonly authenticator: string | null;
  /** The kept answer of AWS that brought the tokens. */
  readonly replyId: string | null;
};
/** Sign-ins that are kept; older ones go first. */
const MOST = 1000;

/** What a session keeps when it gets new tokens. */
type Origin = Pick<SignedIn, 'authenticator' | 'replyId'>;

/**
 * Who is signed in. In memory only. `onChanged` hears of who comes and goes, one by one; `onForgotten` of the answers
 * of AWS that hold the tokens of those who went.
 */
export function createSessionStore(
  lifetimes: Lifetimes,
  now: () => number,
  onTokens: (session: Session) => void = () => undefined,
  onChanged: () => void = () => undefined,
  onForgotten: (replyId: string) => void = () => undefined,
) {
  const sessions = scopedMap<string, SignedIn>(lifetimes, {
    max: MOST,
    profileOf: ({ session }) => session.profileId,
    onGone: ({ replyId }) => {
      if (replyId !== null) onForgotten(replyId);
    },
  });

  /** Says whether anyone went. */
  function remove(gone: (signedIn: SignedIn) => boolean): boolean {
    const removed = sessions.values().filter(gone);
    for (const { session } of removed) sessions.delete(session.id);
    return removed.length > 0;
  }

  function drop(gone: (signedIn: SignedIn) => boolean): void {
    if (remove(gone)) onChanged();
  }

  function get(id: string): SignedIn {
    const found = sessions.get(id);
    if (!found) throw fail('session-gone', {});
    return found;
  }

  function signedIn(session: Session, tokens: Tokens, { authenticator, replyId }: Origin): SignedIn {
    const { accessToken, idToken } = tokens;
    return {
      session,
      tokens,
      idEndsAt: idToken === null ? null : expiryOf(idToken, undefined, now()),
      clockAhead: clockAhead(accessToken, now()),
      authenticator,
      replyId,
    };
  }

  function store(session: Session, tokens: Tokens, origin: Origin): Session {
    sessions.set(session.id, signedIn(session, tokens, origin));
    onTokens(session);
    return session;
  }

  return {
    add(
      profile: ProfileRecord,
      username: string,
      result: AuthenticationResultType,
      token: string,
      { authenticator = null, replyId = null }: Partial<Origin> = {},
    ): Session {
      const startedAt = now();
      // One sign-in a person: a new one takes the place of the old.
      remove(({ session: its }) => its.profileId === profile.id && its.username === username);
      const tokens: Tokens = {
        accessToken: token,
        idToken: result.IdToken ?? null,
        refreshToken: result.RefreshToken ?? null,
      };
      const session: Session = {
        id: randomUUID(),
        profileId: profile.id,
        profileName: profile.name,
        username,
        startedAt,
        expiresAt: expiryOf(token, result.ExpiresIn, startedAt),
        renewal: tokens.refreshToken === null ? 'none' : 'possible',
      };
      store(session, tokens, { authenticator, replyId });
      onChanged();
      return session;
    },

    /**
     * Puts new tokens in the place of a session's old ones, at once. Without a new refresh token the old one goes on.
     * Throws `session-gone`.
     */
    renew(id: string, result: AuthenticationResultType & { readonly AccessToken: string }): Session {
      const { session, tokens, ...origin } = get(id);
      const { AccessToken: accessToken, IdToken, RefreshToken, ExpiresIn } = result;
      const expiresAt = expiryOf(accessToken, ExpiresIn, now());
      return store(
        { ...session, expiresAt, renewal: 'possible' },
        {
          accessToken,
          idToken: IdToken ?? tokens.idToken,
          refreshToken: RefreshToken ?? tokens.refreshToken,
        },
        origin,
      );
    },

    /** AWS gives no new tokens for this session any more. */
    refuseRenewal(id: string): void {
      const found = sessions.get(id);
      if (found) sessions.set(id, { ...found, session: { ...found.session, renewal: 'refused' } });
    },

    list: (): Session[] =>
      sessions
        .values()
        .map(({ session }) => session)
        .reverse(),

    /** A sign-in of this person whose access token is still good for at least ten seconds. */
    findLive(profileId: string, username: string): Session | null {
      for (const { session } of sessions.values()) {
        const live = session.expiresAt === null || session.expiresAt > now() + 10_000;
        if (session.profileId === profileId && session.username === username && live) return session;
      }
      return null;
    },

    /** A sign-in of this person that has ended, but may be renewed. */
    findRenewable: (profileId: string, username: string): Session | null =>
      sessions
        .values()
        .find(
          ({ session }) =>
            session.profileId === profileId &&
            session.username === username &&
            session.renewal === 'possible',
        )?.session ?? null,

    /** The profile has another name now. */
    rename(profileId: string, profileName: string): void {
      let renamed = false;
      for (const signedIn of sessions.values()) {
        if (signedIn.session.profileId !== profileId || signedIn.session.profileName === profileName)
          continue;
        sessions.set(signedIn.session.id, { ...signedIn, session: { ...signedIn.session, profileName } });
        renamed = true;
      }
      if (renamed) onChanged();
    },

    find: (id: string): Session | null => sessions.get(id)?.session ?? null,

    forget(id: string): void {
      drop(({ session }) => session.id === id);
    },

    /** Drops every sign-in of the person of this one, by whatever name it was made. */
    forgetPerson(id: string): void {
      const { session, tokens } = get(id);
      const sub = textClaim(decodeClaims(tokens.accessToken), 'sub');
      drop(({ session: its, tokens: theirs }) => {
        const same = sub !== null && textClaim(decodeClaims(theirs.accessToken), 'sub') === sub;
        return its.id === id || (same && its.profileId === session.profileId);
      });
    },

    /** Throws `session-gone`. */
    get,

    describe(id: string): SessionTokens {
      const { session, tokens, idEndsAt } = get(id);
      return {
        session,
        access: readTokenText(tokens.accessToken),
        accessEndsAt: session.expiresAt,
        id: tokens.idToken === null ? null : readTokenText(tokens.idToken),
        idEndsAt,
        refreshLength: tokens.refreshToken?.length ?? null,
      };
    },

    /**
     * One token of a session. Throws `session-gone`, `token-missing`, or `token-expired`: a dead token helps nobody.
     */
    token(id: string, name: TokenName): string {
      const { session, tokens, idEndsAt } = get(id);
      const [token, endsAt] = {
        access: [tokens.accessToken, session.expiresAt] as const,
        id: [tokens.idToken, idEndsAt] as const,
        refresh: [tokens.refreshToken, null] as const,
      }[name];
      if (token === null) throw fail('token-missing', {});
      if (endsAt !== null && endsAt <= now()) throw fail('token-expired', { expiredAt: endsAt });
      return token;
    },
  };
}

export type SessionStore = ReturnType<typeof createSessionStore>;

/**
 * When an access token ends. The token's own lifetime counts from now, so that a wrong clock of this computer does
 * not make a fresh token look expired. Emulators leave `ExpiresIn` out, and what no token can have counts as left out.
 */
function expiryOf(token: string, expiresIn: number | undefined, startedAt: number): number | null {
  if (expiresIn !== undefined && expiresIn > 0 && expiresIn < LONGEST_LIFE)
    return startedAt + expiresIn * 1000;
  const claims = decodeClaims(token);
  const issued = instantClaim(claims, 'iat');
  const ends = instantClaim(claims, 'exp');
  return issued === null || ends === null ? ends : startedAt + (ends - issued);
}

/** When the access token in a reply ends that came at `receivedAt`; null without one, or when nobody knows. */
export function tokensEndAt(reply: object, receivedAt: number): number | null {
  const { AuthenticationResult: tokens }: { readonly AuthenticationResult?: AuthenticationResultType } =
    reply;
  if (tokens?.AccessToken === undefined) return null;
  return expiryOf(tokens.AccessToken, tokens.ExpiresIn, receivedAt);
}

/** Seconds: ten years. AWS gives a day at most. */
const LONGEST_LIFE = 10 * 365 * 86_400;

/** Milliseconds from which on a difference of the clocks is more than the way of an answer. */
const CLOCK_MATTERS = 60_000;

/** How far this computer's clock is ahead of AWS, by a token that AWS has just made. */
function clockAhead(token: string, receivedAt: number): number {
  const issued = instantClaim(decodeClaims(token), 'iat');
  const ahead = issued === null ? 0 : receivedAt - issued;
  return Math.abs(ahead) < CLOCK_MATTERS ? 0 : ahead;
}
