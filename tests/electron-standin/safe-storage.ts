import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import { app } from './app.ts';
import { lifecycle } from './lifecycle.ts';
import { options } from './options.ts';
import { strict } from './strict.ts';

/**
 * Chromium's tag of three letters says which key sealed the text: `v11` the keyring's, `v10` a fixed one that
 * everybody knows. The texts of the errors are those of Electron's `electron_api_safe_storage.cc`.
 */
type Tag = 'v10' | 'v11';

const fixedKey = createHash('sha256').update('peanuts').digest();
const ivLength = 12;
const macLength = 16;

/** The key that a keyring would keep; here a file that only its owner can read. */
function keyringKey(): Buffer {
  const file = join(app.getPath('userData'), 'electron-standin.key');
  try {
    return readFileSync(file);
  } catch {
    const key = randomBytes(32);
    mkdirSync(app.getPath('userData'), { recursive: true });
    writeFileSync(file, key, { mode: 0o600, flag: 'wx' });
    return key;
  }
}

const keyFor = (tag: Tag) => (tag === 'v10' ? fixedKey : keyringKey());

function seal(tag: Tag, plainText: string): Buffer {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', keyFor(tag), iv);
  const sealed = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from(tag), iv, sealed, cipher.getAuthTag()]);
}

function open(encrypted: Buffer): { readonly tag: Tag; readonly result: string } {
  const tag = encrypted.toString('latin1', 0, 3);
  if (tag !== 'v10' && tag !== 'v11') throw new Error('no tag');
  const body = encrypted.subarray(3 + ivLength, -macLength);
  const decipher = createDecipheriv('aes-256-gcm', keyFor(tag), encrypted.subarray(3, 3 + ivLength));
  decipher.setAuthTag(encrypted.subarray(-macLength));
  return { tag, result: Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8') };
}

const currentTag: Tag = options.keyring === 'weak' ? 'v10' : 'v11';

/** The asynchronous half only: the synchronous one is deprecated in Electron 45 and gone in 46. */
export const safeStorage = strict('safeStorage', {
  isAsyncEncryptionAvailable: () => Promise.resolve(lifecycle.ready && options.keyring !== 'absent'),
  async encryptStringAsync(plainText: string) {
    refuse(
      'encryptStringAsync',
      'Error while encrypting the text provided to safeStorage.encryptStringAsync.',
    );
    return seal(currentTag, plainText);
  },
  async decryptStringAsync(encrypted: Buffer) {
    const failure = 'Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.';
    refuse('decryptStringAsync', failure);
    try {
      const { tag, result } = open(encrypted);
      return { result, shouldReEncrypt: options.keyring === 're-encrypt' || tag !== currentTag };
    } catch {
      throw new Error(failure);
    }
  },
  // As little to be relied on as in Electron, where it does not know what the asynchronous half does.
  getSelectedStorageBackend: () => (lifecycle.ready ? 'gnome_libsecret' : 'unknown'),
} satisfies Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>);

function refuse(method: string, failure: string): void {
  if (!lifecycle.ready) throw new Error('safeStorage cannot be used before app is ready');
  if (options.keyring === 'absent') throw new Error(failure);
  if (options.keyring === 'locked') {
    throw new Error(`safeStorage.${method} is temporarily unavailable. Please try again.`);
  }
}
