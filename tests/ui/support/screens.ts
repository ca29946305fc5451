/** What a user does on the screens, by the names that the user sees. */
import type { Locator, Page } from '@playwright/test';
import { expect } from '../fixture.ts';

export type Screen =
  | 'Find a person'
  | 'All people'
  | 'Sign in'
  | 'Access token'
  | 'Sign up'
  | 'Signed-in people'
  | 'Activity'
  | 'Profiles'
  | 'Settings';

export async function openScreen(page: Page, name: Screen): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

/** In the bar, with the name of the active profile. */
export const switcher = (page: Page): Locator => page.getByRole('button', { name: /^Switch profile/ });

/** Makes another profile the active one, by mouse. */
export async function switchTo(page: Page, name: string): Promise<void> {
  await switcher(page).click();
  await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
  await expect(switcher(page)).toContainText(name);
}

export const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('button', { name, exact: true });

/** Saves the profile in the editor, and waits until the list of profiles is back. */
export async function saveProfile(page: Page): Promise<void> {
  await button(page, 'Save').click();
  await expect(page.getByRole('heading', { name: 'Profiles', level: 1 })).toBeVisible();
}

export const searchBox = (page: Page): Locator => page.getByLabel('Who are you looking for?');

/** Types into the search box, and searches at once. */
export async function search(page: Page, what: string): Promise<void> {
  await searchBox(page).fill(what);
  await page.keyboard.press('Enter');
}

/** Opens exactly one person by a name that AWS knows, without searching first. */
export async function lookUp(page: Page, who: string): Promise<void> {
  await searchBox(page).fill(who);
  await button(page, 'Exact lookup').click();
}

/** Fills in the form of Sign in or of Access token, and sends it. */
export async function signIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page
    .getByRole('main')
    .getByRole('button', { name: /^(Sign in|Get access token)/ })
    .click();
}

/** The field of Sign up for what identifies a person, which is called what the pool wants. */
export const identifierOf = (page: Page): Locator =>
  page.getByRole('textbox', {
    name: /^(?:Username|Email address|Phone number|Email address or phone number)$/,
  });

/** Fills in the form of Sign up and sends it. */
export async function signUp(
  page: Page,
  username: string,
  password: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<void> {
  await identifierOf(page).fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  for (const [label, value] of Object.entries(fields)) {
    await page.getByRole('textbox', { name: label, exact: true }).fill(value);
  }
  await button(page, 'Create account').click();
}

/** The value beside a name, such as "Status". */
export const valueOf = (page: Page, name: string): Locator =>
  page
    .getByRole('term')
    .filter({ hasText: new RegExp(`^${name.replaceAll(/[()]/g, String.raw`\\$&`)}$`) })
    .locator('xpath=following-sibling::dd');

/** The message about a failure, whose title is `title`. It has the focus. */
export async function expectFailure(page: Page, title: string | RegExp): Promise<Locator> {
  const notice = page.getByRole('alert').filter({ has: page.getByText(title, { exact: true }) });
  await expect(notice).toBeVisible();
  await expect(notice.locator(':focus')).toBeVisible();
  return notice;
}

/** Everything that a page holds as text: what is on screen and what is not, its title and its address. */
export async function everythingIn(page: Page): Promise<string> {
  return [await page.content(), await page.title(), page.url()].join('\n');
}
