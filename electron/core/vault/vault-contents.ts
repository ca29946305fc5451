import { z } from 'zod';
import { fingerprint, open, seal } from './cipher.ts';
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
  /** False when the index could not be read: then nobody can say whether the records are the newest. */
  readonly indexFound: boolean;
};

export const noContents: Contents = {
  records: new Map(),
  closed: [],
  seals: new Map(),
  meta: 'null',
  indexFound: true,
};

/** A change to the contents. Values are JSON; `meta` is kept beside the records and means nothing to the vault. */
export type Draft = { readonly records: Map<string, unknown>; meta: unknown };

/** The id and the format belong to the seal: a record does not open in another's place. */
const recordContext = (vaultId: string, id: string) => JSON.stringify(['record', FORMAT, vaultId, id]);
const indexContext = (vaultId: string) => JSON.stringify(['index', FORMAT, vaultId]);

/**
 * The sealed index: each record's seal at the last save. A record that is put back from an older copy of the file
 * opens with the right key, but its seal is not the one that the index knows. Only the whole file can be replaced by
 * an older copy without being noticed.
 */
const vaultIndex = z.object({ seals: z.array(z.tuple([z.string(), z.string()])), meta: z.unknown() });

/**
 * Opens everything in a file that this key opens. A record that is not in order is taken from `spares` (of memory or
 * of the backup) when the very seal that the index knows is among them.
 */
export function openContents(
  file: VaultFile,
  dataKey: Buffer,
  spares: Iterable<SealedRecord> = [],
): Contents {
  const index = openIndex(file, dataKey);
  const seals = new Map(index?.seals);
  const records = new Map<string, OpenRecord>();
  const closed: Contents['closed'][number][] = [];
  for (const stored of file.records) {
    const { id, sealed } = stored;
    const json = open(dataKey, sealed, recordContext(file.id, id))?.toString('utf8');
    const isNewest = !records.has(id) && (index === null || seals.get(id) === fingerprint(sealed));
    if (json === undefined) closed.push({ stored, reason: 'unreadable' });
    else if (isNewest) records.set(id, { json, stored });
    else closed.push({ stored, reason: 'older-copy' });
  }
  const healed = new Set<string>();
  for (const stored of spares) {
    const { id, sealed } = stored;
    if (records.has(id) || seals.get(id) !== fingerprint(sealed)) continue;
    const json = open(dataKey, sealed, recordContext(file.id, id))?.toString('utf8');
    if (json === undefined) continue;
    records.set(id, { json, stored });
    healed.add(id);
  }
  return {
    records,
    // The broken bytes that a spare stands in for are worth nothing any more.
    closed: closed.filter(({ stored, reason }) => reason !== 'unreadable' || !healed.has(stored.id)),
    seals,
    meta: JSON.stringify(index?.meta ?? null),
    indexFound: index !== null,
  };
}

/** The seals of the records that are open, as they are in the file. */
export const storedRecords = ({ records }: Contents): SealedRecord[] =>
  [...records.values()].flatMap(({ stored }) => (stored ? [stored] : []));

function openIndex({ id, index }: VaultFile, dataKey: Buffer): z.output<typeof vaultIndex> | null {
  const json = open(dataKey, index, indexContext(id))?.toString('utf8');
  const parsed = vaultIndex.safeParse(json === undefined ? null : JSON.parse(json));
  return parsed.success ? parsed.data : null;
}

/** Seals what is not sealed yet; every other record keeps its bytes. */
export function sealContents(contents: Contents, vaultId: string, dataKey: Buffer) {
  const records = new Map<string, OpenRecord>();
  const seals = new Map(contents.seals);
  const stored: SealedRecord[] = [];
  for (const [id, record] of contents.records) {
    const inFile = record.stored ?? { id, sealed: seal(dataKey, record.json, recordContext(vaultId, id)) };
    records.set(id, record.stored ? record : { ...record, stored: inFile });
    seals.set(id, fingerprint(inFile.sealed));
    stored.push(inFile);
  }
  const index = `{"seals":${JSON.stringify([...seals])},"meta":${contents.meta}}`;
  return {
    contents: { ...contents, records, seals, indexFound: true } satisfies Contents,
    index: seal(dataKey, index, indexContext(vaultId)),
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
