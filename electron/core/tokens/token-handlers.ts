import { fail } from '../app-failure.ts';
import type { Session } from '#contract/sessions.ts';
import type { Call } from '../call.ts';
import type { Handlers } from '../dispatcher.ts';
import type { Exchange } from '../cognito/exchange.ts';
import { readOwnDetails } from '../cognito/own-details.ts';
import { globalSignOut, revokeToken } from '../cognito/sign-out.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import type { Renewal } from '../sessions/renewal.ts';
import type { ProfileStore } from '../profiles/profile-store.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import { copyText } from './copy-text.ts';
import type { KeySets } from './key-sets.ts';
import { readTokenText, tokenIn } from './read-token.ts';
import { verifyToken, type ToVerify } from './verify-token.ts';

export type TokenHandlerDeps = {
  readonly profiles: ProfileStore;
  readonly sessions: SessionStore;
  readonly keySets: KeySets;
  readonly now: () => number;
  readonly exchange: Exchange;
  readonly renewal: Renewal;
  /** The profile of a call that changes something in its pool. */
  readonly writableProfile: (profileId: string) => Promise<ProfileRecord>;
  readonly copySecret: (text: string) => Promise<{ clearsAt: number | null }>;
};

type TokenHandlers = Pick<
  Handlers,
  | 'sessions.signOut'
  | 'sessions.signOutEverywhere'
  | 'sessions.ownDetails'
  | 'tokens.renew'
  | 'tokens.describe'
  | 'tokens.verify'
  | 'tokens.inspect'
  | 'tokens.reveal'
  | 'tokens.copy'
>;

/** The operations on tokens that are there already, or that somebody pastes. */
export function createTokenHandlers(deps: TokenHandlerDeps): TokenHandlers {
  const { profiles, sessions, exchange, renewal, now, copySecret, writableProfile } = deps;

  async function verify(profileId: string, toVerify: ToVerify, call: Call) {
    const profile = await profiles.get(profileId);
    const verdict = await verifyToken(deps, profile, toVerify, call.signal);
    // What asked AWS nothing is no activity.
    if (verdict.keysFrom !== null) call.about(profile);
    return verdict;
  }

  /** For AWS, which takes one that lives. Throws `token-expired` where it cannot be renewed. */
  async function livingAccessToken(
    { id, expiresAt, renewal: renewable }: Session,
    call: Call,
  ): Promise<string> {
    const ended = expiresAt !== null && expiresAt <= now();
    if (ended && renewable === 'possible') await renewal.renew(id, call);
    return sessions.token(id, 'access');
  }

  return {
    'sessions.signOut': async ({ sessionId }, call) => {
      const profile = await writableProfile(sessions.get(sessionId).session.profileId);
      await revokeToken(exchange, profile, sessions.token(sessionId, 'refresh'), call);
      sessions.forget(sessionId);
      return {};
    },
    'sessions.signOutEverywhere': async ({ sessionId }, call) => {
      const { session } = sessions.get(sessionId);
      const profile = await writableProfile(session.profileId);
      await globalSignOut(exchange, profile, await livingAccessToken(session, call), call);
      sessions.forgetPerson(sessionId);
      return {};
    },
    'sessions.ownDetails': async ({ sessionId }, call) => {
      const { session } = sessions.get(sessionId);
      const profile = await profiles.get(session.profileId);
      return readOwnDetails(exchange, profile, await livingAccessToken(session, call), call);
    },
    'tokens.renew': async ({ sessionId }, call) => {
      await renewal.renew(sessionId, call);
      return sessions.describe(sessionId);
    },
    'tokens.describe': ({ sessionId }) => sessions.describe(sessionId),
    'tokens.verify': async ({ sessionId, token: use }, call) => {
      const { session, tokens, clockAhead } = sessions.get(sessionId);
      const token = use === 'access' ? tokens.accessToken : tokens.idToken;
      if (token === null) throw fail('token-missing', {});
      const reading = readTokenText(token);
      if (reading.kind !== 'jwt') return { verdict: null };
      const verdict = await verify(session.profileId, { token, reading, use, clockAhead }, call);
      return { verdict };
    },
    'tokens.inspect': async ({ profileId, text }, call) => {
      const reading = readTokenText(text);
      if (reading.kind !== 'jwt') return { reading, verdict: null };
      const toVerify = { token: tokenIn(text), reading, use: null, clockAhead: 0 };
      return { reading, verdict: await verify(profileId, toVerify, call) };
    },
    'tokens.reveal': ({ sessionId, token }) => ({ value: sessions.token(sessionId, token) }),
    'tokens.copy': ({ sessionId, token, as }) => {
      const value = sessions.token(sessionId, token);
      const { expiresAt } = sessions.get(sessionId).session;
      const left = expiresAt === null ? null : Math.floor((expiresAt - now()) / 1000);
      return copySecret(copyText(token, value, as, left));
    },
  };
}
