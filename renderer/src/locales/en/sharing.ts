import type { FoundProfile } from '#contract/profiles.ts';
import type { ImportChoice, SharedConflict, SharedPreview } from '#contract/sharing.ts';
import { profileFormWords } from './profiles.ts';

const number = (count: number): string => (count === 1 ? 'one' : String(count));
const profiles = (count: number): string => `${number(count)} ${count === 1 ? 'profile' : 'profiles'}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Saving profiles as a card. */
export const exportWords = {
  title: 'Export profiles',
  subtitle: 'A profile card is a file for a colleague, or for another computer of yours',
  which: 'Profiles on the card',
  all: 'Choose all',
  none: 'Choose none',
  noneChosen: 'Choose at least one profile.',
  tooMany: 'A card holds 500 profiles at most.',
  secrets: 'Secrets',
  kinds: { without: 'Without secrets', with: 'With secrets' },
  about: {
    without:
      'On the card: names, regions, IDs of pools and app clients, addresses, and names of AWS profiles. No client secret, no AWS key. Whoever has the file can read it.',
    with: 'On the card: everything of the profiles, with client secrets and AWS keys, encrypted. Only who knows the passphrase can read it. Saved test users are not on it.',
  },
  save: 'Save the card…',
  cancel: 'Cancel',
  saved: (count: number, name: string) =>
    `${capital(profiles(count))} ${count === 1 ? 'was' : 'were'} saved as “${name}”.`,
  savedText: {
    without: 'Your colleague opens it with “Import” in Cognito Desk, and adds their own secrets.',
    with: 'Your colleague opens it with “Import” in Cognito Desk. Tell them the passphrase in another way than you send the file.',
  },
  notSaved: 'Nothing was saved.',
  copyLink: 'Copy as a link',
  linkCopied: 'The link is copied. Your colleague opens it with Cognito Desk, or pastes it under “Import”.',
  linkTooLong: 'These are too many profiles for a link. Save the card as a file.',
} as const;

/** A new passphrase for a file. */
export const filePassphraseWords = {
  passphrase: 'Passphrase of the file',
  hint: 'At least 12 characters, for example four words. Nobody can reset it.',
  repeat: 'Repeat it',
  differs: 'This is not the same.',
} as const;

/** The section of the settings, and its dialog. */
export const backupWords = {
  title: 'Backup',
  about:
    'A backup holds all profiles with their secrets and saved test users, under a passphrase of its own. It brings them back on any computer, also when a key is lost.',
  notInIt: 'Profiles that cannot be opened here are not in it.',
  save: 'Save a backup…',
  restore: 'Restore a backup…',
  nothing: 'There is no profile to back up yet.',
  dialogTitle: 'Save a backup',
  dialogText:
    'Whoever has the file and its passphrase has all your profiles, with their secrets and saved test users.',
  confirm: 'Save…',
  saved: exportWords.saved,
  savedText: 'Keep it where you keep other things that must not get lost, and its passphrase elsewhere.',
} as const;

/** Bringing profiles in from a card or a backup. */
export const importWords = {
  title: { import: 'Import profiles', restore: 'Restore a backup' },
  subtitle: {
    import: 'From a profile card of a colleague, or from a backup',
    restore: 'Brings saved profiles back. Profiles that are not in the backup stay as they are.',
  },
  drop: 'Drop a file here',
  or: 'or',
  choose: 'Choose a file…',
  paste: 'Paste what you got',
  pasteHint: {
    import:
      'The text of a profile card, or a link to one. An AWS CLI command, an Amplify file or an issuer address will do, too.',
    restore: 'The text of a backup.',
  },
  read: 'Read it',
  empty: 'Paste something first.',
  cancel: 'Cancel',
  isPool: {
    'cli-command': 'This is an AWS CLI command, not a profile card',
    amplify: 'This is an Amplify file, not a profile card',
    issuer: 'This is an issuer address, not a profile card',
  } satisfies Readonly<Record<FoundProfile['kind'], string>>,
  isPoolText: 'It names a user pool or an app client, so it can fill in a new profile.',
  fillIn: 'Fill in a new profile',

  sealedTitle: (name: string | null) => (name === null ? 'This text is encrypted' : `“${name}” is encrypted`),
  sealedText: 'Enter the passphrase that whoever saved it chose.',
  passphrase: 'Passphrase of the file',
  wrong: 'That passphrase does not fit. Check capital letters and spaces.',
  emptyPassphrase: 'Fill this in.',
  open: 'Open',
  another: 'Another file',

  previewTitle: (kind: SharedPreview['kind'], count: number, name: string | null) =>
    `${capital(profiles(count))} ${name === null ? (kind === 'card' ? 'on this card' : 'in this backup') : `in “${name}”`}`,
  isBackup: 'This is a backup, not a profile card',
  isBackupText:
    'It holds all profiles of somebody’s app, with their secrets. If it is your own, this is the right place to restore it, too.',
  isCard: 'This is a profile card, not a backup',
  isCardText: 'It holds the profiles that somebody chose to share. You can bring them in here all the same.',
  listLabel: 'Profiles in the file',
  forAll: 'For all that you have already',
  region: 'Region',
  endpoint: 'Address',
  endpointText: (host: string) => `Talks to ${host} instead of AWS`,
  pool: 'User pool',
  noPool: 'Not given',
  client: 'App client',
  secret: 'Client secret',
  hasSecret: 'In the file',
  noSecret: 'Not in the file',
  access: 'Looking people up',
  keysInFile: 'Access keys, in the file',
  unnamed: (index: number) => `Profile ${index + 1}`,
  refused: 'Cannot be used.',
  whole: 'This part of the file',
  conflict: {
    'same-profile': (name: string) => `You have this profile: “${name}”.`,
    'same-client': (name: string) => `You have “${name}” for the same pool and app client.`,
    'same-name': (name: string) => `You have another profile named “${name}”.`,
  } satisfies Readonly<Record<SharedConflict['why'], (name: string) => string>>,
  identical: 'Nothing differs.',
  keepsSecrets: 'The secrets that are saved with it stay.',
  loosens: 'Replacing takes its production or read-only mark away.',
  choiceFor: (name: string) => `What to do with ${name}`,
  choices: { 'keep-both': 'Keep both', replace: 'Replace yours', skip: 'Leave out' } satisfies Readonly<
    Record<ImportChoice, string>
  >,
  add: 'Add',
  submit: (count: number, restoring: boolean) => `${restoring ? 'Restore' : 'Import'} ${profiles(count)}`,
  nothingChosen: 'Everything is left out. Choose what to bring in.',

  doneTitle: (added: number, replaced: number, skipped: number) =>
    capital(
      `${[
        added > 0 && `${profiles(added)} added`,
        replaced > 0 && `${number(replaced)} replaced`,
        skipped > 0 && `${number(skipped)} left out`,
      ]
        .filter(Boolean)
        .join(', ')}.`,
    ),
  outcome: {
    added: (name: string) => `${name}: added`,
    replaced: (name: string) => `${name}: replaced`,
    skipped: (name: string) => `${name}: left out`,
  },
  use: (name: string) => `Use ${name}`,
  toProfiles: 'Go to profiles',
  more: 'Import more',
} as const;

/** The parts of a profile, by the names that they have in its form. */
const partNames: ReadonlyMap<string, string> = new Map([
  ['name', profileFormWords.name],
  ['environment', profileFormWords.environment],
  ['region', profileFormWords.region],
  ['clientId', profileFormWords.clientId],
  ['clientSecret', profileFormWords.clientSecret],
  ['endpoint', profileFormWords.endpoint],
  ['poolId', profileFormWords.poolId],
  ['access', profileFormWords.accessTitle],
  ['colour', profileFormWords.colour],
  ['icon', profileFormWords.icon],
]);

/** What a part of a profile in a file is called; parts that do not belong there keep the name that they have. */
export const partName = (path: string): string =>
  path === '' ? importWords.whole : (partNames.get(path.split('.')[0] ?? '') ?? `“${path}”`);
