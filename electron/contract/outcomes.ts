import { z } from 'zod';
import type { AppError } from './app-error.ts';
import { instant, nothing, operation } from './operation.ts';

/**
 * What came of a write to a pool whose screen was gone when the answer came: the person had gone elsewhere, locked, or
 * pressed Cancel when it was too late.
 */
export const outcome = z.strictObject({
  id: z.string(),
  at: instant,
  /** Contract name, e.g. `users.disable`. */
  operation: z.string(),
  /** The person that it was about, as the page had named them; null where it had named nobody. */
  username: z.string().nullable(),
  profileName: z.string(),
  /** Null when AWS has done it. `outcome-unknown` when nobody could learn. */
  error: z.custom<AppError>().nullable(),
});
export type Outcome = z.output<typeof outcome>;

export const outcomeOperations = {
  /** Those that were not put away, oldest first; none while the vault is locked. At most 50. */
  'outcomes.list': operation({
    input: nothing,
    output: z.strictObject({ outcomes: z.array(outcome) }),
  }),
  /** Puts one away. Unknown ids are ignored. */
  'outcomes.dismiss': operation({ input: z.strictObject({ id: z.string().max(64) }), output: nothing }),
};
