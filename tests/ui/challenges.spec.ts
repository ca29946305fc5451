/** Every step that a user pool can ask for on the way to tokens, on both screens that sign in. */
import type { Page } from '@playwright/test';
import { tabTo } from './support/keyboard.ts';
import { draft } from './support/profiles.ts';
import { challenge, person, signedIn } from './support/replies.ts';
import {
  button,
  everythingIn,
  expectFailure,
  lookUp,
  openScreen,
  saveProfile,
  signIn,
  switchTo,
} from './support/screens.ts';
import { expect, test } from './support/test.ts';

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 2 });
const signedInAsJane = (page: Page) => heading(page, 'Signed in as jane');
const sms = challenge('SMS_MFA', {
  USER_ID_FOR_SRP: 'jane-internal',
  CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS',
  CODE_DELIVERY_DESTINATION: '+*******0123',
});
const mismatch = { error: 'CodeMismatchException', message: 'Invalid code or auth state for the user.' };

test('a code is pasted with spaces, may be wrong once, and signs in', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  stub.on('InitiateAuth', sms);
  stub.on('RespondToAuthChallenge', mismatch, signedIn());
  await openScreen(page, 'Sign in');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await expect(heading(page, 'Enter the code from the text message')).toBeVisible();
  await expect(page.getByText('Sent to +*******0123.')).toBeVisible();
  await expect(page.getByText(/^About [23]:\d\d left for this step \(estimate\)$/)).toBeVisible();
  const code = page.getByLabel('Code', { exact: true });
  await expect(code).toBeFocused();

  await button(page, 'Continue').click();
  await expect(code).toHaveAccessibleDescription('Fill this in.');
  await code.fill('111 111');
  await page.keyboard.press('Enter');
  await expectFailure(page, 'That code does not match.');
  await code.fill(' 123 456 ');
  await page.keyboard.press('Enter');
  await expect(signedInAsJane(page)).toBeVisible();
  expect(stub.requests.at(-1)?.body).toMatchObject({
    ChallengeResponses: { USERNAME: 'jane-internal', SMS_MFA_CODE: '123456' },
  });
});

test('a new code is sent by the same sign-in once more, after a short while', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  stub.on('InitiateAuth', sms);
  stub.on('DescribeUserPoolClient', { UserPoolClient: { AuthSessionValidity: 10 } });
  await openScreen(page, 'Sign in');
  await page.clock.install();
  await signIn(page, 'jane', 'Jane-Password-1!');
  await expect(page.getByText(/^(10:00|9:\d\d) left for this step$/)).toBeVisible();
  await expect(button(page, /^Send a new code \(\d+ s\)$/)).toBeDisabled();
  await page.clock.fastForward('00:31');
  await button(page, 'Send a new code').click();
  const begun = () => stub.requests.filter(({ operation }) => operation === 'InitiateAuth');
  await expect.poll(() => begun().length).toBe(2);
  const [first, second] = begun();
  expect(second?.body).toEqual(first?.body);
});

test('the clock of a step tells when it has probably run out', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  stub.on('InitiateAuth', sms);
  stub.on('RespondToAuthChallenge', {
    error: 'NotAuthorizedException',
    message: 'Invalid session for the user, session is expired.',
  });
  await openScreen(page, 'Sign in');
  await page.clock.install();
  await signIn(page, 'jane', 'Jane-Password-1!');
  await page.clock.fastForward('03:01');
  await expect(page.getByText(/^The time for this step has probably run out\./)).toBeVisible();
  await page.getByLabel('Code', { exact: true }).fill('123456');
  await button(page, 'Continue').click();
  const notice = await expectFailure(page, 'The time for this step ran out.');
  await notice.getByRole('button', { name: 'Start again' }).click();
  await expect(page.getByText('Not signed in yet')).toBeVisible();
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('Jane-Password-1!');
});

test('a second step is chosen, and each next step takes the place of the one before', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url));
  stub.on(
    'InitiateAuth',
    challenge('SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]' }),
  );
  stub.on(
    'RespondToAuthChallenge',
    challenge('SOFTWARE_TOKEN_MFA', { FRIENDLY_DEVICE_NAME: 'My phone' }),
    { error: 'ExpiredCodeException', message: 'Your software token has already been used once.' },
    signedIn(),
  );
  await openScreen(page, 'Sign in');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await expect(heading(page, 'Choose a second step')).toBeVisible();
  await page.getByRole('radio', { name: 'Authenticator app' }).click();
  await button(page, 'Continue').click();
  await expect(heading(page, 'Enter the code of the authenticator app')).toBeVisible();
  await expect(heading(page, 'Choose a second step')).toHaveCount(0);
  await expect(page.getByText('The app was set up as “My phone”.')).toBeVisible();
  await expect(button(page, /^Send a new code/)).toHaveCount(0);
  await page.getByLabel('Code', { exact: true }).fill('123456');
  await button(page, 'Continue').click();
  await expectFailure(page, 'This code was used already.');
  await button(page, 'Continue').click();
  await expect(signedInAsJane(page)).toBeVisible();
});

test('an authenticator is set up with a QR code or a typed key', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  stub.on('InitiateAuth', challenge('MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' }));
  stub.on('AssociateSoftwareToken', {
    SecretCode: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    Session: 'planted-session-of-the-key-00000000000001',
  });
  stub.on(
    'VerifySoftwareToken',
    { error: 'EnableSoftwareTokenMFAException', message: 'Code mismatch' },
    { Status: 'SUCCESS', Session: 'planted-session-verified-000000000000001' },
  );
  stub.on('RespondToAuthChallenge', signedIn());
  await openScreen(page, 'Sign in');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await expect(heading(page, 'Set up an authenticator app')).toBeVisible();
  expect(await everythingIn(page)).not.toContain('GEZD');
  await button(page, 'Show the key').click();
  await expect(page.getByRole('img', { name: 'QR code with the key' })).toBeVisible();
  await expect(page.getByText('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ')).toBeVisible();
  const code = page.getByLabel('First code of the app');
  await expect(code).toBeFocused();
  await button(page, 'Copy the key').click();
  await expect(page.getByText(/^Clipboard clears in \d+ s$/)).toBeVisible();
  expect(await app.readClipboard()).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');

  await test.step('after a look elsewhere it is still the same key', async () => {
    await openScreen(page, 'Find a person');
    await openScreen(page, 'Sign in');
    await button(page, 'Show the key').click();
    await expect(page.getByText('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ')).toBeVisible();
    expect(stub.requests.filter(({ operation }) => operation === 'AssociateSoftwareToken')).toHaveLength(1);
  });

  await code.fill('12 34');
  await button(page, 'Verify and sign in').click();
  await expect(code).toHaveAccessibleDescription('The code has 6 digits.');
  await code.fill('123 456');
  await button(page, 'Verify and sign in').click();
  await expectFailure(page, 'That code does not match.');
  await button(page, 'Verify and sign in').click();
  await expect(signedInAsJane(page)).toBeVisible();
  expect(await everythingIn(page)).not.toContain('GEZD');
});

test('a question of the team shows all that it says, and takes an answer', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  stub.on('InitiateAuth', challenge('CUSTOM_CHALLENGE', { question: 'What is the word of the day?' }));
  stub.on('RespondToAuthChallenge', signedIn());
  await openScreen(page, 'Sign in');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await expect(heading(page, 'Your team asks a question')).toBeVisible();
  await expect(page.getByText('What is the word of the day?')).toBeVisible();
  await page.getByRole('textbox', { name: 'Answer' }).fill('blue whale');
  await button(page, 'As an AWS CLI command').click();
  const command = page.getByRole('group', { name: 'Command' });
  await expect(command).toContainText('"ANSWER":"ANSWER"');
  await expect(command).not.toContainText('blue whale');
  await button(page, 'Continue').click();
  await expect(signedInAsJane(page)).toBeVisible();
  expect(stub.requests.at(-1)?.body).toMatchObject({ ChallengeResponses: { ANSWER: 'blue whale' } });
});

test('the way to sign in is chosen, with the password where that is chosen', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  stub.on(
    'InitiateAuth',
    challenge('SELECT_CHALLENGE', {}, { AvailableChallenges: ['EMAIL_OTP', 'PASSWORD', 'WEB_AUTHN'] }),
  );
  stub.on('RespondToAuthChallenge', signedIn());
  await openScreen(page, 'Sign in');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await expect(heading(page, 'Choose how to sign in')).toBeVisible();
  await expect(page.getByText(/^A passkey is offered, too\./)).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Passkey' })).toHaveCount(0);
  const password = page.getByLabel('Password', { exact: true }).and(page.locator('input'));
  await expect(password).toHaveCount(0);
  await page.getByRole('radio', { name: 'Password', exact: true }).click();
  await password.fill('Jane-Password-1!');
  await page.keyboard.press('Enter');
  await expect(signedInAsJane(page)).toBeVisible();
  expect(stub.requests.at(-1)?.body).toMatchObject({
    ChallengeResponses: { ANSWER: 'PASSWORD', PASSWORD: 'Jane-Password-1!' },
  });
});

test('a password is asked for as a step of its own where the pool does so', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  stub.on('InitiateAuth', challenge('PASSWORD'));
  stub.on('RespondToAuthChallenge', signedIn());
  await openScreen(page, 'Sign in');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await expect(heading(page, 'Enter the password')).toBeVisible();
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  await page.keyboard.type('Jane-Password-1!');
  await page.keyboard.press('Enter');
  await expect(signedInAsJane(page)).toBeVisible();
});

test('steps are answered in place on the way to a token, by keyboard alone', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  stub.on('InitiateAuth', challenge('SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: '["SMS_MFA","EMAIL_OTP"]' }));
  stub.on(
    'RespondToAuthChallenge',
    challenge('EMAIL_OTP', { CODE_DELIVERY_DESTINATION: 'j***@e***' }),
    signedIn(),
  );
  await openScreen(page, 'Access token');
  await page.getByLabel('Username').fill('jane');
  await page.getByLabel('Password', { exact: true }).fill('Jane-Password-1!');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Choose a second step')).toBeVisible();
  await expect(page.locator(':focus', { has: heading(page, 'Choose a second step') })).toBeVisible();
  await tabTo(page, page.getByRole('radio', { name: 'Code by text message' }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await expect(page.getByRole('radio', { name: 'Code by email' })).toBeChecked();
  await tabTo(page, button(page, 'Continue'));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Sent to j***@e***.')).toBeVisible();
  await page.keyboard.type('12345678');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Access token of jane')).toBeVisible();
});

test('a step waits while one looks something up elsewhere, at each screen and profile', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url, { name: 'Other' }), draft(stub.url));
  stub.on('InitiateAuth', sms);
  stub.on('AdminGetUser', person());
  const code = page.getByLabel('Code', { exact: true });

  await test.step('its clock goes on, and nobody is asked twice', async () => {
    await openScreen(page, 'Sign in');
    await signIn(page, 'jane', 'Jane-Password-1!');
    await expect(code).toBeFocused();
    await openScreen(page, 'Find a person');
    await lookUp(page, 'jane');
    await expect(page.getByText('Jane Doe can sign in')).toBeVisible();
    await openScreen(page, 'Access token');
    await expect(page.getByText('No token yet')).toBeVisible();
    await switchTo(page, 'Other');
    await openScreen(page, 'Sign in');
    await expect(page.getByText('Not signed in yet')).toBeVisible();
    await switchTo(page, 'Staging · Shop');
    await expect(code).toBeFocused();
    await expect(page.getByText(/^About [0-2]:\d\d left for this step \(estimate\)$/)).toBeVisible();
    expect(stub.requests.filter(({ operation }) => operation === 'InitiateAuth')).toHaveLength(1);
    expect(await everythingIn(page)).not.toContain('Jane-Password-1!');
  });

  await test.step('so does one on the way to a token', async () => {
    await openScreen(page, 'Access token');
    await signIn(page, 'june', 'June-Password-1!');
    await expect(code).toBeFocused();
    await openScreen(page, 'Activity');
    await openScreen(page, 'Access token');
    await expect(code).toBeFocused();
    stub.on('RespondToAuthChallenge', signedIn());
    await code.fill('123456');
    await page.keyboard.press('Enter');
    await expect(heading(page, 'Access token of june')).toBeVisible();
    await signIn(page, 'jane', 'Jane-Password-1!');
    await expect(code).toBeFocused();
  });

  await test.step('its code signs in, which also ends the wait for a token', async () => {
    await openScreen(page, 'Sign in');
    await code.fill('123456');
    await page.keyboard.press('Enter');
    await expect(signedInAsJane(page)).toBeVisible();
    // It would need the password.
    await expect(button(page, 'As an AWS CLI command')).toHaveCount(0);
    await openScreen(page, 'Access token');
    await expect(page.getByLabel('Signed in now')).toHaveValue('jane');
    await expect(code).toHaveCount(0);
    await openScreen(page, 'Sign in');
  });

  await test.step('a new code asks for the password, which was not kept', async () => {
    await page.clock.install();
    await signIn(page, 'jane', 'Jane-Password-1!');
    await openScreen(page, 'Settings');
    await openScreen(page, 'Sign in');
    await page.clock.fastForward('00:31');
    await button(page, 'Send a new code').click();
    const password = page.getByLabel('Password', { exact: true });
    await expect(page.getByLabel('Username')).toHaveValue('jane');
    await expect(password).toBeFocused();
    await expect(password).toHaveAccessibleDescription('Fill this in.');
    await openScreen(page, 'Settings');
    await openScreen(page, 'Sign in');
    await expect(page.getByText('Not signed in yet')).toBeVisible();
  });

  await test.step('none waits whose answer is on its way, or that AWS has ended', async () => {
    stub.on('RespondToAuthChallenge', () => Promise.withResolvers<never>().promise);
    await signIn(page, 'jane', 'Jane-Password-1!');
    await code.fill('123456');
    await page.keyboard.press('Enter');
    await expect(button(page, 'Continue')).toHaveAttribute('aria-busy', 'true');
    await openScreen(page, 'Settings');
    await openScreen(page, 'Sign in');
    await expect(page.getByText('Not signed in yet')).toBeVisible();
    await signIn(page, 'jane', 'Jane-Password-1!');
    await expect(code).toBeFocused();
    await openScreen(page, 'Settings');
    await page.clock.fastForward('15:01');
    await openScreen(page, 'Sign in');
    await expect(page.getByText('Not signed in yet')).toBeVisible();
  });

  await test.step('none whose profile was changed', async () => {
    await signIn(page, 'jane', 'Jane-Password-1!');
    await expect(code).toBeFocused();
    await openScreen(page, 'Profiles');
    await button(page, 'Edit Staging · Shop').click();
    await page.getByLabel('Name', { exact: true }).fill('Shop');
    await saveProfile(page);
    await openScreen(page, 'Sign in');
    await expect(page.getByText('Not signed in yet')).toBeVisible();
  });
});
