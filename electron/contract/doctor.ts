import { z } from 'zod';
import type { AppError } from './app-error.ts';
import { localId } from './fields.ts';
import { operation } from './operation.ts';

/**
 * What the AWS access can be allowed, in the order in which it is shown. Looking a person up needs the first; the
 * others serve searching and fuller checks.
 */
export const lookupActions = [
  'AdminGetUser',
  'ListUsers',
  'AdminListGroupsForUser',
  'DescribeUserPool',
  'DescribeUserPoolClient',
] as const;
export const neededActions: readonly LookupAction[] = ['AdminGetUser'];
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
  /** Whether the app client lets people sign in by password (USER_PASSWORD_AUTH). */
  passwordFlow: judged({}, {}),
  /** Whose the AWS access is (STS GetCallerIdentity). */
  identity: judged({ account: z.string(), arn: z.string() }, { error: appError }),
  permissions: z.strictObject({
    AdminGetUser: judged({}, {}),
    ListUsers: judged({}, {}),
    AdminListGroupsForUser: judged({}, {}),
    DescribeUserPool: judged({}, {}),
    DescribeUserPoolClient: judged({}, {}),
  } satisfies Record<LookupAction, unknown>),
  /** An IAM policy with the missing permissions, as JSON; null when none is known to be missing. */
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
