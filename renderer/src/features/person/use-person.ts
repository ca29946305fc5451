import type { Result } from '#contract/result.ts';
import type { ProfileSummary } from '#contract/profiles.ts';
import type { Person, Surroundings } from '#contract/users.ts';
import { computed, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import { useOperation } from '../../bridge/use-operation.ts';

export type ReadPerson = { readonly person: Person; readonly replyId: string };

export type UsedPerson = {
  /** The person as read last. */
  readonly current: Readonly<Ref<ReadPerson>>;
  /** Null until they are read, or when they cannot be asked for. */
  readonly surroundings: Readonly<Ref<Surroundings | null>>;
  readonly refining: ComputedRef<boolean>;
  readonly readSurroundings: () => Promise<void>;
  /** Reads the person anew, by the username, which never changes. */
  readonly readAgain: () => Promise<Result<ReadPerson>>;
};

/** A person who was opened, with what surrounds them, and reading both again. */
export function usePerson(profile: () => ProfileSummary, opened: () => ReadPerson): UsedPerson {
  const current = shallowRef(opened());
  const surroundings = shallowRef<Surroundings | null>(null);
  const refine = useOperation('users.surroundings');
  const lookUp = useOperation('users.get');

  async function readSurroundings(): Promise<void> {
    const { replyId } = current.value;
    const result = await refine.run({ profileId: profile().id, replyId });
    if (result.ok) surroundings.value = result.value;
  }

  watch(
    () => opened().replyId,
    () => {
      current.value = opened();
      surroundings.value = null;
      lookUp.reset();
      void readSurroundings();
    },
    { immediate: true },
  );

  return {
    current,
    surroundings,
    refining: computed(() => refine.busy.value && surroundings.value === null),
    readSurroundings,
    async readAgain() {
      const { person } = current.value;
      const result = await lookUp.run({ profileId: profile().id, username: person.username });
      if (!result.ok) return result;
      // Who is looked at was found by what was typed, not by this.
      current.value = { ...result.value, person: { ...result.value.person, matchedBy: person.matchedBy } };
      void readSurroundings();
      return result;
    },
  };
}
