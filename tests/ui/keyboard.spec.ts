import type { Page } from '@playwright/test';
import { practicePassword } from '#build/demo-pool.ts';
import { tabTo } from './support/keyboard.ts';
import { draft, emulatorDraft } from './support/profiles.ts';
import { person } from './support/replies.ts';
import { button, lookUp, openScreen, type Screen, signIn, switcher } from './support/screens.ts';
import { expect, test } from './support/test.ts';

/** Goes through the page with Tab once around. Returns what had the focus, and what of it could not be seen to have it. */
async function tabAround(
  page: Page,
): Promise<{ readonly stops: number; readonly unseen: readonly string[] }> {
  const unseen: string[] = [];
  let stops = 0;
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    for (const element of document.querySelectorAll('[data-visited]'))
      element.removeAttribute('data-visited');
  });
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      // Between the end of the page and its beginning nothing has the focus.
      if (!element || element === document.body) return 'outside';
      if (element.hasAttribute('data-visited')) return null;
      element.setAttribute('data-visited', '');
      const frame = element.closest('.ui-control, .ui-select') ?? element;
      const shows = [element, frame].some((each) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
        return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      });
      const { width, height, bottom, right } = element.getBoundingClientRect();
      const inSight = width > 0 && height > 0 && bottom > 0 && right > 0;
      return {
        name: `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent ?? ''}`.trim(),
        seen: shows && inSight,
      };
    });
    if (stop === null) return { stops, unseen };
    if (stop === 'outside') continue;
    stops += 1;
    if (!stop.seen) unseen.push(stop.name);
  }
}

/** What a mouse can press and Tab did not come to. Of a group of radios or tabs one is enough. */
const missed = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, [role="tab"]')]
      .filter(
        (element) =>
          element.checkVisibility() && !element.hasAttribute('data-visited') && !element.matches(':disabled'),
      )
      .filter(
        (element) => !['radio', 'tab'].includes(element.getAttribute('role') ?? '') || element.tabIndex === 0,
      )
      .map((element) =>
        `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent ?? ''}`.trim(),
      ),
  );

test('Tab reaches everything, and shows where it is', async ({ app, emulator }) => {
  const page = await app.start(emulatorDraft(emulator));
  const expectAll = async (where: string) => {
    const { stops, unseen } = await tabAround(page);
    expect.soft(unseen, where).toEqual([]);
    expect.soft(await missed(page), where).toEqual([]);
    expect(stops).toBeGreaterThan(5);
  };
  await lookUp(page, 'ines.marchetti');
  await expect(page.getByText('Inês Marchetti can sign in')).toBeVisible();
  await expectAll('a person');
  await openScreen(page, 'Access token');
  await signIn(page, 'ines.marchetti', practicePassword);
  await expect(page.getByRole('heading', { name: 'Access token of ines.marchetti' })).toBeVisible();
  await expectAll('a token');
  for (const screen of ['Sign up', 'Profiles', 'Settings'] satisfies Screen[]) {
    await openScreen(page, screen);
    await expectAll(screen);
  }
});

test('the skip link leads past the bar, and a new screen begins at its first field or its heading', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url));
  const skip = page.getByRole('link', { name: 'Skip to the content' });
  await tabTo(page, skip);
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Who are you looking for?')).toBeFocused();

  await tabTo(page, page.getByRole('link', { name: 'Activity' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeFocused();

  const fields = [
    ['Find a person', 'Who are you looking for?'],
    ['Sign in', 'Username'],
    ['Access token', 'Username'],
    ['Sign up', 'Username'],
  ] as const;
  for (const [screen, field] of fields) {
    await openScreen(page, screen);
    await expect(page.getByRole('main').getByLabel(field)).toBeFocused();
  }
});

test('the palette is at hand at its first use, so that it loses no key', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  // Once its script is there, the rest of it takes until the page is idle again.
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('/CommandPalette-')),
  );
  await page.evaluate(async () => {
    for (let times = 0; times < 3; times += 1) await new Promise((resolve) => requestIdleCallback(resolve));
  });
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('settings');
  await expect(page.getByRole('dialog').getByRole('combobox')).toHaveValue('settings');
});

test('menus, questions and the palette open by key, close by Escape and give the focus back', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url), draft(stub.url, { name: 'Other' }));
  await tabTo(page, switcher(page));
  await page.keyboard.press('Enter');
  const filter = page.getByRole('combobox', { name: 'Filter profiles' });
  await expect(filter).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(filter).toBeHidden();
  await expect(switcher(page)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(filter).toBeFocused();
  await page.keyboard.press('Escape');

  await page.keyboard.press('ControlOrMeta+k');
  const field = page.getByRole('combobox', { name: 'Search people, profiles and actions' });
  await expect(field).toBeFocused();
  const marked = page.getByRole('option', { selected: true });
  const first = await marked.innerText();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => marked.innerText()).not.toBe(first);
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => marked.innerText()).toBe(first);
  await field.fill('zzzz');
  await expect(page.getByRole('option')).toHaveText([/Find “zzzz”/]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(switcher(page)).toBeFocused();

  await page.keyboard.press('ControlOrMeta+k');
  await field.fill('go to profiles');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Profiles', level: 1 })).toBeFocused();
  const remove = button(page, 'Delete Other');
  await tabTo(page, remove);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alertdialog')).toBeHidden();
  await expect(remove).toBeFocused();
});

test('the menu leads to screens, and selecting everything takes a field or a block, never the window', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url));
  await app.chooseInMenu('settings');
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeFocused();
  const selected = () => page.evaluate(() => getSelection()?.toString() ?? '');
  await page.keyboard.press('ControlOrMeta+a');
  expect(await selected()).toBe('');

  await openScreen(page, 'Sign in');
  const username = page.getByLabel('Username');
  await username.fill('jane');
  await username.press('ControlOrMeta+a');
  expect(await selected()).toBe('jane');

  await openScreen(page, 'Find a person');
  stub.on('AdminGetUser', person());
  await lookUp(page, 'jane');
  const region = page.getByRole('region', { name: 'Jane Doe' });
  await region.getByRole('button', { name: 'As an AWS CLI command' }).click();
  await region.getByRole('group', { name: 'Command' }).press('ControlOrMeta+a');
  expect(await selected()).toMatch(/^aws cognito-idp admin-get-user[^]*jane'$/);

  await app.chooseInMenu('import');
  await expect(page.getByRole('heading', { name: 'Import profiles', level: 1 })).toBeFocused();
});
