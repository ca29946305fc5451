import { draft, planted } from './support/profiles.ts';
import { codeSent, newPasswordRequired, person, signedIn } from './support/replies.ts';
import { button, lookUp, openScreen, signIn, signUp } from './support/screens.ts';
import { expect, test } from './support/test.ts';

test('each operation shows its AWS CLI command in two forms, and copies them', async ({ app, stub }) => {
  stub.on('AdminGetUser', person());
  stub.on('InitiateAuth', signedIn());
  stub.on('SignUp', { UserConfirmed: false, UserSub: 'a', ...codeSent });
  stub.on('ConfirmSignUp', {});
  const page = await app.start(draft(stub.url));
  const command = page.getByRole('group', { name: 'Command' });

  await lookUp(page, "o'jane@example.com");
  await button(page, 'As an AWS CLI command').click();
  await expect(command).toContainText('aws cognito-idp admin-get-user');
  await expect(command).toContainText('--user-pool-id');
  await expect(page.getByLabel('Put the secrets into what is copied')).toHaveCount(0);
  await button(page, 'Copy command').click();
  await expect(page.getByRole('tabpanel').getByRole('status')).toHaveText('Copied');
  await expect.poll(() => app.readClipboard()).toBe(await command.innerText());
  await page.getByRole('tab', { name: 'Any shell, with a JSON file' }).click();
  await expect(
    page.getByText(/^Also for PowerShell and cmd: save the second block as \S+\.json, then run the first\.$/),
  ).toBeVisible();
  await button(page, 'Copy file').click();
  await expect.poll(async () => (await app.readClipboard()).startsWith('{')).toBe(true);
  expect(JSON.parse(await app.readClipboard())).toMatchObject({
    Username: "o'jane@example.com",
    UserPoolId: 'eu-west-1_Tests0001',
  });

  await openScreen(page, 'Sign up');
  await signUp(page, 'jane', 'Jane-Password-1!', { Email: 'jane@example.com' });
  await button(page, 'As an AWS CLI command').click();
  await expect(command).toContainText('aws cognito-idp sign-up');
  await page.getByLabel('Code', { exact: true }).fill('123456');
  await button(page, 'Confirm').click();
  await expect(command).toContainText('aws cognito-idp confirm-sign-up');

  await openScreen(page, 'Access token');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await button(page, 'As an AWS CLI command').click();
  await expect(command).toContainText('AuthenticationResult.AccessToken');
  await expect(
    page.getByText('When the pool asks for another step, this command prints None.'),
  ).toBeVisible();
});

test('secrets are placeholders, and are copied only when asked for, with a countdown', async ({
  app,
  stub,
}) => {
  stub.on('InitiateAuth', signedIn());
  const page = await app.start(
    draft(stub.url, { clientSecret: { change: 'set', value: planted.clientSecret } }),
  );
  await openScreen(page, 'Sign in');
  await signIn(page, 'jane', "Jane's-Password-1!");
  await button(page, 'As an AWS CLI command').click();
  const command = page.getByRole('group', { name: 'Command' });
  await expect(command).toContainText('PASSWORD');
  await expect(
    page.getByText(/stands? for (a secret: put yours|secrets: put yours) in before you run it\.$/),
  ).toBeVisible();

  await button(page, 'Copy command').click();
  await expect.poll(() => app.readClipboard()).toContain('initiate-auth');
  expect(await app.readClipboard()).not.toContain('Password-1!');
  await expect(page.getByText(/^Clipboard clears/)).toHaveCount(0);

  await page.clock.install();
  await page.getByLabel('Put the secrets into what is copied').check();
  await button(page, 'Copy command').click();
  await expect(page.getByText(/^Clipboard clears in (60|59) s$/)).toBeVisible();
  expect(await app.readClipboard()).toContain('s-Password-1!');
  expect(await page.content()).not.toContain('s-Password-1!');
  await page.clock.fastForward(10_000);
  await expect(page.getByText(/^Clipboard clears in (50|49|48) s$/)).toBeVisible();
});

test('the command of the step for a new password stays as it is while time runs', async ({ app, stub }) => {
  stub.on('InitiateAuth', newPasswordRequired());
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Sign in');
  await signIn(page, 'jane', 'Temporary-1!');
  await page.clock.install();
  await button(page, 'As an AWS CLI command').click();
  const tab = page.getByRole('tab', { name: 'Any shell, with a JSON file' });
  await tab.click();
  const element = await tab.elementHandle();
  await page.clock.runFor(3000);
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  // The same element: nothing was taken away and built again.
  expect(await element?.evaluate((node) => node.isConnected)).toBe(true);
});
