import { z } from 'zod';
import type { AppError } from './app-error.ts';
import { attributes, code, localId, password, username } from './fields.ts';
import { instant, operation } from './operation.ts';
import { personVerdict } from './person-verdict.ts';
import { passwordPolicy } from './pool-rules.ts';

/** Where AWS says that it sent a code. `destination` is masked by AWS, e.g. `j***@e***`. */
export const codeDelivery = z.strictObject({
  destination: z.string(),
  medium: z.string(),
  attribute: z.string(),
});
export type CodeDelivery = z.output<typeof codeDelivery>;

/**
 * Every reply of AWS is kept in main's memory for a while under this id, so that it can be shown
 * (secrets masked) and copied (whole) as the AWS CLI prints it.
 */
export const replyId = z.string();

/** What the pool's own Lambda triggers are given. Not meant for secrets: values appear in the command-line twin. */
export const triggerData = z
  .array(
    z.strictObject({
      name: z.string('required').min(1, 'required').max(2048, 'too-long'),
      value: z.string('form').max(2048, 'too-long'),
    }),
  )
  .max(50, 'too-long');

export const signUpInput = z.strictObject({
  profileId: localId,
  username,
  password,
  attributes,
  /** For the pre-sign-up trigger alone. */
  validationData: triggerData.optional(),
  /** For every trigger of this sign-up. */
  clientMetadata: triggerData.optional(),
});
export type SignUpInput = z.output<typeof signUpInput>;

export const confirmSignUpInput = z.strictObject({
  profileId: localId,
  username,
  code,
  /** Takes the address from the account that has it (ForceAliasCreation). Only after the person was asked. */
  moveAlias: z.boolean().optional(),
});
/** The person that an action is about, by the username that AWS gave: an alias may have moved since. */
/**
 * The account that the person has seen, by its user ID. With it an action is refused as `another-account` when the username
 * belongs to another account by now.
 */
const sub = z.string().max(128).nullable().optional();

export const actionInput = z.strictObject({ profileId: localId, username, sub });
export const adminConfirmInput = actionInput;
export const resendCodeInput = z.strictObject({ profileId: localId, username });

export const signUpResult = z.strictObject({
  replyId,
  username: z.string(),
  userSub: z.string(),
  confirmed: z.boolean(),
  delivery: codeDelivery.nullable(),
});
export type SignUpResult = z.output<typeof signUpResult>;

export const getUserInput = z.strictObject({ profileId: localId, username });

/** Which identifier of the person equals the text that was looked up. `null`: none does (AWS ignored case, say). */
export const matchedBy = z.string().nullable();

/** A person as AdminGetUser returns them. */
export const person = z.strictObject({
  username: z.string(),
  sub: z.string().nullable(),
  /** UserStatus as AWS names it; new names are possible. */
  status: z.string().nullable(),
  enabled: z.boolean().nullable(),
  createdAt: instant.nullable(),
  modifiedAt: instant.nullable(),
  /** In the order of the reply. */
  attributes: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  preferredMfa: z.string().nullable(),
  /** Second steps that are set up, e.g. `SOFTWARE_TOKEN_MFA`. */
  mfaMethods: z.array(z.string()),
  matchedBy,
  /** As far as AdminGetUser tells; `users.surroundings` says more. */
  verdict: personVerdict,
});
export type Person = z.output<typeof person>;

/** Made by core alone, so its type is enough; it holds no secret (see `AppError`). */
const appError = z.custom<AppError>(
  (value) => typeof value === 'object' && value !== null && 'code' in value,
);
const unknown = z.strictObject({ known: z.literal(false), error: appError });

/** Groups of one person that are read; AWS allows more. */
export const MOST_GROUPS = 600;

/** What surrounds a person and bears on signing in. What is not permitted says so in its place. */
export const surroundings = z.strictObject({
  verdict: personVerdict,
  groups: z.discriminatedUnion('known', [
    z.strictObject({
      known: z.literal(true),
      groups: z.array(z.strictObject({ name: z.string(), description: z.string().nullable() })),
      /** There are more than `MOST_GROUPS`. */
      more: z.boolean(),
    }),
    unknown,
  ]),
  pool: z.discriminatedUnion('known', [
    z.strictObject({ known: z.literal(true), password: passwordPolicy.nullable() }),
    unknown,
  ]),
});
export type Surroundings = z.output<typeof surroundings>;

const acted = z.strictObject({ replyId });

export const setPasswordInput = z.strictObject({
  profileId: localId,
  username,
  sub,
  password,
  /** Else the person chooses an own one at the next sign-in. */
  permanent: z.boolean(),
});
export const resendInvitationInput = z.strictObject({
  profileId: localId,
  username,
  sub,
  by: z.enum(['EMAIL', 'SMS']),
});
export const verifyContactInput = z.strictObject({
  profileId: localId,
  username,
  sub,
  contact: z.enum(['email', 'phone_number']),
});

export const userOperations = {
  /** SignUp. Sent once only; a lost reply ends in `outcome-unknown`. */
  'users.signUp': operation({ input: signUpInput, output: signUpResult }),
  /** ConfirmSignUp. Moves an address that another account owns only with `moveAlias`. */
  'users.confirmSignUp': operation({ input: confirmSignUpInput, output: z.strictObject({ replyId }) }),
  /** AdminConfirmSignUp: confirms without a code. Email and phone stay unverified. Needs AWS access. */
  'users.adminConfirm': operation({ input: adminConfirmInput, output: z.strictObject({ replyId }) }),
  /** ResendConfirmationCode. AWS allows 5 an hour for each person. */
  'users.resendCode': operation({
    input: resendCodeInput,
    output: z.strictObject({ replyId, delivery: codeDelivery.nullable() }),
  }),
  /** AdminGetUser by username, alias or sub. AWS counts the person as active in this month's bill. */
  'users.get': operation({ input: getUserInput, output: z.strictObject({ replyId, person }) }),
  /**
   * Groups (AdminListGroupsForUser) and pool settings (DescribeUserPool) of the person in a kept reply of `users.get`,
   * and the verdict with them. Neither adds to the bill. Throws `reply-gone`.
   */
  'users.surroundings': operation({
    input: z.strictObject({ profileId: localId, replyId: z.string().max(64) }),
    output: surroundings,
  }),
  // Actions. Each is sent once, needs AWS access, and ends in `outcome-unknown` when its reply is lost. With the `sub` of who was
  // seen, AdminGetUser is asked before it whether the account is still the same.
  /** AdminCreateUser with RESEND: a new temporary password goes out. */
  'users.resendInvitation': operation({ input: resendInvitationInput, output: acted }),
  /** AdminResetUserPassword: the password ends, and a code for a new one goes out at once. */
  'users.resetPassword': operation({ input: actionInput, output: acted }),
  /** AdminSetUserPassword. */
  'users.setPassword': operation({ input: setPasswordInput, output: acted }),
  /** AdminEnableUser. */
  'users.enable': operation({ input: actionInput, output: acted }),
  /** AdminDisableUser: also ends the person's access tokens. */
  'users.disable': operation({ input: actionInput, output: acted }),
  /** AdminUserGlobalSignOut. */
  'users.signOutEverywhere': operation({ input: actionInput, output: acted }),
  /** AdminUpdateUserAttributes: says that an address belongs to the person, without a code. */
  'users.verifyContact': operation({ input: verifyContactInput, output: acted }),
};
