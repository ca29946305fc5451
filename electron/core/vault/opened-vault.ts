import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { fail } from '../app-failure.ts';
import type { Sealer } from '../ports.ts';
import { randomKey } from './cipher.ts';
import {
  inFile,
  newOsSlot,
  newPassphraseSlot,
  replaceSlots,
  slotKinds,
  slotsFor,
  type KeySlot,
  type SlotKind,
} from './key-slots.ts';
import type { ScryptCost } from './passphrase.ts';
import {
  forgetSeals,
  noContents,
  openContents,
  readIndex,
  sealContents,
  type Contents,
} from './vault-contents.ts';
import { FORMAT, vaultFileText, type SavedFile, type SealedRecord, type VaultFile } from './vault-file.ts';
import { osTrouble } from './vault-state.ts';

/** A vault whose data key is known. Changes make a new one, so that a failure leaves the former as it was. */
export type OpenedVault = {
  readonly id: string;
  readonly dataKey: Buffer;
  readonly slots: readonly KeySlot[];
  /** How many saves it has seen. */
  readonly generation: number;
  readonly contents: Contents;
  /** The file that this is the state of; null before the first save. */
  readonly saved: SavedFile | null;
  /** Something in the file was not as it was saved, and is right here: slots, number of saves, an index, a record. */
  readonly isRepaired: boolean;
};

export const newVault = (): OpenedVault => ({
  id: randomUUID(),
  dataKey: randomKey(),
  slots: [],
  generation: 0,
  contents: noContents,
  saved: null,
  isRepaired: false,
});

/** Null when no index of the file opens with this key: then nobody can say whether its records are the newest. */
export function openVault(
  saved: SavedFile,
  dataKey: Buffer,
  spares?: Iterable<SealedRecord>,
): OpenedVault | null {
  const { file } = saved;
  const { index, isWhole } = readIndex(file, dataKey);
  if (!index) return null;
  const contents = openContents(file, dataKey, index, spares);
  const { slots = slotsWithout(file), generation = file.generation } = index;
  const isRepaired =
    !isWhole ||
    contents.isHealed ||
    generation !== file.generation ||
    !isDeepStrictEqual(inFile(slots), file.slots);
  return { id: file.id, dataKey, slots, generation, contents, saved, isRepaired };
}

/**
 * Everything that opens, whether or not it is the newest: for a person who has said so. A slot of the system's key that
 * did not open it may have been planted, and goes: else it would be taken for one that was lost, and made anew.
 */
export function openUnproven(saved: SavedFile, dataKey: Buffer, by: SlotKind): OpenedVault {
  const { file } = saved;
  const contents = openContents(file, dataKey, null);
  const { id, generation } = file;
  const all = slotsWithout(file);
  const slots = by === 'os' ? all : replaceSlots(all, 'os', []);
  return { id, dataKey, slots, generation, contents, saved, isRepaired: true };
}

/** Whether a key is that of this file at all. */
export const opensAnything = ({ file }: SavedFile, dataKey: Buffer): boolean =>
  openContents(file, dataKey, null).records.size > 0;

/** Slots whose public halves are not known: those of format 2, and those of a file without its index. */
const slotsWithout = ({ slots }: VaultFile): KeySlot[] =>
  slots.map((slot) => ({ inFile: slot, publicHalf: null }));

/** The vault as it is after a save, with the file that says so. */
export function sealVault(vault: OpenedVault): OpenedVault & { readonly saved: SavedFile } {
  const { id, dataKey, slots } = vault;
  const generation = vault.generation + 1;
  const { contents, index, records } = sealContents(vault.contents, id, dataKey, { generation, slots });
  const file: VaultFile = {
    ...vault.saved?.file,
    format: FORMAT,
    id,
    generation,
    slots: inFile(slots),
    index,
    indexCopy: index,
    records,
  };
  return { ...vault, generation, contents, saved: { file, text: vaultFileText(file) }, isRepaired: false };
}

/**
 * The vault under a new data key, with the same ways in. Whoever had one that was taken away, and an older copy of the
 * file, has a key that opens that copy and nothing since.
 *
 * A slot that cannot follow (of format 2, and not opened since) is left out. Not so the passphrase itself: then the key
 * stays until the passphrase was typed once.
 */
export function withNewKey(vault: OpenedVault): OpenedVault {
  const dataKey = randomKey();
  const slots = slotsFor(vault.slots, vault.id, dataKey);
  const had = slotKinds(vault.slots);
  if (had.includes('passphrase') && !slotKinds(slots).includes('passphrase')) return vault;
  return { ...vault, dataKey, slots, contents: forgetSeals(vault.contents, vault.dataKey) };
}

/** Whether every slot can follow to a new data key. */
export const canHaveNewKey = ({ slots }: OpenedVault): boolean =>
  slots.every(({ publicHalf }) => publicHalf !== null);

/** The vault with a slot for the operating system's key, in place of the one that it has. */
export async function withOsSlot(vault: OpenedVault, sealer: Sealer): Promise<OpenedVault> {
  try {
    const slot = await newOsSlot(sealer, vault.id, vault.dataKey);
    return { ...vault, slots: replaceSlots(vault.slots, 'os', [slot]) };
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
  const slot = await newPassphraseSlot(kind, passphrase, cost, vault.id, vault.dataKey);
  return { ...vault, slots: replaceSlots(vault.slots, kind, [slot]) };
}

export const withoutSlot = (vault: OpenedVault, kind: SlotKind): OpenedVault =>
  slotKinds(vault.slots).includes(kind) ? { ...vault, slots: replaceSlots(vault.slots, kind, []) } : vault;

/** Whether the slot of a kind is one that a new data key would leave behind. */
export const isFormerSlot = ({ slots }: OpenedVault, kind: SlotKind): boolean =>
  slots.some((slot) => slot.publicHalf === null && slotKinds([slot]).includes(kind));
