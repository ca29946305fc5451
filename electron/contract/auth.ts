import { z } from 'zod';
import { attributes, localId, password, username } from './fields.ts';
import { instant, operation } from './operation.ts';
import { session } from './sessions.ts';
import { sessionTokens } from './tokens.ts';
import { replyId } from './users.ts';

export type { Session } from './sessions.ts';

/** The pool wants an own password before it lets the person in. */
export const newPasswordChallenge = z.strictObject({
  id: z.string(),
  profileId: z.string(),
  username: z.string(),
  /** Attributes that must be sent along, without the `userAttributes.` prefix. */
  requiredAttributes: z.array(z.string()),
  startedAt: instant,
  /** Estimate: the default of 3 minutes; a client can allow up to 15. */
  expiresAt: instant,
});
export type NewPasswordChallenge = z.output<typeof newPasswordChallenge>;

const newPasswordStep = z.strictObject({
  kind: z.literal('new-password'),
  replyId,
  challenge: newPasswordChallenge,
});

/** Where a sign-in stands. Steps that cannot be answered here end in the error `challenge-unsupported`. */
export const signInStep = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('signed-in'), replyId, session }),
  newPasswordStep,
]);
export type SignInStep = z.output<typeof signInStep>;

export const signInInput = z.strictObject({ profileId: localId, username, password });
export type SignInInput = z.output<typeof signInInput>;

export const answerNewPasswordInput = z.strictObject({
  challengeId: localId,
  newPassword: password,
  attributes,
});
export type AnswerNewPasswordInput = z.output<typeof answerNewPasswordInput>;

export const tokenStep = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('token'),
    /** Null when a live sign-in was reused and nothing was sent. */
    replyId: replyId.nullable(),
    reused: z.boolean(),
    token: sessionTokens,
  }),
  newPasswordStep,
]);
export type TokenStep = z.output<typeof tokenStep>;

/** Without a password only a live sign-in of the same person at the same profile is used. */
export const getAccessTokenInput = z.strictObject({
  profileId: localId,
  username,
  password: password.nullable(),
});

export const authOperations = {
  /** InitiateAuth with USER_PASSWORD_AUTH. Sent once only: a repeated wrong password locks people out. */
  'auth.signIn': operation({ input: signInInput, output: signInStep }),
  /** RespondToAuthChallenge NEW_PASSWORD_REQUIRED. Sent once only: AWS accepts each step once. */
  'auth.answerNewPassword': operation({ input: answerNewPasswordInput, output: signInStep }),
  /** A live access token of this person: from a live sign-in, else by signing in. Never an empty result. */
  'tokens.getAccess': operation({ input: getAccessTokenInput, output: tokenStep }),
};
