import type { UserPoolClientType, UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import type { CognitoClients } from './clients.ts';

const look = { access: 'lookup', attempts: 'read' } as const;

/** The pool's settings. Rejects like `clients.send`. */
export async function describePool(
  clients: CognitoClients,
  profile: ProfileRecord,
  poolId: string,
  signal: AbortSignal,
): Promise<UserPoolType> {
  const { UserPool } = await clients.send({
    ...look,
    profile,
    signal,
    command: (sdk) => new sdk.DescribeUserPoolCommand({ UserPoolId: poolId }),
  });
  return UserPool ?? {};
}

/** The app client's settings, its secret in clear: whatever leaves core is picked from them. Rejects like `clients.send`. */
export async function describePoolClient(
  clients: CognitoClients,
  profile: ProfileRecord,
  poolId: string,
  signal: AbortSignal,
): Promise<UserPoolClientType> {
  const { UserPoolClient } = await clients.send({
    ...look,
    profile,
    signal,
    command: (sdk) =>
      new sdk.DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: profile.clientId }),
  });
  return UserPoolClient ?? {};
}
