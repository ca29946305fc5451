import { z } from 'zod';
import { localId } from './fields.ts';
import { instant, operation } from './operation.ts';

/** All that AWS lists people by. Custom attributes are not among it. */
export const searchableAttributes = [
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
] as const;
export type SearchableAttribute = (typeof searchableAttributes)[number];

/** Longest text that can be searched for. More is no name and no address. */
export const SEARCH_LIMIT = 1024;

/** One question to ListUsers. Core writes the filter; the page cannot. */
export const searchQuery = z.strictObject({
  attribute: z.enum(searchableAttributes),
  operator: z.enum(['starts', 'is']),
  /** Fits into a filter together with everything around it; the handler refuses what does not. */
  value: z
    .string()
    .min(1)
    .max(256)
    .regex(/^\P{Cc}*$/u),
  /**
   * Who of those that AWS gives is meant: the attribute begins with `begins` (for a `value` that is only a part of what was
   * typed), and each of `words` begins a word of the person's names. Letter case makes no difference.
   */
  begins: z.string().max(SEARCH_LIMIT),
  words: z.array(z.string().max(SEARCH_LIMIT)).max(6),
});
export type SearchQuery = z.output<typeof searchQuery>;

/**
 * What a text is taken for. `word`: a name or a username. `domain`: the end of an address, which AWS cannot search by.
 */
export const searchKinds = [
  'email',
  'phone',
  'sub',
  'username',
  'name',
  'word',
  'status',
  'domain',
  'nothing',
] as const;
export type SearchKind = (typeof searchKinds)[number];

export const searchPlan = z.strictObject({
  kind: z.enum(searchKinds),
  /** What was typed, without what is around it. */
  text: z.string(),
  /** One after the other. */
  steps: z.array(
    z.strictObject({
      query: searchQuery,
      /** Other ways of writing it have later rounds: a round is for when nobody came in those before. */
      round: z.number(),
    }),
  ),
  /** The text is longer than AWS takes: its beginning is asked for. */
  shortened: z.boolean(),
  /** What an exact lookup takes; null when it cannot be a username or an address. */
  exact: z.string().nullable(),
});
export type SearchPlan = z.output<typeof searchPlan>;

/** A person as ListUsers gives them. */
export const foundPerson = z.strictObject({
  username: z.string(),
  sub: z.string().nullable(),
  status: z.string().nullable(),
  enabled: z.boolean().nullable(),
  createdAt: instant.nullable(),
  modifiedAt: instant.nullable(),
  attributes: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  /** The providers that the person signs in through; null for the pool's own people. */
  provider: z.string().nullable(),
  /** Why the person is in the list: the attribute, and how many of its first characters fit. */
  match: z.strictObject({ attribute: z.enum(searchableAttributes), value: z.string(), length: z.number() }),
});
export type FoundPerson = z.output<typeof foundPerson>;

/** Two letters, as of ISO 3166. */
const country = z.string().regex(/^[A-Z]{2}$/);

export const peopleSearchOperations = {
  /** What a text is, and which questions to AWS find it. Sends nothing. */
  'people.plan': operation({
    input: z.strictObject({
      profileId: localId,
      text: z.string().max(SEARCH_LIMIT),
      /** Of phone numbers without a country code, the likeliest first. */
      countries: z.array(country).max(3),
    }),
    output: searchPlan,
  }),
  /**
   * One page of the people who fit a query (ListUsers, free of charge). All searches together keep to a few requests a
   * second. Throws `lookup-access-missing`.
   */
  'people.search': operation({
    input: z.strictObject({
      profileId: localId,
      query: searchQuery,
      /** Of the page before; null for the first. */
      marker: z.string().max(8192).nullable(),
    }),
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('page'), people: z.array(foundPerson), next: z.string().nullable() }),
      /** AWS does not know the marker any more: begin with the first page. */
      z.strictObject({ kind: z.literal('marker-expired') }),
      /** The pool does not search by this attribute, or not for this text. */
      z.strictObject({ kind: z.literal('refused') }),
    ]),
  }),
};
