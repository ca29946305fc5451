import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { readTextFile } from '../atomic-file.ts';
import { keepFileAs } from '../keep-file.ts';
import type { Sealer } from '../ports.ts';
import { fingerprint } from './cipher.ts';

/** A record of the app's first format: sealed by the operating system itself. */
export const formerRecord = z.object({ id: z.string(), sealed: z.string() });
export type FormerRecord = z.output<typeof formerRecord>;

const formerFile = z.object({
  format: z.literal(1),
  activeId: z.string().nullable(),
  records: z.array(formerRecord),
});

export type FormerFile =
  | { readonly kind: 'absent' }
  /** Neither of the first format nor empty: it stays where it is. */
  | { readonly kind: 'unreadable' }
  | {
      readonly kind: 'found';
      /** Tells this file from another one that a former version of the app may write later. */
      readonly mark: string;
      readonly activeId: string | null;
      readonly records: readonly FormerRecord[];
    };

/** The file of the app's first version. */
export async function readFormerFile(path: string): Promise<FormerFile> {
  const text = await readTextFile(path);
  if (text === null) return { kind: 'absent' };
  const { data } = formerFile.safeParse(parseJson(text));
  if (!data) return { kind: 'unreadable' };
  return { kind: 'found', mark: fingerprint(text), activeId: data.activeId, records: data.records };
}

/** Sorts records into those that open, with their values, and those that do not, as they are. Never rejects. */
export async function openFormerRecords(records: readonly FormerRecord[], sealer: Sealer) {
  const opened: { readonly record: FormerRecord; readonly value: unknown }[] = [];
  const closed: FormerRecord[] = [];
  for (const record of records) {
    try {
      const { text } = await sealer.open(Buffer.from(record.sealed, 'base64'));
      opened.push({ record, value: JSON.parse(text) });
    } catch {
      closed.push(record);
    }
  }
  return { opened, closed };
}

/** Gives the file a name that says that the vault holds everything in it. */
export async function retireFormerFile(path: string): Promise<void> {
  await keepFileAs(path, `${path}.migrated`);
  await rm(path);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
