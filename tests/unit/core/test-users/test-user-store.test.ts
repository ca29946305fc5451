import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestUserDraft } from '#contract/test-users.ts';
import { createProfileStore } from '#core/profiles/profile-store.ts';
import { createTestUserStore } from '#core/test-users/test-user-store.ts';
import { testProfile } from '#tests/support/desk.ts';
import { failureOf, newVaultFolder, put, readFileOf, recordsOf, tamper } from '#tests/support/vault.ts';

const key = 'JBSWY3DPEHPK3PXP';

async function begin() {
  const place = await newVaultFolder();
  const changed: string[] = [];
  const start = () => {
    const vault = place.start();
    const formerPath = join(place.folder, 'profiles.json');
    const onChanged = (id: string) => void changed.push(id);
    const profiles = createProfileStore({ vault, formerPath, sealer: place.sealer, onEnded: onChanged });
    return { vault, profiles, testUsers: createTestUserStore(vault) };
  };
  const now = start();
  const { profileId } = await now.profiles.save(testProfile());
  return { ...place, ...now, changed, again: start, profileId };
}

const draft = (profileId: string, more: Partial<TestUserDraft> = {}): TestUserDraft => ({
  profileId,
  label: null,
  username: 'jane',
  password: { change: 'set', value: 'Password-1' },
  authenticator: { change: 'clear' },
  ...more,
});

describe('test users', () => {
  it('are saved beside their profile and outlive the app', async () => {
    const { testUsers, profileId, again } = await begin();
    expect(await testUsers.list(profileId)).toEqual([]);
    const list = await testUsers.save(
      draft(profileId, { label: 'Buyer', authenticator: { change: 'set', value: key } }),
      null,
    );
    expect(list).toEqual([
      { id: expect.any(String) as string, label: 'Buyer', username: 'jane', hasAuthenticator: true },
    ]);
    const { testUsers: later } = again();
    expect(await later.list(profileId)).toEqual(list);
    expect(await later.get(profileId, list[0]?.id ?? '')).toMatchObject({
      password: 'Password-1',
      authenticator: key,
    });
  });

  it('touch neither the profile’s own record nor its sign-ins, and no list of profiles', async () => {
    const { testUsers, profiles, profileId, path, changed } = await begin();
    const before = await profiles.list();
    const sealed = (await readFileOf(path)).records.find(({ id }) => id === profileId);
    await testUsers.save(draft(profileId), null);
    const file = await readFileOf(path);
    expect(file.records.map(({ id }) => id)).toEqual([profileId, `${profileId}:test-users`]);
    expect(file.records[0]).toEqual(sealed);
    expect(await readFile(path, 'utf8')).not.toContain('jane');
    expect(changed).toEqual([]);
    expect(await profiles.list()).toEqual(before);
    expect((await profiles.records()).map(({ id }) => id)).toEqual([profileId]);
    await profiles.reorder([]);
    expect(JSON.stringify(await profiles.list())).not.toContain('test-users');
  });

  it('keep what a change does not name', async () => {
    const { testUsers, profileId } = await begin();
    const [first] = await testUsers.save(
      draft(profileId, { authenticator: { change: 'set', value: key } }),
      null,
    );
    const id = first?.id ?? '';
    const kept = { id, password: { change: 'keep' }, authenticator: { change: 'keep' } } as const;
    await testUsers.save(draft(profileId, { ...kept, username: 'jane2', label: 'Second' }), null);
    expect(await testUsers.get(profileId, id)).toEqual({
      id,
      label: 'Second',
      username: 'jane2',
      password: 'Password-1',
      authenticator: key,
    });
    await testUsers.save(draft(profileId, { ...kept, authenticator: { change: 'clear' } }), null);
    expect(await testUsers.get(profileId, id)).toMatchObject({ authenticator: null });
  });

  it('take the authenticator that a sign-in set up, and keep theirs where it set up none', async () => {
    const { testUsers, profileId } = await begin();
    const setUp = { change: 'set-up', sessionId: 's' } as const;
    const [first] = await testUsers.save(draft(profileId, { authenticator: setUp }), key);
    const id = first?.id ?? '';
    expect(await testUsers.get(profileId, id)).toMatchObject({ authenticator: key });
    await testUsers.save(draft(profileId, { id, authenticator: setUp }), null);
    expect(await testUsers.get(profileId, id)).toMatchObject({ authenticator: key });
  });

  it('are refused with the field named: twice the same name, a new one without a password', async () => {
    const { testUsers, profileId } = await begin();
    await testUsers.save(draft(profileId), null);
    expect(await failureOf(testUsers.save(draft(profileId), null))).toEqual({
      code: 'invalid-input',
      issues: [{ path: 'username', problem: 'test-user-twice' }],
    });
    const keep = draft(profileId, { username: 'bo', password: { change: 'keep' } });
    expect(await failureOf(testUsers.save(keep, null))).toEqual({
      code: 'invalid-input',
      issues: [{ path: 'password.value', problem: 'required' }],
    });
  });

  it('go one by one, and with their profile', async () => {
    const { testUsers, profiles, vault, profileId } = await begin();
    const [first] = await testUsers.save(draft(profileId), null);
    await testUsers.save(draft(profileId, { username: 'bo' }), null);
    expect(await testUsers.remove(profileId, first?.id ?? '')).toMatchObject([{ username: 'bo' }]);
    expect(await failureOf(testUsers.get(profileId, first?.id ?? ''))).toEqual({ code: 'test-user-missing' });
    await profiles.remove(profileId);
    expect(await recordsOf(vault)).toEqual({});
    expect(await failureOf(testUsers.save(draft(profileId), null))).toEqual({ code: 'profile-missing' });
  });

  it('are copied with their profile', async () => {
    const { testUsers, profiles, profileId } = await begin();
    await testUsers.save(draft(profileId), null);
    const { profileId: copyId } = await profiles.duplicate(profileId);
    expect(await testUsers.list(copyId)).toEqual(await testUsers.list(profileId));
    await testUsers.save(draft(copyId, { username: 'bo' }), null);
    expect(await testUsers.list(profileId)).toHaveLength(1);
  });

  it('of a newer version stay byte for byte', async () => {
    const { testUsers, profiles, vault, path, profileId } = await begin();
    const id = `${profileId}:test-users`;
    await put(vault, { [id]: { version: 2, people: ['jane'] } });
    const sealed = (await readFileOf(path)).records.find((record) => record.id === id);
    expect(await failureOf(testUsers.list(profileId))).toEqual({ code: 'test-users-newer' });
    expect(await failureOf(testUsers.save(draft(profileId), null))).toEqual({ code: 'test-users-newer' });
    await profiles.save(testProfile({ name: 'Another' }));
    expect((await readFileOf(path)).records.find((record) => record.id === id)).toEqual(sealed);
    expect((await profiles.list()).unreadable).toBe(0);
  });

  it('are none while the vault is locked, and no locked profiles either', async () => {
    const { testUsers, profiles, vault, profileId } = await begin();
    await testUsers.save(draft(profileId), null);
    await vault.setPassphrase('twelve or more', { askAtStart: false });
    await vault.lock();
    expect(await testUsers.list(profileId)).toEqual([]);
    expect(await failureOf(testUsers.get(profileId, 'any'))).toEqual({ code: 'vault-locked' });
    expect((await profiles.list()).unreadable).toBe(1);
  });

  it('that do not open are no locked profile', async () => {
    const { testUsers, profiles, again, path, profileId } = await begin();
    await testUsers.save(draft(profileId), null);
    await profiles.save(testProfile({ name: 'Another' }));
    await tamper(`${path}.bak`, (file) => void (file.records = []));
    await tamper(path, ({ records }) => {
      for (const record of records) if (record.id.includes(':')) record.sealed = 'spoilt';
    });
    const { profiles: later, vault } = again();
    expect(await later.list()).toMatchObject({ profiles: [{}, {}], unreadable: 0 });
    expect((await vault.status()).lockedRecords).toEqual([
      { id: `${profileId}:test-users`, reason: 'unreadable' },
    ]);
  });

  it('live in memory where nothing can be saved', async () => {
    const { sealer, start, folder } = await newVaultFolder();
    sealer.become({ kind: 'unfit', reason: 'no-keyring' });
    const vault = start();
    const profiles = createProfileStore({ vault, formerPath: join(folder, 'profiles.json'), sealer });
    const testUsers = createTestUserStore(vault);
    const { profileId } = await profiles.save(testProfile());
    await testUsers.save(draft(profileId), null);
    expect(await testUsers.list(profileId)).toMatchObject([{ username: 'jane' }]);
  });
});
