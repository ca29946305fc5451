import type { SafeStorage } from 'electron';
import { describe, expect, it } from 'vitest';
import { createOsSealer, isFixedKey } from '#main/os-sealer.ts';

/** The asynchronous half of `safeStorage`; what a test does not give is as on a system that works. */
function fakeStorage(
  own: {
    available?: () => Promise<boolean>;
    encrypt?: (text: string) => Promise<Buffer>;
    shouldReEncrypt?: boolean;
    prefix?: string;
  } = {},
): SafeStorage {
  const prefix = own.prefix ?? 'v11';
  return {
    isAsyncEncryptionAvailable: own.available ?? (() => Promise.resolve(true)),
    encryptStringAsync:
      own.encrypt ??
      ((text: string) => Promise.resolve(Buffer.from(prefix + Buffer.from(text).toString('base64')))),
    decryptStringAsync: (sealed: Buffer) =>
      Promise.resolve({
        result: Buffer.from(sealed.subarray(3).toString(), 'base64').toString(),
        shouldReEncrypt: own.shouldReEncrypt ?? false,
      }),
  } as unknown as SafeStorage;
}

const stateOn = (platform: NodeJS.Platform, storage: SafeStorage) =>
  createOsSealer(storage, platform).state();
const locked = () => Promise.reject(new Error('Encryption is temporarily unavailable.'));

describe('the key of the system', () => {
  it.each([
    ['linux', 'v11'],
    ['linux', 'v12'],
    ['darwin', 'v10'],
    ['win32', 'v10'],
    ['win32', 'v20'],
  ] as const)('is fit on %s with the tag %s', async (platform, prefix) => {
    expect(await stateOn(platform, fakeStorage({ prefix }))).toEqual({ kind: 'ready' });
  });

  it('is unfit on Linux with the key that is built into every Chromium', async () => {
    expect(await stateOn('linux', fakeStorage({ prefix: 'v10' }))).toEqual({
      kind: 'unfit',
      reason: 'weak-keyring',
    });
  });

  it.each(['linux', 'darwin', 'win32'] as const)('is unfit on %s when there is none', async (platform) => {
    const none = { kind: 'unfit', reason: 'no-keyring' };
    expect(await stateOn(platform, fakeStorage({ available: () => Promise.resolve(false) }))).toEqual(none);
    expect(
      await stateOn(platform, fakeStorage({ encrypt: () => Promise.reject(new Error('No backend.')) })),
    ).toEqual(none);
    expect(
      await stateOn(platform, fakeStorage({ available: () => Promise.reject(new Error('No backend.')) })),
    ).toEqual(none);
  });

  it.each(['linux', 'darwin', 'win32'] as const)('is unfit on %s while it is locked', async (platform) => {
    const reason = { kind: 'unfit', reason: 'locked' };
    expect(await stateOn(platform, fakeStorage({ encrypt: locked }))).toEqual(reason);
    expect(await stateOn(platform, fakeStorage({ available: locked }))).toEqual(reason);
  });

  it('is asked each time: it can be unlocked while the app runs', async () => {
    let open = false;
    const seal = (text: string) => Promise.resolve(Buffer.from(`v11${text}`));
    const sealer = createOsSealer(
      fakeStorage({ encrypt: (text) => (open ? seal(text) : locked()) }),
      'linux',
    );
    expect(await sealer.state()).toEqual({ kind: 'unfit', reason: 'locked' });
    open = true;
    expect(await sealer.state()).toEqual({ kind: 'ready' });
  });
});

describe('sealed text', () => {
  it('opens again', async () => {
    const sealer = createOsSealer(fakeStorage(), 'linux');
    const sealed = await sealer.seal('Zoë 日本');
    expect(await sealer.open(new Uint8Array(sealed))).toEqual({ text: 'Zoë 日本', resealNeeded: false });
  });

  it('says when it wants to be sealed anew', async () => {
    const sealer = createOsSealer(fakeStorage({ shouldReEncrypt: true }), 'linux');
    expect(await sealer.open(await sealer.seal('x'))).toEqual({ text: 'x', resealNeeded: true });
  });

  it.each([
    ['v10abc', true],
    ['v10', true],
    ['v11abc', false],
    ['v1', false],
    ['', false],
    ['abcv10', false],
  ])('tagged %j was made with the built-in key: %j', (text, expected) => {
    expect(isFixedKey(new TextEncoder().encode(text))).toBe(expected);
  });
});
