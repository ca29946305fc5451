/** Milliseconds. Without them a request of the SDK waits for ever. */
export type Timeouts = {
  readonly connect: number;
  /** Of silence: until the answer begins, and between two parts of it. */
  readonly request: number;
  /** For an answer that has begun, until it is complete. */
  readonly answer: number;
};
export const defaultTimeouts: Timeouts = { connect: 5000, request: 15_000, answer: 30_000 };
