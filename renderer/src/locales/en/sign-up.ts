export const signUpText = {
  title: 'Sign up',
  subtitle: 'Create an account as its owner would',
  username: 'Username',
  usernameHint: 'An email address or phone number, if people of this pool sign in with it.',
  capitals: 'In many pools capital letters count: Jane@… and jane@… are two people.',
  password: 'Password',
  fields: 'About the person',
  customName: 'Name of the custom field',
  customValue: 'Value',
  addField: 'Add a field',
  addCustom: 'Custom field…',
  removeField: (label: string) => `Remove ${label}`,
  blankHint: 'Fields left blank are not sent.',
  submit: 'Create account',
  busy: (pool: string) => `Creating in ${pool}…`,
  another: 'Sign up another person',

  empty: {
    title: 'No account created yet',
    text: 'Whether the account is ready, and where its code went, shows here.',
  },

  ready: { title: 'Created and ready', body: 'The account is confirmed; the person can sign in now.' },
  codeSent: (delivery: string) => ({
    title: 'Created, code sent',
    body: `The code went to ${delivery}. Enter it here, or let the person do so in the team’s app.`,
  }),
  waiting: {
    title: 'Created, waiting for approval',
    body: 'No code was sent. An administrator of this pool has to confirm the account.',
  },
  confirmed: (name: string) => ({ title: `${name} is confirmed`, body: 'The person can sign in now.' }),
  person: 'Person',
  userId: 'User ID (sub)',

  confirmFor: (name: string) => `Enter the code for ${name}`,
  code: 'Code',
  codeHint: 'The six digits of the newest message.',
  confirm: 'Confirm',
  resend: 'Send a new code',
  resendIn: (seconds: number) => `Send a new code (${String(seconds)} s)`,
  resent: (delivery: string) => `A new code went to ${delivery}. Older codes no longer work.`,
  resentNowhere: 'AWS sent no code.',
  signIn: 'Try signing in',
  lookUp: 'Look the person up',
  more: 'More',
  validationData: 'Validation data',
  validationHint: 'For the pool’s own check before sign-up. One per line: name=value.',
  clientMetadata: 'Client metadata',
  metadataHint: 'For all of the pool’s own programs. One per line: name=value.',
  pairForm: 'Write each line as name=value.',

  confirmAsAdmin: 'Confirm as admin',
  adminHint: 'Confirming as admin needs no code. It leaves email and phone unverified.',
  moveTitle: 'Take this address from the other account?',
  moveText: (address: string) =>
    `The other account keeps existing, but its owner can no longer sign in with this ${address}. From then on it belongs to the new account. This cannot be taken back here.`,
  move: 'Take it and confirm',
  copyHandOver: 'Copy hand-over card',
  handOver: (profile: string, username: string, confirmed: boolean) =>
    [
      `Account for ${profile}`,
      `Sign in as: ${username}`,
      confirmed
        ? 'The account is ready.'
        : 'The account still has to be confirmed: enter the code that you received.',
      'The password comes to you separately.',
    ].join('\n'),

  checking: 'Looking for the account…',
  found: (name: string) => ({
    title: `The account of ${name} is there`,
    body: 'Check the time below: if it was created just now, it worked. If it is older, it was there before.',
  }),
  notFound: (name: string) => ({
    title: `AWS finds nobody called ${name}`,
    body: 'The account was most likely not created. It is safe to create it now.',
  }),
  createdAt: 'Created',
  status: 'Status',
  tryAgain: 'Create it now',
  toConfirm: 'Enter the code',

  many: 'Sign up many people at once',
  haveCode: 'I have a code for an existing account',
} as const;
