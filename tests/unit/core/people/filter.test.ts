import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchableAttributes, searchPlan } from '#contract/people-search.ts';
import { FILTER_LIMIT, fitValue, writeFilter } from '#core/people/filter.ts';
import { cleanText, planSearch } from '#core/people/search-plan.ts';
import { anyCharacter } from '#tests/support/any-character.ts';

/**
 * The grammar as AWS documents it, read letter by letter and apart from the code that writes it:
 *
 *     filter = attribute " " ("=" | "^=") " " '"' value '"'
 *
 * Inside a value a backslash stands before a double quote or a backslash, and both stand nowhere alone.
 */
function readFilter(filter: string): { attribute: string; operator: string; value: string } {
  const attribute = searchableAttributes.find((name) => filter.startsWith(`${name} `));
  if (attribute === undefined) throw new Error(`No attribute: ${filter}`);
  let rest = filter.slice(attribute.length + 1);
  const operator = rest.startsWith('^= ') ? '^=' : rest.startsWith('= ') ? '=' : null;
  if (operator === null) throw new Error(`No operator: ${filter}`);
  rest = rest.slice(operator.length + 1);
  if (!rest.startsWith('"')) throw new Error(`No value: ${filter}`);
  let value = '';
  let at = 1;
  for (; at < rest.length && rest[at] !== '"'; at += 1) {
    if (rest[at] === '\\') {
      at += 1;
      if (rest[at] !== '"' && rest[at] !== '\\')
        throw new Error(`A backslash before ${String(rest[at])}: ${filter}`);
    }
    value += rest[at] ?? '';
  }
  if (at !== rest.length - 1) throw new Error(`Text after the value, or no end of it: ${filter}`);
  return { attribute, operator, value };
}

const awkward = fc.constantFrom(
  ...[
    '"',
    '\\',
    '\\"',
    '" or email = "',
    '@',
    "'",
    '^=',
    '=',
    ' ',
    '\t',
    '\n',
    '\0',
    '+',
    '(',
    ')',
    '0',
    '00',
    '.',
  ],
  ...['é', 'ß', '👩‍👩‍👧', '\ud800', '\u200b', '\u202e', '王', 'İ', 'a', 'Z', '-', '_', ',', '<', '>', '*', '%'],
);
const typed = fc.oneof(
  fc.array(awkward, { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string({ unit: anyCharacter, maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.tuple(fc.emailAddress(), awkward).map((parts) => parts.join('')),
  fc
    .array(fc.constantFrom('"', '\\', 'x'), { minLength: 200, maxLength: 1024 })
    .map((parts) => parts.join('')),
  fc
    .array(fc.constantFrom(...'+ ( ) - / . 0 1 2 3 4 5 6 7 8 9'.split(' '), ' '), { maxLength: 24 })
    .map((parts) => parts.join('')),
  fc.uuid(),
);

describe('filters', () => {
  it('are valid grammar and mean what was typed, whatever that is', async () => {
    let filters = 0;
    await fc.assert(
      fc.asyncProperty(typed, fc.boolean(), async (text, emulator) => {
        const plan = await planSearch(text, { countries: ['GB', 'DE', 'XX'], emulator });
        expect(searchPlan.safeParse(plan).error).toBeUndefined();
        // In three rounds, of which the later ones are for when nobody came.
        expect(plan.steps.length).toBeLessThanOrEqual(13);
        for (const { query } of plan.steps) {
          filters += 1;
          const filter = writeFilter(query);
          expect(filter.length).toBeLessThanOrEqual(FILTER_LIMIT);
          expect(filter.isWellFormed()).toBe(true);
          expect(readFilter(filter)).toEqual({
            attribute: query.attribute,
            operator: query.operator === 'is' ? '=' : '^=',
            value: query.value,
          });
          // Never wider than what was typed: the rest of it is held against each person.
          if (['email', 'word', 'username'].includes(plan.kind)) {
            const meant = (query.begins || query.value).toLowerCase();
            expect(meant).toBe(cleanText(text).toLowerCase());
          }
        }
      }),
      { numRuns: 10_000 },
    );
    expect(filters).toBeGreaterThan(10_000);
  });

  it('take as much of a value as fits, and never half a character', () => {
    fc.assert(
      fc.property(fc.constantFrom(...searchableAttributes), typed, (attribute, text) => {
        const value = fitValue(attribute, text.toWellFormed());
        const write = (some: string) => writeFilter({ attribute, operator: 'starts', value: some });
        expect(text.toWellFormed().startsWith(value)).toBe(true);
        expect(value.isWellFormed()).toBe(true);
        expect(write(value).length).toBeLessThanOrEqual(FILTER_LIMIT);
        const [next] = text.toWellFormed().slice(value.length);
        if (next !== undefined) expect(write(value + next).length).toBeGreaterThanOrEqual(FILTER_LIMIT);
      }),
    );
  });
});
