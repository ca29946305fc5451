/** Words of the window around the screens. */
export const shell = {
  app: 'Cognito Desk',
  title: (...parts: readonly (string | undefined)[]) =>
    [...parts.filter(Boolean), 'Cognito Desk'].join(' – '),
  skip: 'Skip to the content',
  nav: 'Screens',
  screens: {
    find: 'Find a person',
    'sign-in': 'Sign in',
    token: 'Access token',
    'sign-up': 'Sign up',
    inspect: 'Inspect a token',
    sessions: 'Signed-in people',
    activity: 'Activity',
    profiles: 'Profiles',
    settings: 'Settings',
    welcome: 'Welcome',
    profile: 'Profile',
    check: 'Check of a profile',
  },
  loading: 'Opening your profiles',
  loadFailed: 'Your profiles could not be opened',
  retry: 'Try again',
  dismiss: 'Dismiss',
  switcher: 'Switch profile. In use: ',
  noProfile: 'No profile',
  filterProfiles: 'Filter profiles',
  noProfileFits: 'No profile fits. Try fewer letters.',
  switchedTo: (name: string) => `Switched to ${name}`,
  manage: 'Manage profiles',
  add: 'Add a pool',
  search: 'Search people, profiles and actions',
} as const;

/** Words of the command palette. */
export const palette = {
  title: 'Search people, profiles and actions',
  placeholder: 'A name, an email, a profile or an action',
  profiles: (group: string) => `Profiles · ${group}`,
  actions: 'Actions',
  people: 'People',
  current: 'current',
  find: (text: string) => `Find “${text}”`,
  findIn: (profile: string) => `in ${profile}`,
  goTo: (screen: string) => `Go to ${screen}`,
  add: 'Add a pool',
  editProfile: (name: string) => `Edit ${name}`,
  checkProfile: (name: string) => `Check ${name}`,
  themes: { system: 'Follow the system’s colours', light: 'Use light colours', dark: 'Use dark colours' },
  nothing: 'Nothing fits. Try fewer letters.',
  nothingWithoutProfile: 'Nothing fits. People can be found once a pool is added.',
  hintChoose: 'choose',
  hintOpen: 'open',
  hintClose: 'close',
} as const;

/** Words of the welcome. */
export const welcome = {
  title: 'Welcome to Cognito Desk',
  lead: 'Look after the people of your Amazon Cognito user pools, without code and without the AWS console.',
  can: [
    { screen: 'find', text: 'See whether someone can sign in, and if not, why.' },
    { screen: 'sign-in', text: 'Try a sign-in exactly as a user would.' },
    { screen: 'token', text: 'Get an access token for your API client in one step.' },
    { screen: 'sign-up', text: 'Create accounts and confirm them with a code.' },
  ],
  doors: 'Start here',
  add: 'Add a pool',
  addText: 'You need its region and an app client ID. It takes about a minute.',
  privacy: 'Profiles stay on this computer. The app talks to AWS only.',
} as const;
