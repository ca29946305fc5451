import { z } from 'zod';
import { instant } from './operation.ts';

/** What a sentence of a verdict rests on. */
export const evidenceNames = [
  'status',
  'enabled',
  'attributes',
  'dates',
  'groups',
  'pool-settings',
  'second-steps',
  'this-app',
] as const;
export type EvidenceName = (typeof evidenceNames)[number];

const from = z.array(z.enum(evidenceNames)).min(1);
const contact = z.enum(['email', 'phone_number']);

/**
 * One thing that is known about whether a person can sign in, in closed codes: the page owns the words.
 */
export const verdictReason = z.discriminatedUnion('reason', [
  /** The account is switched off. */
  z.strictObject({ reason: z.literal('disabled'), from }),
  /** UserStatus as AWS names it; null when AWS gave none. */
  z.strictObject({ reason: z.literal('status'), from, status: z.string().nullable() }),
  /**
   * Invited with a temporary password. An estimate: AWS tells when the account changed last, not when the invitation
   * went out. `days` and `endsAt` are null where the pool's settings cannot be read.
   */
  z.strictObject({
    reason: z.literal('invitation'),
    from,
    sentAt: instant.nullable(),
    days: z.number().nullable(),
    endsAt: instant.nullable(),
    over: z.boolean().nullable(),
  }),
  /** A code for a new password has nowhere to go: no contact is verified. */
  z.strictObject({ reason: z.literal('no-code-address'), from }),
  /** Another provider signs this person in. `only`: there is no password in this pool. */
  z.strictObject({
    reason: z.literal('provider'),
    from,
    /** As the pool calls them, e.g. `Google`; empty when AWS does not tell. */
    names: z.array(z.string()),
    only: z.boolean(),
  }),
  /** The pool lets people sign in with it once it is verified, and it is not. */
  z.strictObject({ reason: z.literal('contact-unverified'), from, contact }),
  /** The pool lets people sign in with it, and this person has it. */
  z.strictObject({
    reason: z.literal('signs-in-with'),
    from,
    names: z.array(z.enum(['username', 'email', 'phone_number', 'preferred_username'])),
  }),
  /** A second step is asked for, the preferred one first. */
  z.strictObject({ reason: z.literal('second-step'), from, methods: z.array(z.string()).min(1) }),
  /** The pool demands a second step, and the person has none: the sign-in asks to set one up. */
  z.strictObject({ reason: z.literal('second-step-to-set-up'), from }),
  /** Passwords in a row that AWS refused in this app. `retryAt`: until when AWS probably pauses sign-in. */
  z.strictObject({
    reason: z.literal('refused-tries'),
    from,
    count: z.number(),
    lastAt: instant,
    retryAt: instant.nullable(),
  }),
  z.strictObject({ reason: z.literal('groups'), from, names: z.array(z.string()), more: z.boolean() }),
]);
export type VerdictReason = z.output<typeof verdictReason>;

/** What helps next. */
export const nextSteps = [
  'nothing',
  'enable',
  'confirm',
  'use-invitation',
  'renew-invitation',
  'renew-password',
  'verify-or-set-password',
  'ask-provider',
  'wait',
  'set-password',
  'ask-support',
] as const;
export type NextStep = (typeof nextSteps)[number];

export const personVerdict = z.strictObject({
  /** `elsewhere`: another provider decides. `unclear`: AWS's own words do not say. */
  answer: z.enum(['can', 'not-yet', 'cannot', 'elsewhere', 'unclear']),
  /** The first one decides; the others go with it. */
  reasons: z.array(verdictReason).min(1),
  next: z.enum(nextSteps),
});
export type PersonVerdict = z.output<typeof personVerdict>;
