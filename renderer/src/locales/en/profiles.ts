import type {
  ComputerAddress,
  AwsAccessSummary,
  Environment,
  ProfileColour,
  ProfileIcon,
  ProfileStorage,
  SignInMethod,
} from '#contract/profiles.ts';

/** What an environment is called. */
export const environmentNames: Readonly<Record<Environment, string>> = {
  development: 'Development',
  test: 'Test',
  staging: 'Staging',
  production: 'Production',
};

/** Heads the favourites where profiles stand in groups. */
export const favouritesTitle = 'Favourites';

/** How a profile's mark can look. */
export const colourNames: Readonly<Record<ProfileColour, string>> = {
  environment: 'Environment',
  blue: 'Blue',
  teal: 'Teal',
  green: 'Green',
  amber: 'Amber',
  red: 'Red',
  pink: 'Pink',
  purple: 'Purple',
  grey: 'Grey',
};
export const iconNames: Readonly<Record<ProfileIcon, string>> = {
  letters: 'Letters',
  bag: 'Bag',
  briefcase: 'Briefcase',
  building: 'Building',
  cloud: 'Cloud',
  database: 'Database',
  flask: 'Flask',
  globe: 'Globe',
  house: 'House',
  phone: 'Phone',
  rocket: 'Rocket',
  wrench: 'Wrench',
};

/** Said on a form that writes, before one types into it. */
export const readOnlyWords = {
  title: (name: string) => `“${name}” is read-only`,
  text: 'Nothing can be changed in its pool from here.',
  open: 'Open the profile',
} as const;

/** Why the key that opens saved profiles is not there. `platform` is Node's name of the system. */
function keyNotGiven(platform: string): string {
  switch (platform) {
    case 'darwin':
      return 'macOS did not give Cognito Desk the key that opens them.';
    case 'win32':
      return 'Windows did not give Cognito Desk the key that opens them.';
    default:
      return 'Their key is in this computer’s keyring, which is locked or did not answer.';
  }
}

/** What makes the system give the key at the next start. Goes on with “then restart …”. */
function keyTodo(platform: string): string {
  switch (platform) {
    case 'darwin':
      return 'Have the password of your keychain at hand (mostly that of your Mac account) and choose Allow when macOS asks;';
    case 'win32':
      return 'Sign out of Windows and in again;';
    default:
      return 'Unlock the keyring, as it was when you saved them,';
  }
}

function whyNotKept(reason: SessionOnlyReason, platform: string): string {
  if (reason === 'locked')
    return 'The system has not handed out its key yet. It may be asking for a password in another window.';
  if (reason === 'weak-keyring')
    return 'No keyring that is unlocked was found here, and without one the key would not be protected.';
  switch (platform) {
    case 'darwin':
      return 'macOS did not give Cognito Desk a key of the keychain.';
    case 'win32':
      return 'Windows offers no key to protect them with.';
    default:
      return 'The system offers no keyring to keep the key in.';
  }
}

function howToKeep(reason: SessionOnlyReason, platform: string): string {
  switch (platform) {
    case 'darwin':
      return 'start the app again, and choose Allow when macOS asks for the keychain.';
    case 'win32':
      return 'sign out of Windows and in again.';
    default:
      return reason === 'locked'
        ? 'answer that question. They are then saved by themselves.'
        : 'unlock the keyring, or set one up such as GNOME Keyring or KWallet, and start the app again.';
  }
}

type SessionOnlyReason = Extract<ProfileStorage, { kind: 'session-only' }>['reason'];

/** Words about how profiles are kept: the bar, Welcome and Profiles say the same. */
export const storageWords = {
  short: {
    protected: 'Profiles protected',
    locked: 'Profiles locked',
    'session-only': 'Not saved: this run only',
    'out-of-reach': 'Profiles out of reach',
  } satisfies Readonly<Record<ProfileStorage['kind'], string>>,
  about: {
    protected: 'Profiles and their secrets are encrypted on this computer.',
    locked: 'Profiles and their secrets are encrypted on this computer, and a passphrase opens them.',
    'session-only':
      'This computer cannot protect secrets right now. Profiles are kept until you close the app.',
    'out-of-reach': 'The key that opens the saved profiles cannot be had until Cognito Desk is restarted.',
  } satisfies Readonly<Record<ProfileStorage['kind'], string>>,
  outOfReachTitle: 'The saved profiles are out of reach right now',
  outOfReachBody: (platform: string) =>
    `${keyNotGiven(platform)} Nothing was deleted. ${keyTodo(platform)} then restart Cognito Desk: it can ask for the key only once each time it is open.`,
  restart: 'Restart Cognito Desk',
  sessionOnlyTitle: 'This computer cannot protect secrets right now, so we will not save them',
  sessionOnlyBody: (reason: SessionOnlyReason, platform: string) =>
    `${whyNotKept(reason, platform)} Profiles work until you close the app. To keep them, set a passphrase; or ${howToKeep(reason, platform)}`,
  setPassphrase: 'Set a passphrase…',
  unreadableTitle: (count: number) =>
    count === 1 ? 'One saved profile cannot be opened here' : `${count} saved profiles cannot be opened here`,
  unreadableBody: (count: number) =>
    count === 1
      ? 'It was locked by another user account or computer. Nothing was deleted: it stays in the file and opens again where it was made. You can add the pool anew here.'
      : 'They were locked by another user account or computer. Nothing was deleted: they stay in the file and open again where they were made. You can add the pools anew here.',
  damagedTitle: 'The file with your saved profiles is damaged and cannot be read',
  damagedBody:
    'Nothing was deleted: the file stays until you save a profile, and is then kept beside the new one under another name. Import a backup if you have one, or add your pools anew.',
  startFreshBody:
    'They were locked by another user account or computer, or the system’s key was reset. Nothing was deleted. To work here, start fresh: the old file is set aside, not erased. A backup can be imported then, if you have one.',
  startFresh: 'Start fresh…',
  startFreshTitle: 'Begin with no profiles?',
  startFreshText:
    'The file with the locked profiles is kept under another name in the app’s folder. You add your pools anew.',
  startFreshConfirm: 'Start fresh',
} as const;

/** Where the access for looking people up comes from, in words. */
export function accessWords(access: AwsAccessSummary | null): string {
  switch (access?.kind) {
    case undefined:
      return 'Not set up';
    case 'aws-profile':
      return `AWS profile “${access.name}”`;
    case 'access-keys':
      return 'Access keys';
    case 'default-chain':
      return 'This computer’s AWS access';
  }
}

/** The list of profiles. */
export const profileListWords = {
  title: 'Profiles',
  subtitle: 'One profile for each pool and app client that you work with',
  add: 'Add a pool',
  import: 'Import…',
  export: 'Export…',
  drop: 'Drop the file to import it',
  inUse: 'In use',
  use: 'Use',
  useThis: (name: string) => `Use ${name}`,
  check: 'Check',
  checkThis: (name: string) => `Check ${name}`,
  edit: 'Edit',
  editThis: (name: string) => `Edit ${name}`,
  remove: 'Delete',
  removeThis: (name: string) => `Delete ${name}`,
  nowInUse: (name: string) => `${name} is in use now`,
  region: 'Region',
  endpoint: 'Endpoint',
  client: 'App client',
  clientWithSecret: 'has a secret',
  pool: 'User pool',
  noPool: 'Not given',
  access: 'Looking people up',
  listLabel: 'Profiles',
  readOnly: 'Read-only',
  favourite: (name: string) => `Favourite: ${name}`,
  favouriteTip: 'Favourite',
  duplicate: 'Duplicate',
  duplicateThis: (name: string) => `Duplicate ${name}`,
  duplicated: (name: string) => `${name} was added, with the same secrets`,
  moveThis: (name: string) => `Move ${name}`,
  moveTip: 'Drag, or press Alt with an arrow key',
  movedTo: (name: string, position: number, count: number) => `${name}: ${position} of ${count}`,
  removeTitle: (name: string) => `Delete “${name}”?`,
  removeBody: (name: string, environment: string) =>
    `The ${environment.toLowerCase()} profile “${name}”, its secrets and its saved test users are erased from this computer, and its sign-ins end. The pool in AWS and its people stay as they are.`,
  removeConfirm: 'Delete profile',
  removed: (name: string) => `${name} was deleted`,
} as const;

/** The form of one profile. */
export const profileFormWords = {
  newTitle: 'Add a pool',
  newSubtitle: 'A profile says which user pool to talk to, and through which app client',
  editTitle: (name: string) => `Edit ${name}`,
  editSubtitle: 'Another pool, app client, secret or AWS access ends the sign-ins of this profile',
  gone: 'This profile is not there any more',
  goneText: 'It was deleted, or the address is not complete.',
  toProfiles: 'Go to profiles',

  name: 'Name',
  nameHint: 'As you want to see it at the top of the window, for example “Staging · Shop”',
  environment: 'Environment',
  environmentHint: {
    development: 'The bar at the top is green',
    test: 'The bar at the top is blue',
    staging: 'The bar at the top is amber',
    production: 'The bar at the top is red, and the app asks before it changes anything',
  } satisfies Readonly<Record<Environment, string>>,
  poolId: 'User pool ID',
  poolIdHint: 'Like eu-west-1_Ab12Cd34E. For looking people up and secure sign-in.',
  region: 'Region',
  regionHint: 'Where the pool is, for example eu-west-1',
  regionTaken: 'Taken from the user pool ID',
  regionDiffers: (region: string) => `The user pool ID names ${region}.`,
  useRegion: (region: string) => `Use ${region}`,
  clientId: 'App client ID',
  clientIdHint: 'About 26 letters and digits',
  clientSecret: 'App client secret',
  clientSecretHint: 'Only if the app client was created with one',
  clientSecretSaved: 'Saved. Leave empty to keep it.',
  clientSecretRemoved: 'Will be removed when you save.',
  removeSecret: 'Remove',
  keepSecret: 'Keep it',
  signInMethod: 'How people sign in',
  methods: {
    automatic: 'Automatic',
    password: 'Password',
    srp: 'Secure sign-in (SRP)',
    choice: 'What the pool offers',
    admin: 'As an administrator',
  } satisfies Readonly<Record<SignInMethod, string>>,
  methodHint: {
    automatic: 'By password; where the app client has that off, by secure sign-in (SRP)',
    password: 'USER_PASSWORD_AUTH: the password is sent, encrypted on its way',
    srp: 'USER_SRP_AUTH: the password proves itself without being sent. Needs the user pool ID.',
    choice: 'USER_AUTH: the pool offers a password, codes and more. Needs the Essentials plan.',
    admin: 'ADMIN_USER_PASSWORD_AUTH: with the AWS access further down',
  } satisfies Readonly<Record<SignInMethod, string>>,
  more: 'More',
  endpoint: 'Custom endpoint',
  endpointHint: 'For an emulator or a private address, for example http://localhost:9229',

  computerAddress: ({ setting, host }: ComputerAddress) =>
    `The AWS settings of this computer name ${host} (${setting.kind === 'variable' ? setting.name : `AWS profile “${setting.name}”`}). This profile talks to Amazon all the same.`,
  useComputerAddress: 'Use that address',
  movedSecrets:
    'You are changing the address. Saved secrets stay with the old one: type them again for the new one, or leave them out. Saved test users wait until the old address comes back.',

  looksTitle: 'Looks and limits',
  colour: 'Colour',
  colourHint: 'Of its mark in lists. The bar keeps the colour of the environment.',
  icon: 'Icon',
  readOnly: 'Read-only',
  readOnlyHint: 'The app refuses to sign people up, confirm them or change anything else in this pool',

  accessTitle: 'Looking people up',
  accessText:
    'Signing in and signing up need no AWS keys. Finding a person does: it uses AWS access that may read this pool.',
  accessKind: 'AWS access',
  kinds: {
    none: 'None',
    'aws-profile': 'AWS profile',
    'access-keys': 'Access keys',
    'default-chain': 'This computer’s',
  },
  kindHint: {
    none: 'You can add it later',
    'aws-profile': 'A profile that the AWS command line on this computer knows, single sign-on included',
    'access-keys': 'Kept encrypted on this computer and never shown again',
    'default-chain': 'Whatever the AWS command line would use here: variables, the default profile or a role',
  },
  keysThisRunOnly: 'Kept until you close the app and never shown again',
  awsProfile: 'Name of the AWS profile',
  awsProfileNone: 'No AWS profiles were found on this computer. You can write a name all the same.',
  awsProfileOther: 'Another name…',
  awsProfileChoose: 'Choose a profile',
  awsProfileOtherLabel: 'Other name',
  keysSaved: 'Access keys are saved',
  keysSavedText: 'They are never shown again.',
  replaceKeys: 'Replace them',
  keepKeys: 'Keep the saved keys',
  accessKeyId: 'Access key ID',
  secretAccessKey: 'Secret access key',
  sessionToken: 'Session token',
  sessionTokenHint: 'Only for temporary keys',

  save: 'Save',
  add: 'Add pool',
  cancel: 'Cancel',
  saved: (name: string) => `${name} was saved`,

  helpTitle: 'Where to find these',
  help: [
    {
      term: 'User pool ID',
      text: 'AWS console, Amazon Cognito, User pools: the ID stands next to the pool’s name. The region is the part before the underscore.',
    },
    {
      term: 'App client ID',
      text: 'In the pool, under App clients. A developer can read it from the app’s settings, too.',
    },
    {
      term: 'App client secret',
      text: 'On the app client’s page, behind “Show client secret”. Apps in a browser or on a phone have none.',
    },
  ],
  helpSecret: 'About client secrets',
  helpAccess: 'What the AWS access must allow',

  leaveTitle: 'Leave without saving?',
  leaveBody: 'What you changed in this profile would be lost.',
  leave: 'Leave',
  stay: 'Stay',
} as const;

/** Words of the question before something is written to production. */
export const productionWords = {
  title: (name: string) => `Change something in “${name}”?`,
  description:
    'This is a production profile: real people are in it. Type its name to allow changes for the next 15 minutes.',
  name: 'Name of the profile',
  confirm: 'Allow changes',
  cancel: 'Cancel',
} as const;

/** Words of filling the form from a pasted text. */
export const pastedPoolWords = {
  label: 'Paste what you have',
  hint: 'An AWS CLI command, an Amplify file or an issuer address. Passwords and tokens in it are not used.',
  placeholder: 'aws cognito-idp … --user-pool-id …',
  unknown: 'No user pool or app client was found in this text.',
  tooLong: 'This text is too long. Paste only the part with the user pool.',
  found: {
    'cli-command': 'Filled in below from the command.',
    amplify: 'Filled in below from the Amplify file.',
    issuer: 'Filled in below from the issuer address.',
  },
} as const;
