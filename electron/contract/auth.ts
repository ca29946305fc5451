import { z } from 'zod';
import { answerInput, authenticatorKey, challenge } from './challenges.ts';
import { code, localId, password, username } from './fields.ts';
import { instant, operation } from './operation.ts';
import { session } from './sessions.ts';
import { sessionTokens } from './tokens.ts';
import { codeDelivery, replyId } from './users.ts';

export type { Session } from './sessions.ts';

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

export const tokenStep = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('token'),
    /** Null when a live sign-in was reused and nothing was sent. */
    replyId: replyId.nullable(),
    reused: z.boolean(),
    token: sessionTokens,
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
  /** Whether a step can still be answered, as far as main knows: not one whose profile was changed. Asks no one else. */
  'auth.isWaiting': operation({
    input: z.strictObject({ challengeId: localId }),
    output: z.strictObject({ waiting: z.boolean() }),
  }),
  /**
   * When a step ends, by the app client's own settings (DescribeUserPoolClient); null when nobody knows. Asks only
   * where AWS access is at hand, and never fails because of AWS.
   */
  'auth.stepEnds': operation({
    input: z.strictObject({ challengeId: localId }),
    output: z.strictObject({ expiresAt: instant.nullable() }),
  }),
  /**
   * AssociateSoftwareToken: the key for the authenticator that the step asks for, shown on purpose. A new one at the
   * first call, and that one from then on.
   */
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
  /** A live access token of this person: from a live sign-in, else by signing in. Never an empty result. */
  'tokens.getAccess': operation({ input: getAccessTokenInput, output: tokenStep }),
};
