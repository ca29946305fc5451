import { createECDH, hkdfSync } from 'node:crypto';
import { KEY_BYTES, open, seal } from './cipher.ts';

/** P-256: the one curve that OpenSSL, and Electron's BoringSSL, have for certain. */
const CURVE = 'prime256v1';

/** Whoever has the public half can seal something that only the private half opens. Both in base64. */
export type KeyPair = { readonly publicHalf: string; readonly privateHalf: string };

export function newKeyPair(): KeyPair {
  const pair = createECDH(CURVE);
  pair.generateKeys();
  return { publicHalf: pair.getPublicKey('base64'), privateHalf: pair.getPrivateKey('base64') };
}

const boxKey = (secret: Buffer, once: string, publicHalf: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `cognito-desk box\n${once}\n${publicHalf}`, KEY_BYTES));

/** `plain` for the owner of the private half: a key pair of its own, used once, and what is sealed with both. */
export function sealTo(publicHalf: string, plain: Buffer, context: string): string {
  const pair = createECDH(CURVE);
  const once = pair.generateKeys('base64');
  const secret = pair.computeSecret(publicHalf, 'base64');
  return `${once}.${seal(boxKey(secret, once, publicHalf), plain, context)}`;
}

/** What is in the box, or null: another key, another context, or a damaged box. */
export function openBox(privateHalf: string, box: string, context: string): Buffer | null {
  const [once = '', sealed = ''] = box.split('.');
  try {
    const pair = createECDH(CURVE);
    pair.setPrivateKey(privateHalf, 'base64');
    const secret = pair.computeSecret(once, 'base64');
    return open(boxKey(secret, once, pair.getPublicKey('base64')), sealed, context);
  } catch {
    // No point of the curve, or no key.
    return null;
  }
}
