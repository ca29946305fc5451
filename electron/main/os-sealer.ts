import { KeyOutOfReach, type Clock, type SealerState, type SystemSealer } from '#core/ports.ts';
import type { SafeStorage } from 'electron';

const PROBE = 'cognito-desk probe';

/**
 * Milliseconds that the system gets for its first answer: a person may have to find the window that asks for the password
 * of the keyring. A question that nobody answers, or that the desktop cannot show, would otherwise keep every
 * operation waiting for ever.
 */
const ANSWER_LIMIT = 20_000;

const unanswered: SealerState = { kind: 'unfit', reason: 'locked' };

/**
 * Electron's `safeStorage` as a `SystemSealer`: asynchronous calls only (the others are removed in Electron 46).
 *
 * Chromium asks the system for the key once in the life of the process, at the first use, and keeps the answer
 * (Electron's `electron_api_safe_storage.cc`, Chromium's `os_crypt_async.cc`). So does this: a keyring that is unlocked
 * later helps the next start only.
 *
 * What the answer was is not told directly. `isAsyncEncryptionAvailable` waits for it, and then is always true. On Linux,
 * where the key cannot be had, Chromium encrypts with one that is built into every copy of it: the ciphertext's tag is
 * then `v10` (on macOS and Windows `v10` is the good one). On macOS encrypting fails. Only decrypting says that a key
 * exists that cannot be had: "temporarily unavailable".
 */
export function createOsSealer(
  safeStorage: SafeStorage,
  platform: NodeJS.Platform,
  clock: Clock,
): SystemSealer {
  const listeners: (() => void)[] = [];
  let known: Promise<SealerState> | null = null;

  async function probe(): Promise<SealerState> {
    try {
      if (!(await safeStorage.isAsyncEncryptionAvailable())) return { kind: 'unfit', reason: 'no-keyring' };
      const sealed = await safeStorage.encryptStringAsync(PROBE);
      if (platform === 'linux' && isFixedKey(sealed)) return { kind: 'unfit', reason: 'weak-keyring' };
      return { kind: 'ready' };
    } catch {
      return { kind: 'unfit', reason: 'no-keyring' };
    }
  }

  function ask(): Promise<SealerState> {
    const answer = probe();
    const inTime = new Promise<SealerState>((resolve) => {
      const cancel = clock.after(ANSWER_LIMIT, () => {
        resolve(unanswered);
        void answer.then(() => {
          known = answer;
          for (const listener of listeners) listener();
        });
      });
      void answer.then((state) => {
        cancel();
        resolve(state);
      });
    });
    return inTime;
  }

  const state = () => (known ??= ask());

  /** Until the system has answered, its calls do not settle. */
  async function requireAnswer(): Promise<void> {
    if ((await state()) === unanswered) throw new KeyOutOfReach();
  }

  return {
    state,
    async seal(text) {
      await requireAnswer();
      return safeStorage.encryptStringAsync(text);
    },
    async open(sealed) {
      await requireAnswer();
      try {
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed));
        return { text: result, resealNeeded: shouldReEncrypt };
      } catch (cause) {
        throw isOutOfReach(cause) ? new KeyOutOfReach() : cause;
      }
    },
    onLateAnswer: (listener) => void listeners.push(listener),
  };
}

/** Chromium's tag for its built-in key on Linux. */
export function isFixedKey(sealed: Uint8Array): boolean {
  return Buffer.from(sealed).subarray(0, 3).toString('latin1') === 'v10';
}

/** The words of Electron's `electron_api_safe_storage.cc` for a key that exists and cannot be had. */
function isOutOfReach(cause: unknown): boolean {
  return cause instanceof Error && /temporarily unavailable/i.test(cause.message);
}
