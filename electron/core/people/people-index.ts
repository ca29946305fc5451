import type { UserType } from '@aws-sdk/client-cognito-identity-provider';
import type { Condition, ListedPerson, PeopleFilter, PeopleSort } from '#contract/people.ts';
import { fold } from './fold.ts';
import { innerDigits } from './phone-readings.ts';
import { subOf } from './scan.ts';

/** Distinct values of an attribute up to which each is kept once for all people: a team, a language, a status. */
const SHARED_VALUES = 1000;

/** Not part of what the search field looks through: everybody has them, and their words mean nothing there. */
const notSearched = new Set(['email_verified', 'phone_number_verified']);

type Values = (string | undefined)[];
/** People by their number in the index, in order. The first `present` have a value in the column. */
type Order = { readonly ids: Uint32Array; readonly present: number };

/**
 * People in memory, for questions that are answered at once. By columns: a value that many people share is kept once,
 * and nobody is an object. Beside them one folded text for each person, which the search field looks through.
 */
export function createPeopleIndex() {
  const numbers = new Map<string, number>();
  const columns = new Map<string, Values>();
  const shared = new Map<string, Map<string, string>>();
  const texts: string[] = [];
  const enabled: (boolean | undefined)[] = [];
  const created: number[] = [];
  const modified: number[] = [];
  let orders = new Map<string, Order>();
  let last: { readonly question: string; readonly ids: Uint32Array } | null = null;
  /** The last filter, its text apart, and who met it. */
  let matched: { readonly others: string; readonly text: string; readonly hits: Uint8Array } | null = null;

  function columnOf(name: string): Values {
    const known = columns.get(name);
    if (known) return known;
    // Filled: an array with holes is a slow one.
    const made: Values = Array.from({ length: numbers.size }, () => undefined);
    columns.set(name, made);
    return made;
  }

  function keepOnce(name: string, value: string): string {
    const values = shared.get(name) ?? new Map<string, string>();
    shared.set(name, values);
    const known = values.get(value);
    if (known !== undefined) return known;
    if (values.size < SHARED_VALUES) values.set(value, value);
    return value;
  }

  /** Adds a person, or replaces what was known of them. */
  function put(user: UserType): void {
    const username = user.Username ?? '';
    const key = subOf(user) ?? username;
    const id = numbers.get(key) ?? numbers.size;
    numbers.set(key, id);
    const own = { username, status: user.UserStatus, provider: providerOf(user) };
    const attributes = (user.Attributes ?? []).map(({ Name = '', Value }) => [Name, Value] as const);
    const values = new Map<string, string | undefined>([...Object.entries(own), ...attributes]);
    for (const name of values.keys()) columnOf(name);
    for (const [name, column] of columns) {
      const value = values.get(name);
      column[id] = value === undefined || value === '' ? undefined : keepOnce(name, value);
    }
    enabled[id] = user.Enabled;
    created[id] = user.UserCreateDate?.getTime() ?? Number.NaN;
    modified[id] = user.UserLastModifiedDate?.getTime() ?? Number.NaN;
    const searched = new Set([username]);
    for (const [name, value] of attributes)
      if (value !== undefined && !notSearched.has(name)) searched.add(value);
    texts[id] = fold([...searched].join('\n'));
    if (orders.size > 0) orders = new Map();
    last = null;
    matched = null;
  }

  const attribute = (name: string, id: number) => columns.get(name)?.[id];

  function displayName(id: number): string {
    const whole = [attribute('given_name', id), attribute('family_name', id)].filter(Boolean).join(' ');
    return (
      [attribute('name', id), whole, attribute('email', id)].find(Boolean) ?? attribute('username', id) ?? ''
    );
  }

  /** What a cell shows: instants as ISO 8601. */
  function valueOf(name: string, id: number): string | undefined {
    switch (name) {
      case 'displayName':
        return displayName(id);
      case 'enabled':
        return enabled[id] === undefined ? undefined : String(enabled[id]);
      case 'created':
        return isoOf(created[id]);
      case 'modified':
        return isoOf(modified[id]);
      default:
        return attribute(name, id);
    }
  }

  /** What people are put in order by. */
  function sortKeys(name: string): readonly (string | number | undefined)[] {
    if (name === 'created' || name === 'modified') {
      return (name === 'created' ? created : modified).map((at) => (Number.isNaN(at) ? undefined : at));
    }
    return texts.map((_, id) => {
      const value = valueOf(name, id);
      return value === undefined ? undefined : fold(value);
    });
  }

  /** Everybody by a column, those without a value at the end. Kept until somebody is added. */
  function orderBy(name: string): Order {
    const known = orders.get(name);
    if (known) return known;
    const keys = sortKeys(name);
    const present: number[] = [];
    const missing: number[] = [];
    for (let id = 0; id < keys.length; id += 1) (keys[id] === undefined ? missing : present).push(id);
    const sorted = Uint32Array.from(present).sort((a, b) => compare(keys[a], keys[b]) || a - b);
    const ids = new Uint32Array(keys.length);
    ids.set(sorted);
    ids.set(missing, sorted.length);
    const order = { ids, present: sorted.length };
    orders.set(name, order);
    return order;
  }

  function testOf({ column, test, value }: Condition): (id: number) => boolean {
    if (test === 'missing') return (id) => valueOf(column, id) === undefined;
    if (test === 'present') return (id) => valueOf(column, id) !== undefined;
    const wanted = fold(value.trim());
    const fits = {
      contains: (text: string) => text.includes(wanted),
      is: (text: string) => text === wanted,
      starts: (text: string) => text.startsWith(wanted),
    }[test];
    return (id) => {
      const has = valueOf(column, id);
      return has !== undefined && fits(fold(has));
    };
  }

  /** The tests of a filter but for its text, the cheapest first. */
  function testsOf(filter: PeopleFilter): readonly ((id: number) => boolean)[] {
    const tests: ((id: number) => boolean)[] = [];
    const { statuses, provider, createdFrom, createdBefore } = filter;
    if (filter.enabled !== null) tests.push((id) => enabled[id] === filter.enabled);
    if (createdFrom !== null) tests.push((id) => (created[id] ?? Number.NaN) >= createdFrom);
    if (createdBefore !== null) tests.push((id) => (created[id] ?? Number.NaN) < createdBefore);
    if (statuses.length > 0) {
      const wanted = new Set<string | undefined>(statuses);
      tests.push((id) => wanted.has(attribute('status', id)));
    }
    if (provider !== null) tests.push((id) => (attribute('provider', id) ?? '') === provider);
    for (const [name, wanted] of [
      ['email_verified', filter.emailVerified],
      ['phone_number_verified', filter.phoneVerified],
    ] as const) {
      if (wanted !== null) tests.push((id) => (attribute(name, id)?.toLowerCase() === 'true') === wanted);
    }
    return [...tests, ...filter.conditions.map(testOf)];
  }

  /**
   * Who meets a filter: a 1 for each. One letter more in the text leaves some of those who met the last one, so only
   * they are looked at. In the order of the numbers, in which the texts lie in memory.
   */
  function matching({ text, ...rest }: PeopleFilter): Uint8Array {
    const words = fold(text).split(/\s+/).filter(Boolean);
    const others = JSON.stringify(rest);
    // A number as one writes it at home has other beginnings than the one that AWS keeps.
    const digits = innerDigits(text);
    const narrows = digits === null && matched?.others === others && text.startsWith(matched.text);
    const before = narrows ? matched?.hits : undefined;
    const tests = before ? [] : testsOf({ text, ...rest });
    const hits = new Uint8Array(numbers.size);
    next: for (let id = 0; id < hits.length; id += 1) {
      if (before?.[id] === 0) continue;
      const isNumber = digits !== null && attribute('phone_number', id)?.includes(digits);
      if (!isNumber) for (const word of words) if (texts[id]?.includes(word) === false) continue next;
      for (const test of tests) if (!test(id)) continue next;
      hits[id] = 1;
    }
    matched = { others, text, hits };
    return hits;
  }

  /** Who meets the filter, in order. Kept for the next question about the same. */
  function find(filter: PeopleFilter, sort: PeopleSort): Uint32Array {
    const question = JSON.stringify([filter, sort]);
    if (last?.question === question) return last.ids;
    const { ids: order, present } = orderBy(sort.column);
    const hits = matching(filter);
    const found = new Uint32Array(order.length);
    let count = 0;
    const take = (at: number) => {
      const id = order[at] ?? 0;
      if (hits[id] !== 1) return;
      found[count] = id;
      count += 1;
    };
    if (sort.descending) for (let at = present - 1; at >= 0; at -= 1) take(at);
    else for (let at = 0; at < present; at += 1) take(at);
    for (let at = present; at < order.length; at += 1) take(at);
    const ids = found.slice(0, count);
    last = { question, ids };
    return ids;
  }

  return {
    size: () => numbers.size,
    put,
    find,

    /** People by their numbers, with the values of some columns. */
    show: (ids: Uint32Array, names: readonly string[]): ListedPerson[] =>
      Array.from(ids, (id) => ({
        username: attribute('username', id) ?? '',
        sub: attribute('sub', id) ?? null,
        displayName: displayName(id),
        status: attribute('status', id) ?? null,
        enabled: enabled[id] ?? null,
        createdAt: orNull(created[id]),
        modifiedAt: orNull(modified[id]),
        values: names.map((name) => valueOf(name, id) ?? null),
      })),

    /** One value of one person, as a cell shows it. */
    valueOf,

    /** The attributes that anybody has, and how many have each; most first. */
    attributes(): { name: string; count: number }[] {
      const counts = [...columns].map(([name, values]) => ({
        name,
        count: values.reduce((sum, value) => (value === undefined ? sum : sum + 1), 0),
      }));
      const own = new Set(['username', 'status', 'provider']);
      return counts
        .filter(({ name, count }) => count > 0 && !own.has(name))
        .sort((a, b) => b.count - a.count);
    },

    /** Every value that a column has, in alphabetical order. Meant for columns with few. */
    distinct: (name: string): string[] =>
      [...new Set(columns.get(name))].filter((value) => value !== undefined).sort(),

    /** How many of some people have which status, most first. */
    statuses: (ids: Uint32Array) =>
      counted(ids, (id) => attribute('status', id) ?? '').sort((a, b) => b.count - a.count),

    /** How many of some people were created in which month of local time. */
    months: (ids: Uint32Array) =>
      counted(ids, (id) => monthOf(created[id])).sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

export type PeopleIndex = ReturnType<typeof createPeopleIndex>;

/** The provider that a person comes from: `identities` is a JSON list, as of linked accounts. */
export function providerOf({ Attributes }: UserType): string | undefined {
  const text = Attributes?.find(({ Name }) => Name === 'identities')?.Value;
  if (text === undefined) return undefined;
  try {
    const identities: unknown = JSON.parse(text);
    if (!Array.isArray(identities)) return undefined;
    const names = identities.map((one: unknown) =>
      typeof one === 'object' && one !== null && 'providerName' in one ? String(one.providerName) : '',
    );
    return [...new Set(names.filter(Boolean))].join(', ') || undefined;
  } catch {
    return undefined;
  }
}

const compare = (a: string | number | undefined, b: string | number | undefined): number =>
  a === b || a === undefined || b === undefined ? 0 : a < b ? -1 : 1;

const isoOf = (at: number | undefined): string | undefined =>
  at === undefined || Number.isNaN(at) ? undefined : new Date(at).toISOString();

const orNull = (at: number | undefined): number | null => (at === undefined || Number.isNaN(at) ? null : at);

function monthOf(at: number | undefined): string {
  if (at === undefined || Number.isNaN(at)) return '';
  const date = new Date(at);
  return `${String(date.getFullYear())}-${String(date.getMonth() + 1).padStart(2, '0')}`;
}

function counted(ids: Uint32Array, nameOf: (id: number) => string): { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const id of ids) {
    const name = nameOf(id);
    if (name !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Array.from(counts, ([name, count]) => ({ name, count }));
}
