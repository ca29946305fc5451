import { z } from 'zod';
import { confirmForgotPasswordInput, forgotPasswordInput, signInInput, usedMethod } from './auth.ts';
import { answerInput } from './challenges.ts';
import { localId, mfaCode } from './fields.ts';
import { instant, operation } from './operation.ts';
import { searchQuery } from './people-search.ts';
import { bySession } from './sessions.ts';
import {
  actionInput,
  adminConfirmInput,
  confirmSignUpInput,
  getUserInput,
  resendCodeInput,
  resendInvitationInput,
  setPasswordInput,
  signUpInput,
  verifyContactInput,
} from './users.ts';

/**
 * The operations that have a twin on the command line, with the input that the operation itself takes.
 * Secrets in it are used only when `includeSecrets` asks for them.
 */
export const commandRequest = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('sign-up'), input: signUpInput }),
  z.strictObject({ command: z.literal('confirm-sign-up'), input: confirmSignUpInput }),
  z.strictObject({ command: z.literal('admin-confirm-sign-up'), input: adminConfirmInput }),
  z.strictObject({ command: z.literal('resend-confirmation-code'), input: resendCodeInput }),
  /** In the way that the profile says, unless `method` names the one that was taken. */
  z.strictObject({
    command: z.literal('initiate-auth'),
    input: signInInput,
    method: usedMethod.optional(),
  }),
  /** `initiate-auth` that prints the access token only. */
  z.strictObject({ command: z.literal('access-token'), input: signInInput }),
  z.strictObject({ command: z.literal('respond-to-auth-challenge'), input: answerInput }),
  z.strictObject({
    command: z.literal('associate-software-token'),
    input: z.strictObject({ challengeId: localId }),
  }),
  z.strictObject({
    command: z.literal('verify-software-token'),
    input: z.strictObject({ challengeId: localId, code: mfaCode }),
  }),
  z.strictObject({ command: z.literal('forgot-password'), input: forgotPasswordInput }),
  z.strictObject({ command: z.literal('confirm-forgot-password'), input: confirmForgotPasswordInput }),
  z.strictObject({ command: z.literal('admin-get-user'), input: getUserInput }),
  z.strictObject({
    command: z.literal('list-users'),
    input: z.strictObject({ profileId: localId, query: searchQuery }),
  }),
  /** Sends an invitation again. */
  z.strictObject({ command: z.literal('admin-create-user'), input: resendInvitationInput }),
  z.strictObject({ command: z.literal('admin-reset-user-password'), input: actionInput }),
  z.strictObject({ command: z.literal('admin-set-user-password'), input: setPasswordInput }),
  z.strictObject({ command: z.literal('admin-enable-user'), input: actionInput }),
  z.strictObject({ command: z.literal('admin-disable-user'), input: actionInput }),
  z.strictObject({ command: z.literal('admin-user-global-sign-out'), input: actionInput }),
  /** Marks a contact as verified. */
  z.strictObject({ command: z.literal('admin-update-user-attributes'), input: verifyContactInput }),
  /** `initiate-auth`, or `get-tokens-from-refresh-token` where the app client was seen to rotate refresh tokens. */
  z.strictObject({ command: z.literal('renew'), input: bySession }),
  z.strictObject({ command: z.literal('revoke-token'), input: bySession }),
  z.strictObject({ command: z.literal('global-sign-out'), input: bySession }),
  z.strictObject({ command: z.literal('get-user'), input: bySession }),
]);
export type CommandRequest = z.output<typeof commandRequest>;

/** The same call in two forms. Both run as they are once the placeholders are filled in. */
export const commandForms = z.strictObject({
  /** One command for bash and zsh. */
  bash: z.string(),
  /** For every shell: a command that reads its parameters from a file ... */
  jsonCommand: z.string(),
  /** ... and that file's name and content. */
  jsonFileName: z.string(),
  jsonFile: z.string(),
  /** Placeholders that stand for secrets, e.g. `PASSWORD`. Empty when there is none. */
  placeholders: z.array(z.string()),
});
export type CommandForms = z.output<typeof commandForms>;

export const commandFormNames = ['bash', 'jsonCommand', 'jsonFile'] as const;

export const commandOperations = {
  /** The call as an AWS CLI command, secrets as placeholders. */
  'commands.preview': operation({ input: z.strictObject({ request: commandRequest }), output: commandForms }),
  /** Copies one form in main. With secrets it leaves the clipboard again like a token. */
  'commands.copy': operation({
    input: z.strictObject({
      request: commandRequest,
      form: z.enum(commandFormNames),
      includeSecrets: z.boolean(),
    }),
    output: z.strictObject({ clearsAt: instant.nullable() }),
  }),
  /** A reply of AWS as AWS CLI v2 prints it, with tokens and sessions masked. */
  'replies.show': operation({
    input: z.strictObject({ replyId: z.string().max(64) }),
    output: z.strictObject({ json: z.string(), hasSecrets: z.boolean() }),
  }),
  /** Copies a reply exactly as AWS CLI v2 prints it. `token-expired` once the tokens in it have ended. */
  'replies.copy': operation({
    input: z.strictObject({ replyId: z.string().max(64) }),
    output: z.strictObject({ clearsAt: instant.nullable() }),
  }),
};
