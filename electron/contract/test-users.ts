import { z } from 'zod';
import { signInStep } from './auth.ts';
import { authenticatorSecret, displayName, localId, password, username } from './fields.ts';
import { instant, operation } from './operation.ts';
import { secretChange } from './profiles.ts';

/** A saved test user as the page sees it: everything but the password and the authenticator's secret. */
export const testUser = z.strictObject({
  id: z.string(),
  label: z.string().nullable(),
  username: z.string(),
  hasAuthenticator: z.boolean(),
});
export type TestUser = z.output<typeof testUser>;

const testUserList = z.strictObject({ testUsers: z.array(testUser) });

/** A test user as the form sends it. Without `id` it is a new one. */
export const testUserDraft = z.strictObject({
  profileId: localId,
  id: localId.optional(),
  label: displayName.nullable(),
  username,
  /** `keep` needs a saved one. */
  password: z.discriminatedUnion('change', [
    z.strictObject({ change: z.literal('keep') }),
    z.strictObject({ change: z.literal('set'), value: password }),
  ]),
  authenticator: z.discriminatedUnion('change', [
    ...secretChange(authenticatorSecret).options,
    /** The one that was set up in this sign-in, which main knows. Kept as it is where there was none. */
    z.strictObject({ change: z.literal('set-up'), sessionId: localId }),
  ]),
});
export type TestUserDraft = z.output<typeof testUserDraft>;

const byTestUser = z.strictObject({ profileId: localId, testUserId: localId });

/** Test users are saved on this computer only: nothing of this but the sign-in speaks to AWS. */
export const testUserOperations = {
  /** The saved test users of a profile, oldest first. None while the vault is locked. */
  'testUsers.list': operation({ input: z.strictObject({ profileId: localId }), output: testUserList }),
  /** Saves one, and brings the list. Each username once; sign-ins of the profile go on. */
  'testUsers.save': operation({ input: testUserDraft, output: testUserList }),
  'testUsers.delete': operation({ input: byTestUser, output: testUserList }),
  /** The code that the authenticator of a test user shows now, and when the next one comes. */
  'testUsers.code': operation({
    input: byTestUser,
    output: z.strictObject({ code: z.string(), endsAt: instant }),
  }),
  /** Copies that code in main. */
  'testUsers.copyCode': operation({
    input: byTestUser,
    output: z.strictObject({ clearsAt: instant.nullable() }),
  }),
  /**
   * Signs a test user in like `auth.signIn`, and answers what the saved password and authenticator can answer. A
   * refused password is sent once only, a refused code followed by the next code at most once; then it is
   * `saved-secret-refused`.
   */
  'testUsers.signIn': operation({ input: byTestUser, output: signInStep }),
};
