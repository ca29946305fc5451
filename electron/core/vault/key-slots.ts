import { z } from 'zod';
import type { Sealer } from '../ports.ts';
import { KEY_BYTES, open, seal } from './cipher.ts';
import { isBearable, newRecipe, passphraseRecipe, withPassphraseKey, type ScryptCost } from './passphrase.ts';

const osSlot = z.looseObject({ kind: z.literal('os'), wrapped: z.base64() });

const passphraseSlot = z.looseObject({
  kind: z.enum(['passphrase', 'recovery']),
  recipe: passphraseRecipe.refine(isBearable),
  wrapped: z.string(),
});

const keySlot = z.discriminatedUnion('kind', [osSlot, passphraseSlot]);

/** One way to get at the data key of a vault. All slots of a vault wrap the same key. */
export type KeySlot = z.output<typeof keySlot>;
export type OsSlot = z.output<typeof osSlot>;
export type PassphraseSlot = z.output<typeof passphraseSlot>;
export type SlotKind = KeySlot['kind'];

/** The slots that this version understands. The others stay in the file as they are. */
export const usableSlots = (slots: readonly unknown[]): KeySlot[] =>
  slots.flatMap((slot) => {
    const parsed = keySlot.safeParse(slot);
    return parsed.success ? [parsed.data] : [];
  });

export const slotKinds = (slots: readonly unknown[]): SlotKind[] =>
  usableSlots(slots).map(({ kind }) => kind);

/** The slots without those of the given kinds, and with `added`. */
export function replaceSlots(
  slots: readonly unknown[],
  removed: readonly SlotKind[],
  added: readonly KeySlot[],
): unknown[] {
  const kept = slots.filter((slot) => !slotKinds([slot]).some((kind) => removed.includes(kind)));
  return [...kept, ...added];
}

/** Wraps the data key with the operating system's key. The vault's id goes with it: a slot fits one vault only. */
export async function wrapWithOs(sealer: Sealer, vaultId: string, dataKey: Buffer): Promise<OsSlot> {
  const wrapped = await sealer.seal(JSON.stringify({ vaultId, dataKey: dataKey.toString('base64') }));
  return { kind: 'os', wrapped: Buffer.from(wrapped).toString('base64') };
}

/** The data key, and whether the operating system wants it wrapped anew. Rejects when it cannot be had. */
export async function unwrapWithOs(
  sealer: Sealer,
  vaultId: string,
  { wrapped }: OsSlot,
): Promise<{ readonly dataKey: Buffer; readonly rewrap: boolean }> {
  const { text, resealNeeded } = await sealer.open(Buffer.from(wrapped, 'base64'));
  const content = z.object({ vaultId: z.literal(vaultId), dataKey: z.base64() }).parse(JSON.parse(text));
  const dataKey = Buffer.from(content.dataKey, 'base64');
  if (dataKey.length !== KEY_BYTES) throw new Error('The wrapped key has another length.');
  return { dataKey, rewrap: resealNeeded };
}

const contextOf = (kind: PassphraseSlot['kind'], vaultId: string) =>
  `cognito-desk key slot\n${kind}\n${vaultId}`;

/** Wraps the data key with a passphrase. */
export async function wrapWithPassphrase(
  kind: PassphraseSlot['kind'],
  passphrase: string,
  cost: ScryptCost,
  vaultId: string,
  dataKey: Buffer,
): Promise<PassphraseSlot> {
  const recipe = newRecipe(cost);
  const wrapped = await withPassphraseKey(passphrase, recipe, (key) =>
    seal(key, dataKey, contextOf(kind, vaultId)),
  );
  return { kind, recipe, wrapped };
}

/** The data key, or null when the passphrase is not the one. */
export function unwrapWithPassphrase(
  { kind, recipe, wrapped }: PassphraseSlot,
  passphrase: string,
  vaultId: string,
): Promise<Buffer | null> {
  return withPassphraseKey(passphrase, recipe, (key) => open(key, wrapped, contextOf(kind, vaultId)));
}

/** The data key, or null when the passphrase is neither the passphrase nor the recovery passphrase. */
export async function unwrapWithAnyPassphrase(
  slots: readonly unknown[],
  passphrase: string,
  vaultId: string,
): Promise<Buffer | null> {
  for (const slot of usableSlots(slots)) {
    const dataKey = slot.kind === 'os' ? null : await unwrapWithPassphrase(slot, passphrase, vaultId);
    if (dataKey) return dataKey;
  }
  return null;
}
