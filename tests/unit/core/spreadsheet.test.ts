import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { guardCell, unguardCell } from '#contract/spreadsheets.ts';
import { csvFile, writeCsv } from '#core/spreadsheet.ts';

const start = fc.constantFrom('', '=', '+', '-', '@', '\t', '\r', '\n', '=1+1\n', "'", "'=", "''-");
const cell = fc.tuple(start, fc.string()).map((parts) => parts.join(''));

/**
 * The cells as spreadsheets read them: a quoted cell ends at its quote, and what follows up to the next delimiter or line
 * belongs to it as text. Papa Parse reads on to some later quote instead.
 */
function cellsOf(csv: string, delimiter: string): string[] {
  const cells: string[] = [];
  let at = 0;
  while (at <= csv.length) {
    let text = '';
    if (csv[at] === '"') {
      for (at += 1; at < csv.length; at += 1) {
        if (csv[at] === '"' && csv[at + 1] !== '"') break;
        if (csv[at] === '"') at += 1;
        text += csv[at] ?? '';
      }
      at += 1;
    }
    while (at < csv.length && csv[at] !== delimiter && csv[at] !== '\r' && csv[at] !== '\n') {
      text += csv[at] ?? '';
      at += 1;
    }
    cells.push(text);
    at += csv.startsWith('\r\n', at) ? 2 : 1;
  }
  return cells;
}

describe('a table as CSV', () => {
  it('holds nothing that a spreadsheet takes for a formula, and everything comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        const csv = writeCsv({ columns: ['username', '=detail'], rows });
        const { data } = Papa.parse<string[]>(csv, { delimiter: ',', newline: '\r\n' });
        for (const text of data.flat()) expect(text).not.toMatch(/^["\s]*[=+\-@]/);
        expect(data.map((cells) => cells.map(unguardCell))).toEqual([['username', '=detail'], ...rows]);
      }),
    );
  });

  it.each([';', '\t', '|', ','])(
    'has no formula either where a spreadsheet takes %j for the end of a cell',
    (delimiter) => {
      const risky = fc
        .tuple(
          fc.constantFrom('y', '', '"', 'Zoë'),
          fc.constantFrom(';', '\t', '|', ',', '; '),
          start,
          fc.string(),
        )
        .map((parts) => parts.join(''));
      fc.assert(
        fc.property(fc.array(fc.tuple(risky, cell), { minLength: 1 }), (rows) => {
          const csv = writeCsv({ columns: ['name', 'detail'], rows });
          for (const text of cellsOf(csv, delimiter)) expect(text).not.toMatch(/^["\s]*[=+\-@]/);
        }),
      );
    },
  );

  it('is guarded in every column, not only where our quotes are those of the other reader, too', () => {
    expect(guardCell('y;=1+1')).toBe("y;'=1+1");
    expect(guardCell('y\n=1+1')).toBe("y\n'=1+1");
    expect(guardCell('y;"=1+1')).toBe(`y;'"=1+1`);
    expect(guardCell(' =1')).toBe("' =1");
  });

  it('leaves alone what is no formula, apostrophes included', () => {
    for (const text of ['jane', "'tis", "O'Brien", '4930', '', 'a=b', 'a b=c']) {
      expect(guardCell(text)).toBe(text);
      expect(unguardCell(text)).toBe(text);
    }
    expect(unguardCell("'+4930123456")).toBe('+4930123456');
  });

  it('is a file that Excel reads as UTF-8', () => {
    expect(csvFile({ columns: ['name'], rows: [['Zoë']] })).toBe('\uFEFF"name"\r\n"Zoë"\r\n');
  });
});
