/**
 * Names of the operations, without zod, for preload. `npm run typecheck` proves the list equal to the contract.
 */
import type { OperationName } from './index.ts';

export const operationNames = [
  'app.info',
  'app.openLink',
  'preferences.get',
  'preferences.set',
  'clipboard.copy',
  'calls.cancel',
  'profiles.list',
  'profiles.save',
  'profiles.delete',
  'profiles.startFresh',
  'profiles.choose',
  'profiles.duplicate',
  'profiles.setFavourite',
  'profiles.reorder',
  'profiles.unlockProduction',
  'profiles.recognise',
  'profiles.awsProfileNames',
  'awsAccess.answerMfa',
  'awsAccess.status',
  'users.signUp',
  'users.confirmSignUp',
  'users.adminConfirm',
  'users.resendCode',
  'users.get',
  'users.signUpRules',
  'auth.signIn',
  'auth.answerNewPassword',
  'sessions.list',
  'sessions.forget',
  'tokens.getAccess',
  'tokens.describe',
  'tokens.reveal',
  'tokens.copy',
  'commands.preview',
  'commands.copy',
  'replies.show',
  'replies.copy',
  'activity.list',
  'activity.clear',
  'doctor.examine',
  'vault.status',
  'vault.unlock',
  'vault.lock',
  'vault.setPassphrase',
  'vault.removePassphrase',
  'vault.proposeRecovery',
  'vault.copyRecovery',
  'vault.setRecovery',
  'vault.removeRecovery',
  'vault.discard',
] as const satisfies readonly OperationName[];

type Missing = Exclude<OperationName, (typeof operationNames)[number]>;
/** Fails to compile, naming the operations, when the list above lacks some. */
const complete: [Missing] extends [never] ? true : Missing = true;
void complete;

/** The IPC channel of an operation. */
export const channelOf = (name: string): string => `desk:${name}`;
