/** Vaults that an app of format 2 has saved (format-2/make.ts), opened by this one. */
import { copyFile, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { open } from '#core/vault/cipher.ts';
import { fixedSealer } from '#tests/support/fixed-sealer.ts';
import { failureOf, newVaultFolder, put, readFileOf, recordsOf, tamper } from '#tests/support/vault.ts';
import { META, PASSPHRASE, RECORDS, RECOVERY, SYSTEM_KEY } from './format-2/contents.ts';

const files = join(import.meta.dirname, 'format-2');

async function upgrading(name: string, ending = '') {
  const here = await newVaultFolder();
  await copyFile(join(files, `${name}.json${ending}`), `${here.path}${ending}`);
  const sealer = fixedSealer(SYSTEM_KEY);
  return {
    ...here,
    former: await readFile(`${here.path}${ending}`, 'utf8'),
    start: () => here.start({ sealer }),
    startElsewhere: () => here.start({ sealer: fixedSealer('ff'.repeat(32)) }),
  };
}

const everything = async (vault: ReturnType<Awaited<ReturnType<typeof upgrading>>['start']>) => {
  const { records, meta } = await vault.read();
  return { records: Object.fromEntries(records), meta };
};
const whole = { records: RECORDS, meta: META };

describe('a vault of format 2', () => {
  it.each([
    'system-key',
    'passphrase-and-system-key',
    'recovery-and-system-key',
    'all-three',
    'unknown-slot',
  ])('(%s) opens as before, and is of format 3 from then on', async (name) => {
    const { path, start } = await upgrading(name);
    const vault = start();
    expect(await vault.status()).toMatchObject({
      state: { kind: 'open' },
      damage: 'none',
      recoveryDropped: false,
      lockedRecords: [],
      setAside: [],
    });
    expect(await everything(vault)).toEqual(whole);
    expect(await readFileOf(path)).toMatchObject({ format: 3 });
    expect(await everything(start())).toEqual(whole);
    expect(await start().status()).toMatchObject({ damage: 'none' });
  });

  it.each([
    ['passphrase', PASSPHRASE],
    ['passphrase-of-full-cost', PASSPHRASE],
    ['passphrase-and-recovery', PASSPHRASE],
    ['passphrase-and-recovery', RECOVERY],
    ['passphrase-and-system-key', PASSPHRASE],
    ['recovery-and-system-key', RECOVERY],
    ['all-three', PASSPHRASE],
    ['all-three', RECOVERY],
  ])('(%s) opens on another computer with %s, before and after', { timeout: 60_000 }, async (name, typed) => {
    const { path, former, startElsewhere } = await upgrading(name);
    const vault = startElsewhere();
    expect(await failureOf(vault.unlock('wrong'))).toMatchObject({ code: 'passphrase-wrong' });
    expect(await readFile(path, 'utf8')).toBe(former);
    const again = startElsewhere();
    await again.unlock(typed);
    expect(await everything(again)).toEqual(whole);
    expect(await readFileOf(path)).toMatchObject({ format: 3 });
    const third = startElsewhere();
    if ((await third.status()).state.kind === 'locked') await third.unlock(typed);
    expect(await everything(third)).toEqual(whole);
  });

  it.each([PASSPHRASE, RECOVERY])(
    'keeps every way in: %s is not forgotten for the other one',
    async (typed) => {
      const { start } = await upgrading('passphrase-and-recovery');
      const other = typed === PASSPHRASE ? RECOVERY : PASSPHRASE;
      const vault = start();
      await vault.unlock(typed);
      await put(vault, { added: 1 });
      for (const passphrase of [other, typed]) {
        const again = start();
        await again.unlock(passphrase);
        expect(await recordsOf(again)).toEqual({ ...RECORDS, added: 1 });
        await put(again, { added: 1 });
      }
    },
  );

  it('of which only the backup is left opens, and it is said', async () => {
    const { path, start } = await upgrading('backup-only', '.bak');
    const vault = start();
    expect(await vault.status()).toMatchObject({
      state: { kind: 'open' },
      damage: 'backup-used',
      setAside: [],
    });
    expect(await everything(vault)).toEqual(whole);
    expect(await readFileOf(path)).toMatchObject({ format: 3 });
  });

  it('keeps what it could not read through every change of the keys', async () => {
    const { path, start } = await upgrading('damaged-record');
    const { live: _, ...others } = RECORDS;
    const vault = start();
    await vault.setPassphrase('another one', { askAtStart: false, current: PASSPHRASE });
    for (const it of [vault, start()]) {
      expect(await recordsOf(it)).toEqual(others);
      expect((await it.status()).lockedRecords).toEqual([{ id: 'live', reason: 'unreadable' }]);
    }
    expect((await readFileOf(path)).records).toContainEqual({ id: 'live', sealed: 'YnJva2Vu' });
  });

  it('opens a record that was missing once its bytes are put back, also under another data key', async () => {
    const { path, former, start } = await upgrading('system-key');
    const parsed = JSON.parse(former) as { records: { id: string }[] };
    const place = parsed.records.findIndex(({ id }) => id === 'live');
    const [missing] = parsed.records.splice(place, 1);
    await writeFile(path, JSON.stringify(parsed));
    const vault = start();
    expect((await vault.status()).lockedRecords).toEqual([{ id: 'live', reason: 'missing' }]);
    await vault.setPassphrase('another one', { askAtStart: false });
    await tamper(path, (file) => void file.records.push(missing as (typeof file.records)[number]));
    const again = start();
    expect(await recordsOf(again)).toEqual(RECORDS);
    // From then on nothing is left that the former key would open.
    await put(again, { added: 1 });
    expect(await recordsOf(start())).toEqual({ ...RECORDS, added: 1 });
    expect((await start().status()).lockedRecords).toEqual([]);
  });

  it('that misses a record says so after as before', async () => {
    const { start } = await upgrading('missing-record');
    const { live: _, ...others } = RECORDS;
    for (const vault of [start(), start()]) {
      expect(await recordsOf(vault)).toEqual(others);
      expect((await vault.status()).lockedRecords).toEqual([{ id: 'live', reason: 'missing' }]);
    }
  });

  it('cannot lose its passphrase to a change that did not need it', async () => {
    const { start } = await upgrading('passphrase-and-recovery');
    const vault = start();
    await vault.unlock(RECOVERY);
    await vault.removeRecovery(RECOVERY);
    const again = start();
    expect(await failureOf(again.unlock(RECOVERY))).toMatchObject({ code: 'passphrase-wrong' });
    const third = start();
    await third.unlock(PASSPHRASE);
    expect(await everything(third)).toEqual(whole);
  });

  it('loses a recovery passphrase that was not typed since when another key goes, and says so', async () => {
    const { start } = await upgrading('all-three');
    const vault = start();
    await vault.setPassphrase('another one', { askAtStart: false, current: PASSPHRASE });
    expect(await vault.status()).toMatchObject({ slots: ['passphrase', 'os'], recoveryDropped: true });
    await vault.setRecovery('NEW', 'another one');
    expect(await vault.status()).toMatchObject({ recoveryDropped: false });
    expect((await start().status()).recoveryDropped).toBe(false);
  });

  it('keeps a recovery passphrase that was typed since', async () => {
    const { start, startElsewhere } = await upgrading('all-three');
    const vault = start();
    await vault.setPassphrase('another one', { askAtStart: false, current: RECOVERY });
    expect(await vault.status()).toMatchObject({ recoveryDropped: false });
    for (const passphrase of ['another one', RECOVERY]) {
      const elsewhere = startElsewhere();
      await elsewhere.unlock(passphrase);
      expect(await everything(elsewhere)).toEqual(whole);
    }
  });

  it('has another data key when all of its keys can follow', async () => {
    const { path, former, start } = await upgrading('system-key');
    const { slots } = JSON.parse(former) as { slots: { wrapped: string }[] };
    const { text } = await fixedSealer(SYSTEM_KEY).open(Buffer.from(slots[0]!.wrapped, 'base64'));
    const { dataKey } = JSON.parse(text) as { dataKey: string };
    await start().read();
    const { id, records } = await readFileOf(path);
    for (const format of [2, 3]) {
      const context = JSON.stringify(['record', format, id, 'shop']);
      expect(open(Buffer.from(dataKey, 'base64'), records[0]!.sealed, context)).toBeNull();
    }
  });

  it('stays as it is, and opens, where nothing can be written', async () => {
    const { path, former, folder, start } = await upgrading('all-three');
    // A lock that can be neither opened nor moved.
    await symlink('vault.json.lock', join(folder, 'vault.json.lock'));
    const vault = start();
    expect(await everything(vault)).toEqual(whole);
    expect(await readFile(path, 'utf8')).toBe(former);
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('is read again by the version that made it for as long as nothing was saved', async () => {
    const { path, former, start } = await upgrading('passphrase');
    expect((await start().status()).state).toEqual({ kind: 'locked' });
    expect(await readFile(path, 'utf8')).toBe(former);
  });
});
