/** The start of the app and its window, where real systems are less kind than one would think. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { electronForTests } from '#tests/support/electron-for-tests.ts';
import { draft } from './support/profiles.ts';
import { signedIn } from './support/replies.ts';
import { button, openScreen, signIn } from './support/screens.ts';
import { expect, test } from './support/test.ts';

test.skip(electronForTests() !== undefined, 'Only the stand-in can play these starts.');

const welcome = 'Welcome to Cognito Desk';

test.describe('as root in a container', () => {
  test.use({ appSwitches: ['--no-sandbox'] });

  test('the app starts without the sandbox that cannot be had there', async ({ page }) => {
    await expect(page.getByRole('heading', { name: welcome })).toBeVisible();
  });
});

for (const events of ['second-instance', 'activate', 'second-instance,activate,open-url,second-instance']) {
  test.describe(`while the app still starts, ${events}`, () => {
    test.use({ appEnv: { ELECTRON_STANDIN_AT_READY: events } });

    test('opens one window, whose page is answered', async ({ app, page }) => {
      await expect(page.getByRole('heading', { name: welcome })).toBeVisible();
      expect(await app.standIn().ask('windows')).toHaveLength(1);
      expect(await page.evaluate(async () => (await window.desk.app.info({})).ok)).toBe(true);
    });
  });
}

test.describe('on Wayland, where a hidden window is never ready to show,', () => {
  test.use({ appEnv: { ELECTRON_STANDIN_READY_TO_SHOW: 'never' } });

  test('it shows with its page, not seconds later', async ({ app, page }) => {
    await page.waitForLoadState('load');
    await expect
      .poll(async () => (await app.standIn().ask('windows')).map(({ visible }) => visible), { timeout: 1000 })
      .toEqual([true]);
  });
});

test.describe('on a small screen', () => {
  test.use({ appEnv: { ELECTRON_STANDIN_WORK_AREA: '1366x728' } });

  test('the first window fits', async ({ app, page }) => {
    await expect(page.getByRole('heading', { name: welcome })).toBeVisible();
    expect(await app.standIn().ask('windows')).toMatchObject([{ bounds: { width: 1240, height: 728 } }]);
  });
});

test.describe('the files of the app', () => {
  test.use({ appEnv: async ({}, use, info) => use({ COGNITO_DESK_USER_DATA: info.outputPath('data') }) });

  test('are for their user only, and nothing of them is run', async ({ app, stub }, info) => {
    const page = await app.start(draft(stub.url));
    await openScreen(page, 'Settings');
    await page.getByRole('radio', { name: 'Dark' }).click();
    await openScreen(page, 'Profiles');
    await button(page, /^Duplicate/).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'copy' })).toBeVisible();

    const data = info.outputPath('data');
    const modes = await Promise.all(
      ['.', ...(await readdir(data, { recursive: true }))].map(async (name) => {
        const { mode } = await stat(join(data, name));
        return [name, (mode & 0o077).toString(8)];
      }),
    );
    // Those of the stand-in are its own business.
    const ours = modes.filter(([name = '']) => !name.startsWith('electron-standin'));
    expect(ours.map(([name]) => name)).toEqual(
      expect.arrayContaining(['.', 'vault.json', 'vault.json.lock']),
    );
    expect(ours.filter(([, open]) => open !== '0')).toEqual([]);
    expect(modes.map(([name]) => name)).not.toContain('compile-cache');
  });
});

test.describe('on a system in another language', () => {
  test.use({ appEnv: { ELECTRON_STANDIN_SYSTEM_LOCALE: 'de-DE' } });

  test('dates are not American, although the language of the app is', async ({ app, stub }) => {
    const page = await app.start(draft(stub.url));
    expect(await page.evaluate(() => navigator.language)).toBe('en-US');
    stub.on('InitiateAuth', signedIn());
    await openScreen(page, 'Sign in');
    await signIn(page, 'jane', 'Jane-Password-1!');
    await openScreen(page, 'Activity');
    const time = page.getByRole('row').nth(1).getByRole('cell').first();
    await expect(time).toHaveText(/^\d\d:\d\d:\d\d$/);
  });
});

test('a copied secret carries the mark of a secret, and is gone when the person signs out of the computer', async ({
  app,
  stub,
}) => {
  stub.on('InitiateAuth', signedIn());
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Access token');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await button(page, 'Copy').click();
  await expect(page.getByText(/^Clipboard clears in/)).toBeVisible();
  expect(await app.readClipboard()).not.toBe('');
  expect(await app.standIn().ask('clipboardFormats')).toContain(
    'electron application/osclipboard;format="x-kde-passwordManagerHint"',
  );
  await app.standIn().ask('sessionEnd');
  await expect.poll(app.readClipboard).toBe('');
});

test('a process of Chromium that ends is noted', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  await app.standIn().ask('childProcessGone', { type: 'GPU', reason: 'crashed', exitCode: 5 });
  await app.standIn().ask('childProcessGone', { type: 'Utility', reason: 'clean-exit', exitCode: 0 });
  await openScreen(page, 'Settings');
  await page.getByText('What was noted').click();
  await expect(page.getByText('process gone: GPU crashed')).toBeVisible();
  await expect(page.getByText('clean-exit')).toHaveCount(0);
});

test('About knows the app', async ({ app, page }) => {
  await expect(page.getByRole('heading', { name: welcome })).toBeVisible();
  const about = await app.standIn().ask('aboutPanel');
  expect(about).toMatchObject({
    applicationName: 'Cognito Desk',
    applicationVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    copyright: expect.stringContaining('The Cognito Desk contributors'),
  });
  expect((await readFile(String(about.iconPath))).subarray(1, 4).toString()).toBe('PNG');
});

test('Select all in the menu selects what the focus is in, and never the labels of the window', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Sign in');
  const selected = () => page.evaluate(() => getSelection()?.toString() ?? '');
  await page.getByRole('heading', { level: 1 }).click();
  await app.chooseInMenu('select-all');
  await page.getByLabel('Username').fill('jane');
  expect(await selected()).toBe('');
  await app.chooseInMenu('select-all');
  await expect.poll(selected).toBe('jane');
});

test.describe('where no program opens links', () => {
  test.use({ appEnv: { PATH: '/nowhere' } });

  test('a link says its address', async ({ page }) => {
    await page.getByRole('link', { name: 'Add a pool' }).click();
    await button(page, 'About client secrets').click();
    await expect(page.getByRole('alert')).toContainText('No program of this computer opens web pages.');
    await expect(page.getByRole('alert')).toContainText('https://docs.aws.amazon.com/');
  });
});
