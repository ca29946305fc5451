/**
 * One bit flipped in every byte of a file of format 3, which one of the eight goes round; with a backup that is one save
 * older, and with none.
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Vault } from '#core/vault/vault.ts';
import { newVaultFolder, put, recordsOf } from '#tests/support/vault.ts';

const older = { a: { n: 1 }, b: { n: 2 } };
const newest = { a: { n: 1 }, b: { n: 22 } };

type Protect = (vault: Vault) => Promise<void>;

const withPassphrase: Protect = (vault) => vault.setPassphrase('right', { askAtStart: true });
const withAllKeys: Protect = async (vault) => {
  await vault.setPassphrase('right', { askAtStart: false });
  await vault.setRecovery('RECOVERY', 'right');
};

async function vaultOf(protect: Protect) {
  const here = await newVaultFolder();
  const vault = here.start();
  await put(vault, older);
  await protect(vault);
  await put(vault, newest);
  const [file, backup] = [await readFile(here.path), await readFile(`${here.path}.bak`)];
  return { ...here, file, backup };
}

/** What a person gets to see of a damaged file, and whether its bytes are still there. */
async function look({ folder, path, start }: Awaited<ReturnType<typeof vaultOf>>, spoilt: Buffer) {
  const vault = start();
  const { state } = await vault.status();
  if (state.kind === 'locked') await vault.unlock('right').catch(() => undefined);
  const status = await vault.status();
  const records = status.state.kind === 'open' ? await recordsOf(vault) : null;
  const isTold = status.state.kind !== 'open' || status.damage !== 'none' || status.lockedRecords.length > 0;
  const names = [path, ...status.setAside.map((name) => join(folder, name))];
  const texts = await Promise.all(names.map((name) => readFile(name)));
  const isKept = texts.some((text) => text.equals(spoilt));
  for (const name of await readdir(folder)) await rm(join(folder, name));
  return { status, records, isTold, isKept };
}

const flipped = (file: Buffer, place: number): Buffer => {
  const bytes = Buffer.from(file);
  bytes[place]! ^= 1 << (place % 8);
  return bytes;
};

describe('a flipped bit in any byte', () => {
  it(
    'of a vault with a passphrase costs at most the last save, and is told',
    { timeout: 300_000 },
    async () => {
      const here = await vaultOf(withPassphrase);
      let whole = 0;
      for (let place = 0; place < here.file.length; place += 1) {
        const spoilt = flipped(here.file, place);
        await writeFile(here.path, spoilt);
        await writeFile(`${here.path}.bak`, here.backup);
        const { status, records, isTold, isKept } = await look(here, spoilt);
        expect([place, isTold, isKept]).toEqual([place, true, true]);
        // The one digit that makes it a file of a later version of the app, which nobody touches.
        if (status.state.kind === 'newer') continue;
        expect([place, status.state.kind]).toEqual([place, 'open']);
        if (status.damage === 'backup-used') expect(records).toEqual(older);
        else if (status.lockedRecords.length === 0) expect(records).toEqual(newest);
        else expect({ ...newest, ...records }).toEqual(newest);
        if (status.damage === 'repaired') whole += 1;
      }
      // The index, its copy and the slots are most of the file, and none of them is missed.
      expect(whole).toBeGreaterThan(here.file.length / 2);
    },
  );

  it('of a vault without a backup makes it say nothing that is not so', { timeout: 300_000 }, async () => {
    const here = await vaultOf(withAllKeys);
    await rm(`${here.path}.bak`);
    for (let place = 0; place < here.file.length; place += 1) {
      const spoilt = flipped(here.file, place);
      await writeFile(here.path, spoilt);
      const { status, records, isTold, isKept } = await look(here, spoilt);
      expect([place, isTold, isKept]).toEqual([place, true, true]);
      if (status.damage === 'unreadable') expect(records).toEqual({});
      else if (records) expect({ ...newest, ...records }).toEqual(newest);
    }
  });
});
