/** Milliseconds. Without them a request of the SDK waits for ever. */
export type Timeouts = { readonly connect: number; readonly request: number };
export const defaultTimeouts: Timeouts = { connect: 5000, request: 15_000 };
