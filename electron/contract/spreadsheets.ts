import { z } from 'zod';
import { instant, operation } from './operation.ts';

/**
 * What a spreadsheet takes for the beginning of a formula, full-width forms included (OWASP, "CSV Injection"), with all that
 * may stand before it without keeping it from being one.
 */
const FORMULA = /(?<![;|'"\s])([;|'"\s]*)([=+\-@＝＋－＠])/g;
/**
 * Some spreadsheets take these for the end of a cell or line, as the semicolon in most of Europe. Our quotes then stand in the
 * middle of a cell and protect nothing.
 */
const END = /[;|\t\r\n]/g;
const GUARDED_END = /([;|\t\r\n])'/g;

/** A cell as spreadsheets take it for text: with an apostrophe wherever a formula would begin. */
export const guardCell = (text: string): string =>
  text.replace(
    FORMULA,
    (_, before: string, sign: string, offset: number) =>
      `${offset === 0 ? "'" : ''}${before.replace(END, "$&'")}${sign}`,
  );

/** What `guardCell` was given. Also takes off the apostrophe that a person puts before a phone number. */
export const unguardCell = (text: string): string =>
  text.replace(
    FORMULA,
    (_, before: string, sign: string, offset: number) =>
      `${(offset === 0 ? before.replace(/^'/, '') : before).replace(GUARDED_END, '$1')}${sign}`,
  );

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
