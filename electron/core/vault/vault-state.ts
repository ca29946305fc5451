import { fail, type AppFailure } from '../app-failure.ts';
import type { Sealer, SealerState } from '../ports.ts';
import { kindsInFile, type SlotKind } from './key-slots.ts';
import type { OpenedVault } from './opened-vault.ts';
import type { SavedFile } from './vault-file.ts';
import type { LockedRecord } from './vault-contents.ts';

/** Why the operating system's key cannot be trusted right now. */
export type OsTrouble = Extract<SealerState, { kind: 'unfit' }>['reason'];

export async function osTrouble(sealer: Sealer): Promise<OsTrouble | null> {
  const state = await sealer.state();
  return state.kind === 'ready' ? null : state.reason;
}

export type VaultState =
  /** Records are read and saved. */
  | { readonly kind: 'open' }
  /** No trustworthy key and no passphrase: records live for this run only. A passphrase saves them. */
  | { readonly kind: 'memory'; readonly reason: OsTrouble }
  /** A passphrase opens it. */
  | { readonly kind: 'locked' }
  /** Sealed by the key of another user or computer (`other-key`), or by one that the system does not hand out (`locked`). */
  | { readonly kind: 'unopenable'; readonly reason: 'locked' | 'other-key' }
  /** Its index is lost, so its records may be older ones that somebody put back: a person has to say so first. */
  | { readonly kind: 'unproven' }
  /** Saved by a newer version of this app: not touched. */
  | { readonly kind: 'newer' };

export type VaultStatus = {
  readonly state: VaultState;
  /** The ways to open the vault. */
  readonly slots: readonly SlotKind[];
  /** Records that are kept but cannot be used. Empty while the vault is not open. */
  readonly lockedRecords: readonly LockedRecord[];
  /** Ids of the records that the file holds while the vault is not open. */
  readonly closedRecords: readonly string[];
  /**
   * What was wrong with the file when it was opened: `unreadable` when neither it nor its backup is a vault,
   * `backup-used` when the backup is one, so that the last save is not seen; `repaired` when something in the file was
   * not as it was saved, and could be put right with nothing lost.
   */
  readonly damage: 'none' | 'unreadable' | 'backup-used' | 'repaired';
  /** A change in this run had to take the recovery passphrase away: it was of format 2, and could not follow. */
  readonly recoveryDropped: boolean;
  /** Names of the files beside the vault that were set aside in this run. A damaged one is, at the first save. */
  readonly setAside: readonly string[];
};

export type Session = { readonly kind: 'open'; readonly vault: OpenedVault } | ClosedVault;

/** A vault that is not open, and why the operating system's slot did not open it. */
export type ClosedVault =
  | {
      readonly kind: 'closed';
      readonly saved: SavedFile;
      readonly reason: 'locked' | 'other-key' | 'no-os-slot' | 'by-hand';
    }
  /** The key is known, by one slot; the index does not open, and neither does one of the backup. */
  | {
      readonly kind: 'unproven';
      readonly saved: SavedFile;
      readonly dataKey: Buffer;
      readonly by: SlotKind;
    }
  | { readonly kind: 'newer' };

export function stateOfClosed(vault: ClosedVault): VaultState {
  if (vault.kind !== 'closed') return { kind: vault.kind };
  if (kindsInFile(vault.saved.file.slots).some((kind) => kind !== 'os')) return { kind: 'locked' };
  return { kind: 'unopenable', reason: vault.reason === 'locked' ? 'locked' : 'other-key' };
}

/** The failure of an operation that needs the records. */
export function whyClosed(vault: ClosedVault): AppFailure {
  const state = stateOfClosed(vault);
  if (state.kind === 'newer') return fail('profiles-unreadable', { reason: 'newer-version' });
  if (state.kind === 'unproven') return fail('profiles-unreadable', { reason: 'damaged' });
  if (state.kind !== 'unopenable') return fail('vault-locked', {});
  return state.reason === 'other-key'
    ? fail('profiles-unreadable', { reason: 'sealed-elsewhere' })
    : fail('storage-unavailable', { reason: 'locked' });
}
