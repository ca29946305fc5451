import type { Preferences } from '#contract/app.ts';
import type { VaultStatus } from '#contract/vault.ts';

type LockedReason = VaultStatus['lockedRecords'][number]['reason'];

/** The screen in front of locked profiles. */
export const unlockWords = {
  title: 'Your profiles are locked',
  lead: 'Enter your passphrase to open them.',
  leadRecovery:
    'The key that this computer kept for you does not open them any more. Your recovery passphrase does.',
  passphrase: 'Passphrase',
  recovery: 'Recovery passphrase',
  either: 'Your recovery passphrase opens them, too.',
  unlock: 'Unlock',
  wrong: 'That passphrase does not fit. Check capital letters and spaces.',
  wrongWait: (seconds: number) => `That passphrase does not fit. Next try in ${seconds} s.`,
  empty: 'Fill this in.',
  forgotten: 'Passphrase forgotten?',
  forgottenText:
    'Nobody can open these profiles without it. You can begin with no profiles; the locked ones stay in their file. A backup can be imported then, if you have one.',
  startFresh: 'Start fresh…',
  locked: 'Your profiles are locked',
  unlocked: 'Your profiles are open',
} as const;

export const lockNow = 'Lock now';

/** What protects the profiles right now, in one sentence. */
export function protectionSentence({ state, slots }: VaultStatus): string {
  switch (state.kind) {
    case 'memory':
      return 'This computer offers no key that can be trusted, so profiles last until you close the app. A passphrase lets them be saved.';
    case 'unopenable':
      return 'The saved profiles cannot be opened right now, so nothing can be changed here.';
    case 'unproven':
      return 'The saved profiles are damaged, and are not used until you say so. The profiles screen asks about it.';
    case 'newer':
      return 'A newer version of Cognito Desk saved the profiles, so nothing can be changed here.';
    case 'locked':
      return 'The profiles are locked.';
    case 'open':
  }
  if (slots.length === 0)
    return 'Nothing is saved yet. Profiles will be encrypted with a key that the system keeps for your user account.';
  if (!slots.includes('passphrase'))
    return 'Profiles are encrypted, and a key that the system keeps for your user account opens them.';
  return slots.includes('os')
    ? 'Profiles are encrypted. At the start a key that the system keeps for you opens them; once locked, only your passphrase does.'
    : 'Profiles are encrypted, and only your passphrase opens them. It is asked for at every start.';
}

/** The section of the settings. */
export const protection = {
  title: 'Protection of saved profiles',
  passphrase: 'Passphrase',
  passphraseSet: 'Set',
  passphraseNone: 'Not set',
  set: 'Set a passphrase…',
  change: 'Change…',
  changeThis: 'Change the passphrase',
  remove: 'Remove…',
  removeThis: 'Remove the passphrase',
  removeTitle: 'Remove the passphrase?',
  removeText:
    'The key that the system keeps for your user account opens your profiles then. They cannot be locked by hand any more.',
  removeConfirm: 'Remove passphrase',
  recovery: 'Recovery passphrase',
  recoverySet: 'Set. It opens your profiles when nothing else does.',
  recoveryNone: 'Not set. It opens your profiles when a key is lost or a passphrase forgotten.',
  setRecovery: 'Set up…',
  setRecoveryThis: 'Set up a recovery passphrase',
  replaceRecovery: 'Replace…',
  replaceRecoveryThis: 'Replace the recovery passphrase',
  removeRecoveryThis: 'Remove the recovery passphrase',
  removeRecoveryTitle: 'Remove the recovery passphrase?',
  removeRecoveryText: 'The one that you wrote down opens nothing any more.',
  removeRecoveryConfirm: 'Remove it',
  idle: 'Lock when not used for',
  idleHint: 'Also locks when the computer goes to sleep.',
  idleHintWithout: 'Takes effect once a passphrase is set.',
  idleMinutes: [
    { minutes: 5, label: '5 minutes' },
    { minutes: 15, label: '15 minutes' },
    { minutes: 60, label: '1 hour' },
    { minutes: 0, label: 'Never lock by itself' },
  ] satisfies readonly { minutes: Preferences['lockAfterMinutes']; label: string }[],
} as const;

/** The dialog in which a passphrase is chosen. */
export const passphraseWords = {
  setTitle: 'Set a passphrase',
  changeTitle: 'Change the passphrase',
  description: 'Whoever has it can open your profiles on this computer. Nobody can reset it for you.',
  current: 'Current passphrase',
  currentOrRecovery: 'Your recovery passphrase does, too',
  passphrase: 'New passphrase',
  hint: 'At least 12 characters, for example four words',
  repeat: 'Repeat it',
  differs: 'This is not the same.',
  askAtStart: 'Ask for it at every start',
  askAtStartHint: 'Without this, the system’s own key opens your profiles at the start.',
  askedAnyway: 'This computer offers no key of its own, so the app asks for it at every start.',
  save: 'Set passphrase',
  saved: 'The passphrase is set',
} as const;

/** The dialog in which a recovery passphrase is written down. */
export const recoveryWords = {
  title: 'Recovery passphrase',
  description:
    'Write it down, or keep it in a password manager. It opens your profiles when a key is lost. It is not shown again.',
  copy: 'Copy',
  confirm: 'Its last five characters',
  confirmHint: 'To show that you have it',
  confirmWrong: 'These are not its last five characters.',
  save: 'Use this one',
  saved: 'The recovery passphrase is set',
  offerTitle: 'Want a way back in, should the key get lost?',
  offerText:
    'Your profiles are saved. A recovery passphrase opens them even when the system’s key is reset or a passphrase is forgotten. You can also set it up later, in the settings.',
  offerSet: 'Set it up…',
  offerDismiss: 'Not now',
} as const;

/** What was wrong with the saved file, and what became of it. */
export const fileNoticeWords = {
  backupUsedTitle: 'The saved file was damaged',
  backupUsedBody:
    'What you see is one save older: your last change before the damage may be missing. Look through your profiles, and make that change again.',
  repairedTitle: 'The saved file was not as the app had left it',
  repairedBody:
    'Something outside of Cognito Desk changed or damaged it. Everything in it could be put right, and nothing was lost. If you did not do that yourself, a failing disk is the most likely reason: save a backup.',
  unprovenTitle: 'Your saved profiles may be older ones',
  unprovenBody:
    'Part of the saved file is damaged, so the app cannot prove that these are the profiles that were saved last. Older ones may have lost a production or read-only mark. If you have a backup, start fresh and import it. Otherwise use them, and look through each one first.',
  use: 'Use them',
  recoveryTitle: 'Your recovery passphrase opens nothing any more',
  recoveryBody:
    'It was set up by an older version of the app, and could not be carried over to the new key. Throw away what you wrote down, and set up a new one.',
  recoverySet: 'Set up a new one…',
  gone: 'No damaged file was left to keep.',
  kept: (names: readonly string[]) =>
    names.length === 1
      ? `The damaged file is kept in the app’s folder as ${names.join('')}.`
      : `The damaged files are kept in the app’s folder as ${names.join(' and ')}.`,
  close: 'Close',
} as const;

/** Profiles that are kept but cannot be used. */
export const lockedRecordWords = {
  title: 'Locked profile',
  companionTitle: 'Locked record of a profile, such as its test users',
  reasons: {
    unreadable: 'Its record is damaged. It stays in the file as it is.',
    'older-copy': 'An older copy of it was put into the file, so the app does not trust it.',
    missing:
      'Its record is gone from the file although nobody deleted it. An older copy of the file may have it.',
  } satisfies Readonly<Record<LockedReason, string>>,
  discard: 'Discard…',
  discardTitle: 'Discard this locked record?',
  discardText: 'What is left of it is erased from the file for good. Nothing changes in AWS.',
  discardConfirm: 'Discard',
  discarded: 'The locked record was discarded',
} as const;
