import { z } from 'zod';
import { localId } from './fields.ts';
import { instant, operation } from './operation.ts';
import { bySession, session } from './sessions.ts';

/** The most characters of a text that is read as a token. AWS carries no value longer than 131,072. */
export const TOKEN_LIMIT = 100_000;

/** What a token says about itself. Nothing of it is checked. */
export const readToken = z.strictObject({
  kind: z.literal('jwt'),
  /** `other` for a token that is neither an access nor an ID token of Cognito. */
  use: z.enum(['access', 'id', 'other']),
  /** Characters of the token. */
  length: z.number(),
  algorithm: z.string().nullable(),
  keyId: z.string().nullable(),
  /** Every claim in the order of the token; what is no text as JSON. */
  claims: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  username: z.string().nullable(),
  sub: z.string().nullable(),
  groups: z.array(z.string()),
  scopes: z.array(z.string()),
  clientId: z.string().nullable(),
  issuer: z.string().nullable(),
  device: z.string().nullable(),
  issuedAt: instant.nullable(),
  endsAt: instant.nullable(),
  notBefore: instant.nullable(),
  signedInAt: instant.nullable(),
});
export type ReadToken = z.output<typeof readToken>;

/** What a text is that somebody takes for a token. */
export const tokenReading = z.discriminatedUnion('kind', [
  readToken,
  /** A JWE, such as Cognito's refresh tokens: only who made it can read it. */
  z.strictObject({ kind: z.literal('encrypted'), length: z.number() }),
  /** One word of the letters that tokens have, e.g. a refresh token of another maker. */
  z.strictObject({ kind: z.literal('opaque'), length: z.number() }),
  z.strictObject({
    kind: z.literal('unreadable'),
    /** `damaged`: a token by its form, of which a part is missing or cannot be read. */
    why: z.enum(['empty', 'too-long', 'binary', 'damaged', 'no-token']),
    length: z.number(),
  }),
]);
export type TokenReading = z.output<typeof tokenReading>;

/** One thing that is wrong with a token. */
export const tokenProblem = z.discriminatedUnion('problem', [
  /** `alg: none`. */
  z.strictObject({ problem: z.literal('unsigned') }),
  /** Signed in another way than Cognito signs. */
  z.strictObject({ problem: z.literal('algorithm'), algorithm: z.string().nullable() }),
  z.strictObject({ problem: z.literal('unknown-key'), keyId: z.string().nullable() }),
  z.strictObject({ problem: z.literal('altered') }),
  z.strictObject({ problem: z.literal('issuer'), issuer: z.string().nullable() }),
  z.strictObject({ problem: z.literal('client'), clientId: z.string().nullable() }),
  /** Neither an access nor an ID token, or not the one that was expected. */
  z.strictObject({ problem: z.literal('use'), use: z.string().nullable() }),
  z.strictObject({ problem: z.literal('ended'), at: instant }),
  z.strictObject({ problem: z.literal('not-yet'), at: instant }),
  z.strictObject({ problem: z.literal('no-end') }),
]);
export type TokenProblem = z.output<typeof tokenProblem>;

/** Why nobody knows whether the signature is right. */
export const uncheckedReasons = [
  /** The key set could not be fetched. */
  'offline',
  /** A proxy or another page answered. */
  'intercepted',
  /** AWS knows no such pool, or has no key set for it. */
  'no-key-set',
  /** What came is no key set. */
  'unusable-key-set',
  /** Neither the profile nor the token names a pool of the profile's region. */
  'no-pool',
  /** Already wrong without looking at it: nothing was fetched. */
  'needless',
] as const;

/** A token held against a profile. It is genuine when the signature is `right` and there is no problem. */
export const tokenVerdict = z.strictObject({
  signature: z.enum(['right', 'wrong', 'unchecked']),
  unchecked: z.enum(uncheckedReasons).nullable(),
  problems: z.array(tokenProblem),
  profileName: z.string(),
  /** The pool that it was held against; null when none is known. */
  poolId: z.string().nullable(),
  /** The profile names no pool, so the pool is the one that the token names. */
  poolFromToken: z.boolean(),
  clientId: z.string(),
  /** Host of the key set; null when none was needed. */
  keysFrom: z.string().nullable(),
  /** The key set came over http or from an own endpoint: right for an emulator, no proof of AWS. */
  ownKeys: z.boolean(),
  /** When it ends, by this computer's clock. */
  endsAt: instant.nullable(),
  /** Milliseconds that this computer's clock is ahead of AWS, when that is much enough to shift the times. */
  clockAhead: z.number().nullable(),
});
export type TokenVerdict = z.output<typeof tokenVerdict>;

/** The tokens of a sign-in. */
export const tokenNames = ['access', 'id', 'refresh'] as const;
export type TokenName = (typeof tokenNames)[number];

/** What is copied: the token alone, or in a form that a tool takes. */
export const copyForms = ['raw', 'header', 'curl', 'bash', 'powershell', 'json'] as const;
export type CopyForm = (typeof copyForms)[number];

/** The tokens of a sign-in as the page sees them: everything about them, not the tokens themselves. */
export const sessionTokens = z.strictObject({
  session,
  access: tokenReading,
  /** By this computer's clock, counted from the token's own lifetime; null when nobody knows. */
  accessEndsAt: instant.nullable(),
  id: tokenReading.nullable(),
  idEndsAt: instant.nullable(),
  /** Characters of the refresh token. Nobody but Cognito can read one. */
  refreshLength: z.number().nullable(),
});
export type SessionTokens = z.output<typeof sessionTokens>;

export const tokenOperations = {
  /** The tokens of a session, described. `session-gone` when it was forgotten. */
  'tokens.describe': operation({ input: bySession, output: sessionTokens }),
  /** Holds the access or the ID token of a session against its profile. Null for one that cannot be read. */
  'tokens.verify': operation({
    input: bySession.extend({ token: z.enum(['access', 'id']) }),
    output: z.strictObject({ verdict: tokenVerdict.nullable() }),
  }),
  /** New tokens for a session without a password. `session-over` when AWS gives none any more. */
  'tokens.renew': operation({ input: bySession, output: sessionTokens }),
  /** A token itself, for an explicit reveal. `token-expired` when it has ended, `token-missing` when AWS gave none. */
  'tokens.reveal': operation({
    input: bySession.extend({ token: z.enum(tokenNames).default('access') }),
    output: z.strictObject({ value: z.string() }),
  }),
  /** Copies a token in main, fails like `tokens.reveal`. `clearsAt` is null when the clipboard is left as it is. */
  'tokens.copy': operation({
    input: bySession.extend({ token: z.enum(tokenNames).default('access'), as: z.enum(copyForms) }),
    output: z.strictObject({ clearsAt: instant.nullable() }),
  }),
  /**
   * Reads a pasted text of at most 10,000,000 characters as a token, `Bearer` and line breaks taken off, and holds
   * it against a profile. `verdict` is null for what is no readable token. Nothing of the text is kept.
   */
  'tokens.inspect': operation({
    input: z.strictObject({ profileId: localId, text: z.string().max(10_000_000) }),
    output: z.strictObject({ reading: tokenReading, verdict: tokenVerdict.nullable() }),
  }),
};
