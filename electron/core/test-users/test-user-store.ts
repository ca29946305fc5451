import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { authenticatorSecret, displayName, localId, password, username } from '#contract/fields.ts';
import type { TestUser, TestUserDraft } from '#contract/test-users.ts';
import { AppFailure, fail } from '../app-failure.ts';
import { createCompanionStore } from '../profiles/companions.ts';
import type { Vault } from '../vault/vault.ts';

/** A test user as it is stored. It never leaves main. */
const savedTestUser = z.strictObject({
  id: localId,
  label: displayName.nullable(),
  username,
  password,
  /** The secret, in base32. */
  authenticator: z.string().nullable(),
});
export type SavedTestUser = z.output<typeof savedTestUser>;

/** Every secret that a test user holds. */
export const secretsInTestUser = ({ password: secret, authenticator }: SavedTestUser): readonly string[] =>
  authenticator === null ? [secret] : [secret, authenticator];

/** The test user without its secrets. */
const summarise = ({ id, label, username: name, authenticator }: SavedTestUser): TestUser => ({
  id,
  label,
  username: name,
  hasAuthenticator: authenticator !== null,
});

/** The saved test users of each profile, in a record beside it. */
export function createTestUserStore(vault: Vault) {
  const store = createCompanionStore<{ readonly version: 1; readonly testUsers: readonly SavedTestUser[] }>({
    vault,
    topic: 'test-users',
    schema: z.strictObject({ version: z.literal(1), testUsers: z.array(savedTestUser) }),
    none: { version: 1, testUsers: [] },
    newer: 'test-users-newer',
  });

  async function list(profileId: string): Promise<TestUser[]> {
    try {
      return (await store.get(profileId)).testUsers.map(summarise);
    } catch (cause) {
      // Like the profiles, they are not there before they are unlocked.
      if (cause instanceof AppFailure && cause.error.code === 'vault-locked') return [];
      throw cause;
    }
  }

  async function change(
    profileId: string,
    edit: (testUsers: readonly SavedTestUser[]) => readonly SavedTestUser[],
  ): Promise<TestUser[]> {
    const { testUsers } = await store.change(profileId, (value) => ({
      ...value,
      testUsers: edit(value.testUsers),
    }));
    return testUsers.map(summarise);
  }

  return {
    list,

    /** Throws `test-user-missing`. */
    async get(profileId: string, id: string): Promise<SavedTestUser> {
      const found = (await store.get(profileId)).testUsers.find((each) => each.id === id);
      if (!found) throw fail('test-user-missing', {});
      return found;
    },

    /** `setUp`: the secret of the authenticator that the draft's sign-in set up. */
    save: (draft: TestUserDraft, setUp: string | null): Promise<TestUser[]> =>
      change(draft.profileId, (testUsers) => {
        const former = testUsers.find(({ id }) => id === draft.id);
        if (draft.id !== undefined && !former) throw fail('test-user-missing', {});
        if (testUsers.some((each) => each !== former && each.username === draft.username)) {
          throw refused('username', 'test-user-twice');
        }
        const saved = applyDraft(draft, setUp, former ?? null);
        return former ? testUsers.map((each) => (each === former ? saved : each)) : [...testUsers, saved];
      }),

    remove: (profileId: string, id: string): Promise<TestUser[]> =>
      change(profileId, (testUsers) => testUsers.filter((each) => each.id !== id)),
  };
}

export type TestUserStore = ReturnType<typeof createTestUserStore>;

function applyDraft(draft: TestUserDraft, setUp: string | null, former: SavedTestUser | null): SavedTestUser {
  const { label, username: name, password: secret, authenticator } = draft;
  const kept = secret.change === 'set' ? secret.value : former?.password;
  if (kept === undefined) throw refused('password.value', 'required');
  const authenticators = {
    keep: former?.authenticator ?? null,
    // What AWS gave is not checked yet.
    'set-up': authenticatorSecret.safeParse(setUp).data ?? former?.authenticator ?? null,
    clear: null,
  };
  return {
    id: former?.id ?? randomUUID(),
    label,
    username: name,
    password: kept,
    authenticator:
      authenticator.change === 'set' ? authenticator.value : authenticators[authenticator.change],
  };
}

const refused = (path: string, problem: string): AppFailure =>
  fail('invalid-input', { issues: [{ path, problem }] });
