import type { SafeStorage } from 'electron';
import type { Keyring } from './options.ts';
import { open, seal, type Tag } from './sealing.ts';
import { strict } from './strict.ts';

const unencrypted = 'Error while encrypting the text provided to safeStorage.encryptStringAsync.';
const undecrypted = 'Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.';
const outOfReach = 'safeStorage.decryptStringAsync is temporarily unavailable. Please try again.';

type System = {
  readonly platform: NodeJS.Platform;
  readonly keyring: Keyring;
  readonly isReady: () => boolean;
  /** Folder that holds the key of the keyring. */
  readonly folder: () => string;
};

export type SystemStorage = {
  readonly safeStorage: Pick<
    SafeStorage,
    'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
  >;
  /** The system's answer, where it was `unanswered`. */
  readonly answer: (keyring: Keyring) => void;
};

/**
 * The asynchronous half of `safeStorage` as it is on one system: the synchronous one is deprecated in Electron 45 and gone
 * in 46. The texts of the errors are those of Electron's `electron_api_safe_storage.cc`.
 *
 * Chromium asks the system once in the life of the process (`os_crypt_async.cc`), at the first use, and all calls wait for
 * the answer. After that encryption is always said to be available. A key that cannot be had is replaced by the
 * fixed one on Linux, and by none on macOS; what another key sealed is then "temporarily unavailable".
 */
export function createSystemStorage({ platform, keyring, isReady, folder }: System): SystemStorage {
  const answered = Promise.withResolvers<Keyring>();
  if (keyring !== 'unanswered') answered.resolve(keyring);

  /** The key that seals from now on, and whether that of the keyring is at hand. */
  async function keys(): Promise<{ tag: Tag | null; hasKeyring: boolean; reEncrypt: boolean }> {
    if (!isReady()) throw new Error('safeStorage cannot be used before app is ready');
    const state = await answered.promise;
    const hasKeyring = state === 'strong' || state === 're-encrypt';
    const instead = platform === 'linux' ? 'v10' : null;
    return { tag: hasKeyring ? 'v11' : instead, hasKeyring, reEncrypt: state === 're-encrypt' };
  }

  const safeStorage = strict('safeStorage', {
    isAsyncEncryptionAvailable: () => (isReady() ? keys().then(() => true) : Promise.resolve(false)),
    async encryptStringAsync(plainText: string) {
      const { tag } = await keys();
      if (tag === null) throw new Error(unencrypted);
      return seal(folder(), tag, plainText);
    },
    async decryptStringAsync(encrypted: Buffer) {
      const { tag: current, hasKeyring, reEncrypt } = await keys();
      // The tag names the key: that of the keyring is known to exist, and not at hand.
      if (!hasKeyring && encrypted.toString('latin1', 0, 3) === 'v11') throw new Error(outOfReach);
      try {
        const { tag, result } = open(folder(), encrypted);
        return { result, shouldReEncrypt: reEncrypt || tag !== current };
      } catch {
        throw new Error(undecrypted);
      }
    },
    getSelectedStorageBackend() {
      if (platform !== 'linux')
        throw new TypeError('safeStorage.getSelectedStorageBackend is not a function');
      // As little to be relied on as in Electron, where it does not know what the asynchronous half does.
      return isReady() ? 'gnome_libsecret' : 'unknown';
    },
  } satisfies SystemStorage['safeStorage']);
  return { safeStorage, answer: answered.resolve };
}
