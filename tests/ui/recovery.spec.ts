/** A page that stops, and faults that are noted: nothing typed is lost, and nobody is left with an empty window. */
import { electronForTests } from '#tests/support/electron-for-tests.ts';
import { expectAccessible, expectNoSidewaysScroll } from './support/accessible.ts';
import { tabTo } from './support/keyboard.ts';
import { draft } from './support/profiles.ts';
import { button, openScreen } from './support/screens.ts';
import { expect, test } from './support/test.ts';

test.describe('a page that stops', () => {
  test.skip(electronForTests() !== undefined, 'Playwright gives a page up whose process is gone');

  test('is started again where it was, with what was typed but for passwords', async ({ app, stub }) => {
    const page = await app.start(draft(stub.url));
    await openScreen(page, 'Sign in');
    await page.clock.install();
    await page.getByLabel('Username').fill('jane@example.com');
    await page.getByLabel('Password', { exact: true }).fill('Jane-Password-1!');
    await page.clock.runFor(300);
    // Calls of a page come to main one after the other: with this one, what was typed is there.
    await page.evaluate(() => window.desk.preferences.get({}));
    await app.stopPage();
    await expect(page.getByText('The window had stopped and was started again')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible();
    await expect(page.getByLabel('Username')).toHaveValue('jane@example.com');
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
    await expectAccessible(page, 'started again');

    await app.stopPage();
    await expect(page.getByLabel('Username')).toHaveValue('jane@example.com');
    await button(page, 'Close').click();
    await expect(page.getByText('The window had stopped and was started again')).toHaveCount(0);

    await openScreen(page, 'Settings');
    const problems = page.getByRole('main').locator('section').filter({ hasText: 'Problems' });
    await problems.getByRole('button', { name: 'What was noted' }).click();
    await expect(problems.getByRole('group', { name: 'Problems' })).toContainText('page stopped: crashed');
  });

  test.describe('in the dark, in a small window', () => {
    test.use({ theme: 'dark', viewport: { width: 900, height: 600 } });

    test('is started again, and its notice goes by keyboard', async ({ app, stub }) => {
      const page = await app.start(draft(stub.url));
      await openScreen(page, 'Sign up');
      await app.stopPage();
      await expect(page.getByText('The window had stopped and was started again')).toBeVisible();
      await expect(page.getByRole('heading', { name: 'Sign up', level: 1 })).toBeVisible();
      await expectAccessible(page, 'started again, dark');
      await expectNoSidewaysScroll(page, 'started again');
      await tabTo(page, button(page, 'Close'));
      await page.keyboard.press('Enter');
      await expect(page.getByText('The window had stopped and was started again')).toHaveCount(0);
    });
  });

  test.describe('again and again', () => {
    test.use({ appEnv: { ELECTRON_STANDIN_DIALOGS: JSON.stringify([{ response: 1 }, { response: 0 }]) } });

    test('is started only when the person says so', async ({ app, stub }) => {
      const page = await app.start(draft(stub.url));
      const startedAgain = page.getByText('The window had stopped and was started again');
      for (let time = 1; time <= 2; time += 1) {
        await app.stopPage();
        await expect(startedAgain).toBeVisible();
        await button(page, 'Close').click();
        await expect(startedAgain).toHaveCount(0);
      }
      await app.stopPage();
      // Opening the notes asks once more.
      await expect.poll(() => app.dialogs()).toEqual(Array(2).fill('Cognito Desk keeps stopping'));
      await expect(startedAgain).toBeVisible();
    });
  });
});

test('a fault of the page is noted without its message, can be copied, and is cleared', async ({ app }) => {
  const page = await app.start(draft('http://127.0.0.1:9'));
  await openScreen(page, 'Settings');
  const problems = page.getByRole('main').locator('section').filter({ hasText: 'Problems' });
  await expect(problems).toContainText('Nothing was noted so far.');
  await page.evaluate(() => {
    const error = new RangeError('planted message');
    window.dispatchEvent(new ErrorEvent('error', { error }));
    window.dispatchEvent(
      new PromiseRejectionEvent('unhandledrejection', {
        promise: Promise.resolve(),
        reason: 'planted reason',
      }),
    );
  });
  await openScreen(page, 'Profiles');
  await openScreen(page, 'Settings');
  await problems.getByRole('button', { name: 'What was noted' }).click();
  const notes = problems.getByRole('group', { name: 'Problems' });
  await expect(notes).toContainText(/ page RangeError \(.*Electron/);
  await expect(notes).toContainText(/ page string \(/);
  await expectAccessible(page, 'problems');
  await problems.getByRole('button', { name: 'Copy for whoever helps you' }).click();
  await expect.poll(() => app.readClipboard()).toContain('RangeError');
  expect(await app.readClipboard()).not.toContain('planted');
  await openScreen(page, 'Find a person');
  await app.chooseInMenu('problems');
  await expect(problems.getByRole('heading', { name: 'Problems' })).toBeFocused();
  await problems.getByRole('button', { name: 'Clear' }).click();
  await expect(problems).toContainText('Nothing was noted so far.');
});
