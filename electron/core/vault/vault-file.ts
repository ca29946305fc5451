import { z } from 'zod';

/** What is written. Format 2, without the second index, is read, too. */
export const FORMAT = 3;

/** One record, sealed whole. Loose, so that what cannot be understood is kept all the same. */
const sealedRecord = z.looseObject({ id: z.string(), sealed: z.string() });
export type SealedRecord = z.output<typeof sealedRecord>;

/** Whatever else stands in the place of an index opens as little as a damaged one. */
const sealedIndex = z.string().catch('');

/**
 * The file. Nothing about a profile can be read in it: records are sealed whole, and so is the index with their order.
 * Only random ids and how many there are stay in the open.
 */
const vaultFile = z.looseObject({
  format: z.literal([2, FORMAT]),
  id: z.string().min(1),
  /** How many saves the vault has seen. The index says it, too, and is the one that is believed. */
  generation: z.int().nonnegative(),
  /** Ways to the data key, see key-slots.ts. The index has them, too: these are there to find the key with. */
  slots: z.array(z.unknown()),
  /** Sealed, see vault-contents.ts; and the same once more, in case that it is damaged. */
  index: sealedIndex,
  indexCopy: sealedIndex,
  records: z.array(sealedRecord),
});
export type VaultFile = z.output<typeof vaultFile>;

/** A file together with its text. */
export type SavedFile = { readonly text: string; readonly file: VaultFile };

/** What a file's text means. */
export type ReadFile =
  | { readonly kind: 'absent' }
  | ({ readonly kind: 'vault' } & SavedFile)
  /** Saved by a newer version of the app, in a format that this one does not know. */
  | { readonly kind: 'newer' }
  | { readonly kind: 'damaged' };

export function readVaultFile(text: string | null): ReadFile {
  if (text === null) return { kind: 'absent' };
  const json = parseJson(text);
  const file = vaultFile.safeParse(json);
  if (file.success) return { kind: 'vault', file: file.data, text };
  const newer = z.object({ format: z.int().gt(FORMAT) }).safeParse(json).success;
  return { kind: newer ? 'newer' : 'damaged' };
}

/** Whether a backup is one of this very vault: also where the id of one of them is damaged. */
export const isSameVault = (one: VaultFile, other: VaultFile): boolean =>
  one.id === other.id || JSON.stringify(one.slots) === JSON.stringify(other.slots);

/** One line for each record, so that copies of the file can be compared. */
export const vaultFileText = (file: VaultFile): string => `${JSON.stringify(file, null, 1)}\n`;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
