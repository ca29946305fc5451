import { z } from 'zod';
import { localId } from './fields.ts';
import { instant, nothing, operation } from './operation.ts';
import { person, replyId } from './users.ts';

/** Someone who is signed in, without the tokens. Sessions live in main's memory only. */
export const session = z.strictObject({
  id: z.string(),
  profileId: z.string(),
  profileName: z.string(),
  /** The name that was typed. */
  username: z.string(),
  startedAt: instant,
  /** When the access token ends; null when neither the reply nor the token says so. */
  expiresAt: instant.nullable(),
  /** Whether AWS gives new tokens for it: `none` without a refresh token, `refused` once AWS has said no. */
  renewal: z.enum(['possible', 'none', 'refused']),
});
export type Session = z.output<typeof session>;

/** What people may read about themselves: no status and no dates, which only administrators see. */
export const ownDetails = person.pick({
  username: true,
  sub: true,
  attributes: true,
  preferredMfa: true,
  mfaMethods: true,
});
export type OwnDetails = z.output<typeof ownDetails>;

export const bySession = z.strictObject({ sessionId: localId });

export const sessionOperations = {
  /** Sign-ins of all profiles, newest first, those whose tokens have ended included. */
  'sessions.list': operation({ input: nothing, output: z.strictObject({ sessions: z.array(session) }) }),
  /** Drops the tokens of a sign-in from memory. AWS is not told: the tokens stay valid until they end. */
  'sessions.forget': operation({ input: bySession, output: nothing }),
  /** RevokeToken: ends this sign-in at AWS and drops it. `token-missing` without a refresh token. */
  'sessions.signOut': operation({ input: bySession, output: nothing }),
  /** GlobalSignOut: ends every sign-in of this person at AWS, also those of other apps, and drops ours. */
  'sessions.signOutEverywhere': operation({ input: bySession, output: nothing }),
  /**
   * GetUser: what the person of a sign-in may read about themselves. Needs no AWS access: the access token is the key,
   * and stays in main. One that has ended is renewed first. `token-expired` where that cannot be, `session-over` when
   * AWS does not take it any more, `scope-missing` when it was not made for this.
   */
  'sessions.ownDetails': operation({
    input: bySession,
    output: z.strictObject({ replyId, person: ownDetails }),
  }),
};
