import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSafeStorage } from '#tests/electron-standin/keyring.ts';
import type { Keyring } from '#tests/electron-standin/options.ts';

const cannotEncrypt = 'Error while encrypting the text provided to safeStorage.encryptStringAsync.';
const cannotDecrypt = 'Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.';
const unavailable = 'safeStorage.decryptStringAsync is temporarily unavailable. Please try again.';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cognito-desk-keyring-'));
});
afterAll(() => rm(folder, { recursive: true }));

const storage = (platform: NodeJS.Platform, keyring: Keyring, isReady = true) =>
  createSafeStorage({ platform, keyring, folder: () => folder, isReady: () => isReady });
const tagOf = (sealed: Uint8Array) => Buffer.from(sealed).toString('latin1', 0, 3);
const isPending = async (promise: Promise<unknown>) =>
  (await Promise.race([promise, new Promise((resolve) => setImmediate(() => resolve('pending')))])) ===
  'pending';

describe('a strong keyring', () => {
  it.each([
    ['linux', 'v11'],
    ['darwin', 'v10'],
    ['win32', 'v10'],
  ] as const)('seals on %s with the mark %s, and opens what it sealed', async (platform, tag) => {
    const { methods } = storage(platform, 'strong');
    const sealed = await methods.encryptStringAsync('secret');
    expect(tagOf(sealed)).toBe(tag);
    expect(await methods.decryptStringAsync(sealed)).toEqual({ result: 'secret', shouldReEncrypt: false });
    await expect(
      methods.decryptStringAsync(Buffer.from('v10 that nobody has sealed like this')),
    ).rejects.toThrow(cannotDecrypt);
  });

  it('opens what the fixed key of Linux sealed, and wants it sealed anew', async () => {
    const sealed = await storage('linux', 'weak').methods.encryptStringAsync('secret');
    expect(await storage('linux', 'strong').methods.decryptStringAsync(sealed)).toEqual({
      result: 'secret',
      shouldReEncrypt: true,
    });
  });
});

describe.each(['locked', 'absent', 'weak'] as const)('a keyring that is %s on Linux', (keyring) => {
  it('seals with the fixed key and says that it is available', async () => {
    const { methods } = storage('linux', keyring);
    expect(await methods.isAsyncEncryptionAvailable()).toBe(true);
    const sealed = await methods.encryptStringAsync('secret');
    expect(tagOf(sealed)).toBe('v10');
    expect(await methods.decryptStringAsync(sealed)).toEqual({ result: 'secret', shouldReEncrypt: false });
  });

  it('opens nothing that the keyring sealed, as if that could pass', async () => {
    const sealed = await storage('linux', 'strong').methods.encryptStringAsync('secret');
    await expect(storage('linux', keyring).methods.decryptStringAsync(sealed)).rejects.toThrow(unavailable);
  });
});

describe.each(['locked', 'absent'] as const)('a keychain that is %s on macOS', (keyring) => {
  it('seals nothing and opens nothing, but says that it is available', async () => {
    const sealed = await storage('darwin', 'strong').methods.encryptStringAsync('secret');
    const { methods } = storage('darwin', keyring);
    expect(await methods.isAsyncEncryptionAvailable()).toBe(true);
    await expect(methods.encryptStringAsync('secret')).rejects.toThrow(cannotEncrypt);
    await expect(methods.decryptStringAsync(sealed)).rejects.toThrow(unavailable);
  });
});

describe('a keyring whose question is unanswered', () => {
  it.each([
    ['strong', 'v11'],
    ['locked', 'v10'],
  ] as const)('lets everything wait until it is %s, and stays so', async (answer, tag) => {
    const { methods, answerKeyring } = storage('linux', 'unanswered');
    const available = methods.isAsyncEncryptionAvailable();
    const sealing = methods.encryptStringAsync('secret');
    const opening = methods.decryptStringAsync(Buffer.from('v11')).catch(() => 'refused');
    expect(await Promise.all([available, sealing, opening].map(isPending))).toEqual([true, true, true]);
    answerKeyring(answer);
    answerKeyring(answer === 'strong' ? 'locked' : 'strong');
    expect(await available).toBe(true);
    expect(tagOf(await sealing)).toBe(tag);
    expect(await opening).toBe('refused');
    expect(tagOf(await methods.encryptStringAsync('again'))).toBe(tag);
  });
});

it('is not to be used before the app is ready', async () => {
  const { methods } = storage('linux', 'strong', false);
  expect(await methods.isAsyncEncryptionAvailable()).toBe(false);
  await expect(methods.encryptStringAsync('x')).rejects.toThrow(
    'safeStorage cannot be used before app is ready',
  );
});

it('is weak on Linux only', () => {
  expect(() => storage('darwin', 'weak')).toThrow('only Linux has a weak keyring');
});
