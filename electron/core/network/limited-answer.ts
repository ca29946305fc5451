import type { IncomingMessage } from 'node:http';
import { Transform, pipeline, type Readable } from 'node:stream';

/** Bytes. The longest answers that AWS gives, pages of people, stay below 2 MB. */
export const ANSWER_LIMIT = 10_000_000;

/** Whoever answered sent more than any answer of AWS has. */
export class AnswerTooLarge extends Error {
  constructor() {
    super(`The answer was longer than ${String(ANSWER_LIMIT / 1_000_000)} MB, and was given up.`);
    this.name = 'AnswerTooLarge';
  }
}

/** As the request handler of the SDK says that nobody answered. */
function tooSlow(milliseconds: number): Error {
  const error = new Error(`The answer was not complete after ${String(milliseconds)} ms.`);
  return Object.assign(error, { name: 'TimeoutError', code: 'ETIMEDOUT' });
}

/**
 * The same body, which ends in an error when it gets too long or takes too long. Limits on silence alone would let an
 * answer that never ends fill the memory, and one that drips hold a call for ever. The connection is closed with it.
 */
export function limitAnswer(body: IncomingMessage, milliseconds: number): Readable {
  let size = 0;
  const limited = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      size += chunk.length;
      if (size > ANSWER_LIMIT) done(new AnswerTooLarge());
      else done(null, chunk);
    },
  });
  const timer = setTimeout(() => {
    limited.destroy(tooSlow(milliseconds));
  }, milliseconds);
  // Whoever reads the body hears of its errors; this is only for the end of the timer.
  pipeline(body, limited, () => {
    clearTimeout(timer);
  });
  // By its request an answer of a proxy is told from one of AWS.
  return Object.assign(limited, { req: (body as { readonly req?: unknown }).req });
}
