/**
 * What only Electron itself can show, each in the packaged app: that it does what its documentation says and the
 * stand-in plays. `docs/verification.md` says which of it has been seen.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, expect, test } from '@playwright/test';
import { hasSecretService } from '#build/runtime/desktop.ts';
import { launchElectron, switchesHere } from '#tests/support/launch-electron.ts';
import { environment, program } from './program.ts';

const start = () => launchElectron(program, { env: environment });

let app: ElectronApplication;
test.beforeEach(async () => {
  app = await start();
  await (await app.firstWindow()).waitForLoadState();
});
test.afterEach(() => app.close());

/** The text of the window, by main: Playwright's own page does not outlive the process that shows it. */
const textOfWindow = () =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText'),
  );

test('no compiled code is kept where others could change it', async () => {
  const userData = await app.evaluate(({ app: electron }) => electron.getPath('userData'));
  await app.close();
  const files = await readdir(userData, { recursive: true });
  // Chromium makes the folders of its code cache, and lists of what is in them, in any case.
  expect(files.filter((file) => /compile-cache|Code Cache[\\/](?:js|wasm)[\\/](?!index)/.test(file))).toEqual(
    [],
  );
  app = await start();
});

test('a page whose process is gone comes back', async () => {
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  await expect.poll(textOfWindow).toContain('The window had stopped and was started again');
});

test('every permission is refused, and developer tools stay shut', async () => {
  const page = await app.firstWindow();
  expect(
    await page.evaluate(async () => [
      (await navigator.permissions.query({ name: 'geolocation' })).state,
      await Notification.requestPermission(),
    ]),
  ).toEqual(['denied', 'denied']);
  // They open after they have been loaded; three seconds are enough for that.
  const opened = await app.evaluate(
    ({ BrowserWindow }) =>
      new Promise((resolve) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.once('devtools-opened', () => {
          resolve(true);
        });
        setTimeout(() => {
          resolve(false);
        }, 3000);
        contents?.openDevTools();
      }),
  );
  expect(opened).toBe(false);
});

test('size and place of the window come back', async () => {
  const bounds = { x: 40, y: 60, width: 1000, height: 700 };
  await app.evaluate(({ BrowserWindow }, wanted) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(wanted);
  }, bounds);
  await app.close();
  app = await start();
  await app.firstWindow();
  const size = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getSize());
  expect(size).toEqual([bounds.width, bounds.height]);
});

test('a second start hands its file over and ends', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cognito-desk-second-'));
  const card = join(folder, 'card.cognitodesk');
  const profile = {
    name: 'From a second start',
    environment: 'staging',
    region: 'eu-west-1',
    clientId: '4practice3client2id1for0tests',
    endpoint: null,
    poolId: null,
    access: null,
  };
  await writeFile(card, JSON.stringify({ format: 'cognito-desk card', version: 1, profiles: [profile] }));
  const second = spawn(program, [...switchesHere(program), card], { stdio: 'ignore', env: environment });
  const ended = new Promise((done) => second.once('exit', done));
  await expect.poll(textOfWindow).toContain('From a second start');
  await ended;
  await rm(folder, { recursive: true, force: true });
});

test('profiles are protected, or said not to be', async () => {
  const page = await app.firstWindow();
  const status = await page.evaluate(() => window.desk.vault.status({}));
  // Where Linux has no keyring, Chromium's fixed key must not be taken for one.
  const kept = process.platform !== 'linux' || hasSecretService() === true;
  const expected = kept ? { kind: 'open' } : { kind: 'memory' };
  expect(status).toMatchObject({ ok: true, value: { state: expected } });
});
