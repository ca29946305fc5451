import { z } from 'zod';
import { answerInput, authenticatorKey, challenge } from './challenges.ts';
import { code, localId, password, username } from './fields.ts';
import { instant, nothing, operation } from './operation.ts';
import { codeDelivery, replyId } from './users.ts';

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
});
export type Session = z.output<typeof session>;

/** How a sign-in went to AWS: what a profile asks for, where `automatic` stands for one of the others. */
export const usedMethod = z.enum(['password', 'srp', 'choice', 'admin']);
export type UsedMethod = z.output<typeof usedMethod>;

const challengeStep = z.strictObject({
  kind: z.literal('challenge'),
  replyId,
  method: usedMethod,
  challenge,
});

/** Where a sign-in stands. Steps that cannot be answered here end in the error `challenge-unsupported`. */
export const signInStep = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('signed-in'), replyId, method: usedMethod, session }),
  challengeStep,
]);
export type SignInStep = z.output<typeof signInStep>;

/** Without a password only where the pool is asked for it later (`choice`), else `password-needed`. */
export const signInInput = z.strictObject({ profileId: localId, username, password: password.nullable() });
export type SignInInput = z.output<typeof signInInput>;

/**
 * An access token as the page sees it by default: everything about it, not the token itself.
 * The claims are read from the token; its signature is not checked.
 */
export const accessToken = z.strictObject({
  sessionId: z.string(),
  profileName: z.string(),
  username: z.string(),
  /** Characters of the token. */
  length: z.number(),
  issuedAt: instant.nullable(),
  expiresAt: instant.nullable(),
  sub: z.string().nullable(),
  clientId: z.string().nullable(),
  scopes: z.array(z.string()),
  groups: z.array(z.string()),
});
export type AccessToken = z.output<typeof accessToken>;

export const tokenStep = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('token'),
    /** Null when a live sign-in was reused and nothing was sent. */
    replyId: replyId.nullable(),
    reused: z.boolean(),
    token: accessToken,
  }),
  challengeStep,
]);
export type TokenStep = z.output<typeof tokenStep>;

/** Without a password a live sign-in of the same person at the same profile is used, where there is one. */
export const getAccessTokenInput = z.strictObject({
  profileId: localId,
  username,
  password: password.nullable(),
});

export const forgotPasswordInput = z.strictObject({ profileId: localId, username });
export const confirmForgotPasswordInput = z.strictObject({ profileId: localId, username, code, password });

const bySession = z.strictObject({ sessionId: localId });

export const authOperations = {
  /**
   * InitiateAuth, or AdminInitiateAuth, in the way that the profile says. A password is sent once only: a repeated
   * wrong one locks people out.
   */
  'auth.signIn': operation({ input: signInInput, output: signInStep }),
  /**
   * RespondToAuthChallenge. Sent once only: AWS accepts each step once. A refused code or password leaves the step
   * open; an answer of another kind than the step is `invalid-input`.
   */
  'auth.answer': operation({ input: answerInput, output: signInStep }),
  /** AssociateSoftwareToken: a new key for the authenticator that the step asks for, shown on purpose. */
  'auth.setUpAuthenticator': operation({
    input: z.strictObject({ challengeId: localId }),
    output: authenticatorKey,
  }),
  /** Copies that key in main. `session-expired` when there is none. */
  'auth.copyAuthenticatorKey': operation({
    input: z.strictObject({ challengeId: localId }),
    output: z.strictObject({ clearsAt: instant.nullable() }),
  }),
  /** ForgotPassword: sends a code. AWS may say the same where nobody has this name. */
  'auth.forgotPassword': operation({
    input: forgotPasswordInput,
    output: z.strictObject({ replyId, delivery: codeDelivery.nullable() }),
  }),
  /** ConfirmForgotPassword: sets a new password with that code. */
  'auth.confirmForgotPassword': operation({
    input: confirmForgotPasswordInput,
    output: z.strictObject({ replyId }),
  }),
  /** Live sign-ins of all profiles, newest first. */
  'sessions.list': operation({ input: nothing, output: z.strictObject({ sessions: z.array(session) }) }),
  /** Drops the tokens of a sign-in from memory. AWS is not told: the tokens stay valid until they end. */
  'sessions.forget': operation({ input: bySession, output: nothing }),
  /** A live access token of this person: from a live sign-in, else by signing in. Never an empty result. */
  'tokens.getAccess': operation({ input: getAccessTokenInput, output: tokenStep }),
  /** The access token of a session, described. `session-gone` when it was forgotten. */
  'tokens.describe': operation({ input: bySession, output: accessToken }),
  /** The access token itself, for an explicit reveal. `token-expired` when it has ended. */
  'tokens.reveal': operation({ input: bySession, output: z.strictObject({ accessToken: z.string() }) }),
  /** Copies the access token in main. `clearsAt` is null when the clipboard is left as it is. */
  'tokens.copy': operation({
    input: z.strictObject({ sessionId: localId, as: z.enum(['raw', 'header']) }),
    output: z.strictObject({ clearsAt: instant.nullable() }),
  }),
};
