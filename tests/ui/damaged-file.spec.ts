/** What a person sees when the file with the profiles was damaged. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestInfo } from '@playwright/test';
import { electronForTests } from '#tests/support/electron-for-tests.ts';
import type { VaultFile } from '#core/vault/vault-file.ts';
import { expectAccessible, expectNoSidewaysScroll } from './support/accessible.ts';
import { draft } from './support/profiles.ts';
import { button } from './support/screens.ts';
import { expect, test } from './support/test.ts';

test.skip(
  electronForTests() !== undefined,
  'Only profiles of the stand-in can be put on disk before the start.',
);
test.use({
  appEnv: async ({}, use, info) => use({ COGNITO_DESK_USER_DATA: info.outputPath('data') }),
});

const fileOf = (info: TestInfo) => join(info.outputPath('data'), 'vault.json');

async function tamper(path: string, change: (file: VaultFile) => void): Promise<void> {
  const file = JSON.parse(await readFile(path, 'utf8')) as VaultFile;
  change(file);
  await writeFile(path, JSON.stringify(file));
}

const destroyIndex = (file: VaultFile) => {
  file.index = 'AAAA';
  file.indexCopy = 'AAAA';
};

test('a cut file is said to be damaged, with what that means and where it is kept', async ({
  app,
  stub,
}, info) => {
  await app.start(draft(stub.url, { name: 'First' }), draft(stub.url, { name: 'Second' }));
  const path = fileOf(info);
  await writeFile(path, (await readFile(path, 'utf8')).slice(0, 100));
  const page = await app.restart();
  const notice = page.getByRole('status').filter({ hasText: 'The saved file was damaged' });
  await expect(notice).toContainText('What you see is one save older');
  await expect(notice).toContainText(/kept in the app’s folder as vault\.json\.damaged-[\dT-]+\./);
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expectAccessible(page, `the notice, ${theme}`);
    await info.attach(`damaged ${theme}`, { body: await page.screenshot(), contentType: 'image/png' });
  }
  await expectNoSidewaysScroll(page, 'the notice');
  await notice.getByRole('button', { name: 'Close' }).click();
  await expect(notice).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();

  const again = await app.restart();
  await expect(again.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(again.getByText('The saved file was damaged')).toHaveCount(0);
});

test('what could be put right is said to be whole', async ({ app, stub }, info) => {
  await app.start(draft(stub.url, { name: 'First' }));
  await tamper(fileOf(info), (file) => (file.index = 'AAAA'));
  const page = await app.restart();
  const notice = page
    .getByRole('status')
    .filter({ hasText: 'The saved file was not as the app had left it' });
  await expect(notice).toContainText('nothing was lost');
});

test('profiles that may be older ones are used only when one says so', async ({ app, stub }, info) => {
  await app.start(draft(stub.url, { name: 'Shop' }));
  const path = fileOf(info);
  await tamper(path, destroyIndex);
  await writeFile(`${path}.bak`, 'garbage');
  const page = await app.restart();
  await expect(page.getByRole('heading', { name: 'Your saved profiles may be older ones' })).toBeVisible();
  await expect(page.getByText('Shop')).toHaveCount(0);
  await expect(button(page, 'Start fresh…')).toBeVisible();
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expectAccessible(page, `the notice, ${theme}`);
    await info.attach(`unproven ${theme}`, { body: await page.screenshot(), contentType: 'image/png' });
  }
  await expectNoSidewaysScroll(page, 'the notice');
  await button(page, 'Use them').click();
  await expect(page.getByRole('list', { name: 'Profiles' }).getByText('Shop')).toBeVisible();
  await expect(page.getByText('Your saved profiles may be older ones')).toHaveCount(0);

  const again = await app.restart();
  await expect(again.getByRole('banner')).toContainText('Shop');
});
