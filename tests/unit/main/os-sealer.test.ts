import type { SafeStorage } from 'electron';
import { describe, expect, it } from 'vitest';
import { type Clock, KeyOutOfReach } from '#core/ports.ts';
import { createOsSealer, isFixedKey } from '#main/os-sealer.ts';
import type { Keyring } from '#tests/electron-standin/options.ts';
import { createSafeStorage } from '#tests/electron-standin/keyring.ts';
import { temporaryFolder } from '#tests/support/desk.ts';
import { createTestClock } from '#tests/support/ports.ts';

/** The asynchronous half of `safeStorage`; what a test does not give is as on a system that works. */
function fakeStorage(
  own: {
    available?: () => Promise<boolean>;
    encrypt?: (text: string) => Promise<Buffer>;
    decrypt?: () => Promise<never>;
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
      own.decrypt?.() ??
      Promise.resolve({
        result: Buffer.from(sealed.subarray(3).toString(), 'base64').toString(),
        shouldReEncrypt: own.shouldReEncrypt ?? false,
      }),
  } as unknown as SafeStorage;
}

const sealerOn = (platform: NodeJS.Platform, storage: SafeStorage, clock: Clock = createTestClock()) =>
  createOsSealer(storage, platform, clock);
const stateOn = (platform: NodeJS.Platform, storage: SafeStorage) => sealerOn(platform, storage).state();

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

  it('is unfit on Linux with the key that is built into every Chromium: the keyring is locked or missing', async () => {
    expect(await stateOn('linux', fakeStorage({ prefix: 'v10' }))).toEqual({
      kind: 'unfit',
      reason: 'weak-keyring',
    });
  });

  it.each(['linux', 'darwin', 'win32'] as const)(
    'is unfit on %s when nothing can be sealed',
    async (platform) => {
      const none = { kind: 'unfit', reason: 'no-keyring' };
      expect(await stateOn(platform, fakeStorage({ available: () => Promise.resolve(false) }))).toEqual(none);
      const refused = () =>
        Promise.reject(
          new Error('Error while encrypting the text provided to safeStorage.encryptStringAsync.'),
        );
      expect(await stateOn(platform, fakeStorage({ encrypt: refused }))).toEqual(none);
      expect(await stateOn(platform, fakeStorage({ available: refused }))).toEqual(none);
    },
  );

  it('is asked for once: Chromium keeps the first answer as long as the app is open', async () => {
    let asked = 0;
    const storage = fakeStorage({ available: () => Promise.resolve((asked += 1) > 0) });
    const sealer = sealerOn('linux', storage);
    await Promise.all([sealer.state(), sealer.state(), sealer.seal('x')]);
    await sealer.state();
    expect(asked).toBe(1);
  });
});

describe('a question of the system that nobody answers', () => {
  function unanswered() {
    const clock = createTestClock();
    const answer = Promise.withResolvers<boolean>();
    const sealer = sealerOn('linux', fakeStorage({ available: () => answer.promise }), clock);
    let late = 0;
    sealer.onLateAnswer(() => (late += 1));
    return { clock, answer, sealer, late: () => late };
  }

  it('holds nobody up for longer than 20 seconds', async () => {
    const { clock, sealer } = unanswered();
    const state = sealer.state();
    const sealing = sealer.seal('x');
    const opening = sealer.open(Buffer.from('v11eA=='));
    clock.advance(20_000);
    expect(await state).toEqual({ kind: 'unfit', reason: 'locked' });
    await expect(sealing).rejects.toBeInstanceOf(KeyOutOfReach);
    await expect(opening).rejects.toBeInstanceOf(KeyOutOfReach);
    expect(await sealer.state()).toEqual({ kind: 'unfit', reason: 'locked' });
  });

  it('counts when the answer comes after all, and says so', async () => {
    const { clock, answer, sealer, late } = unanswered();
    const state = sealer.state();
    clock.advance(20_000);
    await state;
    answer.resolve(true);
    await expect.poll(late).toBe(1);
    expect(await sealer.state()).toEqual({ kind: 'ready' });
    expect(await sealer.open(await sealer.seal('x'))).toEqual({ text: 'x', resealNeeded: false });
  });

  it('needs no telling when the answer comes in time', async () => {
    const { clock, answer, sealer, late } = unanswered();
    const state = sealer.state();
    clock.advance(19_999);
    answer.resolve(true);
    expect(await state).toEqual({ kind: 'ready' });
    clock.advance(60_000);
    expect([await sealer.state(), late()]).toEqual([{ kind: 'ready' }, 0]);
  });
});

describe('on the keyrings of Electron', () => {
  async function sealersIn(platform: NodeJS.Platform) {
    const folder = await temporaryFolder();
    return (keyring: Keyring) => {
      const { methods } = createSafeStorage({
        platform,
        keyring,
        isReady: () => true,
        folder: () => folder,
      });
      return sealerOn(platform, methods as unknown as SafeStorage);
    };
  }

  it.each([
    ['linux', 'weak-keyring'],
    ['darwin', 'no-keyring'],
    ['win32', 'no-keyring'],
  ] as const)(
    'a locked one on %s is fit for nothing, and what it sealed is out of reach, not lost',
    async (platform, reason) => {
      const start = await sealersIn(platform);
      const sealed = await start('strong').seal('secret');
      const sealer = start('locked');
      expect(await sealer.state()).toEqual({ kind: 'unfit', reason });
      await expect(sealer.open(sealed)).rejects.toBeInstanceOf(KeyOutOfReach);
      expect(await start('strong').open(sealed)).toEqual({ text: 'secret', resealNeeded: false });
    },
  );

  it('one of another user or computer is told from a locked one', async () => {
    const sealed = await (await sealersIn('linux'))('strong').seal('secret');
    const other = (await sealersIn('linux'))('strong');
    await other.seal('something of its own');
    const cause = await other.open(sealed).catch((error: unknown) => error);
    expect(cause).toBeInstanceOf(Error);
    expect(cause).not.toBeInstanceOf(KeyOutOfReach);
  });
});

describe('sealed text', () => {
  it('opens again', async () => {
    const sealer = sealerOn('linux', fakeStorage());
    const sealed = await sealer.seal('Zoë 日本');
    expect(await sealer.open(new Uint8Array(sealed))).toEqual({ text: 'Zoë 日本', resealNeeded: false });
  });

  it('says when it wants to be sealed anew', async () => {
    const sealer = sealerOn('linux', fakeStorage({ shouldReEncrypt: true }));
    expect(await sealer.open(await sealer.seal('x'))).toEqual({ text: 'x', resealNeeded: true });
  });

  it.each([
    ['safeStorage.decryptStringAsync is temporarily unavailable. Please try again.', true],
    ['Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.', false],
  ])('that cannot be opened says whether its key is only out of reach: %s', async (message, outOfReach) => {
    const sealer = sealerOn('linux', fakeStorage({ decrypt: () => Promise.reject(new Error(message)) }));
    const cause = await sealer.open(Buffer.from('v11eA==')).catch((error: unknown) => error);
    expect(cause instanceof KeyOutOfReach).toBe(outOfReach);
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
