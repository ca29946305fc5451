import { onMounted, shallowRef } from 'vue';
import type { Remembered, RememberedPerson } from '#contract/remembered.ts';
import type { Result } from '#contract/result.ts';
import { desk } from '../../bridge/desk.ts';

type Who = Pick<RememberedPerson, 'username' | 'displayName'>;

/** Longest name that is kept. */
const LIMIT = 256;

/** Recent and pinned people of a profile. A failure to keep them stands in nobody's way. */
export function useRemembered(profileId: () => string) {
  /** Null until they are read. */
  const remembered = shallowRef<Remembered | null>(null);

  function take(result: Result<Remembered>): void {
    if (result.ok) remembered.value = result.value;
  }
  const of = ({ username, displayName }: Who) => ({
    profileId: profileId(),
    username,
    displayName: displayName.slice(0, LIMIT),
  });
  onMounted(async () => {
    take(await desk.remembered.list({ profileId: profileId() }));
  });

  return {
    remembered,
    add: async (who: Who) => {
      take(await desk.remembered.add(of(who)));
    },
    pin: async (who: Who, pinned: boolean) => {
      take(await desk.remembered.pin({ ...of(who), pinned }));
    },
    forget: async (username: string | null) => {
      take(await desk.remembered.forget({ profileId: profileId(), username }));
    },
    understandCost: async () => {
      take(await desk.remembered.understandCost({ profileId: profileId() }));
    },
  };
}
