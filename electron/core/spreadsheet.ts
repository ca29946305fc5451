import Papa from 'papaparse';
import { guardCell } from '#contract/spreadsheets.ts';

export type Table = { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };

/**
 * Lines of CSV (RFC 4180) in which a spreadsheet finds text only and no formula; see `guardCell`. Every cell is quoted, so that
 * none can end before its end, whichever character a spreadsheet takes for that.
 */
export const csvLines = (rows: Table['rows']): string =>
  Papa.unparse(
    rows.map((cells) => cells.map(guardCell)),
    { quotes: true },
  );

export const writeCsv = ({ columns, rows }: Table): string => csvLines([columns, ...rows]);

/** The same as the content of a file: Excel takes it for UTF-8 only with the mark in front. */
export const csvFile = (table: Table): string => `\uFEFF${writeCsv(table)}\r\n`;
