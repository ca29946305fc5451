import { randomUUID } from 'node:crypto';
import type { ProfileDraft, ProfileList, ProfileStorage } from '#contract/profiles.ts';
import { fail } from '../app-failure.ts';
import type { Sealer } from '../ports.ts';
import { createSerial } from '../serial.ts';
import type { VaultState } from '../vault/vault-state.ts';
import type { Vault } from '../vault/vault.ts';
import { createFormerProfiles } from './former-profiles.ts';
import { inOrder, readMeta, type ProfileMeta } from './profile-meta.ts';
import { applyDraft, nameOfCopy, profileRecord, summarise, type ProfileRecord } from './profile-record.ts';

export type ProfileStoreOptions = {
  readonly vault: Vault;
  /** Where the first version of the app kept profiles, and what it sealed them with. */
  readonly formerPath: string;
  readonly sealer: Sealer;
  /** Told when a profile was changed or deleted, so that sessions and clients made for it can go. */
  readonly onChanged?: (profileId: string) => void;
  readonly now?: () => number;
};

/** What an edit of the list sees: the profiles that can be used, and what is kept about all of them. */
type Editable = { readonly records: Map<string, unknown>; meta: ProfileMeta };

/** The profiles in the vault: records by id, and beside them their order and which one is active. */
export function createProfileStore(options: ProfileStoreOptions) {
  const { vault, formerPath, sealer, onChanged, now = Date.now } = options;
  const serial = createSerial();
  const former = createFormerProfiles({ vault, path: formerPath, sealer });

  /** By the value that the vault hands out until the record is changed: every call reads its profile. */
  const checked = new WeakMap<object, ProfileRecord>();

  async function change(edit: (draft: Editable) => void): Promise<void> {
    await former.adopt();
    await vault.change((draft) => {
      const editable = { records: draft.records, meta: readMeta(draft.meta) };
      edit(editable);
      draft.meta = editable.meta;
    });
  }

  async function list(): Promise<ProfileList> {
    await former.adopt();
    const { state, closedRecords, lockedRecords, damage, setAside } = await vault.status();
    const storage = storageOf(state);
    const isSpoilt = state.kind === 'newer' || (damage === 'unreadable' && setAside.length === 0);
    const unusable = closedRecords + lockedRecords.length + former.unreadable() + (isSpoilt ? 1 : 0);
    if (state.kind !== 'open' && state.kind !== 'memory') {
      const canStartFresh =
        state.kind === 'locked' || (state.kind === 'unopenable' && state.reason === 'other-key');
      return { profiles: [], activeId: null, storage, unreadable: unusable, canStartFresh };
    }
    const view = await vault.read();
    const meta = readMeta(view.meta);
    const profiles = inOrder(view.records, meta).flatMap(([id, value]) => usable(id, value) ?? []);
    const active = profiles.find(({ id }) => id === meta.activeId) ?? profiles[0];
    return {
      profiles: profiles.map((record) =>
        summarise(record, {
          favourite: meta.favourites.includes(record.id),
          lastUsedAt: meta.lastUsedAt[record.id] ?? null,
        }),
      ),
      activeId: active?.id ?? null,
      storage,
      unreadable: unusable + view.records.size - profiles.length + meta.carried.length,
      canStartFresh: false,
    };
  }

  async function save(draft: ProfileDraft): Promise<{ profileId: string; list: ProfileList }> {
    const id = draft.id ?? randomUUID();
    await change(({ records, meta }) => {
      const previous = draft.id === undefined ? null : required(id, records.get(id));
      const record = applyDraft(draft, id, previous);
      if (!record) {
        throw fail('invalid-input', { issues: [{ path: 'access.keys.accessKeyId', problem: 'required' }] });
      }
      records.set(id, record);
      if (previous) return;
      meta.order.push(id);
      activate(meta, id);
    });
    if (draft.id !== undefined) onChanged?.(id);
    return { profileId: id, list: await list() };
  }

  async function remove(id: string): Promise<ProfileList> {
    await change(({ records, meta }) => {
      required(id, records.get(id));
      records.delete(id);
      meta.order = meta.order.filter((other) => other !== id);
      meta.favourites = meta.favourites.filter((other) => other !== id);
      const { [id]: _, ...lastUsedAt } = meta.lastUsedAt;
      meta.lastUsedAt = lastUsedAt;
      if (meta.activeId === id) meta.activeId = null;
    });
    onChanged?.(id);
    return list();
  }

  async function choose(id: string): Promise<ProfileList> {
    await change(({ records, meta }) => {
      required(id, records.get(id));
      // Choosing the active one again changes nothing, so nothing is written.
      if (meta.activeId !== id) activate(meta, id);
    });
    return list();
  }

  function activate(meta: ProfileMeta, id: string): void {
    meta.activeId = id;
    meta.lastUsedAt[id] = now();
  }

  async function duplicate(id: string): Promise<{ profileId: string; list: ProfileList }> {
    const copyId = randomUUID();
    await change(({ records, meta }) => {
      const original = required(id, records.get(id));
      const taken = new Set([...records].flatMap(([other, value]) => usable(other, value)?.name ?? []));
      records.set(copyId, { ...original, id: copyId, name: nameOfCopy(original.name, taken) });
      const order = inOrder(records, meta).flatMap(([other]) => (other === copyId ? [] : [other]));
      meta.order = order.toSpliced(order.indexOf(id) + 1, 0, copyId);
    });
    return { profileId: copyId, list: await list() };
  }

  async function setFavourite(id: string, favourite: boolean): Promise<ProfileList> {
    await change(({ records, meta }) => {
      required(id, records.get(id));
      const others = meta.favourites.filter((other) => other !== id);
      meta.favourites = favourite ? [...others, id] : others;
    });
    return list();
  }

  async function reorder(ids: readonly string[]): Promise<ProfileList> {
    await change(({ records, meta }) => {
      const before = inOrder(records, meta).map(([id]) => id);
      const known = new Set(before);
      meta.order = [...new Set([...ids.filter((id) => known.has(id)), ...before])];
    });
    return list();
  }

  /** Throws `profiles-unreadable` where there is nothing to set aside: usable profiles are not put away. */
  async function startFresh(): Promise<ProfileList> {
    if (!(await list()).canStartFresh) throw fail('profiles-unreadable', { reason: 'sealed-elsewhere' });
    await vault.startFresh();
    return list();
  }

  /** The whole record, for main only. Throws `profile-missing`. */
  async function get(id: string): Promise<ProfileRecord> {
    await former.adopt();
    const value = await vault.readOne(id);
    if (typeof value !== 'object' || value === null) throw fail('profile-missing', {});
    const record = checked.get(value) ?? required(id, value);
    checked.set(value, record);
    return record;
  }

  return {
    list: () => serial(list),
    save: (draft: ProfileDraft) => serial(() => save(draft)),
    remove: (id: string) => serial(() => remove(id)),
    choose: (id: string) => serial(() => choose(id)),
    duplicate: (id: string) => serial(() => duplicate(id)),
    setFavourite: (id: string, favourite: boolean) => serial(() => setFavourite(id, favourite)),
    reorder: (ids: readonly string[]) => serial(() => reorder(ids)),
    startFresh: () => serial(startFresh),
    get: (id: string) => serial(() => get(id)),
  };
}

export type ProfileStore = ReturnType<typeof createProfileStore>;

/** Null when a newer version of the app saved it in a way that this one does not know. */
function usable(id: string, value: unknown): ProfileRecord | null {
  const { data } = profileRecord.safeParse(value);
  return data?.id === id ? data : null;
}

function required(id: string, value: unknown): ProfileRecord {
  const record = usable(id, value);
  if (!record) throw fail('profile-missing', {});
  return record;
}

function storageOf(state: VaultState): ProfileStorage {
  switch (state.kind) {
    case 'memory':
      return { kind: 'session-only', reason: state.reason };
    case 'locked':
      return { kind: 'locked' };
    case 'unopenable':
      return { kind: state.reason === 'other-key' ? 'protected' : 'out-of-reach' };
    default:
      return { kind: 'protected' };
  }
}
