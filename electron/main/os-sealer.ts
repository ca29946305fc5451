import type { Sealer, SealerState } from '#core/ports.ts';
import type { SafeStorage } from 'electron';

const PROBE = 'cognito-desk probe';

/**
 * Electron's `safeStorage` as a `Sealer`: asynchronous calls only (the others are removed in Electron 46).
 *
 * On Linux neither `isAsyncEncryptionAvailable` nor the backend's name tells the truth: without a keyring Chromium
 * seals with a key that is built into every copy of it. The ciphertext does tell: its tag is then `v10`. On macOS and
 * Windows `v10` is the good one.
 */
export function createOsSealer(safeStorage: SafeStorage, platform: NodeJS.Platform): Sealer {
  async function state(): Promise<SealerState> {
    try {
      if (!(await safeStorage.isAsyncEncryptionAvailable())) return { kind: 'unfit', reason: 'no-keyring' };
      const sealed = await safeStorage.encryptStringAsync(PROBE);
      if (platform === 'linux' && isFixedKey(sealed)) return { kind: 'unfit', reason: 'weak-keyring' };
      return { kind: 'ready' };
    } catch (cause) {
      return { kind: 'unfit', reason: isLocked(cause) ? 'locked' : 'no-keyring' };
    }
  }

  return {
    state,
    seal: (text) => safeStorage.encryptStringAsync(text),
    async open(sealed) {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed));
      return { text: result, resealNeeded: shouldReEncrypt };
    },
  };
}

/** Chromium's tag for its built-in key on Linux. */
export function isFixedKey(sealed: Uint8Array): boolean {
  return Buffer.from(sealed).subarray(0, 3).toString('latin1') === 'v10';
}

function isLocked(cause: unknown): boolean {
  return cause instanceof Error && /temporarily unavailable/i.test(cause.message);
}
