import type { UsedMethod } from '#contract/auth.ts';
import type { SignInMethod } from '#contract/profiles.ts';

export const signInText = {
  title: 'Sign in',
  subtitle: 'Check a username and password the way an app would',
  flows: {
    automatic: 'Password sign-in, or secure sign-in (SRP) where that is off. No AWS access needed.',
    password: 'Password sign-in. No AWS access needed.',
    srp: 'Secure sign-in (SRP): the password itself is not sent. No AWS access needed.',
    choice: 'The pool says which ways it offers. No AWS access needed.',
    admin: 'Password sign-in as an administrator, with the profile’s AWS access.',
  } satisfies Readonly<Record<SignInMethod, string>>,
  passwordLater: 'The pool asks for the password, or for another proof, in the next step.',
  username: 'Username',
  usernameHint: 'Or email or phone, if this pool lets people sign in with it.',
  password: 'Password',
  submit: 'Sign in',
  busy: (pool: string) => `Signing in to ${pool}…`,
  pastedBreaks: 'Line breaks in the pasted text were taken out.',

  empty: {
    title: 'Not signed in yet',
    text: 'Whether it works, until when, and which steps the pool asks for show here.',
  },
  practiceTitle: 'Practice people',

  signedIn: (name: string) => `Signed in as ${name}`,
  endsAt: (time: string) => `Access ends at ${time}.`,
  endsUnknown: 'AWS did not say when access ends.',
  methods: {
    password: 'By password sign-in.',
    srp: 'By secure sign-in (SRP).',
    choice: 'In a way that the pool offered.',
    admin: 'By password, as an administrator.',
  } satisfies Readonly<Record<UsedMethod, string>>,
  usedSrp: 'Password sign-in is off for this client, so secure sign-in (SRP) was used.',
  getToken: 'Show access token',
  forget: 'Forget this sign-in',
  details: {
    title: 'My details',
    about:
      'What this person may read about themselves, with the access token of this sign-in. No AWS access needed.',
    load: 'Show my details',
    again: 'Read again',
    busy: 'Reading…',
  },
  forgotten: 'Forgotten. The tokens are no longer kept here; they stay valid until they end.',

  paused: (left: string) => `Sign-in is probably paused for another ${left}`,
  pausedBody:
    'This is an estimate. After five wrong passwords AWS pauses sign-in, each time for twice as long, up to 15 minutes. A try before that fails whatever the password.',
  tryAnyway: 'Try anyway',

  forgot: {
    link: 'Forgot password…',
    title: (name: string) => `A new password for ${name}`,
    body: 'AWS sends a code to the person’s verified email address or phone number. With it, a new password can be set.',
    send: 'Send a code',
    haveCode: 'I have a code',
    close: 'Close',
    sentTo: (where: string) =>
      `A code is on its way to ${where}, if this person exists: AWS may hide when nobody has this name. It works for an hour.`,
    sentSomewhere: 'A code is on its way. AWS does not say where to.',
    code: 'Code',
    codeHint: 'Spaces in a pasted code are fine.',
    password: 'New password',
    set: 'Set the password',
    resend: 'Send a new code',
    done: 'The new password is set',
    doneBody: (name: string) => `${name} can sign in with it now.`,
    signIn: 'Sign in with it',
  },
} as const;
