/** How the stand-in seals text, also for a test that writes what the app finds at its start. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** That which a keyring keeps, or the one that is built into every copy of Chromium for Linux. */
export type SealKey = 'keyring' | 'fixed';

/** What seals: a key, as the Chromium of a system has it. */
type With = { readonly key: SealKey; readonly platform: NodeJS.Platform };

const tags = { linux: { keyring: 'v11', fixed: 'v10' }, others: { keyring: 'v10', fixed: '' } } as const;

/** Chromium's mark of three letters before each sealed text. Only Linux has a fixed key. */
export const tagOfKey = (key: SealKey, platform: NodeJS.Platform): string =>
  tags[platform === 'linux' ? 'linux' : 'others'][key];

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

const keyFor = (folder: string, key: SealKey) => (key === 'fixed' ? fixedKey : keyringKey(folder));

export function seal(folder: string, { key, platform }: With, plainText: string): Buffer {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', keyFor(folder, key), iv);
  const sealed = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from(tagOfKey(key, platform)), iv, sealed, cipher.getAuthTag()]);
}

/** Throws for what was not sealed with a key that is to be had here. */
export function open(folder: string, encrypted: Buffer, platform: NodeJS.Platform): string {
  const tag = encrypted.toString('latin1', 0, 3);
  const key = (['keyring', 'fixed'] as const).find((each) => tagOfKey(each, platform) === tag);
  if (key === undefined) throw new Error('no tag');
  const body = encrypted.subarray(3 + ivLength, -macLength);
  const decipher = createDecipheriv('aes-256-gcm', keyFor(folder, key), encrypted.subarray(3, 3 + ivLength));
  decipher.setAuthTag(encrypted.subarray(-macLength));
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
}
