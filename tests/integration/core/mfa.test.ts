/** AWS access behind an MFA device: STS asks for a code, the page answers. */
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { MfaWanted } from '#contract/events.ts';
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
`;
const credentials = `[base]\naws_access_key_id = BASE000000000000\naws_secret_access_key = x\n`;

const inAnHour = () => Math.floor(Date.now() / 1000) * 1000 + 3_600_000;

let stub: AwsStub;
let sts: StsStub;
let expiresAt: number;
let desk: TestDesk;
let asked: MfaWanted[];
/** What the person answers, one after the other. */
let answers: (string | null)[];

async function begin(ends = inAnHour()): Promise<void> {
  expiresAt = ends;
  sts = await startSts({ code: '123456', expiresAt });
  onTestFinished(() => sts.stop());
  vi.stubEnv('AWS_ENDPOINT_URL_STS', sts.url);
}

beforeEach(async () => {
  const files = await useAwsFiles();
  await files.config(config);
  await files.credentials(credentials);
  stub = await startAwsStub();
  onTestFinished(() => stub.stop());
  stub.on('AdminGetUser', { Username: 'jane' });
  asked = [];
  answers = [];
  desk = await createTestDesk({
    stubUrl: stub.url,
    onAnnounced: (name, payload) => {
      if (name !== 'mfa.wanted' || payload === null) return;
      asked.push(payload);
      const answer = answers.shift();
      if (answer !== undefined) answerWith(payload.requestId, answer);
    },
  });
});

const answerWith = (requestId: string, code: string | null) =>
  void desk.value('awsAccess.answerMfa', { requestId, code });
const addProfile = () => desk.addProfile({ access: { kind: 'aws-profile', name: 'company' } });
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
    await expect.poll(() => asked.length).toBe(2);
    expect(asked[1]).toEqual(asked[0]);
    answerWith(asked[0]?.requestId ?? '', '123456');
    await Promise.all([earlier, later]);
    expect(sts.codes).toHaveLength(1);
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
