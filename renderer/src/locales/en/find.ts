export const findText = {
  title: 'Find a person',
  subtitle: 'By username, email, phone or user ID',
  label: 'Who are you looking for?',
  hint: 'Exactly as it is written, capital letters too.',
  placeholder: 'jane@example.com',
  submit: 'Look up',
  busy: (pool: string) => `Looking in ${pool}…`,
  cost: 'AWS counts a person who is opened as active in this month’s bill.',
  searchInside: 'Search inside names and addresses',
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
