import type { AppError } from '#contract/app-error.ts';
import type { ProfileSummary } from '#contract/profiles.ts';
import type { PeopleFile, RowProblem } from '../../features/sign-up/people-file.ts';
import { errorText } from './errors.ts';
import { fieldProblemText } from './fields.ts';
import { attributeLabel, deliveryText } from './people.ts';
import type { RowOutcome } from '../../features/sign-up/use-many-sign-ups.ts';

type Unreadable = Extract<PeopleFile, { kind: 'unreadable' }>;

const count = (number: number, one: string, many: string) => `${String(number)} ${number === 1 ? one : many}`;

/** Words of signing up many people at once. */
export const manyText = {
  title: 'Sign up many people',
  subtitle: 'From a table, for tests. Each account is created as its owner would.',
  back: 'Sign up one person',
  table: 'Table (CSV)',
  tableHint:
    'First line: username, password, and any fields such as email or custom:team. Then one person a line.',
  placeholder: 'username,password,email,name\njane@example.com,Jane-Password-1!,jane@example.com,Jane Doe',
  open: 'Open a file…',
  fileRefused: 'This file could not be read as text.',
  rate: 'At most',
  rates: { '1': '1 a second', '2': '2 a second', '5': '5 a second', '10': '10 a second' },
  rateHint: 'AWS allows 50 a second for all pools of an account together.',
  create: (people: number) => `Create ${count(people, 'account', 'accounts')}`,
  nothing: 'Create accounts',
  cancel: 'Stop',
  startOver: 'Another table',
  emptyTitle: 'No table yet',
  emptyText: 'Paste a table or open a file. Every line is checked here before anything is sent.',
  people: 'People of the table',
  columns: { number: 'No.', username: 'Username', fields: 'Fields', outcome: 'Outcome' },
  ready: 'Ready',
  wrong: (number: number) => `${count(number, 'line', 'lines')} cannot be sent and will be left out.`,
  takePhones: (number: number) =>
    number === 1
      ? 'Take the phone number that is suggested'
      : `Take the ${number} phone numbers that are suggested`,
  progress: (done: number, all: number) => `${String(done)} of ${String(all)} done`,
  summary: (created: number, failed: number) =>
    `${count(created, 'account', 'accounts')} created, ${String(failed)} failed.`,
  save: 'Save results…',
  copy: 'Copy results as CSV',
  fileName: 'Sign-ups',
  saved: (file: string) => `Saved as “${file}”.`,
  notSaved: 'Nothing was saved.',
  withPasswords: 'With the passwords',
  withPasswordsHint:
    'For signing in with these people afterwards. Whoever has the file then has their passwords.',
  /** The table as a whole cannot be read. */
  unreadable({ why, column = '' }: Unreadable): string {
    switch (why) {
      case 'empty':
        return 'There is no person in this table. The first line names the columns, people follow below it.';
      case 'quotes':
        return 'A quotation mark in this table has no end. Check the quoted cells.';
      case 'too-many':
        return 'This table has more than 1,000 people. Split it up.';
      case 'column-missing':
        return `The first line names no column “${column}”.`;
      case 'column-twice':
        return `The column “${column}” is there twice.`;
      case 'column-unnamed':
        return 'A column with values has no name in the first line.';
    }
  },
  problem({ column, problem }: RowProblem): string {
    const words =
      problem === 'username-twice'
        ? 'This name is further up already.'
        : problem === 'extra-cells'
          ? 'There are more cells than columns.'
          : fieldProblemText(problem);
    return column === null ? words : `${attributeLabel(column)}: ${words}`;
  },
  outcome(outcome: RowOutcome, profile: ProfileSummary | null): { short: string; detail: string } {
    switch (outcome.kind) {
      case 'created': {
        const { confirmed, delivery } = outcome.result;
        if (confirmed) return { short: 'Created and ready', detail: '' };
        return delivery
          ? { short: 'Created, code sent', detail: deliveryText(delivery) }
          : { short: 'Created, waiting for approval', detail: '' };
      }
      case 'failed':
        return { short: 'Failed', detail: failure(outcome.error, profile) };
      case 'waiting':
        return { short: 'Waiting', detail: '' };
      case 'running':
        return { short: 'Creating…', detail: '' };
      case 'skipped':
        return { short: 'Left out', detail: '' };
      case 'stopped':
        return { short: 'Not sent', detail: '' };
    }
  },
} as const;

const failure = (error: AppError, profile: ProfileSummary | null): string =>
  errorText(error, { operation: 'users.signUp', profile }).title;
