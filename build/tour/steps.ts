/** The four operations that the app is made for, each done as a person does it: by the names that are on screen. */
import type { Locator, Page } from '@playwright/test';
import { button, identifierOf, openScreen, searchBox } from '#tests/ui/support/screens.ts';
import { personText } from '../../renderer/src/locales/en/person.ts';
import { searchText } from '../../renderer/src/locales/en/search.ts';
import { signInText } from '../../renderer/src/locales/en/sign-in.ts';
import { signUpText } from '../../renderer/src/locales/en/sign-up.ts';
import { tokenText } from '../../renderer/src/locales/en/token.ts';
import { verdictWords } from '../../renderer/src/locales/en/verdict.ts';
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
  /** What is done, to whom. */
  readonly name: string;
  /** What people type without the app. */
  readonly command: string;
  /** The name of its picture. */
  readonly picture: string;
  /** Does it, and gives what the app then says, read from the window. Rejects where the app says something else. */
  readonly take: (visitor: Visitor) => Promise<string>;
};

/** Somebody who is not in the practice pool yet. */
const newcomer = 'noa.lindgren@example.com';
/** Somebody who is. */
const regular = 'ines.marchetti';

async function type({ pace }: Visitor, field: Locator, text: string): Promise<void> {
  await field.click();
  await field.pressSequentially(text, { delay: pace.typing });
}

async function typePassword(visitor: Visitor): Promise<void> {
  await type(visitor, visitor.page.getByLabel(signInText.password, { exact: true }), practicePassword);
}

/** The button of a form, whose name may end in its keys. */
const submit = (page: Page, name: string): Locator =>
  page.getByRole('main').getByRole('button', { name: new RegExp(`^${name}`) });

const heading = (page: Page, name: string): Locator => page.getByRole('heading', { name, exact: true });

/** The text of something that has to come. A message about a failure in its place ends the wait. */
async function said(what: Locator): Promise<string> {
  const failure = what.page().getByRole('main').getByRole('alert');
  await what.or(failure).first().waitFor();
  if (await failure.first().isVisible()) throw new Error('the app reports a failure');
  return (await what.innerText()).replaceAll(/\s+/g, ' ').trim();
}

async function signUp(visitor: Visitor): Promise<string> {
  const { page, codeFor } = visitor;
  await openScreen(page, 'Sign up');
  await type(visitor, identifierOf(page), newcomer);
  await typePassword(visitor);
  await submit(page, signUpText.submit).click();
  const created = await said(heading(page, signUpText.codeSent('').title));
  await type(visitor, page.getByLabel(signUpText.code, { exact: true }), await codeFor(newcomer));
  await button(page, signUpText.confirm).click();
  return `${created}; ${await said(heading(page, signUpText.confirmed(newcomer).title))}`;
}

async function signIn(visitor: Visitor): Promise<string> {
  const { page } = visitor;
  await openScreen(page, 'Sign in');
  await type(visitor, page.getByLabel(signInText.username), newcomer);
  await typePassword(visitor);
  await submit(page, signInText.submit).click();
  return said(heading(page, signInText.signedIn(newcomer)));
}

async function lookUp(visitor: Visitor): Promise<string> {
  const { page } = visitor;
  await openScreen(page, 'Find a person');
  await type(visitor, searchBox(page), regular);
  await button(page, searchText.exact).click();
  const verdict = page.getByRole('main').getByText(/ (?:can|cannot) sign in(?:$|[, ])/);
  await said(verdict);
  await page.getByText(personText.refining).waitFor({ state: 'detached' });
  // Groups and settings of the pool may have changed it.
  return said(verdict);
}

async function getAccessToken(visitor: Visitor): Promise<string> {
  const { page } = visitor;
  await openScreen(page, 'Access token');
  await type(visitor, page.getByLabel(signInText.username), regular);
  await typePassword(visitor);
  await submit(page, tokenText.submit).click();
  const title = await said(heading(page, tokenText.heading('access', regular)));
  const card = page.getByRole('region', { name: title });
  await card.getByText(verdictWords.checking).waitFor({ state: 'detached' });
  const left = await card.getByRole('img', { name: tokenText.left('') }).getAttribute('aria-label');
  // Only a token that is masked can be revealed.
  await card.getByRole('button', { name: tokenText.reveal }).waitFor();
  await card.getByRole('button', { name: tokenText.copy, exact: true }).click();
  return `${title}, ${left ?? ''}; ${await said(card.getByText(/^Clipboard clears in/))}`;
}

export const steps: readonly Step[] = [
  {
    name: `Sign up ${newcomer}, with the code that the pool sends`,
    command: 'aws cognito-idp sign-up',
    picture: 'sign-up',
    take: signUp,
  },
  {
    name: `Sign in as ${newcomer}`,
    command: 'aws cognito-idp initiate-auth',
    picture: 'sign-in',
    take: signIn,
  },
  {
    name: `Look ${regular} up`,
    command: 'aws cognito-idp admin-get-user',
    picture: 'look-a-person-up',
    take: lookUp,
  },
  {
    name: `Get the access token of ${regular}, and copy it`,
    command: 'aws cognito-idp initiate-auth --query AuthenticationResult.AccessToken',
    picture: 'get-an-access-token',
    take: getAccessToken,
  },
];
