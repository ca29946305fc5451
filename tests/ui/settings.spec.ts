import type { Page } from '@playwright/test';
import { draft } from './support/profiles.ts';
import { person, signedIn } from './support/replies.ts';
import { button, everythingIn, lookUp, openScreen, signIn } from './support/screens.ts';
import { expect, test } from './support/test.ts';

/** How light the page is: 0 is black, 255 white. */
const lightness = (page: Page): Promise<number> =>
  page.evaluate(() => Number(/\d+/.exec(getComputedStyle(document.body).backgroundColor)?.[0]));
const isDark = (page: Page) => expect.poll(() => lightness(page)).toBeLessThan(60);
const isLight = (page: Page) => expect.poll(() => lightness(page)).toBeGreaterThan(200);

test('the colours change at once, by hand and from the palette, and survive a restart', async ({
  app,
  page,
}) => {
  await isLight(page);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Dark' }).click();
  await isDark(page);
  await page.getByLabel('Clear the clipboard after').selectOption('30 seconds');
  await expect
    .poll(() => page.evaluate(() => window.desk.preferences.get({})))
    .toMatchObject({ value: { theme: 'dark', clipboardSeconds: 30 } });
  const again = await app.restart();
  await isDark(again);
  await again.getByRole('link', { name: 'Settings' }).click();
  await expect(again.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await expect(again.getByLabel('Clear the clipboard after')).toHaveValue('30');
  await expect(again.getByText('No telemetry.')).toBeVisible();

  await again.keyboard.press('ControlOrMeta+k');
  await again.getByRole('combobox', { name: 'Search people, profiles and actions' }).fill('light');
  await again.getByRole('option', { name: 'Use light colours' }).click();
  await isLight(again);
  await expect(again.getByRole('radio', { name: 'Light' })).toBeChecked();
});

test('About names the versions, copies them, and opens the licences', async ({ app, page }) => {
  await page.getByRole('link', { name: 'Settings' }).click();
  const about = page.getByRole('main').locator('section').filter({ hasText: 'Built with' });
  await expect(about).toContainText(
    /Electron \d+\.\d+\.\d+, Chromium \d+\.\d+\.\d+\.\d+, Node \d+\.\d+\.\d+/,
  );
  await about.getByRole('button', { name: 'Copy versions' }).click();
  await expect
    .poll(() => app.readClipboard())
    .toMatch(/^Cognito Desk \d+\.\d+\.\d+, run from its sources\nElectron .+\n(Linux|macOS|Windows) .+$/);
  await about.getByRole('button', { name: 'Licences of what is inside' }).click();
  await expect.poll(() => app.openedFiles()).toEqual([expect.stringMatching(/THIRD-PARTY-LICENSES\.txt$/)]);
});

test.describe('a dark desktop', () => {
  test.use({ theme: 'dark' });
  test('the app follows the system until told otherwise', async ({ page }) => {
    await isDark(page);
    await page.getByRole('link', { name: 'Settings' }).click();
    await expect(page.getByRole('radio', { name: 'System' })).toBeChecked();
    await page.getByRole('radio', { name: 'Light' }).click();
    await isLight(page);
  });
});

test('the time after which the clipboard is cleared counts for the next copy', async ({ app, stub }) => {
  stub.on('InitiateAuth', signedIn());
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Settings');
  await page.getByLabel('Clear the clipboard after').selectOption('3 minutes');
  await openScreen(page, 'Access token');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await button(page, 'Copy').click();
  await expect(page.getByText(/^Clipboard clears in 1(80|7\d) s$/)).toBeVisible();

  await openScreen(page, 'Settings');
  await page.getByLabel('Clear the clipboard after').selectOption('Never');
  await openScreen(page, 'Access token');
  await page.getByLabel('Signed in now').selectOption('jane');
  await button(page, /^Get access token/).click();
  await button(page, 'Copy').click();
  await expect(page.getByRole('region', { name: 'Access token of jane' }).getByRole('status')).toHaveText(
    'Copied',
  );
  await expect(page.getByText(/^Clipboard clears/)).toHaveCount(0);
});

test('the activity list names calls and outcomes only, and can be cleared', async ({ app, stub }) => {
  stub.on('AdminGetUser', person(), { error: 'UserNotFoundException', message: 'User does not exist.' });
  stub.on('InitiateAuth', { error: 'NotAuthorizedException', message: 'Incorrect username or password.' });
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Activity');
  await expect(page.getByText('Nothing yet')).toBeVisible();
  await expect(button(page, 'Clear')).toBeDisabled();

  await openScreen(page, 'Find a person');
  await lookUp(page, 'jane@example.com');
  await expect(page.getByText('Jane Doe can sign in')).toBeVisible();
  await lookUp(page, 'nobody@example.com');
  await expect(page.getByRole('alert')).toBeVisible();
  await openScreen(page, 'Sign in');
  await signIn(page, 'jane@example.com', 'Jane-Password-1!');
  await expect(page.getByRole('alert')).toBeVisible();

  await openScreen(page, 'Activity');
  const rows = page.getByRole('table', { name: 'Calls to AWS, newest first' }).getByRole('row');
  await expect(rows).toHaveText([
    /Time.*What.*Profile.*Outcome.*Took/,
    /Sign in.*Staging · Shop.*Wrong credentials.*ms|s$/,
    /Look a person up.*Staging · Shop.*User not found/,
    /Read groups and pool settings.*Staging · Shop.*Done/,
    /Look a person up.*Staging · Shop.*Done/,
  ]);
  expect(await everythingIn(page)).not.toContain('@example.com');
  await button(page, 'Clear').click();
  await expect(page.getByText('Nothing yet')).toBeVisible();
});
