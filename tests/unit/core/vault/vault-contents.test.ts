import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { VaultFile } from '#core/vault/vault-file.ts';
import { failureOf, newVaultFolder, put, readFileOf, recordsOf, tamper } from '#tests/support/vault.ts';

/** A vault with records a, b, c that has no backup to heal from; and what its file was one save ago. */
async function threeRecords() {
  const here = await newVaultFolder();
  await put(here.start(), { a: { n: 1 }, b: { n: 2 }, c: { n: 3 } });
  return here;
}

const sealedOf = ({ records }: VaultFile, id: string) => records.find((record) => record.id === id)!.sealed;

function flip(base64: string, byte: number, bit: number): string {
  const bytes = Buffer.from(base64, 'base64');
  bytes[byte]! ^= 1 << bit;
  return bytes.toString('base64');
}

const others = { a: { n: 1 }, c: { n: 3 } };

describe('a record that is not what was saved', () => {
  const ways: readonly [string, string, (file: VaultFile) => void][] = [
    ['damaged', 'unreadable', (file) => (file.records[1]!.sealed = `AAAA${sealedOf(file, 'b').slice(4)}`)],
    ['cut', 'unreadable', (file) => (file.records[1]!.sealed = sealedOf(file, 'b').slice(0, -4))],
    ['empty', 'unreadable', (file) => (file.records[1]!.sealed = '')],
    ['no base64', 'unreadable', (file) => (file.records[1]!.sealed = 'Zoë?')],
    [
      'spelled in another way',
      'unreadable',
      (file) => (file.records[1]!.sealed = `${sealedOf(file, 'b')}\n`),
    ],
    ['that of another id', 'unreadable', (file) => (file.records[1]!.sealed = sealedOf(file, 'a'))],
  ];

  it.each(ways)('(%s) is kept byte for byte, and the others work', async (_, reason, change) => {
    const { path, start } = await threeRecords();
    await tamper(path, change);
    const broken = (await readFileOf(path)).records[1];
    const vault = start();
    expect(await recordsOf(vault)).toEqual(others);
    expect((await vault.status()).lockedRecords).toEqual([{ id: 'b', reason }]);
    await put(vault, { d: { n: 4 } });
    await vault.setRecovery('RECOVERY');
    await vault.change((draft) => void draft.records.delete('d'));
    const again = start();
    expect((await readFileOf(path)).records).toContainEqual(broken);
    expect(await recordsOf(again)).toEqual(others);
    expect((await again.status()).lockedRecords).toEqual([{ id: 'b', reason }]);
  });

  it('is locked whichever bit of it is flipped', { timeout: 60_000 }, async () => {
    const { path, start } = await threeRecords();
    const text = await readFile(path, 'utf8');
    const sealed = sealedOf(await readFileOf(path), 'b');
    const bytes = Buffer.from(sealed, 'base64').length;
    for (let place = 0; place < bytes * 8; place += 1) {
      await writeFile(path, text.replace(sealed, flip(sealed, place >> 3, place & 7)));
      const vault = start();
      expect(await recordsOf(vault)).toEqual(others);
      expect((await vault.status()).lockedRecords).toEqual([{ id: 'b', reason: 'unreadable' }]);
    }
  });

  it('both, when two have changed places', async () => {
    const { path, start } = await threeRecords();
    await tamper(path, (file) => {
      [file.records[0]!.sealed, file.records[1]!.sealed] = [sealedOf(file, 'b'), sealedOf(file, 'a')];
    });
    const vault = start();
    expect(await recordsOf(vault)).toEqual({ c: { n: 3 } });
    expect((await vault.status()).lockedRecords).toEqual([
      { id: 'a', reason: 'unreadable' },
      { id: 'b', reason: 'unreadable' },
    ]);
  });

  async function putBack() {
    const here = await threeRecords();
    const older = sealedOf(await readFileOf(here.path), 'b');
    await put(here.start(), { b: { n: 22 } });
    await put(here.start(), { d: { n: 4 } });
    await put(here.start(), { e: { n: 5 } });
    await tamper(here.path, (file) => (file.records[1]!.sealed = older));
    return { ...here, older };
  }

  it('is healed by the backup when an older copy was put back, and it is said', async () => {
    const { start } = await putBack();
    const vault = start();
    expect(await recordsOf(vault)).toMatchObject({ b: { n: 22 } });
    expect(await vault.status()).toMatchObject({ damage: 'repaired', setAside: [expect.any(String)] });
  });

  it('is an older copy when it was put back', async () => {
    const { path, older, start } = await putBack();
    await writeFile(`${path}.bak`, 'garbage');
    const vault = start();
    expect((await vault.status()).lockedRecords).toEqual([{ id: 'b', reason: 'older-copy' }]);
    expect(await recordsOf(vault)).toEqual({ ...others, d: { n: 4 }, e: { n: 5 } });
    await put(vault, { d: { n: 44 } });
    expect(sealedOf(await readFileOf(path), 'b')).toBe(older);
  });

  it('is an older copy when it was deleted and is there again', async () => {
    const { path, start } = await threeRecords();
    const deleted = (await readFileOf(path)).records[1]!;
    await start().change((draft) => void draft.records.delete('b'));
    await tamper(path, (file) => file.records.push(deleted));
    const vault = start();
    expect(await recordsOf(vault)).toEqual(others);
    expect((await vault.status()).lockedRecords).toEqual([{ id: 'b', reason: 'older-copy' }]);
  });

  it('is missing when it was taken out', async () => {
    const { path, start } = await threeRecords();
    await tamper(path, (file) => file.records.splice(1, 1));
    const vault = start();
    expect((await vault.status()).lockedRecords).toEqual([{ id: 'b', reason: 'missing' }]);
    await put(vault, { d: { n: 4 } });
    expect((await start().status()).lockedRecords).toEqual([{ id: 'b', reason: 'missing' }]);
  });

  it('is used once when it is there twice', async () => {
    const { path, start } = await threeRecords();
    await tamper(path, (file) => file.records.push({ ...file.records[1]! }));
    const vault = start();
    expect(await recordsOf(vault)).toEqual({ ...others, b: { n: 2 } });
    expect((await vault.status()).lockedRecords).toEqual([{ id: 'b', reason: 'older-copy' }]);
  });

  it('does not open in another vault', async () => {
    const one = await threeRecords();
    const two = await newVaultFolder();
    await put(two.start(), { x: 1 });
    const { records, index } = await readFileOf(one.path);
    await tamper(two.path, (file) => void Object.assign(file, { records, index }));
    const vault = two.start();
    expect(await recordsOf(vault)).toEqual({});
    expect((await vault.status()).lockedRecords).toEqual([
      ...['a', 'b', 'c'].map((id) => ({ id, reason: 'unreadable' })),
      { id: 'x', reason: 'missing' },
    ]);
  });

  it('can be replaced by a new one of the same id, and is kept even so', async () => {
    const { path, start } = await threeRecords();
    await tamper(path, (file) => (file.records[1]!.sealed = 'broken'));
    await put(start(), { b: { n: 'new' } });
    const vault = start();
    expect(await recordsOf(vault)).toEqual({ ...others, b: { n: 'new' } });
    expect((await vault.status()).lockedRecords).toEqual([{ id: 'b', reason: 'unreadable' }]);
  });

  it.each(['broken', 'gone'])('(%s) goes for good when the user says so', async (how) => {
    const { path, start } = await threeRecords();
    await tamper(path, (file) => {
      if (how === 'gone') file.records.splice(1, 1);
      else file.records[1]!.sealed = 'broken';
    });
    const vault = start();
    await vault.discard('b');
    expect((await start().status()).lockedRecords).toEqual([]);
    expect(await recordsOf(start())).toEqual(others);
  });

  it('is open again when its bytes are put back', async () => {
    const { path, start } = await threeRecords();
    const good = sealedOf(await readFileOf(path), 'b');
    await tamper(path, (file) => (file.records[1]!.sealed = 'broken'));
    await put(start(), { d: { n: 4 } });
    await tamper(path, (file) => (file.records.find(({ id }) => id === 'b')!.sealed = good));
    expect(await recordsOf(start())).toEqual({ ...others, b: { n: 2 }, d: { n: 4 } });
  });

  it('is healed from the backup when that holds the very same', async () => {
    const { path, start } = await threeRecords();
    await put(start(), { d: { n: 4 } });
    await tamper(path, (file) => {
      file.records[1]!.sealed = 'broken';
      file.records.splice(2, 1);
    });
    const vault = start();
    expect(await recordsOf(vault)).toEqual({ ...others, b: { n: 2 }, d: { n: 4 } });
    expect((await vault.status()).lockedRecords).toEqual([]);
    await put(vault, { e: { n: 5 } });
    await writeFile(`${path}.bak`, 'garbage');
    expect(await recordsOf(start())).toEqual({ ...others, b: { n: 2 }, d: { n: 4 }, e: { n: 5 } });
  });

  it('is healed from memory when the file is damaged while the vault is open', async () => {
    const { path, start } = await threeRecords();
    const vault = start();
    await vault.read();
    await tamper(path, (file) => (file.records[1]!.sealed = 'broken'));
    await put(vault, { d: { n: 4 } });
    expect(await recordsOf(start())).toEqual({ ...others, b: { n: 2 }, d: { n: 4 } });
  });

  it('keeps fields that this version does not know', async () => {
    const { path, start } = await threeRecords();
    await tamper(path, (file) => {
      file.records[1]!['more'] = { of: 'it' };
      file['extra'] = [1];
    });
    await put(start(), { a: { n: 11 } });
    expect(await readFileOf(path)).toMatchObject({ extra: [1], records: [{}, { more: { of: 'it' } }, {}] });
  });
});

describe('an index that does not open', () => {
  const destroy = (path: string) =>
    tamper(path, (file) => {
      file.index = 'AAAA';
      file.indexCopy = 'AAAA';
    });

  it.each(['index', 'indexCopy'] as const)('(the %s) is put right from the other one', async (name) => {
    const { path, start } = await threeRecords();
    await start().change((draft) => void (draft.meta = 'kept'));
    await tamper(path, (file) => (file[name] = flip(file[name], 40, 3)));
    const vault = start();
    expect(await vault.status()).toMatchObject({ damage: 'repaired', lockedRecords: [] });
    expect(await recordsOf(vault)).toEqual({ ...others, b: { n: 2 } });
    expect((await vault.read()).meta).toBe('kept');
    expect(await start().status()).toMatchObject({ damage: 'none' });
  });

  it('is stood in for by the backup, so that no older record is taken for the newest', async () => {
    const { path, start } = await threeRecords();
    const older = sealedOf(await readFileOf(path), 'b');
    await put(start(), { b: { n: 22 } });
    await put(start(), { c: { n: 33 } });
    await tamper(path, (file) => (file.records[1]!.sealed = older));
    await destroy(path);
    const spoilt = await readFile(path, 'utf8');
    const vault = start();
    const { damage, setAside, state } = await vault.status();
    expect([state.kind, damage]).toEqual(['open', 'backup-used']);
    expect(await recordsOf(vault)).toEqual({ a: { n: 1 }, b: { n: 22 }, c: { n: 3 } });
    expect(await readFile(`${path.replace('vault.json', '')}${setAside[0]!}`, 'utf8')).toBe(spoilt);
  });

  it('anywhere leaves the records unused until a person says so, and nothing is lost', async () => {
    const { path, start } = await threeRecords();
    const older = sealedOf(await readFileOf(path), 'b');
    await put(start(), { b: { n: 22 } });
    await writeFile(`${path}.bak`, 'garbage');
    await tamper(path, (file) => (file.records[1]!.sealed = older));
    await destroy(path);
    const spoilt = await readFile(path, 'utf8');

    const vault = start();
    expect(await vault.status()).toMatchObject({
      state: { kind: 'unproven' },
      closedRecords: ['a', 'b', 'c'],
      slots: ['os'],
    });
    const refused = { code: 'profiles-unreadable', reason: 'damaged' };
    expect(await failureOf(vault.read())).toEqual(refused);
    expect(await failureOf(put(vault, { d: 1 }))).toEqual(refused);
    expect(await failureOf(vault.setRecovery('RECOVERY'))).toEqual(refused);
    expect(await readFile(path, 'utf8')).toBe(spoilt);

    await vault.useUnproven();
    expect(await recordsOf(vault)).toEqual({ ...others, b: { n: 2 } });
    const { setAside } = await vault.status();
    expect(await readFile(`${path.replace('vault.json', '')}${setAside[0]!}`, 'utf8')).toBe(spoilt);
    const again = start();
    expect(await again.status()).toMatchObject({ state: { kind: 'open' }, damage: 'none' });
    expect(await recordsOf(again)).toEqual({ ...others, b: { n: 2 } });
  });

  it('of a vault with a passphrase is asked about after the passphrase, and again once it was locked', async () => {
    const { path, start } = await threeRecords();
    await start().setPassphrase('right', { askAtStart: true });
    await writeFile(`${path}.bak`, 'garbage');
    await destroy(path);
    const vault = start();
    for (let times = 0; times < 2; times += 1) {
      expect((await vault.status()).state).toEqual({ kind: 'locked' });
      await vault.unlock('right');
      expect((await vault.status()).state).toEqual({ kind: 'unproven' });
      expect(await vault.lock()).toBe(true);
    }
    await vault.unlock('right');
    await vault.useUnproven();
    expect(await recordsOf(vault)).toEqual({ ...others, b: { n: 2 } });
    expect((await start().status()).state).toEqual({ kind: 'locked' });
  });

  it('while the vault is open is replaced by what memory holds', async () => {
    const { path, start } = await threeRecords();
    const vault = start();
    await put(vault, { b: { n: 22 } });
    await destroy(path);
    await put(vault, { d: { n: 4 } });
    expect(await recordsOf(start())).toEqual({ ...others, b: { n: 22 }, d: { n: 4 } });
    expect((await vault.status()).setAside).toHaveLength(1);
  });
});
