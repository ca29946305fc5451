/** New versions: told of, downloaded and installed only on the person's word. The whole way, over loopback. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { HANG, throttled } from '#tests/support/aws-stub.ts';
import { type Releases, startReleases } from '#tests/support/releases.ts';
import { expectAccessible, expectNoSidewaysScroll } from './support/accessible.ts';
import { tabTo } from './support/keyboard.ts';
import { draft } from './support/profiles.ts';
import { signedIn } from './support/replies.ts';
import { button, lookUp, openScreen, signIn } from './support/screens.ts';
import { expect, test as base } from './support/test.ts';

const notes = '- Finds people by their shoe size.\n- <b>No</b> HTML is taken for what it is.';

/** In place of the app: says how it was opened. */
const newApp = `#!/bin/sh
if [ -n "$APPIMAGE_EXIT_AFTER_INSTALL" ]; then how=installed; else how=opened; fi
printf %s "$how" > "$(dirname "$0")/how.part" && mv "$(dirname "$0")/how.part" "$(dirname "$0")/how"
`;

const test = base.extend<{ releases: Releases; apps: string; image: string; policy: string | undefined }>({
  releases: async ({}, use) => {
    const releases = await startReleases();
    await use(releases);
    await releases.stop();
  },
  policy: [undefined, { option: true }],
  image: ['Cognito Desk.AppImage', { option: true }],
  // An AppImage lies here, which the app takes itself for.
  apps: async ({ image }, use, info) => {
    const folder = info.outputPath('apps');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, image), 'the old app');
    await use(folder);
  },
  appEnv: async ({ releases, apps, image, policy }, use, info) => {
    const config = info.outputPath('app-update.yml');
    await writeFile(
      config,
      JSON.stringify({ provider: 'generic', url: releases.url, updaterCacheDirName: 'updater' }),
    );
    const policyFile = info.outputPath('policy.json');
    if (policy !== undefined) await writeFile(policyFile, policy);
    await use({
      APPIMAGE: join(apps, image),
      XDG_CACHE_HOME: info.outputPath('cache'),
      COGNITO_DESK_UPDATES: config,
      COGNITO_DESK_POLICY: policyFile,
    });
  },
});
test.skip(process.platform !== 'linux', 'Only an AppImage can be played by a file of a test.');

const dialog = (page: Page) => page.getByRole('dialog');
const notice = (page: Page) => page.getByRole('navigation').getByRole('button');
const section = (page: Page) => page.getByRole('main').locator('section').filter({ hasText: 'New versions' });
/** Requests for a whole file: the library asks for parts of it first. */
const files = ({ requests }: Releases) =>
  requests.filter(({ path, headers }) => path.endsWith('.AppImage') && headers.range === undefined);
const paths = ({ requests }: Releases) => requests.map(({ path }) => path);

async function lookNow(page: Page): Promise<void> {
  await openScreen(page, 'Settings');
  await button(page, 'Look now').click();
}

async function download(page: Page): Promise<void> {
  await lookNow(page);
  await dialog(page).getByRole('button', { name: 'Download' }).click();
  await expect(dialog(page)).toContainText('Version 9.9.9 is ready');
}

test('a new version is shown, downloaded on demand, and installed by a restart', async ({
  app,
  apps,
  releases,
  stub,
}) => {
  const page = await app.start(draft(stub.url));
  releases.publish({ version: '9.9.9', file: newApp, notes });
  await openScreen(page, 'Settings');
  await expect(section(page)).toContainText('The app has not looked for a newer one since it was opened.');
  await tabTo(page, button(page, 'Look now'));
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toContainText('Version 9.9.9 is available');
  await expect(dialog(page)).toContainText(/You have \d+\.\d+\.\d+\. Published .*2026\./);
  await expect(dialog(page).getByRole('group', { name: 'What is new' })).toContainText(
    '<b>No</b> HTML is taken for what it is.',
  );
  await expectAccessible(page, 'available');
  expect(paths(releases)).toEqual([expect.stringMatching(/^\/latest-linux/)]);
  // Every installation gives the same number, so that it names none.
  expect(releases.requests[0]?.headers['x-user-staging-id']).toBe('00000000-0000-0000-0000-000000000000');

  const sendRest = releases.holdFile();
  await tabTo(page, dialog(page).getByRole('button', { name: 'Download' }));
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toContainText('Version 9.9.9 is being downloaded');
  await expectAccessible(page, 'downloading');
  await dialog(page).getByRole('button', { name: 'Go on working' }).click();
  await expect(section(page)).toContainText('Version 9.9.9 is being downloaded');
  await expect(notice(page)).toHaveText(/^Download: \d+ %$/);
  sendRest();
  await expect(notice(page)).toHaveText('Install 9.9.9');
  expect(await readFile(join(apps, 'Cognito Desk.AppImage'), 'utf8')).toBe('the old app');

  // Whatever has been opened in other programs, of which Linux never says that it is: nothing is under way after it.
  await openScreen(page, 'Settings');
  await button(page, 'Licences of what is inside').click();
  await expect.poll(app.openedFiles).toHaveLength(1);
  await expect(button(page, 'Licences of what is inside')).toBeEnabled();

  await openScreen(page, 'Sign in');
  await notice(page).click();
  await expect(dialog(page)).toContainText('Version 9.9.9 is ready');
  await expectAccessible(page, 'ready');
  await dialog(page).getByRole('button', { name: 'Restart and install' }).click();
  await app.ended();
  await expect.poll(() => readFile(join(apps, 'how'), 'utf8').catch(() => null)).toBe('opened');
  expect(await readFile(join(apps, 'Cognito Desk.AppImage'), 'utf8')).toBe(newApp);
});

test.describe('in a file with its version in its name', () => {
  test.use({ image: 'cognito-desk-0.1.0-linux-x86_64.AppImage' });

  test('a new version is installed when the person quits, if they say so', async ({
    app,
    apps,
    releases,
    stub,
  }) => {
    const page = await app.start(draft(stub.url));
    releases.publish({ version: '9.9.9', file: newApp });
    await download(page);
    await expect(dialog(page)).toContainText('What is new in it could not be shown here.');
    await dialog(page).getByRole('button', { name: 'Install when I quit' }).click();
    await expect(dialog(page)).toHaveCount(0);
    await expect(section(page)).toContainText('Version 9.9.9 is installed when you quit the app.');
    await expect(notice(page)).toHaveCount(0);
    await app.quit();
    await app.ended();
    expect(await readFile(join(apps, 'how'), 'utf8')).toBe('installed');
    expect((await readdir(apps)).toSorted()).toEqual(['cognito-desk-9.9.9-linux-x86_64.AppImage', 'how']);
  });
});

test('a new version that nobody wants now is left alone at the end of the app', async ({
  app,
  apps,
  page,
  releases,
}) => {
  releases.publish({ version: '9.9.9', file: newApp });
  await app.chooseInMenu('settings');
  await button(page, 'Look now').click();
  await dialog(page).getByRole('button', { name: 'Download' }).click();
  await expect(dialog(page)).toContainText('Version 9.9.9 is ready');
  await dialog(page).getByRole('button', { name: 'Not now' }).click();
  await app.quit();
  await app.ended();
  expect(await readFile(join(apps, 'Cognito Desk.AppImage'), 'utf8')).toBe('the old app');
});

test.describe('in the dark', () => {
  test.use({ theme: 'dark' });

  test('the notice can be put off, and a version be skipped', async ({ app, releases, stub }) => {
    const page = await app.start(draft(stub.url));
    releases.publish({ version: '9.9.9', file: newApp, notes });
    await app.chooseInMenu('updates');
    await expect(dialog(page)).toContainText('Version 9.9.9 is available');
    await expectAccessible(page, 'available, dark');
    await page.keyboard.press('Escape');
    await expect(notice(page)).toHaveText('New: 9.9.9');
    await expectAccessible(page, 'the notice, dark');
    await expectNoSidewaysScroll(page, 'the notice');

    await notice(page).click();
    await dialog(page).getByRole('button', { name: 'Not now' }).click();
    await expect(notice(page)).toHaveCount(0);
    await button(page, 'Show…').click();
    await dialog(page).getByRole('button', { name: 'Skip this version' }).click();
    await expect(dialog(page)).toHaveCount(0);

    const again = await app.restart();
    await lookNow(again);
    await expect(dialog(again)).toContainText('Version 9.9.9 is available');
    await again.keyboard.press('Escape');
    await expect(notice(again)).toHaveCount(0);
    await expect(section(again)).toContainText('Version 9.9.9 is available');
  });
});

test('a new version waits for what is under way', async ({ app, apps, releases, stub }) => {
  const page = await app.start(draft(stub.url));
  releases.publish({ version: '9.9.9', file: newApp });
  await download(page);
  await page.keyboard.press('Escape');
  const restart = async () => {
    await notice(page).click();
    await dialog(page).getByRole('button', { name: 'Restart and install' }).click();
    await expect(dialog(page).getByRole('alert')).toContainText('Something is still under way.');
  };

  await test.step('a call to AWS', async () => {
    await openScreen(page, 'Find a person');
    stub.on('AdminGetUser', HANG);
    await lookUp(page, 'jane');
    await restart();
    await expectAccessible(page, 'waits');
    await page.keyboard.press('Escape');
  });
  await test.step('one that will be sent again, as AWS asked to slow down', async () => {
    await openScreen(page, 'Sign in');
    stub.on('InitiateAuth', ...throttled(3), signedIn());
    await signIn(page, 'jane', 'Jane-Password-1!');
    await expect(page.getByText(/AWS is asking us to slow down/)).toBeVisible();
    await restart();
  });
  expect(await readFile(join(apps, 'Cognito Desk.AppImage'), 'utf8')).toBe('the old app');
});

test('what goes wrong is said, and the version at hand goes on working', async ({ app, page, releases }) => {
  await app.chooseInMenu('settings');
  await test.step('nothing is published', async () => {
    await button(page, 'Look now').click();
    await expect(section(page).getByRole('alert')).toContainText('has nothing that this app can use');
  });
  await test.step('it is the newest', async () => {
    releases.publish({ version: '0.0.1', file: newApp });
    await button(page, 'Look now').click();
    await expect(section(page)).toContainText(/You have version \d+\.\d+\.\d+, the newest\. Last looked/);
    await expect(section(page).getByRole('alert')).toHaveCount(0);
  });
  await test.step('the file is not the one that was published', async () => {
    releases.publish({ version: '9.9.9', file: newApp }, { sha512: Buffer.alloc(64).toString('base64') });
    await button(page, 'Look now').click();
    await dialog(page).getByRole('button', { name: 'Download' }).click();
    await expect(dialog(page).getByRole('alert')).toContainText('so it was thrown away');
    await expectAccessible(page, 'damaged');
  });
  await test.step('a download is stopped, and begun again', async () => {
    releases.publish({ version: '9.9.9', file: newApp });
    const sendRest = releases.holdFile();
    const before = files(releases).length;
    await dialog(page).getByRole('button', { name: 'Download' }).click();
    await expect.poll(() => files(releases).length).toBe(before + 1);
    await dialog(page).getByRole('button', { name: 'Stop the download' }).click();
    await expect(dialog(page).getByRole('button', { name: 'Download' })).toBeVisible();
    await expect(dialog(page).getByRole('alert')).toHaveCount(0);
    sendRest();
    await dialog(page).getByRole('button', { name: 'Download' }).click();
    await expect(dialog(page)).toContainText('Version 9.9.9 is ready');
  });
});

test('without a network it says so', async ({ app, page, releases }) => {
  await releases.stop();
  await app.chooseInMenu('settings');
  await button(page, 'Look now').click();
  await expect(section(page).getByRole('alert')).toContainText('did not answer');
});

test.describe('by the word of an organisation', () => {
  test.use({ policy: '{ "updates": "off" }' });

  test('the app does not look', async ({ app, page, releases }) => {
    await app.chooseInMenu('settings');
    await expect(section(page)).toContainText('It has switched off that the app looks itself.');
    await expect(section(page).getByRole('button')).toHaveCount(0);
    expect(releases.requests).toEqual([]);
  });
});

test('whether the app looks by itself is kept', async ({ app, page }) => {
  await app.chooseInMenu('settings');
  const choice = page.getByRole('checkbox', { name: 'Look for new versions once a day' });
  await expect(choice).toBeChecked();
  await choice.uncheck();
  const again = await app.restart();
  await app.chooseInMenu('settings');
  await expect(again.getByRole('checkbox', { name: 'Look for new versions once a day' })).not.toBeChecked();
});
