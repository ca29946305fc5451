import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { KeyOutOfReach, type SealerState } from '#core/ports.ts';
import { createTestSealer } from '#tests/support/ports.ts';
import { failureOf, newVaultFolder, put, readFileOf, recordsOf, tamper } from '#tests/support/vault.ts';

const intact = {
  lockedRecords: [],
  closedRecords: [],
  damage: 'none',
  recoveryDropped: false,
  setAside: [],
};
const unfit = (reason: Extract<SealerState, { kind: 'unfit' }>['reason']) =>
  ({ kind: 'unfit', reason }) as const;
const stateOf = async (vault: { status: () => Promise<{ state: unknown }> }) => (await vault.status()).state;
const filesIn = async (folder: string) => (await readdir(folder)).sort();

describe('a vault', () => {
  it('is empty at first, and nothing is written for that', async () => {
    const { folder, start } = await newVaultFolder();
    const vault = start();
    expect(await vault.status()).toEqual({ ...intact, state: { kind: 'open' }, slots: [] });
    expect(await vault.read()).toEqual({ records: new Map(), meta: null });
    expect(await filesIn(folder)).toEqual([]);
  });

  it('gives back after a new start exactly what was put in, in the same order', async () => {
    const { start } = await newVaultFolder();
    const values = { z: { name: 'Zoë', list: [1, null, ''], deep: { a: { b: true } } }, a: 'text', m: null };
    const vault = start();
    await vault.change((draft) => {
      for (const [id, value] of Object.entries(values)) draft.records.set(id, value);
      draft.meta = { order: ['m', 'a'], activeId: 'z' };
    });
    const again = await start().read();
    expect([...again.records]).toEqual(Object.entries(values));
    expect(again.meta).toEqual({ order: ['m', 'a'], activeId: 'z' });
    expect(await start().status()).toEqual({ ...intact, state: { kind: 'open' }, slots: ['os'] });
  });

  it('takes ids and values that mean something to JavaScript', async () => {
    const { start } = await newVaultFolder();
    await start().change(({ records }) => {
      records.set('__proto__', JSON.parse('{"__proto__":{"a":1},"constructor":0}'));
      records.set('', '\ud800');
    });
    const { records } = await start().read();
    expect(JSON.stringify([...records])).toBe(
      String.raw`[["__proto__",{"__proto__":{"a":1},"constructor":0}],["","\ud800"]]`,
    );
  });

  it('keeps the bytes of records that did not change', async () => {
    const { path, start } = await newVaultFolder();
    const vault = start();
    await put(vault, { a: { n: 1 }, b: { n: 1 }, c: { n: 1 } });
    const before = await readFileOf(path);
    await put(vault, { a: { n: 1 }, b: { n: 2 } });
    const after = await readFileOf(path);
    expect(after.records.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(after.records.map((record, place) => record.sealed === before.records[place]?.sealed)).toEqual([
      true,
      false,
      true,
    ]);
    expect(after.generation).toBe(before.generation + 1);
    expect(after.slots).toEqual(before.slots);
  });

  it('writes nothing when nothing changed', async () => {
    const { path, start } = await newVaultFolder();
    await put(start(), { a: 1 });
    const before = await readFile(path, 'utf8');
    const vault = start();
    await put(vault, { a: 1 });
    await vault.change(() => undefined);
    await vault.removePassphrase();
    await vault.removeRecovery();
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('cannot be changed through what it gave out', async () => {
    const { start } = await newVaultFolder();
    const vault = start();
    const value = { list: [1] };
    await put(vault, { a: value });
    value.list.push(2);
    const { records } = await vault.read();
    (records.get('a') as typeof value).list.push(3);
    const one = await vault.readOne('a');
    expect(() => (one as typeof value).list.push(4)).toThrow(TypeError);
    expect(await recordsOf(vault)).toEqual({ a: { list: [1] } });
  });

  it('gives the same value of a record until it is changed', async () => {
    const { start } = await newVaultFolder();
    const vault = start();
    await put(vault, { a: { n: 1 }, b: 1 });
    const before = await vault.readOne('a');
    await put(vault, { a: { n: 1 }, b: 2 });
    expect(await vault.readOne('a')).toBe(before);
    await put(vault, { a: { n: 2 } });
    expect(await vault.readOne('a')).toEqual({ n: 2 });
    expect(await vault.readOne('c')).toBeUndefined();
  });

  it('is as before when a change fails half-way', async () => {
    const { path, start } = await newVaultFolder();
    const vault = start();
    await put(vault, { a: 1 });
    const before = await readFile(path, 'utf8');
    const failing = vault.change((draft) => {
      draft.records.clear();
      throw new Error('Changed my mind.');
    });
    await expect(failing).rejects.toThrow('Changed my mind.');
    await expect(put(vault, { b: undefined })).rejects.toThrow(TypeError);
    expect(await recordsOf(vault)).toEqual({ a: 1 });
    expect(await readFile(path, 'utf8')).toBe(before);
    await put(vault, { b: 2 });
    expect(await recordsOf(start())).toEqual({ a: 1, b: 2 });
  });

  it('takes 50 changes at once, one after the other', async () => {
    const { start } = await newVaultFolder();
    const vault = start();
    await vault.change((draft) => void draft.records.set('count', 0));
    const add = () =>
      vault.change(async ({ records }) => {
        const count = records.get('count') as number;
        await Promise.resolve();
        records.set('count', count + 1);
        return count;
      });
    const outcomes = await Promise.all(Array.from({ length: 50 }, add));
    expect(outcomes).toEqual(Array.from({ length: 50 }, (_, index) => index));
    expect(await recordsOf(start())).toEqual({ count: 50 });
  });

  it.runIf(process.platform !== 'win32')('can be read by this user only', async () => {
    const { path, start } = await newVaultFolder();
    const vault = start({ path: `${path}.d/vault.json` });
    await put(vault, { a: 1 });
    await put(vault, { a: 2 });
    for (const name of ['vault.json', 'vault.json.bak']) {
      expect((await stat(`${path}.d/${name}`)).mode & 0o777).toBe(0o600);
    }
    expect((await stat(`${path}.d`)).mode & 0o777).toBe(0o700);
  });

  it('has one backup, a lock and nothing else beside it', async () => {
    const { folder, path, start } = await newVaultFolder();
    const vault = start();
    await put(vault, { a: 1 });
    expect(await filesIn(folder)).toEqual(['vault.json', 'vault.json.lock']);
    const before = await readFile(path, 'utf8');
    await put(vault, { a: 2 });
    expect(await readFile(`${path}.bak`, 'utf8')).toBe(before);
    await put(vault, { a: 3 });
    expect(await filesIn(folder)).toEqual(['vault.json', 'vault.json.bak', 'vault.json.lock']);
  });

  it('shows nothing of what it holds to whoever reads its files', async () => {
    const { folder, start } = await newVaultFolder();
    const vault = start();
    await vault.change((draft) => {
      draft.records.set('id-1', { name: 'PlantedName', region: 'eu-north-1', secret: 'PlantedSecret' });
      draft.meta = { order: ['id-1'], activeId: 'PlantedActive' };
    });
    await vault.setPassphrase('PlantedPassphrase', { askAtStart: false });
    await vault.setRecovery('PlantedRecovery', 'PlantedPassphrase');
    await put(vault, { 'id-1': { name: 'PlantedName 2' } });
    const words = ['Planted', 'eu-north', 'name', 'secret', 'activeId', 'order'];
    for (const name of await filesIn(folder)) {
      const text = await readFile(`${folder}/${name}`, 'latin1');
      const decoded = [...text.matchAll(/[A-Za-z0-9+/]{16,}={0,2}/g)].map(([code]) =>
        atob(code.slice(0, code.length & ~3)),
      );
      for (const word of words) {
        expect([text, ...decoded].some((part) => part.includes(word))).toBe(false);
        expect(text).not.toContain(Buffer.from(word).toString('hex'));
      }
    }
  });
});

describe('the key of the system', () => {
  it.each(['no-keyring', 'weak-keyring', 'locked'] as const)(
    '(%s) that cannot be trusted leaves records in memory, and the disk alone',
    async (reason) => {
      const { folder, sealer, start } = await newVaultFolder();
      sealer.become(unfit(reason));
      const vault = start();
      await put(vault, { a: 1 });
      await put(vault, { b: 2 });
      expect(await stateOf(vault)).toEqual({ kind: 'memory', reason });
      expect(await recordsOf(vault)).toEqual({ a: 1, b: 2 });
      expect(await filesIn(folder)).toEqual([]);
      expect(await recordsOf(start())).toEqual({});
    },
  );

  it('that becomes fit saves what was in memory', async () => {
    const { sealer, start } = await newVaultFolder();
    sealer.become(unfit('locked'));
    const vault = start();
    await put(vault, { a: 1 });
    sealer.become({ kind: 'ready' });
    expect(await stateOf(vault)).toEqual({ kind: 'open' });
    expect(await recordsOf(start())).toEqual({ a: 1 });
  });

  it('is not needed any more while the vault is open', async () => {
    const { sealer, start } = await newVaultFolder();
    const vault = start();
    await put(vault, { a: 1 });
    sealer.become(unfit('locked'));
    await put(vault, { b: 2 });
    expect(await stateOf(vault)).toEqual({ kind: 'open' });
    sealer.become({ kind: 'ready' });
    expect(await recordsOf(start())).toEqual({ a: 1, b: 2 });
  });

  it.each(['no-keyring', 'weak-keyring', 'locked'] as const)(
    '(%s) that is out of reach at the start opens the vault once it comes',
    async (trouble) => {
      const { path, sealer, start } = await newVaultFolder();
      await put(start(), { a: 1, b: 2 });
      const before = await readFile(path, 'utf8');
      sealer.become(unfit(trouble));
      const vault = start();
      expect(await vault.status()).toEqual({
        ...intact,
        state: { kind: 'unopenable', reason: 'locked' },
        slots: ['os'],
        closedRecords: ['a', 'b'],
      });
      const refused = { code: 'storage-unavailable', reason: 'locked' };
      expect(await failureOf(vault.read())).toEqual(refused);
      expect(await failureOf(put(vault, { c: 3 }))).toEqual(refused);
      expect(await failureOf(vault.setPassphrase('x', { askAtStart: false }))).toEqual(refused);
      expect(await readFile(path, 'utf8')).toBe(before);
      sealer.become({ kind: 'ready' });
      expect(await recordsOf(vault)).toEqual({ a: 1, b: 2 });
      expect(await readFile(path, 'utf8')).toBe(before);
    },
  );

  it('that the system says to be out of reach is no other key, although it may seal', async () => {
    const { sealer, start } = await newVaultFolder();
    await put(start(), { a: 1 });
    // As on macOS, where a key of the keychain can be there and not be handed out.
    const vault = start({
      sealer: {
        ...sealer,
        open: () => Promise.reject(new KeyOutOfReach()),
        state: () => Promise.resolve(unfit('no-keyring')),
      },
    });
    expect(await stateOf(vault)).toEqual({ kind: 'unopenable', reason: 'locked' });
  });

  it('that changed between starts opens nothing, and nothing is lost', async () => {
    const { path, sealer, start } = await newVaultFolder();
    await put(start(), { a: 1 });
    const before = await readFile(path, 'utf8');
    const vault = start({ sealer: createTestSealer() });
    expect(await stateOf(vault)).toEqual({ kind: 'unopenable', reason: 'other-key' });
    const refused = { code: 'profiles-unreadable', reason: 'sealed-elsewhere' };
    expect(await failureOf(vault.read())).toEqual(refused);
    expect(await failureOf(put(vault, { b: 2 }))).toEqual(refused);
    expect(await failureOf(vault.unlock('anything'))).toEqual(refused);
    expect(await readFile(path, 'utf8')).toBe(before);
    expect(await recordsOf(start({ sealer }))).toEqual({ a: 1 });
  });

  it('that wants to seal again gets its way, and the vault a new data key with it', async () => {
    const { path, sealer, start } = await newVaultFolder();
    await put(start(), { a: 1 });
    const before = await readFileOf(path);
    sealer.renewKey();
    expect(await recordsOf(start())).toEqual({ a: 1 });
    const after = await readFileOf(path);
    expect(after.records).not.toEqual(before.records);
    expect(after.slots).not.toEqual(before.slots);
    expect(await readFileOf(`${path}.bak`)).toEqual(after);
    await start().read();
    expect(await readFileOf(path)).toEqual(after);
  });

  it('that wants to seal again but cannot be trusted does not', async () => {
    const { path, sealer, start } = await newVaultFolder();
    await put(start(), { a: 1 });
    const before = await readFile(path, 'utf8');
    sealer.renewKey();
    const weak = { ...sealer, state: () => Promise.resolve(unfit('weak-keyring')) };
    expect(await recordsOf(start({ sealer: weak }))).toEqual({ a: 1 });
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('that refuses at the moment of the first save is said to do so', async () => {
    const { sealer, folder, start } = await newVaultFolder();
    const refusing = { ...sealer, seal: () => Promise.reject(new Error('temporarily unavailable')) };
    const vault = start({ sealer: refusing });
    expect(await failureOf(put(vault, { a: 1 }))).toEqual({ code: 'storage-unavailable', reason: 'locked' });
    expect(await recordsOf(vault)).toEqual({});
    expect(await filesIn(folder)).toEqual(['vault.json.lock']);
  });
});

describe('a passphrase', () => {
  const right = 'correct horse battery staple';

  it('saves what was in memory, and opens it at the next start', async () => {
    const { sealer, start } = await newVaultFolder();
    sealer.become(unfit('no-keyring'));
    const vault = start();
    await put(vault, { a: 1 });
    await vault.setPassphrase(right, { askAtStart: false });
    expect(await vault.status()).toMatchObject({ state: { kind: 'open' }, slots: ['passphrase'] });
    await put(vault, { b: 2 });

    const again = start();
    expect(await again.status()).toMatchObject({ state: { kind: 'locked' }, closedRecords: ['a', 'b'] });
    expect(await failureOf(again.read())).toEqual({ code: 'vault-locked' });
    expect(await failureOf(put(again, { c: 3 }))).toEqual({ code: 'vault-locked' });
    await again.unlock(right);
    expect(await recordsOf(again)).toEqual({ a: 1, b: 2 });
  });

  it('beside the key of the system is asked for only when that fails', async () => {
    const { sealer, start } = await newVaultFolder();
    const vault = start();
    await put(vault, { a: 1 });
    await vault.setPassphrase(right, { askAtStart: false });
    expect(await recordsOf(start())).toEqual({ a: 1 });
    sealer.become(unfit('locked'));
    const again = start();
    expect(await stateOf(again)).toEqual({ kind: 'locked' });
    await again.unlock(right);
    expect(await recordsOf(again)).toEqual({ a: 1 });

    const third = start();
    expect(await stateOf(third)).toEqual({ kind: 'locked' });
    sealer.become({ kind: 'ready' });
    expect(await stateOf(third)).toEqual({ kind: 'open' });
  });

  it('opens the vault on another computer, which then needs it no more', async () => {
    const { start } = await newVaultFolder();
    const vault = start();
    await put(vault, { a: 1 });
    await vault.setPassphrase(right, { askAtStart: false });
    const elsewhere = createTestSealer();
    const moved = start({ sealer: elsewhere });
    expect(await stateOf(moved)).toEqual({ kind: 'locked' });
    await moved.unlock(right);
    expect(await recordsOf(moved)).toEqual({ a: 1 });
    expect(await recordsOf(start({ sealer: elsewhere }))).toEqual({ a: 1 });
  });

  it('can be asked for at every start, and no longer', async () => {
    const { path, start } = await newVaultFolder();
    const vault = start();
    await put(vault, { a: 1 });
    await put(vault, { a: 2 });
    await vault.setPassphrase(right, { askAtStart: true });
    const again = start();
    expect(await again.status()).toMatchObject({ state: { kind: 'locked' }, slots: ['passphrase'] });
    // The backup, too: else the system's key would still open all but the last save.
    expect((await readFileOf(`${path}.bak`)).slots).toMatchObject([{ kind: 'passphrase' }]);
    await again.unlock(right);
    await again.setPassphrase(right, { askAtStart: false, current: right });
    expect(await start().status()).toMatchObject({ state: { kind: 'open' }, slots: ['passphrase', 'os'] });
  });

  it('can be replaced; the former one then opens neither the file nor its backup', async () => {
    const { path, start } = await newVaultFolder();
    const vault = start();
    await put(vault, { a: 1 });
    await vault.setPassphrase('former', { askAtStart: true });
    await put(vault, { a: 2 });
    await vault.setPassphrase(right, { askAtStart: true, current: 'former' });
    await writeFile(path, 'garbage');
    const again = start();
    expect(await again.status()).toMatchObject({ state: { kind: 'locked' }, damage: 'backup-used' });
    expect(await failureOf(again.unlock('former'))).toMatchObject({ code: 'passphrase-wrong' });
  });

  it('can be removed when the key of the system is to be trusted, and only then', async () => {
    const { sealer, start } = await newVaultFolder();
    const vault = start();
    await put(vault, { a: 1 });
    await vault.setPassphrase(right, { askAtStart: true });
    sealer.become(unfit('weak-keyring'));
    expect(await failureOf(vault.removePassphrase(right))).toEqual({ code: 'passphrase-needed' });
    sealer.become({ kind: 'ready' });
    await vault.removePassphrase(right);
    expect(await start().status()).toMatchObject({ state: { kind: 'open' }, slots: ['os'] });
  });

  it('or the one for recovery must be known to change the ways in, with the pause of unlocking', async () => {
    const { clock, start } = await newVaultFolder();
    const vault = start();
    await vault.setPassphrase(right, { askAtStart: true });
    await vault.setRecovery('RECOVERY', right);
    const changes = [
      (current?: string) => vault.setPassphrase('another', { askAtStart: true, current: current ?? null }),
      (current?: string) => vault.removePassphrase(current),
      (current?: string) => vault.setRecovery('ANOTHER', current),
      (current?: string) => vault.removeRecovery(current),
    ];
    let pause = 1000;
    for (const change of changes) {
      for (const wrong of [undefined, 'wrong']) {
        const refused = { code: 'passphrase-wrong', retryAt: clock.now() + pause };
        expect(await failureOf(change(wrong))).toEqual(refused);
        expect(await failureOf(change(right))).toMatchObject({ code: 'passphrase-paused' });
        clock.advance(pause);
        pause = Math.min(2 * pause, 60_000);
      }
    }
    expect((await vault.status()).slots).toEqual(['passphrase', 'recovery']);
    await vault.setPassphrase('another', { askAtStart: true, current: 'RECOVERY' });
    await vault.removeRecovery('another');
    expect((await vault.status()).slots).toEqual(['passphrase']);
  });

  it('is the same however the keyboard writes it', async () => {
    const { start } = await newVaultFolder();
    const vault = start();
    await vault.setPassphrase('Zo\u00eb \ufb01', { askAtStart: true });
    const again = start();
    await again.unlock('Zoe\u0308 fi');
    expect(await stateOf(again)).toEqual({ kind: 'open' });
  });

  it('for recovery opens the vault, too, and is never the only key', async () => {
    const { sealer, start } = await newVaultFolder();
    const vault = start();
    await put(vault, { a: 1 });
    await vault.setRecovery('RECOVERY');
    expect((await start().status()).slots).toEqual(['os', 'recovery']);
    const elsewhere = start({ sealer: createTestSealer() });
    expect(await stateOf(elsewhere)).toEqual({ kind: 'locked' });
    await elsewhere.unlock('RECOVERY');
    expect(await recordsOf(elsewhere)).toEqual({ a: 1 });
    await elsewhere.removeRecovery();
    expect((await elsewhere.status()).slots).toEqual(['os']);

    sealer.become(unfit('no-keyring'));
    const { start: startOther } = await newVaultFolder();
    const memory = startOther({ sealer });
    expect(await failureOf(memory.setRecovery('RECOVERY'))).toEqual({ code: 'passphrase-needed' });
    expect(await stateOf(memory)).toEqual({ kind: 'memory', reason: 'no-keyring' });
  });

  it('opens the vault although slots were planted before its own, and they are gone then', async () => {
    const { path, start } = await newVaultFolder();
    const vault = start();
    await put(vault, { a: 1 });
    await vault.setPassphrase(right, { askAtStart: false });
    const { slots } = await readFileOf(path);
    const odd = [{ kind: 'passkey', wrapped: 'x' }, null, { kind: 'passphrase', recipe: { N: 2 ** 30 } }];
    await tamper(path, (file) => file.slots.unshift(...odd));
    const again = start();
    await put(again, { a: 2 });
    expect((await readFileOf(path)).slots).toEqual(slots);
    expect(await again.status()).toMatchObject({ damage: 'repaired' });
    await again.setPassphrase('another', { askAtStart: true, current: right });
    const third = start();
    await third.unlock('another');
    expect(await recordsOf(third)).toEqual({ a: 2 });
  });

  it('of another vault does not fit', async () => {
    const one = await newVaultFolder();
    const two = await newVaultFolder();
    for (const { start } of [one, two]) await start().setPassphrase(right, { askAtStart: true });
    const { slots } = await readFileOf(two.path);
    await rm(`${one.path}.bak`);
    await tamper(one.path, (file) => (file.slots = slots));
    expect(await failureOf(one.start().unlock(right))).toMatchObject({ code: 'passphrase-wrong' });

    const three = await newVaultFolder();
    await put(three.start(), { a: 1 });
    const os = (await readFileOf(three.path)).slots;
    await tamper(one.path, (file) => (file.slots = os));
    expect(await stateOf(one.start({ sealer: three.sealer }))).toEqual({
      kind: 'unopenable',
      reason: 'other-key',
    });
  });
});

describe('a wrong passphrase', () => {
  it('is followed by a pause that grows to a minute', async () => {
    const { clock, start } = await newVaultFolder();
    const vault = start();
    await vault.setPassphrase('right', { askAtStart: true });
    await vault.lock();
    for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
      const retryAt = clock.now() + seconds * 1000;
      expect(await failureOf(vault.unlock('wrong'))).toEqual({ code: 'passphrase-wrong', retryAt });
      expect(await failureOf(vault.unlock('right'))).toEqual({ code: 'passphrase-paused', retryAt });
      clock.advance(seconds * 1000 - 1);
      expect(await failureOf(vault.unlock('right'))).toEqual({ code: 'passphrase-paused', retryAt });
      clock.advance(1);
    }
    await vault.unlock('right');
    await vault.lock();
    const retryAt = clock.now() + 1000;
    expect(await failureOf(vault.unlock('wrong'))).toEqual({ code: 'passphrase-wrong', retryAt });
  });

  it('asked twice at once is tried once', async () => {
    const { start } = await newVaultFolder();
    const vault = start();
    await vault.setPassphrase('right', { askAtStart: true });
    await vault.lock();
    const both = await Promise.all([failureOf(vault.unlock('wrong')), failureOf(vault.unlock('wrong'))]);
    expect(both).toMatchObject([{ code: 'passphrase-wrong' }, { code: 'passphrase-paused' }]);
  });

  it('does not pause longer because the clock was set back', async () => {
    const { clock, start } = await newVaultFolder();
    const vault = start();
    await vault.setPassphrase('right', { askAtStart: true });
    await vault.lock();
    await failureOf(vault.unlock('wrong'));
    clock.advance(-3_600_000);
    await vault.unlock('right');
  });
});

describe('locking', () => {
  it('forgets key and records; only a passphrase opens the vault again', async () => {
    const { start } = await newVaultFolder();
    const vault = start();
    await put(vault, { a: 1 });
    await vault.setPassphrase('right', { askAtStart: false });
    await vault.lock();
    expect(await vault.status()).toMatchObject({ state: { kind: 'locked' }, closedRecords: ['a'] });
    expect(await failureOf(vault.read())).toEqual({ code: 'vault-locked' });
    await vault.lock();
    await vault.unlock('right');
    expect(await recordsOf(vault)).toEqual({ a: 1 });
    await put(vault, { b: 2 });
    await vault.lock();
    expect(await recordsOf(start())).toEqual({ a: 1, b: 2 });
  });

  it('is refused where no passphrase could open the vault again', async () => {
    const { start } = await newVaultFolder();
    const vault = start();
    expect(await failureOf(vault.lock())).toEqual({ code: 'passphrase-needed' });
    await put(vault, { a: 1 });
    expect(await failureOf(vault.lock())).toEqual({ code: 'passphrase-needed' });
    expect(await recordsOf(vault)).toEqual({ a: 1 });
  });

  it('sees what another process saved meanwhile', async () => {
    const { start } = await newVaultFolder();
    const vault = start();
    await vault.setPassphrase('right', { askAtStart: false });
    await vault.lock();
    await put(start(), { a: 1 });
    await vault.unlock('right');
    expect(await recordsOf(vault)).toEqual({ a: 1 });
  });
});

describe('two vaults on one file', () => {
  it('never undo each other', async () => {
    const { start } = await newVaultFolder();
    const [one, two] = [start(), start()];
    // Both begin with an empty folder: the second to save joins the vault of the first.
    await one.status();
    await two.status();
    await put(one, { a: 1 });
    await put(two, { b: 2 });
    await put(one, { c: 3 });
    await two.change((draft) => void draft.records.delete('a'));
    await one.setRecovery('RECOVERY');
    await put(two, { d: 4 });
    expect(await recordsOf(start())).toEqual({ b: 2, c: 3, d: 4 });
    expect((await start().status()).slots).toEqual(['os', 'recovery']);
  });

  it('do not drop what only memory holds', async () => {
    const { sealer, start } = await newVaultFolder();
    sealer.become(unfit('no-keyring'));
    const [one, two] = [start(), start()];
    await put(one, { a: 1 });
    await put(two, { b: 2 });
    await one.setPassphrase('one', { askAtStart: false });
    expect(await failureOf(two.setPassphrase('two', { askAtStart: false }))).toEqual({
      code: 'profiles-unreadable',
      reason: 'sealed-elsewhere',
    });
    expect(await recordsOf(two)).toEqual({ b: 2 });
    const again = start();
    await again.unlock('one');
    expect(await recordsOf(again)).toEqual({ a: 1 });
  });

  it('lock each other out where only a passphrase opens what the other began', async () => {
    const { start } = await newVaultFolder();
    const [one, two] = [start(), start()];
    await two.status();
    await one.setPassphrase('one', { askAtStart: true });
    expect(await failureOf(put(two, { b: 2 }))).toEqual({ code: 'vault-locked' });
    await two.unlock('one');
    await put(two, { b: 2 });
    expect(await recordsOf(two)).toEqual({ b: 2 });
  });
});

describe('a file of a newer version', () => {
  const text = '{ "format": 4, "anything": {"kept": "elsewhere"} }';

  it('is not touched', async () => {
    const { folder, path, start } = await newVaultFolder();
    await writeFile(path, text);
    const vault = start();
    expect(await stateOf(vault)).toEqual({ kind: 'newer' });
    const refused = { code: 'profiles-unreadable', reason: 'newer-version' };
    expect(await failureOf(vault.read())).toEqual(refused);
    expect(await failureOf(put(vault, { a: 1 }))).toEqual(refused);
    expect(await failureOf(vault.setPassphrase('x', { askAtStart: false }))).toEqual(refused);
    expect(await failureOf(vault.unlock('x'))).toEqual(refused);
    await vault.lock();
    expect(await readFile(path, 'utf8')).toBe(text);
    expect(await filesIn(folder)).toEqual(['vault.json']);
  });

  it('is not touched when it comes while the vault is open', async () => {
    const { path, start } = await newVaultFolder();
    const vault = start();
    await put(vault, { a: 1 });
    await writeFile(path, text);
    expect(await failureOf(put(vault, { b: 2 }))).toMatchObject({ reason: 'newer-version' });
    expect(await readFile(path, 'utf8')).toBe(text);
    expect(await recordsOf(vault)).toEqual({ a: 1 });
  });
});

describe('a file that is no vault', () => {
  it.each(['', '{', 'null', '[]', '\0\0', '{"format":1,"records":[]}', '{"format":2}', '{"format":"3"}'])(
    '(%j) is set aside before the first save',
    async (text) => {
      const { folder, path, start } = await newVaultFolder();
      await writeFile(path, text);
      const vault = start();
      expect(await vault.status()).toEqual({
        ...intact,
        state: { kind: 'open' },
        slots: [],
        damage: 'unreadable',
      });
      expect(await readFile(path, 'utf8')).toBe(text);
      await put(vault, { a: 1 });
      const aside = 'vault.json.damaged-2026-11-24T10-00-00';
      expect((await vault.status()).setAside).toEqual([aside]);
      expect(await readFile(`${folder}/${aside}`, 'utf8')).toBe(text);
      expect(await recordsOf(start())).toEqual({ a: 1 });
    },
  );

  it('never replaces one that was set aside in the same second', async () => {
    const { folder, path, start } = await newVaultFolder();
    for (const text of ['first', 'second', 'third']) {
      await writeFile(path, text);
      await rm(`${path}.bak`, { force: true });
      await put(start(), { a: text });
    }
    const aside = (await filesIn(folder)).filter((name) => name.includes('damaged'));
    const texts = await Promise.all(aside.map((name) => readFile(`${folder}/${name}`, 'utf8')));
    expect(texts).toEqual(['first', 'second', 'third']);
  });

  it('stays while nothing may be saved', async () => {
    const { folder, path, sealer, start } = await newVaultFolder();
    await writeFile(path, 'garbage');
    sealer.become(unfit('no-keyring'));
    const vault = start();
    await put(vault, { a: 1 });
    expect(await vault.status()).toMatchObject({ state: { kind: 'memory' }, damage: 'unreadable' });
    expect(await filesIn(folder)).toEqual(['vault.json']);
  });

  it.each(['damaged', 'gone'])('(%s) is stood in for by its backup', async (how) => {
    const { folder, path, start } = await newVaultFolder();
    await put(start(), { a: 1 });
    await put(start(), { a: 2 });
    if (how === 'gone') await rm(path);
    else await writeFile(path, 'garbage');
    const vault = start();
    expect(await vault.status()).toMatchObject({ state: { kind: 'open' }, damage: 'backup-used' });
    expect(await recordsOf(vault)).toEqual({ a: 1 });
    // At once, so that it can be said under which name the damaged file is kept.
    const kept = (await filesIn(folder)).filter((name) => name.includes('damaged'));
    expect(kept).toHaveLength(how === 'gone' ? 0 : 1);
    expect((await vault.status()).setAside).toEqual(kept);
    await put(vault, { b: 3 });
    expect(await recordsOf(start())).toEqual({ a: 1, b: 3 });
    expect(await start().status()).toMatchObject({ damage: 'none', setAside: [] });
  });

  it('appears while the vault is open: what memory holds is saved, the other is set aside', async () => {
    const { path, start } = await newVaultFolder();
    const vault = start();
    await put(vault, { a: 1 });
    await writeFile(path, 'garbage');
    await put(vault, { b: 2 });
    expect(await recordsOf(start())).toEqual({ a: 1, b: 2 });
    expect((await vault.status()).setAside).toHaveLength(1);
  });

  it('keeps its records when it is cut at any length', { timeout: 60_000 }, async () => {
    const { folder, path, start } = await newVaultFolder();
    await put(start(), { a: { name: 'First' } });
    await put(start(), { b: { name: 'Second' } });
    const text = await readFile(path, 'utf8');
    const backup = await readFile(`${path}.bak`, 'utf8');
    for (let length = 0; length < text.length - 1; length += 3) {
      await writeFile(path, text.slice(0, length));
      const vault = start();
      expect(await recordsOf(vault)).toEqual({ a: { name: 'First' } });
      expect((await vault.status()).damage).toBe('backup-used');
      expect(await readFile(`${path}.bak`, 'utf8')).toBe(backup);
      const { setAside } = await vault.status();
      expect(await readFile(`${folder}/${setAside[0]!}`, 'utf8')).toBe(text.slice(0, length));
      await rm(`${folder}/${setAside[0]!}`);
    }
    await writeFile(path, text.trimEnd());
    expect(Object.keys(await recordsOf(start()))).toEqual(['a', 'b']);
  });
});

describe('starting afresh', () => {
  it('sets file and backup aside and begins anew', async () => {
    const { folder, path, sealer, start } = await newVaultFolder();
    await put(start(), { a: 1 });
    await put(start(), { a: 2 });
    const [file, backup] = [await readFile(path, 'utf8'), await readFile(`${path}.bak`, 'utf8')];
    const vault = start({ sealer: createTestSealer() });
    expect(await stateOf(vault)).toMatchObject({ kind: 'unopenable' });
    await vault.startFresh();
    expect(await vault.status()).toMatchObject({
      state: { kind: 'open' },
      slots: [],
      setAside: ['vault.json.bak.set-aside-2026-11-24T10-00-00', 'vault.json.set-aside-2026-11-24T10-00-00'],
    });
    expect(await recordsOf(start())).toEqual({});
    await put(vault, { b: 1 });
    expect(await recordsOf(vault)).toEqual({ b: 1 });
    expect(await readFile(`${path}.set-aside-2026-11-24T10-00-00`, 'utf8')).toBe(file);
    expect(await readFile(`${path}.bak.set-aside-2026-11-24T10-00-00`, 'utf8')).toBe(backup);
    expect(await filesIn(folder)).toHaveLength(4);
    const former = start({ path: `${path}.set-aside-2026-11-24T10-00-00`, sealer });
    expect(await recordsOf(former)).toEqual({ a: 2 });
  });

  it('is possible after locking, too, and without a file', async () => {
    const { start } = await newVaultFolder();
    const vault = start();
    await vault.startFresh();
    await vault.setPassphrase('forgotten', { askAtStart: true });
    await vault.lock();
    await vault.startFresh();
    await put(vault, { a: 1 });
    expect(await recordsOf(start())).toEqual({ a: 1 });
  });
});
