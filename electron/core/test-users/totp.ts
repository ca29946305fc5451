import { createGuardrails, generateSync } from 'otplib';

/** Authenticators of AWS show each code for so long (RFC 6238: SHA-1, 6 digits). */
const STEP = 30_000;

/** Some authenticators give shorter secrets than the 128 bits that the library asks for. */
const guardrails = createGuardrails({ MIN_SECRET_BYTES: 10, MAX_SECRET_BYTES: 320 });

/** Which code is shown at a time, in milliseconds since 1970. */
export const counterAt = (time: number): number => Math.floor(time / STEP);

/** When the code after this one is shown. */
export const endOf = (counter: number): number => (counter + 1) * STEP;

/** The code of a secret in base32. */
export const codeOf = (secret: string, counter: number): string =>
  generateSync({ secret, epoch: (counter * STEP) / 1000, guardrails });
