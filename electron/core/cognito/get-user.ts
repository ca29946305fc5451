import type { Person } from '#contract/users.ts';
import type { AdminGetUserCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { fail } from '../app-failure.ts';
import type { Call } from '../call.ts';
import { judge, type JudgedPerson } from '../person/verdict.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import type { Refusals } from '../sessions/lockout.ts';
import { emptyReply, type Exchange } from './exchange.ts';

/** Request of AdminGetUser in API names. Also what its command-line twin shows. */
export const getUserRequest = (poolId: string, username: string) => ({
  UserPoolId: poolId,
  Username: username,
});

type GetUserDeps = {
  readonly exchange: Exchange;
  readonly refusedTries: (profileId: string, person: JudgedPerson) => Refusals | null;
  readonly now: () => number;
};

/** Looks a person up by username, alias or sub. Needs a pool and AWS access: throws `lookup-access-missing`. */
export async function getUser(
  { exchange, refusedTries, now }: GetUserDeps,
  profile: ProfileRecord,
  username: string,
  call: Call,
): Promise<{ replyId: string; person: Person }> {
  const { poolId, access } = profile;
  if (poolId === null || access === null) throw fail('lookup-access-missing', { reason: 'not-set-up' });
  const { reply, replyId } = await exchange({
    operation: 'AdminGetUser',
    access: 'lookup',
    attempts: 'read',
    write: false,
    profile,
    call,
    secrets: [],
    command: (sdk) => new sdk.AdminGetUserCommand(getUserRequest(poolId, username)),
  });
  if (reply.Username === undefined) throw emptyReply('AdminGetUser', 'person');
  const person = toPerson(reply, reply.Username);
  const refused = refusedTries(profile.id, person);
  return {
    replyId,
    person: {
      ...person,
      matchedBy: matchedBy(username, person.username, person.attributes),
      verdict: judge(person, { pool: null, groups: null, refused, now: now() }),
    },
  };
}

/** The person in a reply of AdminGetUser, or of GetUser, which says less. */
export function toPerson(reply: AdminGetUserCommandOutput, username: string): JudgedPerson {
  const attributes = (reply.UserAttributes ?? []).map(({ Name, Value }) => ({
    name: Name ?? '',
    value: Value ?? '',
  }));
  // Older replies carry text-message sign-in in MFAOptions only.
  const oldSms = (reply.MFAOptions ?? []).some(({ DeliveryMedium }) => DeliveryMedium === 'SMS');
  const mfaMethods = reply.UserMFASettingList ?? (oldSms ? ['SMS_MFA'] : []);
  return {
    username,
    sub: attributes.find(({ name }) => name === 'sub')?.value ?? null,
    status: reply.UserStatus ?? null,
    enabled: reply.Enabled ?? null,
    createdAt: reply.UserCreateDate?.getTime() ?? null,
    modifiedAt: reply.UserLastModifiedDate?.getTime() ?? null,
    attributes,
    preferredMfa: reply.PreferredMfaSetting ?? null,
    mfaMethods,
  };
}

/** Identifiers that AdminGetUser accepts, the strongest first. */
const identifiers = ['sub', 'email', 'phone_number', 'preferred_username'];

function matchedBy(asked: string, username: string, attributes: Person['attributes']): string | null {
  const same = (value: string | undefined) => value?.toLowerCase() === asked.toLowerCase();
  const values = new Map(attributes.map(({ name, value }) => [name, value]));
  // In pools where people sign in with an address the username is the sub: then "sub" says more.
  if (same(values.get('sub'))) return 'sub';
  if (same(username)) return 'username';
  return identifiers.find((name) => same(values.get(name))) ?? null;
}
