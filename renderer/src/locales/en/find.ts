export const findText = {
  title: 'Find a person',
  label: 'Who are you looking for?',
  busy: (pool: string) => `Looking in ${pool}…`,
  noAccess: {
    title: 'Looking people up needs AWS access',
    text: 'Signing up and signing in work without it. Add the user pool ID and AWS access to this profile once.',
    action: 'Add access',
  },
  empty: {
    title: 'Nobody looked up yet',
    text: 'The person’s status, contacts and dates show here, with what to do next.',
  },
  practice: {
    title: 'People of the practice pool',
    text: 'Pick one to try it out.',
  },

  tryAgain: 'Look up again',
} as const;
