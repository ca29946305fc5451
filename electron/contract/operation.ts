import { z } from 'zod';

/** One entry of the contract: what goes in and what comes out. */
export type Operation = { readonly input: z.ZodType; readonly output: z.ZodType };

export const operation = <Input extends z.ZodType, Output extends z.ZodType>(entry: {
  input: Input;
  output: Output;
}) => entry;

/** Input or output without content. */
export const nothing = z.strictObject({});

/** Milliseconds since 1970, as `Date.now()`. */
export const instant = z.number();
