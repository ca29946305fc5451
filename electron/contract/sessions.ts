import { z } from 'zod';
import { localId } from './fields.ts';
import { instant, nothing, operation } from './operation.ts';

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
};
