import { z } from 'zod';
import { nothing, operation } from './operation.ts';

/** The form, and whose it is. */
const name = z.string().min(1).max(200);

/**
 * What is typed into forms, without their secrets, in case the page stops and has to be started again. In main's memory
 * only, until the form goes, the vault is locked or the app ends.
 */
export const draftOperations = {
  /** `values` is JSON of the form's own making. */
  'drafts.keep': operation({
    input: z.strictObject({ name, values: z.string().max(50_000) }),
    output: nothing,
  }),
  'drafts.forget': operation({ input: z.strictObject({ name }), output: nothing }),
  /** What a page that stopped had kept, once. Empty for a page that was not started again. */
  'drafts.take': operation({
    input: nothing,
    output: z.strictObject({ drafts: z.array(z.strictObject({ name: z.string(), values: z.string() })) }),
  }),
};
