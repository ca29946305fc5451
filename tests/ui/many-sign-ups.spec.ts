/** Signing up many people from a table. */
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { draft } from './support/profiles.ts';
import { codeSent, describedClient, describedPool } from './support/replies.ts';
import { button, everythingIn, openScreen } from './support/screens.ts';
import { expectAccessible } from './support/accessible.ts';
import { expect, test } from './support/test.ts';
import { throttled } from '#tests/support/aws-stub.ts';
import type { Page } from '@playwright/test';

async function openTable(page: Page): Promise<void> {
  await openScreen(page, 'Sign up');
  await page.getByRole('link', { name: 'Sign up many people at once' }).click();
  await expect(page.getByRole('heading', { name: 'Sign up many people', level: 1 })).toBeVisible();
  const entry = page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Sign up' });
  await expect(entry).toHaveAttribute('aria-current', 'true');
}
const table = (page: Page) => page.getByLabel('Table (CSV)');
const rows = (page: Page) => page.getByRole('region', { name: 'People of the table' }).locator('tbody tr');
const created = { UserConfirmed: true, UserSub: '11111111-2222-4333-8444-000000000001' };
const people = (count: number) =>
  ['username,password', ...Array.from({ length: count }, (_, index) => `user${index},Planted-pass-1`)].join(
    '\n',
  );

const resultsFile = join(tmpdir(), `cognito-desk-results-${process.pid}.csv`);
test.afterAll(() => rm(resultsFile, { force: true }));
test.use({
  appEnv: {
    ELECTRON_STANDIN_DIALOGS: JSON.stringify([{ filePath: resultsFile }, { filePath: resultsFile }]),
  },
});

test('a table is checked line by line, and lines that fail stop nothing', async ({ app, stub }) => {
  stub.on(
    'SignUp',
    created,
    { error: 'UsernameExistsException', message: 'User already exists' },
    { ...created, UserConfirmed: false, ...codeSent },
  );
  const page = await app.start(draft(stub.url, { access: null }));
  await openTable(page);
  await table(page).fill('username,email\njane,x');
  await expect(page.getByText('The first line names no column “password”.')).toBeVisible();
  await table(page).fill('username,password,phone_number\njane,Planted-pass-1,(415) 555-2671');
  await expect(rows(page)).toHaveText([/Left out.*Phone: Write the number.*Did you mean \+1 415 555 2671\?/]);
  await button(page, 'Take the phone number that is suggested').click();
  await expect(table(page)).toHaveValue('username,password,phone_number\njane,Planted-pass-1,+14155552671');
  await expect(rows(page)).toHaveText([/Ready/]);
  await table(page).fill(
    [
      'username,password,email,custom:team',
      '=jane,Planted-pass-1,jane@example.com,',
      'joe,Planted-pass-1,,Payments',
      'mia,Planted pass,mia,',
      'zoe,Planted-pass-1,,',
    ].join('\n'),
  );
  await expect(rows(page)).toHaveText([
    /Ready/,
    /Ready/,
    /Left out.*Email: An email address looks like/,
    /Ready/,
  ]);
  await expect(page.getByText('1 line cannot be sent and will be left out.')).toBeVisible();
  await expectAccessible(page, 'a checked table');

  await button(page, 'Create 3 accounts').click();
  await expect(page.getByText('2 accounts created, 1 failed.')).toBeVisible();
  await expect(rows(page)).toHaveText([
    /Created and ready/,
    /Failed.*Someone already has this username here\./,
    /Left out/,
    /Created, code sent.*by email/,
  ]);
  expect(stub.requests.map(({ body }) => body)).toMatchObject([
    { Username: '=jane', UserAttributes: [{ Name: 'email', Value: 'jane@example.com' }] },
    { Username: 'joe', UserAttributes: [{ Name: 'custom:team', Value: 'Payments' }] },
    { Username: 'zoe' },
  ]);

  await button(page, 'Copy results as CSV').click();
  const columns = '"email","custom:team","outcome","detail","user_id"';
  await expect.poll(() => app.readClipboard()).toContain(`"username",${columns}`);
  const csv = await app.readClipboard();
  expect(csv).toContain(
    `"'=jane","jane@example.com","","Created and ready","","11111111-2222-4333-8444-000000000001"`,
  );
  expect(csv).not.toContain('Planted');

  await button(page, 'Save results…').click();
  await expect(page.getByText(`Saved as “${basename(resultsFile)}”.`)).toBeVisible();
  expect(await readFile(resultsFile, 'utf8')).toBe(`\uFEFF${csv}\r\n`);
  await page.getByLabel('With the passwords').check();
  await button(page, 'Save results…').click();
  await expect.poll(() => readFile(resultsFile, 'utf8')).toContain(`"username","password",${columns}`);
  expect(await readFile(resultsFile, 'utf8')).toContain(`"'=jane","Planted-pass-1",`);

  await button(page, 'Another table').click();
  await expect(table(page)).toHaveValue('');
  expect(await everythingIn(page)).not.toContain('Planted-pass-1');
});

test('a table comes from a file, and is held against the rules of the pool', async ({ app, stub }) => {
  stub.on('DescribeUserPool', describedPool());
  stub.on('DescribeUserPoolClient', describedClient);
  const page = await app.start(draft(stub.url));
  await openTable(page);
  const choose = page.locator('input[type=file]');
  await choose.setInputFiles({
    name: 'people.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('\uFEFFusername;password;given_name\r\njane;short;\r\n'),
  });
  await expect(rows(page)).toHaveText([
    /First name: Fill this in\..*Username: An email address.*Password: The password does not meet/,
  ]);
  await expect(button(page, 'Create accounts')).toBeDisabled();
  await choose.setInputFiles({
    name: 'x.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from([0xff, 0xfe, 0, 0xc3]),
  });
  await expect(page.getByText('This file could not be read as text.')).toBeVisible();
});

test('a run keeps a polite pace, waits when AWS asks to, and can be stopped', async ({ app, stub }) => {
  const { promise: last, resolve: release } = Promise.withResolvers<undefined>();
  stub.on('SignUp', created, ...throttled(1), created, async () => {
    await last;
    return created;
  });
  const page = await app.start(draft(stub.url, { access: null }));
  await openTable(page);
  await table(page).fill(people(5));
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await button(page, 'Create 5 accounts').click();
  await expect(rows(page).nth(0)).toContainText('Created and ready');
  await expect(page.getByText('1 of 5 done')).toBeVisible();
  expect(stub.requests).toHaveLength(1);
  await page.clock.runFor(200);
  await expect.poll(() => stub.requests.length).toBe(2);
  await expect(rows(page).nth(1)).toContainText('Creating…');
  await page.clock.runFor(5000);
  await expect(rows(page).nth(1)).toContainText('Created and ready');
  await page.clock.runFor(200);
  await expect.poll(() => stub.requests.length).toBe(4);
  await button(page, 'Stop').click();
  release(undefined);
  await expect(page.getByText('3 accounts created, 0 failed.')).toBeVisible();
  await expect(rows(page).nth(3)).toContainText('Not sent');
  expect(stub.requests).toHaveLength(4);
});

test('production is asked for once for the whole run', async ({ app, stub }) => {
  stub.on('SignUp', created);
  const page = await app.start(draft(stub.url, { name: 'Live', environment: 'production', access: null }));
  await openTable(page);
  await table(page).fill(people(3));
  await button(page, 'Create 3 accounts').click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('0 accounts created, 0 failed.')).toBeVisible();
  expect(stub.requests).toEqual([]);

  await button(page, 'Another table').click();
  await table(page).fill(people(3));
  await button(page, 'Create 3 accounts').click();
  await dialog.getByRole('textbox').fill('Live');
  await dialog.getByRole('textbox').press('Enter');
  await expect(page.getByText('3 accounts created, 0 failed.')).toBeVisible();
  expect(stub.requests).toHaveLength(3);
});
