import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue';
import type { AppError } from '#contract/app-error.ts';
import type { InputOf, OperationName, OutputOf } from '#contract/index.ts';
import type { ProfileList, ProfileStorage, ProfileSummary } from '#contract/profiles.ts';
import type { Result } from '#contract/result.ts';
import { desk } from '../../bridge/desk.ts';

export type ProfileFailure = {
  readonly error: AppError;
  readonly operation: Extract<OperationName, `profiles.${string}`>;
};

const current = shallowRef<ProfileList | null>(null);
/** The first profile of all was saved in this run: by the form, or because there is a key for it now. */
const firstSaved = shallowRef(false);
const failure = shallowRef<ProfileFailure | null>(null);
let loading: Promise<void> | undefined;

const list = computed<readonly ProfileSummary[]>(() => current.value?.profiles ?? []);
const active = computed(() => list.value.find(({ id }) => id === current.value?.activeId) ?? null);

/** Takes over the list that an operation brought back, or keeps the failure for the shell to show. */
function take(operation: ProfileFailure['operation'], result: Result<ProfileList>): Result<ProfileList> {
  if (result.ok) {
    current.value = result.value;
    failure.value = null;
  } else {
    failure.value = { error: result.error, operation };
  }
  return result;
}

async function load(): Promise<void> {
  const before = current.value?.storage.kind;
  const result = take('profiles.list', await desk.profiles.list({}));
  if (!result.ok || before !== 'session-only') return;
  const { storage, profiles } = result.value;
  if (storage.kind === 'protected' && profiles.length > 0) firstSaved.value = true;
}

/** Loads the list once; later calls wait for the same attempt. */
const ready = (): Promise<void> => (loading ??= load());

/** Failures belong to the form that saved, so the shell does not show them. */
async function save(draft: InputOf<'profiles.save'>): Promise<Result<OutputOf<'profiles.save'>>> {
  const isFirst = list.value.length === 0;
  const result = await desk.profiles.save(draft);
  if (result.ok && isFirst) firstSaved.value = result.value.list.storage.kind === 'protected';
  if (result.ok) current.value = result.value.list;
  return result;
}

/** Takes over the list that an import brought. */
function takeImported(imported: ProfileList, isFirst: boolean): void {
  if (isFirst) firstSaved.value = imported.storage.kind === 'protected';
  current.value = imported;
}

const remove = async (profileId: string): Promise<Result<ProfileList>> =>
  take('profiles.delete', await desk.profiles.delete({ profileId }));

const choose = async (profileId: string): Promise<Result<ProfileList>> =>
  take('profiles.choose', await desk.profiles.choose({ profileId }));

const setFavourite = async (profileId: string, favourite: boolean): Promise<Result<ProfileList>> =>
  take('profiles.setFavourite', await desk.profiles.setFavourite({ profileId, favourite }));

const reorder = async (ids: string[]): Promise<Result<ProfileList>> =>
  take('profiles.reorder', await desk.profiles.reorder({ ids }));

/** The copy's summary, or null when there is none; the shell shows why. */
async function duplicate(profileId: string): Promise<ProfileSummary | null> {
  const result = await desk.profiles.duplicate({ profileId });
  take('profiles.duplicate', result.ok ? { ok: true, value: result.value.list } : result);
  return result.ok ? (list.value.find(({ id }) => id === result.value.profileId) ?? null) : null;
}

const startFresh = async (): Promise<Result<ProfileList>> =>
  take('profiles.startFresh', await desk.profiles.startFresh({}));

export type Profiles = {
  /** Whether the list has been read. */
  readonly loaded: ComputedRef<boolean>;
  readonly list: ComputedRef<readonly ProfileSummary[]>;
  readonly active: ComputedRef<ProfileSummary | null>;
  /** Null until the list has been read. */
  readonly storage: ComputedRef<ProfileStorage | null>;
  /** The profiles are there, and a passphrase opens them. */
  readonly locked: ComputedRef<boolean>;
  /** The first profile of all was saved in this run. Setting it to false ends what was offered for it. */
  readonly firstSaved: ShallowRef<boolean>;
  /** Saved profiles that cannot be opened here. */
  readonly unreadable: ComputedRef<number>;
  /** All saved profiles are locked by another key: a new file can be begun. */
  readonly canStartFresh: ComputedRef<boolean>;
  readonly startFresh: typeof startFresh;
  /** The last failure to read, delete or choose. Setting it to null dismisses it. */
  readonly failure: ShallowRef<ProfileFailure | null>;
  readonly ready: typeof ready;
  readonly load: typeof load;
  readonly save: typeof save;
  readonly takeImported: typeof takeImported;
  readonly remove: typeof remove;
  readonly choose: typeof choose;
  readonly setFavourite: typeof setFavourite;
  readonly reorder: typeof reorder;
  readonly duplicate: typeof duplicate;
};

const profiles: Profiles = {
  loaded: computed(() => current.value !== null),
  list,
  active,
  storage: computed(() => current.value?.storage ?? null),
  locked: computed(() => current.value?.storage.kind === 'locked'),
  firstSaved,
  unreadable: computed(() => current.value?.unreadable ?? 0),
  canStartFresh: computed(() => current.value?.canStartFresh ?? false),
  startFresh,
  failure,
  ready,
  load,
  save,
  takeImported,
  remove,
  choose,
  setFavourite,
  reorder,
  duplicate,
};

/** The profiles of this computer and the active one. One state for the whole window. */
export const useProfiles = (): Profiles => profiles;
