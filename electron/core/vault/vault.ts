import { isDeepStrictEqual } from 'node:util';
import { fail } from '../app-failure.ts';
import type { Clock, Sealer } from '../ports.ts';
import { createSerial } from '../serial.ts';
import { inFile, kindsInFile, slotKinds, unwrapWithAnyPassphrase } from './key-slots.ts';
import {
  canHaveNewKey,
  isFormerSlot,
  newVault,
  openUnproven,
  openVault,
  sealVault,
  withNewKey,
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
import { createVaultDisk, type Fate } from './vault-disk.ts';
import type { VaultView } from './vault-export.ts';
import { FORMAT, readVaultFile, type ReadFile } from './vault-file.ts';
import { createVaultOpening, type Opening } from './vault-opening.ts';
import { osTrouble, stateOfClosed, whyClosed, type Session, type VaultStatus } from './vault-state.ts';

/** Makes a changed vault out of the newest one; the same one when nothing changes. */
type Edit = (vault: OpenedVault) => OpenedVault | Promise<OpenedVault>;

/** Whether keys were taken away or replaced: then no copy of the former file may stay as the backup. */
type Keys = 'same' | 'changed';

export type VaultOptions = {
  readonly path: string;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Of passphrases that are set from now on. */
  readonly cost?: ScryptCost;
  /** Told when a file that was not in order has been set aside, so that somebody can say so. */
  readonly onSetAside?: () => void;
};

/**
 * Records sealed with a random data key, which key slots wrap: the operating system's key, a passphrase, a recovery
 * passphrase. Saves are atomic and serialised, also against other processes; what cannot be read is never dropped.
 *
 * Operations throw `storage-unavailable` when the disk refuses, and where the records are needed `vault-locked`,
 * `profiles-unreadable` or `storage-unavailable` with the reason why they cannot be had. After a failure memory and
 * disk are as before.
 */
export function createVault({ path, sealer, clock, cost = scryptCost, onSetAside }: VaultOptions) {
  const serial = createSerial();
  const disk = createVaultDisk(path, clock);
  const { load, openFile, openByPassphrase } = createVaultOpening(disk, sealer);
  const pause = createPassphrasePause(clock);
  let session: Session | null = null;
  let damage: VaultStatus['damage'] = 'none';
  let setAside: readonly string[] = [];
  /** After `lock` only a passphrase opens the vault again in this run, also where the system's key could. */
  let lockedByHand = false;
  /** The system's slot must be made anew: the system asks for it, another computer made it, or a former format. */
  let osSlotIsOld = false;
  /** The text of a file that is not in order. */
  let spoilt: string | null = null;
  /** What is open is not what is in the file: it was put right, or is of a former format. */
  let saveWaits = false;
  let recoveryDropped = false;

  // Opening

  /** The vault as far as it can be opened now. A key that did not come in time may have come since. */
  async function current(): Promise<Session> {
    session ??= take(await load(lockedByHand));
    if (session.kind === 'closed' && session.reason === 'locked' && (await osTrouble(sealer)) === null) {
      session = take(await load(lockedByHand));
    }
    if (session.kind === 'open') await saveWhatWaits(session.vault);
    return session;
  }

  /** Remembers what came of opening. What was found damaged before stays said. */
  function take(opened: Opening): Session {
    if (opened.damage !== 'none') damage = opened.damage;
    spoilt = opened.spoilt ?? spoilt;
    saveWaits ||= opened.damage === 'backup-used' || opened.damage === 'repaired';
    if (opened.session.kind === 'open') {
      const { vault } = opened.session;
      osSlotIsOld = opened.osSlotIsOld || isFormerSlot(vault, 'os');
      saveWaits ||= vault.saved !== null && vault.saved.file.format !== FORMAT;
    }
    return opened.session;
  }

  /**
   * Saves what waits: a file that was put right, and what needs a key of the system that can be trusted. That it cannot
   * be saved now is no failure.
   */
  async function saveWhatWaits(vault: OpenedVault): Promise<void> {
    const osWaits = vault.saved ? osSlotIsOld : vault.contents !== noContents;
    const withOs = osWaits && (await osTrouble(sealer)) === null;
    if (!withOs && !saveWaits) return;
    if (withOs) osSlotIsOld = false;
    saveWaits = false;
    const edit: Edit = async (newest) => {
      if (!withOs) return { ...newest };
      const next = await withOsSlot(newest, sealer);
      return newest.saved && canHaveNewKey(next) ? withNewKey(next) : next;
    };
    await commit(vault, edit, withOs ? 'changed' : 'same').catch(() => undefined);
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
  async function commit(from: OpenedVault, edit: Edit, keys: Keys = 'same'): Promise<void> {
    if (from.saved || (await osTrouble(sealer)) === null) {
      await disk.locked(async () => {
        const { vault, onDisk } = await catchUp(from);
        await save(vault, await edit(vault), onDisk, keys);
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
      await save(from, edited, onDisk, keys);
    });
  }

  /** The newest state of an open vault, and what is in the file's place. */
  async function catchUp(from: OpenedVault): Promise<{ vault: OpenedVault; onDisk: ReadFile['kind'] }> {
    const found = readVaultFile(await disk.read());
    if (found.kind === 'newer') throw whyClosed(found);
    // Without a file, memory holds all there is.
    if (found.kind === 'damaged' && from.saved) foundSpoilt();
    if (found.kind !== 'vault') return { vault: from, onDisk: found.kind };
    if (found.text === spoilt) return { vault: from, onDisk: 'damaged' };
    if (found.text === from.saved?.text) return { vault: from, onDisk: 'vault' };
    if (found.file.id === from.id) {
      const vault = openVault(found, from.dataKey, storedRecords(from.contents));
      if (vault?.isRepaired) foundSpoilt();
      if (vault) return { vault, onDisk: vault.isRepaired ? 'damaged' : 'vault' };
      // The same keys, and no index: it was damaged while the vault was open, and memory holds the last save.
      if (isDeepStrictEqual(inFile(from.slots), found.file.slots)) {
        foundSpoilt();
        return { vault: from, onDisk: 'damaged' };
      }
    }
    // Another vault took the file's place, or another process gave it a new key. What was never saved must not be
    // forgotten for it.
    if (!from.saved && from.contents !== noContents) {
      throw fail('profiles-unreadable', { reason: 'sealed-elsewhere' });
    }
    session = take(await openFile(found));
    from.dataKey.fill(0);
    if (session.kind !== 'open') throw whyClosed(session);
    return { vault: session.vault, onDisk: found.text === spoilt ? 'damaged' : 'vault' };
  }

  /** The file was spoilt while the vault was open, and memory puts it right. What was worse before stays said. */
  function foundSpoilt(): void {
    if (damage === 'none') damage = 'repaired';
  }

  async function save(
    before: OpenedVault,
    edited: OpenedVault,
    onDisk: ReadFile['kind'],
    keys: Keys,
  ): Promise<void> {
    let vault = edited;
    if (edited !== before) {
      const hasSlot = slotKinds(edited.slots).length > 0;
      const sealed = sealVault(hasSlot ? edited : await withOsSlot(edited, sealer));
      const former = onDisk === 'vault' ? 'former' : 'keep';
      const fate: Fate = { setAside: onDisk === 'damaged', backup: keys === 'changed' ? 'same' : former };
      const aside = await disk.write(sealed.saved.text, fate);
      if (aside !== null) {
        setAside = [...setAside, aside];
        onSetAside?.();
      }
      spoilt = null;
      saveWaits = false;
      if (sealed.dataKey !== before.dataKey) before.dataKey.fill(0);
      vault = sealed;
    }
    session = { kind: 'open', vault };
  }

  /**
   * Changes the ways into the vault. Whoever changes those of a vault with a passphrase must know it, or the recovery
   * passphrase: it may just have been left open.
   */
  async function changeSlots(current: string | null, edit: Edit): Promise<void> {
    let dropped = false;
    const checked: Edit = async (vault) => {
      const isProtected = slotKinds(vault.slots).includes('passphrase');
      const known = isProtected ? await checkPassphrase(vault, current ?? '') : vault;
      const edited = await edit(known);
      if (edited === known) return vault;
      // A slot more takes nothing away from anybody.
      const next = known.slots.every((slot) => edited.slots.includes(slot)) ? edited : withNewKey(edited);
      dropped = slotKinds(edited.slots).includes('recovery') && !slotKinds(next.slots).includes('recovery');
      return next;
    };
    await commit(await requireOpen(), checked, 'changed');
    if (dropped) recoveryDropped = true;
  }

  /** The vault, where the slot of the passphrase can follow to a new data key from now on. */
  async function checkPassphrase(vault: OpenedVault, passphrase: string): Promise<OpenedVault> {
    pause.check();
    const found = await unwrapWithAnyPassphrase(inFile(vault.slots), passphrase, vault.id);
    if (!found?.dataKey.equals(vault.dataKey)) throw pause.wrong();
    found.dataKey.fill(0);
    pause.right();
    return renewFormerSlot(vault, found.kind, passphrase);
  }

  const renewFormerSlot = async (
    vault: OpenedVault,
    kind: 'passphrase' | 'recovery',
    passphrase: string,
  ): Promise<OpenedVault> =>
    isFormerSlot(vault, kind) ? withPassphraseSlot(vault, kind, passphrase, cost) : vault;

  // Operations

  async function status(): Promise<VaultStatus> {
    const now = await current();
    if (now.kind !== 'open') {
      const file = now.kind === 'newer' ? { slots: [], records: [] } : now.saved.file;
      return {
        state: stateOfClosed(now),
        slots: kindsInFile(file.slots),
        lockedRecords: [],
        closedRecords: file.records.map(({ id }) => id),
        damage,
        recoveryDropped,
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
      recoveryDropped,
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
    if (now.kind !== 'open' && now.kind !== 'unproven') return false;
    const { saved, dataKey } = now.kind === 'open' ? now.vault : now;
    if (!saved || !kindsInFile(saved.file.slots).includes('passphrase')) throw fail('passphrase-needed', {});
    lockedByHand = true;
    session = { kind: 'closed', saved, reason: 'by-hand' };
    dataKey.fill(0);
    return true;
  }

  async function unlock(passphrase: string): Promise<void> {
    if ((await current()).kind === 'open') return;
    pause.check();
    // Another process may have saved while this one was locked.
    const now = take(await load(lockedByHand));
    session = now;
    if (now.kind === 'open') return;
    if (now.kind !== 'closed' || stateOfClosed(now).kind !== 'locked') throw whyClosed(now);

    const opened = await openByPassphrase(now.saved, passphrase);
    if (!opened) throw pause.wrong();
    pause.right();
    lockedByHand = false;
    session = take(opened);
    if (session.kind !== 'open') return;
    const { vault } = session;
    // By the slots that the index proves: one of the system's may have been put into the file.
    osSlotIsOld ||= now.reason === 'other-key' && slotKinds(vault.slots).includes('os');
    const renewed = await renewFormerSlot(vault, opened.kind, passphrase);
    saveWaits ||= renewed !== vault;
    session = { kind: 'open', vault: renewed };
  }

  async function useUnproven(): Promise<void> {
    const now = await current();
    if (now.kind !== 'unproven') return;
    spoilt = now.saved.text;
    osSlotIsOld = now.by === 'os';
    saveWaits = true;
    session = { kind: 'open', vault: openUnproven(now.saved, now.dataKey, now.by) };
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
    recoveryDropped = false;
  }

  async function startFresh(): Promise<void> {
    const now = await current();
    setAside = [...setAside, ...(await disk.locked(() => disk.moveAside()))];
    if (now.kind === 'open') now.vault.dataKey.fill(0);
    if (now.kind === 'unproven') now.dataKey.fill(0);
    damage = 'none';
    spoilt = null;
    saveWaits = false;
    recoveryDropped = false;
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
     * Sets or replaces the passphrase. Whenever a key is taken away or replaced, the vault gets a new data key: older
     * keys open older copies of the file, and nothing since. While one is set, this and the operations below take it, or the recovery
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
    /**
     * Opens a vault whose index is lost (`unproven`) with whatever its records say, since a person wants it so. The file
     * is set aside. Does nothing in any other state.
     */
    useUnproven: () => serial(useUnproven),
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
