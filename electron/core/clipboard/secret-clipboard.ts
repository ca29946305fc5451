import { fail } from '../app-failure.ts';
import type { ClipboardPort, Clock } from '../ports.ts';

/** Copies text, and takes secrets off the clipboard again after a while unless something else was copied since. */
export function createSecretClipboard(clipboard: ClipboardPort, clock: Clock) {
  let cancelClearing = (): void => undefined;
  let secretOnClipboard: string | null = null;

  async function orRefused(writing: Promise<void>): Promise<void> {
    try {
      await writing;
    } catch {
      throw fail('clipboard-refused', {});
    }
  }

  async function clearIfUnchanged(): Promise<void> {
    const secret = secretOnClipboard;
    secretOnClipboard = null;
    try {
      if (secret !== null && (await clipboard.holds(secret))) clipboard.clear();
    } catch {
      // The system refuses. Nobody waits for this, and the end of the app must not fail over it.
    }
  }

  return {
    /** Copies text that is not secret. */
    async copy(text: string): Promise<void> {
      await orRefused(clipboard.write(text));
      cancelClearing();
      secretOnClipboard = null;
    },

    /** Copies a secret; `seconds` 0 leaves it there. Returns when it will be cleared. */
    async copySecret(text: string, seconds: number): Promise<number | null> {
      await orRefused(clipboard.writeSecret(text));
      cancelClearing();
      if (seconds === 0) {
        secretOnClipboard = null;
        return null;
      }
      secretOnClipboard = text;
      cancelClearing = clock.after(seconds * 1000, () => {
        void clearIfUnchanged();
      });
      return clock.now() + seconds * 1000;
    },

    /** For the end of the app: a secret must not outlive it on the clipboard. */
    async clearNow(): Promise<void> {
      cancelClearing();
      await clearIfUnchanged();
    },

    /** For the end of the person's session, which leaves no time to look whether the secret is still there. */
    clearAtOnce(): void {
      cancelClearing();
      if (secretOnClipboard !== null) clipboard.clear();
      secretOnClipboard = null;
    },
  };
}

export type SecretClipboard = ReturnType<typeof createSecretClipboard>;
