import { randomUUID } from 'node:crypto';
import { fail } from '../app-failure.ts';
import { scopedMap } from '../scoped-map.ts';
import type { Lifetimes } from '../scope.ts';

/** API operations whose replies can be shown as the AWS CLI prints them. */
export type RepliedOperation =
  | 'SignUp'
  | 'ConfirmSignUp'
  | 'AdminConfirmSignUp'
  | 'ResendConfirmationCode'
  | 'InitiateAuth'
  | 'RespondToAuthChallenge'
  | 'GetTokensFromRefreshToken'
  | 'RevokeToken'
  | 'GlobalSignOut'
  | 'AdminInitiateAuth'
  | 'AdminRespondToAuthChallenge'
  | 'AssociateSoftwareToken'
  | 'VerifySoftwareToken'
  | 'ForgotPassword'
  | 'ConfirmForgotPassword'
  | 'GetUser'
  | 'AdminGetUser'
  | 'AdminCreateUser'
  | 'AdminResetUserPassword'
  | 'AdminSetUserPassword'
  | 'AdminEnableUser'
  | 'AdminDisableUser'
  | 'AdminUserGlobalSignOut'
  | 'AdminUpdateUserAttributes';

export type KeptReply = {
  readonly operation: RepliedOperation;
  readonly profileId: string;
  readonly reply: object;
  /** When it came, in milliseconds since 1970. */
  readonly keptAt: number;
};

/** Enough for every result on screen; older ones go first. */
const LIMIT = 50;

/** The last replies of AWS, whole, tokens included: in memory only, never given to the page as they are. */
export function createReplyStore(lifetimes: Lifetimes, now: () => number) {
  const replies = scopedMap<string, KeptReply>(lifetimes, {
    max: LIMIT,
    profileOf: ({ profileId }) => profileId,
  });
  return {
    keep(kept: Omit<KeptReply, 'keptAt'>): string {
      const id = randomUUID();
      replies.set(id, { ...kept, keptAt: now() });
      return id;
    },
    /** Throws `reply-gone`. */
    get(id: string): KeptReply {
      const kept = replies.get(id);
      if (!kept) throw fail('reply-gone', {});
      return kept;
    },
    forget(id: string): void {
      replies.delete(id);
    },
  };
}

export type ReplyStore = ReturnType<typeof createReplyStore>;
