/**
 * A pool of people that behaves as AWS does, to be put on the scripted stub, so that clients reach it over real HTTP:
 *
 *     const stub = await startAwsStub();
 *     const pool = createPool({ size: 100_000 });
 *     pool.serve(stub);
 *     // … read it; meanwhile:
 *     pool.throttle(5);       // the next five lists are refused
 *     pool.expireTokens();    // page tokens given out so far are good no more
 *
 * ListUsers: the filter grammar with its escapes, one filter a request, at most 60 people a page, filters of at most 256
 * characters, pages that are short or empty while a token remains (`pageSize`), tokens that are bound to their
 * filter, people whom the list does not show yet though AdminGetUser finds them (`lagging`), and the case rules.
 * AdminGetUser takes the username, the sub, or the email address; DescribeUserPool gives the estimate. Anything else is
 * the test's own to script with `stub.on`.
 *
 * People are made when they are asked for, always the same ones for the same index, so that 100,000 cost little.
 */
import { createHash } from 'node:crypto';
import type { AwsStub, StubAnswer, StubError, StubReply, StubRequest } from './aws-stub.ts';

export type PoolPerson = {
  readonly username: string;
  /** `sub` among them. Those with an undefined value are left out. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly status?: string;
  readonly enabled?: boolean;
  /** Milliseconds since 1970. */
  readonly created?: number;
  readonly modified?: number;
};

export type PoolOptions = {
  /** How many people `person` makes. */
  readonly size?: number;
  /** The person of an index. `samplePerson` unless told. */
  readonly person?: (index: number) => PoolPerson;
  /** How many people page number `page` (0, 1, … over all requests) may hold at most; 60 unless told, 0 for an empty one. */
  readonly pageSize?: (page: number) => number;
  /** Takes `pageSize` at its word, whatever was asked for: for many people in little time, as the emulator gives them. */
  readonly ignoresLimit?: boolean;
  /** Indexes of people who are too new to be in the list. */
  readonly lagging?: ReadonlySet<number>;
  /** Milliseconds before a list is answered. */
  readonly delay?: number;
  /** Attributes that the pool refuses to filter by, although AWS's documentation names them. */
  readonly refuses?: readonly string[];
  /** Whether letter case counts for usernames and attributes; true unless told. AWS's own pages differ on it. */
  readonly caseSensitive?: boolean;
  /** What DescribeUserPool says; `size` unless told. */
  readonly estimate?: number;
};

/** What AWS allows to filter by. Custom attributes never. */
const searchable = [
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
];

const invalid = (message: string): StubError => ({ error: 'InvalidParameterException', message });
const expired = invalid('Invalid pagination token provided.');

const subs: string[] = [];

/** A UUID that depends on the index alone. Kept, since filters ask for those of everybody. */
export const subOf = (index: number): string => (subs[index] ??= makeSub(index));

function makeSub(index: number): string {
  const hex = createHash('md5').update(String(index)).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-');
}

const givenNames = [
  'Mia',
  'Jürgen',
  'Zoë',
  'Inês',
  'Tomáš',
  'Priya',
  'Łukasz',
  'Noor',
  'Walter',
  'Yasmin',
  'Ana',
  'Bo',
];
const familyNames = [
  'Schmidt',
  'Müller',
  'Novák',
  'Okafor',
  'García',
  'Haddad',
  'Jansen',
  'Ibáñez',
  'O’Neill',
  'Ng',
  'Ito',
];
const statuses = [
  'CONFIRMED',
  'CONFIRMED',
  'CONFIRMED',
  'CONFIRMED',
  'CONFIRMED',
  'UNCONFIRMED',
  'FORCE_CHANGE_PASSWORD',
  'RESET_REQUIRED',
];

/** A person as full as those of a pool in use, with two custom attributes; one in 29 comes from another provider. */
export function samplePerson(index: number): PoolPerson {
  const given = givenNames[index % givenNames.length] ?? 'Mia';
  const family = familyNames[Math.floor(index / 12) % familyNames.length] ?? 'Schmidt';
  const sub = subOf(index);
  const external = index % 29 === 0;
  const plain = `${given}.${family}`.normalize('NFD').replaceAll(/[^a-zA-Z.]/g, '');
  return {
    username: external ? `google_${String(100_000_000 + index)}` : sub,
    attributes: {
      sub,
      email: `${plain}.${String(index)}@example.com`,
      email_verified: index % 7 === 0 ? 'false' : 'true',
      phone_number: index % 3 === 0 ? undefined : `+4917${String(100_000_000 + index)}`,
      phone_number_verified: index % 3 === 0 ? undefined : 'true',
      given_name: given,
      family_name: family,
      locale: index % 4 === 0 ? 'pt-PT' : 'de-DE',
      identities: external
        ? JSON.stringify([{ userId: String(index), providerName: 'Google', providerType: 'Google' }])
        : undefined,
      'custom:tenant': `tenant-${String(index % 50)}`,
      'custom:employee_id': String(10_000 + index),
    },
    status: external ? 'EXTERNAL_PROVIDER' : (statuses[index % statuses.length] ?? 'CONFIRMED'),
    enabled: index % 17 !== 0,
    created: Date.UTC(2024, index % 24, 1 + (index % 28), 9, 30),
    modified: Date.UTC(2026, index % 10, 1 + (index % 28), 9, 30),
  };
}

export type PoolStub = {
  /** Answers ListUsers, AdminGetUser and DescribeUserPool of `stub` from now on. */
  readonly serve: (stub: AwsStub) => void;
  /** Refuses the next lists with TooManyRequestsException. */
  readonly throttle: (requests: number) => void;
  /** Page tokens that were given out so far are refused from now on. */
  readonly expireTokens: () => void;
  /** People who were lagging are in the list from now on. */
  readonly catchUp: () => void;
  /** Answers of ListUsers so far: pages that were given and lists that were refused for being too many. */
  readonly served: { readonly pages: number; readonly throttled: number };
  /** The filters that came, in order; undefined where there was none. */
  readonly filters: readonly (string | undefined)[];
};

export function createPool(options: PoolOptions = {}): PoolStub {
  const { size = 100, person = samplePerson, pageSize = () => 60, delay = 0, refuses = [] } = options;
  const everybody = Array.from({ length: size }, (_, index) => index);
  let lagging: ReadonlySet<number> = options.lagging ?? new Set();
  /** Who fits a filter: found once, since all pages of a list ask for it. */
  const fitting = new Map<string, readonly number[]>();
  const filters: (string | undefined)[] = [];
  let refused = 0;
  let epoch = 0;
  const served = { pages: 0, throttled: 0 };

  function fit(filter: string | undefined): readonly number[] | StubError {
    if (filter === undefined || filter === '') return everybody;
    const known = fitting.get(filter);
    if (known) return known;
    const parsed = parseFilter(filter);
    if ('error' in parsed) return parsed;
    const { attribute, starts, value } = parsed;
    if (!searchable.includes(attribute) || refuses.includes(attribute)) {
      return invalid(`Invalid search attribute: ${attribute}`);
    }
    const sensitive = attribute !== 'cognito:user_status' && options.caseSensitive !== false;
    const cased = (text: string) => (sensitive ? text : text.toLowerCase());
    const wanted = cased(value);
    const found = everybody.filter((index) => {
      const has = valueOf(index, attribute);
      return has !== undefined && (starts ? cased(has).startsWith(wanted) : cased(has) === wanted);
    });
    fitting.set(filter, found);
    return found;
  }

  function valueOf(index: number, attribute: string): string | undefined {
    // The subs of the sample people cost less than the people.
    if (attribute === 'sub' && person === samplePerson) return subOf(index);
    const { username, status = 'CONFIRMED', enabled = true, attributes } = person(index);
    if (attribute === 'username') return username;
    if (attribute === 'cognito:user_status') return status;
    if (attribute === 'status') return enabled ? 'Enabled' : 'Disabled';
    return attributes[attribute];
  }

  function list(body: unknown): StubReply | StubError {
    const {
      Filter,
      Limit = 60,
      PaginationToken,
    } = body as {
      Filter?: string;
      Limit?: number;
      PaginationToken?: string;
    };
    filters.push(Filter);
    if (refused > 0) {
      refused -= 1;
      served.throttled += 1;
      return { error: 'TooManyRequestsException', message: 'Rate exceeded' };
    }
    if (Limit > 60 || Limit < 0)
      return constraint('limit', 'Member must have value less than or equal to 60');
    if ((Filter?.length ?? 0) > 256) {
      return constraint('filter', 'Member must have length less than or equal to 256');
    }
    const found = fit(Filter);
    if ('error' in found) return found;
    const from = PaginationToken === undefined ? 0 : fromToken(PaginationToken, { epoch, filter: Filter });
    if (from === null) return expired;

    const most = options.ignoresLimit === true ? Infinity : Limit || 60;
    const to = Math.min(found.length, from + Math.min(most, pageSize(served.pages)));
    served.pages += 1;
    const users = found.slice(from, to).filter((index) => !lagging.has(index));
    return {
      Users: users.map((index) => listed(person(index))),
      ...(to < found.length && { PaginationToken: toToken({ at: to, epoch, filter: Filter }) }),
    };
  }

  function get(body: unknown): StubReply | StubError {
    const { Username } = body as { Username: string };
    const found = everybody.find((index) =>
      ['username', 'sub', 'email'].some((attribute) => valueOf(index, attribute) === Username),
    );
    if (found === undefined) return { error: 'UserNotFoundException', message: 'User does not exist.' };
    const { Attributes, ...rest } = listed(person(found));
    return { ...rest, UserAttributes: Attributes };
  }

  const answerList = ({ body }: StubRequest): StubAnswer | Promise<StubAnswer> =>
    delay === 0 ? list(body) : new Promise((resolve) => setTimeout(() => resolve(list(body)), delay));

  return {
    serve(stub) {
      stub.on('ListUsers', answerList);
      stub.on('AdminGetUser', ({ body }) => get(body));
      stub.on('DescribeUserPool', { UserPool: { EstimatedNumberOfUsers: options.estimate ?? size } });
    },
    throttle: (requests) => void (refused += requests),
    expireTokens: () => void (epoch += 1),
    catchUp: () => void (lagging = new Set()),
    served,
    filters,
  };
}

/** A person in the wire form of ListUsers. */
function listed({ username, attributes, status = 'CONFIRMED', enabled = true, ...dates }: PoolPerson) {
  const { created = Date.UTC(2026, 0, 1), modified = created } = dates;
  return {
    Username: username,
    Attributes: Object.entries(attributes).flatMap(([Name, Value]) =>
      Value === undefined ? [] : [{ Name, Value }],
    ),
    UserCreateDate: created / 1000,
    UserLastModifiedDate: modified / 1000,
    Enabled: enabled,
    UserStatus: status,
  };
}

type Filter = { readonly attribute: string; readonly starts: boolean; readonly value: string };

/**
 * `attribute = "value"` or `attribute ^= "value"`; the name may be quoted, too. Inside the value a backslash stands
 * before each double quote and each backslash, and nowhere else.
 */
export function parseFilter(filter: string): Filter | StubError {
  const match = /^\s*("?)([\w:]+)\1\s*(\^?=)\s*"((?:[^"\\]|\\["\\])*)"\s*$/s.exec(filter);
  const [, , attribute = '', operator, value = ''] = match ?? [];
  if (!match) return invalid('Error while parsing filter.');
  return { attribute, starts: operator === '^=', value: value.replaceAll(/\\(["\\])/g, '$1') };
}

const constraint = (member: string, rule: string) =>
  invalid(`1 validation error detected: Value at '${member}' failed to satisfy constraint: ${rule}`);

type Token = { readonly at: number; readonly epoch: number; readonly filter: string | undefined };

let tokens = 0;
/** Each one is another text, as AWS's are, also where the next page begins at the same person. */
const toToken = (token: Token): string =>
  Buffer.from(JSON.stringify({ ...token, number: (tokens += 1) })).toString('base64url');

/** Where the page begins; null when the token is too old, or came with another filter. */
function fromToken(text: string, now: Omit<Token, 'at'>): number | null {
  try {
    const { at, epoch, filter } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Token;
    return epoch === now.epoch && filter === now.filter ? at : null;
  } catch {
    return null;
  }
}
