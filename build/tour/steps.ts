/** The four operations that the app is made for, each done as a person does it: by the names that are on screen. */
import { type Locator, type Page } from '@playwright/test';
import { practicePassword } from '../demo-pool.ts';

/** How fast it goes. Where nobody looks on, nothing waits. */
export type Pace = {
  /** Milliseconds between two keys. */
  readonly typing: number;
  /** Milliseconds in which one can read what a step has brought. */
  readonly reading: number;
};

export type Visitor = {
  readonly page: Page;
  readonly pace: Pace;
  /** The code that the practice pool has sent to an address; waits for it. */
  readonly codeFor: (address: string) => Promise<string>;
};

export type Step = {
  readonly name: string;
  /** What people type without the app. */
  readonly command: string;
  /** Does it, and gives what the app then says, read from the window. Rejects where the app says something else. */
  readonly take: (visitor: Visitor) => Promise<string>;
};

/** Somebody who is not in the practice pool yet. */
const newcomer = 'noa.lindgren@example.com';
/** Somebody who is. */
const regular = 'ines.marchetti';

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

async function openScreen(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

async function type({ pace }: Visitor, field: Locator, text: string): Promise<void> {
  await field.click();
  await field.pressSequentially(text, { delay: pace.typing });
}

/** The text of something that has to be there. */
async function said(what: Locator): Promise<string> {
  await what.waitFor();
  return (await what.innerText()).replaceAll(/\s+/g, ' ').trim();
}

async function signUp(visitor: Visitor): Promise<string> {
  const { page, codeFor } = visitor;
  await openScreen(page, 'Sign up');
  const identifier = page.getByRole('textbox', {
    name: /^(?:Username|Email address|Email address or phone number)$/,
  });
  await type(visitor, identifier, newcomer);
  await type(visitor, page.getByLabel('Password', { exact: true }), practicePassword);
  await button(page, 'Create account').click();
  const created = await said(page.getByRole('heading', { name: 'Created, code sent' }));
  await type(visitor, page.getByLabel('Code', { exact: true }), await codeFor(newcomer));
  await button(page, 'Confirm').click();
  return `${created}; ${await said(page.getByRole('heading', { name: /is confirmed$/ }))}`;
}

async function signIn(visitor: Visitor): Promise<string> {
  const { page } = visitor;
  await openScreen(page, 'Sign in');
  await type(visitor, page.getByLabel('Username'), newcomer);
  await type(visitor, page.getByLabel('Password', { exact: true }), practicePassword);
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Sign in/ })
    .click();
  return said(page.getByRole('heading', { name: /^Signed in as / }));
}

async function lookUp(visitor: Visitor): Promise<string> {
  const { page } = visitor;
  await openScreen(page, 'Find a person');
  await type(visitor, page.getByLabel('Who are you looking for?'), regular);
  await button(page, 'Exact lookup').click();
  return said(page.getByRole('main').getByText(/ (?:can|cannot) sign in$/));
}

async function getAccessToken(visitor: Visitor): Promise<string> {
  const { page } = visitor;
  await openScreen(page, 'Access token');
  await type(visitor, page.getByLabel('Username'), regular);
  await type(visitor, page.getByLabel('Password', { exact: true }), practicePassword);
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Get access token/ })
    .click();
  const card = page.getByRole('region', { name: /^Access token of / });
  const title = await said(card.getByRole('heading', { level: 2 }));
  const left = await card.getByRole('img', { name: /left$/ }).getAttribute('aria-label');
  await card.getByRole('button', { name: 'Copy', exact: true }).click();
  return `${title}, ${left ?? ''}; ${await said(card.getByText(/^Clipboard clears in/))}`;
}

export const steps: readonly Step[] = [
  { name: 'Sign up', command: 'aws cognito-idp sign-up', take: signUp },
  { name: 'Sign in', command: 'aws cognito-idp initiate-auth', take: signIn },
  { name: 'Look a person up', command: 'aws cognito-idp admin-get-user', take: lookUp },
  {
    name: 'Get an access token',
    command: 'aws cognito-idp initiate-auth --query AuthenticationResult.AccessToken',
    take: getAccessToken,
  },
];
