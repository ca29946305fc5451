/** The ways to sign in that a profile chooses, a forgotten password, and the pause after refused ones. */
import { createSrpServer } from '#tests/support/srp-server.ts';
import { draft } from './support/profiles.ts';
import { challenge, codeSent, signedIn } from './support/replies.ts';
import { button, expectFailure, openScreen, saveProfile, signIn } from './support/screens.ts';
import { expect, test } from './support/test.ts';

const refused = { error: 'NotAuthorizedException', message: 'Incorrect username or password.' };
const password = 'Jane-Password-1!';

test('where the client has passwords off, secure sign-in takes its place, and the card says so', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url));
  const server = createSrpServer('eu-west-1_Tests0001', 'jane-internal', password);
  stub.on(
    'InitiateAuth',
    { error: 'InvalidParameterException', message: 'USER_PASSWORD_AUTH flow not enabled for this client' },
    challenge('PASSWORD_VERIFIER', server.parameters),
  );
  stub.on('RespondToAuthChallenge', ({ body }) => {
    const { ChallengeResponses: responses } = body as { ChallengeResponses: Record<string, string> };
    const begun = stub.requests[1]?.body as { AuthParameters: { SRP_A: string } };
    return server.proves(begun.AuthParameters.SRP_A, responses) ? signedIn() : refused;
  });
  await openScreen(page, 'Sign in');
  await signIn(page, 'jane', password);
  const card = page.getByRole('region', { name: 'Signed in as jane' });
  await expect(card).toContainText(
    'Password sign-in is off for this client, so secure sign-in (SRP) was used.',
  );
  await button(page, 'As an AWS CLI command').click();
  await expect(card).toContainText('Secure sign-in cannot be typed as a command.');
});

test('the method is part of the profile, which says what it needs', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url, { poolId: null, access: null }));
  await openScreen(page, 'Profiles');
  await button(page, 'Edit Staging · Shop').click();
  const method = page.getByLabel('How people sign in');
  await expect(method).toHaveValue('automatic');
  await method.selectOption('Secure sign-in (SRP)');
  await button(page, 'Save').click();
  await expect(page.getByLabel('User pool ID')).toHaveAccessibleDescription(
    'Secure sign-in (SRP) needs the user pool ID.',
  );
  await method.selectOption('As an administrator');
  await expect(method).toHaveAccessibleDescription(/needs AWS access/);
  await method.selectOption('What the pool offers');
  await saveProfile(page);

  stub.on(
    'InitiateAuth',
    challenge('EMAIL_OTP', { CODE_DELIVERY_DESTINATION: 'j***@e***', USER_ID_FOR_SRP: 'jane-internal' }),
  );
  stub.on('RespondToAuthChallenge', signedIn());
  await openScreen(page, 'Sign in');
  await expect(
    page.getByText('The pool asks for the password, or for another proof, in the next step.'),
  ).toBeVisible();
  await expect(page.getByLabel('Password', { exact: true })).toHaveCount(0);
  await page.getByLabel('Username').fill('jane');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Sent to j***@e***.')).toBeVisible();
  await page.keyboard.type('12345678');
  await page.keyboard.press('Enter');
  await expect(page.getByText('In a way that the pool offered.')).toBeVisible();
});

test('a forgotten password is renewed with a code, and then signs in', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  stub.on('ForgotPassword', codeSent);
  stub.on(
    'ConfirmForgotPassword',
    { error: 'CodeMismatchException', message: 'Invalid verification code provided, please try again.' },
    {},
  );
  stub.on('InitiateAuth', signedIn());
  await openScreen(page, 'Sign in');
  await expect(button(page, 'Forgot password…')).toBeDisabled();
  await page.getByLabel('Username').fill('jane');
  await button(page, 'Forgot password…').click();
  await expect(page.getByRole('heading', { name: 'A new password for jane' })).toBeVisible();
  await button(page, 'Send a code').click();
  await expect(page.getByText(/^A code is on its way to j\*\*\*@e\*\*\* by email/)).toBeVisible();
  await expect(page.getByLabel('Code', { exact: true })).toBeFocused();
  await page.getByLabel('Code', { exact: true }).fill('123 456');
  await page.getByLabel('New password', { exact: true }).fill('My-Own-Password-1!');
  await button(page, 'As an AWS CLI command').click();
  const command = page.getByRole('group', { name: 'Command' });
  await expect(command).toContainText('confirm-forgot-password');
  await expect(command).not.toContainText('My-Own-Password');
  await button(page, 'Set the password').click();
  await expectFailure(page, 'That code does not match.');
  await button(page, 'Set the password').click();
  await expect(page.getByRole('heading', { name: 'The new password is set' })).toBeVisible();
  await button(page, 'Sign in with it').click();
  await expect(page.getByRole('heading', { name: 'Signed in as jane' })).toBeVisible();
  expect(stub.requests.at(-1)?.body).toMatchObject({
    AuthParameters: { USERNAME: 'jane', PASSWORD: 'My-Own-Password-1!' },
  });
});

test('a password that has to be reset leads there, from both screens', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  stub.on('InitiateAuth', { error: 'PasswordResetRequiredException', message: 'Password reset required' });
  stub.on('ForgotPassword', {
    error: 'NotAuthorizedException',
    message: 'User password cannot be reset in the current state.',
  });
  for (const screen of ['Sign in', 'Access token'] as const) {
    await openScreen(page, screen);
    await signIn(page, 'jane', password);
    const notice = await expectFailure(page, 'The password must be reset.');
    await notice.getByRole('button', { name: 'Set a new password' }).click();
    await expect(page.getByRole('heading', { name: 'A new password for jane' })).toBeVisible();
  }
  await button(page, 'Send a code').click();
  await expectFailure(page, 'This person’s password cannot be reset.');
});

test('after five refused passwords the button waits, and can be pressed all the same', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url));
  stub.on('InitiateAuth', { error: 'NotAuthorizedException', message: 'Password attempts exceeded' });
  await openScreen(page, 'Sign in');
  await signIn(page, 'jane', password);
  await expectFailure(page, 'Sign-in is paused for this person.');
  await expect(page.getByText(/^Sign-in is probably paused for another 1[45]:\d\d$/)).toBeVisible();
  await expect(button(page, 'Sign in')).toBeDisabled();

  await test.step('only for that person, on every screen', async () => {
    await page.getByLabel('Username').fill('joe');
    await expect(button(page, 'Sign in')).toBeEnabled();
    await openScreen(page, 'Access token');
    await page.getByLabel('Username').fill('jane');
    await expect(button(page, /^Get access token/)).toBeDisabled();
  });

  await openScreen(page, 'Sign in');
  await page.getByLabel('Username').fill('jane');
  await page.getByLabel('Password', { exact: true }).fill(password);
  stub.on('InitiateAuth', signedIn());
  await button(page, 'Try anyway').click();
  await button(page, 'Sign in').click();
  await expect(page.getByRole('heading', { name: 'Signed in as jane' })).toBeVisible();
});
