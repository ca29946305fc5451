import type { ListUsersCommandInput, UserType } from '@aws-sdk/client-cognito-identity-provider';
import type { FoundPerson, SearchQuery } from '#contract/people-search.ts';
import type { InputOf, OutputOf } from '#contract/index.ts';
import { AppFailure, fail } from '../app-failure.ts';
import type { CognitoClients } from '../cognito/clients.ts';
import { errorOf } from '../cognito/exchange.ts';
import type { Call } from '../call.ts';
import type { Clock } from '../ports.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import { FILTER_LIMIT, writeFilter } from './filter.ts';
import { fold } from './fold.ts';
import { createPace } from './pace.ts';
import { providerOf } from './people-index.ts';

/** Requests a second of all searches together. AWS's quota is for all pools of an account, and no more is to be had. */
const PER_SECOND = 4;

/** Request of ListUsers in API names. Also what its command-line twin shows, which pages by itself. */
export const searchRequest = (poolId: string, query: SearchQuery) => ({
  UserPoolId: poolId,
  Filter: writeFilter(query),
});

export type PeopleSearchOptions = { readonly clients: CognitoClients; readonly clock: Clock };

/** Searches of all profiles, at one pace. */
export function createPeopleSearch({ clients, clock }: PeopleSearchOptions) {
  const pace = createPace({ clock, perSecond: PER_SECOND });

  return async (
    profile: ProfileRecord,
    { query, marker }: Pick<InputOf<'people.search'>, 'query' | 'marker'>,
    call: Call,
  ): Promise<OutputOf<'people.search'>> => {
    const { poolId, access } = profile;
    const { signal } = call;
    if (poolId === null || access === null) throw fail('lookup-access-missing', { reason: 'not-set-up' });
    if (writeFilter(query).length > FILTER_LIMIT) return { kind: 'refused' };
    const request: ListUsersCommandInput = {
      ...searchRequest(poolId, query),
      Limit: 60,
      ...(marker !== null && { PaginationToken: marker }),
    };
    call.about(profile);
    await pace.turn(signal);
    try {
      const { Users = [], PaginationToken: next } = await clients.send({
        profile,
        access: 'lookup',
        // Once: the SDK's own retries would not keep to the pace.
        attempts: 'once',
        signal,
        command: (sdk) => new sdk.ListUsersCommand(request),
      });
      // It would be followed for ever.
      if (next !== undefined && next === marker) throw fail('unexplained', {}, repeatedMarker);
      return { kind: 'page', people: Users.flatMap((user) => toFound(user, query)), next: next ?? null };
    } catch (cause) {
      if (cause instanceof AppFailure) throw cause;
      const { name, message } = cause instanceof Error ? cause : new Error();
      if (name === 'InvalidParameterException' && !signal.aborted) {
        if (marker !== null && /token/i.test(message)) return { kind: 'marker-expired' };
        if (/filter|search attribute/i.test(message)) return { kind: 'refused' };
      }
      const context = { operation: 'ListUsers', profile, write: false, secrets: [], signal };
      throw new AppFailure(errorOf(clients, cause, context));
    }
  };
}

export type PeopleSearch = ReturnType<typeof createPeopleSearch>;

const repeatedMarker = {
  operation: 'ListUsers',
  name: 'PageMarker',
  message: 'The same page token came twice.',
};

const namesOf = ['name', 'given_name', 'middle_name', 'family_name', 'nickname', 'preferred_username'];

/** A listed person who is meant by the query; nothing for one who only looks so to AWS. */
function toFound(user: UserType, query: SearchQuery): FoundPerson[] {
  const attributes = (user.Attributes ?? []).map(({ Name, Value }) => ({
    name: Name ?? '',
    value: Value ?? '',
  }));
  const values = new Map(attributes.map(({ name, value }) => [name, value]));
  const username = user.Username ?? '';
  const { attribute, begins, words } = query;
  const own: Partial<Record<SearchQuery['attribute'], string>> = {
    username,
    status: user.Enabled === false ? 'Disabled' : 'Enabled',
    'cognito:user_status': user.UserStatus ?? '',
  };
  const value = own[attribute] ?? values.get(attribute) ?? '';
  if (begins !== '' && !value.toLowerCase().startsWith(begins.toLowerCase())) return [];
  const names = ` ${namesOf.map((name) => fold(values.get(name) ?? '')).join(' ')}`;
  if (!words.every((word) => names.includes(` ${fold(word)}`))) return [];
  const wanted = begins === '' ? query.value : begins;
  const isStatus = attribute === 'status' || attribute === 'cognito:user_status';
  const fits = !isStatus && value.toLowerCase().startsWith(wanted.toLowerCase());
  return [
    {
      username,
      sub: values.get('sub') ?? null,
      status: user.UserStatus ?? null,
      enabled: user.Enabled ?? null,
      createdAt: user.UserCreateDate?.getTime() ?? null,
      modifiedAt: user.UserLastModifiedDate?.getTime() ?? null,
      attributes,
      provider: providerOf(user) ?? null,
      match: { attribute, value, length: fits ? wanted.length : 0 },
    },
  ];
}
