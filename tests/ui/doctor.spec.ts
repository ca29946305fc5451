import { lookupActions } from '#contract/doctor.ts';
import { draft, emulatorDraft } from './support/profiles.ts';
import { button, openScreen, saveProfile } from './support/screens.ts';
import { expect, test } from './support/test.ts';

const denied = (action: string) => ({
  error: 'AccessDeniedException',
  message: `User: arn:aws:iam::123456789012:user/jane is not authorized to perform: cognito-idp:${action}`,
});

test('the check of a healthy profile says so, and what it could not check', async ({ app, emulator }) => {
  const page = await app.start(emulatorDraft(emulator));
  await openScreen(page, 'Profiles');
  await button(page, 'Check Practice pool').click();
  await expect(page.getByRole('heading', { name: 'Everything that could be checked is fine' })).toBeVisible();
  const findings = page.getByRole('list', { name: 'This profile' });
  await expect(findings.getByRole('heading', { name: 'Fine: Sign-in', exact: true })).toBeVisible();
  await expect(findings.getByRole('heading', { name: 'Not checked: AWS access' })).toBeVisible();
  await expect(page.locator(':focus')).toContainText('Everything that could be checked is fine');
});

test('the check says what is wrong, and gives the missing permissions to copy', async ({ app, stub }) => {
  stub.on('InitiateAuth', {
    error: 'InvalidParameterException',
    message: 'USER_PASSWORD_AUTH flow not enabled for this client',
  });
  for (const action of lookupActions) stub.on(action, denied(action));
  const page = await app.start(draft(stub.url));

  // By keyboard alone.
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('check staging');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '2 things need attention' })).toBeVisible();
  await expect(
    page.getByText(/Otherwise add ALLOW_USER_PASSWORD_AUTH to the app client’s sign-in flows\./),
  ).toBeVisible();

  await button(page, 'Copy policy').click();
  await expect.poll(() => app.readClipboard()).toContain('Statement');
  const policy = JSON.parse(await app.readClipboard()) as { Statement: { Action: string[] }[] };
  expect(policy.Statement[0]?.Action).toEqual(lookupActions.map((action) => `cognito-idp:${action}`));
  await button(page, 'Copy report').click();
  await expect.poll(() => app.readClipboard()).toContain('[Problem] Sign-in');

  stub.on('InitiateAuth', { error: 'NotAuthorizedException', message: 'Incorrect username or password.' });
  await button(page, 'Check again').click();
  await expect(page.getByRole('heading', { name: 'One thing needs attention' })).toBeVisible();
});

test('the check tells what a policy denies, where another one would not help', async ({ app, stub }) => {
  stub.on('InitiateAuth', { error: 'NotAuthorizedException', message: 'Incorrect username or password.' });
  for (const action of lookupActions) {
    const { error, message } = denied(action);
    stub.on(action, { error, message: `${message} with an explicit deny in a service control policy` });
  }
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Profiles');
  await button(page, 'Check Staging · Shop').click();
  await expect(page.getByRole('heading', { name: 'One thing needs attention' })).toBeVisible();
  await expect(page.getByText('Change the policy that denies cognito-idp:AdminGetUser.')).toBeVisible();
  await expect(button(page, 'Copy policy')).toHaveCount(0);
});

test('a profile that was saved is checked, and trouble is said where one goes on', async ({ app, stub }) => {
  stub.on('InitiateAuth', {
    error: 'ResourceNotFoundException',
    message: 'User pool client 4practice3client2id1for0tests does not exist.',
  });
  const page = await app.start(draft(stub.url, { access: null, poolId: null }));
  await openScreen(page, 'Profiles');
  await button(page, 'Edit Staging · Shop').click();
  await page.getByLabel('Name', { exact: true }).fill('Shop');
  await saveProfile(page);
  await expect(page.getByText('“Shop” is saved, but one thing about it needs attention')).toBeVisible();
  await button(page, 'See what').click();
  await expect(page.getByRole('heading', { name: 'Problem: App client', exact: true })).toBeVisible();
  await expect(page.getByText('There is no such app client in eu-west-1.')).toBeVisible();
});
