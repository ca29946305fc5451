import { computed, onScopeDispose, shallowRef, watch, type ComputedRef } from 'vue';
import type { AppError } from '#contract/app-error.ts';
import type { OutputOf } from '#contract/index.ts';
import type { Result } from '#contract/result.ts';
import type { TestUser, TestUserDraft } from '#contract/test-users.ts';
import { desk } from '../../bridge/desk.ts';

type State = {
  readonly profileId: string;
  readonly list: readonly TestUser[];
  readonly error: AppError | null;
};

const state = shallowRef<State | null>(null);

/** The newest question; what an earlier one still brings is older than what is shown. */
let asked = 0;

function take(profileId: string, result: Result<OutputOf<'testUsers.list'>>): void {
  asked += 1;
  state.value = result.ok
    ? { profileId, list: result.value.testUsers, error: null }
    : { profileId, list: [], error: result.error };
}

async function load(profileId: string): Promise<void> {
  const mine = (asked += 1);
  const result = await desk.testUsers.list({ profileId });
  if (mine === asked) take(profileId, result);
}

async function save(draft: TestUserDraft): Promise<Result<OutputOf<'testUsers.save'>>> {
  const result = await desk.testUsers.save(draft);
  if (result.ok) take(draft.profileId, result);
  return result;
}

async function remove(profileId: string, testUserId: string): Promise<void> {
  take(profileId, await desk.testUsers.delete({ profileId, testUserId }));
}

/** What a person calls a test user. */
export const nameOf = ({ label, username }: TestUser): string => label ?? username;

/** The saved test users of a profile. One list for the whole window: what a card saves shows beside the form. */
export function useTestUsers(profileId: () => string | null): {
  readonly list: ComputedRef<readonly TestUser[]>;
  readonly error: ComputedRef<AppError | null>;
  readonly save: typeof save;
  readonly remove: typeof remove;
} {
  const here = computed(() => (state.value?.profileId === profileId() ? state.value : null));
  const reload = (): void => {
    const id = profileId();
    if (id !== null) void load(id);
  };
  watch(profileId, reload, { immediate: true });
  onScopeDispose(
    desk.events.on(({ name }) => {
      if (name === 'vault.changed') reload();
    }),
  );
  return {
    list: computed(() => here.value?.list ?? []),
    error: computed(() => here.value?.error ?? null),
    save,
    remove,
  };
}
