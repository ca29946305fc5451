/** The vault as the page uses it, through the dispatcher: what locks it, and what goes when it is locked. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HANG, startAwsStub, type AwsStub } from '#tests/support/aws-stub.ts';
import {
  createTestDesk,
  temporaryFolder,
  unsignedToken,
  type TestDesk,
  type TestDeskOptions,
} from '#tests/support/desk.ts';

const passphrase = 'four words for a test';

/** Sets up a recovery passphrase as a person does, and gives it. */
async function setRecovery(desk: TestDesk): Promise<string> {
  const { passphrase: proposed } = await desk.value('vault.proposeRecovery', {});
  await desk.value('vault.setRecovery', { passphrase: proposed, current: passphrase });
  return proposed;
}
const MINUTE = 60_000;

let stub: AwsStub;
beforeAll(async () => {
  stub = await startAwsStub();
});
afterAll(() => stub.stop());

const protectedDesk = async (options: TestDeskOptions = {}) => {
  const desk = await createTestDesk({ stubUrl: stub.url, ...options });
  const profileId = await desk.addProfile({ name: 'Shop' });
  await desk.value('vault.setPassphrase', { passphrase, askAtStart: false });
  return { desk, profileId };
};

const stateOf = async (desk: TestDesk) => (await desk.value('vault.status', {})).state.kind;

const pass = (desk: TestDesk, minutes: number) => {
  desk.clock.advance(minutes * MINUTE);
};

describe('a vault with a passphrase', () => {
  it('shows nothing while it is locked, and everything after the passphrase', async () => {
    const { desk } = await protectedDesk();
    expect(await desk.value('vault.lock', {})).toMatchObject({ state: { kind: 'locked' } });
    expect(await desk.value('profiles.list', {})).toMatchObject({
      profiles: [],
      storage: { kind: 'locked' },
      canStartFresh: true,
    });
    expect(await desk.error('vault.unlock', { passphrase: 'not this one' })).toEqual({
      code: 'passphrase-wrong',
      retryAt: desk.clock.now() + 1000,
    });
    expect(await desk.error('vault.unlock', { passphrase })).toMatchObject({ code: 'passphrase-paused' });
    desk.clock.advance(1000);
    expect(await desk.value('vault.unlock', { passphrase })).toMatchObject({ state: { kind: 'open' } });
    expect(await desk.value('profiles.list', {})).toMatchObject({ profiles: [{ name: 'Shop' }] });
  });

  it('takes sign-ins, answers and what was opened for writing with it', async () => {
    stub.reset();
    stub.on('InitiateAuth', {
      AuthenticationResult: { AccessToken: unsignedToken({ sub: 'x' }), ExpiresIn: 3600 },
    });
    const { desk } = await protectedDesk();
    const live = await desk.addProfile({ name: 'Live', environment: 'production' });
    await desk.value('profiles.unlockProduction', { profileId: live, name: 'Live' });
    const step = await desk.value('auth.signIn', { profileId: live, username: 'jane', password: 'x1' });
    await desk.value('vault.lock', {});
    expect(await desk.value('sessions.list', {})).toEqual({ sessions: [] });
    expect(await desk.error('replies.show', { replyId: step.replyId ?? '' })).toMatchObject({
      code: 'reply-gone',
    });
    await desk.value('vault.unlock', { passphrase });
    expect(await desk.error('users.resendCode', { profileId: live, username: 'jane' })).toMatchObject({
      code: 'production-guarded',
    });
  });

  it('tells the page of every change', async () => {
    const { desk } = await protectedDesk();
    const before = desk.announced.length;
    await desk.value('vault.lock', {});
    await desk.value('vault.unlock', { passphrase });
    await setRecovery(desk);
    await desk.value('vault.removeRecovery', { current: passphrase });
    expect(desk.announced.slice(before)).toEqual(Array(4).fill('vault.changed'));
  });

  it('takes the list of activity with it, and what the lock cut off shows only when it is open again', async () => {
    stub.reset();
    const tokens = { AccessToken: unsignedToken({ sub: 'x' }), ExpiresIn: 3600 };
    stub.on('InitiateAuth', { AuthenticationResult: tokens }, HANG);
    const { desk, profileId } = await protectedDesk();
    const signIn = () => desk.call('auth.signIn', { profileId, username: 'jane', password: 'x' });
    const names = async () =>
      (await desk.value('activity.list', {})).entries.map(({ profileName }) => profileName);
    await signIn();
    expect(await names()).toEqual(['Shop']);
    const cutOff = signIn();
    await expect.poll(() => stub.requests.length).toBe(2);
    await desk.value('vault.lock', {});
    expect(await cutOff).toMatchObject({ ok: false });
    expect(await names()).toEqual([]);
    await desk.value('vault.unlock', { passphrase });
    expect(await names()).toEqual(['Shop']);
  });

  it('locks when nothing was done for as long as was asked for', async () => {
    const { desk } = await protectedDesk();
    await desk.value('preferences.set', { lockAfterMinutes: 5 });
    pass(desk, 4);
    await desk.value('app.info', {});
    pass(desk, 4);
    expect(await stateOf(desk)).toBe('open');
    pass(desk, 5);
    expect(await stateOf(desk)).toBe('locked');
  });

  it('stays open while the window is in use, although nothing is called', async () => {
    const { desk } = await protectedDesk();
    await desk.value('preferences.set', { lockAfterMinutes: 5 });
    for (let minutes = 0; minutes < 60; minutes += 4) {
      pass(desk, 4);
      desk.used();
    }
    pass(desk, 4);
    expect(await stateOf(desk)).toBe('open');
  });

  it('stays open when it is never to lock by itself', async () => {
    const { desk } = await protectedDesk();
    await desk.value('preferences.set', { lockAfterMinutes: 0 });
    pass(desk, 1000);
    expect(await stateOf(desk)).toBe('open');
  });

  it('locks when the computer goes to sleep', async () => {
    const { desk } = await protectedDesk();
    await desk.lock();
    expect(await stateOf(desk)).toBe('locked');
  });

  it('opens with the recovery passphrase, also where the system’s key has changed', async () => {
    const folder = await temporaryFolder();
    const { desk } = await protectedDesk({ folder });
    const recovery = await setRecovery(desk);
    await desk.value('vault.removePassphrase', { current: passphrase });
    const elsewhere = await createTestDesk({ folder });
    expect(await elsewhere.value('vault.status', {})).toMatchObject({
      state: { kind: 'locked' },
      slots: ['recovery', 'os'],
    });
    await elsewhere.value('vault.unlock', { passphrase: recovery });
    expect(await elsewhere.value('profiles.list', {})).toMatchObject({ profiles: [{ name: 'Shop' }] });
  });

  it('can be left aside for an empty one', async () => {
    const { desk } = await protectedDesk();
    await desk.value('vault.lock', {});
    expect(await desk.value('profiles.startFresh', {})).toMatchObject({
      profiles: [],
      storage: { kind: 'protected' },
    });
  });
});

describe('a passphrase', () => {
  it('is as dear to guess as OWASP wants it, in the vault and in every file that leaves the computer', async () => {
    const { desk, profileId } = await protectedDesk({ realPassphrases: true });
    const [card, backup] = ['card.json', 'backup.json'].map((name) => join(desk.folder, name));
    desk.fileDialogs.choose(card ?? null, backup ?? null);
    await desk.value('sharing.exportCard', { profileIds: [profileId], passphrase });
    await desk.value('sharing.saveBackup', { passphrase });
    for (const path of [join(desk.folder, 'vault.json'), card, backup]) {
      expect(await readFile(path ?? '', 'utf8'), path).toMatch(/"N":\s*131072,\s*"r":\s*8,\s*"p":\s*1\b/);
    }
  });
});

describe('a vault without a passphrase', () => {
  it('is never locked: nothing could open it again', async () => {
    const desk = await createTestDesk({ stubUrl: stub.url });
    await desk.addProfile();
    expect(await desk.error('vault.lock', {})).toEqual({ code: 'passphrase-needed' });
    await desk.lock();
    pass(desk, 1000);
    expect(await stateOf(desk)).toBe('open');
    expect(desk.announced).toEqual([]);
  });

  it('keeps what lives in memory once a passphrase is set', async () => {
    const folder = await temporaryFolder();
    const desk = await createTestDesk({ folder });
    desk.sealer.become({ kind: 'unfit', reason: 'no-keyring' });
    await desk.addProfile({ name: 'Kept' });
    expect(await stateOf(desk)).toBe('memory');
    await desk.value('vault.setPassphrase', { passphrase, askAtStart: true });
    expect(await desk.value('profiles.list', {})).toMatchObject({ storage: { kind: 'protected' } });

    const again = await createTestDesk({ folder, sealer: desk.sealer });
    expect(await stateOf(again)).toBe('locked');
    await again.value('vault.unlock', { passphrase });
    expect(await again.value('profiles.list', {})).toMatchObject({ profiles: [{ name: 'Kept' }] });
  });
});

describe('passphrases', () => {
  it.each(['', 'short', 'x'.repeat(257)])('like %j are refused', async (text) => {
    const desk = await createTestDesk();
    expect(await desk.error('vault.setPassphrase', { passphrase: text, askAtStart: true })).toMatchObject({
      code: 'invalid-input',
    });
  });

  it('for recovery are proposed anew each time, and copied like any secret', async () => {
    const desk = await createTestDesk();
    const { passphrase: proposed } = await desk.value('vault.proposeRecovery', {});
    expect(proposed).toMatch(/^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$/);
    expect(await desk.value('vault.proposeRecovery', {})).not.toEqual({ passphrase: proposed });
    expect(await desk.value('vault.copyRecovery', { passphrase: proposed })).toEqual({
      clearsAt: desk.clock.now() + MINUTE,
    });
    expect(desk.clipboard.content()).toBe(proposed);
  });
});
