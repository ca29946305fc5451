import { chmod, mkdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAX_SHARED_LENGTH } from '#contract/shared-file.ts';
import type { OpenedShare, SharedPreview } from '#contract/sharing.ts';
import type { ProfileDraft } from '#contract/profiles.ts';
import { createProfileStore } from '#core/profiles/profile-store.ts';
import { createLifetimes } from '#core/scope.ts';
import { createSharedFiles, reasonOf } from '#core/sharing/shared-files.ts';
import { createSharing } from '#core/sharing/sharing.ts';
import {
  cheapCost,
  temporaryFolder,
  testClientId,
  testKeys,
  testPoolId,
  testProfile,
} from '#tests/support/desk.ts';
import { createTestClock, createTestFileDialogs, createTestSealer } from '#tests/support/ports.ts';
import { failureOf, vaultAt } from '#tests/support/vault.ts';

const secret = 'plantedclientsecret0000000000001';
const passphrase = 'four words are enough';
const everything: Partial<ProfileDraft> = {
  clientSecret: { change: 'set', value: secret },
  access: testKeys,
};

/** A computer with the app on it. */
async function computer() {
  const folder = await temporaryFolder();
  const sealer = createTestSealer();
  const clock = createTestClock();
  const changed: string[] = [];
  const lifetimes = createLifetimes();
  const vault = vaultAt({ path: join(folder, 'app', 'vault.json'), sealer, clock });
  const formerPath = join(folder, 'profiles.json');
  const profiles = createProfileStore({
    vault,
    formerPath,
    sealer,
    now: clock.now,
    onEnded: (id) => void changed.push(id),
  });
  const dialogs = createTestFileDialogs();
  const files = createSharedFiles(dialogs);
  const sharing = createSharing({
    lifetimes,
    profiles,
    vault,
    files,
    clock,
    cost: cheapCost,
  });
  const add = async (draft: Partial<ProfileDraft>) => (await profiles.save(testProfile(draft))).profileId;
  return {
    folder,
    clock,
    lifetimes,
    vault,
    profiles,
    sharing,
    dialogs,
    changed,
    add,
    names: async () => (await profiles.list()).profiles.map(({ name }) => name),
    /** The text of a card with these profiles, or of a backup. */
    async shared(ids: string[] | 'backup', phrase: string | null = null): Promise<string> {
      const path = join(folder, 'shared.cognitodesk');
      dialogs.choose(path);
      await (ids === 'backup'
        ? sharing.saveBackup(phrase ?? passphrase)
        : sharing.exportCard({ profileIds: ids, passphrase: phrase }));
      return readFile(path, 'utf8');
    },
    async preview(text: string, phrase: string | null = null): Promise<SharedPreview> {
      const opened = await sharing.openText(text);
      return opened.kind === 'sealed'
        ? sharing.unseal(opened.fileId, phrase ?? passphrase)
        : previewOf(opened);
    },
  };
}

function previewOf(opened: OpenedShare): SharedPreview {
  if (opened.kind !== 'preview') throw new Error(opened.kind);
  return opened.preview;
}

const card = (...profiles: readonly object[]) =>
  JSON.stringify({ format: 'cognito-desk card', version: 1, profiles });
const shop = {
  name: 'Shop',
  environment: 'test',
  region: 'us-east-1',
  clientId: testClientId,
  endpoint: null,
  poolId: testPoolId,
  access: null,
};

describe('a card that is saved', () => {
  it('holds the chosen profiles, in the user’s order, without secrets, for this user’s eyes', async () => {
    const { add, folder, sharing, dialogs } = await computer();
    const [a, , c] = [
      await add({ name: 'A', ...everything }),
      await add({ name: 'B' }),
      await add({ name: 'C' }),
    ];
    const path = join(folder, 'mine.cognitodesk');
    dialogs.choose(path);
    expect(await sharing.exportCard({ profileIds: [c, a], passphrase: null })).toEqual({
      saved: { name: 'mine.cognitodesk', count: 2 },
    });
    const text = await readFile(path, 'utf8');
    expect((JSON.parse(text) as { profiles: unknown[] }).profiles).toMatchObject([
      { name: 'A' },
      { name: 'C' },
    ]);
    for (const planted of [
      secret,
      ...Object.values(testKeys.keys).filter((it) => it !== null && it !== 'set'),
    ])
      expect(text).not.toContain(planted);
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    // The day where the test runs.
    expect(dialogs.suggested).toEqual([expect.stringMatching(/^Profiles 2026-11-2[345]\.cognitodesk$/)]);
  });

  it('is not saved when no place is chosen, or a profile is gone', async () => {
    const { add, sharing, dialogs } = await computer();
    const id = await add({});
    dialogs.choose(null);
    expect(await sharing.exportCard({ profileIds: [id], passphrase: null })).toEqual({ saved: null });
    const gone = sharing.exportCard({ profileIds: [id, 'gone'], passphrase: null });
    expect(await failureOf(gone)).toMatchObject({ code: 'profile-missing' });
  });

  it('says in words what went wrong with the file', async () => {
    const { add, folder, sharing, dialogs } = await computer();
    const profileIds = [await add({})];
    await writeFile(join(folder, 'file'), '');
    await mkdir(join(folder, 'taken'));
    for (const [path, trouble] of [
      [join(folder, 'file', 'x.cognitodesk'), { reason: 'other', name: 'x.cognitodesk' }],
      [join(folder, 'taken'), { reason: 'other', name: 'taken' }],
    ] as const) {
      dialogs.choose(path);
      const problem = await failureOf(sharing.exportCard({ profileIds, passphrase: null }));
      expect(problem).toMatchObject({ code: 'file-trouble', action: 'save', name: trouble.name });
      expect(JSON.stringify(problem)).not.toContain(folder);
    }
    if (process.getuid?.() !== 0 && process.platform !== 'win32') {
      await chmod(join(folder, 'taken'), 0o500);
      dialogs.choose(join(folder, 'taken', 'x.cognitodesk'));
      const problem = await failureOf(sharing.exportCard({ profileIds, passphrase: null }));
      expect(problem).toMatchObject({ code: 'file-trouble', reason: 'no-access' });
    }
  });

  it.each([
    ['EACCES', 'no-access'],
    ['EROFS', 'no-access'],
    ['ENOSPC', 'no-space'],
    ['ENOENT', 'not-there'],
    ['EIO', 'other'],
  ])('tells of %s as %s', (code, reason) => {
    expect(reasonOf(code)).toBe(reason);
  });
});

describe('a file that is opened', () => {
  it('shows what is on it, and never a secret', async () => {
    const [theirs, mine] = [await computer(), await computer()];
    const id = await theirs.add({ name: 'Shop', readOnly: true, colour: 'teal', ...everything });
    for (const phrase of [null, passphrase]) {
      const preview = await mine.preview(await theirs.shared([id], phrase), phrase);
      expect(preview).toMatchObject({
        kind: 'card',
        entries: [
          {
            index: 0,
            name: 'Shop',
            profile: {
              environment: 'test',
              poolId: testPoolId,
              readOnly: true,
              colour: 'teal',
              hasClientSecret: phrase !== null,
              access: phrase === null ? null : { kind: 'access-keys' },
            },
            problems: [],
            conflict: null,
          },
        ],
      });
      expect(JSON.stringify(preview)).not.toContain(secret);
      expect(JSON.stringify(preview)).not.toContain(testKeys.keys.secretAccessKey);
    }
  });

  it('is read from where the person points, up to a limit', async () => {
    const { folder, sharing, dialogs } = await computer();
    expect(await sharing.openFile()).toEqual({ file: null });
    const path = join(folder, 'mine.json');
    await writeFile(path, `\uFEFF${card(shop)}`);
    dialogs.choose(path);
    expect(await sharing.openFile()).toMatchObject({
      file: { name: 'mine.json', opened: { kind: 'preview' } },
    });
    await truncate(path, MAX_SHARED_LENGTH + 1);
    dialogs.choose(path, folder, join(folder, 'gone'));
    for (const reason of ['too-large', 'other', 'not-there']) {
      expect(await failureOf(sharing.openFile())).toMatchObject({
        code: 'file-trouble',
        action: 'open',
        reason,
      });
    }
  });

  it('that is sealed stays open for another try after a wrong passphrase', async () => {
    const { add, shared, sharing } = await computer();
    const opened = await sharing.openText(await shared([await add({})], passphrase));
    if (opened.kind !== 'sealed') throw new Error(opened.kind);
    for (let tries = 0; tries < 2; tries += 1) {
      const wrong = await failureOf(sharing.unseal(opened.fileId, 'not this one'));
      expect(wrong).toMatchObject({ code: 'passphrase-wrong', retryAt: null });
    }
    expect((await sharing.unseal(opened.fileId, passphrase)).entries).toHaveLength(1);
    expect(await failureOf(sharing.unseal(opened.fileId, passphrase))).toMatchObject({
      code: 'preview-gone',
    });
  });

  it('that is no file of the app may still speak of a pool', async () => {
    const { sharing } = await computer();
    const command = `aws cognito-idp admin-get-user --user-pool-id ${testPoolId} --username jane`;
    expect(await sharing.openText(command)).toMatchObject({ kind: 'pool', found: { poolId: testPoolId } });
    expect(await failureOf(sharing.openText('Hello'))).toMatchObject({ reason: 'not-ours' });
  });

  it('is forgotten after a while, when the vault locks, and when too many others were opened', async () => {
    const { sharing, preview, clock, lifetimes } = await computer();
    const take = ({ previewId }: SharedPreview) => sharing.importProfiles(previewId, []);
    const first = await preview(card(shop));
    lifetimes.endVault();
    expect(await failureOf(take(first))).toMatchObject({ code: 'preview-gone' });
    const second = await preview(card(shop));
    clock.advance(15 * 60_000);
    expect(await failureOf(take(second))).toMatchObject({ code: 'preview-gone' });
    const previews = [];
    for (let count = 0; count < 4; count += 1) previews.push(await preview(card(shop)));
    const [oldest, next] = previews as [SharedPreview, SharedPreview];
    expect(await failureOf(take(oldest))).toMatchObject({ code: 'preview-gone' });
    await take(next);
    // Used up.
    expect(await failureOf(take(next))).toMatchObject({ code: 'preview-gone' });
  });

  it('needs open profiles to compare with', async () => {
    const { vault, add, sharing, profiles } = await computer();
    await add({});
    await vault.setPassphrase(passphrase, { askAtStart: false });
    await vault.lock();
    expect(await failureOf(sharing.openText(card(shop)))).toMatchObject({ code: 'vault-locked' });
    expect(await failureOf(sharing.saveBackup(passphrase))).toMatchObject({ code: 'vault-locked' });
    expect((await profiles.list()).storage).toEqual({ kind: 'locked' });
  });
});

describe('a conflict', () => {
  it('is found by the app client and pool first, then by the name, each saved profile once', async () => {
    const { add, preview } = await computer();
    const byName = await add({ name: 'Shop', clientId: 'other', poolId: null });
    const byClient = await add({ name: 'Renamed', clientSecret: { change: 'set', value: secret } });
    const { entries } = await preview(
      card(
        shop,
        { ...shop, clientId: 'new' },
        { ...shop, clientId: 'newer' },
        { ...shop, name: 'New', poolId: null },
      ),
    );
    expect(entries.map(({ conflict }) => conflict)).toEqual([
      {
        profileId: byClient,
        name: 'Renamed',
        why: 'same-client',
        identical: false,
        keepsSecrets: true,
        loosens: false,
      },
      {
        profileId: byName,
        name: 'Shop',
        why: 'same-name',
        identical: false,
        keepsSecrets: false,
        loosens: false,
      },
      null,
      null,
    ]);
  });

  it('says when replacing would open production, or a read-only profile, for writing', async () => {
    const { add, preview } = await computer();
    await add({ name: 'Live', environment: 'production' });
    await add({ name: 'Looked at', readOnly: true, clientId: 'b' });
    const { entries } = await preview(
      card({ ...shop, readOnly: true }, { ...shop, clientId: 'b', readOnly: false }),
    );
    expect(entries.map(({ conflict }) => conflict?.loosens)).toEqual([true, true]);
    // What a card does not speak of stays.
    const silent = await preview(card({ ...shop, environment: 'production' }, { ...shop, clientId: 'b' }));
    expect(silent.entries.map(({ conflict }) => conflict?.loosens)).toEqual([false, false]);
  });

  it('with a profile that is the same says so', async () => {
    const { add, preview, shared } = await computer();
    const id = await add({ name: 'Shop', readOnly: true, ...everything });
    for (const text of [await shared([id]), await shared([id], passphrase), await shared('backup')]) {
      const { entries } = await preview(text);
      expect(entries[0]?.conflict).toMatchObject({ profileId: id, identical: true });
    }
    const { entries } = await preview(card(shop));
    expect(entries[0]?.conflict).toMatchObject({ identical: true });
    const other = await preview(card({ ...shop, readOnly: false }));
    expect(other.entries[0]?.conflict).toMatchObject({ identical: false });
  });
});

describe('taking over', () => {
  it('keeps both, under names that can be told apart', async () => {
    const { add, preview, sharing, names, profiles } = await computer();
    const mine = await add({ name: 'Shop' });
    const { previewId } = await preview(card(shop, shop, { ...shop, name: 'Other' }));
    const { outcomes, list } = await sharing.importProfiles(previewId, [
      { index: 0, choice: 'keep-both' },
      { index: 1, choice: 'keep-both' },
    ]);
    expect(outcomes.map(({ outcome, name }) => [outcome, name])).toEqual([
      ['added', 'Shop copy'],
      ['added', 'Shop copy 2'],
      ['skipped', 'Other'],
    ]);
    expect(list.activeId).toBe(mine);
    expect(await names()).toEqual(['Shop', 'Shop copy', 'Shop copy 2']);
    expect(new Set((await profiles.records()).map(({ id }) => id)).size).toBe(3);
  });

  it('leaves what is kept beside a profile there for the same pool only', async () => {
    const { add, preview, sharing, vault } = await computer();
    const mine = await add({ name: 'Shop' });
    const kept = `${mine}:test-users`;
    await vault.change((draft) => void draft.records.set(kept, 'test users'));
    const replaceBy = async (profile: object) => {
      const { previewId } = await preview(card(profile));
      await sharing.importProfiles(previewId, [{ index: 0, choice: 'replace' }]);
      return vault.readOne(kept);
    };
    expect(await replaceBy({ ...shop, environment: 'staging' })).toBe('test users');
    expect(await replaceBy({ ...shop, endpoint: 'https://elsewhere.example' })).toBeUndefined();
  });

  it('replaces in its place, keeps what the card does not speak of, and ends no sign-in of the same pool', async () => {
    const { add, preview, sharing, profiles, changed } = await computer();
    const mine = await add({ name: 'Old name', readOnly: true, icon: 'rocket', ...everything });
    await add({ name: 'Shop', clientId: 'another' });
    const { previewId } = await preview(card({ ...shop, environment: 'production' }));
    const { outcomes } = await sharing.importProfiles(previewId, [{ index: 0, choice: 'replace' }]);
    expect(outcomes).toEqual([{ outcome: 'replaced', name: 'Shop copy', profileId: mine }]);
    expect(await profiles.get(mine)).toMatchObject({
      environment: 'production',
      readOnly: true,
      icon: 'rocket',
      clientSecret: secret,
      access: { kind: 'access-keys', secretAccessKey: testKeys.keys.secretAccessKey },
    });
    expect(changed).toEqual([]);
  });

  it('never leads saved secrets to another address', async () => {
    for (const moved of [
      { endpoint: 'https://evil.example' },
      { region: 'eu-west-1' },
      { clientId: 'other' },
    ]) {
      const { add, preview, sharing, profiles } = await computer();
      const mine = await add({ name: 'Shop', ...everything });
      const { previewId, entries } = await preview(card({ ...shop, ...moved }));
      await sharing.importProfiles(previewId, [{ index: 0, choice: 'replace' }]);
      const now = await profiles.get(mine);
      expect(now.clientSecret).toBeNull();
      expect(now.access !== null).toBe('clientId' in moved);
      expect(entries[0]?.conflict?.keepsSecrets).toBe('clientId' in moved);
    }
  });

  it('takes the secrets of a sealed card, or their absence', async () => {
    const [theirs, mine] = [await computer(), await computer()];
    const id = await theirs.add({ name: 'Shop', ...everything });
    const target = await mine.add({ name: 'Shop' });
    const replace = [{ index: 0, choice: 'replace' as const }];
    const sealed = await mine.preview(await theirs.shared([id], passphrase));
    await mine.sharing.importProfiles(sealed.previewId, replace);
    expect(await mine.profiles.get(target)).toMatchObject({
      clientSecret: secret,
      access: { kind: 'access-keys' },
    });
    await theirs.add({ id, name: 'Shop' });
    const without = await mine.preview(await theirs.shared([id], passphrase));
    await mine.sharing.importProfiles(without.previewId, replace);
    expect(await mine.profiles.get(target)).toMatchObject({ clientSecret: null, access: null });
  });

  it('adds where the profile to be replaced is gone meanwhile', async () => {
    const { add, preview, sharing, profiles } = await computer();
    const mine = await add({ name: 'Shop' });
    const { previewId } = await preview(card(shop));
    await profiles.remove(mine);
    const { outcomes, list } = await sharing.importProfiles(previewId, [{ index: 0, choice: 'replace' }]);
    expect(outcomes).toMatchObject([{ outcome: 'added', name: 'Shop' }]);
    // The first profile of all is the active one.
    expect(list.activeId).toBe(outcomes[0]?.profileId);
  });

  it('leaves out what cannot be used, and cleans names', async () => {
    const { preview, sharing, names } = await computer();
    const { previewId, entries } = await preview(
      card({ ...shop, region: 'nowhere' }, { ...shop, name: 'x\u202Egpj' }, { ...shop, name: '__proto__' }),
    );
    expect(entries[0]).toMatchObject({
      profile: null,
      problems: [{ path: 'region', problem: 'region-form' }],
    });
    const choices = entries.map(({ index }) => ({ index, choice: 'keep-both' as const }));
    const { outcomes } = await sharing.importProfiles(previewId, [
      ...choices,
      { index: 99, choice: 'replace' },
    ]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['skipped', 'added', 'added']);
    expect(await names()).toEqual(['xgpj', '__proto__']);
  });

  it('copes with 500 profiles of the same name', async () => {
    const { preview, sharing, names } = await computer();
    const { previewId, entries } = await preview(card(...Array.from({ length: 500 }, () => shop)));
    await sharing.importProfiles(
      previewId,
      entries.map(({ index }) => ({ index, choice: 'keep-both' })),
    );
    expect(new Set(await names()).size).toBe(500);
  });
});

describe('a backup', () => {
  it('brings everything back on another computer: ids, order, favourites, the active one', async () => {
    const [old, fresh] = [await computer(), await computer()];
    const [a, b, c] = [
      await old.add({ name: 'A', ...everything }),
      await old.add({ name: 'B' }),
      await old.add({ name: 'C' }),
    ];
    await old.profiles.reorder([c, a, b]);
    await old.profiles.setFavourite(a, true);
    await old.profiles.choose(a);
    const { previewId, kind, entries } = await fresh.preview(await old.shared('backup'));
    expect(kind).toBe('backup');
    const choices = entries.map(({ index }) => ({ index, choice: 'keep-both' as const }));
    const { list } = await fresh.sharing.importProfiles(previewId, choices);
    expect(list).toEqual(await old.profiles.list());
    expect(await fresh.profiles.records()).toEqual(await old.profiles.records());
  });

  it('brings what is kept beside a profile, also from a newer version, and only then', async () => {
    const [old, fresh] = [await computer(), await computer()];
    const a = await old.add({ name: 'A', ...everything });
    await old.vault.change((draft) => void draft.records.set(`${a}:newer-topic`, { version: 9 }));
    await old.vault.change((draft) => void draft.records.set(`${a}:test-users`, { of: 'old' }));
    const backup = await old.shared('backup');
    const first = await fresh.preview(backup);
    expect(first.entries).toHaveLength(1);
    await fresh.sharing.importProfiles(first.previewId, [{ index: 0, choice: 'keep-both' }]);
    expect([...(await fresh.vault.read()).records]).toEqual([...(await old.vault.read()).records]);

    await fresh.vault.change((draft) => void draft.records.set(`${a}:test-users`, { of: 'fresh' }));
    const again = await fresh.preview(backup);
    expect(again.entries[0]?.conflict).toMatchObject({ why: 'same-profile', identical: false });
    await fresh.sharing.importProfiles(again.previewId, [{ index: 0, choice: 'replace' }]);
    expect(await fresh.vault.readOne(`${a}:test-users`)).toEqual({ of: 'old' });

    const card = await fresh.preview(await old.shared([a], passphrase), passphrase);
    expect(card.entries[0]?.conflict).toMatchObject({ identical: true });
  });

  it('leaves alone what it does not know, and brings back what was changed only when told so', async () => {
    const { add, profiles, shared, preview, sharing } = await computer();
    const a = await add({ name: 'A', ...everything });
    const b = await add({ name: 'B', clientId: 'b' });
    const text = await shared('backup');
    await add({ id: a, name: 'A', environment: 'staging', clientSecret: { change: 'keep' } });
    await profiles.remove(b);
    const later = await add({ name: 'Later', clientId: 'later' });
    const { previewId, entries } = await preview(text);
    expect(entries.map(({ conflict }) => conflict?.why)).toEqual(['same-profile', undefined]);
    const { list } = await sharing.importProfiles(previewId, [
      { index: 0, choice: 'replace' },
      { index: 1, choice: 'keep-both' },
    ]);
    expect(list.profiles.map(({ id, name, environment }) => [id, name, environment])).toEqual([
      [a, 'A', 'test'],
      [later, 'Later', 'test'],
      [b, 'B', 'test'],
    ]);
    expect(list.activeId).toBe(later);
  });

  it('that would be too large to be opened again is not written', async () => {
    const { vault, sharing, dialogs, folder } = await computer();
    const big = { padding: 'x'.repeat(MAX_SHARED_LENGTH) };
    await vault.change((draft) => void draft.records.set('big', big));
    dialogs.choose(join(folder, 'big'));
    const problem = await failureOf(sharing.saveBackup(passphrase));
    expect(problem).toMatchObject({ code: 'file-trouble', action: 'save', reason: 'too-large' });
  });
});
