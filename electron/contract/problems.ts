import { z } from 'zod';
import { nothing, operation } from './operation.ts';

/** Faults of the app itself, in a local file. Nothing of it is ever sent. */
export const problemOperations = {
  /** Writes a fault of the page down. Only its name and the places in the program are kept. */
  'problems.report': operation({
    input: z.strictObject({ name: z.string().max(200), stack: z.string().max(20_000) }),
    output: nothing,
  }),
  /** What was written down, oldest first, at most 200,000 characters; empty when nothing went wrong. */
  'problems.read': operation({ input: nothing, output: z.strictObject({ text: z.string() }) }),
  /** Opens the file in the system's program for text. `file-trouble` when that cannot be. */
  'problems.open': operation({ input: nothing, output: nothing }),
  'problems.clear': operation({ input: nothing, output: nothing }),
};
