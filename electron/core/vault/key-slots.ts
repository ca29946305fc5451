import { z } from 'zod';
import type { Sealer } from '../ports.ts';
import { KEY_BYTES, open, seal } from './cipher.ts';
import { newKeyPair, openBox, sealTo } from './key-pair.ts';
import { isBearable, newRecipe, passphraseRecipe, withPassphraseKey, type ScryptCost } from './passphrase.ts';

/**
 * How a slot stands in the file. It has a key pair: `wrapped` is the private half, behind the system's key or a
 * passphrase, and `box` is the vault's data key, sealed to the public half. So the vault can have a new data key without
 * asking for a passphrase again. A slot of format 2 has no box: behind its lock is the data key itself.
 */
const box = z.string().optional();
const osSlot = z.looseObject({ kind: z.literal('os'), wrapped: z.base64(), box });
const passphraseSlot = z.looseObject({
  kind: z.enum(['passphrase', 'recovery']),
  recipe: passphraseRecipe.refine(isBearable),
  wrapped: z.string(),
  box,
});
const slotInFile = z.discriminatedUnion('kind', [osSlot, passphraseSlot]);

type SlotInFile = z.output<typeof slotInFile>;
export type OsSlot = z.output<typeof osSlot>;
export type PassphraseSlot = z.output<typeof passphraseSlot>;
export type SlotKind = SlotInFile['kind'];

/**
 * One way to the data key of a vault. The public half is not in the open: it is kept in the sealed index. Null where it
 * is not known: then the slot opens this data key and none that comes after it.
 */
export const keySlot = z.strictObject({ inFile: z.unknown(), publicHalf: z.string().nullable() });
export type KeySlot = z.output<typeof keySlot>;

/**
 * The slots of a file that this version can try, one of each kind at most: this app never writes two, and each one
 * that somebody planted would cost a try of the passphrase.
 */
export function usableSlots(slots: readonly unknown[]): SlotInFile[] {
  const byKind = new Map<SlotKind, SlotInFile>();
  for (const slot of slots) {
    const { data } = slotInFile.safeParse(slot);
    if (data && !byKind.has(data.kind)) byKind.set(data.kind, data);
  }
  return [...byKind.values()];
}

/** The kinds of the slots that can be tried, as they stand in a file. */
export const kindsInFile = (slots: readonly unknown[]): SlotKind[] =>
  usableSlots(slots).map(({ kind }) => kind);

export const inFile = (slots: readonly KeySlot[]): unknown[] => slots.map((slot) => slot.inFile);

export const slotKinds = (slots: readonly KeySlot[]): SlotKind[] => kindsInFile(inFile(slots));

/** The slots without those of one kind, and with `added`. */
export function replaceSlots(
  slots: readonly KeySlot[],
  kind: SlotKind,
  added: readonly KeySlot[],
): KeySlot[] {
  const kept = slots.filter((slot) => !slotKinds([slot]).includes(kind));
  return [...kept, ...added];
}

const boxContext = (kind: SlotKind, vaultId: string) => JSON.stringify(['box', kind, vaultId]);
const halfContext = (kind: SlotKind, vaultId: string) => JSON.stringify(['private half', kind, vaultId]);
const formerContext = (kind: SlotKind, vaultId: string) => `cognito-desk key slot\n${kind}\n${vaultId}`;

/** A slot that the operating system's key opens. The vault's id goes with it: a slot fits one vault only. */
export async function newOsSlot(sealer: Sealer, vaultId: string, dataKey: Buffer): Promise<KeySlot> {
  const { publicHalf, privateHalf } = newKeyPair();
  const wrapped = Buffer.from(await sealer.seal(JSON.stringify({ vaultId, privateHalf }))).toString('base64');
  const slot: OsSlot = { kind: 'os', wrapped, box: sealTo(publicHalf, dataKey, boxContext('os', vaultId)) };
  return { inFile: slot, publicHalf };
}

/** A slot that a passphrase opens. */
export async function newPassphraseSlot(
  kind: PassphraseSlot['kind'],
  passphrase: string,
  cost: ScryptCost,
  vaultId: string,
  dataKey: Buffer,
): Promise<KeySlot> {
  const recipe = newRecipe(cost);
  const { publicHalf, privateHalf } = newKeyPair();
  const wrapped = await withPassphraseKey(passphrase, recipe, (key) =>
    seal(key, privateHalf, halfContext(kind, vaultId)),
  );
  const slot = { kind, recipe, wrapped, box: sealTo(publicHalf, dataKey, boxContext(kind, vaultId)) };
  return { inFile: slot, publicHalf };
}

/** The slots for another data key; those of which nobody knows the public half cannot follow, and are left out. */
export const slotsFor = (slots: readonly KeySlot[], vaultId: string, dataKey: Buffer): KeySlot[] =>
  slots.flatMap(({ inFile: former, publicHalf }) => {
    const { data } = slotInFile.safeParse(former);
    if (!data || publicHalf === null) return [];
    const next = { ...data, box: sealTo(publicHalf, dataKey, boxContext(data.kind, vaultId)) };
    return [{ inFile: next, publicHalf }];
  });

const osContent = z.union([
  z.object({ vaultId: z.string(), privateHalf: z.string() }),
  z.object({ vaultId: z.string(), dataKey: z.base64() }),
]);

/** The data key, and whether the operating system wants it wrapped anew. Rejects when it cannot be had. */
export async function unwrapWithOs(
  sealer: Sealer,
  vaultId: string,
  slot: OsSlot,
): Promise<{ readonly dataKey: Buffer; readonly rewrap: boolean }> {
  const { text, resealNeeded } = await sealer.open(Buffer.from(slot.wrapped, 'base64'));
  const content = osContent.parse(JSON.parse(text));
  if (content.vaultId !== vaultId) throw new Error('The slot is of another vault.');
  const dataKey =
    'dataKey' in content
      ? Buffer.from(content.dataKey, 'base64')
      : openBox(content.privateHalf, slot.box ?? '', boxContext('os', vaultId));
  if (dataKey?.length !== KEY_BYTES) throw new Error('The box does not open, or holds something else.');
  return { dataKey, rewrap: resealNeeded };
}

/** The data key, or null when the passphrase is not the one. */
export function unwrapWithPassphrase(
  { kind, recipe, wrapped, box: sealed }: PassphraseSlot,
  passphrase: string,
  vaultId: string,
): Promise<Buffer | null> {
  return withPassphraseKey(passphrase, recipe, (key) => {
    if (sealed === undefined) return open(key, wrapped, formerContext(kind, vaultId));
    const half = open(key, wrapped, halfContext(kind, vaultId));
    return half && openBox(half.toString(), sealed, boxContext(kind, vaultId));
  });
}

/** The data key and the kind of the slot that it is from, or null when neither of the passphrases is the one. */
export async function unwrapWithAnyPassphrase(
  slots: readonly unknown[],
  passphrase: string,
  vaultId: string,
): Promise<{ readonly dataKey: Buffer; readonly kind: PassphraseSlot['kind'] } | null> {
  for (const slot of usableSlots(slots)) {
    if (slot.kind === 'os') continue;
    const dataKey = await unwrapWithPassphrase(slot, passphrase, vaultId);
    if (dataKey) return { dataKey, kind: slot.kind };
  }
  return null;
}
