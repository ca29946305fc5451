import type { OperationName } from './index.ts';

/**
 * What an operation needs besides a page that calls it. The dispatcher judges, so no screen can forget it.
 *
 * - `background`: nothing. The page may do it by itself.
 * - `person`: a click, a key or a touch of the person in the last five seconds.
 * - `confirmed`: the same, and where `core/confirmations.ts` has a question for this input, a yes in a box of the operating
 *   system, which no page can press.
 */
export type Needs = 'background' | 'person' | 'confirmed';

/** The operations that need more than a page. All others are `background`. */
export const needs = {
  'app.openLink': 'person',
  'app.openLicences': 'person',
  'app.restart': 'person',
  'clipboard.copy': 'person',

  'profiles.save': 'confirmed',
  'profiles.delete': 'confirmed',
  'profiles.duplicate': 'person',
  'profiles.startFresh': 'person',
  'profiles.unlockProduction': 'confirmed',

  'users.adminConfirm': 'person',
  'users.resendInvitation': 'person',
  'users.resetPassword': 'person',
  'users.setPassword': 'person',
  'users.enable': 'person',
  'users.disable': 'person',
  'users.signOutEverywhere': 'person',
  'users.verifyContact': 'person',
  'people.export': 'person',

  'auth.copyAuthenticatorKey': 'person',
  'auth.forgotPassword': 'person',
  'auth.confirmForgotPassword': 'person',
  'sessions.signOut': 'person',
  'sessions.signOutEverywhere': 'person',

  'testUsers.save': 'person',
  'testUsers.delete': 'person',
  'testUsers.copyCode': 'person',
  'testUsers.signIn': 'person',
  'tokens.reveal': 'person',
  'tokens.copy': 'person',
  'commands.copy': 'person',
  'replies.copy': 'person',

  'activity.clear': 'person',
  'problems.open': 'person',
  'problems.clear': 'person',
  'updates.install': 'confirmed',

  'vault.setPassphrase': 'confirmed',
  'vault.removePassphrase': 'person',
  'vault.copyRecovery': 'person',
  'vault.setRecovery': 'person',
  'vault.removeRecovery': 'person',
  'vault.discard': 'person',
  'vault.useUnproven': 'confirmed',

  'sharing.exportCard': 'confirmed',
  'sharing.saveBackup': 'confirmed',
  'sharing.openFile': 'person',
  'sharing.copyLink': 'person',
  'sharing.import': 'confirmed',
  'spreadsheets.save': 'person',
  'spreadsheets.copy': 'person',
} as const satisfies Partial<Record<OperationName, Needs>>;

export type ConfirmedOperation = {
  [Name in keyof typeof needs]: (typeof needs)[Name] extends 'confirmed' ? Name : never;
}[keyof typeof needs];

export const needsOf = (name: OperationName): Needs =>
  (needs as Partial<Record<OperationName, Needs>>)[name] ?? 'background';
