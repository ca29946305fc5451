import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppFailure } from '#core/app-failure.ts';
import { createProfileStore } from '#core/profiles/profile-store.ts';
import { temporaryFolder, testClientId, testKeys, testPoolId, testProfile } from '#tests/support/desk.ts';
import { createTestSealer, type TestSealer } from '#tests/support/ports.ts';

const secret = 'examplesecret0123456789abcdefghijklmnopqrstuvwxyz01';

function storeAt(path: string, sealer: TestSealer = createTestSealer()) {
  const changed: string[] = [];
  const store = createProfileStore({
    path,
    sealer,
    now: () => 1000,
    onChanged: (id) => void changed.push(id),
  });
  return { store, sealer, changed, path };
}

const storeIn = async (sealer?: TestSealer) =>
  storeAt(join(await temporaryFolder(), 'profiles.json'), sealer);

const errorOf = async (promise: Promise<unknown>): Promise<unknown> => {
  const cause = await promise.then(
    () => new Error('Nothing failed.'),
    (thrown: unknown) => thrown,
  );
  if (!(cause instanceof AppFailure)) throw cause;
  return cause.error;
};

type StoredFile = { format: number; activeId: string | null; records: { id: string; sealed: string }[] };
const readStored = async (path: string) => JSON.parse(await readFile(path, 'utf8')) as StoredFile;

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
    expect(await errorOf(store.get(id))).toEqual(missing);
    expect(await errorOf(store.choose(id))).toEqual(missing);
    expect(await errorOf(store.remove(id))).toEqual(missing);
    expect(await errorOf(store.save(testProfile({ id })))).toEqual(missing);
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('cannot keep access keys that were never given', async () => {
    const { store } = await storeIn();
    const id = await save(store, 'First');
    const access = { kind: 'access-keys', keys: { change: 'keep' } } as const;
    expect(await errorOf(store.save(testProfile({ id, name: 'Changed', access })))).toEqual({
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

describe('the file', () => {
  it('shows nothing of a profile to whoever reads it', async () => {
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
    const text = await readFile(path, 'latin1');
    const everything = [text, ...(await readStored(path)).records.map(({ sealed }) => atob(sealed))].join();
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
    ]) {
      expect(everything).not.toContain(hidden);
    }
  });

  it.runIf(process.platform !== 'win32')('and its folder are readable by this user only', async () => {
    const path = join(await temporaryFolder(), 'new', 'profiles.json');
    const { store } = storeAt(path);
    await save(store, 'First');
    await save(store, 'Second');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700);
  });

  it('has no drafts beside it', async () => {
    const { store, path } = await storeIn();
    await Promise.all([save(store, 'First'), save(store, 'Second')]);
    expect(await readdir(join(path, '..'))).toEqual(['profiles.json']);
  });

  it('is not written to choose what is chosen', async () => {
    const { store, path } = await storeIn();
    const id = await save(store, 'First');
    const before = readFileSync(path, 'utf8');
    await store.choose(id);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });
});

describe('a record that cannot be opened', () => {
  /** A file with two readable records, whose second one is then replaced. */
  async function withSecondRecord(change: (file: StoredFile) => void | Promise<void>) {
    const { store, sealer, path } = await storeIn();
    await save(store, 'First');
    await save(store, 'Second');
    const file = await readStored(path);
    await change(file);
    await writeFile(path, JSON.stringify(file));
    return { ...storeAt(path, sealer), broken: file.records[1]! };
  }

  const ways: readonly [string, (file: StoredFile) => void | Promise<void>][] = [
    [
      'sealed by another key',
      async ({ records }) => {
        const sealed = await createTestSealer().seal('{}');
        records[1]!.sealed = Buffer.from(sealed).toString('base64');
      },
    ],
    ['damaged', ({ records }) => void (records[1]!.sealed = `AAAA${records[1]!.sealed.slice(4)}`)],
    ['cut short', ({ records }) => void (records[1]!.sealed = records[1]!.sealed.slice(0, 40))],
    ['empty', ({ records }) => void (records[1]!.sealed = '')],
    [
      'that of another id',
      ({ records }) => {
        records[1]!.sealed = records[0]!.sealed;
      },
    ],
    ['under another id', ({ records }) => void (records[1]!.id = 'somebody-else')],
  ];

  it.each(ways)('(%s) is counted, and the others work', async (_, change) => {
    const { store } = await withSecondRecord(change);
    expect(await store.list()).toMatchObject({
      profiles: [{ name: 'First' }],
      unreadable: 1,
      storage: { kind: 'protected' },
    });
  });

  it.each(ways)('(%s) stays in the file byte for byte', async (_, change) => {
    const { store, path, broken } = await withSecondRecord(change);
    const id = await save(store, 'Third');
    await store.save(testProfile({ id, name: 'Third, renamed' }));
    await store.choose((await store.list()).profiles[0]!.id);
    await store.remove(id);
    expect((await readStored(path)).records[1]).toEqual(broken);
    expect(await store.list()).toMatchObject({ unreadable: 1, profiles: [{ name: 'First' }] });
  });

  it('cannot be chosen, changed or deleted', async () => {
    const { store, broken } = await withSecondRecord(({ records }) => void (records[1]!.sealed = ''));
    const missing = { code: 'profile-missing' };
    expect(await errorOf(store.choose(broken.id))).toEqual(missing);
    expect(await errorOf(store.remove(broken.id))).toEqual(missing);
    expect(await errorOf(store.save(testProfile({ id: broken.id })))).toEqual(missing);
  });

  it('both, when two have changed places', async () => {
    const { store } = await withSecondRecord(({ records }) => {
      const [first, second] = records as [StoredFile['records'][0], StoredFile['records'][0]];
      [first.sealed, second.sealed] = [second.sealed, first.sealed];
    });
    expect(await store.list()).toMatchObject({ profiles: [], unreadable: 2 });
  });

  it('sealed text of another shape is one, too', async () => {
    const { store, sealer, path } = await storeIn();
    const id = await save(store, 'First');
    const file = await readStored(path);
    for (const text of [
      'null',
      '{',
      `{"id":"${id}"}`,
      JSON.stringify({ ...(await store.get(id)), more: 1 }),
    ]) {
      file.records[0]!.sealed = Buffer.from(await sealer.seal(text)).toString('base64');
      await writeFile(path, JSON.stringify(file));
      expect(await storeAt(path, sealer).store.list()).toMatchObject({ profiles: [], unreadable: 1 });
    }
  });

  it('opens when the key comes back, and is the active one again', async () => {
    const { store, sealer, path } = await storeIn();
    const id = await save(store, 'First');
    sealer.become({ kind: 'unfit', reason: 'locked' });
    const { store: again } = storeAt(path, sealer);
    expect(await again.list()).toMatchObject({
      profiles: [],
      unreadable: 1,
      storage: { kind: 'session-only', reason: 'locked' },
    });
    sealer.become({ kind: 'ready' });
    expect(await again.list()).toMatchObject({ profiles: [{ id }], activeId: id, unreadable: 0 });
  });
});

describe('a file that cannot be understood', () => {
  it.each([
    ['cut short', '{"format":1,"activeId":null,"rec'],
    ['empty', ''],
    ['no JSON', '\0\0\0\0'],
    ['null', 'null'],
    ['a list', '[]'],
    ['of no format', '{"records":[]}'],
    ['of a format that is no number', '{"format":"2","activeId":null,"records":[]}'],
    ['with records of another kind', '{"format":1,"activeId":null,"records":[{"id":1}]}'],
  ])('(%s) counts as unreadable and is set aside before the first save', async (_, text) => {
    const { store, sealer, path } = await storeIn();
    await writeFile(path, text);
    expect(await store.list()).toMatchObject({ profiles: [], activeId: null, unreadable: 1 });
    expect(await readFile(path, 'utf8')).toBe(text);

    await save(store, 'First');
    await save(store, 'Second');
    expect(await store.list()).toMatchObject({ unreadable: 0 });
    expect((await readdir(join(path, '..'))).sort()).toEqual(['profiles.json', 'profiles.json.damaged-1000']);
    expect(await readFile(`${path}.damaged-1000`, 'utf8')).toBe(text);
    expect(await names(storeAt(path, sealer).store)).toEqual(['First', 'Second']);
  });

  it('is untouched while nothing may be saved', async () => {
    const { store, sealer, path } = await storeIn();
    await writeFile(path, 'garbage');
    sealer.become({ kind: 'unfit', reason: 'no-keyring' });
    await save(store, 'First');
    expect(await readFile(path, 'utf8')).toBe('garbage');
    expect(await readdir(join(path, '..'))).toEqual(['profiles.json']);
  });
});

describe('a file of a newer version', () => {
  const text = '{"format":2,"records":{"kept":"elsewhere"}}';

  it('is read-only and stays as it is', async () => {
    const { store, path } = await storeIn();
    await writeFile(path, text);
    expect(await store.list()).toMatchObject({ profiles: [], unreadable: 1 });
    const refused = { code: 'profiles-unreadable', reason: 'newer-version' };
    expect(await errorOf(store.save(testProfile()))).toEqual(refused);
    expect(await errorOf(store.choose('a'))).toEqual(refused);
    expect(await errorOf(store.remove('a'))).toEqual(refused);
    expect(await readFile(path, 'utf8')).toBe(text);
    expect(await readdir(join(path, '..'))).toEqual(['profiles.json']);
  });
});

describe('a system without a key that deserves the name', () => {
  it.each(['no-keyring', 'weak-keyring', 'locked'] as const)(
    '(%s) keeps profiles for this run only',
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

  it('loses nothing that was saved before', async () => {
    const { store, sealer, path } = await storeIn();
    const id = await save(store, 'First');
    await save(store, 'Second');
    sealer.become({ kind: 'unfit', reason: 'locked' });
    await store.save(testProfile({ id, name: 'Renamed for this run' }));
    await save(store, 'For this run');
    expect(await names(store)).toEqual(['Renamed for this run', 'Second', 'For this run']);
    sealer.become({ kind: 'ready' });
    expect(await names(storeAt(path, sealer).store)).toEqual(['First', 'Second']);
  });

  it('still lets a saved profile be deleted', async () => {
    const { store, sealer, path } = await storeIn();
    const id = await save(store, 'First');
    await save(store, 'Second');
    sealer.become({ kind: 'unfit', reason: 'locked' });
    await store.remove(id);
    sealer.become({ kind: 'ready' });
    expect(await names(storeAt(path, sealer).store)).toEqual(['Second']);
  });
});

describe('a key that is renewed', () => {
  it('seals again what it opens, and the file says so', async () => {
    const { store, sealer, path } = await storeIn();
    const id = await save(store, 'First');
    await save(store, 'Second');
    await store.choose(id);
    const before = await readStored(path);
    sealer.renewKey();
    expect(await names(storeAt(path, sealer).store)).toEqual(['First', 'Second']);

    const after = await readStored(path);
    expect(after).toMatchObject({
      activeId: id,
      records: before.records.map((record) => ({ id: record.id })),
    });
    for (const [index, { sealed }] of after.records.entries()) {
      expect(sealed).not.toBe(before.records[index]?.sealed);
      expect(await sealer.open(Buffer.from(sealed, 'base64'))).toMatchObject({ resealNeeded: false });
    }
  });

  it('is no reason to lose a profile when sealing fails', async () => {
    const { store, sealer, path } = await storeIn();
    await save(store, 'First');
    const before = await readFile(path, 'utf8');
    sealer.renewKey();
    sealer.seal = () => Promise.reject(new Error('The key is not to be had.'));
    expect(await names(storeAt(path, sealer).store)).toEqual(['First']);
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('is no reason to fail when the file cannot be written', async () => {
    const { store, sealer, path } = await storeIn();
    await save(store, 'First');
    sealer.renewKey();
    // A folder where the draft of the file would go.
    await mkdir(`${path}.${process.pid}.tmp`);
    expect(await names(storeAt(path, sealer).store)).toEqual(['First']);
  });
});

describe('a disk that cannot be written', () => {
  const refused = { code: 'storage-unavailable', reason: 'disk', technical: { name: 'DiskError' } };

  it('refuses the change, and the list is as it was', async () => {
    const { store, path, changed } = await storeIn();
    const first = await save(store, 'First');
    await save(store, 'Second');
    const before = await store.list();
    const text = await readFile(path, 'utf8');
    await mkdir(`${path}.${process.pid}.tmp`);
    for (const change of [
      store.save(testProfile({ name: 'Third' })),
      store.save(testProfile({ id: first, name: 'Renamed' })),
      store.remove(first),
      store.choose(first),
    ]) {
      expect(await errorOf(change)).toMatchObject(refused);
    }
    expect(await store.list()).toEqual(before);
    expect(await readFile(path, 'utf8')).toBe(text);
    expect(changed).toEqual([]);
  });

  it('takes the change once it can be written again', async () => {
    const { store, path } = await storeIn();
    await mkdir(`${path}.${process.pid}.tmp`);
    expect(await errorOf(store.save(testProfile()))).toMatchObject(refused);
    await rm(`${path}.${process.pid}.tmp`, { recursive: true });
    await save(store, 'First');
    expect(await names(store)).toEqual(['First']);
  });

  it('is one where the folder is a file', async () => {
    const folder = join(await temporaryFolder(), 'file');
    await writeFile(folder, '');
    const { store } = storeAt(join(folder, 'profiles.json'));
    expect(await store.list()).toMatchObject({ profiles: [], unreadable: 0 });
    expect(await errorOf(store.save(testProfile()))).toMatchObject(refused);
    expect(await store.list()).toMatchObject({ profiles: [], unreadable: 0 });
  });

  it('does not lose a damaged file either', async () => {
    const { store, path } = await storeIn();
    await writeFile(path, 'garbage');
    await mkdir(`${path}.${process.pid}.tmp`);
    expect(await errorOf(store.save(testProfile()))).toMatchObject(refused);
    await rm(`${path}.${process.pid}.tmp`, { recursive: true });
    await save(store, 'First');
    expect(await names(store)).toEqual(['First']);
    expect(await readFile(`${path}.damaged-1000`, 'utf8')).toBe('garbage');
  });

  it('that cannot even be read is said to be so, and not taken for an empty one', async () => {
    const { store, path } = await storeIn();
    await mkdir(path);
    expect(await errorOf(store.list())).toMatchObject(refused);
    expect(await errorOf(store.save(testProfile()))).toMatchObject(refused);
    await rm(path, { recursive: true });
    expect(await store.list()).toMatchObject({ profiles: [] });
  });
});
