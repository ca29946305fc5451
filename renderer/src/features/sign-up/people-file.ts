/** People to sign up, from a CSV file: one header line, one person a line. Pure. */
import Papa from 'papaparse';
import { fieldProblems, type FieldProblem } from '#contract/fields.ts';
import type { PoolRules } from '#contract/pool-rules.ts';
import { unguardCell } from '#contract/spreadsheets.ts';
import type { SignUpInput } from '#contract/users.ts';
import { completeAttributes, requiredNames, signUpSchema } from './check-rules.ts';

/** More would take the app many minutes; AWS imports such numbers itself. */
export const ROW_LIMIT = 1000;

/** What the results of a run have beside the table itself: no attributes, so that results can be a table again. */
export const resultColumns = ['outcome', 'detail', 'user_id'] as const;
const notAttributes: ReadonlySet<string> = new Set(['', 'username', 'password', ...resultColumns]);

export type RowProblem = {
  /** Name of the column; null: the row as a whole. */
  readonly column: string | null;
  readonly problem: FieldProblem | 'username-twice' | 'extra-cells';
};
export type PersonRow = {
  /** Counts people from 1, without the header. */
  readonly number: number;
  readonly input: SignUpInput;
  /** Empty: it can be sent. */
  readonly problems: readonly RowProblem[];
};
export type PeopleFile =
  | { readonly kind: 'people'; readonly rows: readonly PersonRow[] }
  | {
      readonly kind: 'unreadable';
      readonly why: 'empty' | 'quotes' | 'too-many' | 'column-missing' | 'column-twice' | 'column-unnamed';
      /** The column that it is about. */
      readonly column?: string;
    };

const parsing = { skipEmptyLines: 'greedy' as const, delimitersToGuess: [',', ';', '\t'] };

/**
 * Reads comma, semicolon or tab separated text. The columns are `username`, `password` and any attributes, in any
 * order; cells left blank are not sent. Spaces at the ends of a cell go, but in a password they are a problem. An
 * apostrophe goes that keeps a spreadsheet from taking a cell for a formula.
 */
export function readPeople(text: string, profileId: string, rules: PoolRules | null): PeopleFile {
  const { data, errors } = Papa.parse<string[]>(text, parsing);
  if (errors.some(({ type }) => type === 'Quotes')) return { kind: 'unreadable', why: 'quotes' };
  const [header, ...lines] = data;
  if (!header || lines.length === 0) return { kind: 'unreadable', why: 'empty' };
  if (lines.length > ROW_LIMIT) return { kind: 'unreadable', why: 'too-many' };
  const columns = header.map((name) => name.trim());
  for (const column of ['username', 'password']) {
    if (!columns.includes(column)) return { kind: 'unreadable', why: 'column-missing', column };
  }
  const twice = columns.find((name, index) => name !== '' && columns.indexOf(name) !== index);
  if (twice !== undefined) return { kind: 'unreadable', why: 'column-twice', column: twice };
  // Spreadsheets leave empty columns at the end; only one with something in it is in the way.
  const unnamed = columns.some(
    (name, index) => name === '' && lines.some((line) => (line[index] ?? '').trim() !== ''),
  );
  if (unnamed) return { kind: 'unreadable', why: 'column-unnamed' };

  const schema = signUpSchema(() => rules);
  const seen = new Set<string>();
  return {
    kind: 'people',
    rows: lines.map((line, index) => {
      const cell = (name: string) => unguardCell(line[columns.indexOf(name)] ?? '');
      const username = cell('username').trim();
      const filled = columns
        .filter((name) => !notAttributes.has(name))
        .map((name) => ({ name, value: cell(name).trim() }))
        .filter(({ value }) => value !== '');
      const attributes = completeAttributes(rules, username, filled);
      const input = { profileId, username, password: cell('password'), attributes };

      const problems: RowProblem[] = [];
      // One for each column says enough.
      const add = (one: RowProblem) => {
        if (!problems.some(({ column }) => column === one.column)) problems.push(one);
      };
      for (const column of requiredNames(rules, username)) {
        if (!filled.some(({ name }) => name === column)) add({ column, problem: 'required' });
      }
      for (const { path, message } of schema.safeParse(input).error?.issues ?? []) {
        const [field, position] = path;
        const column = field === 'attributes' ? attributes[Number(position)]?.name : field;
        add({ column: typeof column === 'string' ? column : null, problem: known(message) });
      }
      if (line.slice(columns.length).some((more) => more.trim() !== '')) {
        add({ column: null, problem: 'extra-cells' });
      }
      if (username !== '' && seen.has(username)) add({ column: 'username', problem: 'username-twice' });
      seen.add(username);
      return { number: index + 1, input, problems };
    }),
  };
}

/** Problems of a line that a phone number with its country code may mend, and the cell that each is about. */
export function phoneCells({ number, input, problems }: PersonRow) {
  return problems.flatMap(({ column, problem }) => {
    if (problem !== 'phone-form' && problem !== 'email-or-phone-form') return [];
    const attribute = input.attributes?.find(({ name }) => name === column)?.value;
    const text = column === 'username' ? input.username : attribute;
    return column === null || text === undefined ? [] : [{ number, column, text }];
  });
}

/** The table with other texts in some of its cells; cells in columns that it does not have are left out. */
export function withCells(
  table: string,
  cells: readonly { readonly number: number; readonly column: string; readonly text: string }[],
): string {
  const { data, meta } = Papa.parse<string[]>(table, parsing);
  const columns = (data[0] ?? []).map((name) => name.trim());
  for (const { number, column, text } of cells) {
    const line = data[number];
    const at = columns.indexOf(column);
    if (line && at >= 0) line[at] = text;
  }
  return Papa.unparse(data, { delimiter: meta.delimiter, newline: meta.linebreak });
}

const known = (message: string): FieldProblem =>
  fieldProblems.find((problem) => problem === message) ?? 'form';
