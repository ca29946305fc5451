import type { Sealer } from '#core/ports.ts';
import { open, seal } from '#core/vault/cipher.ts';

/** A system's key that several processes share. */
export function fixedSealer(hexKey: string): Sealer {
  const key = Buffer.from(hexKey, 'hex');
  return {
    state: () => Promise.resolve({ kind: 'ready' }),
    seal: (text) => Promise.resolve(Buffer.from(seal(key, text, ''))),
    async open(sealed) {
      const text = open(key, Buffer.from(sealed).toString(), '');
      if (!text) throw new Error('Sealed by somebody else.');
      return { text: text.toString(), resealNeeded: false };
    },
  };
}
