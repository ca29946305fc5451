import { isDeepStrictEqual } from 'node:util';
import { KeyOutOfReach, type Sealer } from '../ports.ts';
import {
  kindsInFile,
  unwrapWithAnyPassphrase,
  unwrapWithOs,
  usableSlots,
  type PassphraseSlot,
  type SlotKind,
} from './key-slots.ts';
import { newVault, opensAnything, openVault } from './opened-vault.ts';
import { lockedRecords } from './vault-contents.ts';
import type { VaultDisk } from './vault-disk.ts';
import { isSameVault, readVaultFile, type SavedFile } from './vault-file.ts';
import { osTrouble, type ClosedVault, type Session, type VaultStatus } from './vault-state.ts';

/** What came of opening a vault. */
export type Opening = {
  readonly session: Session;
  readonly damage: VaultStatus['damage'];
  /** The text of a file that is a vault but not in order: the next save sets it aside. */
  readonly spoilt: string | null;
  /** The system wants its slot made anew. */
  readonly osSlotIsOld: boolean;
};

const opening = (session: Session, found: Partial<Opening> = {}): Opening => ({
  damage: 'none',
  spoilt: null,
  osSlotIsOld: false,
  ...found,
  session,
});

/**
 * Opens the vault of a disk: its file, or else its backup. A file that is not in order is put right as far as the index
 * and the backup allow. Without an index it is not used unasked: its records may be older ones that somebody put back.
 */
export function createVaultOpening(disk: VaultDisk, sealer: Sealer) {
  /** The vault as far as it opens by itself; `byHand`: only a passphrase may open it. */
  async function load(byHand: boolean): Promise<Opening> {
    const found = readVaultFile(await disk.read());
    if (found.kind === 'newer') return opening(found);
    if (found.kind === 'vault' && kindsInFile(found.file.slots).length > 0) return openFile(found, byHand);
    const backup = readVaultFile(await disk.readBackup());
    if (backup.kind === 'newer') return opening(backup);
    if (backup.kind === 'vault') {
      const spoilt = found.kind === 'vault' ? found.text : null;
      return { ...(await openFile(backup, byHand)), damage: 'backup-used', spoilt };
    }
    if (found.kind === 'vault') return openFile(found, byHand);
    const vault = newVault();
    return opening({ kind: 'open', vault }, { damage: found.kind === 'damaged' ? 'unreadable' : 'none' });
  }

  /** Opens a file with the operating system's key, if that does it. */
  async function openFile(saved: SavedFile, byHand = false): Promise<Opening> {
    const closed = (reason: Extract<ClosedVault, { kind: 'closed' }>['reason']) =>
      opening({ kind: 'closed', saved, reason });
    if (byHand) return closed('by-hand');
    if (!kindsInFile(saved.file.slots).includes('os')) return closed('no-os-slot');
    for await (const { file } of sources(saved)) {
      const slot = usableSlots(file.slots).find(({ kind }) => kind === 'os');
      if (slot?.kind !== 'os') continue;
      try {
        const { dataKey, rewrap } = await unwrapWithOs(sealer, file.id, slot);
        const opened = await openWith(saved, dataKey, 'os');
        if (opened) return { ...opened, osSlotIsOld: rewrap };
      } catch (cause) {
        // If the system gave no usable key, the failure does not mean that another computer sealed the slot.
        if (cause instanceof KeyOutOfReach || (await osTrouble(sealer)) !== null) return closed('locked');
      }
    }
    return closed('other-key');
  }

  /** Opens a file with one of its passphrases, and says which it was; null when it is neither. */
  async function openByPassphrase(
    saved: SavedFile,
    passphrase: string,
  ): Promise<(Opening & { readonly kind: PassphraseSlot['kind'] }) | null> {
    for await (const { file } of sources(saved)) {
      const found = await unwrapWithAnyPassphrase(file.slots, passphrase, file.id);
      const opened = found && (await openWith(saved, found.dataKey, found.kind));
      if (opened) return { ...opened, kind: found.kind };
    }
    return null;
  }

  /** Null when the key is not the one of this file, as that of a slot from an older copy of it. */
  async function openWith(saved: SavedFile, dataKey: Buffer, by: SlotKind): Promise<Opening | null> {
    const vault = openVault(saved, dataKey);
    if (!vault) {
      const backup = await backupOf(saved);
      const older = backup && openVault(backup, dataKey);
      if (older) {
        return opening({ kind: 'open', vault: older }, { damage: 'backup-used', spoilt: saved.text });
      }
      return opensAnything(saved, dataKey) ? opening({ kind: 'unproven', saved, dataKey, by }) : null;
    }
    const isWhole = lockedRecords(vault.contents).length === 0;
    const backup = isWhole ? null : await backupOf(saved);
    const healed = (backup && openVault(saved, dataKey, backup.file.records)) ?? vault;
    const found = healed.isRepaired ? ({ damage: 'repaired', spoilt: saved.text } as const) : {};
    return opening({ kind: 'open', vault: healed }, found);
  }

  /** Where slots are looked for: in the file, and then in its backup if that has others. */
  async function* sources(saved: SavedFile): AsyncGenerator<SavedFile> {
    yield saved;
    const backup = await backupOf(saved);
    if (!backup) return;
    const isAlike =
      isDeepStrictEqual(backup.file.slots, saved.file.slots) && backup.file.id === saved.file.id;
    if (!isAlike) yield backup;
  }

  async function backupOf({ file }: SavedFile): Promise<SavedFile | null> {
    const backup = readVaultFile(await disk.readBackup().catch(() => null));
    return backup.kind === 'vault' && isSameVault(backup.file, file) ? backup : null;
  }

  return { load, openFile, openByPassphrase };
}
