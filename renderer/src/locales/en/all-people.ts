import type { Condition } from '#contract/people.ts';
import { formatNumber as n } from '../../ui/format.ts';
import { attributeLabel } from './people.ts';

const people = (count: number) => `${n(count)} ${count === 1 ? 'person' : 'people'}`;

/** Columns that are not attributes. */
const own: Readonly<Record<string, string>> = {
  displayName: 'Person',
  username: 'Username',
  status: 'Status',
  enabled: 'Account',
  provider: 'Comes from',
  created: 'Created',
  modified: 'Last changed',
};

/** A label for a column of the list. */
export const columnLabel = (column: string): string => own[column] ?? attributeLabel(column);

export const allPeopleText = {
  title: 'All people',
  subtitle: (pool: string) => `Everybody in ${pool}, to search inside names and addresses`,
  noAccess: {
    title: 'Reading the list needs AWS access',
    text: 'Signing up and signing in work without it. Add the user pool ID and AWS access to this profile once.',
    action: 'Add access',
  },
  start: {
    title: 'Nobody read yet',
    text: 'AWS can only search by how a name begins. Read everybody once, and you can search anywhere inside, filter, sort and export. Reading the list is free.',
    action: 'Read all people',
  },
  pace: 'Pace',
  paceHint:
    'AWS allows 30 requests a second for all pools of the account together. One brings up to 60 people.',
  perSecond: (count: number) => `${count} ${count === 1 ? 'request' : 'requests'} a second`,

  progress: (read: number, estimate: number | null) =>
    estimate === null || estimate < read
      ? `${people(read)} so far`
      : `${n(read)} of about ${people(estimate)}`,
  reading: 'Reading…',
  waiting: (seconds: number) =>
    `AWS is asking us to slow down. Going on in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
  stopped: (read: number) => `Stopped. ${people(read)} found so far stay here.`,
  failedKept: (read: number) => `${people(read)} found before that stay here.`,
  restarted:
    'A page marker of AWS had expired, so part of the list was read again from its beginning. Nobody is in it twice.',
  readAt: 'Read',
  stale: 'What changed since then is not in it. Very new people can be missing.',
  fewer: (missing: number) =>
    `AWS estimates about ${people(missing)} more. Estimates lag behind; to be sure, read again page after page, which takes longer.`,
  inOneGo: 'Read page after page',
  cancel: 'Stop reading',
  goOn: 'Go on',
  again: 'Read again',
  announceWaiting: 'AWS is asking us to slow down.',
  announceDone: (read: number) => `${people(read)} read`,

  search: 'Search inside names and addresses',
  searchHint: 'Every word is looked for in every field. Capital letters and accents make no difference.',
  found: (total: number, of: number) => (total === of ? people(of) : `${n(total)} of ${people(of)}`),
  nobody: {
    title: 'Nobody fits',
    text: 'Try fewer letters, or take a filter away.',
    action: 'Clear search and filters',
  },
  emptyPool: { title: 'There is nobody in this pool', text: 'Sign somebody up, then read again.' },
  cost: 'AWS counts a person who is opened as active in this month’s bill.',

  filters: 'Filters',
  any: 'Any',
  status: 'Status',
  enabled: 'Account',
  on: 'Switched on',
  off: 'Switched off',
  provider: 'Comes from',
  thisPool: 'This pool',
  verified: 'Verified',
  verifiedChoices: {
    'email-yes': 'Email verified',
    'email-no': 'Email not verified',
    'phone-yes': 'Phone verified',
    'phone-no': 'Phone not verified',
  },
  created: 'Created',
  days: (days: number) => `Last ${days} days`,
  between: 'Between two days…',
  betweenTitle: 'Created between',
  from: 'From',
  to: 'To, that day included',
  apply: 'Apply',
  clear: 'Clear all',
  addCondition: 'Condition',
  conditionTitle: 'Add a condition',
  field: 'Field',
  test: 'Must',
  tests: {
    contains: 'contain',
    is: 'be exactly',
    starts: 'begin with',
    missing: 'be missing',
    present: 'be there',
  },
  value: 'Text',
  valueNeeded: 'Fill this in.',
  add: 'Add',
  condition({ column, test, value }: Condition): string {
    const label = columnLabel(column);
    switch (test) {
      case 'missing':
        return `${label} is missing`;
      case 'present':
        return `${label} is there`;
      case 'contains':
        return `${label} contains “${value}”`;
      case 'is':
        return `${label} is “${value}”`;
      case 'starts':
        return `${label} begins with “${value}”`;
    }
  },
  remove: (what: string) => `Remove: ${what}`,
  columns: 'Columns',
  shownColumns: 'Columns that are shown',
  table: 'People',
  tableHint: 'Arrow keys move, Enter opens the person.',
  none: '–',
  loadingRow: 'Loading',

  counts: 'Counts by status and month',
  byStatus: 'By status',
  byMonth: 'By month of creation',
  byYear: 'By year of creation',
  month: 'Month',
  year: 'Year',
  number: 'People',

  export: 'Export…',
  exportTitle: (count: number) => `Export ${people(count)}`,
  exportText:
    'The file holds personal data in clear text. Keep it where only those who need it can read it, and delete it afterwards.',
  format: 'Format',
  csv: 'CSV, for spreadsheets',
  json: 'JSON, for programs',
  csvHint: 'Cells that a spreadsheet would take for a formula, phone numbers too, begin with an apostrophe.',
  which: 'Fields',
  shownOnly: 'The shown columns',
  everything: 'Everything',
  choose: 'Choose a file',
  exporting: (done: number, of: number) => `${n(done)} of ${people(of)} written`,
  exported: (count: number, name: string) => `${people(count)} saved in ${name}`,
} as const;
