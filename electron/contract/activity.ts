import { z } from 'zod';
import { instant, nothing, operation } from './operation.ts';

/** One call to AWS that this run of the app made. Names and outcomes only, never what was sent. */
export const activityEntry = z.strictObject({
  id: z.string(),
  at: instant,
  /** Contract name, e.g. `users.get`. */
  operation: z.string(),
  profileName: z.string(),
  environment: z.string(),
  /** Milliseconds from the call to its reply. */
  took: z.number(),
  /** The error's code, or null when it went well. */
  errorCode: z.string().nullable(),
});
export type ActivityEntry = z.output<typeof activityEntry>;

export const activityOperations = {
  /** What this run did, newest first, at most 200. Kept in memory only, until the vault is locked. */
  'activity.list': operation({
    input: nothing,
    output: z.strictObject({ entries: z.array(activityEntry) }),
  }),
  'activity.clear': operation({ input: nothing, output: nothing }),
};
