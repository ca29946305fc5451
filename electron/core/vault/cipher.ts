import { createCipheriv, createDecipheriv, createHash, createSecretKey, randomBytes } from 'node:crypto';

/** AES-256-GCM: 256-bit key, 96-bit nonce, 128-bit tag (NIST SP 800-38D). */
const ALGORITHM = 'aes-256-gcm';
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export const randomKey = (): Buffer => randomBytes(KEY_BYTES);

// Keys are handed on as key objects: Node 24 takes several times as long to find out that a buffer is none.

/**
 * `plain` sealed under `key`, as nonce, tag and ciphertext in base64. `context` is not stored but must be the same to
 * open it: it ties the sealed bytes to their place.
 */
export function seal(key: Buffer, plain: string | Buffer, context: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, createSecretKey(key), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const body = Buffer.concat([cipher.update(Buffer.from(plain)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
}

/** What was sealed, or null: another key, another context, or a single changed character. */
export function open(key: Buffer, sealed: string, context: string): Buffer | null {
  const bytes = Buffer.from(sealed, 'base64');
  // Base64 has several spellings of the same bytes; only the one that was written is accepted.
  if (bytes.length < NONCE_BYTES + TAG_BYTES || bytes.toString('base64') !== sealed) return null;
  const decipher = createDecipheriv(ALGORITHM, createSecretKey(key), bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const plain = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
  try {
    decipher.final();
  } catch {
    return null;
  }
  return plain;
}

/** SHA-256 in base64. */
export const fingerprint = (text: string): string => createHash('sha256').update(text).digest('base64');
