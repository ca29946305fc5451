/** The whole pool on the screen: read with progress, searched inside, filtered, exported. */
import { readFile } from 'node:fs/promises';
import type { Page, TestInfo } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/accessible.ts';
import { tabTo } from './support/keyboard.ts';
import { addProfiles, draft } from './support/profiles.ts';
import { button, expectFailure } from './support/screens.ts';
import { expect, test } from './support/test.ts';
import { createPool } from '#tests/support/pool-stub.ts';

const search = (page: Page) => page.getByRole('searchbox', { name: 'Search inside names and addresses' });
const grid = (page: Page) => page.getByRole('grid', { name: 'People' });
const filters = (page: Page) => page.getByRole('group', { name: 'Filters' });
const found = (page: Page, text: string) => expect(page.getByText(text, { exact: true })).toBeVisible();

async function openAllPeople(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'All people' }).click();
  await expect(page.getByRole('heading', { name: 'All people', level: 1 })).toBeVisible();
}

async function choose(page: Page, chip: string, item: string): Promise<void> {
  await filters(page)
    .getByRole('button', { name: new RegExp(`^${chip}`) })
    .click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

test('everybody is read and searched by keyboard, and the list is as it was after a person', async ({
  app,
  stub,
}) => {
  const pool = createPool({ size: 400 });
  pool.serve(stub);
  const page = await app.start(draft(stub.url));
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('all people');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Nobody read yet')).toBeVisible();
  await expectAccessible(page, 'nobody read');
  await tabTo(page, button(page, 'Read all people'));
  await page.keyboard.press('Enter');
  await found(page, '400 people');
  await expect(page.getByText('What changed since then is not in it.')).toBeVisible();
  expect(pool.served.pages).toBe(7);

  await page.keyboard.press('/');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type('MULLER ana');
  await found(page, '3 of 400 people');
  await page.keyboard.press('ArrowDown');
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  const marked = grid(page).getByRole('row', { selected: true });
  await expect(marked).toHaveAttribute('aria-rowindex', '3');
  await expect(marked).toContainText('Ana Müller');
  await button(page, 'Counts by status and month').click();
  await expect(page.getByRole('row', { name: 'Needs a new password 2' })).toBeVisible();
  await expectAccessible(page, 'a list');
  await expectNoSidewaysScroll(page, 'a list');

  expect(stub.requests.filter(({ operation }) => operation === 'AdminGetUser')).toEqual([]);
  await grid(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Ana Müller c/)).toBeVisible();
  await openAllPeople(page);
  await expect(search(page)).toHaveValue('MULLER ana');
  await found(page, '3 of 400 people');
  await expect(marked).toHaveAttribute('aria-rowindex', '3');
});

test('reading says how far it is, slows down when AWS asks, and keeps what it found when it is stopped', async ({
  app,
  stub,
}) => {
  const pool = createPool({ size: 4000, estimate: 4100 });
  pool.serve(stub);
  const page = await app.start(draft(stub.url));
  await openAllPeople(page);
  await button(page, 'Read all people').click();
  await expect(page.getByText(/^\d+ of about 4,100 people$/)).toBeVisible();
  await expect(page.getByRole('progressbar', { name: 'Reading…' })).toBeVisible();
  pool.throttle(2);
  await expect(page.getByText(/^AWS is asking us to slow down\. Going on in \d seconds?\.$/)).toBeVisible();
  await expect(page.getByText(/Going on in/)).toBeHidden();

  await button(page, 'Stop reading').click();
  const stopped = page.getByText(/^Stopped\. .* people found so far stay here\.$/);
  await expect(stopped).toBeVisible();
  const kept = /[\d,]+/.exec((await stopped.textContent()) ?? '')?.[0] ?? '';
  await found(page, `${kept} people`);
  await expect(grid(page).getByRole('row')).not.toHaveCount(1);

  pool.expireTokens();
  await page.getByRole('button', { name: /^Pace/ }).click();
  await page.getByRole('menuitem', { name: '20 requests a second' }).click();
  await button(page, 'Go on').click();
  await found(page, '4,000 people');
  await expect(page.getByText('A page marker of AWS had expired')).toBeVisible();
  await expect(page.getByText('AWS estimates about 100 people more.')).toBeVisible();
});

test.describe('a file', () => {
  test.use({
    appEnv: async ({}, use: (env: Record<string, string>) => Promise<void>, info: TestInfo) => {
      const filePath = info.outputPath('people.csv');
      await use({ ELECTRON_STANDIN_DIALOGS: JSON.stringify([{ filePath: '' }, { filePath }]) });
    },
  });

  test('holds who is left after filters, in the shown columns and order', async ({ app, stub }, info) => {
    createPool({ size: 300 }).serve(stub);
    const page = await app.start(draft(stub.url));
    await openAllPeople(page);
    await button(page, 'Read all people').click();
    await found(page, '300 people');

    await choose(page, 'Status', 'Confirmed');
    await choose(page, 'Account', 'Switched on');
    await choose(page, 'Verified', 'Email verified');
    await choose(page, 'Comes from', 'This pool');
    await filters(page).getByRole('button', { name: 'Condition', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a condition' });
    await dialog.getByLabel('Field').selectOption('custom:tenant');
    await dialog.getByLabel('Must').selectOption('be exactly');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await expect(dialog.getByLabel('Text')).toBeFocused();
    await expectAccessible(page, 'a condition');
    await dialog.getByLabel('Text').fill('TENANT-9');
    await page.keyboard.press('Enter');
    await expect(button(page, 'Remove: Tenant is “TENANT-9”')).toBeVisible();
    await expect(page.getByText(/^\d of 300 people$/)).toBeVisible();

    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitem', { name: 'Phone phone_number', exact: true }).click();
    await grid(page).getByRole('button', { name: 'Created' }).click();
    await grid(page).getByRole('button', { name: 'Created' }).click();
    await expect(grid(page).getByRole('columnheader', { name: 'Created' })).toHaveAttribute(
      'aria-sort',
      'descending',
    );
    const shown = await grid(page).getByRole('row').count();

    await button(page, 'Export…').click();
    const exporting = page.getByRole('dialog', { name: /^Export \d people$/ });
    await expect(exporting).toContainText('The file holds personal data in clear text.');
    await expectAccessible(page, 'export');
    await exporting.getByRole('button', { name: 'Choose a file' }).click();
    await expect(exporting).toBeVisible();
    await exporting.getByRole('button', { name: 'Choose a file' }).click();
    await expect(page.getByText(/^\d people saved in people\.csv$/).last()).toBeVisible();
    const lines = (await readFile(info.outputPath('people.csv'), 'utf8')).trimEnd().split('\r\n');
    expect(lines[0]).toBe('\uFEFF"displayName","email","status","created","phone_number"');
    expect(lines).toHaveLength(shown);

    await button(page, 'Clear all').click();
    await found(page, '300 people');
    await search(page).fill('nobody is called so');
    await expect(page.getByText('Nobody fits')).toBeVisible();
    await button(page, 'Clear search and filters').click();
    await expect(search(page)).toBeFocused();
    await found(page, '300 people');
  });
});

test('what stands in the way is said, with what to do', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url, { access: null }));
  await openAllPeople(page);
  await expect(page.getByText('Reading the list needs AWS access')).toBeVisible();
  await expect(button(page, 'Add access')).toBeVisible();

  createPool({ size: 0 }).serve(stub);
  await addProfiles(page, draft(stub.url));
  await openAllPeople(page);
  await button(page, 'Read all people').click();
  await expect(page.getByText('There is nobody in this pool')).toBeVisible();

  stub.on('ListUsers', {
    error: 'AccessDeniedException',
    message:
      'User: arn:aws:iam::1:user/x is not authorized to perform: cognito-idp:ListUsers on resource: arn:y',
  });
  await button(page, 'Read again').click();
  const notice = await expectFailure(
    page,
    'You are signed in to AWS, but not allowed to list the people in this pool.',
  );
  await expect(notice).toContainText('Ask for the permission cognito-idp:ListUsers.');
  await expectAccessible(page, 'refused');

  createPool({ size: 70 }).serve(stub);
  await notice.getByRole('button', { name: 'Try again' }).click();
  await found(page, '70 people');
  await expect(notice).toBeHidden();

  await test.step('what was read goes with the profile', async () => {
    await addProfiles(page, draft(stub.url, { name: 'Another pool' }));
    await openAllPeople(page);
    await expect(page.getByText('Nobody read yet')).toBeVisible();
  });

  await test.step('another screen can bring a text along', async () => {
    await page.evaluate(() => (location.hash = '#/people?q=muller'));
    await found(page, '12 of 70 people');
    await expect(search(page)).toHaveValue('muller');
    expect(page.url()).not.toContain('muller');
  });
});
