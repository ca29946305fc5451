import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { PoolRules } from '#contract/pool-rules.ts';
import { unguardCell } from '#contract/spreadsheets.ts';
import { csvFile } from '#core/spreadsheet.ts';
import {
  phoneCells,
  readPeople,
  resultColumns,
  ROW_LIMIT,
  withCells,
} from '../../../renderer/src/features/sign-up/people-file.ts';

const rules: PoolRules = {
  identifier: 'email',
  aliases: [],
  attributes: [
    { name: 'email', type: 'text', required: true, mutable: true, min: null, max: null },
    { name: 'given_name', type: 'text', required: true, mutable: true, min: 2, max: 20 },
    { name: 'custom:level', type: 'number', required: false, mutable: true, min: 1, max: 9 },
  ],
  password: { minimumLength: 8, lowercase: true, uppercase: false, numbers: true, symbols: false },
  adminOnly: false,
  codesTo: ['email'],
};

function peopleOf(text: string, known: PoolRules | null = null) {
  const file = readPeople(text, 'p', known);
  if (file.kind !== 'people') throw new Error(file.why);
  return file.rows;
}
const problemsOf = (text: string, known: PoolRules | null = null) =>
  peopleOf(text, known).map(({ problems }) =>
    problems.map(({ column, problem }) => `${column ?? '-'} ${problem}`),
  );

describe('a table of people', () => {
  it('holds one person a line, in columns of any order, without what is blank', () => {
    const [jane, joe] = peopleOf(
      '\uFEFFemail, password ,custom:team,username\r\n jane@example.com ,Pass-1,,jane\r\n\r\n,Pass-2,"a, ""b""",joe\r\n',
    );
    expect(jane).toEqual({
      number: 1,
      problems: [],
      input: {
        profileId: 'p',
        username: 'jane',
        password: 'Pass-1',
        attributes: [{ name: 'email', value: 'jane@example.com' }],
      },
    });
    expect(joe?.input.attributes).toEqual([{ name: 'custom:team', value: 'a, "b"' }]);
  });

  it('may be separated by semicolons or tabs', () => {
    for (const between of [';', '\t']) {
      const text = `username${between}password${between}name\njane${between}Pass-1${between}Doe, Jane`;
      expect(peopleOf(text)[0]?.input).toMatchObject({
        password: 'Pass-1',
        attributes: [{ name: 'name', value: 'Doe, Jane' }],
      });
    }
  });

  it('comes back as it was written, whatever is in its cells', () => {
    const cell = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => text.trim() !== '');
    const people = fc.array(fc.record({ username: cell, password: cell, name: cell }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(people, fc.constantFrom(',', ';', '\t'), (written, delimiter) => {
        const text = Papa.unparse(written, { delimiter, quotes: true });
        const read = peopleOf(text);
        expect(read).toHaveLength(written.length);
        read.forEach(({ input }, index) => {
          expect(input.username).toBe(unguardCell(written[index]?.username ?? '').trim());
          expect(input.password).toBe(unguardCell(written[index]?.password ?? ''));
          expect(input.attributes).toEqual([
            { name: 'name', value: unguardCell(written[index]?.name ?? '').trim() },
          ]);
        });
      }),
    );
  });

  it('never throws, and sends nothing that the contract would refuse', () => {
    const text = fc
      .array(fc.string(), { maxLength: 6 })
      .map((lines) => ['username,password,email', ...lines].join('\n'));
    fc.assert(
      fc.property(fc.oneof(fc.string(), text), fc.constantFrom(null, rules), (any, known) => {
        const file = readPeople(any, 'p', known);
        if (file.kind !== 'people') return;
        for (const { input, problems } of file.rows) {
          if (problems.length > 0) continue;
          expect(input.username).toMatch(/^\S+$/);
          expect(input.password).toMatch(/^\S+$/);
        }
      }),
    );
  });

  it.each([
    ['', 'empty'],
    ['username,password', 'empty'],
    ['name,password\nx,y', 'column-missing'],
    ['username\nx', 'column-missing'],
    ['username,password,email,email\na,b,c,d', 'column-twice'],
    ['username,password,\na,b,c', 'column-unnamed'],
    ['username,password\n"a,b', 'quotes'],
    [`username,password\n${'a,b\n'.repeat(ROW_LIMIT + 1)}`, 'too-many'],
  ])('that cannot be read says why: %j', (text, why) => {
    expect(readPeople(text, 'p', null)).toMatchObject({ kind: 'unreadable', why });
  });

  it('may end in empty columns, as spreadsheets write them', () => {
    expect(problemsOf('username,password,,\njane,Pass-1,,')).toEqual([[]]);
  });

  it('is checked line by line', () => {
    expect(
      problemsOf(
        [
          'username,password,email,phone_number',
          'jane,Pass-1,jane at example,070',
          'jane,,,',
          ',Pass 1 ,,',
          'joe,Pass-1,,,more',
        ].join('\n'),
      ),
    ).toEqual([
      ['email email-form', 'phone_number phone-form'],
      ['password required', 'username username-twice'],
      ['username required', 'password password-spaces'],
      ['- extra-cells'],
    ]);
  });

  it('is held against the rules of the pool', () => {
    expect(
      problemsOf(
        [
          'username,password,given_name,custom:level,nickname',
          'jane@example.com,password1,Jane,9,',
          'jane,password,J,10,Janey',
          'joe@example.com,password1,,x,',
        ].join('\n'),
        rules,
      ),
    ).toEqual([
      [],
      [
        'username email-form',
        'password password-rules',
        'given_name too-short',
        'custom:level number-range',
        'nickname attribute-not-offered',
      ],
      ['given_name required', 'custom:level number-form'],
    ]);
  });

  it('gives the address of its people along where it identifies them', () => {
    const [jane] = peopleOf('username,password,given_name\njane@example.com,password1,Jane', rules);
    expect(jane?.input.attributes).toContainEqual({ name: 'email', value: 'jane@example.com' });
  });
});

it('results can be a table again: what a spreadsheet would run comes back as it was', () => {
  const start = fc.constantFrom('', '=', '+', '-', '@', "'", "'=", "''+", '+4930123456');
  const cell = fc
    .tuple(start, fc.string({ minLength: 1 }))
    .map((parts) => parts.join('').trim())
    .filter((text) => text !== '');
  fc.assert(
    fc.property(
      fc.array(fc.record({ username: cell, password: cell, name: cell }), { minLength: 1 }),
      (people) => {
        const csv = csvFile({
          columns: ['username', 'password', 'name', ...resultColumns],
          rows: people.map(({ username, password, name }) => [username, password, name, 'Created', '', 'id']),
        });
        const read = peopleOf(csv).map(({ input }) => input);
        expect(read).toEqual(
          people.map(({ username, password, name }) => ({
            profileId: 'p',
            username,
            password,
            attributes: [{ name: 'name', value: name }],
          })),
        );
      },
    ),
  );
});

it('phone numbers are mended in the table itself, and everything else stays', () => {
  const table = 'username;password;phone_number\n\njane;"a;""b";030 901820\njoe;Pass-1;+4930901820\n';
  const cells = peopleOf(table).flatMap(phoneCells);
  expect(cells).toEqual([{ number: 1, column: 'phone_number', text: '030 901820' }]);
  const mended = withCells(
    table,
    cells.map((cell) => ({ ...cell, text: '+4930901820' })),
  );
  expect(problemsOf(mended)).toEqual([[], []]);
  expect(peopleOf(mended)[0]?.input).toMatchObject({ username: 'jane', password: 'a;"b' });
  expect(withCells(table, [{ number: 9, column: 'none', text: 'x' }])).toContain('030 901820');
});
