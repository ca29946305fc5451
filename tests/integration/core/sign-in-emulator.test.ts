/** Sign-in with second steps, and a forgotten password, against the emulator instead of a script. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoPool, practicePassword } from '#build/demo-pool.ts';
import { startEmulator, type Emulator, type SentCode } from '#build/emulator.ts';
import { createTestDesk } from '#tests/support/desk.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

/** The code of an authenticator (RFC 6238: SHA-1, 30 seconds, 6 digits). */
function codeOf(base32: string, now: number): string {
  const bits = [...base32]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function setUp() {
  const desk = await createTestDesk({ stubUrl: emulator.url });
  const { clientId, poolId } = emulator;
  const profileId = await desk.addProfile({ region: 'eu-west-1', clientId, poolId });
  return { desk, profileId };
}

async function signInWith(username: string) {
  const { desk, profileId } = await setUp();
  const step = await desk.value('auth.signIn', { profileId, username, password: practicePassword });
  if (step.kind !== 'challenge') throw new Error(step.kind);
  const answer = (code: string) =>
    desk.call('auth.answer', { challengeId: step.challenge.id, answer: { kind: 'code', code } });
  return { challenge: step.challenge, answer };
}

it('takes the code of an authenticator app, after a wrong one, too', async () => {
  const person = demoPool.people.find(({ authenticatorKey }) => authenticatorKey !== undefined);
  const { challenge, answer } = await signInWith(person?.username ?? '');
  expect(challenge).toMatchObject({ kind: 'code', from: 'authenticator' });
  expect(await answer('000000')).toMatchObject({ ok: false, error: { code: 'code-mismatch' } });
  const code = codeOf(person?.authenticatorKey ?? '', Date.now());
  expect(await answer(code)).toMatchObject({ ok: true, value: { kind: 'signed-in' } });
});

it('takes the code of a text message', async () => {
  const person = demoPool.people.find(({ textMessageCodes }) => textMessageCodes);
  const sent = Promise.withResolvers<SentCode>();
  emulator.onCode(sent.resolve);
  const { challenge, answer } = await signInWith(person?.username ?? '');
  expect(challenge).toMatchObject({ kind: 'code', from: 'text-message' });
  expect(await answer((await sent.promise).code)).toMatchObject({ ok: true, value: { kind: 'signed-in' } });
});

it('renews a forgotten password', async () => {
  const { desk, profileId } = await setUp();
  const sent = Promise.withResolvers<SentCode>();
  emulator.onCode(sent.resolve);
  const person = { profileId, username: 'ines.marchetti' };
  await desk.value('auth.forgotPassword', person);
  const { code } = await sent.promise;
  await desk.value('auth.confirmForgotPassword', { ...person, code, password: 'My-Own-Password-1!' });
  expect(await desk.value('auth.signIn', { ...person, password: 'My-Own-Password-1!' })).toMatchObject({
    kind: 'signed-in',
  });
});
