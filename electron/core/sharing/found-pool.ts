import { awsProfileName, clientId, endpoint, poolId, region, regionOfPoolId } from '#contract/fields.ts';
import type { FoundProfile } from '#contract/profiles.ts';
import type { z } from 'zod';

/**
 * A pool as a text names it. Only what passed the contract's own field rules is in here; secrets are never taken from
 * commands or configuration files.
 */
export type FoundPool = Omit<FoundProfile, 'kind'>;

type Candidates = { readonly [Field in keyof FoundPool]?: unknown };

/** The usable parts of some candidates; null when there is neither a pool nor an app client. */
export function foundPool(candidates: Candidates): FoundPool | null {
  const pool = accept(poolId, candidates.poolId);
  const found: FoundPool = {
    region: accept(region, candidates.region) ?? (pool === null ? null : regionOfPoolId(pool)),
    poolId: pool,
    clientId: accept(clientId, candidates.clientId),
    endpoint: accept(endpoint, candidates.endpoint),
    awsProfile: accept(awsProfileName, candidates.awsProfile),
  };
  return found.poolId === null && found.clientId === null ? null : found;
}

function accept(schema: z.ZodType<string>, value: unknown): string | null {
  const parsed = schema.safeParse(typeof value === 'string' ? value.trim() : value);
  return parsed.success ? parsed.data : null;
}
