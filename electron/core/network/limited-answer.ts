import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** Bytes. The longest answers that AWS gives, pages of people, stay below 2 MB. */
const ANSWER_LIMIT = 10_000_000;

/** Whoever answered sent more than any answer of AWS has. */
class AnswerTooLarge extends Error {
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

/** Leaving the loop, for whatever reason, closes the connection. */
async function* partsOf(body: IncomingMessage, milliseconds: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  const timer = setTimeout(() => {
    body.destroy(tooSlow(milliseconds));
  }, milliseconds);
  try {
    for await (const part of body as AsyncIterable<Uint8Array>) {
      size += part.length;
      if (size > ANSWER_LIMIT) throw new AnswerTooLarge();
      yield part;
    }
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The same body, which ends in an error when it gets too long or takes too long. Limits on silence alone would let an
 * answer that never ends fill the memory, and one that drips hold a call for ever.
 */
export function limitAnswer(body: IncomingMessage, milliseconds: number): Readable {
  // One that ends before anybody reads it keeps its error for then only if somebody listens.
  body.on('error', () => undefined);
  // By its request an answer of a proxy is told from one of AWS.
  const { req } = body as { readonly req?: unknown };
  return Object.assign(Readable.from(partsOf(body, milliseconds)), { req });
}
