import { MOST_GROUPS, type Surroundings } from '#contract/users.ts';
import type { Call } from '../call.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import type { CognitoClients } from './clients.ts';

type Groups = Extract<Surroundings['groups'], { known: true }>;

const PAGE = 60;
/** Pages may be short or empty while a marker remains, but not for ever. */
const MOST_PAGES = 20;

/** The groups of a person, page after page, in the order of AWS. Rejects like `clients.send`. */
export async function listGroups(
  clients: CognitoClients,
  profile: ProfileRecord,
  person: { readonly UserPoolId: string; readonly Username: string },
  call: Call,
): Promise<Groups> {
  const groups: Groups['groups'] = [];
  let token: string | undefined;
  let pages = 0;
  do {
    const reply = await clients.send({
      access: 'lookup',
      attempts: 'read',
      profile,
      signal: call.signal,
      command: (sdk) =>
        new sdk.AdminListGroupsForUserCommand({
          ...person,
          Limit: PAGE,
          ...(token !== undefined && { NextToken: token }),
        }),
    });
    for (const { GroupName, Description } of reply.Groups ?? []) {
      if (GroupName !== undefined) groups.push({ name: GroupName, description: Description ?? null });
    }
    token = reply.NextToken;
    pages += 1;
  } while (token !== undefined && groups.length < MOST_GROUPS && pages < MOST_PAGES);
  return { known: true, groups: groups.slice(0, MOST_GROUPS), more: token !== undefined };
}
