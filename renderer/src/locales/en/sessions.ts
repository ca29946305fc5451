export const sessionText = {
  title: 'Signed-in people',
  subtitle: 'Everyone who is signed in through this app, in all profiles. Kept in memory only.',
  empty: {
    title: 'Nobody is signed in',
    text: 'People who sign in, or whose access token you get, stand here until you forget them or close the app.',
  },
  list: 'Sign-ins',
  here: 'This sign-in',
  where: (region: string, pool: string | null) => (pool === null ? region : `${region} · ${pool}`),
  otherPlace: 'Profile no longer there',
  left: (text: string) => text,
  ended: (ago: string) => `Ended ${ago}`,
  endUnknown: 'End unknown',
  since: 'Signed in at',

  renewals: {
    possible: 'Renews by itself shortly before its end, without a password.',
    none: 'Cannot be renewed: AWS gave no refresh token. It ends with its tokens.',
    refused: 'AWS renews it no longer. It ends with its tokens; then sign in again.',
  },
  endsSoon: {
    possible: 'The tokens end soon. They renew by themselves; what was copied before ends all the same.',
    none: 'The tokens end soon, and this sign-in cannot be renewed. Sign in again for new ones.',
    refused: 'The tokens end soon, and AWS renews this sign-in no longer. Sign in again for new ones.',
  },

  endings: {
    soon: (name: string, minutes: number) =>
      `${name}’s sign-in ends in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
    ended: (name: string) => `${name}’s sign-in has ended.`,
  },
  due: (count: number) =>
    count === 1 ? 'one sign-in ends soon or has ended' : `${count} sign-ins end soon or have ended`,
  signInAgain: 'Sign in again',
  signInAgainAs: (name: string) => `Sign in again as ${name}`,

  tokens: 'Tokens',
  tokensOf: (name: string) => `Tokens of ${name}`,
  renew: 'Renew',
  renewed: 'Renewed. The new tokens are in place.',
  signOut: 'Sign out',
  everywhere: 'Sign out everywhere…',
  forget: 'Forget',
  more: 'More',
  moreOf: (name: string) => `More for ${name}`,
  commandFor: 'What the command does',
  commands: {
    renew: 'Renew',
    'revoke-token': 'Sign out',
    'global-sign-out': 'Sign out everywhere',
  },
  everywhereTitle: (name: string) => `Sign ${name} out everywhere?`,
  everywhereBody:
    'Every sign-in of this person in this user pool ends, on all devices and in all apps, not only here. They have to sign in again.',
  everywhereConfirm: 'Sign out everywhere',
  signedOut: (name: string) =>
    `${name} is signed out. APIs that do not ask Cognito may take the old tokens until they end.`,
  signedOutEverywhere: (name: string) =>
    `${name} is signed out everywhere. APIs that do not ask Cognito may take the old tokens until they end.`,
  forgotten: (name: string) =>
    `The sign-in of ${name} is forgotten. AWS was not told: its tokens stay valid until they end.`,
} as const;
