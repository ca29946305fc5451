import { describe, expect, it } from 'vitest';
import { writeFilter } from '#core/people/filter.ts';
import { cleanText, planSearch } from '#core/people/search-plan.ts';

const plan = (text: string, countries = ['GB'], emulator = false) =>
  planSearch(text, { countries, emulator });

/** The filters in order; those that wait for nobody to come begin with "?". */
const filtersOf = async (text: string, countries?: string[], emulator?: boolean) =>
  (await plan(text, countries, emulator)).steps.map(
    ({ query, round }) => (round > 0 ? '? ' : '') + writeFilter(query),
  );

describe('what is typed', () => {
  it.each([
    ['jane@exa', 'email'],
    ['@example.com', 'domain'],
    ['+44 1632 960121', 'phone'],
    ['5e0f2f1c-7c55-4d0b-9a35-1d0c3c1f6a01', 'sub'],
    ['5E0F2F1C-7c', 'sub'],
    ['jane.doe', 'username'],
    ['google_108234', 'username'],
    ['Jane', 'word'],
    ['O’Neill', 'word'],
    ['Jane Doe', 'name'],
    ['王 小明', 'name'],
    ['Unconfirmed', 'status'],
    ['FORCE_CHANGE_PASSWORD', 'status'],
    ['  ', 'nothing'],
    ['constructor', 'word'],
  ])('%s is taken for %s', async (text, kind) => {
    expect((await plan(text)).kind).toBe(kind);
  });

  it.each([
    [' jane@example.com\n', 'jane@example.com'],
    ['Jane Doe <jane@example.com>', 'jane@example.com'],
    ['"jane@example.com",', 'jane@example.com'],
    ['mailto:jane@example.com', 'jane@example.com'],
    ['tel:+441632960121', '+441632960121'],
    ['\u200bjane\u00a0\u00a0 doe\ufeff', 'jane doe'],
  ])('%j is read without what came along', (text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });
});

describe('questions to AWS', () => {
  it('ask for addresses as typed, then in small letters', async () => {
    expect(await filtersOf('Jane@Exa')).toEqual([
      'email ^= "Jane@Exa"',
      'username ^= "Jane@Exa"',
      '? email ^= "jane@exa"',
      '? username ^= "jane@exa"',
    ]);
  });

  it('leave the @ at the end out, and hold it against the people instead', async () => {
    const { steps } = await plan('jane@');
    expect(steps[0]?.query).toMatchObject({ value: 'jane', begins: 'jane@' });
  });

  it.each([
    ['+44 1632 960-121', ['+441632960121']],
    ['(+44) (0)1632 / 960121', ['+441632960121']],
    ['0044 1632 960121', ['+441632960121']],
    ['01632 960121', ['+441632960121']],
    ['01632', ['+441632']],
    ['1632 960121', ['+441632960121', '+1632960121']],
  ])('find the number that is written as %s', async (text, numbers) => {
    const phones = (await plan(text)).steps.filter(({ query }) => query.attribute === 'phone_number');
    expect(phones.map(({ query }) => query.value)).toEqual(numbers);
  });

  it('guess the country of a number that is written as at home', async () => {
    expect((await filtersOf('0171 1234567', ['DE', 'GB'])).slice(0, 2)).toEqual([
      'phone_number ^= "+491711234567"',
      'phone_number ^= "+441711234567"',
    ]);
    expect((await plan('+44 1632 960121')).exact).toBe('+441632960121');
  });

  it('take digits for a username, too', async () => {
    expect(await filtersOf('10027')).toContain('username ^= "10027"');
  });

  it('ask for one person by user ID', async () => {
    expect(await filtersOf('5E0F2F1C-7c55-4d0b-9a35-1d0c3c1f6a01')).toEqual([
      'sub = "5e0f2f1c-7c55-4d0b-9a35-1d0c3c1f6a01"',
      '? username = "5E0F2F1C-7c55-4d0b-9a35-1d0c3c1f6a01"',
    ]);
  });

  it('write names with capital letters first', async () => {
    expect((await filtersOf('anne-marie')).slice(0, 5)).toEqual([
      'username ^= "anne-marie"',
      'email ^= "anne-marie"',
      'name ^= "Anne-Marie"',
      'given_name ^= "Anne-Marie"',
      'family_name ^= "Anne-Marie"',
    ]);
    // Where the caps-lock key was on.
    expect(await filtersOf('DOE')).toContain('family_name ^= "Doe"');
    expect((await filtersOf('doe, jane')).slice(0, 3)).toEqual([
      'name ^= "Jane Doe"',
      'family_name ^= "Doe"',
      'family_name ^= "Jane"',
    ]);
  });

  it('know the words for the state of an account, and those of emulators', async () => {
    expect(await filtersOf('Disabled')).toEqual(['status = "Disabled"']);
    expect(await filtersOf('disabled', [], true)).toEqual(['status = "Disabled"', '? status = "false"']);
    expect(await filtersOf('reset required')).toEqual(['cognito:user_status = "RESET_REQUIRED"']);
  });

  it('ask for the beginning of what is too long, and say so', async () => {
    const long = `${'x'.repeat(300)}@example.com`;
    const { steps, shortened, exact } = await plan(long);
    expect(shortened).toBe(true);
    expect(exact).toBeNull();
    expect(steps[0]?.query).toMatchObject({ value: 'x'.repeat(245), begins: long });
    expect(writeFilter(steps[0]?.query ?? fail()).length).toBe(256);
    expect((await plan('"'.repeat(128))).exact).toBe('"'.repeat(128));
    expect((await plan('jane@')).shortened).toBe(false);
  });

  it('are none for the end of an address', async () => {
    expect(await plan('@example.com')).toMatchObject({ steps: [], exact: null });
  });
});

const fail = () => {
  throw new Error('No query');
};
