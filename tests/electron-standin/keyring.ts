/** What Chromium's `OSCryptAsync` makes of the keyrings of the systems, as Electron's asynchronous `safeStorage` shows it. */
import type { Keyring } from './options.ts';
import { open, seal, tagOfKey } from './sealing.ts';

/** How the one question for the key ends. */
export type KeyringAnswer = 'strong' | 'locked';

type Given = {
  readonly platform: NodeJS.Platform;
  readonly keyring: Keyring;
  /** Of the user data. */
  readonly folder: () => string;
  readonly isReady: () => boolean;
};

const refusal = {
  early: 'safeStorage cannot be used before app is ready',
  encrypt: 'Error while encrypting the text provided to safeStorage.encryptStringAsync.',
  decrypt: 'Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.',
  locked: 'safeStorage.decryptStringAsync is temporarily unavailable. Please try again.',
};

/**
 * The key is asked for once in the life of a process. Any failure, also "there is no keyring at all", counts as one that
 * may pass, and lasts until the process ends: Linux then seals with the fixed key, the other systems not at all.
 */
export function createSafeStorage({ platform, keyring, folder, isReady }: Given) {
  const hasFixedKey = platform === 'linux';
  if (keyring === 'weak' && !hasFixedKey) throw new Error('electron-standin: only Linux has a weak keyring');
  const question = Promise.withResolvers<KeyringAnswer>();
  if (keyring === 'strong' || keyring === 're-encrypt') question.resolve('strong');
  else if (keyring !== 'unanswered') question.resolve('locked');

  const answerTo = async (): Promise<KeyringAnswer> => {
    if (!isReady()) throw new Error(refusal.early);
    return question.promise;
  };

  return {
    /** What the person says to the system's question; a second answer changes nothing. */
    answerKeyring: question.resolve,
    methods: {
      /** True in the end, whatever the keyring says. */
      async isAsyncEncryptionAvailable() {
        if (!isReady()) return false;
        await question.promise;
        return true;
      },
      async encryptStringAsync(plainText: string) {
        const hasKey = (await answerTo()) === 'strong';
        if (plainText === '') return Buffer.alloc(0);
        if (!hasKey && !hasFixedKey) throw new Error(refusal.encrypt);
        return seal(folder(), { key: hasKey ? 'keyring' : 'fixed', platform }, plainText);
      },
      async decryptStringAsync(encrypted: Buffer) {
        const hasKey = (await answerTo()) === 'strong';
        if (encrypted.length === 0) return { result: '', shouldReEncrypt: false };
        const tag = encrypted.toString('latin1', 0, 3);
        const isFixed = hasFixedKey && tag === tagOfKey('fixed', platform);
        if (!hasKey && !isFixed) throw new Error(refusal.locked);
        try {
          const result = open(folder(), encrypted, platform);
          return { result, shouldReEncrypt: keyring === 're-encrypt' || (hasKey && isFixed) };
        } catch {
          throw new Error(refusal.decrypt);
        }
      },
    },
  };
}
