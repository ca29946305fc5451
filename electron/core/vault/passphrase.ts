import { randomBytes, randomInt, scrypt } from 'node:crypto';
import { z } from 'zod';
import { KEY_BYTES } from './cipher.ts';

/** How much work scrypt is. It mixes 128 * N * r * p bytes, and keeps 128 * N * r of them in memory. */
export type ScryptCost = { readonly N: number; readonly r: number; readonly p: number };

/** OWASP's first choice for scrypt (Password Storage Cheat Sheet): 128 MiB, a few tenths of a second. */
export const scryptCost: ScryptCost = { N: 2 ** 17, r: 8, p: 1 };

/** A file may ask for this much at most, so that a planted one cannot keep the computer busy or fill its memory. */
const MOST_WORK = 512 * 1024 ** 2;
const MOST_MEMORY = 256 * 1024 ** 2;
const MOST_R = 32;
const MOST_P = 16;

/** Salt and cost: what has to be stored to get the same key from the same passphrase. */
export const passphraseRecipe = z.object({
  salt: z.base64().max(64),
  N: z.int().refine((N) => N > 1 && Number.isInteger(Math.log2(N))),
  r: z.int().positive(),
  p: z.int().positive(),
});
export type PassphraseRecipe = z.output<typeof passphraseRecipe>;

/** Bytes that OpenSSL's scrypt takes: its big table, a block for each p, and two more. */
const memoryOf = ({ N, r, p }: ScryptCost): number => 128 * r * (N + p + 2);

/** RFC 7914 wants N below 2^(128 r / 8). */
export const isBearable = ({ N, r, p }: ScryptCost): boolean =>
  r <= MOST_R &&
  p <= MOST_P &&
  128 * N * r * p <= MOST_WORK &&
  memoryOf({ N, r, p }) <= MOST_MEMORY &&
  Math.log2(N) < 16 * r;

export const newRecipe = (cost: ScryptCost): PassphraseRecipe => ({
  salt: randomBytes(16).toString('base64'),
  ...cost,
});

/** Runs `use` with the key of a passphrase, and wipes that key. Takes a few tenths of a second, on purpose. */
export async function withPassphraseKey<Value>(
  passphrase: string,
  { salt, ...cost }: PassphraseRecipe,
  use: (key: Buffer) => Value,
): Promise<Value> {
  const key = await deriveKey(canonical(passphrase), Buffer.from(salt, 'base64'), cost);
  try {
    return use(key);
  } finally {
    key.fill(0);
  }
}

function deriveKey(passphrase: string, salt: Buffer, cost: ScryptCost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Node refuses to use more than 32 MiB unless told otherwise.
    const maxmem = 2 * memoryOf(cost);
    scrypt(passphrase, salt, KEY_BYTES, { ...cost, maxmem }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

/** Crockford's base 32: no I, L, O and U, which are read as other characters or make words. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 5;
const GROUP_LENGTH = 5;
const recoveryForm = new RegExp(`^[${ALPHABET}]{${String(GROUPS * GROUP_LENGTH)}}$`);

/** A recovery passphrase to write down: five groups of five characters, 125 bits. */
export function proposeRecoveryPassphrase(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => ALPHABET.charAt(randomInt(32))).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/**
 * The form of a passphrase that makes the key. Keyboards write the same letters in different ways (NFKC makes them
 * one); a proposed recovery passphrase may be typed in small letters, without dashes, and with O for 0.
 */
function canonical(passphrase: string): string {
  const compact = passphrase
    .replace(/[\s\p{Dash}]/gu, '')
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return recoveryForm.test(compact) ? compact : passphrase.normalize('NFKC');
}
