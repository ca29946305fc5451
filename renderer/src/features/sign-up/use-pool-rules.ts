import type { KnownRules, PoolRules } from '#contract/pool-rules.ts';
import type { ProfileSummary } from '#contract/profiles.ts';
import { computed, onMounted, shallowRef, type ComputedRef, type Ref } from 'vue';
import { useOperation } from '../../bridge/use-operation.ts';

export type UsedPoolRules = {
  readonly rules: ComputedRef<PoolRules | null>;
  /** Null until the first answer. */
  readonly reply: Readonly<Ref<KnownRules | null>>;
  readonly busy: ComputedRef<boolean>;
  readonly readAgain: () => Promise<void>;
};

/** The rules of the profile's pool, read when the screen opens. */
export function usePoolRules(profile: () => ProfileSummary | null): UsedPoolRules {
  const read = useOperation('users.signUpRules');
  const reply = shallowRef<KnownRules | null>(null);

  async function load(again: boolean): Promise<void> {
    const profileId = profile()?.id;
    if (profileId === undefined) return;
    const result = await read.run({ profileId, again });
    if (result.ok) reply.value = result.value;
  }
  onMounted(() => load(false));

  return {
    rules: computed(() => (reply.value?.known === true ? reply.value.rules : null)),
    reply,
    busy: read.busy,
    readAgain: () => load(true),
  };
}
