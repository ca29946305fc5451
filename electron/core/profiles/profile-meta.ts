import { z } from 'zod';
import { formerRecord } from '../vault/migrate.ts';

/** What is kept about all profiles, sealed with the vault's index. */
const profileMeta = z.object({
  order: z.array(z.string()),
  activeId: z.string().nullable(),
  /** Profiles of the app's first version that did not open yet, byte for byte. */
  carried: z.array(formerRecord).default([]),
  /** Files of the first version that were taken over. */
  adopted: z.array(z.string()).default([]),
});
export type ProfileMeta = z.output<typeof profileMeta>;

export const readMeta = (meta: unknown): ProfileMeta =>
  profileMeta.safeParse(meta).data ?? { order: [], activeId: null, carried: [], adopted: [] };

/** The records in the user's order; what that does not name comes last. */
export function inOrder(
  records: ReadonlyMap<string, unknown>,
  { order }: ProfileMeta,
): (readonly [string, unknown])[] {
  const ids = new Set([...order, ...records.keys()]);
  return [...ids].flatMap((id) => (records.has(id) ? [[id, records.get(id)] as const] : []));
}
