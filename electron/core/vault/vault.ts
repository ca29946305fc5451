import { fail } from '../app-failure.ts';
import { KeyOutOfReach, type Clock, type Sealer } from '../ports.ts';
import { createSerial } from '../serial.ts';
import { slotKinds, unwrapWithAnyPassphrase, unwrapWithOs, usableSlots } from './key-slots.ts';
import {
  newVault,
  openVault,
  sealVault,
  withOsSlot,
  withoutSlot,
  withPassphraseSlot,
  type OpenedVault,
} from './opened-vault.ts';
import { createPassphrasePause } from './passphrase-pause.ts';
import { scryptCost, type ScryptCost } from './passphrase.ts';
import {
  applyDraft,
  discardLocked,
  draftOf,
  valueOf,
  lockedRecords,
  noContents,
  storedRecords,
  type Draft,
} from './vault-contents.ts';
import { createVaultDisk, type Former } from './vault-disk.ts';
import type { VaultView } from './vault-export.ts';
import { readVaultFile, type ReadFile, type SavedFile } from './vault-file.ts';
import { osTrouble, stateOfClosed, whyClosed, type ClosedVault, type VaultStatus } from './vault-state.ts';

type Session = { readonly kind: 'open'; readonly vault: OpenedVault } | ClosedVault;

/** Makes a changed vault out of the newest one; the same one when nothing changes. */
type Edit = (vault: OpenedVault) => OpenedVault | Promise<OpenedVault>;

export type VaultOptions = {
  readonly path: string;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Of passphrases that are set from now on. */
  readonly cost?: ScryptCost;
};

/**
 * Records sealed with a random data key, which key slots wrap: the operating system's key, a passphrase, a recovery
 * passphrase. Saves are atomic and serialised, also against other processes; what cannot be read is never dropped.
 *
 * Operations throw `storage-unavailable` when the disk refuses, and where the records are needed `vault-locked`,
 * `profiles-unreadable` or `storage-unavailable` with the reason why they cannot be had. After a failure memory and
 * disk are as before.
 */
export function createVault({ path, sealer, clock, cost = scryptCost }: VaultOptions) {
  const serial = createSerial();
  const disk = createVaultDisk(path, clock);
  const pause = createPassphrasePause(clock);
  let session: Session | null = null;
  let damage: VaultStatus['damage'] = 'none';
  let setAside: readonly string[] = [];
  /** After `lock` only a passphrase opens the vault again in this run, also where the system's key could. */
  let lockedByHand = false;
  /** The system's slot must be made anew: the system asks for it, or another computer made it. */
  let osSlotIsOld = false;

  // Opening

  /** The vault as far as it can be opened now. A key that did not come in time may have come since. */
  async function current(): Promise<Session> {
    session ??= await load();
    if (session.kind === 'closed' && session.reason === 'locked' && (await osTrouble(sealer)) === null) {
      session = await load();
    }
    if (session.kind === 'open') await saveWhatWaits(session.vault);
    return session;
  }

  async function load(): Promise<Session> {
    const text = await disk.read();
    const found = readVaultFile(text);
    if (found.kind === 'newer') return found;
    if (found.kind === 'vault') return openFile(found);
    const backup = readVaultFile(await disk.readBackup());
    if (backup.kind === 'newer') return backup;
    if (backup.kind === 'vault') {
      damage = 'backup-used';
      return openFile(backup);
    }
    if (found.kind === 'damaged') damage = 'unreadable';
    return { kind: 'open', vault: newVault() };
  }

  /** Opens a file with the operating system's key, if that does it. */
  async function openFile(saved: SavedFile): Promise<Session> {
    if (lockedByHand) return { kind: 'closed', saved, reason: 'by-hand' };
    const slot = usableSlots(saved.file.slots).find(({ kind }) => kind === 'os');
    if (slot?.kind !== 'os') return { kind: 'closed', saved, reason: 'no-os-slot' };
    try {
      const { dataKey, rewrap } = await unwrapWithOs(sealer, saved.file.id, slot);
      osSlotIsOld = rewrap;
      return await openWith(saved, dataKey);
    } catch (cause) {
      // If the system gave no usable key, the failure does not mean that another computer sealed the slot.
      const isOutOfReach = cause instanceof KeyOutOfReach || (await osTrouble(sealer)) !== null;
      return { kind: 'closed', saved, reason: isOutOfReach ? 'locked' : 'other-key' };
    }
  }

  async function openWith(saved: SavedFile, dataKey: Buffer): Promise<Session> {
    let vault = openVault(saved, dataKey);
    if (lockedRecords(vault.contents).length > 0) {
      const backup = readVaultFile(await disk.readBackup().catch(() => null));
      if (backup.kind === 'vault') vault = openVault(saved, dataKey, backup.file.records);
    }
    if (!vault.contents.indexFound) damage = 'index-lost';
    return { kind: 'open', vault };
  }

  /** Saves what waits for a key of the system that can be trusted. That it cannot be saved now is no failure. */
  async function saveWhatWaits(vault: OpenedVault): Promise<void> {
    const waits = vault.saved ? osSlotIsOld : vault.contents !== noContents;
    if (!waits || (await osTrouble(sealer)) !== null) return;
    osSlotIsOld = false;
    await commit(vault, (newest) => withOsSlot(newest, sealer), 'gone').catch(() => undefined);
  }

  async function requireOpen(): Promise<OpenedVault> {
    const now = await current();
    if (now.kind !== 'open') throw whyClosed(now);
    return now.vault;
  }

  // Saving

  /**
   * Saves the outcome of `edit` on the newest state: when another process has saved meanwhile, on that. Without a key
   * that can be trusted the outcome stays in memory.
   */
  async function commit(from: OpenedVault, edit: Edit, former: Former = 'backup'): Promise<void> {
    if (from.saved || (await osTrouble(sealer)) === null) {
      await disk.locked(async () => {
        const { vault, onDisk } = await catchUp(from);
        await save(vault, await edit(vault), onDisk, former);
      });
      return;
    }
    const edited = await edit(from);
    if (slotKinds(edited.slots).length === 0) {
      session = { kind: 'open', vault: edited };
      return;
    }
    await disk.locked(async () => {
      const { vault, onDisk } = await catchUp(edited);
      if (vault !== edited) throw fail('profiles-unreadable', { reason: 'sealed-elsewhere' });
      await save(from, edited, onDisk, former);
    });
  }

  /** The newest state of an open vault, and what is in the file's place. */
  async function catchUp(from: OpenedVault): Promise<{ vault: OpenedVault; onDisk: ReadFile['kind'] }> {
    const found = readVaultFile(await disk.read());
    const onDisk = found.kind;
    if (found.kind === 'newer') throw whyClosed(found);
    // Without a file, memory holds all there is.
    if (found.kind !== 'vault' || found.text === from.saved?.text) return { vault: from, onDisk };
    if (found.file.id === from.id) {
      return { vault: openVault(found, from.dataKey, storedRecords(from.contents)), onDisk };
    }
    // Another vault took the file's place. What was never saved must not be forgotten for it.
    if (!from.saved && from.contents !== noContents) {
      throw fail('profiles-unreadable', { reason: 'sealed-elsewhere' });
    }
    session = await openFile(found);
    from.dataKey.fill(0);
    if (session.kind !== 'open') throw whyClosed(session);
    return { vault: session.vault, onDisk };
  }

  async function save(
    before: OpenedVault,
    edited: OpenedVault,
    onDisk: ReadFile['kind'],
    former: Former,
  ): Promise<void> {
    let vault = edited;
    if (edited !== before) {
      const hasSlot = slotKinds(edited.slots).length > 0;
      const sealed = sealVault(hasSlot ? edited : await withOsSlot(edited, sealer));
      const fate = onDisk === 'vault' ? former : onDisk === 'damaged' ? 'set-aside' : 'absent';
      const aside = await disk.write(sealed.saved.text, fate);
      if (aside !== null) setAside = [...setAside, aside];
      vault = sealed;
    }
    session = { kind: 'open', vault };
  }

  /**
   * Changes the ways into the vault. Whoever changes those of a vault with a passphrase must know it, or the recovery
   * passphrase: it may just have been left open.
   */
  async function changeSlots(current: string | null, edit: Edit): Promise<void> {
    const checked: Edit = async (vault) => {
      if (slotKinds(vault.slots).includes('passphrase')) await checkPassphrase(vault, current ?? '');
      return edit(vault);
    };
    await commit(await requireOpen(), checked, 'gone');
  }

  async function checkPassphrase({ slots, id }: OpenedVault, passphrase: string): Promise<void> {
    pause.check();
    const dataKey = await unwrapWithAnyPassphrase(slots, passphrase, id);
    if (!dataKey) throw pause.wrong();
    dataKey.fill(0);
    pause.right();
  }

  // Operations

  async function status(): Promise<VaultStatus> {
    const now = await current();
    if (now.kind !== 'open') {
      const file = now.kind === 'closed' ? now.saved.file : { slots: [], records: [] };
      return {
        state: stateOfClosed(now),
        slots: slotKinds(file.slots),
        lockedRecords: [],
        closedRecords: file.records.map(({ id }) => id),
        damage,
        setAside,
      };
    }
    const { saved, slots, contents } = now.vault;
    const reason = saved ? null : await osTrouble(sealer);
    return {
      state: reason === null ? { kind: 'open' } : { kind: 'memory', reason },
      slots: slotKinds(slots),
      lockedRecords: lockedRecords(contents),
      closedRecords: [],
      damage,
      setAside,
    };
  }

  async function read(): Promise<VaultView> {
    return draftOf((await requireOpen()).contents);
  }

  async function readOne(id: string): Promise<unknown> {
    return valueOf((await requireOpen()).contents, id);
  }

  async function change<Value>(edit: (draft: Draft) => Value | Promise<Value>): Promise<Value> {
    const outcome: Value[] = [];
    await commit(await requireOpen(), async (vault) => {
      const draft = draftOf(vault.contents);
      outcome.push(await edit(draft));
      const contents = applyDraft(vault.contents, draft);
      return contents === vault.contents ? vault : { ...vault, contents };
    });
    return outcome[0] as Value;
  }

  async function discard(id: string): Promise<void> {
    await commit(await requireOpen(), (vault) => ({ ...vault, contents: discardLocked(vault.contents, id) }));
  }

  async function lock(): Promise<boolean> {
    const now = await current();
    if (now.kind !== 'open') return false;
    const { saved, dataKey } = now.vault;
    if (!saved || !slotKinds(saved.file.slots).includes('passphrase')) throw fail('passphrase-needed', {});
    lockedByHand = true;
    session = { kind: 'closed', saved, reason: 'by-hand' };
    dataKey.fill(0);
    return true;
  }

  async function unlock(passphrase: string): Promise<void> {
    if ((await current()).kind === 'open') return;
    pause.check();
    // Another process may have saved while this one was locked.
    const now = await load();
    session = now;
    if (now.kind === 'open') return;
    if (now.kind === 'newer' || stateOfClosed(now).kind !== 'locked') throw whyClosed(now);

    const { saved, reason } = now;
    const dataKey = await unwrapWithAnyPassphrase(saved.file.slots, passphrase, saved.file.id);
    if (!dataKey) throw pause.wrong();
    pause.right();
    lockedByHand = false;
    osSlotIsOld = reason === 'other-key';
    session = await openWith(saved, dataKey);
  }

  async function setPassphrase(
    passphrase: string,
    { askAtStart, current = null }: PassphraseOptions,
  ): Promise<void> {
    await changeSlots(current, async (vault) => {
      const next = await withPassphraseSlot(vault, 'passphrase', passphrase, cost);
      if (askAtStart) return withoutSlot(next, 'os');
      return (await osTrouble(sealer)) === null ? withOsSlot(next, sealer) : next;
    });
  }

  async function removePassphrase(current: string | null): Promise<void> {
    await changeSlots(current, async (vault) => {
      if (!slotKinds(vault.slots).includes('passphrase')) return vault;
      if ((await osTrouble(sealer)) !== null) throw fail('passphrase-needed', {});
      return withoutSlot(await withOsSlot(vault, sealer), 'passphrase');
    });
  }

  async function setRecovery(passphrase: string, current: string | null): Promise<void> {
    await changeSlots(current, async (vault) => {
      const next = await withPassphraseSlot(vault, 'recovery', passphrase, cost);
      if (slotKinds(next.slots).some((kind) => kind !== 'recovery')) return next;
      if ((await osTrouble(sealer)) !== null) throw fail('passphrase-needed', {});
      return withOsSlot(next, sealer);
    });
  }

  async function startFresh(): Promise<void> {
    const now = await current();
    setAside = [...setAside, ...(await disk.locked(() => disk.moveAside()))];
    if (now.kind === 'open') now.vault.dataKey.fill(0);
    damage = 'none';
    lockedByHand = false;
    osSlotIsOld = false;
    session = { kind: 'open', vault: newVault() };
  }

  return {
    /** What can be said of the vault without its records. */
    status: () => serial(status),
    /** A copy of all records that are open, in the order in which they were added, and of `meta`. */
    read: () => serial(read),
    /** One record that is open, or `undefined`: frozen, and the very same until it is changed. */
    readOne: (id: string) => serial(() => readOne(id)),
    /**
     * Changes a copy of the records and saves it. `edit` gets the newest state, while other processes wait; it must
     * not call the vault. Nothing is written when nothing changed.
     */
    change: <Value>(edit: (draft: Draft) => Value | Promise<Value>) => serial(() => change(edit)),
    /** Gives up for good what is locked under an id. */
    discard: (id: string) => serial(() => discard(id)),
    /**
     * Forgets key and records; whether there were any to forget. Throws `passphrase-needed` when no passphrase could
     * open the vault again.
     */
    lock: () => serial(lock),
    /**
     * Opens a locked vault with its passphrase or recovery passphrase. Throws `passphrase-wrong`, and
     * `passphrase-paused` while the pause after a wrong one lasts.
     */
    unlock: (passphrase: string) => serial(() => unlock(passphrase)),
    /**
     * Sets or replaces the passphrase. While one is set, this and the operations below take it, or the recovery
     * passphrase, as `current`, and throw like `unlock` when it is wrong.
     */
    setPassphrase: (passphrase: string, options: PassphraseOptions) =>
      serial(() => setPassphrase(passphrase, options)),
    /** Leaves the vault to the system's key. Throws `passphrase-needed` when that cannot be trusted. */
    removePassphrase: (current: string | null = null) => serial(() => removePassphrase(current)),
    /** Sets or replaces the recovery passphrase. Throws `passphrase-needed` when it would be the only key. */
    setRecovery: (passphrase: string, current: string | null = null) =>
      serial(() => setRecovery(passphrase, current)),
    removeRecovery: (current: string | null = null) =>
      serial(() => changeSlots(current, (vault) => withoutSlot(vault, 'recovery'))),
    /** Begins anew with an empty vault. The file and its backup are set aside, never erased. */
    startFresh: () => serial(startFresh),
  };
}

export type Vault = ReturnType<typeof createVault>;

/** With `askAtStart` only the passphrase opens the vault; without, the system's key does, too. */
export type PassphraseOptions = {
  readonly askAtStart: boolean;
  /** The passphrase that is set already. */
  readonly current?: string | null;
};
