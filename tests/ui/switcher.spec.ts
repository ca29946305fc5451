/** Profiles in use: the switcher, the palette, the list of profiles, and what a read-only profile refuses. */
import type { Page } from '@playwright/test';
import { profileColours } from '#contract/profiles.ts';
import { expectAccessible } from './support/accessible.ts';
import { tabTo } from './support/keyboard.ts';
import { draft, planted } from './support/profiles.ts';
import {
  button,
  expectFailure,
  lookUp,
  openScreen,
  saveProfile,
  searchBox,
  signIn,
  signUp,
  switcher,
} from './support/screens.ts';
import { newPasswordRequired, person, signedIn } from './support/replies.ts';
import { expect, test } from './support/test.ts';

const filter = (page: Page) => page.getByRole('combobox', { name: 'Filter profiles' });
const options = (page: Page) => page.getByRole('option');
const marked = (page: Page) => page.getByRole('option', { selected: true });
const moveTip = (page: Page) => page.getByText('Drag, or press Alt with an arrow key');
const cards = (page: Page) => page.getByRole('list', { name: 'Profiles' }).getByRole('heading', { level: 2 });

/** Four profiles, of which “Shop live” is in use and “Shop dev” was used longest ago. */
const fourProfiles = (url: string) => [
  draft(url, { name: 'Shop dev', environment: 'development', colour: 'teal', icon: 'flask' }),
  draft(url, { name: 'Bank test', environment: 'test' }),
  draft(url, { name: 'Bank dev', environment: 'development', colour: 'purple', icon: 'building' }),
  draft(url, { name: 'Shop live', environment: 'production', readOnly: true }),
];

test('typing filters, arrows choose, Enter switches, and the focus is on the new screen', async ({
  app,
  stub,
}) => {
  const page = await app.start(...fourProfiles(stub.url));
  await tabTo(page, switcher(page));
  await page.keyboard.press('Enter');
  await expect(filter(page)).toBeFocused();
  await expect(marked(page)).toHaveAccessibleName(/^Shop live/);
  await page.keyboard.type('dev');
  await expect(options(page)).toHaveCount(2);
  await page.keyboard.press('ArrowDown');
  await expect(marked(page)).toHaveAccessibleName(/^Shop dev/);
  await page.keyboard.press('ArrowDown');
  await expect(marked(page)).toHaveAccessibleName(/^Bank dev/);
  await page.keyboard.press('Enter');
  await expect(switcher(page)).toContainText('Bank dev');
  await expect(filter(page)).toBeHidden();
  await expect(page.getByText('Switched to Bank dev')).toBeAttached();
  await expect(searchBox(page)).toBeFocused();

  await switcher(page).click();
  await filter(page).fill('zzz');
  await expect(page.getByText('No profile fits. Try fewer letters.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(switcher(page)).toContainText('Bank dev');
});

test('favourites come first, then environments, each with what was used last', async ({ app, stub }) => {
  const page = await app.start(...fourProfiles(stub.url));
  const groups = () =>
    page
      .getByRole('listbox')
      .getByRole('group')
      .evaluateAll((elements) =>
        elements.map((element) => [
          element.firstElementChild?.textContent,
          ...[...element.querySelectorAll('[role="option"] .name')].map(({ textContent }) => textContent),
        ]),
      );
  await switcher(page).click();
  expect(await groups()).toEqual([
    ['Production', 'Shop live'],
    ['Development', 'Bank dev', 'Shop dev'],
    ['Test', 'Bank test'],
  ]);
  await options(page).filter({ hasText: 'Shop dev' }).click();
  await expect(switcher(page)).toContainText('Shop dev');

  await openScreen(page, 'Profiles');
  const star = button(page, 'Favourite: Bank test');
  await expect(star).toHaveAttribute('aria-pressed', 'false');
  await star.click();
  await expect(star).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  await switcher(page).click();
  expect(await groups()).toEqual([
    ['Favourites', 'Bank test'],
    ['Development', 'Shop dev', 'Bank dev'],
    ['Production', 'Shop live'],
  ]);
  await page.keyboard.press('Escape');

  await page.keyboard.press('ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'Search people, profiles and actions' });
  await expect(palette.getByRole('group').first()).toHaveAccessibleName('Profiles · Favourites');
  await expect(palette.getByRole('option').first()).toHaveAccessibleName(/Bank test/);
});

test('colour and icon are chosen in the form and shown in the bar, the switcher and the palette', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Profiles');
  await button(page, 'Edit Staging · Shop').click();
  await page.getByRole('radiogroup', { name: 'Colour' }).getByRole('radio', { name: 'Pink' }).click();
  await page.getByRole('radiogroup', { name: 'Icon' }).getByRole('radio', { name: 'Rocket' }).click();
  await saveProfile(page);
  const mark = '[data-colour="pink"][data-icon="rocket"]';
  await expect(switcher(page).locator(mark)).toBeVisible();
  await switcher(page).click();
  await expect(options(page).locator(mark)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(options(page).locator(mark)).toBeVisible();
  await page.keyboard.press('Escape');

  stub.on('AdminGetUser', person());
  await openScreen(page, 'Find a person');
  await lookUp(page, 'jane');
  await expect(page.getByRole('region', { name: 'Jane Doe' }).locator(mark)).toBeVisible();
});

test('a copy has the secrets of its original, which the page never sees', async ({ app, stub }) => {
  stub.on('InitiateAuth', signedIn());
  const page = await app.start(
    draft(stub.url, { clientSecret: { change: 'set', value: planted.clientSecret } }),
  );
  await openScreen(page, 'Profiles');
  await button(page, 'Duplicate Staging · Shop').click();
  await expect(cards(page)).toHaveText(['Staging · Shop', 'Staging · Shop copy']);
  await expect(button(page, 'Move Staging · Shop copy')).toBeFocused();
  // Whoever works with the mouse did not go there, and needs no explanation that covers the next card.
  await expect(moveTip(page)).toHaveCount(0);
  await expect(switcher(page)).not.toContainText('copy');
  expect(await page.content()).not.toContain(planted.clientSecret);

  await button(page, 'Use Staging · Shop copy').click();
  await openScreen(page, 'Sign in');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await expect(page.getByRole('heading', { name: 'Signed in as jane' })).toBeVisible();
  await expect(page.getByText('From Staging · Shop copy')).toBeVisible();
  expect(stub.requests.at(-1)?.body).toHaveProperty('AuthParameters.SECRET_HASH');
});

test('the order changes by keys and by dragging, and outlives the app', async ({ app, stub }) => {
  const page = await app.start(...fourProfiles(stub.url));
  await openScreen(page, 'Profiles');
  await expect(cards(page)).toHaveText(['Shop dev', 'Bank test', 'Bank dev', 'Shop live']);
  await tabTo(page, button(page, 'Move Shop dev'));
  await expect(moveTip(page).first()).toBeVisible();
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('Alt+ArrowDown');
  await expect(page.getByText('Shop dev: 2 of 4')).toBeAttached();
  await expect(button(page, 'Move Shop dev')).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(cards(page)).toHaveText(['Bank test', 'Bank dev', 'Shop dev', 'Shop live']);

  await button(page, 'Move Shop live').dragTo(page.getByRole('heading', { name: 'Bank test' }));
  const now = ['Shop live', 'Bank test', 'Bank dev', 'Shop dev'];
  await expect(cards(page)).toHaveText(now);
  const again = await app.restart();
  await openScreen(again, 'Profiles');
  await expect(cards(again)).toHaveText(now);
});

test('an answer on its way to the old profile never shows under the new one', async ({ app, stub }) => {
  // Without access nothing but the calls of this test is sent.
  const changes = { access: null };
  const page = await app.start(
    draft(stub.url, { name: 'New', ...changes }),
    draft(stub.url, { name: 'Old', ...changes }),
  );
  const release = Promise.withResolvers<undefined>();
  const late = (reply: ReturnType<typeof signedIn>) => async () => {
    await release.promise;
    return reply;
  };
  stub.on('InitiateAuth', late(signedIn()));
  stub.on('SignUp', late({ UserConfirmed: true, UserSub: 'a' }));
  const switchTo = async (name: string) => {
    await page.keyboard.press('ControlOrMeta+k');
    await expect(page.getByRole('combobox')).toBeFocused();
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
    await expect(switcher(page)).toContainText(name);
  };

  await openScreen(page, 'Sign in');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await expect.poll(() => stub.requests.length).toBe(1);
  await switchTo('New');
  await stub.requests.at(-1)?.closed;
  await switchTo('Old');
  await openScreen(page, 'Sign up');
  await signUp(page, 'jane', 'Jane-Password-1!');
  await expect.poll(() => stub.requests.length).toBe(2);
  await switchTo('New');
  await stub.requests.at(-1)?.closed;

  release.resolve(undefined);
  await expect(page.getByLabel('Username')).toHaveValue('');
  stub.on('SignUp', { UserConfirmed: true, UserSub: 'b' });
  await signUp(page, 'jane', 'Jane-Password-1!');
  await expect(page.getByText('From New')).toBeVisible();
  await expect(page.getByText('From Old')).toHaveCount(0);
  await openScreen(page, 'Access token');
  // The sign-in that was abandoned is nobody's.
  await expect(page.getByLabel('Signed in now')).toHaveCount(0);
});

test('a read-only profile says so before one types, and refuses what is sent all the same', async ({
  app,
  stub,
}) => {
  stub.on('InitiateAuth', newPasswordRequired());
  const page = await app.start(...fourProfiles(stub.url));
  await openScreen(page, 'Sign up');
  await expect(page.getByText('“Shop live” is read-only', { exact: true })).toBeVisible();
  await page.getByLabel('Username').fill('jane');
  await page.getByLabel('Password', { exact: true }).fill('Jane-Password-1!');
  await button(page, 'Create account').click();
  const failure = await expectFailure(page, 'Nothing was sent: “Shop live” is read-only.');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  // Reading the rules of the pool is all that happened.
  expect(stub.requests.filter(({ operation }) => !operation.startsWith('Describe'))).toEqual([]);
  await expectAccessible(page, 'Sign up, read-only');

  await openScreen(page, 'Sign in');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await expect(page.getByLabel('New password', { exact: true })).toBeVisible();
  await expect(page.getByText('“Shop live” is read-only', { exact: true })).toBeVisible();

  await expect(failure).toHaveCount(0);
  await page.getByRole('main').getByRole('link', { name: 'Open the profile' }).click();
  await page.getByRole('checkbox', { name: 'Read-only' }).uncheck();
  await saveProfile(page);
  await openScreen(page, 'Sign up');
  await expect(page.getByLabel('Username')).toBeVisible();
  await expect(page.getByText('is read-only')).toHaveCount(0);
});

test('every colour of a profile can be read', async ({ app, stub }) => {
  const page = await app.start(
    ...profileColours.map((colour) => draft(stub.url, { name: `In ${colour}`, colour, readOnly: true })),
  );
  await openScreen(page, 'Profiles');
  await button(page, 'Favourite: In teal').click();
  await expectAccessible(page, 'Profiles');
  await switcher(page).click();
  await expect(options(page)).toHaveCount(profileColours.length);
  await expectAccessible(page, 'Switcher');
  await page.keyboard.press('Escape');
  await button(page, 'Edit In pink').click();
  await expect(page.getByRole('radiogroup', { name: 'Colour' })).toBeVisible();
  await expectAccessible(page, 'Editor');
});
