import type { AppError } from '#contract/app-error.ts';
import type { Person, Surroundings } from '#contract/users.ts';
import type { AdminGetUserCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { fail } from '../app-failure.ts';
import type { CognitoClients } from '../cognito/clients.ts';
import { errorOf } from '../cognito/exchange.ts';
import { toPerson } from '../cognito/get-user.ts';
import { listGroups } from '../cognito/list-groups.ts';
import type { PoolSettingsStore } from '../cognito/pool-settings.ts';
import type { Call } from '../call.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import type { ReplyStore } from '../replies/reply-store.ts';
import type { Lockout, Refusals } from '../sessions/lockout.ts';
import { judge } from './verdict.ts';

export type SurroundingsDeps = {
  readonly clients: CognitoClients;
  readonly replies: ReplyStore;
  readonly poolSettings: PoolSettingsStore;
  readonly lockout: Lockout;
  readonly now: () => number;
};

type Tried<Value> = { readonly value: Value } | { readonly error: AppError };

/** Groups and pool settings of the person in a kept reply, and the verdict with them; see `users.surroundings`. */
export async function readSurroundings(
  deps: SurroundingsDeps,
  profile: ProfileRecord,
  replyId: string,
  call: Call,
): Promise<Surroundings> {
  const { clients, poolSettings, now } = deps;
  const { poolId, access } = profile;
  if (poolId === null || access === null) throw fail('lookup-access-missing', { reason: 'not-set-up' });
  const kept = deps.replies.get(replyId);
  if (kept.operation !== 'AdminGetUser' || kept.profileId !== profile.id) throw fail('reply-gone', {});
  const reply = kept.reply as AdminGetUserCommandOutput;
  const person = toPerson(reply, reply.Username ?? '');
  call.about(profile);

  async function attempt<Value>(operation: string, read: () => Promise<Value>): Promise<Tried<Value>> {
    try {
      return { value: await read() };
    } catch (cause) {
      const context = { operation, profile, write: false, secrets: [], signal: call.signal };
      const error = errorOf(clients, cause, context);
      if (error.code === 'cancelled') throw fail('cancelled', {});
      return { error };
    }
  }

  const [groups, pool] = await Promise.all([
    attempt('AdminListGroupsForUser', () =>
      listGroups(clients, profile, { UserPoolId: poolId, Username: person.username }, call),
    ),
    attempt('DescribeUserPool', () => poolSettings.get(profile, poolId, call)),
  ]);
  return {
    verdict: judge(person, {
      pool: 'value' in pool ? pool.value : null,
      groups: 'value' in groups ? groups.value : null,
      refused: refusedTries(deps.lockout, profile.id, person),
      now: now(),
    }),
    groups: 'value' in groups ? groups.value : { known: false, error: groups.error },
    pool:
      'value' in pool ? { known: true, password: pool.value.password } : { known: false, error: pool.error },
  };
}

/** Names that a password may have been tried with. */
const names = ['email', 'phone_number', 'preferred_username', 'sub'];

/** Passwords of this person that AWS refused here, whatever name they were tried with. */
export const refusedTries = (
  lockout: Lockout,
  profileId: string,
  { username, attributes }: Pick<Person, 'username' | 'attributes'>,
): Refusals | null =>
  lockout.seen(profileId, [
    username,
    ...attributes.filter(({ name }) => names.includes(name)).map(({ value }) => value),
  ]);
