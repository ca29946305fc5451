import type { NativeQuestion, AskPerson } from '#core/ports.ts';
import type { Outcome } from '#contract/outcomes.ts';
import type { BrowserWindow, Dialog } from 'electron';

/** A name without characters that are not seen or that turn the words around them. */
const shown = (name: string): string => name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '');

type Words = { readonly message: string; readonly detail: string; readonly yes: string };

function wordsFor(question: NativeQuestion): Words {
  switch (question.kind) {
    case 'host':
      return {
        message: `Send passwords to ${question.host}?`,
        detail:
          `A profile names ${question.host} as its address. That is neither Amazon nor this computer. ` +
          'Whoever runs it sees the usernames and passwords that you sign in with. Say yes only if you know this address, for example from your team.',
        yes: 'Yes, Use This Address',
      };
    case 'loosen':
      return {
        message: `Take the protection from “${shown(question.profileName)}”?`,
        detail:
          'It is marked as production or read-only, so that nothing is changed in its pool by mistake. That mark goes.',
        yes: 'Take It Away',
      };
    case 'delete-production':
      return {
        message: `Delete the production profile “${shown(question.profileName)}”?`,
        detail: 'Its secrets and its saved test users are deleted with it. The pool itself is not touched.',
        yes: 'Delete',
      };
    case 'open-production':
      return {
        message: `Allow changes in “${shown(question.profileName)}”?`,
        detail:
          'It is a production profile. For the next 15 minutes what you do in the app changes real accounts.',
        yes: 'Allow for 15 Minutes',
      };
    case 'replace-production':
      return {
        message:
          question.count === 1
            ? `Replace the production profile “${shown(question.profileName)}”?`
            : `Replace ${question.count} production profiles, among them “${shown(question.profileName)}”?`,
        detail: 'What is saved in it now is replaced by what the file says.',
        yes: 'Replace',
      };
    case 'card-with-secrets':
      return {
        message: 'Save the secrets of these profiles in a file?',
        detail: 'Whoever has the file and its passphrase can use their client secrets and AWS keys.',
        yes: 'Save',
      };
    case 'backup':
      return {
        message: 'Save all profiles with all their secrets in a file?',
        detail:
          'The backup holds every client secret, AWS key and saved test user. Whoever has the file and its passphrase can use them.',
        yes: 'Save',
      };
    case 'first-passphrase':
      return {
        message: 'Protect your profiles with the passphrase that you typed?',
        detail:
          'Without it, or a recovery passphrase, nobody can open them any more, you neither. It cannot be reset.',
        yes: 'Set the Passphrase',
      };
    case 'unproven':
      return {
        message: 'Use saved profiles that may be older ones?',
        detail:
          'Their file was damaged, so that nobody can say whether they are the newest. Look through them before you use them: an address, or a mark for production or read-only, may be an older one.',
        yes: 'Use Them',
      };
    case 'install':
      return {
        message: 'Install the new version of Cognito Desk?',
        detail: 'It was downloaded and checked.',
        yes: 'Install',
      };
  }
}

/**
 * Asks in a box of the operating system, which no page can press. Names are shown without characters that are not
 * seen or that turn the words around them.
 */
export function createNativeQuestions(
  dialog: Pick<Dialog, 'showMessageBox'>,
  window: () => BrowserWindow | null,
): AskPerson {
  return async (question) => {
    const { message, detail, yes } = wordsFor(question);
    const options = {
      type: 'warning',
      title: 'Cognito Desk',
      message,
      detail,
      buttons: [yes, 'Cancel'],
      // Return and Escape are both the careful answer.
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    } as const;
    const parent = window();
    const { response } = await (parent
      ? dialog.showMessageBox(parent, { ...options, buttons: [...options.buttons] })
      : dialog.showMessageBox({ ...options, buttons: [...options.buttons] }));
    return response === 0;
  };
}

/** What a change does, for the words below. */
const changes: Readonly<Record<string, string>> = {
  'users.signUp': 'Create an account',
  'users.confirmSignUp': 'Confirm an account',
  'users.adminConfirm': 'Confirm an account',
  'users.resendCode': 'Send a new code',
  'users.resendInvitation': 'Send an invitation again',
  'users.resetPassword': 'Reset a password',
  'users.setPassword': 'Set a password',
  'users.enable': 'Switch an account on',
  'users.disable': 'Switch an account off',
  'users.signOutEverywhere': 'Sign a person out everywhere',
  'users.verifyContact': 'Mark an address as verified',
  'auth.forgotPassword': 'Send a code for a new password',
  'auth.confirmForgotPassword': 'Set a new password with a code',
  'sessions.signOut': 'Sign out',
  'sessions.signOutEverywhere': 'Sign out everywhere',
};

/** Tells at the end of the app what came of changes whose answers nobody has seen. Resolves when the box is closed. */
export async function tellOutcomes(
  dialog: Pick<Dialog, 'showMessageBox'>,
  outcomes: readonly Outcome[],
): Promise<void> {
  if (outcomes.length === 0) return;
  const lines = outcomes.map(({ operation, username, profileName, error }) => {
    const what = changes[operation] ?? 'A change';
    const whose = username === null ? '' : `, ${username}`;
    const end =
      error === null
        ? 'done'
        : error.code === 'outcome-unknown'
          ? 'not known: look the person up to see whether it worked'
          : 'not done';
    return `${what}${whose}, in ${profileName}: ${end}.`;
  });
  await dialog.showMessageBox({
    type: 'info',
    title: 'Cognito Desk',
    message: 'What was still on its way when you closed Cognito Desk',
    detail: lines.join('\n'),
    buttons: ['OK'],
  });
}
