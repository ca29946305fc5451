import { z } from 'zod';
import { instant, operation } from './operation.ts';

/**
 * A spreadsheet takes a cell that starts so for a formula, the full-width forms too (OWASP, "CSV Injection"). Where it takes
 * another character than the comma for the end of a cell, as in most of Europe, so does what follows that character.
 */
const RISKY = /^'*[=+\-@\t\r\n＝＋－＠]|[;|\t\r\n] *[=+\-@＝＋－＠]/;

/** A cell as spreadsheets take it for text: with an apostrophe in front where it would be a formula. */
export const guardCell = (text: string): string => (RISKY.test(text) ? `'${text}` : text);

/** What `guardCell` was given. Also takes off the apostrophe that a person puts before a phone number. */
export const unguardCell = (text: string): string =>
  text.startsWith("'") && RISKY.test(text) ? text.slice(1) : text;

/** Rows as long as `columns`. */
const table = {
  columns: z.array(z.string().max(1000)).min(1).max(200),
  rows: z.array(z.array(z.string().max(100_000)).max(200)).max(10_000),
};

export const spreadsheetOperations = {
  /** Saves a table as a CSV file where the person wants it: `name` and the day, which only this user can read. */
  'spreadsheets.save': operation({
    input: z.strictObject({ name: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} _-]{0,79}$/u), ...table }),
    /** Name of the file; null when the person chose no place for it. */
    output: z.strictObject({ saved: z.string().nullable() }),
  }),
  /** Copies a table as CSV. With `secret` it leaves the clipboard again. */
  'spreadsheets.copy': operation({
    input: z.strictObject({ secret: z.boolean(), ...table }),
    output: z.strictObject({ clearsAt: instant.nullable() }),
  }),
};
