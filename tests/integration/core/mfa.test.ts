/** AWS access behind an MFA device: STS asks for a code, the page answers. */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { DeskEvents, MfaWanted } from '#contract/events.ts';
import { useAwsFiles } from '#tests/support/aws-files.ts';
import { startAwsStub, type AwsStub } from '#tests/support/aws-stub.ts';
import { createTestDesk, testKeys, type TestDesk } from '#tests/support/desk.ts';
import { startSts, type StsStub } from '#tests/support/sts-stub.ts';

const device = 'arn:aws:iam::111122223333:mfa/jane';
const config = `
[profile company]
role_arn = arn:aws:iam::111122223333:role/Reader
source_profile = base
mfa_serial = ${device}
region = eu-west-1

[profile partner]
role_arn = arn:aws:iam::444455556666:role/Reader
source_profile = base
mfa_serial = ${device}
region = eu-west-1
`;
const credentials = `[base]\naws_access_key_id = BASE000000000000\naws_secret_access_key = x\n`;

const inAnHour = () => Math.floor(Date.now() / 1000) * 1000 + 3_600_000;

let stub: AwsStub;
let sts: StsStub;
let expiresAt: number;
let desk: TestDesk;
/** Every question that the page was told of, oldest first. */
let asked: MfaWanted[];
/** Those that are open now. */
let open: readonly MfaWanted[];
/** How many times the page was told of questions. */
let told: number;
/** What the person answers, one after the other. */
let answers: (string | null)[];

async function begin(ends = inAnHour()): Promise<void> {
  expiresAt = ends;
  sts = await startSts({ code: '123456', expiresAt });
  onTestFinished(() => sts.stop());
}

beforeEach(async () => {
  const files = await useAwsFiles();
  await files.config(config);
  await files.credentials(credentials);
  stub = await startAwsStub();
  onTestFinished(() => stub.stop());
  stub.on('AdminGetUser', { Username: 'jane' });
  asked = [];
  open = [];
  told = 0;
  answers = [];
  desk = await createTestDesk({
    stubUrl: stub.url,
    reroute: (address) => (address === 'https://sts.eu-west-1.amazonaws.com/' ? sts.url : null),
    onAnnounced: (name, payload) => {
      if (name !== 'mfa.wanted') return;
      // The compiler does not conclude from the name what it carries.
      open = payload as DeskEvents['mfa.wanted'];
      told += 1;
      for (const question of open) {
        if (asked.some(({ requestId }) => requestId === question.requestId)) continue;
        asked.push(question);
        const answer = answers.shift();
        if (answer !== undefined) answerWith(question.requestId, answer);
      }
    },
  });
});

const answerWith = (requestId: string, code: string | null) =>
  void desk.value('awsAccess.answerMfa', { requestId, code });
const addProfile = (name = 'company') => desk.addProfile({ access: { kind: 'aws-profile', name } });
const lookUp = (profileId: string) => desk.value('users.get', { profileId, username: 'jane' });
const signers = () =>
  stub.requests.map(({ headers }) => /Credential=(\w+)\//.exec(headers.authorization ?? '')?.[1]);

describe('a role behind an MFA device', () => {
  it('asks the page for the code and works with it', async () => {
    await begin();
    answers = ['123456'];
    await lookUp(await addProfile());
    expect(asked).toEqual([{ requestId: asked[0]?.requestId, awsProfile: 'company', device, again: false }]);
    expect(sts.codes).toEqual(['123456']);
    expect(signers()).toEqual(['ASIAROLE00000000']);
  });

  it('asks again for a code that AWS did not take', async () => {
    await begin();
    answers = ['000000', '111111', '123456'];
    await lookUp(await addProfile());
    expect(asked.map(({ again }) => again)).toEqual([false, true, true]);
    expect(new Set(asked.map(({ requestId }) => requestId)).size).toBe(3);
    expect(sts.codes).toEqual(['000000', '111111', '123456']);
    expect(stub.requests).toHaveLength(1);
  });

  it('ends the call as cancelled when the person does not want to, and asks at the next one', async () => {
    await begin();
    answers = [null, '000000', null];
    const profileId = await addProfile();
    const input = { profileId, username: 'jane' };
    expect(await desk.error('users.get', input)).toEqual({ code: 'cancelled' });
    expect(await desk.error('users.get', input)).toEqual({ code: 'cancelled' });
    expect(asked.map(({ again }) => again)).toEqual([false, false, true]);
    expect(stub.requests).toEqual([]);
  });

  it('asks once for as long as the credentials last, for every profile that takes the same AWS profile', async () => {
    await begin();
    answers = ['123456'];
    const profileId = await addProfile();
    await lookUp(profileId);
    await lookUp(profileId);
    await lookUp(await addProfile());
    expect(asked).toHaveLength(1);
    expect(sts.codes).toHaveLength(1);
  });

  it('asks once when a second call comes in meanwhile, and reminds the page of it', async () => {
    await begin();
    const [first, second] = [await addProfile(), await addProfile()];
    const earlier = lookUp(first);
    await expect.poll(() => asked.length).toBe(1);
    const later = lookUp(second);
    await expect.poll(() => told).toBe(2);
    expect(open).toEqual(asked);
    answerWith(asked[0]?.requestId ?? '', '123456');
    await Promise.all([earlier, later]);
    expect(asked).toHaveLength(1);
    expect(open).toEqual([]);
    expect(sts.codes).toHaveLength(1);
  });

  it('asks for the codes of two AWS profiles at the same time, and each goes to its own', async () => {
    await begin();
    const [first, second] = [await addProfile(), await addProfile('partner')];
    const lookUps = [lookUp(first), lookUp(second)];
    await expect.poll(() => open.map(({ awsProfile }) => awsProfile).sort()).toEqual(['company', 'partner']);
    const company = open.find(({ awsProfile }) => awsProfile === 'company');
    answerWith(company?.requestId ?? '', '123456');
    await Promise.race(lookUps);
    expect(open.map(({ awsProfile }) => awsProfile)).toEqual(['partner']);
    answerWith(open[0]?.requestId ?? '', '123456');
    await Promise.all(lookUps);
    expect(open).toEqual([]);
  });

  it('withdraws the question when the last call that waits for it is cancelled', async () => {
    await begin();
    const [first, second] = [await addProfile(), await addProfile()];
    const call = (profileId: string, callId: string) =>
      desk.call('users.get', { profileId, username: 'jane' }, callId);
    const earlier = call(first, 'earlier');
    await expect.poll(() => told).toBe(1);
    const later = call(second, 'later');
    await expect.poll(() => told).toBe(2);

    await desk.value('calls.cancel', { callId: 'earlier' });
    expect(await earlier).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(open).toEqual(asked);
    await desk.value('calls.cancel', { callId: 'later' });
    expect(await later).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    await expect.poll(() => open).toEqual([]);

    answers = ['123456'];
    await lookUp(first);
    expect(asked).toHaveLength(2);
    expect(sts.codes).toEqual(['123456']);
  });

  it('keeps the question for a call that still waits', async () => {
    await begin();
    const profileId = await addProfile();
    const input = { profileId, username: 'jane' };
    const earlier = desk.call('users.get', input, 'earlier');
    await expect.poll(() => told).toBe(1);
    const later = desk.call('users.get', input, 'later');
    // The vault answers in order: the later call has read its profile then, and waits like the earlier one.
    for (let reads = 0; reads < 3; reads += 1) await desk.value('awsAccess.status', { profileId });
    await desk.value('calls.cancel', { callId: 'earlier' });
    expect(await earlier).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    answerWith(open[0]?.requestId ?? '', '123456');
    expect(await later).toMatchObject({ ok: true });
    expect(asked).toHaveLength(1);
  });

  describe('when the vault is locked', () => {
    const passphrase = 'correct horse battery staple';

    it('ends the questions and the calls that wait', async () => {
      await begin();
      const profileId = await addProfile();
      await desk.value('vault.setPassphrase', { passphrase, askAtStart: false });
      const waiting = desk.call('users.get', { profileId, username: 'jane' });
      await expect.poll(() => open.length).toBe(1);
      await desk.value('vault.lock', {});
      expect(await waiting).toMatchObject({ ok: false, error: { code: 'vault-locked' } });
      expect(open).toEqual([]);
    });

    it('drops the access that is there, and that which is on its way', async () => {
      await begin();
      const profileId = await addProfile();
      await desk.value('vault.setPassphrase', { passphrase, askAtStart: false });
      answers = ['123456'];
      await lookUp(profileId);
      await desk.value('vault.lock', {});
      await desk.value('vault.unlock', { passphrase });
      expect(await desk.value('awsAccess.status', { profileId })).toEqual({ expiresAt: null });

      const release = sts.hold();
      answers = ['123456'];
      const waiting = desk.call('users.get', { profileId, username: 'jane' });
      await expect.poll(() => sts.codes.length).toBe(2);
      await desk.value('vault.lock', {});
      release();
      expect(await waiting).toMatchObject({ ok: false, error: { code: 'vault-locked' } });
      await desk.value('vault.unlock', { passphrase });
      expect(await desk.value('awsAccess.status', { profileId })).toEqual({ expiresAt: null });
      answers = ['123456'];
      await lookUp(profileId);
      expect(asked).toHaveLength(3);
    });
  });

  it('asks no more often in the last minutes, when the SDK wants new credentials at every request', async () => {
    await begin(Date.now() + 200_000);
    desk.clock.advance(Date.now() - desk.clock.now());
    answers = ['123456'];
    const profileId = await addProfile();
    await lookUp(profileId);
    await lookUp(profileId);
    expect(asked).toHaveLength(1);
  });

  it('ignores answers that nobody waits for, and takes codes of six digits only', async () => {
    await desk.value('awsAccess.answerMfa', { requestId: 'gone', code: '123456' });
    for (const code of ['', '12345', '1234567', '12a456', ' 12345']) {
      expect(await desk.error('awsAccess.answerMfa', { requestId: 'gone', code })).toMatchObject({
        code: 'invalid-input',
      });
    }
  });

  it('shows the code nowhere', async () => {
    await begin();
    answers = ['987654', '123456'];
    await lookUp(await addProfile());
    await desk.value('activity.list', {});
    expect(JSON.stringify(desk.results)).not.toMatch(/\b(?:987654|123456)\b|dummySecret|dummySession/);
  });
});

describe('no connection is left open', () => {
  /** A lookup whose credentials came from STS, so that both have been talked to. */
  async function talkToBoth(): Promise<string> {
    await begin();
    answers = ['123456'];
    const profileId = await addProfile();
    await lookUp(profileId);
    expect(await stub.connections()).toBe(1);
    return profileId;
  }

  it('to where the credentials came from', async () => {
    await talkToBoth();
    await expect.poll(() => sts.connections()).toBe(0);
  });

  it('after a refusal, and after a call that was cancelled meanwhile', async () => {
    await begin();
    const profileId = await addProfile();
    sts.refuseWith('Something else.');
    answers = ['000000'];
    expect(await desk.error('users.get', { profileId, username: 'jane' })).toMatchObject({
      code: 'access-denied',
    });
    await expect.poll(() => sts.connections()).toBe(0);

    const release = sts.hold();
    onTestFinished(release);
    answers = ['123456'];
    const waiting = desk.call('users.get', { profileId, username: 'jane' }, 'waiting');
    await expect.poll(() => sts.codes.length).toBe(2);
    await desk.value('calls.cancel', { callId: 'waiting' });
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    await expect.poll(() => sts.connections()).toBe(0);
  });

  it.each([
    ['a changed profile', (id: string) => desk.addProfile({ id, name: 'Renamed' })],
    [
      'the lock',
      async () => {
        await desk.value('vault.setPassphrase', { passphrase: 'four words for a test', askAtStart: false });
        await desk.value('vault.lock', {});
      },
    ],
    ['the end of the app', () => desk.close()],
  ] as const)('after %s', async (_, happens) => {
    await happens(await talkToBoth());
    await expect.poll(() => stub.connections()).toBe(0);
    await expect.poll(() => sts.connections()).toBe(0);
  });
});

describe('the end of the access', () => {
  const statusOf = (profileId: string) => desk.value('awsAccess.status', { profileId });

  it('is known once it was used', async () => {
    await begin();
    answers = ['123456'];
    const profileId = await addProfile();
    expect(await statusOf(profileId)).toEqual({ expiresAt: null });
    await lookUp(profileId);
    expect(await statusOf(profileId)).toEqual({ expiresAt });
  });

  it('is none for keys, and for a profile without access', async () => {
    const profileId = await desk.addProfile({ access: testKeys });
    await lookUp(profileId);
    expect(await statusOf(profileId)).toEqual({ expiresAt: null });
    expect(await statusOf(await desk.addProfile())).toEqual({ expiresAt: null });
  });

  it('is forgotten with credentials that AWS refuses', async () => {
    await begin();
    answers = ['123456', '123456'];
    const profileId = await addProfile();
    stub.on(
      'AdminGetUser',
      { error: 'ExpiredTokenException', message: 'The security token included in the request is expired' },
      { Username: 'jane' },
    );
    expect(await desk.error('users.get', { profileId, username: 'jane' })).toMatchObject({
      code: 'aws-session-expired',
      awsProfile: 'company',
    });
    expect(await statusOf(profileId)).toEqual({ expiresAt: null });
    await lookUp(profileId);
    expect(asked).toHaveLength(2);
  });
});
