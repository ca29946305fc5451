import { ownColumns } from '#contract/people.ts';
import { csvLines } from '../spreadsheet.ts';
import type { PeopleIndex } from './people-index.ts';

/** People for each piece of the file, between which other calls get their turn. */
const PIECE = 500;

export type ExportOptions = {
  readonly index: PeopleIndex;
  readonly ids: Uint32Array;
  readonly columns: readonly string[];
  readonly format: 'csv' | 'json';
  readonly signal: AbortSignal;
  /** Told how many people are in the file so far. */
  readonly onProgress: (done: number) => void;
};

/** Everything there is to say: what is of the app's own making first, then all attributes. */
export const allColumns = (index: PeopleIndex): string[] => [
  ...new Set([...ownColumns, ...index.attributes().map(({ name }) => name)]),
];

/**
 * The text of the file, piece by piece. CSV: RFC 4180 with a line of column names, and the byte order mark by which
 * Excel knows UTF-8. JSON: a list of objects that leave out what a person does not have.
 */
export async function* exportText(options: ExportOptions): AsyncGenerator<string> {
  const { index, ids, columns, format, signal, onProgress } = options;
  yield format === 'csv' ? `\uFEFF${csvLines([columns])}\r\n` : '[';
  for (let from = 0; from < ids.length; from += PIECE) {
    signal.throwIfAborted();
    const piece = [...ids.subarray(from, from + PIECE)];
    if (format === 'csv') {
      yield `${csvLines(piece.map((id) => columns.map((name) => index.valueOf(name, id) ?? '')))}\r\n`;
    } else {
      yield piece.map((id, at) => `${from + at === 0 ? '' : ','}\n  ${JSON.stringify(plain(id))}`).join('');
    }
    onProgress(Math.min(ids.length, from + PIECE));
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (format === 'json') yield '\n]\n';

  function plain(id: number): Record<string, string | boolean> {
    const cells = columns.map((name) => [name, index.valueOf(name, id)] as const);
    return Object.fromEntries(
      cells.flatMap(([name, value]) =>
        value === undefined ? [] : [[name, name === 'enabled' ? value === 'true' : value]],
      ),
    );
  }
}
