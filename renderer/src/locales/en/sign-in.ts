export const signInText = {
  title: 'Sign in',
  subtitle: 'Check a username and password the way an app would',
  flow: 'Password sign-in. No AWS access needed.',
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
  getToken: 'Show access token',
  forget: 'Forget this sign-in',
  forgotten: 'Forgotten. The tokens are no longer kept here; they stay valid until they end.',
} as const;
