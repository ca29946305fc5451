import { randomUUID } from 'node:crypto';
import type { ProfileDraft, ProfileList, ProfileStorage } from '#contract/profiles.ts';
import { isCompanionId } from '#contract/vault.ts';
import { fail } from '../app-failure.ts';
import type { AllowedHosts } from '../network/destination.ts';
import type { Sealer } from '../ports.ts';
import { createSerial } from '../serial.ts';
import type { VaultState } from '../vault/vault-state.ts';
import type { Vault } from '../vault/vault.ts';
import { companionsOf, deleteCompanions, setCompanions } from './companions.ts';
import { moveCompanions, PARKED } from './parked-companions.ts';
import { createFormerProfiles } from './former-profiles.ts';
import { inOrder, readMeta, type ProfileMeta } from './profile-meta.ts';
import {
  applyDraft,
  isSamePool,
  nameOfCopy,
  profileRecord,
  summarise,
  talksToTheSame,
  type ProfileRecord,
  type ProfileUse,
} from './profile-record.ts';

export type ProfileStoreOptions = {
  readonly vault: Vault;
  /** Where the first version of the app kept profiles, and what it sealed them with. */
  readonly formerPath: string;
  readonly sealer: Sealer;
  /** Told when what a profile talks to was changed, or the profile was deleted. Not of a new name, look or limit. */
  readonly onEnded?: (profileId: string) => void;
  /** Told when a profile was changed in any way. */
  readonly onChanged?: (record: ProfileRecord) => void;
  /** Told of each reading of a profile by `get`, before anything else can change it. */
  readonly onRead?: (profileId: string) => void;
  readonly now?: () => number;
};

/** A profile that comes in from a file. */
export type Incoming = {
  /** The profile as the form would send it, over the one that it replaces. */
  readonly draftOver: (replaced: ProfileRecord | null) => ProfileDraft;
  /** The profile that it replaces; one that is gone meanwhile is not missed. */
  readonly replaces: string | null;
  /** What a backup tells besides. Its id is taken when it is free. */
  readonly from:
    | (ProfileUse & {
        readonly id: string | null;
        readonly wasActive: boolean;
        readonly companions: readonly [string, unknown][];
      })
    | null;
};
type Changed = { readonly previous: ProfileRecord; readonly record: ProfileRecord };
type Brought = { readonly profileId: string; readonly name: string; readonly replaced: boolean };

/** What an edit of the list sees: the profiles that can be used, and what is kept about all of them. */
type Editable = { readonly records: Map<string, unknown>; meta: ProfileMeta };

/** The profiles in the vault: records by id, and beside them their order and which one is active. */
export function createProfileStore(options: ProfileStoreOptions) {
  const { vault, formerPath, sealer, onEnded, onChanged, onRead, now = Date.now } = options;
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

  function tellOf({ previous, record }: Changed): void {
    onChanged?.(record);
    if (!talksToTheSame(previous, record)) onEnded?.(record.id);
  }

  async function list(): Promise<ProfileList> {
    await former.adopt();
    const { state, closedRecords, lockedRecords, damage, setAside } = await vault.status();
    const storage = storageOf(state);
    const isSpoilt = state.kind === 'newer' || (damage === 'unreadable' && setAside.length === 0);
    const kept = [...closedRecords, ...lockedRecords.map(({ id }) => id)];
    const unusable =
      kept.filter((id) => !isCompanionId(id)).length + former.unreadable() + (isSpoilt ? 1 : 0);
    if (state.kind !== 'open' && state.kind !== 'memory') {
      const canStartFresh =
        state.kind === 'locked' ||
        state.kind === 'unproven' ||
        (state.kind === 'unopenable' && state.reason === 'other-key');
      return { profiles: [], activeId: null, storage, unreadable: unusable, canStartFresh };
    }
    const view = await vault.read();
    const meta = readMeta(view.meta);
    const all = inOrder(view.records, meta);
    const profiles = all.flatMap(([id, value]) => usable(id, value) ?? []);
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
      unreadable: unusable + all.length - profiles.length + meta.carried.length,
      canStartFresh: false,
    };
  }

  async function save(draft: ProfileDraft): Promise<{ profileId: string; list: ProfileList }> {
    const id = draft.id ?? randomUUID();
    let changed: Changed | null = null;
    await change(({ records, meta }) => {
      const previous = draft.id === undefined ? null : required(id, records.get(id));
      const record = applyDraft(draft, id, previous);
      put(records, record, previous);
      changed = previous && { previous, record };
      if (previous) return;
      meta.order.push(id);
      activate(meta, id);
    });
    if (changed) tellOf(changed);
    return { profileId: id, list: await list() };
  }

  async function remove(id: string): Promise<ProfileList> {
    await change(({ records, meta }) => {
      required(id, records.get(id));
      records.delete(id);
      deleteCompanions(records, id);
      meta.order = meta.order.filter((other) => other !== id);
      meta.favourites = meta.favourites.filter((other) => other !== id);
      const { [id]: _, ...lastUsedAt } = meta.lastUsedAt;
      meta.lastUsedAt = lastUsedAt;
      if (meta.activeId === id) meta.activeId = null;
    });
    onEnded?.(id);
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
      setCompanions(records, copyId, companionsOf(records, id));
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

  /**
   * Takes over profiles from a file in one change: all or none, each under a name that no other one has. What is not
   * replaced stays. The active one stays, too; where there is none, the backup's becomes it, or else the first.
   */
  async function bringIn(
    incoming: readonly Incoming[],
  ): Promise<{ readonly brought: readonly Brought[]; readonly list: ProfileList }> {
    const brought: Brought[] = [];
    const changes: Changed[] = [];
    await change(({ records, meta }) => {
      const names = new Map(
        [...records].flatMap(([id, value]) => {
          const record = usable(id, value);
          return record ? [[id, record.name]] : [];
        }),
      );
      for (const { draftOver, replaces, from } of incoming) {
        const replaced = replaces === null ? null : usable(replaces, records.get(replaces));
        const wantedId = from?.id ?? null;
        const id = replaced?.id ?? (wantedId === null || records.has(wantedId) ? randomUUID() : wantedId);
        const draft = draftOver(replaced);
        names.delete(id);
        const taken = new Set(names.values());
        const name = taken.has(draft.name) ? nameOfCopy(draft.name, taken) : draft.name;
        const record = applyDraft({ ...draft, name }, id, replaced);
        put(records, record, replaced);
        if (replaced) changes.push({ previous: replaced, record });
        // What was set aside here just now is not written over by what a backup had set aside.
        const beside = from?.companions.filter(([topic]) => !replaced || topic !== PARKED);
        setCompanions(records, id, beside ?? []);
        names.set(id, name);
        brought.push({ profileId: id, name, replaced: replaced !== null });
        if (replaced) continue;
        meta.order = [...meta.order.filter((other) => other !== id), id];
        if (from?.favourite) meta.favourites.push(id);
        if (from?.lastUsedAt) meta.lastUsedAt[id] = from.lastUsedAt;
      }
      const active = usable(meta.activeId ?? '', records.get(meta.activeId ?? ''));
      const next = brought[incoming.findIndex(({ from }) => from?.wasActive)] ?? brought[0];
      if (!active && next) activate(meta, next.profileId);
    });
    for (const change of changes) tellOf(change);
    return { brought, list: await list() };
  }

  /** The foreign hosts that the person allowed, for `network/destination.ts`. */
  const allowedHosts: AllowedHosts = {
    has: async (host) => readMeta((await vault.read()).meta).allowedHosts.includes(host),
    add: (host) =>
      change(({ meta }) => {
        if (!meta.allowedHosts.includes(host)) meta.allowedHosts.push(host);
      }),
  };

  /** What was kept beside a profile that was given up. */
  async function forgetCompanions(id: string): Promise<void> {
    await change(({ records }) => {
      if (!records.has(id)) deleteCompanions(records, id);
    });
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
    onRead?.(id);
    return record;
  }

  /** The whole records in the user's order, for main only. */
  async function records(): Promise<ProfileRecord[]> {
    await former.adopt();
    const view = await vault.read();
    return inOrder(view.records, readMeta(view.meta)).flatMap(([id, value]) => usable(id, value) ?? []);
  }

  return {
    list: () => serial(list),
    save: (draft: ProfileDraft) => serial(() => save(draft)),
    remove: (id: string) => serial(() => remove(id)),
    choose: (id: string) => serial(() => choose(id)),
    duplicate: (id: string) => serial(() => duplicate(id)),
    setFavourite: (id: string, favourite: boolean) => serial(() => setFavourite(id, favourite)),
    reorder: (ids: readonly string[]) => serial(() => reorder(ids)),
    forgetCompanions: (id: string) => serial(() => forgetCompanions(id)),
    startFresh: () => serial(startFresh),
    /** Whether there is a profile with this id. */
    has: async (id: string): Promise<boolean> => (await records()).some((record) => record.id === id),
    get: (id: string) => serial(() => get(id)),
    records: () => serial(records),
    allowedHosts,
    bringIn: (incoming: readonly Incoming[]) => serial(() => bringIn(incoming)),
  };
}

export type ProfileStore = ReturnType<typeof createProfileStore>;

/**
 * The only way in which a changed profile is stored. What is kept beside it (test users with their passwords) belongs to
 * the pool that it was saved for: it is set aside when the profile is pointed at another pool, and comes back with it.
 */
function put(records: Map<string, unknown>, record: ProfileRecord, previous: ProfileRecord | null): void {
  records.set(record.id, record);
  if (previous && !isSamePool(previous, record)) moveCompanions(records, previous, record);
}

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
