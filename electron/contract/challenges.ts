/** The steps that a user pool can ask for on the way to tokens, and what answers them. */
import { z } from 'zod';
import { attributes, challengeName, code, customAnswer, localId, mfaCode, password } from './fields.ts';
import { instant } from './operation.ts';

const common = {
  id: z.string(),
  profileId: z.string(),
  /** The name that was typed. */
  username: z.string(),
  /** AWS's name for the step, e.g. `SMS_MFA`. */
  name: z.string(),
  startedAt: instant,
  /** What the app client allows where that is known; else the least, 3 minutes, of up to 15. */
  expiresAt: instant,
  endKnown: z.boolean(),
};

/** A step that waits for an answer. The session text of AWS that belongs to it stays in main. */
export const challenge = z.discriminatedUnion('kind', [
  /** The pool wants an own password before it lets the person in. */
  z.strictObject({
    ...common,
    kind: z.literal('new-password'),
    /** Attributes that must be sent along, without the `userAttributes.` prefix. */
    requiredAttributes: z.array(z.string()),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('code'),
    from: z.enum(['text-message', 'email', 'authenticator']),
    /** Where the code went, as AWS masks it. Null for an authenticator, or when AWS does not say. */
    destination: z.string().nullable(),
    /** What the person called the authenticator. */
    device: z.string().nullable(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('choice'),
    /** Whether the choice is how to begin, or which second step to take. */
    stage: z.enum(['first', 'second']),
    /** AWS's names, in its order. */
    choices: z.array(z.string()),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('password'),
    /** The password proves itself by SRP and is not sent. */
    srp: z.boolean(),
  }),
  /** The pool wants an authenticator app; `auth.setUpAuthenticator` gives its key. */
  z.strictObject({ ...common, kind: z.literal('authenticator-setup') }),
  /** A question of the team's own program. */
  z.strictObject({
    ...common,
    kind: z.literal('custom'),
    parameters: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  }),
]);
export type Challenge = z.output<typeof challenge>;
export type ChallengeKind = Challenge['kind'];
export type ChallengeOf<Kind extends ChallengeKind> = Extract<Challenge, { kind: Kind }>;

export const newPasswordAnswer = z.strictObject({
  kind: z.literal('new-password'),
  newPassword: password,
  attributes,
});
export const codeAnswer = z.strictObject({ kind: z.literal('code'), code });
export const choiceAnswer = z.strictObject({
  kind: z.literal('choice'),
  choice: challengeName,
  /** Goes along with the choice of a password; null with any other. */
  password: password.nullable(),
});
export const passwordAnswer = z.strictObject({ kind: z.literal('password'), password });
export const authenticatorAnswer = z.strictObject({
  kind: z.literal('authenticator-setup'),
  /** The code that the authenticator shows for the new key. */
  code: mfaCode,
});
export const customAnswerOf = z.strictObject({ kind: z.literal('custom'), answer: customAnswer });

/** The answer to a step, of the same kind as the step. */
export const challengeAnswer = z.discriminatedUnion('kind', [
  newPasswordAnswer,
  codeAnswer,
  choiceAnswer,
  passwordAnswer,
  authenticatorAnswer,
  customAnswerOf,
]);
export type ChallengeAnswer = z.output<typeof challengeAnswer>;

export const answerInput = z.strictObject({ challengeId: localId, answer: challengeAnswer });
export type AnswerInput = z.output<typeof answerInput>;

/** The key of an authenticator that is being set up: in base32 to type, and as the address that a QR code holds. */
export const authenticatorKey = z.strictObject({ key: z.string(), address: z.string() });
export type AuthenticatorKey = z.output<typeof authenticatorKey>;
