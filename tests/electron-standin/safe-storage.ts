import type { SafeStorage } from 'electron';
import { app } from './app.ts';
import { lifecycle } from './lifecycle.ts';
import { options } from './options.ts';
import { open, seal, type Tag } from './sealing.ts';
import { strict } from './strict.ts';

const currentTag: Tag = options.keyring === 'weak' ? 'v10' : 'v11';

/**
 * The asynchronous half only: the synchronous one is deprecated in Electron 45 and gone in 46. The texts of the errors
 * are those of Electron's `electron_api_safe_storage.cc`.
 */
export const safeStorage = strict('safeStorage', {
  isAsyncEncryptionAvailable: () => Promise.resolve(lifecycle.ready && options.keyring !== 'absent'),
  async encryptStringAsync(plainText: string) {
    refuse(
      'encryptStringAsync',
      'Error while encrypting the text provided to safeStorage.encryptStringAsync.',
    );
    return seal(app.getPath('userData'), currentTag, plainText);
  },
  async decryptStringAsync(encrypted: Buffer) {
    const failure = 'Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.';
    refuse('decryptStringAsync', failure);
    try {
      const { tag, result } = open(app.getPath('userData'), encrypted);
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
