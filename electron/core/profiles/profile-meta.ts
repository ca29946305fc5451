import { isCompanionId } from '#contract/vault.ts';
import { z } from 'zod';
import { formerRecord } from '../vault/migrate.ts';

/** What is kept about all profiles, sealed with the vault's index. */
const profileMeta = z.object({
  order: z.array(z.string()),
  activeId: z.string().nullable(),
  favourites: z.array(z.string()).default([]),
  /** When each profile last became the active one, in milliseconds since 1970. */
  lastUsedAt: z.record(z.string(), z.number()).default({}),
  /** Profiles of the app's first version that did not open yet, byte for byte. */
  carried: z.array(formerRecord).default([]),
  /** Files of the first version that were taken over. */
  adopted: z.array(z.string()).default([]),
  /** Hosts, neither AWS's nor this computer's, that the person allowed requests to. */
  allowedHosts: z.array(z.string()).default([]),
});
export type ProfileMeta = z.output<typeof profileMeta>;

export const readMeta = (meta: unknown): ProfileMeta =>
  profileMeta.safeParse(meta).data ?? profileMeta.parse({ order: [], activeId: null });

/** The profiles' records in the user's order; what that does not name comes last. */
export function inOrder(
  records: ReadonlyMap<string, unknown>,
  { order }: ProfileMeta,
): (readonly [string, unknown])[] {
  const ids = new Set([...order, ...records.keys()]);
  return [...ids].flatMap((id) =>
    records.has(id) && !isCompanionId(id) ? [[id, records.get(id)] as const] : [],
  );
}
