import type { PoolRules } from '#contract/pool-rules.ts';
import type { SearchableAttribute, SearchKind } from '#contract/people-search.ts';
import type { Difference } from '../../features/find/alike.ts';
import { formatNumber } from '../../ui/format.ts';

/** "a, b and c" */
const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

const attributeNames: Readonly<Record<SearchableAttribute, string>> = {
  username: 'username',
  email: 'email',
  phone_number: 'phone',
  name: 'name',
  given_name: 'first name',
  family_name: 'last name',
  preferred_username: 'preferred username',
  'cognito:user_status': 'status',
  status: 'switched on or off',
  sub: 'user ID',
};

const kinds: Readonly<Record<SearchKind, string>> = {
  email: 'Email',
  phone: 'Phone',
  sub: 'User ID',
  username: 'Username',
  name: 'Name',
  word: 'Name or username',
  status: 'Status',
  domain: 'End of an address',
  nothing: '',
};

const people = (count: number): string => (count === 1 ? '1 person' : `${formatNumber(count)} people`);

const signInNames = (rules: PoolRules): string => {
  const names = { email: 'email', phone_number: 'phone', preferred_username: 'preferred username' };
  switch (rules.identifier) {
    case 'email':
      return 'their email or user ID';
    case 'phone':
      return 'their phone number or user ID';
    case 'email-or-phone':
      return 'their email, phone number or user ID';
    case 'username':
      return rules.aliases.length === 0
        ? 'their username or user ID'
        : `their username or user ID, and by ${listed(rules.aliases.map((alias) => names[alias]))} once that is verified`;
  }
};

export const searchText = {
  subtitle: 'By email, phone, name, username or ID',
  placeholder: 'Email, phone, name, username or ID',
  hint: 'The beginning is enough. Enter searches at once.',
  submit: 'Search',
  exact: 'Exact lookup',
  exactHint: 'Asks AWS for this one person. AWS can count them as active in this month’s bill.',
  exactly: (text: string) => `Look up exactly “${text}”`,
  kind: (kind: SearchKind) => kinds[kind],
  searching: (pool: string) => `Searching in ${pool}…`,
  stillLooking: (page: number) => `Still looking, page ${formatNumber(page)}`,
  cost: 'Searching does not add to the AWS bill. Opening a person can: AWS then counts them as active this month.',
  understood: 'Understood',
  inside: 'Search inside names and addresses',
  insideHint: 'reads the whole pool once',
  everywhere: 'Look in my other profiles',
  everywhereShort: 'Find in all my profiles',
  notThem: 'Not who you look for?',
  results: 'People found',
  keys: 'Arrow keys move, Enter opens, Esc leads back.',
  searched: (names: readonly SearchableAttribute[], starts: boolean, count: number, more: boolean) =>
    `Searched ${listed(names.map((name) => attributeNames[name]))}${starts ? ', starts with' : ''}; ${
      more ? `more than ${formatNumber(count)}` : formatNumber(count)
    } found.`,
  refused: (names: readonly SearchableAttribute[]) =>
    `This pool does not search by ${listed(names.map((name) => attributeNames[name]))}.`,
  allRefused: {
    title: 'AWS could not search for that text',
    text: 'An exact lookup can still find the person, if this is their username, address or user ID.',
  },
  shortened: 'AWS takes at most 256 characters, so it was asked for the beginning of this text.',
  restarted:
    'A page marker of AWS had expired. The list was read again from its beginning; who was found stays.',
  stopped: 'Stopped. Who was found so far stays.',
  more: 'Show more',
  nobody: {
    title: (pool: string, text: string) => `Nobody in ${pool} begins with “${text}”`,
    status: (pool: string) => `Nobody in ${pool} has this status`,
    text: 'AWS compares capital letters in some pools, and new or changed people can be missing from its list for a while.',
    /** Of a phone number with its country code, and of one as it is written at home. */
    phone: 'New or changed people can be missing from AWS’s list for a while.',
    homePhone:
      'Pools keep numbers with “+” and the country code. Write it in front, such as +44 1632 960121, or search inside: that finds the number as it is.',
    domain: {
      title: 'AWS cannot search by the end of an address',
      text: 'Reading the whole pool can: it then finds text anywhere in names and addresses.',
    },
    names: (pool: string, rules: PoolRules) => `In ${pool} people sign in with ${signInNames(rules)}.`,
  },
  tooLongForExact: 'An exact lookup takes at most 128 characters without spaces.',
  alike: (count: number) =>
    `${formatNumber(count)} accounts look alike. What differs is marked; choose the one that is meant.`,
  differs: 'differs',
  thisPool: 'This pool’s own',
  created: 'Created',
  off: 'Switched off',
  difference: {
    username: 'Username',
    email: 'Email',
    provider: 'Signs in through',
    status: 'Status',
    created: 'Created',
  } as Readonly<Record<Difference, string>>,
  label: (name: SearchableAttribute) => {
    const text = attributeNames[name];
    return text.charAt(0).toUpperCase() + text.slice(1);
  },
  denied: {
    text: 'Looking one person up exactly can still be allowed.',
  },
  listOnly: {
    title: 'What the list shows',
    text: 'Your access can list people but not open them, so second steps and groups are missing here.',
  },
  other: {
    title: 'AWS gave somebody else than the list showed.',
    text: 'The account changed while you were looking. Search again before you do anything with it.',
  },
  changed: 'The list showed this account a moment ago: it was deleted or renamed meanwhile. Search again.',
  announceFound: (count: number) => (count === 0 ? 'Nobody found' : `${people(count)} found`),
  opened: 'Open',
  close: 'Close',
  pin: 'Pin',
  unpin: 'Unpin',
  pinOf: (name: string) => `Pin ${name}`,
  unpinOf: (name: string) => `Unpin ${name}`,
  forget: 'Forget',
  forgetOf: (name: string) => `Forget ${name}`,
  pinned: 'Pinned',
  recent: 'Recent',
  forgetAll: 'Forget all',
  forgetAllTitle: 'Forget all recent and pinned people of this profile?',
  kept: 'Kept on this computer only: username, name and time.',
  all: {
    title: (text: string) => `“${text}” in all profiles`,
    text: 'One after the other, with the AWS access of each profile.',
    waiting: 'Waiting',
    searching: 'Searching…',
    found: (count: number, more: boolean) =>
      more ? `More than ${people(count)}` : count === 0 ? 'Nobody' : people(count),
    without: (count: number) =>
      count === 1
        ? '1 profile has no AWS access and was not searched.'
        : `${formatNumber(count)} profiles have no AWS access and were not searched.`,
    done: (count: number, profiles: number) =>
      `${people(count)} in ${profiles === 1 ? '1 profile' : `${formatNumber(profiles)} profiles`}`,
    openIn: (profile: string) => `Opens in ${profile}`,
    cancel: 'Stop',
    again: 'Try again',
  },
} as const;
