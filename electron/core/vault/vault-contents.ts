import { z } from 'zod';
import { fingerprint, open, seal } from './cipher.ts';
import { keySlot, type KeySlot } from './key-slots.ts';
import { FORMAT, type SealedRecord, type VaultFile } from './vault-file.ts';

/** A record that is open. `stored` is its seal in the file; null until the record is saved. */
type OpenRecord = { readonly json: string; readonly stored: SealedRecord | null };

/**
 * Why a record is kept but not used: it does not open; it is authentic but not the one that was saved last (put back
 * from an older copy of the file); it is gone from the file although it was never deleted.
 */
export type LockedReason = 'unreadable' | 'older-copy' | 'missing';
export type LockedRecord = { readonly id: string; readonly reason: LockedReason };

/** The inside of a vault. Values are held as JSON text: nobody can change them from outside. */
export type Contents = {
  readonly records: ReadonlyMap<string, OpenRecord>;
  /** Kept byte for byte. */
  readonly closed: readonly { readonly stored: SealedRecord; readonly reason: LockedReason }[];
  /** The seal that each record had at the last save, by id. */
  readonly seals: ReadonlyMap<string, string>;
  readonly meta: string;
  /** What records were sealed with before: those that are locked or missing still may open with it. */
  readonly former: readonly FormerKey[];
  /** A record was not in order, and its very copy was found elsewhere. */
  readonly isHealed: boolean;
};

export const noContents: Contents = {
  records: new Map(),
  closed: [],
  seals: new Map(),
  meta: 'null',
  former: [],
  isHealed: false,
};

/** A change to the contents. Values are JSON; `meta` is kept beside the records and means nothing to the vault. */
export type Draft = { readonly records: Map<string, unknown>; meta: unknown };

const formerKey = z.strictObject({ format: z.int(), key: z.base64() });
type FormerKey = z.output<typeof formerKey>;

/** The id and the format belong to the seal: a record does not open in another's place. */
const recordContext = (format: number, vaultId: string, id: string) =>
  JSON.stringify(['record', format, vaultId, id]);
const indexContext = (format: number, vaultId: string) => JSON.stringify(['index', format, vaultId]);

/**
 * The sealed index. Whoever has no data key cannot make one, so it proves everything else in the file: the seal of
 * each record at the last save (one that is put back from an older copy of the file opens with the right key, but its
 * seal is not the one that the index knows), the key slots, and the number of saves. Only the whole file can be
 * replaced by an older copy without being noticed.
 */
const vaultIndex = z.object({
  seals: z.array(z.tuple([z.string(), z.string()])),
  meta: z.unknown(),
  // Format 2 has none of these.
  generation: z.int().nonnegative().optional(),
  slots: z.array(keySlot).optional(),
  former: z.array(formerKey).default([]),
});
export type VaultIndex = z.output<typeof vaultIndex>;

/** The index, if one of its two copies opens; and whether both do, and are the same. */
export function readIndex(
  file: VaultFile,
  dataKey: Buffer,
): { readonly index: VaultIndex | null; readonly isWhole: boolean } {
  const texts = file.format === 2 ? [file.index] : [file.index, file.indexCopy];
  const found = texts.flatMap((text) => openIndex(file, text, dataKey) ?? []);
  found.sort((one, other) => (other.generation ?? 0) - (one.generation ?? 0));
  return { index: found[0] ?? null, isWhole: found.length > 0 && texts.every((text) => text === texts[0]) };
}

function openIndex({ format, id }: VaultFile, text: string, dataKey: Buffer): VaultIndex | null {
  const json = open(dataKey, text, indexContext(format, id))?.toString('utf8');
  const parsed = vaultIndex.safeParse(json === undefined ? null : JSON.parse(json));
  return parsed.success ? parsed.data : null;
}

/**
 * Opens everything in a file that this key opens, or one that the index remembers. A record that is not in order is
 * taken from `spares` (of memory or of the backup) when the very seal that the index knows is among them. Without an
 * index everything that opens counts.
 */
export function openContents(
  file: VaultFile,
  dataKey: Buffer,
  index: VaultIndex | null,
  spares: Iterable<SealedRecord> = [],
): Contents {
  const seals = new Map(index?.seals);
  const former = index?.former ?? [];
  const records = new Map<string, OpenRecord>();
  const closed: Contents['closed'][number][] = [];

  const others = former.map(({ format, key }) => ({ format, key: Buffer.from(key, 'base64') }));

  function openRecord(stored: SealedRecord): OpenRecord | null {
    for (const { format, key } of [{ format: file.format, key: dataKey }, ...others]) {
      const json = open(key, stored.sealed, recordContext(format, file.id, stored.id))?.toString('utf8');
      if (json === undefined) continue;
      // Under any other key or format it is sealed anew at the next save.
      return { json, stored: key === dataKey && format === FORMAT ? stored : null };
    }
    return null;
  }

  for (const stored of file.records) {
    const { id, sealed } = stored;
    const record = openRecord(stored);
    const isNewest = !records.has(id) && (index === null || seals.get(id) === fingerprint(sealed));
    if (!record) closed.push({ stored, reason: 'unreadable' });
    else if (isNewest) records.set(id, record);
    else closed.push({ stored, reason: 'older-copy' });
  }
  const healed = new Set<string>();
  for (const stored of spares) {
    const { id, sealed } = stored;
    if (records.has(id) || seals.get(id) !== fingerprint(sealed)) continue;
    const record = openRecord(stored);
    if (!record) continue;
    records.set(id, record);
    healed.add(id);
  }
  const kept = {
    records,
    // The broken bytes that a spare stands in for are worth nothing any more.
    closed: closed.filter(({ stored, reason }) => reason !== 'unreadable' || !healed.has(stored.id)),
    seals,
    meta: JSON.stringify(index?.meta ?? null),
    former,
    isHealed: healed.size > 0,
  };
  return file.format === FORMAT ? kept : { ...kept, former: formerKeys(kept, file.format, dataKey) };
}

/** What has to be remembered of a key when another one comes: nothing where it has no record left to open. */
function formerKeys(contents: Contents, format: number, dataKey: Buffer): readonly FormerKey[] {
  if (lockedRecords(contents).length === 0) return [];
  const key = { format, key: dataKey.toString('base64') };
  const isKnown = contents.former.some((it) => it.format === format && it.key === key.key);
  return isKnown ? contents.former : [...contents.former, key];
}

/** The contents for a new data key: nothing is sealed with it yet. */
export const forgetSeals = (contents: Contents, dataKey: Buffer): Contents => ({
  ...contents,
  records: new Map([...contents.records].map(([id, { json }]) => [id, { json, stored: null }])),
  former: formerKeys(contents, FORMAT, dataKey),
});

/** The seals of the records that are open, as they are in the file. */
export const storedRecords = ({ records }: Contents): SealedRecord[] =>
  [...records.values()].flatMap(({ stored }) => (stored ? [stored] : []));

/** Seals what is not sealed yet; every other record keeps its bytes. */
export function sealContents(
  contents: Contents,
  vaultId: string,
  dataKey: Buffer,
  { generation, slots }: { readonly generation: number; readonly slots: readonly KeySlot[] },
) {
  const records = new Map<string, OpenRecord>();
  const seals = new Map(contents.seals);
  const stored: SealedRecord[] = [];
  for (const [id, record] of contents.records) {
    const inFile = record.stored ?? {
      id,
      sealed: seal(dataKey, record.json, recordContext(FORMAT, vaultId, id)),
    };
    records.set(id, record.stored ? record : { ...record, stored: inFile });
    seals.set(id, fingerprint(inFile.sealed));
    stored.push(inFile);
  }
  const former = lockedRecords({ ...contents, seals }).length > 0 ? contents.former : [];
  const about = JSON.stringify({ generation, slots, former, seals: [...seals] });
  const index = `${about.slice(0, -1)},"meta":${contents.meta}}`;
  return {
    contents: { ...contents, records, seals, former, isHealed: false } satisfies Contents,
    index: seal(dataKey, index, indexContext(FORMAT, vaultId)),
    records: [...stored, ...contents.closed.map((it) => it.stored)],
  };
}

export const draftOf = ({ records, meta }: Contents): Draft => ({
  records: new Map([...records].map(([id, { json }]) => [id, JSON.parse(json) as unknown])),
  meta: JSON.parse(meta) as unknown,
});

/** Every call reads a record: each state of it is parsed once. */
const values = new WeakMap<OpenRecord, unknown>();

/** One record, or `undefined`. The very same frozen value until the record is changed. */
export function valueOf({ records }: Contents, id: string): unknown {
  const record = records.get(id);
  if (!record) return undefined;
  if (!values.has(record)) values.set(record, frozen(record.json));
  return values.get(record);
}

const frozen = (json: string): unknown => JSON.parse(json, (_key, part: unknown) => Object.freeze(part));

/** The contents after a change; the very same object when nothing changed. */
export function applyDraft(contents: Contents, draft: Draft): Contents {
  const records = new Map<string, OpenRecord>();
  for (const [id, value] of draft.records) {
    const json = toJson(value);
    const former = contents.records.get(id);
    records.set(id, former?.json === json ? former : { json, stored: null });
  }
  const meta = toJson(draft.meta);
  const same =
    meta === contents.meta &&
    records.size === contents.records.size &&
    [...records].every(([id, record]) => contents.records.get(id) === record);
  if (same) return contents;
  // The index forgets what was deleted on purpose; what is missing or closed it still knows.
  const deleted = [...contents.records.keys()].filter((id) => !records.has(id));
  return { ...contents, records, meta, seals: without(contents.seals, deleted) };
}

/** Gives up what is locked under an id, on the user's word. */
export function discardLocked(contents: Contents, id: string): Contents {
  return {
    ...contents,
    closed: contents.closed.filter(({ stored }) => stored.id !== id),
    seals: contents.records.has(id) ? contents.seals : without(contents.seals, [id]),
  };
}

/** Everything that is kept but not used. */
export function lockedRecords({ records, closed, seals }: Contents): LockedRecord[] {
  const inFile = new Set([...records.keys(), ...closed.map(({ stored }) => stored.id)]);
  const missing = [...seals.keys()].filter((id) => !inFile.has(id));
  return [
    ...closed.map(({ stored, reason }) => ({ id: stored.id, reason })),
    ...missing.map((id) => ({ id, reason: 'missing' as const })),
  ];
}

function without(seals: ReadonlyMap<string, string>, ids: readonly string[]): ReadonlyMap<string, string> {
  return new Map([...seals].filter(([id]) => !ids.includes(id)));
}

function toJson(value: unknown): string {
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined) throw new TypeError('Only JSON values can be kept.');
  return json;
}
