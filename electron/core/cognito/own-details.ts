import type { OwnDetails } from '#contract/sessions.ts';
import type { Call } from '../call.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import { emptyReply, type Exchange } from './exchange.ts';
import { toPerson } from './get-user.ts';

/** Request of GetUser in API names. Also what its command-line twin shows. */
export const ownDetailsRequest = (accessToken: string) => ({ AccessToken: accessToken });

/** What the person of an access token may read about themselves (GetUser). Needs no AWS access. */
export async function readOwnDetails(
  exchange: Exchange,
  profile: ProfileRecord,
  accessToken: string,
  call: Call,
): Promise<{ replyId: string; person: OwnDetails }> {
  const { reply, replyId } = await exchange({
    operation: 'GetUser',
    access: 'public',
    attempts: 'read',
    write: false,
    profile,
    call,
    secrets: [accessToken],
    command: (sdk) => new sdk.GetUserCommand(ownDetailsRequest(accessToken)),
  });
  if (reply.Username === undefined) throw emptyReply('GetUser', 'person');
  const { username, sub, attributes, preferredMfa, mfaMethods } = toPerson(reply, reply.Username);
  return { replyId, person: { username, sub, attributes, preferredMfa, mfaMethods } };
}
