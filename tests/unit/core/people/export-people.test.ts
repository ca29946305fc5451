import fc from 'fast-check';
import papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { unguardCell } from '#contract/spreadsheets.ts';
import { allColumns, exportText } from '#core/people/export-people.ts';
import { createPeopleIndex } from '#core/people/people-index.ts';

const anybody = {
  text: '',
  conditions: [],
  statuses: [],
  enabled: null,
  provider: null,
  emailVerified: null,
  phoneVerified: null,
  createdFrom: null,
  createdBefore: null,
};

type Person = Readonly<Record<string, string>>;

async function written(people: readonly Person[], format: 'csv' | 'json', columns?: readonly string[]) {
  const index = createPeopleIndex();
  for (const [at, attributes] of people.entries()) {
    index.put({
      Username: String(at).padStart(6, '0'),
      Enabled: at % 2 === 0,
      Attributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    });
  }
  const told: number[] = [];
  let text = '';
  for await (const piece of exportText({
    index,
    ids: index.find(anybody, { column: 'username', descending: false }),
    columns: columns ?? allColumns(index),
    format,
    signal: new AbortController().signal,
    onProgress: (done) => void told.push(done),
  }))
    text += piece;
  return { text, told };
}

const rowsOf = (text: string) =>
  papa.parse<string[]>(text.replace('\uFEFF', ''), { skipEmptyLines: 'greedy', newline: '\r\n' }).data;

describe('CSV', () => {
  it.each(['=1+1', '+4412', '-1', '@x', '\t=x', '\r=x', '\n=x', ' =x', '=1\n+2', '＝1'])(
    'makes no formula of %j',
    async (value) => {
      const { text } = await written([{ name: value }], 'csv', ['custom:x', 'name']);
      const cell = rowsOf(text)[1]?.[1] ?? '';
      expect(cell).toMatch(/^'/);
      expect(unguardCell(cell)).toBe(value);
    },
  );

  it('brings every value back, whatever is in it', async () => {
    const value = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    const nasty = fc.constantFrom('"', '""', ',', ';', '\r\n', '\n', ' a ', "'=1", 'a"b,c\nd', '=cmd|x');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(value, nasty), { minLength: 1, maxLength: 6 }), async (values) => {
        const { text } = await written(
          values.map((nickname) => ({ nickname })),
          'csv',
          ['username', 'nickname'],
        );
        const [head, ...rows] = rowsOf(text);
        expect(head).toEqual(['username', 'nickname']);
        for (const [at, had] of values.entries()) {
          const cell = rows[at]?.[1] ?? '';
          expect(cell).not.toMatch(/^[\s"]*[=+\-@＝＋－＠]/);
          expect(unguardCell(cell)).toBe(had);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is UTF-8 that Excel knows, and tells how far it is', async () => {
    const { text, told } = await written(
      Array.from({ length: 1200 }, () => ({ name: 'Zoë' })),
      'csv',
      ['name'],
    );
    expect(text.startsWith('\uFEFF"name"\r\n"Zoë"\r\n')).toBe(true);
    expect(told).toEqual([500, 1000, 1200]);
    expect(rowsOf(text)).toHaveLength(1201);
  });
});

describe('JSON', () => {
  it('is a list of what each person has', async () => {
    const { text } = await written([{ email: 'a@x.org' }, { 'custom:team': '=1' }], 'json');
    expect(JSON.parse(text)).toEqual([
      { displayName: 'a@x.org', username: '000000', enabled: true, email: 'a@x.org' },
      { displayName: '000001', username: '000001', enabled: false, 'custom:team': '=1' },
    ]);
  });

  it('of nobody is an empty list', async () => {
    expect(JSON.parse((await written([], 'json')).text)).toEqual([]);
  });
});
