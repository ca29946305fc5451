export const inspectText = {
  title: 'Inspect a token',
  subtitle: (profile: string) => `Read any token, and hold it against ${profile}`,
  paste: 'Token',
  pasteSecond: 'Second token',
  hint: 'With or without “Bearer”. It stays in this app and is sent nowhere.',
  source: 'Where it comes from',
  pasted: 'Pasted text',
  ofSession: (kind: string, name: string, profile: string) => `${kind} of ${name} · ${profile}`,
  submit: 'Inspect',
  submitBoth: 'Compare',
  busy: 'Reading…',
  compare: 'Compare with another token',
  stopComparing: 'Only one token',
  clear: 'Clear',
  empty: {
    title: 'Nothing to read yet',
    text: 'Whether the token is genuine, and what it says, shows here. Tokens of other pools and programs can be read, too.',
  },
  first: 'First token',
  second: 'Second token',
  differences: (count: string, all: string) => `${count} of ${all} claims differ`,
  same: 'The two say the same',
  onlyDifferent: 'Only what differs',
  claim: 'Claim',
  missing: 'Not there',
  differs: 'Differs',
  notBoth: 'Two readable tokens are needed to compare them.',

  inspectLink: 'Inspect or compare a token',
} as const;

/** What to look at when an API refuses a token. */
export const refusedText = {
  label: 'The API answers 401?',
  lead: 'The token is right as far as Cognito goes. Then it is mostly one of these:',
  wrongToken: {
    title: 'The gateway wants the ID token',
    text: 'Amazon API Gateway takes the ID token where no scopes are set for the route, and the access token where they are. Others differ.',
    copy: 'Copy the ID token',
  },
  header: {
    title: 'The header has another form',
    text: 'Most want “Authorization: Bearer” and the token. Some want the token alone. No quotes, no line break at the end.',
  },
  place: {
    title: 'It expects another pool or app client',
    text: 'Compare these with the settings of the API:',
    issuer: 'Issuer',
    client: 'App client',
  },
  time: {
    title: 'It was copied before it ended, or a clock is wrong',
    text: 'Copy it again now. A server whose clock is off refuses good tokens.',
  },
  forbidden: {
    title: 'It says 403, not 401',
    text: 'Then the token was accepted, and the person lacks a scope or a group. Look under “May” and “Groups” above.',
  },
} as const;
