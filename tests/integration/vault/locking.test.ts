/** What the engine can still reach after the vault was locked. A process of its own: the whole heap is looked through. */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { getHeapSnapshot, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { getSigningKey } from '@smithy/signature-v4';
import { expect, it } from 'vitest';
import { startAwsStub } from '#tests/support/aws-stub.ts';
import { createTestDesk, testKeys } from '#tests/support/desk.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Kept in a form that is not found by looking for it. */
const planted = {
  sessionToken: randomBytes(30),
  secretAccessKey: randomBytes(15),
  clientSecret: randomBytes(20),
  password: randomBytes(12),
};
const textOf = (name: keyof typeof planted) => `Planted${planted[name].toString('hex')}`;

class Hmac {
  readonly #hmac: ReturnType<typeof createHmac> | ReturnType<typeof createHash>;
  constructor(secret?: string | Uint8Array) {
    this.#hmac = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }
  update(data: Uint8Array): void {
    this.#hmac.update(data);
  }
  reset(): void {
    throw new Error('Each sum is made anew.');
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hmac.digest()));
  }
}

/** The signing key of today, as the SDK has it in its cache or makes it. */
const signingKey = async () => {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const { accessKeyId } = testKeys.keys;
  const [secretAccessKey, sessionToken] = [textOf('secretAccessKey'), textOf('sessionToken')];
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  return new WeakRef(await getSigningKey(Hmac as never, credentials, day, 'us-east-1', 'cognito-idp'));
};

/** Which of the planted texts are in the heap. */
async function found(): Promise<string[]> {
  collectGarbage();
  const names = Object.keys(planted) as (keyof typeof planted)[];
  const hits = new Set<string>();
  let rest = '';
  for await (const chunk of getHeapSnapshot()) {
    const text = rest + String(chunk);
    for (const name of names) if (text.includes(textOf(name))) hits.add(name);
    rest = text.slice(-200);
  }
  return [...hits].sort();
}

it('no secret of a profile, no session token and no signing key', { timeout: 240_000 }, async () => {
  const stub = await startAwsStub();
  const desk = await createTestDesk({ stubUrl: stub.url });
  const passphrase = 'four words for a test';

  const use = async () => {
    const profileId = await desk.addProfile({
      clientSecret: { change: 'set', value: textOf('clientSecret') },
      access: {
        ...testKeys,
        keys: {
          ...testKeys.keys,
          secretAccessKey: textOf('secretAccessKey'),
          sessionToken: textOf('sessionToken'),
        },
      },
    });
    await desk.value('vault.setPassphrase', { passphrase, askAtStart: true });
    stub.on('ListUsers', { Users: [] });
    await desk.call('users.get', { profileId, username: 'jane' });
    await desk.call('auth.signIn', { profileId, username: 'jane', password: textOf('password') });
    // So that the engine remembers it: the last text in which a pattern was found.
    expect(/Planted[0-9a-f]+/.test(textOf('password'))).toBe(true);
    expect(
      stub.requests.some(({ headers }) => headers['x-amz-security-token'] === textOf('sessionToken')),
    ).toBe(true);
  };
  await use();
  const key = await signingKey();
  collectGarbage();
  expect(key.deref()).toBeDefined();
  expect(await found()).toEqual(expect.arrayContaining(['secretAccessKey', 'sessionToken']));

  await desk.value('vault.lock', {});
  stub.reset();
  await stub.stop();
  // Connections and timers that have ended are let go of by then.
  await expect.poll(found, { timeout: 60_000, interval: 500 }).toEqual([]);
  expect(key.deref()).toBeUndefined();
});
