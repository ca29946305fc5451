import { z } from 'zod';
import type { ScryptCost } from './passphrase.ts';
import { sealJson } from './sealed-export.ts';

/** Everything that an open vault holds. */
export type VaultView = { readonly records: ReadonlyMap<string, unknown>; readonly meta: unknown };

const vaultExport = z.object({
  what: z.literal('vault'),
  records: z.array(z.tuple([z.string(), z.unknown()])),
  meta: z.unknown(),
});

/** A full backup under a passphrase of its own: it opens on any computer, whatever becomes of the vault. */
export const exportAll = ({ records, meta }: VaultView, passphrase: string, cost?: ScryptCost) =>
  sealJson({ what: 'vault', records: [...records], meta }, passphrase, cost);

/** What a full backup holds, once it is unsealed; null for what is none. */
export function readExport(value: unknown): VaultView | null {
  const { data } = vaultExport.safeParse(value);
  return data ? { records: new Map(data.records), meta: data.meta } : null;
}
