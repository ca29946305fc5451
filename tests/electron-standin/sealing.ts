/** How the stand-in seals text, also for a test that writes what the app finds at its start. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Chromium's tag of three letters says which key sealed the text: `v11` the keyring's, `v10` a fixed one that
 * everybody knows.
 */
export type Tag = 'v10' | 'v11';

const fixedKey = createHash('sha256').update('peanuts').digest();
const ivLength = 12;
const macLength = 16;

/** The key that a keyring would keep; here a file of the user-data folder that only its owner can read. */
function keyringKey(folder: string): Buffer {
  const file = join(folder, 'electron-standin.key');
  try {
    return readFileSync(file);
  } catch {
    const key = randomBytes(32);
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, key, { mode: 0o600, flag: 'wx' });
    return key;
  }
}

const keyFor = (folder: string, tag: Tag) => (tag === 'v10' ? fixedKey : keyringKey(folder));

export function seal(folder: string, tag: Tag, plainText: string): Buffer {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', keyFor(folder, tag), iv);
  const sealed = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from(tag), iv, sealed, cipher.getAuthTag()]);
}

export function open(folder: string, encrypted: Buffer): { readonly tag: Tag; readonly result: string } {
  const tag = encrypted.toString('latin1', 0, 3);
  if (tag !== 'v10' && tag !== 'v11') throw new Error('no tag');
  const body = encrypted.subarray(3 + ivLength, -macLength);
  const decipher = createDecipheriv('aes-256-gcm', keyFor(folder, tag), encrypted.subarray(3, 3 + ivLength));
  decipher.setAuthTag(encrypted.subarray(-macLength));
  return { tag, result: Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8') };
}
