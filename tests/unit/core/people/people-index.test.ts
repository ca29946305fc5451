import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UserType } from '@aws-sdk/client-cognito-identity-provider';
import type { Condition, PeopleFilter } from '#contract/people.ts';
import { fold } from '#core/people/fold.ts';
import { createPeopleIndex } from '#core/people/people-index.ts';

const anybody: PeopleFilter = {
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
const byUsername = { column: 'username', descending: false };

type Person = Readonly<Record<string, string>>;

const user = (username: string, attributes: Person = {}, more: Partial<UserType> = {}): UserType => ({
  Username: username,
  Attributes: Object.entries({ sub: `sub-${username}`, ...attributes }).map(([Name, Value]) => ({
    Name,
    Value,
  })),
  ...more,
});

function indexOf(...users: readonly UserType[]) {
  const index = createPeopleIndex();
  for (const one of users) index.put(one);
  return index;
}

/** Usernames of those who meet a filter, in order. */
function found(
  index: ReturnType<typeof createPeopleIndex>,
  filter: Partial<PeopleFilter>,
  sort = byUsername,
): string[] {
  return index.show(index.find({ ...anybody, ...filter }, sort), []).map(({ username }) => username);
}

describe('folding', () => {
  it.each([
    ['Müller', 'muller'],
    ['TOMÁŠ', 'tomas'],
    ['Łukasz', 'lukasz'],
    ['Straße', 'strasse'],
    ['O’Neill', "o'neill"],
    ['İzmir', 'izmir'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['ﬁne', 'fine'],
  ])('takes %s for %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('keeps what is part of what, and changes nothing twice', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 });
    fc.assert(
      fc.property(text, text, text, (before, middle, after) => {
        expect(fold(before + middle + after)).toContain(fold(middle));
        expect(fold(fold(middle))).toBe(fold(middle));
      }),
    );
  });
});

describe('the search field', () => {
  const index = indexOf(
    user('jm', { given_name: 'Jürgen', family_name: 'Müller', email: 'j.mueller@example.com' }),
    user('io', { given_name: 'Inês', email: 'INES@Example.com', 'custom:team': 'Müll & Co' }),
    user('no', { phone_number: '+441632960121', email_verified: 'true' }),
  );

  it.each([
    ['mull', ['io', 'jm']],
    ['jurgen MÜLLER', ['jm']],
    ['müller jürgen', ['jm']],
    ['ines@', ['io']],
    ['+44 1632 960121', ['no']],
    ['0044 (0) 1632 960-121', ['no']],
    ['01632/960', ['no']],
    ['00000', []],
    ['co', ['io', 'jm']],
    ['sub-jm', ['jm']],
    ['true', []],
    ['  ', ['io', 'jm', 'no']],
    ['nobody', []],
  ])('finds %j', (text, usernames) => {
    expect(found(index, { text })).toEqual(usernames);
  });
});

describe('searching letter by letter', () => {
  it('says the same as searching for the whole at once, whatever was asked before', () => {
    const letters = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'b', 'A', ' ', 'é'), maxLength: 5 }),
      fc.string({ unit: fc.constantFrom('0', '1', ' ', '+', 'a'), maxLength: 9 }),
    );
    const question = fc.record({ text: letters, enabled: fc.constantFrom(true, false, null) });
    fc.assert(
      fc.property(
        fc.array(letters, { maxLength: 8 }),
        fc.array(question, { maxLength: 8 }),
        (names, asked) => {
          const users = names.map((name, at) =>
            user(String(at), { name, phone_number: name }, { Enabled: at % 2 === 0 }),
          );
          const index = indexOf(...users);
          for (const { text, enabled } of asked) {
            for (let length = 0; length <= text.length; length += 1) {
              const filter = { text: text.slice(0, length), enabled };
              expect(found(index, filter)).toEqual(found(indexOf(...users), filter));
            }
          }
        },
      ),
    );
  });
});

describe('conditions and filters', () => {
  const DAY = 86_400_000;
  const identities = JSON.stringify([{ providerName: 'Google', userId: '1' }]);
  const index = indexOf(
    user(
      'a',
      { email: 'a@x.org', email_verified: 'true' },
      {
        UserStatus: 'CONFIRMED',
        Enabled: true,
        UserCreateDate: new Date(1 * DAY),
      },
    ),
    user(
      'b',
      { email: 'B@x.org', email_verified: 'false', 'custom:team': '' },
      {
        UserStatus: 'UNCONFIRMED',
        Enabled: false,
        UserCreateDate: new Date(2 * DAY),
      },
    ),
    user(
      'g',
      { identities },
      { UserStatus: 'EXTERNAL_PROVIDER', Enabled: true, UserCreateDate: new Date(3 * DAY) },
    ),
    user('x', { identities: 'not a list' }),
  );
  const only = (column: string, test: Condition['test'], value = '') => ({
    conditions: [{ column, test, value }],
  });

  it.each<[string, Partial<PeopleFilter>, string[]]>([
    ['starts', only('email', 'starts', 'b@'), ['b']],
    ['is, whatever the case', only('email', 'is', 'A@X.ORG'), ['a']],
    ['contains', only('email', 'contains', '@x'), ['a', 'b']],
    ['missing', only('email', 'missing'), ['g', 'x']],
    ['present', only('email', 'present'), ['a', 'b']],
    ['an empty value is missing', only('custom:team', 'present'), []],
    ['an attribute that nobody has', only('custom:none', 'contains', 'x'), []],
    ['the username too', only('username', 'is', 'g'), ['g']],
    [
      'two conditions',
      {
        conditions: [...only('email', 'contains', 'x').conditions, ...only('username', 'is', 'b').conditions],
      },
      ['b'],
    ],
    ['one of several statuses', { statuses: ['CONFIRMED', 'EXTERNAL_PROVIDER'] }, ['a', 'g']],
    ['switched off', { enabled: false }, ['b']],
    ['another provider', { provider: 'Google' }, ['g']],
    ["the pool's own", { provider: '' }, ['a', 'b', 'x']],
    ['email verified', { emailVerified: true }, ['a']],
    ['email not verified', { emailVerified: false }, ['b', 'g', 'x']],
    ['created from', { createdFrom: 2 * DAY }, ['b', 'g']],
    ['created before', { createdBefore: 2 * DAY }, ['a']],
  ])('%s', (_, filter, usernames) => {
    expect(found(index, filter)).toEqual(usernames);
  });

  it('says the same as looking at each person by hand', () => {
    const value = fc.constantFrom('', 'Anna', 'anna', 'ANNÁ', 'Bo', 'bob');
    const person = fc.record({ name: value, 'custom:team': value });
    const condition = fc.record({
      column: fc.constantFrom('name' as const, 'custom:team' as const),
      test: fc.constantFrom('contains', 'is', 'starts', 'missing', 'present'),
      value: fc.constantFrom('a', 'an', 'ANNA', 'b', 'o', 'x'),
    });
    const tests = {
      contains: (has: string, text: string) => has.includes(text),
      is: (has: string, text: string) => has === text,
      starts: (has: string, text: string) => has.startsWith(text),
      missing: (has: string) => has === '',
      present: (has: string) => has !== '',
    };
    fc.assert(
      fc.property(
        fc.array(person, { maxLength: 8 }),
        fc.array(condition, { maxLength: 3 }),
        (people, conditions) => {
          const people_ = indexOf(...people.map((attributes, at) => user(String(at), attributes)));
          const byHand = people.flatMap((attributes, at) =>
            conditions.every(({ column, test, value: text }) => {
              const has = fold(attributes[column]);
              return tests[test](has, fold(text));
            })
              ? [String(at)]
              : [],
          );
          expect(found(people_, { conditions })).toEqual(byHand);
        },
      ),
    );
  });
});

describe('order', () => {
  const index = indexOf(
    user('1', { given_name: 'Zoë' }),
    user('2', { given_name: 'ánna' }),
    user('3', {}, { UserCreateDate: new Date(5) }),
    user('4', { given_name: 'Bo' }, { UserCreateDate: new Date(1) }),
  );

  it('takes accents and case for nothing, and puts those without a value last either way', () => {
    const by = (column: string, descending: boolean) => found(index, {}, { column, descending });
    expect(by('given_name', false)).toEqual(['2', '4', '1', '3']);
    expect(by('given_name', true)).toEqual(['1', '4', '2', '3']);
    expect(by('created', false)).toEqual(['4', '3', '1', '2']);
    expect(by('created', true)).toEqual(['3', '4', '1', '2']);
  });
});

describe('people who come again', () => {
  it('are there once, as they were last', () => {
    const index = indexOf(user('a', { name: 'Old' }), user('b'), user('a', { email: 'new@x.org' }));
    expect(index.size()).toBe(2);
    expect(found(index, { text: 'old' })).toEqual([]);
    expect(found(index, { text: 'new@' })).toEqual(['a']);
  });

  it('are known by their username where there is no sub', () => {
    const index = indexOf({ Username: 'a' }, { Username: 'a' }, { Username: 'b' });
    expect(index.size()).toBe(2);
  });

  it('change an answer that was kept', () => {
    const index = indexOf(user('a'));
    expect(found(index, {})).toEqual(['a']);
    index.put(user('b'));
    expect(found(index, {})).toEqual(['a', 'b']);
  });
});

describe('counts', () => {
  it('are by status and by month in local time', () => {
    const at = (month: number): Partial<UserType> => ({
      UserCreateDate: new Date(2026, month, 15),
      UserStatus: 'CONFIRMED',
    });
    const index = indexOf(
      user('a', {}, at(0)),
      user('b', {}, at(2)),
      user('c', {}, { ...at(2), UserStatus: 'UNCONFIRMED' }),
      user('d'),
    );
    const ids = index.find(anybody, byUsername);
    expect(index.statuses(ids)).toEqual([
      { name: 'CONFIRMED', count: 2 },
      { name: 'UNCONFIRMED', count: 1 },
    ]);
    expect(index.months(ids)).toEqual([
      { name: '2026-01', count: 1 },
      { name: '2026-03', count: 2 },
    ]);
    expect(index.attributes()).toEqual([{ name: 'sub', count: 4 }]);
  });
});
