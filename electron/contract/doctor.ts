import { z } from 'zod';
import type { AppError } from './app-error.ts';
import { usedMethod } from './auth.ts';
import { localId } from './fields.ts';
import { operation } from './operation.ts';

/** What the AWS access can be allowed, in the order in which it is shown. */
export const lookupActions = [
  'AdminGetUser',
  'ListUsers',
  'AdminListGroupsForUser',
  'DescribeUserPool',
  'DescribeUserPoolClient',
] as const;
export type LookupAction = (typeof lookupActions)[number];

/** Made by core alone, so its type is enough; it holds no secret (see `AppError`). */
const appError = z.custom<AppError>(
  (value) => typeof value === 'object' && value !== null && 'code' in value,
);

const unchecked = z.strictObject({
  verdict: z.literal('unchecked'),
  because: z.enum([
    /** The profile names no user pool. */
    'no-pool',
    /** The profile has no AWS access. */
    'no-access',
    /** The profile talks to an emulator or a private address, which AWS knows nothing about. */
    'own-address',
    /** An earlier finding has to be mended first. */
    'earlier-problem',
    /** AWS answered something that says nothing about this. */
    'unclear',
  ]),
  /** The answer that left it open, when there was one. */
  error: appError.nullable(),
});
export type Unchecked = z.output<typeof unchecked>;

/** A verdict with what it rests on, or the reason why there is none. */
const judged = <Good extends z.ZodRawShape, Problem extends z.ZodRawShape>(good: Good, problem: Problem) =>
  z.discriminatedUnion('verdict', [
    z.strictObject({ verdict: z.literal('good'), ...good }),
    z.strictObject({ verdict: z.literal('problem'), ...problem }),
    unchecked,
  ]);

const lacking = {
  /** `denied`: a policy denies it, which no policy that allows it outweighs. */
  why: z.enum(['not-allowed', 'denied']),
};
const permission = z.discriminatedUnion('verdict', [
  ...judged({}, lacking).options,
  /** It is lacking, but looking a person up works without it. */
  z.strictObject({ verdict: z.literal('optional'), ...lacking }),
]);

export const doctorReport = z.strictObject({
  /** The region against the one that the pool ID names. */
  region: judged({ region: z.string() }, { region: z.string(), poolRegion: z.string() }),
  /** Whether the address answers at all, and after how many milliseconds. */
  endpoint: judged({ host: z.string(), milliseconds: z.number() }, { error: appError }),
  /** This computer's clock against AWS's; positive minutes are ahead. Requests more than 5 minutes off are refused. */
  clock: judged({}, { minutesOff: z.number() }),
  pool: judged({}, { error: appError }),
  /** `inPool`: AWS confirmed that the app client belongs to the pool. */
  client: judged({ inPool: z.boolean() }, { why: z.enum(['not-found', 'other-pool']) }),
  /** The app client's secret. `needed`: the client has one, and the profile has the same. */
  secret: judged({ needed: z.boolean() }, { why: z.enum(['missing', 'wrong', 'not-needed']) }),
  /**
   * Whether the app client lets people sign in as the profile says: `by` is the way that it then goes. `offered` are
   * the ways that it is known to allow.
   */
  signIn: judged({ by: usedMethod }, { offered: z.array(usedMethod) }),
  /** Whose the AWS access is (STS GetCallerIdentity). */
  identity: judged({ account: z.string(), arn: z.string() }, { error: appError }),
  permissions: z.strictObject({
    AdminGetUser: permission,
    ListUsers: permission,
    AdminListGroupsForUser: permission,
    DescribeUserPool: permission,
    DescribeUserPoolClient: permission,
  } satisfies Record<LookupAction, unknown>),
  /** An IAM policy with the permissions that are not allowed, as JSON; null when it would help nothing. */
  missingPolicy: z.string().nullable(),
});
export type DoctorReport = z.output<typeof doctorReport>;
/** The findings that stand for themselves, in the order in which they are shown. */
export type DoctorCheck = Exclude<keyof DoctorReport, 'permissions' | 'missingPolicy'>;

export const doctorOperations = {
  /**
   * Examines a profile against AWS. Only reads, and tries one sign-in of a name that nobody has: a pool with a
   * user-migration trigger is asked for that name, too. Fails only when it is cancelled or the profile is gone; every
   * other trouble is a finding.
   */
  'doctor.examine': operation({ input: z.strictObject({ profileId: localId }), output: doctorReport }),
};
