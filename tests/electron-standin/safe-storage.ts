import type { SafeStorage } from 'electron';
import { app } from './app.ts';
import { createSafeStorage } from './keyring.ts';
import { lifecycle } from './lifecycle.ts';
import { options } from './options.ts';
import { strict } from './strict.ts';

const { methods, answerKeyring } = createSafeStorage({
  platform: process.platform,
  keyring: options.keyring,
  folder: () => app.getPath('userData'),
  isReady: () => lifecycle.ready,
});

export { answerKeyring };

/** The asynchronous half only: the synchronous one is deprecated in Electron 45 and gone in 46. */
export const safeStorage = strict('safeStorage', {
  ...methods,
} satisfies Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'>);
