import { z } from 'zod';
import type { AppError } from './app-error.ts';
import { localId } from './fields.ts';
import { instant, operation } from './operation.ts';

/** Requests a second to ListUsers. AWS allows 30 for all pools of an account and region together. */
export const readingPace = { least: 1, usual: 8, most: 20 } as const;

/** Made by core alone, so its type is enough; it holds no secret (see `AppError`). */
const appError = z.custom<AppError>(
  (value) => typeof value === 'object' && value !== null && 'code' in value,
);

/** How far the reading of a pool has come. What has been read can be queried in every state. */
export const reading = z.strictObject({
  /**
   * `none`: not begun, or dropped. `waiting`: AWS asked to slow down, until `resumesAt`. `stopped`, `failed`: begun
   * and not finished; `startReading` goes on. `failed` has an `error`.
   */
  state: z.enum(['none', 'reading', 'waiting', 'stopped', 'failed', 'done']),
  /** People read so far, each counted once. */
  read: z.number(),
  /** About how many there are (DescribeUserPool); null when AWS does not say or it is not permitted. */
  estimate: z.number().nullable(),
  startedAt: instant.nullable(),
  /** When the last page came. */
  readAt: instant.nullable(),
  resumesAt: instant.nullable(),
  /** Lists that are read side by side: 1, or 16 where the pool is split by the first letter of the subs. */
  chains: z.number(),
  /** Lists that began anew because AWS's page marker had expired. */
  restarts: z.number(),
  perSecond: z.number(),
  error: appError.nullable(),
});
export type Reading = z.output<typeof reading>;

/** Names that are not attributes: what AWS keeps beside them, and what is made of several of them. */
export const ownColumns = [
  'displayName',
  'username',
  'status',
  'enabled',
  'provider',
  'created',
  'modified',
] as const;

/** An attribute as AWS names it, e.g. `email` or `custom:team`, or one of `ownColumns`. */
const column = z.string().min(1).max(100);

export const conditionTests = ['contains', 'is', 'starts', 'missing', 'present'] as const;

/** What one attribute must be. Letter case and accents make no difference; an empty value counts as missing. */
export const condition = z.strictObject({
  column,
  test: z.enum(conditionTests),
  /** Not looked at by `missing` and `present`. */
  value: z.string().max(2048),
});
export type Condition = z.output<typeof condition>;

/** Who is wanted: those who meet all of it. */
export const peopleFilter = z.strictObject({
  /** Each of its words is somewhere in the person's names and attributes. Letter case and accents make no difference. */
  text: z.string().max(256),
  conditions: z.array(condition).max(10),
  /** One of these statuses; empty for any. */
  statuses: z.array(z.string().max(100)).max(20),
  enabled: z.boolean().nullable(),
  /** The name of a provider; empty for people of the pool's own; null for any. */
  provider: z.string().max(200).nullable(),
  emailVerified: z.boolean().nullable(),
  phoneVerified: z.boolean().nullable(),
  /** From this instant on. */
  createdFrom: instant.nullable(),
  /** Before this instant. */
  createdBefore: instant.nullable(),
});
export type PeopleFilter = z.output<typeof peopleFilter>;

export const peopleSort = z.strictObject({ column, descending: z.boolean() });
export type PeopleSort = z.output<typeof peopleSort>;

/** A person as ListUsers gives them, with the columns that were asked for. */
export const listedPerson = z.strictObject({
  username: z.string(),
  sub: z.string().nullable(),
  /** Name, else email, else username. */
  displayName: z.string(),
  status: z.string().nullable(),
  enabled: z.boolean().nullable(),
  createdAt: instant.nullable(),
  modifiedAt: instant.nullable(),
  /** In the order of the columns of the query. Instants are ISO 8601; null for what the person does not have. */
  values: z.array(z.string().nullable()),
});
export type ListedPerson = z.output<typeof listedPerson>;

const counted = z.array(z.strictObject({ name: z.string(), count: z.number() }));

const query = { profileId: localId, filter: peopleFilter, sort: peopleSort };

/** Most rows of one answer. */
export const MOST_ROWS = 200;
/** More than a pool can have: AWS allows 50 custom attributes. */
const MOST_COLUMNS = 100;

/** Operations on all people of a pool. What was read lives in main's memory until the vault locks or another profile is chosen. */
export const peopleOperations = {
  /**
   * Reads the pool of a profile (ListUsers, free of charge), in the background: `people.progress` tells how it goes.
   * Goes on where an earlier reading stopped or failed; `again` begins anew. One reading at a time: another
   * profile's is dropped. Throws `lookup-access-missing`.
   */
  'people.startReading': operation({
    input: z.strictObject({
      profileId: localId,
      again: z.boolean(),
      perSecond: z.int().min(readingPace.least).max(readingPace.most),
      /** Page after page, without splitting. Slower, for those who want to rule out that the split loses anybody. */
      inOneGo: z.boolean(),
    }),
    output: reading,
  }),
  /** Stops reading and keeps what was read. */
  'people.stop': operation({ input: z.strictObject({ profileId: localId }), output: reading }),
  /** How far the reading has come. */
  'people.reading': operation({ input: z.strictObject({ profileId: localId }), output: reading }),
  /** Those among the people read who meet the filter: `limit` of them from `offset` on. */
  'people.query': operation({
    input: z.strictObject({
      ...query,
      columns: z.array(column).max(MOST_COLUMNS),
      offset: z.int().min(0),
      limit: z.int().min(0).max(MOST_ROWS),
    }),
    output: z.strictObject({
      /** How many meet the filter, and how many were read. */
      total: z.number(),
      of: z.number(),
      people: z.array(listedPerson),
    }),
  }),
  /** Counts of those who meet the filter, and the names that a filter can use. */
  'people.summary': operation({
    input: z.strictObject(query),
    output: z.strictObject({
      total: z.number(),
      /** By status, most first. */
      statuses: counted,
      /** By month of creation in local time, e.g. `2026-03`; oldest first, months without anybody left out. */
      months: counted,
      /** Of everybody read: each attribute and how many have it, most first. */
      attributes: counted,
      /** Of everybody read. */
      allStatuses: z.array(z.string()),
      providers: z.array(z.string()),
    }),
  }),
  /**
   * Writes those who meet the filter into a file that the person chooses, readable by this user only. Cells that a
   * spreadsheet would take for a formula get an apostrophe in front. `people.progress` tells how far it is. `name` is
   * null when no file was chosen. Throws `file-trouble`.
   */
  'people.export': operation({
    input: z.strictObject({
      ...query,
      format: z.enum(['csv', 'json']),
      /** Null for everything. */
      columns: z.array(column).min(1).max(MOST_COLUMNS).nullable(),
    }),
    output: z.strictObject({ name: z.string().nullable(), count: z.number() }),
  }),
};
