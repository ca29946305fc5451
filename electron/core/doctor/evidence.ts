import { randomUUID } from 'node:crypto';
import type { ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-cognito-identity-provider';
import type { AppError } from '#contract/app-error.ts';
import { fail } from '../app-failure.ts';
import { emptyReply } from '../cognito/exchange.ts';
import type { CognitoClients, SendOptions } from '../cognito/clients.ts';
import { describePool, describePoolClient } from '../cognito/describe-pool.ts';
import { toAppError } from '../cognito/sdk-errors.ts';
import { signInRequest } from '../cognito/sign-in.ts';
import type { Call } from '../call.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';

/** One request and what came of it. */
export type Tried<Reply> = {
  readonly outcome:
    | { readonly ok: true; readonly reply: Reply }
    | { readonly ok: false; readonly error: AppError };
  readonly milliseconds: number;
  /** This computer's time less AWS's, in milliseconds, when the answer told. AWS tells whole seconds. */
  readonly clockAhead: number | null;
};

/** The answers of the requests that need AWS access, by the permission that each one needs. */
export type Lookups = {
  readonly AdminGetUser: Tried<unknown>;
  readonly ListUsers: Tried<unknown>;
  readonly AdminListGroupsForUser: Tried<unknown>;
  readonly DescribeUserPool: Tried<{ readonly arn: string | null }>;
  readonly DescribeUserPoolClient: Tried<{
    readonly flows: readonly string[];
    readonly secret: string | null;
  }>;
};

/** What the verdicts rest on. Null: not asked, because the profile lacks what it takes. */
export type Evidence = {
  /** A sign-in of a name that nobody has: its refusal tells about address, app client, secret and flow. */
  readonly signIn: Tried<unknown>;
  readonly lookups: Lookups | null;
  readonly identity: Tried<{ readonly account: string; readonly arn: string }> | null;
};

/** Asks AWS, all at once. Reads only, and keeps no answer. Throws `cancelled` when the person cancels. */
export async function gatherEvidence(
  { clients, now }: { readonly clients: CognitoClients; readonly now: () => number },
  profile: ProfileRecord,
  call: Call,
): Promise<Evidence> {
  const { poolId, access } = profile;

  async function attempt<Reply>(operation: string, send: () => Promise<Reply>): Promise<Tried<Reply>> {
    const startedAt = now();
    const tried = (outcome: Tried<Reply>['outcome'], answeredAt: number | null): Tried<Reply> => ({
      outcome,
      milliseconds: now() - startedAt,
      clockAhead: answeredAt === null ? null : now() - answeredAt,
    });
    try {
      return tried({ ok: true, reply: await send() }, null);
    } catch (cause) {
      const error = toAppError(cause, { operation, profile, write: false, secrets: [], signal: call.signal });
      if (error.code === 'cancelled') throw fail('cancelled', {});
      return tried({ ok: false, error }, dateOf(cause));
    }
  }

  const send = <Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    how: Pick<SendOptions<Input, Output>, 'access' | 'attempts'>,
    command: SendOptions<Input, Output>['command'],
  ) => clients.send({ ...how, profile, signal: call.signal, command });
  const look = { access: 'lookup', attempts: 'read' } as const;

  // Nobody has this name, so nobody's refused sign-ins are counted and nobody's data is read.
  const username = `cognito-desk-${randomUUID()}`;

  async function lookUp(UserPoolId: string): Promise<Lookups> {
    const person = { UserPoolId, Username: username };
    const [AdminGetUser, ListUsers, AdminListGroupsForUser, DescribeUserPool, DescribeUserPoolClient] =
      await Promise.all([
        attempt('AdminGetUser', () => send(look, (sdk) => new sdk.AdminGetUserCommand(person))),
        attempt('ListUsers', () =>
          send(
            look,
            (sdk) => new sdk.ListUsersCommand({ UserPoolId, Limit: 1, Filter: `username = "${username}"` }),
          ),
        ),
        attempt('AdminListGroupsForUser', () =>
          send(look, (sdk) => new sdk.AdminListGroupsForUserCommand(person)),
        ),
        attempt('DescribeUserPool', async () => {
          const { Arn } = await describePool(clients, profile, UserPoolId, call.signal);
          return { arn: Arn ?? null };
        }),
        attempt('DescribeUserPoolClient', async () => {
          const client = await describePoolClient(clients, profile, UserPoolId, call.signal);
          return { flows: client.ExplicitAuthFlows ?? [], secret: client.ClientSecret ?? null };
        }),
      ]);
    return { AdminGetUser, ListUsers, AdminListGroupsForUser, DescribeUserPool, DescribeUserPoolClient };
  }

  // Loading what speaks to AWS takes a while the first time, and none of it is AWS's.
  await clients.prepare();
  const [signIn, lookups, identity] = await Promise.all([
    attempt('InitiateAuth', () =>
      send(
        { access: 'public', attempts: 'once' },
        (sdk) => new sdk.InitiateAuthCommand(signInRequest(profile, { username, password: randomUUID() })),
      ),
    ),
    poolId === null || access === null ? null : lookUp(poolId),
    access === null || profile.endpoint !== null
      ? null
      : attempt('GetCallerIdentity', async () => {
          const { account, arn } = await clients.whoIs(profile, call.signal);
          if (account === null || arn === null) throw emptyReply('GetCallerIdentity', 'identity');
          return { account, arn };
        }),
  ]);
  return { signIn, lookups, identity };
}

/** Everything that was tried, the sign-in first. */
export const allTried = ({ signIn, lookups, identity }: Evidence): readonly Tried<unknown>[] => [
  signIn,
  ...Object.values(lookups ?? {}),
  ...(identity ? [identity] : []),
];

/** Time of the `Date` header of the answer that the SDK made an error of, in milliseconds since 1970. */
function dateOf(cause: unknown): number | null {
  const date = member(member(member(cause, '$response'), 'headers'), 'date');
  const time = typeof date === 'string' ? Date.parse(date) : NaN;
  return Number.isNaN(time) ? null : time;
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
