/** Saved test users: kept after a sign-in, used with one click, changed and deleted by keyboard. */
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { tabTo } from './support/keyboard.ts';
import { draft } from './support/profiles.ts';
import { challenge, codeSent, signedIn } from './support/replies.ts';
import { button, everythingIn, expectFailure, openScreen, signIn, signUp } from './support/screens.ts';
import { expect, test } from './support/test.ts';

const key = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const password = 'Planted-Password-1!';
const refused = { error: 'NotAuthorizedException', message: 'Incorrect username or password.' };
const list = (page: Page) => page.getByRole('region', { name: 'Saved test users' });
const dialog = (page: Page) => page.getByRole('dialog');
const asksForCode = challenge('SOFTWARE_TOKEN_MFA', { USER_ID_FOR_SRP: 'jane-internal' });

/** Saved through the bridge, which is quicker than by hand. */
async function save(page: Page, username: string, label: string | null, hasKey = true): Promise<void> {
  const given = { username, label, password, key: hasKey ? key : null };
  await page.evaluate(async ({ username: name, label: words, password: secret, key: totp }) => {
    const profiles = await window.desk.profiles.list({});
    await window.desk.testUsers.save({
      profileId: profiles.ok ? (profiles.value.activeId ?? '') : '',
      username: name,
      label: words,
      password: { change: 'set', value: secret },
      authenticator: totp === null ? { change: 'clear' } : { change: 'set', value: totp },
    });
  }, given);
}

test('who has signed in and set up an authenticator is saved, and signs in with one click after a restart', async ({
  app,
  stub,
}) => {
  const first = await app.start(draft(stub.url));
  stub.on('InitiateAuth', challenge('MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' }));
  stub.on('AssociateSoftwareToken', { SecretCode: key, Session: 'planted-session-of-the-key-00000001' });
  stub.on('VerifySoftwareToken', { Status: 'SUCCESS', Session: 'planted-session-after-key-000000001' });
  stub.on('RespondToAuthChallenge', signedIn());
  await openScreen(first, 'Sign in');
  await expect(list(first)).toContainText('Save a test user to sign in with one click');
  await signIn(first, 'jane@example.com', password);
  await button(first, 'Show the key').click();
  await first.getByLabel('First code of the app').fill('123456');
  await first.keyboard.press('Enter');
  await button(first, 'Save as test user').click();
  await expect(dialog(first)).toContainText('The password that you have just used is saved along.');
  await expect(dialog(first)).toContainText('The authenticator that you have just set up is saved along.');
  await expectAccessible(first, 'the dialog that saves');
  await dialog(first).getByLabel('Label').fill('Buyer');
  await first.keyboard.press('Enter');
  await expect(dialog(first)).toHaveCount(0);
  await expect(button(first, /Sign in as\s*Buyer\s*jane@example.com/)).toBeVisible();
  await expect(button(first, 'Update test user')).toBeFocused();

  const page = await app.restart();
  await openScreen(page, 'Sign in');
  stub.on('InitiateAuth', asksForCode);
  await button(page, /Sign in as\s*Buyer/).click();
  await expect(page.getByRole('region', { name: 'Signed in as jane@example.com' })).toBeVisible();
  await expect(button(page, /test user$/)).toHaveCount(1);
  expect(stub.requests.at(-1)?.body).toMatchObject({
    ChallengeResponses: { SOFTWARE_TOKEN_MFA_CODE: expect.stringMatching(/^\d{6}$/) },
  });
  await button(page, 'Live code of Buyer').click();
  const code = page.getByRole('group', { name: 'Live code of Buyer' });
  await expect(code).toContainText(/\d{3}.\d{3}/);
  await expectAccessible(page, 'the list with a live code');
  await code.getByRole('button', { name: 'Copy code' }).click();
  await expect.poll(() => app.readClipboard()).toMatch(/^\d{6}$/);

  const signIns = () => stub.requests.filter(({ operation }) => operation === 'InitiateAuth');
  const before = signIns().length;
  await openScreen(page, 'Access token');
  await button(page, /Get the access token of\s*Buyer/).click();
  await expect(page.getByRole('heading', { name: 'Access token of jane@example.com' })).toBeVisible();
  expect(signIns()).toHaveLength(before);
  const shown = await everythingIn(page);
  for (const secret of [password, key]) expect(shown).not.toContain(secret);
});

test('a refused password is said, updated in place, and tried again only by hand', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url, { environment: 'production' }));
  await save(page, 'jane', null);
  stub.on('InitiateAuth', refused, asksForCode);
  stub.on('RespondToAuthChallenge', signedIn());
  await openScreen(page, 'Access token');
  await button(page, /Get the access token of\s*jane/).click();
  const notice = await expectFailure(page, 'The saved password was refused.');
  await expectAccessible(page, 'the refusal');
  await notice.getByRole('button', { name: 'Update' }).click();
  await expect(dialog(page)).toContainText('Save accounts that were made for testing only.');
  await expect(dialog(page).getByLabel('Username')).toBeFocused();
  await dialog(page).getByLabel('Password', { exact: true }).fill('Planted-Password-2!');
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toHaveCount(0);
  expect(stub.requests).toHaveLength(1);
  await button(page, /Get the access token of\s*jane/).click();
  await expect(page.getByRole('heading', { name: 'Access token of jane' })).toBeVisible();
  expect(stub.requests[1]?.body).toMatchObject({ AuthParameters: { PASSWORD: 'Planted-Password-2!' } });
});

test('test users are added, edited and deleted by keyboard, and wrong fields say what is wrong', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Sign in');
  await tabTo(page, button(page, 'Add a test user'));
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByLabel('Username')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByLabel('Username')).toHaveAccessibleDescription('Fill this in.');
  await page.keyboard.type('bo');
  await tabTo(page, dialog(page).getByLabel('Password', { exact: true }));
  await page.keyboard.type(password);
  const authenticator = dialog(page).getByLabel('Authenticator key');
  await tabTo(page, authenticator);
  await page.keyboard.type('otpauth://hotp/x?secret=nonsense');
  await page.keyboard.press('Enter');
  await expect(authenticator).toHaveAccessibleDescription(/^Paste the key that was shown/);
  await expect(authenticator).toBeFocused();
  await authenticator.fill(`otpauth://totp/Shop:bo?secret=${key}&issuer=Shop`);
  await page.keyboard.press('Enter');
  await expect(button(page, 'Live code of bo')).toBeVisible();
  await expect(button(page, 'Add a test user')).toBeFocused();

  await tabTo(page, button(page, 'Edit test user bo'));
  await page.keyboard.press('Enter');
  await tabTo(page, dialog(page).getByLabel('Remove the saved authenticator key'));
  await page.keyboard.press('Space');
  await tabTo(page, dialog(page).getByLabel('Label'));
  await page.keyboard.type('Seller');
  await page.keyboard.press('Enter');
  await expect(button(page, 'Edit test user Seller')).toBeVisible();
  await expect(button(page, /^Live code/)).toHaveCount(0);

  await tabTo(page, button(page, 'Edit test user Seller'));
  await page.keyboard.press('Enter');
  await expectAccessible(page, 'the dialog that edits');
  await tabTo(page, dialog(page).getByRole('button', { name: 'Delete this test user…' }));
  await page.keyboard.press('Enter');
  const question = page.getByRole('alertdialog', { name: 'Delete the saved test user Seller?' });
  await tabTo(page, question.getByRole('button', { name: 'Delete' }));
  await page.keyboard.press('Enter');
  await expect(list(page)).toContainText('Save a test user to sign in with one click');
  await expect(page.getByRole('heading', { name: 'Saved test users' })).toBeFocused();
});

test.describe('in the dark', () => {
  test.use({ theme: 'dark' });

  test('who has signed up is saved with the password of the sign-up; other steps go on as always', async ({
    app,
    stub,
  }) => {
    const page = await app.start(draft(stub.url, { access: null }));
    stub.on('SignUp', { UserConfirmed: true, UserSub: 'sub', ...codeSent });
    await openScreen(page, 'Sign up');
    await signUp(page, 'kim', password);
    await button(page, 'Save as test user').click();
    await expectAccessible(page, 'the dialog that saves, in the dark');
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toHaveCount(0);
    stub.on('InitiateAuth', challenge('SMS_MFA', { CODE_DELIVERY_DESTINATION: '+*******99' }));
    stub.on('RespondToAuthChallenge', signedIn());
    await openScreen(page, 'Sign in');
    await expectAccessible(page, 'the list, in the dark');
    await button(page, /Sign in as\s*kim/).click();
    await expect(page.getByText('Sent to +*******99.')).toBeVisible();
    expect(stub.requests.at(-1)?.body).toMatchObject({ AuthParameters: { PASSWORD: password } });
    await page.keyboard.type('123456');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: 'Signed in as kim' })).toBeVisible();
  });
});
