import { randomUUID } from 'node:crypto';
import { fail } from '../app-failure.ts';
import type { Sealer } from '../ports.ts';
import { randomKey } from './cipher.ts';
import { replaceSlots, slotKinds, wrapWithOs, wrapWithPassphrase, type SlotKind } from './key-slots.ts';
import type { ScryptCost } from './passphrase.ts';
import { noContents, openContents, sealContents, type Contents } from './vault-contents.ts';
import { FORMAT, vaultFileText, type SavedFile, type SealedRecord, type VaultFile } from './vault-file.ts';
import { osTrouble } from './vault-state.ts';

/** A vault whose data key is known. Changes make a new one, so that a failure leaves the former as it was. */
export type OpenedVault = {
  readonly id: string;
  readonly dataKey: Buffer;
  readonly slots: readonly unknown[];
  readonly contents: Contents;
  /** The file that this is the state of; null before the first save. */
  readonly saved: SavedFile | null;
};

export const newVault = (): OpenedVault => ({
  id: randomUUID(),
  dataKey: randomKey(),
  slots: [],
  contents: noContents,
  saved: null,
});

export function openVault(saved: SavedFile, dataKey: Buffer, spares?: Iterable<SealedRecord>): OpenedVault {
  const { id, slots } = saved.file;
  return { id, dataKey, slots, contents: openContents(saved.file, dataKey, spares), saved };
}

/** The vault as it is after a save, with the file that says so. */
export function sealVault(vault: OpenedVault): OpenedVault & { readonly saved: SavedFile } {
  const { id, dataKey, slots } = vault;
  const { contents, index, records } = sealContents(vault.contents, id, dataKey);
  const former = vault.saved?.file;
  const generation = (former?.generation ?? 0) + 1;
  const file: VaultFile = { ...former, format: FORMAT, id, generation, slots: [...slots], index, records };
  return { ...vault, contents, saved: { file, text: vaultFileText(file) } };
}

/** The vault with a slot for the operating system's key, in place of the one that it has. */
export async function withOsSlot(vault: OpenedVault, sealer: Sealer): Promise<OpenedVault> {
  try {
    const slot = await wrapWithOs(sealer, vault.id, vault.dataKey);
    return { ...vault, slots: replaceSlots(vault.slots, ['os'], [slot]) };
  } catch {
    // It was ready a moment ago.
    throw fail('storage-unavailable', { reason: (await osTrouble(sealer)) ?? 'locked' });
  }
}

export async function withPassphraseSlot(
  vault: OpenedVault,
  kind: 'passphrase' | 'recovery',
  passphrase: string,
  cost: ScryptCost,
): Promise<OpenedVault> {
  const slot = await wrapWithPassphrase(kind, passphrase, cost, vault.id, vault.dataKey);
  return { ...vault, slots: replaceSlots(vault.slots, [kind], [slot]) };
}

export const withoutSlot = (vault: OpenedVault, kind: SlotKind): OpenedVault =>
  slotKinds(vault.slots).includes(kind) ? { ...vault, slots: replaceSlots(vault.slots, [kind], []) } : vault;
