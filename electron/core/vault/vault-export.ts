import { z } from 'zod';
import { fail } from '../app-failure.ts';
import { openJson, sealJson } from './sealed-export.ts';

/** Everything that an open vault holds. */
export type VaultView = { readonly records: ReadonlyMap<string, unknown>; readonly meta: unknown };

const vaultExport = z.object({
  what: z.literal('vault'),
  records: z.array(z.tuple([z.string(), z.unknown()])),
  meta: z.unknown(),
});

/** A full backup under a passphrase of its own: it opens on any computer, whatever becomes of the vault. */
export const exportAll = (
  { records, meta }: VaultView,
  passphrase: string,
  cost?: Parameters<typeof sealJson>[2],
) => sealJson({ what: 'vault', records: [...records], meta }, passphrase, cost);

/** What a full backup holds. Throws like `openJson`, and `not-ours` for a sealed text that is no full backup. */
export async function importAll(text: string, passphrase: string): Promise<VaultView> {
  const { data } = vaultExport.safeParse(await openJson(text, passphrase));
  if (!data) throw fail('sealed-file-unreadable', { reason: 'not-ours' });
  return { records: new Map(data.records), meta: data.meta };
}
