import { z } from 'zod';
import type { AppError } from './app-error.ts';
import { localId } from './fields.ts';
import { operation } from './operation.ts';

/** One attribute that sign-up may set. Attributes that Cognito keeps itself, or that only developers set, are not here. */
export const attributeRule = z.strictObject({
  name: z.string(),
  type: z.enum(['text', 'number', 'date', 'date-time', 'boolean']),
  required: z.boolean(),
  /** Whether it can be changed later. */
  mutable: z.boolean(),
  /** Least and most: characters of a text, or the number itself. */
  min: z.number().nullable(),
  max: z.number().nullable(),
});
export type AttributeRule = z.output<typeof attributeRule>;

/** Lengths in characters; letters and digits are those of ASCII. */
export const passwordPolicy = z.strictObject({
  minimumLength: z.number(),
  lowercase: z.boolean(),
  uppercase: z.boolean(),
  numbers: z.boolean(),
  symbols: z.boolean(),
});
export type PasswordPolicy = z.output<typeof passwordPolicy>;

/** What identifies a person at sign-up: a name of their own, or their address, for which AWS makes up a name. */
export const identifiers = ['username', 'email', 'phone', 'email-or-phone'] as const;

export const poolRules = z.strictObject({
  identifier: z.enum(identifiers),
  /** With `username` only: further names that sign people in once they are verified. */
  aliases: z.array(z.enum(['email', 'phone_number', 'preferred_username'])),
  /** Null when the pool does not tell, as emulators do not. */
  attributes: z.array(attributeRule).nullable(),
  /** Null when the pool does not tell. */
  password: passwordPolicy.nullable(),
  /** Only administrators create accounts; SignUp is refused. */
  adminOnly: z.boolean(),
  /** Where a confirmation code goes when the person has it. Empty: no code is sent. */
  codesTo: z.array(z.enum(['email', 'phone_number'])),
});
export type PoolRules = z.output<typeof poolRules>;

/** Made by core alone, so its type is enough; it holds no secret (see `AppError`). */
const appError = z.custom<AppError>(
  (value) => typeof value === 'object' && value !== null && 'code' in value,
);

export const knownRules = z.discriminatedUnion('known', [
  z.strictObject({ known: z.literal(true), rules: poolRules }),
  z.strictObject({
    known: z.literal(false),
    /** `no-access`: the profile has no pool ID or no AWS access, so nothing was asked. */
    because: z.enum(['no-access', 'failed']),
    error: appError.nullable(),
  }),
]);
export type KnownRules = z.output<typeof knownRules>;

export const poolRuleOperations = {
  /**
   * What sign-up has to obey (DescribeUserPool, DescribeUserPoolClient). Kept for the profile until it changes;
   * `again` reads it anew. Fails only when it is cancelled or the profile is gone.
   */
  'users.signUpRules': operation({
    input: z.strictObject({ profileId: localId, again: z.boolean() }),
    output: knownRules,
  }),
};
