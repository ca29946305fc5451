import { randomUUID } from 'node:crypto';
import { rename } from 'node:fs/promises';
import type { ProfileDraft, ProfileList, ProfileStorage } from '#contract/profiles.ts';
import { z } from 'zod';
import { fail } from '../app-failure.ts';
import { readTextFile, writeTextFile } from '../atomic-file.ts';
import type { Sealer } from '../ports.ts';
import { createSerial } from '../serial.ts';
import { applyDraft, profileRecord, summarise, type ProfileRecord } from './profile-record.ts';

const FORMAT = 1;

/**
 * The file: records sealed one by one, whole, so that neither names nor identifiers can be read at rest. Only the
 * order, the random ids and which one is active stay in the open.
 */
const profileFile = z.object({
  format: z.literal(FORMAT),
  activeId: z.string().nullable(),
  records: z.array(z.object({ id: z.string(), sealed: z.base64() })),
});

/** One place in the list. `record` is null while it cannot be opened; its sealed text is then kept as it is. */
type Slot = { readonly id: string; readonly sealed: string | null; readonly record: ProfileRecord | null };

type State = {
  slots: readonly Slot[];
  activeId: string | null;
  /** Set when the file must not be written: its bytes mean something to another version. */
  readOnly: boolean;
  /** Set when the file cannot be understood: it is moved aside before the first save. */
  damaged: boolean;
  /** What the file says already. Profiles of this run only leave no trace in it. */
  written: string;
};

export type ProfileStoreOptions = {
  readonly path: string;
  readonly sealer: Sealer;
  readonly now: () => number;
  /** Told when a profile was changed or deleted, so that sessions and clients made for it can go. */
  readonly onChanged?: (profileId: string) => void;
};

/** Profiles on disk (sealed) and in memory. Writes are serialised; what cannot be read is never dropped. */
export function createProfileStore({ path, sealer, now, onChanged }: ProfileStoreOptions) {
  const serial = createSerial();
  let state: State | null = null;

  async function load(): Promise<State> {
    if (state) return state;
    const text = await readTextFile(path).catch((cause: unknown) => {
      throw diskFailure(cause);
    });
    state = text === null ? emptyState() : readState(text);
    return state;
  }

  /** Tries to open what is still closed: a keyring that was locked at the start may be open by now. */
  async function unlock(current: State): Promise<void> {
    if (current.slots.every((slot) => slot.record)) return;
    const slots: Slot[] = [];
    for (const slot of current.slots) slots.push(slot.record ? slot : await openSlot(slot));
    current.slots = slots;
    // For records that were sealed anew. Their old seals still open, so a disk that refuses is no failure.
    await write(current).catch(() => undefined);
  }

  async function openSlot(slot: Slot): Promise<Slot> {
    if (slot.sealed === null) return slot;
    try {
      const { text, resealNeeded } = await sealer.open(Buffer.from(slot.sealed, 'base64'));
      const record = profileRecord.parse(JSON.parse(text));
      // A record that was moved to another id is not the one that the list means.
      if (record.id !== slot.id) return slot;
      const renew = resealNeeded && (await storage()).kind === 'protected';
      return {
        id: slot.id,
        sealed: renew ? await seal(record).catch(() => slot.sealed) : slot.sealed,
        record,
      };
    } catch {
      return slot;
    }
  }

  async function seal(record: ProfileRecord): Promise<string> {
    return Buffer.from(await sealer.seal(JSON.stringify(record))).toString('base64');
  }

  async function storage(): Promise<ProfileStorage> {
    const sealerState = await sealer.state();
    return sealerState.kind === 'ready'
      ? { kind: 'protected' }
      : { kind: 'session-only', reason: sealerState.reason };
  }

  async function write(current: State): Promise<void> {
    const text = fileText(current);
    if (text === current.written) return;
    try {
      if (current.damaged) await setAside();
      await writeTextFile(path, text);
    } catch (cause) {
      throw diskFailure(cause);
    }
    current.damaged = false;
    current.written = text;
  }

  async function setAside(): Promise<void> {
    try {
      await rename(path, `${path}.damaged-${String(now())}`);
    } catch (cause) {
      // An earlier save got this far and no further.
      if (errorCode(cause) !== 'ENOENT') throw cause;
    }
  }

  /** Applies a change to the list and saves it; when saving fails, the list is as it was. */
  async function change(edit: (current: State) => Promise<void> | void): Promise<void> {
    const current = await load();
    if (current.readOnly) throw fail('profiles-unreadable', { reason: 'newer-version' });
    const before = { ...current };
    try {
      await edit(current);
      await write(current);
    } catch (cause) {
      Object.assign(current, before);
      throw cause;
    }
  }

  async function list(): Promise<ProfileList> {
    const current = await load();
    await unlock(current);
    const records = current.slots.flatMap(({ record }) => (record ? [record] : []));
    const active = records.find(({ id }) => id === current.activeId) ?? records[0];
    return {
      profiles: records.map(summarise),
      activeId: active?.id ?? null,
      storage: await storage(),
      unreadable: current.slots.length - records.length + (current.damaged || current.readOnly ? 1 : 0),
    };
  }

  async function save(draft: ProfileDraft): Promise<{ profileId: string; list: ProfileList }> {
    const id = draft.id ?? randomUUID();
    await change(async (current) => {
      const previous = current.slots.find((slot) => slot.id === id);
      if (draft.id !== undefined && !previous?.record) throw fail('profile-missing', {});
      const record = applyDraft(draft, id, previous?.record ?? null);
      if (!record) {
        throw fail('invalid-input', { issues: [{ path: 'access.keys.accessKeyId', problem: 'required' }] });
      }
      const { kind } = await storage();
      // Without a key the change lasts for this run; what was saved before stays in the file.
      const sealed = kind === 'protected' ? await seal(record) : (previous?.sealed ?? null);
      const slot: Slot = { id, sealed, record };
      if (previous) current.slots = current.slots.map((other) => (other.id === id ? slot : other));
      else {
        current.slots = [...current.slots, slot];
        current.activeId = id;
      }
    });
    if (draft.id !== undefined) onChanged?.(id);
    return { profileId: id, list: await list() };
  }

  async function remove(id: string): Promise<ProfileList> {
    await change((current) => {
      requireSlot(current, id);
      current.slots = current.slots.filter((slot) => slot.id !== id);
      if (current.activeId === id) current.activeId = null;
    });
    onChanged?.(id);
    return list();
  }

  async function choose(id: string): Promise<ProfileList> {
    await change((current) => {
      requireSlot(current, id);
      current.activeId = id;
    });
    return list();
  }

  function requireSlot(current: State, id: string): void {
    if (!current.slots.some((slot) => slot.id === id && slot.record)) throw fail('profile-missing', {});
  }

  /** The whole record, for main only. Throws `profile-missing`. */
  async function get(id: string): Promise<ProfileRecord> {
    const current = await load();
    await unlock(current);
    const record = current.slots.find((slot) => slot.id === id)?.record;
    if (!record) throw fail('profile-missing', {});
    return record;
  }

  return {
    list: () => serial(list),
    save: (draft: ProfileDraft) => serial(() => save(draft)),
    remove: (id: string) => serial(() => remove(id)),
    choose: (id: string) => serial(() => choose(id)),
    get: (id: string) => serial(() => get(id)),
  };
}

export type ProfileStore = ReturnType<typeof createProfileStore>;

function fileText({ slots, activeId }: Pick<State, 'slots' | 'activeId'>): string {
  const records = slots.flatMap(({ id, sealed }) => (sealed === null ? [] : [{ id, sealed }]));
  const savedId = records.some(({ id }) => id === activeId) ? activeId : null;
  return `${JSON.stringify({ format: FORMAT, activeId: savedId, records }, null, 2)}\n`;
}

const errorCode = (cause: unknown): string | undefined => (cause as NodeJS.ErrnoException).code;

function diskFailure(cause: unknown) {
  const technical = { name: 'DiskError', message: errorCode(cause) ?? 'The file could not be used.' };
  return fail('storage-unavailable', { reason: 'disk' }, technical);
}

function stateOf(slots: readonly Slot[], activeId: string | null): State {
  return { slots, activeId, readOnly: false, damaged: false, written: fileText({ slots, activeId }) };
}

const emptyState = (): State => stateOf([], null);

function readState(text: string): State {
  const json = parseJson(text);
  const file = profileFile.safeParse(json);
  if (file.success) {
    const slots = file.data.records.map(({ id, sealed }) => ({ id, sealed, record: null }));
    return stateOf(slots, file.data.activeId);
  }
  const newer = z.object({ format: z.number().gt(FORMAT) }).safeParse(json).success;
  return { ...emptyState(), readOnly: newer, damaged: !newer };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
