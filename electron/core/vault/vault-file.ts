import { z } from 'zod';

export const FORMAT = 2;

/** One record, sealed whole. Loose, so that what cannot be understood is kept all the same. */
const sealedRecord = z.looseObject({ id: z.string(), sealed: z.string() });
export type SealedRecord = z.output<typeof sealedRecord>;

/**
 * The file. Nothing about a profile can be read in it: records are sealed whole, and so is the index with their order.
 * Only random ids and how many there are stay in the open.
 */
const vaultFile = z.looseObject({
  format: z.literal(FORMAT),
  id: z.string().min(1),
  /** How many saves the vault has seen. */
  generation: z.int().nonnegative(),
  /** Ways to the data key, see key-slots.ts. A damaged or unknown one does not spoil the others. */
  slots: z.array(z.unknown()),
  /** Sealed, see vault-contents.ts. */
  index: z.string(),
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

/** One line for each record, so that copies of the file can be compared. */
export const vaultFileText = (file: VaultFile): string => `${JSON.stringify(file, null, 1)}\n`;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
