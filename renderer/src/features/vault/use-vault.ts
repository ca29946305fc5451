import { computed, ref, shallowReadonly, shallowRef, type ComputedRef, type ShallowRef } from 'vue';
import type { Result } from '#contract/result.ts';
import type { VaultStatus } from '#contract/vault.ts';
import { desk } from '../../bridge/desk.ts';
import { useProfiles } from '../profiles/use-profiles.ts';

const status = shallowRef<VaultStatus | null>(null);
const { load: loadProfiles } = useProfiles();

function take(result: Result<VaultStatus>): Result<VaultStatus> {
  if (result.ok) status.value = result.value;
  return result;
}

/** The notice about a damaged file was read, in this window. */
export const closedFileNotice = ref(false);

const load = async (): Promise<Result<VaultStatus>> => take(await desk.vault.status({}));

desk.events.on(({ name }) => {
  if (name !== 'vault.changed') return;
  void load();
  void loadProfiles();
});

const vault = {
  status: shallowReadonly(status),
  hasPassphrase: computed(() => status.value?.slots.includes('passphrase') ?? false),
  hasRecovery: computed(() => status.value?.slots.includes('recovery') ?? false),
  hasFileNotice: computed(
    () =>
      status.value?.state.kind === 'open' &&
      (status.value.recoveryDropped ||
        (!closedFileNotice.value && ['backup-used', 'repaired'].includes(status.value.damage))),
  ),
  canLock: computed(() => status.value?.state.kind === 'open' && status.value.slots.includes('passphrase')),
  load,
  lock: async (): Promise<Result<VaultStatus>> => take(await desk.vault.lock({})),
};

/** What protects the profiles; null until it has been read. One state for the whole window. */
export const useVault = (): {
  readonly status: Readonly<ShallowRef<VaultStatus | null>>;
  readonly hasPassphrase: ComputedRef<boolean>;
  readonly hasRecovery: ComputedRef<boolean>;
  /** There is something to say about the saved file. */
  readonly hasFileNotice: ComputedRef<boolean>;
  /** A passphrase is set and the profiles are open. */
  readonly canLock: ComputedRef<boolean>;
  readonly load: typeof load;
  readonly lock: () => Promise<Result<VaultStatus>>;
} => vault;
