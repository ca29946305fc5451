/** Keys that were taken away or replaced, with older copies of the file at hand. */
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { open } from '#core/vault/cipher.ts';
import type { Vault } from '#core/vault/vault.ts';
import { failureOf, newVaultFolder, put, readFileOf, recordsOf, tamper } from '#tests/support/vault.ts';

const atStart = { askAtStart: true };

/** A vault with all three keys; what its file was then. */
async function withAllKeys() {
  const here = await newVaultFolder();
  const vault = here.start();
  await put(vault, { a: 1 });
  await vault.setPassphrase('old', { askAtStart: false });
  await vault.setRecovery('RECOVERY', 'old');
  await copyFile(here.path, `${here.path}.older`);
  return { ...here, vault, older: await readFileOf(here.path) };
}

/** The data key of a file that the system's key opens, found by hand. */
async function dataKeyOf(
  { sealer }: Awaited<ReturnType<typeof newVaultFolder>>,
  path: string,
): Promise<Buffer> {
  const { unwrapWithOs, usableSlots } = await import('#core/vault/key-slots.ts');
  const { slots, id } = await readFileOf(path);
  const slot = usableSlots(slots).find(({ kind }) => kind === 'os');
  if (slot?.kind !== 'os') throw new Error('No slot of the system.');
  return (await unwrapWithOs(sealer, id, slot)).dataKey;
}

describe('a key that was taken away or replaced', () => {
  const changes: readonly [string, (vault: Vault) => Promise<void>][] = [
    [
      'the passphrase is replaced',
      (vault) => vault.setPassphrase('new', { askAtStart: false, current: 'old' }),
    ],
    ['the passphrase is removed', (vault) => vault.removePassphrase('old')],
    ['it is asked for at every start', (vault) => vault.setPassphrase('old', { ...atStart, current: 'old' })],
    ['the recovery passphrase is replaced', (vault) => vault.setRecovery('OTHER', 'old')],
    ['the recovery passphrase is removed', (vault) => vault.removeRecovery('old')],
  ];

  it.each(changes)('leaves an older data key that opens nothing since: %s', async (_, change) => {
    const here = await withAllKeys();
    const key = await dataKeyOf(here, `${here.path}.older`);
    const sealed = ({ records }: typeof here.older) => records.find(({ id }) => id === 'a')!.sealed;
    const context = JSON.stringify(['record', 3, here.older.id, 'a']);
    expect(open(key, sealed(here.older), context)?.toString()).toBe('1');
    await change(here.vault);
    await put(here.vault, { a: 2 });
    for (const path of [here.path, `${here.path}.bak`]) {
      const file = await readFileOf(path);
      expect(open(key, sealed(file), context)).toBeNull();
      for (const index of [file.index, file.indexCopy]) {
        expect(open(key, index, JSON.stringify(['index', 3, file.id]))).toBeNull();
      }
    }
    expect(await recordsOf(here.vault)).toEqual({ a: 2 });
  });

  it('leaves the recovery passphrase as good as before, which was not typed for it', async () => {
    const { vault, start } = await withAllKeys();
    await vault.setPassphrase('new', { ...atStart, current: 'old' });
    await put(vault, { a: 2 });
    expect(await vault.status()).toMatchObject({ slots: ['recovery', 'passphrase'], recoveryDropped: false });
    for (const passphrase of ['new', 'RECOVERY']) {
      const again = start();
      await again.unlock(passphrase);
      expect(await recordsOf(again)).toEqual({ a: 2 });
    }
  });

  it('does not open today’s file when its slot is put back from an older copy', async () => {
    const { vault, start, path, older } = await withAllKeys();
    await vault.setPassphrase('new', { ...atStart, current: 'old' });
    await put(vault, { a: 2 });
    const today = await readFile(path);
    for (const places of ['alone', 'first'] as const) {
      await writeFile(path, today);
      await tamper(
        path,
        (file) => (file.slots = places === 'alone' ? older.slots : [...older.slots, ...file.slots]),
      );
      const again = start();
      expect((await again.status()).state).not.toMatchObject({ kind: 'open' });
      expect(await failureOf(again.unlock('old'))).toMatchObject({ code: 'passphrase-wrong' });
      // The right passphrase is found in the backup, and the slots are put right.
      const owner = start();
      await owner.unlock('new');
      expect(await recordsOf(owner)).toEqual({ a: 2 });
      expect(await owner.status()).toMatchObject({ damage: 'repaired', slots: ['recovery', 'passphrase'] });
    }
  });

  it('is known although its slot was deleted from the file: no other passphrase is taken without it', async () => {
    const { vault, start, path, clock } = await withAllKeys();
    await put(vault, { a: 2 });
    const whole = (await readFileOf(path)).slots;
    await tamper(path, (file) => {
      file.slots = file.slots.filter((slot) => (slot as { kind: string }).kind === 'os');
    });
    const again = start();
    expect(await again.status()).toMatchObject({
      damage: 'repaired',
      slots: ['passphrase', 'os', 'recovery'],
    });
    expect((await readFileOf(path)).slots).toEqual(whole);
    expect(await failureOf(again.setPassphrase('mine', atStart))).toMatchObject({ code: 'passphrase-wrong' });
    expect(await again.lock()).toBe(true);
    clock.advance(60_000);
    await again.unlock('old');
    expect(await recordsOf(again)).toEqual({ a: 2 });
  });

  it('is asked for by another process that has the vault open', async () => {
    const { vault, start } = await withAllKeys();
    const other = start();
    expect(await recordsOf(other)).toEqual({ a: 1 });
    await vault.setPassphrase('new', { ...atStart, current: 'old' });
    expect(await failureOf(put(other, { b: 2 }))).toEqual({ code: 'vault-locked' });
    expect(await failureOf(other.unlock('old'))).toMatchObject({ code: 'passphrase-wrong' });
    const third = start();
    await third.unlock('new');
    expect(await recordsOf(third)).toEqual({ a: 1 });
  });

  it('of the system is used by another process without a question', async () => {
    const { vault, start } = await withAllKeys();
    const other = start();
    await other.read();
    await vault.setPassphrase('new', { askAtStart: false, current: 'old' });
    await put(other, { b: 2 });
    await put(vault, { c: 3 });
    expect(await recordsOf(start())).toEqual({ a: 1, b: 2, c: 3 });
  });
});

describe('planted slots', () => {
  it('of a passphrase cost one try for each kind, not one for each slot', async () => {
    const { start, path } = await newVaultFolder();
    await start().setPassphrase('right', atStart);
    await rm(`${path}.bak`);
    const [own] = (await readFileOf(path)).slots as { recipe: object }[];
    // Each of them would take a second of work and 128 MiB.
    const planted = Array.from({ length: 500 }, () => ({
      ...own,
      recipe: { ...own!.recipe, N: 2 ** 17, r: 8 },
    }));
    await tamper(path, (file) => void file.slots.unshift(...planted));
    const started = process.cpuUsage();
    expect(await failureOf(start().unlock('right'))).toMatchObject({ code: 'passphrase-wrong' });
    // Not a measure of speed: 500 tries would take minutes.
    expect(process.cpuUsage(started).user).toBeLessThan(60e6);
  });

  it('that the data key was never sealed to open nothing', async () => {
    const here = await newVaultFolder();
    await here.start().setPassphrase('right', atStart);
    const thief = await newVaultFolder();
    await thief.start().setPassphrase('mine', atStart);
    const { slots } = await readFileOf(thief.path);
    await tamper(here.path, (file) => void file.slots.unshift(...slots));
    expect(await failureOf(here.start().unlock('mine'))).toMatchObject({ code: 'passphrase-wrong' });
    const vault = here.start();
    await vault.unlock('right');
    expect(await vault.status()).toMatchObject({ damage: 'repaired' });
  });
});
