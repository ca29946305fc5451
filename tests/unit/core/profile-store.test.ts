import { readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProfileStore } from '#core/profiles/profile-store.ts';
import { temporaryFolder, testClientId, testKeys, testPoolId, testProfile } from '#tests/support/desk.ts';
import { createTestSealer, type TestSealer } from '#tests/support/ports.ts';
import { failureOf, put, readFileOf, recordsOf, tamper, vaultAt } from '#tests/support/vault.ts';

const secret = 'examplesecret0123456789abcdefghijklmnopqrstuvwxyz01';

/** The store as the app opens it at its start. */
function storeAt(path: string, sealer: TestSealer = createTestSealer()) {
  const changed: string[] = [];
  const vault = vaultAt({ path, sealer });
  const formerPath = join(path, '../profiles.json');
  const store = createProfileStore({ vault, formerPath, sealer, onEnded: (id) => void changed.push(id) });
  return { store, vault, sealer, changed, path };
}

const storeIn = async () => storeAt(join(await temporaryFolder(), 'vault.json'));

const names = async (store: { list: () => Promise<{ profiles: readonly { name: string }[] }> }) =>
  (await store.list()).profiles.map(({ name }) => name);

const save = async (store: ReturnType<typeof storeAt>['store'], name: string): Promise<string> =>
  (await store.save(testProfile({ name }))).profileId;

describe('profiles', () => {
  it('are none at first, and nothing is written for that', async () => {
    const { store, path } = await storeIn();
    expect(await store.list()).toEqual({
      profiles: [],
      activeId: null,
      storage: { kind: 'protected' },
      unreadable: 0,
      canStartFresh: false,
    });
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  it('are kept in the order in which they were made; a new one is the active one', async () => {
    const { store } = await storeIn();
    const first = await save(store, 'First');
    const { profileId: second, list } = await store.save(testProfile({ name: 'Second' }));
    expect(list.profiles.map(({ id, name }) => [id, name])).toEqual([
      [first, 'First'],
      [second, 'Second'],
    ]);
    expect(list.activeId).toBe(second);
  });

  it('outlive the app, secrets and all', async () => {
    const { store, sealer, path } = await storeIn();
    const draft = testProfile({ clientSecret: { change: 'set', value: secret }, access: testKeys });
    const { profileId, list } = await store.save(draft);
    const { store: again } = storeAt(path, sealer);
    expect(await again.list()).toEqual(list);
    expect(await again.get(profileId)).toEqual(await store.get(profileId));
    expect(await again.get(profileId)).toMatchObject({
      clientSecret: secret,
      access: { secretAccessKey: testKeys.keys.secretAccessKey },
    });
  });

  it('change in their place; the active one stays', async () => {
    const { store, changed } = await storeIn();
    const first = await save(store, 'First');
    const second = await save(store, 'Second');
    expect(changed).toEqual([]);
    const { list } = await store.save(testProfile({ id: first, name: 'Renamed', region: 'eu-west-1' }));
    expect(list.profiles.map(({ name, region }) => [name, region])).toEqual([
      ['Renamed', 'eu-west-1'],
      ['Second', 'us-east-1'],
    ]);
    expect(list.activeId).toBe(second);
    expect(changed).toEqual([first]);
  });

  it('are copied with their secrets, right after the original, and the active one stays', async () => {
    const { store } = await storeIn();
    const draft = testProfile({ clientSecret: { change: 'set', value: secret }, access: testKeys });
    const { profileId: first } = await store.save({ ...draft, name: 'First', readOnly: true });
    const second = await save(store, 'Second');
    const { profileId: copy, list } = await store.duplicate(first);
    expect(list.profiles.map(({ name }) => name)).toEqual(['First', 'First copy', 'Second']);
    expect(list.activeId).toBe(second);
    expect(JSON.stringify(list)).not.toContain(secret);
    expect(await store.get(copy)).toEqual({ ...(await store.get(first)), id: copy, name: 'First copy' });
    expect((await store.duplicate(first)).list.profiles[1]?.name).toBe('First copy 2');
    expect(await failureOf(store.duplicate('gone'))).toMatchObject({ code: 'profile-missing' });
  });

  it('are put in the order that the user wants; those not named follow as they were', async () => {
    const { store, sealer, path } = await storeIn();
    const [a, b, c] = [await save(store, 'A'), await save(store, 'B'), await save(store, 'C')];
    await store.reorder([c, 'gone', a, c]);
    const { store: again } = storeAt(path, sealer);
    expect(await names(again)).toEqual(['C', 'A', 'B']);
    await again.reorder([b]);
    expect(await names(again)).toEqual(['B', 'C', 'A']);
  });

  it('remember which are favourites and when each was last used', async () => {
    const { store, sealer, path } = await storeIn();
    const first = await save(store, 'First');
    await save(store, 'Second');
    await store.setFavourite(first, true);
    await store.setFavourite(first, true);
    await store.choose(first);
    const { profiles } = await storeAt(path, sealer).store.list();
    expect(profiles.map(({ favourite }) => favourite)).toEqual([true, false]);
    const [one, two] = profiles.map(({ lastUsedAt }) => lastUsedAt ?? 0);
    expect(one).toBeGreaterThanOrEqual(two ?? Infinity);
    expect((await store.setFavourite(first, false)).profiles[0]?.favourite).toBe(false);
    expect(await failureOf(store.setFavourite('gone', true))).toMatchObject({ code: 'profile-missing' });
  });

  it('from before colours, favourites and times are read as they are', async () => {
    const { store, sealer, path, vault } = await storeIn();
    const { profileId } = await store.save(testProfile({ clientSecret: { change: 'set', value: secret } }));
    const before = await store.get(profileId);
    expect(Object.keys(before)).not.toContain('colour');
    await vault.change((draft) => {
      draft.meta = { order: [profileId], activeId: profileId };
    });
    const { store: again } = storeAt(path, sealer);
    expect((await again.list()).profiles).toMatchObject([
      {
        colour: 'environment',
        icon: 'letters',
        readOnly: false,
        signInMethod: 'automatic',
        favourite: false,
        lastUsedAt: null,
      },
    ]);
    await again.save(testProfile({ id: profileId, clientSecret: { change: 'keep' }, colour: 'pink' }));
    expect(await again.get(profileId)).toEqual({ ...before, colour: 'pink' });
  });

  it('can be chosen, and the choice outlives the app', async () => {
    const { store, sealer, path } = await storeIn();
    const first = await save(store, 'First');
    await save(store, 'Second');
    expect((await store.choose(first)).activeId).toBe(first);
    expect((await storeAt(path, sealer).store.list()).activeId).toBe(first);
  });

  it('can be deleted; then the first one is the active one', async () => {
    const { store, sealer, path, changed } = await storeIn();
    const first = await save(store, 'First');
    const second = await save(store, 'Second');
    expect(await store.remove(second)).toMatchObject({ profiles: [{ name: 'First' }], activeId: first });
    expect(changed).toEqual([second]);
    expect(await names(storeAt(path, sealer).store)).toEqual(['First']);
    expect(await store.remove(first)).toMatchObject({ profiles: [], activeId: null });
  });

  it.each(['nothing', '__proto__'])('that are not there cannot be used: %s', async (id) => {
    const { store, path } = await storeIn();
    await save(store, 'First');
    const before = await readFile(path, 'utf8');
    const missing = { code: 'profile-missing' };
    expect(await failureOf(store.get(id))).toEqual(missing);
    expect(await failureOf(store.choose(id))).toEqual(missing);
    expect(await failureOf(store.remove(id))).toEqual(missing);
    expect(await failureOf(store.save(testProfile({ id })))).toEqual(missing);
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('cannot keep access keys that were never given', async () => {
    const { store } = await storeIn();
    const id = await save(store, 'First');
    const access = { kind: 'access-keys', keys: { change: 'keep' } } as const;
    expect(await failureOf(store.save(testProfile({ id, name: 'Changed', access })))).toEqual({
      code: 'invalid-input',
      issues: [{ path: 'access.keys.accessKeyId', problem: 'required' }],
    });
    expect(await names(store)).toEqual(['First']);
  });

  it('all survive when 50 are saved at the same time', async () => {
    const { store, sealer, path } = await storeIn();
    const wanted = Array.from({ length: 50 }, (_, index) => `Pool ${index}`);
    await Promise.all(wanted.map((name) => save(store, name)));
    expect(await names(store)).toEqual(wanted);
    expect(await names(storeAt(path, sealer).store)).toEqual(wanted);
  });

  it('survive changes of all kinds at the same time', async () => {
    const { store, sealer, path } = await storeIn();
    const ids = await Promise.all(['A', 'B', 'C', 'D'].map((name) => save(store, name)));
    await Promise.all([
      store.remove(ids[0]!),
      store.save(testProfile({ id: ids[1]!, name: 'B2' })),
      store.list(),
      store.choose(ids[2]!),
      save(store, 'E'),
      store.get(ids[3]!),
    ]);
    expect(await names(store)).toEqual(['B2', 'C', 'D', 'E']);
    expect(await storeAt(path, sealer).store.list()).toEqual(await store.list());
  });
});

describe('profiles in the vault', () => {
  it('show nothing of themselves to whoever reads the file', async () => {
    const { store, path } = await storeIn();
    const keys = { ...testKeys.keys, sessionToken: 'PlantedSessionToken' };
    await store.save(
      testProfile({
        name: 'Planted name',
        endpoint: 'http://planted.example',
        clientSecret: { change: 'set', value: secret },
        access: { kind: 'access-keys', keys },
      }),
    );
    const file = await readFileOf(path);
    const everything = [
      JSON.stringify(file),
      atob(file.index),
      ...file.records.map(({ sealed }) => atob(sealed)),
    ].join();
    for (const hidden of [
      'Planted',
      'planted',
      'us-east-1',
      testClientId,
      testPoolId,
      secret,
      'AKID',
      testKeys.keys.secretAccessKey,
      'access-keys',
      'clientId',
      'activeId',
    ]) {
      expect(everything).not.toContain(hidden);
    }
  });

  it('are not written to choose what is chosen', async () => {
    const { store, path } = await storeIn();
    const id = await save(store, 'First');
    const before = await readFile(path, 'utf8');
    await store.choose(id);
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('that cannot be read are counted, and the others work', async () => {
    const { store, sealer, path } = await storeIn();
    await save(store, 'First');
    const broken = await save(store, 'Second');
    await rm(`${path}.bak`);
    await tamper(path, (file) => (file.records[1]!.sealed = ''));
    const { store: again } = storeAt(path, sealer);
    expect(await again.list()).toMatchObject({ profiles: [{ name: 'First' }], unreadable: 1 });
    const missing = { code: 'profile-missing' };
    expect(await failureOf(again.choose(broken))).toEqual(missing);
    expect(await failureOf(again.remove(broken))).toEqual(missing);
    expect(await failureOf(again.save(testProfile({ id: broken })))).toEqual(missing);
    await save(again, 'Third');
    expect(await again.list()).toMatchObject({
      profiles: [{ name: 'First' }, { name: 'Third' }],
      unreadable: 1,
    });
  });

  it('that a newer version saved in its own way are counted and kept', async () => {
    const { store, vault, sealer, path } = await storeIn();
    const id = await save(store, 'First');
    const record = await store.get(id);
    const odd = { newer: { ...record, id: 'newer', more: 1 }, other: record, text: 'x' };
    await put(vault, odd);
    const { store: again, vault: vaultAgain } = storeAt(path, sealer);
    expect(await again.list()).toMatchObject({ profiles: [{ name: 'First' }], unreadable: 3 });
    await save(again, 'Second');
    expect(await recordsOf(vaultAgain)).toMatchObject(odd);
  });

  it('wait for a key that is out of reach, and the active one is the active one again', async () => {
    const { store, sealer, path } = await storeIn();
    const id = await save(store, 'First');
    sealer.become({ kind: 'unfit', reason: 'locked' });
    const { store: again } = storeAt(path, sealer);
    expect(await again.list()).toMatchObject({
      profiles: [],
      unreadable: 1,
      storage: { kind: 'out-of-reach' },
    });
    expect(await failureOf(again.save(testProfile()))).toEqual({
      code: 'storage-unavailable',
      reason: 'locked',
    });
    sealer.become({ kind: 'ready' });
    expect(await again.list()).toMatchObject({ profiles: [{ id }], activeId: id, unreadable: 0 });
  });

  it('of another user or computer are counted', async () => {
    const { store, path } = await storeIn();
    await save(store, 'First');
    const { store: elsewhere } = storeAt(path);
    expect(await elsewhere.list()).toMatchObject({
      profiles: [],
      unreadable: 1,
      storage: { kind: 'protected' },
    });
  });

  it('in a file that cannot be understood count as one, until that is set aside', async () => {
    const { store, path } = await storeIn();
    await writeFile(path, 'garbage');
    expect(await store.list()).toMatchObject({ profiles: [], activeId: null, unreadable: 1 });
    await save(store, 'First');
    expect(await store.list()).toMatchObject({ profiles: [{ name: 'First' }], unreadable: 0 });
  });

  it('of a newer version of the file are read-only', async () => {
    const text = '{"format":4,"records":{"kept":"elsewhere"}}';
    const { store, path } = await storeIn();
    await writeFile(path, text);
    expect(await store.list()).toMatchObject({ profiles: [], unreadable: 1 });
    const refused = { code: 'profiles-unreadable', reason: 'newer-version' };
    expect(await failureOf(store.save(testProfile()))).toEqual(refused);
    expect(await failureOf(store.choose('a'))).toEqual(refused);
    expect(await failureOf(store.remove('a'))).toEqual(refused);
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it.each(['no-keyring', 'weak-keyring', 'locked'] as const)(
    'last for this run only where the key of the system is not to be trusted (%s)',
    async (reason) => {
      const { store, sealer, path } = await storeIn();
      sealer.become({ kind: 'unfit', reason });
      const { profileId, list } = await store.save(
        testProfile({ clientSecret: { change: 'set', value: secret } }),
      );
      expect(list).toMatchObject({
        profiles: [{ name: 'Test pool' }],
        activeId: profileId,
        storage: { kind: 'session-only', reason },
        unreadable: 0,
      });
      await store.save(testProfile({ id: profileId, name: 'Changed', clientSecret: { change: 'keep' } }));
      await store.choose(profileId);
      expect(await store.get(profileId)).toMatchObject({ name: 'Changed', clientSecret: secret });
      await store.remove(profileId);
      expect(await readdir(join(path, '..'))).toEqual([]);
    },
  );

  it('are as they were when the disk refuses', async () => {
    const { store, path, changed } = await storeIn();
    const first = await save(store, 'First');
    await save(store, 'Second');
    const before = await store.list();
    const text = await readFile(path, 'utf8');
    // A lock that leads to itself.
    await rm(`${path}.lock`);
    await symlink(`${path}.lock`, `${path}.lock`);
    for (const change of [
      store.save(testProfile({ name: 'Third' })),
      store.save(testProfile({ id: first, name: 'Renamed' })),
      store.remove(first),
      store.choose(first),
    ]) {
      expect(await failureOf(change)).toMatchObject({ code: 'storage-unavailable', reason: 'disk' });
    }
    expect(await store.list()).toEqual(before);
    expect(await readFile(path, 'utf8')).toBe(text);
    expect(changed).toEqual([]);
    await rm(`${path}.lock`);
    await save(store, 'Third');
    expect(await names(store)).toEqual(['First', 'Second', 'Third']);
  });
});

describe('profiles that another key locked', () => {
  it('can be set aside, whole, for a fresh start', async () => {
    const { store, path } = await storeIn();
    await save(store, 'Sealed elsewhere');
    const sealed = await readFile(path, 'utf8');
    const { store: elsewhere } = storeAt(path, createTestSealer());
    expect(await elsewhere.list()).toMatchObject({ profiles: [], unreadable: 1, canStartFresh: true });
    expect(await failureOf(elsewhere.save(testProfile({ name: 'New' })))).toMatchObject({
      code: 'profiles-unreadable',
    });

    expect(await elsewhere.startFresh()).toMatchObject({ profiles: [], unreadable: 0, canStartFresh: false });
    await save(elsewhere, 'New');
    expect(await names(elsewhere)).toEqual(['New']);
    const folder = join(path, '..');
    const kept = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
    );
    expect(kept).toContain(sealed);
  });

  it('are not set aside while they can be used', async () => {
    const { store } = await storeIn();
    await save(store, 'Usable');
    expect(await failureOf(store.startFresh())).toMatchObject({ code: 'profiles-unreadable' });
    expect(await names(store)).toEqual(['Usable']);
  });
});
