import { z } from 'zod';
import {
  MOST_PINNED,
  MOST_RECENT,
  remembered,
  type Remembered,
  type RememberedPerson,
} from '#contract/remembered.ts';
import { AppFailure } from '../app-failure.ts';
import { createCompanionStore } from '../profiles/companions.ts';
import type { Vault } from '../vault/vault.ts';

type Who = Pick<RememberedPerson, 'username' | 'displayName'>;

const nobody: Remembered = { recent: [], pinned: [], costUnderstood: false };

/** Recent and pinned people of each profile, in a record beside it: names and times, nothing else. */
export function createRememberedStore(vault: Vault, now: () => number) {
  const store = createCompanionStore<Remembered & { readonly version: 1 }>({
    vault,
    topic: 'remembered',
    schema: z.strictObject({ version: z.literal(1), ...remembered.shape }),
    none: { version: 1, ...nobody },
    newer: 'remembered-newer',
  });
  const plain = ({ recent, pinned, costUnderstood }: Remembered): Remembered => ({
    recent,
    pinned,
    costUnderstood,
  });

  const change = async (profileId: string, edit: (value: Remembered) => Remembered): Promise<Remembered> =>
    plain(await store.change(profileId, (value) => ({ version: 1, ...edit(plain(value)) })));

  const without = (people: readonly RememberedPerson[], username: string) =>
    people.filter((person) => person.username !== username);

  return {
    async list(profileId: string): Promise<Remembered> {
      try {
        return plain(await store.get(profileId));
      } catch (cause) {
        // Like the profiles, they are not there before they are unlocked.
        if (cause instanceof AppFailure && cause.error.code === 'vault-locked') return nobody;
        throw cause;
      }
    },

    add: (profileId: string, { username, displayName }: Who): Promise<Remembered> =>
      change(profileId, (value) => {
        const person = { username, displayName, at: now() };
        if (value.pinned.some((pinned) => pinned.username === username)) {
          const pinned = value.pinned.map((each) => (each.username === username ? person : each));
          return { ...value, pinned };
        }
        return { ...value, recent: [person, ...without(value.recent, username)].slice(0, MOST_RECENT) };
      }),

    pin: (profileId: string, { username, displayName }: Who, pinned: boolean): Promise<Remembered> =>
      change(profileId, (value) => {
        const person = { username, displayName, at: now() };
        const recent = without(value.recent, username);
        const others = without(value.pinned, username);
        return pinned
          ? { ...value, recent, pinned: [...others, person].slice(-MOST_PINNED) }
          : { ...value, recent: [person, ...recent].slice(0, MOST_RECENT), pinned: others };
      }),

    /** One person, or everybody. */
    forget: (profileId: string, username: string | null): Promise<Remembered> =>
      change(profileId, (value) => ({
        ...value,
        recent: username === null ? [] : without(value.recent, username),
        pinned: username === null ? [] : without(value.pinned, username),
      })),

    understandCost: (profileId: string): Promise<Remembered> =>
      change(profileId, (value) => ({ ...value, costUnderstood: true })),
  };
}

export type RememberedStore = ReturnType<typeof createRememberedStore>;
