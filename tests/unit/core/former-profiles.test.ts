import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProfileStore } from '#core/profiles/profile-store.ts';
import type { ProfileRecord } from '#core/profiles/profile-record.ts';
import { testClientId, testProfile } from '#tests/support/desk.ts';
import { createTestSealer, type TestSealer } from '#tests/support/ports.ts';
import { newVaultFolder, put, tamper } from '#tests/support/vault.ts';

const record = (id: string): ProfileRecord => ({
  id,
  name: `Profile ${id}`,
  environment: 'test',
  region: 'eu-north-1',
  clientId: testClientId,
  clientSecret: `examplesecret${id}0123456789abcdefghijklmnopqrstuvwxyz`,
  endpoint: null,
  poolId: null,
  access: null,
});

const sealedBy = async (sealer: TestSealer, id: string, value: unknown = record(id)) => ({
  id,
  sealed: Buffer.from(await sealer.seal(JSON.stringify(value))).toString('base64'),
});

/** A folder with a file of the app's first version: a and b open, `lost` was sealed by somebody else. */
async function formerFolder() {
  const here = await newVaultFolder();
  const formerPath = join(here.folder, 'profiles.json');
  const records = [
    await sealedBy(here.sealer, 'a'),
    await sealedBy(createTestSealer(), 'lost'),
    await sealedBy(here.sealer, 'b'),
  ];
  const text = `${JSON.stringify({ format: 1, activeId: 'b', records }, null, 2)}\n`;
  await writeFile(formerPath, text);
  const start = (sealer: TestSealer = here.sealer) => {
    const vault = here.start({ sealer });
    return { vault, store: createProfileStore({ vault, formerPath, sealer }) };
  };
  return { ...here, formerPath, text, records, start };
}

const filesIn = async (folder: string) => (await readdir(folder)).sort();

describe('profiles of the first version', () => {
  it('move into the vault, with order, secrets and the active one', async () => {
    const { folder, formerPath, text, start } = await formerFolder();
    const { store } = start();
    expect(await store.list()).toMatchObject({
      profiles: [{ id: 'a' }, { id: 'b' }],
      activeId: 'b',
      unreadable: 1,
      storage: { kind: 'protected' },
    });
    expect(await store.get('a')).toEqual(record('a'));
    expect(await filesIn(folder)).toEqual(['profiles.json.migrated', 'vault.json', 'vault.json.lock']);
    expect(await readFile(`${formerPath}.migrated`, 'utf8')).toBe(text);
    expect(await start().store.list()).toEqual(await store.list());
  });

  it('that do not open are kept byte for byte, and opened when their key comes back', async () => {
    const { vault, store, ...here } = await (async () => {
      const folder = await formerFolder();
      return { ...folder, ...folder.start() };
    })();
    await store.list();
    await store.save(testProfile({ name: 'New' }));
    expect((await vault.read()).meta).toMatchObject({ carried: [here.records[1]] });

    const elsewhere = createTestSealer();
    const [late] = [await sealedBy(elsewhere, 'late')];
    await vault.change((draft) => {
      draft.meta = { ...(draft.meta as object), carried: [here.records[1], late] };
    });
    // A computer whose key opens the vault and the late one.
    const both: TestSealer = {
      ...here.sealer,
      open: (sealed) => here.sealer.open(sealed).catch(() => elsewhere.open(sealed)),
    };
    expect(await here.start(both).store.list()).toMatchObject({
      profiles: [{ id: 'a' }, { id: 'b' }, { name: 'New' }, { id: 'late' }],
      unreadable: 1,
    });
    expect((await here.start().vault.read()).meta).toMatchObject({ carried: [here.records[1]] });
  });

  it('wait in their file while the key of the system is out of reach', async () => {
    const { folder, formerPath, sealer, text, start } = await formerFolder();
    sealer.become({ kind: 'unfit', reason: 'locked' });
    const { store } = start();
    expect(await store.list()).toMatchObject({
      profiles: [],
      unreadable: 3,
      storage: { kind: 'session-only', reason: 'locked' },
    });
    await store.save(testProfile({ name: 'New' }));
    expect(await filesIn(folder)).toEqual(['profiles.json']);
    expect(await readFile(formerPath, 'utf8')).toBe(text);
    sealer.become({ kind: 'ready' });
    const { profiles, unreadable } = await store.list();
    expect(profiles.map(({ name }) => name)).toEqual(['New', 'Profile a', 'Profile b']);
    expect(unreadable).toBe(1);
  });

  it('are carried by a vault with a passphrase while the key of the system is out of reach', async () => {
    const { sealer, start } = await formerFolder();
    sealer.become({ kind: 'unfit', reason: 'locked' });
    const { vault, store } = start();
    await vault.setPassphrase('right', { askAtStart: true });
    expect(await store.list()).toMatchObject({ profiles: [], unreadable: 3 });
    sealer.become({ kind: 'ready' });
    expect(await store.list()).toMatchObject({ profiles: [{ id: 'a' }, { id: 'b' }], unreadable: 1 });
  });

  it('that were deleted do not come back', async () => {
    const { folder, formerPath, text, start } = await formerFolder();
    const { store } = start();
    await store.remove('a');
    await writeFile(formerPath, text);
    expect((await start().store.list()).profiles.map(({ id }) => id)).toEqual(['b']);
    expect((await filesIn(folder)).filter((name) => name.startsWith('profiles'))).toEqual([
      'profiles.json.migrated',
      'profiles.json.migrated-2',
    ]);
  });

  it('do not replace what the vault holds', async () => {
    const { vault, store } = (await formerFolder()).start();
    await put(vault, { a: { ...record('a'), name: 'Newer' } });
    const { profiles } = await store.list();
    expect(profiles.map(({ name }) => name).sort()).toEqual(['Newer', 'Profile b']);
  });

  it('in a file that cannot be understood stay there, and count as one', async () => {
    const { folder, formerPath, start } = await formerFolder();
    await writeFile(formerPath, '{"format":1,"rec');
    const { store } = start();
    expect(await store.list()).toMatchObject({ profiles: [], unreadable: 1 });
    await store.save(testProfile({ name: 'New' }));
    expect(await store.list()).toMatchObject({ profiles: [{ name: 'New' }], unreadable: 1 });
    expect(await readFile(formerPath, 'utf8')).toBe('{"format":1,"rec');
    expect(await filesIn(folder)).toContain('profiles.json');
  });

  it('stay in their file while the vault cannot be saved', async () => {
    const { path, formerPath, text, start } = await formerFolder();
    await writeFile(path, '{"format":4}');
    expect(await start().store.list()).toMatchObject({ profiles: [] });
    expect(await readFile(formerPath, 'utf8')).toBe(text);
    await expect(stat(`${formerPath}.migrated`)).rejects.toThrow('ENOENT');
  });

  it('stay known to a vault whose file was damaged after they moved', async () => {
    const { path, start } = await formerFolder();
    const { store } = start();
    await store.list();
    await store.choose('a');
    await tamper(path, (file) => (file.records[0]!.sealed = ''));
    expect(await start().store.list()).toMatchObject({ profiles: [{ id: 'a' }, { id: 'b' }] });
  });
});
