/** The page as an attacker would like to have it. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { electronForTests } from '#tests/support/electron-for-tests.ts';
import { machineEnvironment } from '#tests/support/machine-environment.ts';
import { startApp } from './runtime.ts';
import { draft, planted } from './support/profiles.ts';
import { newPasswordRequired, signedIn } from './support/replies.ts';
import { button, everythingIn, expectFailure, openScreen, signIn, signUp } from './support/screens.ts';
import { expect, test } from './support/test.ts';

/** Why a test that ends the page is left out on Electron. */
const noCrashedPages =
  'Playwright gives up an Electron page that was ended, so nothing can be seen of the next one.';

test('no secret is in the page, its title, its address, the activity list or a command', async ({
  app,
  stub,
}) => {
  const password = 'Planted-Password-1!';
  const newPassword = 'Planted-New-Password-1!';
  const session = 'planted-session-of-a-challenge-000000001';
  const tokens = signedIn();
  const secrets = [
    password,
    newPassword,
    session,
    ...Object.values(planted),
    ...Object.values(tokens['AuthenticationResult'] ?? {}).filter(
      (value) => typeof value === 'string' && value !== 'Bearer',
    ),
  ];
  const page = await app.start(
    draft(stub.url, {
      clientSecret: { change: 'set', value: planted.clientSecret },
      access: {
        kind: 'access-keys',
        keys: {
          change: 'set',
          accessKeyId: 'AKIAPLANTED000000001',
          secretAccessKey: planted.secretAccessKey,
          sessionToken: planted.sessionToken,
        },
      },
    }),
  );
  const expectNone = async (where: string) => {
    const text = await everythingIn(page);
    for (const secret of secrets)
      expect(text.includes(String(secret)), `${String(secret)} in ${where}`).toBe(false);
  };

  await openScreen(page, 'Sign in');
  // AWS echoes what it refuses; the details must not.
  stub.on(
    'InitiateAuth',
    { error: 'InvalidParameterException', message: `Value '${password}' at 'password' failed` },
    newPasswordRequired(),
  );
  await signIn(page, 'jane', password);
  await expectFailure(page, /^AWS said: “Value '•••' at 'password' failed”$/);
  await button(page, 'Technical details').click();
  await expectNone('a failure');

  await button(page, 'Sign in').click();
  await page.getByLabel('New password', { exact: true }).fill(newPassword);
  await page.getByLabel('Repeat the new password', { exact: true }).fill(newPassword);
  await button(page, 'As an AWS CLI command').click();
  await expect(page.getByRole('group', { name: 'Command' })).toContainText('respond-to-auth-challenge');
  await expectNone('the step for a new password');

  stub.on('RespondToAuthChallenge', tokens);
  await button(page, 'Set password and sign in').click();
  await expect(page.getByRole('heading', { name: 'Signed in as jane' })).toBeVisible();
  await button(page, 'As an AWS CLI command').click();
  await expect(page.getByRole('group', { name: 'Command' })).toContainText('initiate-auth');
  await page.getByRole('tab', { name: 'Any shell, with a JSON file' }).click();
  await button(page, 'AWS’s answer as JSON').click();
  await expect(page.getByRole('group', { name: 'Answer of AWS' })).toContainText('AccessToken');
  await expectNone('a sign-in');

  await button(page, 'Show access token').click();
  await expect(page.getByRole('heading', { name: 'Access token of jane' })).toBeVisible();
  await expectNone('the token screen');

  stub.on('SignUp', {
    error: 'InvalidPasswordException',
    message: `Password did not conform with policy: ${password}`,
  });
  await openScreen(page, 'Sign up');
  await signUp(page, 'jane', password);
  await expectFailure(page, /The password breaks a rule of this pool/);
  await expectNone('a sign-up');
  for (const screen of ['Signed-in people', 'Profiles', 'Settings', 'Activity'] as const) {
    await openScreen(page, screen);
    await expectNone(screen);
  }
  await expect(page.getByRole('row').filter({ hasText: 'Sign in' })).toHaveCount(2);
  await openScreen(page, 'Profiles');
  await button(page, 'Edit Staging · Shop').click();
  await expectNone('the editor');
});

test('the bridge answers garbage with a refusal and takes no other profile’s id', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  const results = await page.evaluate(async () => {
    const { events: _events, ...operations } = window.desk;
    const topics = Object.entries(operations) as [
      string,
      Record<string, (input: unknown, id?: unknown) => Promise<{ ok: boolean }>>,
    ][];
    const garbage: unknown[] = [
      undefined,
      null,
      0,
      'x',
      [],
      { a: 1 },
      { profileId: '../../etc' },
      { profileId: { $gt: '' } },
      'x'.repeat(100_000),
    ];
    const accepted: string[] = [];
    const rejected: string[] = [];
    for (const [topic, verbs] of topics) {
      for (const [verb, call] of Object.entries(verbs)) {
        for (const input of garbage) {
          try {
            if ((await call(input)).ok)
              accepted.push(`${topic}.${verb} ${JSON.stringify(input)?.slice(0, 50)}`);
          } catch (error) {
            rejected.push(`${topic}.${verb} ${String(error)}`);
          }
        }
        if ((await call({}, 'x'.repeat(65))).ok) accepted.push(`${topic}.${verb} with a long call id`);
        if ((await call({}, { id: 1 })).ok) accepted.push(`${topic}.${verb} with an odd call id`);
      }
    }
    return { accepted, rejected };
  });
  // `undefined` for an operation that takes nothing, and the like, must be refused as well.
  expect(results).toEqual({ accepted: [], rejected: [] });
  expect(stub.requests).toEqual([]);
  expect(await page.evaluate(() => Object.isFrozen(window.desk))).toBe(true);
  expect(
    await page.evaluate(() =>
      ['require', 'process', 'ipcRenderer', 'electron'].filter((name) => name in window),
    ),
  ).toEqual([]);
});

test('what the page makes of JavaScript reaches neither what it sends nor what it is told', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url));
  const password = 'Planted-Password-2!';
  stub.on('SignUp', { UserConfirmed: true, UserSub: 'a' });
  const told = await page.evaluate(async (secret) => {
    const { desk } = window;
    const profiles = await desk.profiles.list({});
    if (!profiles.ok) throw new Error(profiles.error.code);
    const { id } = profiles.value.profiles[0]!;
    const seen: string[] = [];
    const undo: (() => void)[] = [];
    const { apply, defineProperty, getOwnPropertyDescriptor, ownKeys } = Reflect;
    const holds = (value: unknown, depth = 0): boolean => {
      if (typeof value === 'string') return value.includes(secret);
      if (typeof value !== 'object' || value === null || depth > 5) return false;
      return ownKeys(value).some((key) => holds(getOwnPropertyDescriptor(value, key)?.value, depth + 1));
    };
    /** Goes on as before, for the page has to live, but looks at all that passes and changes what it can. */
    const tap = (owner: object, key: string | symbol) => {
      const before = getOwnPropertyDescriptor(owner, key)!;
      let looking = false;
      const value = function (this: unknown, ...args: unknown[]): unknown {
        const result: unknown = apply(before.value as () => unknown, this, args);
        if (looking) return result;
        looking = true;
        const found = holds(this) || holds(args) || holds(result);
        looking = false;
        if (found) seen.push(String(key));
        return typeof result === 'string' ? result.replaceAll(secret, 'forged') : result;
      };
      undo.push(() => void defineProperty(owner, key, before));
      defineProperty(owner, key, { ...before, value });
    };
    for (const key of ['map', 'forEach', 'join', 'concat', 'slice', 'values', Symbol.iterator])
      tap(Array.prototype, key);
    for (const key of ['entries', 'fromEntries', 'keys', 'values', 'assign', 'freeze']) tap(Object, key);
    for (const key of ['stringify', 'parse']) tap(JSON, key);
    for (const key of ['get', 'set']) tap(Map.prototype, key);
    for (const key of ['dispatchEvent', 'addEventListener']) tap(EventTarget.prototype, key);
    tap(window, 'structuredClone');
    tap(Promise.prototype, 'then');
    defineProperty(Object.prototype, 'profileId', {
      configurable: true,
      get: () => 'forged',
      set: () => undefined,
    });
    undo.push(() => void Reflect.deleteProperty(Object.prototype, 'profileId'));
    try {
      const result = await desk.users.signUp({
        profileId: id,
        username: 'jane',
        password: secret,
        attributes: [],
      });
      return { seen, ok: result.ok, sub: result.ok && result.value.userSub };
    } finally {
      for (const each of undo.toReversed()) each();
    }
  }, password);
  expect(told).toEqual({ seen: [], ok: true, sub: 'a' });
  expect(stub.requests).toMatchObject([
    { operation: 'SignUp', body: { Username: 'jane', Password: password } },
  ]);
  // Nothing but the bridge has come to the page: no way to the system, and none of what carries the bridge.
  expect(
    await page.evaluate(() =>
      Reflect.ownKeys(window)
        .map(String)
        .filter((name) => /electron|stand-?in|ipc|^require$|^process$/i.test(name)),
    ),
  ).toEqual([]);
});

test('the page can open no window and go nowhere else', async ({ app, page }) => {
  await expect(page.getByRole('heading', { name: 'Welcome to Cognito Desk' })).toBeVisible();
  const address = page.url();
  await page.evaluate(() => {
    window.open('https://example.com/');
    window.open('about:blank');
    window.location.href = 'https://example.com/';
  });
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://example.com/';
    link.target = '_blank';
    document.body.append(link);
    link.click();
    link.remove();
  });
  await page.getByRole('link', { name: 'Add a pool' }).click();
  await expect(page.getByRole('heading', { name: 'Add a pool' })).toBeVisible();
  await expect.poll(() => page.context().pages().length).toBe(1);
  expect(new URL(page.url()).origin).toBe(new URL(address).origin);
  expect(await app.openedLinks()).toEqual([]);

  await button(page, 'About client secrets').click();
  await expect.poll(() => app.openedLinks()).toHaveLength(1);
  expect((await app.openedLinks())[0]).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  await button(page, 'What the AWS access must allow').click();
  await expect.poll(() => app.openedLinks()).toHaveLength(2);
});

test.describe('what the content security policy refuses', () => {
  /** An app of its own, since breaches are errors of the page, which fail any other test. */
  async function withApp(
    env: Readonly<Record<string, string>>,
    run: (page: Page, problems: () => Promise<readonly string[]>) => Promise<void>,
  ): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'cognito-desk-csp-'));
    const app = await startApp({
      env: { ...machineEnvironment(), COGNITO_DESK_USER_DATA: join(folder, 'data'), ...env },
      theme: 'light',
    });
    try {
      await run(app.page, app.problems);
    } finally {
      await app.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  test('inline scripts, scripts as text, remote content and network calls do not run', async () => {
    await withApp({}, async (page, problems) => {
      await expect(page.getByRole('heading', { name: 'Welcome to Cognito Desk' })).toBeVisible();
      const refused = await page.evaluate(async () => {
        // What a debugger evaluates is exempt from the policy; what runs later is not.
        await new Promise((resolve) => setTimeout(resolve));
        const failed: string[] = [];
        const attempt = async (name: string, run: () => unknown) => {
          try {
            await run();
          } catch {
            failed.push(name);
          }
        };
        const script = document.createElement('script');
        await attempt('script as text', () => (script.text = 'window.injected = true'));
        await attempt(
          'markup',
          () => (document.createElement('div').innerHTML = '<img src=x onerror="window.injected = true">'),
        );
        const handler = document.createElement('button');
        handler.setAttribute('type', 'button');
        await attempt('handler', () => handler.setAttribute('onclick', 'window.injected = true'));
        document.body.append(handler);
        handler.click();
        handler.remove();
        // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the policy has to refuse it
        await attempt('eval', () => new Function('window.injected = true')());
        await attempt('fetch', () => fetch('https://example.com/'));
        await attempt('socket', () => new WebSocket('wss://example.com/'));
        const image = new Image();
        await attempt('image', async () => {
          image.src = 'https://example.com/pixel.png';
          await image.decode();
        });
        return { failed, injected: 'injected' in window };
      });
      expect(refused).toEqual({
        failed: expect.arrayContaining(['script as text', 'markup', 'eval', 'fetch', 'image']),
        injected: false,
      });
      await expect.poll(async () => (await problems()).join('\n')).toMatch(/connect-src/);
      await expect.poll(async () => (await problems()).join('\n')).toMatch(/img-src/);
    });
  });

  test.describe('nothing leaves by WebRTC, which is no request and knows no policy', () => {
    /** A server that notes whatever reaches it, by packet or by connection, while `run` goes on. */
    async function reachedDuring(run: (where: string) => Promise<void>): Promise<readonly string[]> {
      const seen: string[] = [];
      const packets = createSocket('udp4').on('message', () => seen.push('a packet'));
      const connections = createServer((connection) => {
        seen.push('a connection');
        connection.destroy();
      });
      await once(connections.listen(0, '127.0.0.1'), 'listening');
      const { port } = connections.address() as AddressInfo;
      await once(packets.bind(port, '127.0.0.1'), 'listening');
      try {
        await run(`127.0.0.1:${port}`);
      } finally {
        packets.close();
        connections.close();
      }
      return seen;
    }

    /** Tells a server what it knows, in the name by which one signs in there, and ends when all ways were tried. */
    const tell = async ([where, from]: readonly [string, 'page' | 'frame']) => {
      const frame = document.createElement('iframe');
      if (from === 'frame') document.body.append(frame);
      const { RTCPeerConnection: Connection } = (frame.contentWindow ?? window) as unknown as {
        RTCPeerConnection?: typeof RTCPeerConnection;
      };
      if (!Connection) return 'taken away';
      const words = { username: 'what-the-page-knows', credential: 'x' };
      const connection = new Connection({
        iceServers: [
          { urls: `stun:${where}` },
          { urls: `turn:${where}?transport=udp`, ...words },
          { urls: `turn:${where}?transport=tcp`, ...words },
          { urls: `turns:${where}?transport=tcp`, ...words },
        ],
      });
      const tried = new Promise<void>((resolve) => {
        connection.addEventListener('icegatheringstatechange', () => {
          if (connection.iceGatheringState === 'complete') resolve();
        });
      });
      connection.createDataChannel('out');
      await connection.setLocalDescription(await connection.createOffer());
      await tried;
      return 'tried';
    };

    test('the page has no constructor for it', async ({ page }) => {
      expect(await page.evaluate(tell, ['127.0.0.1:9', 'page'] as const)).toBe('taken away');
    });

    test('even one who has a constructor sends no packet and opens no connection', async () => {
      // A Chromium that several apps share was started without the switches of this one.
      await withApp({}, async (page) => {
        await expect(page.getByRole('heading', { name: 'Welcome to Cognito Desk' })).toBeVisible();
        // A world beside the page's own, as a debugger can make, has a constructor that nobody took away.
        const debug = await page.context().newCDPSession(page);
        const { frameTree } = await debug.send('Page.getFrameTree');
        const { executionContextId } = await debug.send('Page.createIsolatedWorld', {
          frameId: frameTree.frame.id,
        });
        const seen = await reachedDuring(async (where) => {
          const { result } = await debug.send('Runtime.evaluate', {
            contextId: executionContextId,
            expression: `(${String(tell)})(${JSON.stringify([where, 'page'])})`,
            awaitPromise: true,
            returnByValue: true,
          });
          expect(result.value).toBe('tried');
        });
        expect(seen).toEqual([]);
      });
    });

    test('a frame brings the constructor back, and is the end of the page', async () => {
      test.skip(electronForTests() !== undefined, noCrashedPages);
      await withApp({}, async (page) => {
        await expect(page.getByRole('heading', { name: 'Welcome to Cognito Desk' })).toBeVisible();
        const seen = await reachedDuring(async (where) => {
          // The page may be ended before or after all ways were tried.
          const outcome = await page
            .evaluate(tell, [where, 'frame'] as const)
            .catch(() => 'the page was ended');
          expect(['tried', 'the page was ended']).toContain(outcome);
          await expect(page.getByText('The window had stopped and was started again')).toBeVisible();
        });
        expect(seen).toEqual([]);
      });
    });
  });

  test('a frame inside the page gets no answer from the bridge, and is the end of the page', async () => {
    test.skip(electronForTests() !== undefined, noCrashedPages);
    await withApp({ ELECTRON_STANDIN_PRELOAD_IN_FRAMES: '1' }, async (page) => {
      await expect(page.getByRole('heading', { name: 'Welcome to Cognito Desk' })).toBeVisible();
      const answer = await page
        .evaluate(async () => {
          const frame = document.createElement('iframe');
          document.body.append(frame);
          const inside = frame.contentWindow;
          return inside && 'desk' in inside ? await inside.desk.profiles.list({}) : 'no bridge';
        })
        .catch(() => 'the page was ended');
      expect([
        'no bridge',
        'the page was ended',
        { ok: false, error: { code: 'forbidden-caller' } },
      ]).toContainEqual(answer);
      await expect(page.getByText('The window had stopped and was started again')).toBeVisible();
      expect(page.frames()).toHaveLength(1);
    });
  });
});
