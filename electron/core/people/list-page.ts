import type { ListUsersCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import { AppFailure } from '../app-failure.ts';
import type { CognitoClients } from '../cognito/clients.ts';
import { errorOf } from '../cognito/exchange.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import type { ListPage } from './scan.ts';

/** Pages of ListUsers in the pool of a profile. Not kept for "Copy JSON", as those of whole pools would be too much. */
export function createListPage(clients: CognitoClients, profile: ProfileRecord, poolId: string): ListPage {
  return async ({ subStart, token }, signal) => {
    const request: ListUsersCommandInput = {
      UserPoolId: poolId,
      Limit: 60,
      ...(subStart !== null && { Filter: `sub ^= "${subStart}"` }),
      ...(token !== null && { PaginationToken: token }),
    };
    try {
      const { Users = [], PaginationToken: next } = await clients.send({
        profile,
        access: 'lookup',
        // Once: the SDK's own retries would not keep to the pace.
        attempts: 'once',
        signal,
        command: (sdk) => new sdk.ListUsersCommand(request),
      });
      return { people: Users, next: next ?? null };
    } catch (cause) {
      const { name, message } = cause instanceof Error ? cause : new Error();
      if (name === 'InvalidParameterException' && !signal.aborted) {
        if (token !== null && /token/i.test(message)) return 'marker-expired';
        if (token === null && subStart !== null) return 'split-refused';
      }
      const context = { operation: 'ListUsers', profile, write: false, secrets: [], signal };
      throw new AppFailure(errorOf(clients, cause, context));
    }
  };
}
