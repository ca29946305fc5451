import { practicePassword, temporaryPassword } from '#build/demo-pool.ts';
import { DROP } from '#tests/support/aws-stub.ts';
import { expectAccessible, expectNoSidewaysScroll } from './support/accessible.ts';
import { tabTo } from './support/keyboard.ts';
import { draft, emulatorDraft } from './support/profiles.ts';
import { challenge, newPasswordRequired, signedIn } from './support/replies.ts';
import { button, everythingIn, expectFailure, openScreen, signIn, valueOf } from './support/screens.ts';
import { expect, test } from './support/test.ts';

test('signing in says who, until when and from which profile, and can be forgotten', async ({
  app,
  emulator,
}) => {
  const page = await app.start(emulatorDraft(emulator));
  await openScreen(page, 'Sign in');
  await expect(page.getByText('Not signed in yet')).toBeVisible();

  await signIn(page, 'ines.marchetti', 'Wrong-Password-1!');
  await expectFailure(page, 'The username or password is not right, or the account does not exist here.');
  await expect(page.getByLabel('Username')).toHaveValue('ines.marchetti');
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('Wrong-Password-1!');

  await signIn(page, ' ines.marchetti ', practicePassword);
  const card = page.getByRole('region', { name: 'Signed in as ines.marchetti' });
  await expect(card.getByText(/^Access ends at \d/)).toBeVisible();
  await expect(card.getByText('From Practice pool')).toBeVisible();
  await expect(card.locator(':focus')).toBeVisible();

  await button(page, 'AWS’s answer as JSON').click();
  await expect(page.getByText('Tokens are masked here.')).toBeVisible();
  await button(page, 'Copy JSON').click();
  await expect(page.getByText(/Clipboard clears in \d+ s/)).toBeVisible();
  const { AuthenticationResult: tokens } = JSON.parse(await app.readClipboard()) as {
    AuthenticationResult: Record<'AccessToken' | 'IdToken' | 'RefreshToken', string>;
  };
  const text = await everythingIn(page);
  for (const secret of [tokens.AccessToken, tokens.IdToken, tokens.RefreshToken, practicePassword]) {
    expect(text).not.toContain(secret);
  }

  await button(page, 'Forget this sign-in').click();
  await expect(page.getByText('Forgotten. The tokens are no longer kept here')).toBeVisible();
  await openScreen(page, 'Access token');
  await expect(page.getByLabel('Signed in now')).toHaveCount(0);
});

test('who has signed in sees what they may read about themselves, without AWS access', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url, { poolId: null, access: null }));
  await openScreen(page, 'Sign in');
  stub.on('InitiateAuth', signedIn());
  await signIn(page, 'jane@example.com', 'Jane-Password-1!');
  const card = page.getByRole('region', { name: 'My details' });
  const refused = (message: string) => ({ error: 'NotAuthorizedException', message });
  stub.on(
    'GetUser',
    refused('Access Token does not have required scopes'),
    DROP,
    DROP,
    DROP,
    refused('Access Token has been revoked'),
    {
      Username: 'jane',
      UserAttributes: [
        { Name: 'sub', Value: '4320de44-2322-4620-999b-5e2e1c8df013' },
        { Name: 'email', Value: 'jane@example.com' },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'custom:team', Value: 'Payments' },
      ],
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    },
  );
  const show = card.getByRole('button', { name: 'Show my details' });
  await tabTo(page, show);
  await page.keyboard.press('Enter');
  const scope = await expectFailure(page, 'This sign-in may not read its own details.');
  await expect(scope).toContainText('aws.cognito.signin.user.admin');
  await expect(scope).toContainText('The developers of this user pool can do this.');
  await expectAccessible(page, 'own details, refused');
  await show.click();
  const cut = await expectFailure(page, /^The connection to .* was cut\.$/);
  await cut.getByRole('button', { name: 'Try again' }).click();
  await expectFailure(page, 'This sign-in is over: it was signed out.');
  await show.click();

  await expect(valueOf(page, 'Email')).toContainText('jane@example.com');
  await expect(valueOf(page, 'Email')).toContainText('Verified');
  await expect(valueOf(page, 'Team')).toContainText('Payments');
  await expect(card).toContainText('Authenticator app');
  await expectAccessible(page, 'own details');
  await expectNoSidewaysScroll(page, 'own details');
  await card.getByRole('button', { name: 'AWS’s answer as JSON' }).click();
  await card.getByRole('button', { name: 'Copy JSON' }).click();
  await expect.poll(() => app.readClipboard()).toMatch(/^\{\n {4}"Username": "jane",\n/);
  await card.getByRole('button', { name: 'As an AWS CLI command' }).click();
  await expect(card.getByText(/^aws cognito-idp get-user/)).toContainText("--access-token='ACCESS_TOKEN'");

  await button(page, 'Forget this sign-in').click();
  await expect(card).toHaveCount(0);
});

test('who has signed in is signed out where the sign-in is shown, or told why not', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Sign in');
  stub.on('InitiateAuth', signedIn());
  await signIn(page, 'jane@example.com', 'Jane-Password-1!');
  stub.on(
    'RevokeToken',
    { error: 'UnsupportedOperationException', message: 'Token revocation is not enabled' },
    {},
  );
  const signOut = button(page, 'Sign out');
  await signOut.click();
  await expectFailure(page, 'This app client cannot end a single sign-in.');
  await expect(page.getByRole('heading', { name: 'Signed in as jane@example.com' })).toBeVisible();
  await signOut.click();
  await expect(page.getByText('jane@example.com is signed out.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'My details' })).toHaveCount(0);
  expect(stub.requests.filter(({ operation }) => operation === 'RevokeToken')).toHaveLength(2);
});

test('a new password is set on the card of the sign-in that asked for it', async ({ app, emulator }) => {
  const page = await app.start(emulatorDraft(emulator));
  await openScreen(page, 'Sign in');
  await signIn(page, 'newcomer.sign-in', temporaryPassword);
  await expect(page.getByRole('heading', { name: 'A new password is needed' })).toBeVisible();
  const field = page.getByLabel('New password', { exact: true });
  const repeat = page.getByLabel('Repeat the new password', { exact: true });
  await expect(field).toBeFocused();
  await expect(
    page.getByText(/About [0-2]:\d\d left for this step \(estimate\)|About 3:00 left/),
  ).toBeVisible();

  await field.fill('My-Own-Password-1!');
  await repeat.fill('Another-Password-1!');
  await button(page, 'Set password and sign in').click();
  await expect(page.getByText('The two passwords differ.')).toBeVisible();
  await repeat.fill('My-Own-Password-1!');
  await button(page, 'Set password and sign in').click();
  await expect(page.getByRole('heading', { name: 'Signed in as newcomer.sign-in' })).toBeVisible();

  await signIn(page, 'newcomer.sign-in', 'My-Own-Password-1!');
  await expect(page.getByRole('heading', { name: 'Signed in as newcomer.sign-in' })).toBeVisible();
});

test('the step for a new password asks for the fields that the pool demands', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  stub.on('InitiateAuth', newPasswordRequired('given_name', 'custom:team'));
  await openScreen(page, 'Sign in');
  await signIn(page, 'jane@example.com', 'Temporary-1!');
  await button(page, 'Generate').click();
  const generated = await page.getByLabel('New password', { exact: true }).inputValue();
  expect(generated).toMatch(/^\S{16}$/);
  await expect(page.getByLabel('Repeat the new password', { exact: true })).toHaveValue(generated);

  await button(page, 'Set password and sign in').click();
  await expect(page.getByLabel('First name')).toBeFocused();
  await expect(page.getByLabel('First name')).toHaveAccessibleDescription('Fill this in.');
  expect(stub.requests.map(({ operation }) => operation)).not.toContain('RespondToAuthChallenge');

  stub.on(
    'RespondToAuthChallenge',
    {
      error: 'InvalidPasswordException',
      message: 'Password does not conform to policy: Password not long enough',
    },
    signedIn(),
  );
  await page.getByLabel('First name').fill('Jane');
  await page.getByLabel('Team').fill('Payments');
  await button(page, 'Set password and sign in').click();
  await expectFailure(page, 'The password breaks a rule of this pool: password not long enough.');
  await expect(page.getByLabel('New password', { exact: true })).toHaveValue(generated);
  await expect(page.getByLabel('Team')).toHaveValue('Payments');

  await button(page, 'Set password and sign in').click();
  await expect(page.getByRole('heading', { name: 'Signed in as jane@example.com' })).toBeVisible();
  expect(stub.requests.at(-1)?.body).toMatchObject({
    Session: 'planted-session-of-a-challenge-000000001',
    ChallengeResponses: {
      USERNAME: 'jane-internal',
      NEW_PASSWORD: generated,
      'userAttributes.given_name': 'Jane',
      'userAttributes.custom:team': 'Payments',
    },
  });
});

test('a step that ran out starts again with what was typed', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  stub.on('InitiateAuth', newPasswordRequired());
  stub.on('RespondToAuthChallenge', {
    error: 'NotAuthorizedException',
    message: 'Invalid session for the user, session can only be used once.',
  });
  await openScreen(page, 'Sign in');
  await signIn(page, 'jane', 'Temporary-1!');
  await page.getByLabel('New password', { exact: true }).fill('My-Own-Password-1!');
  await page.getByLabel('Repeat the new password', { exact: true }).fill('My-Own-Password-1!');
  await button(page, 'Set password and sign in').click();
  const notice = await expectFailure(page, 'This step was already used.');
  await notice.getByRole('button', { name: 'Start again' }).click();
  await expect(page.getByText('Not signed in yet')).toBeVisible();
  await expect(page.getByLabel('Username')).toHaveValue('jane');
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('Temporary-1!');
});

test('steps that the app cannot answer, and answers without content, are said in words', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url));
  const steps = [
    [challenge('WEB_AUTHN'), 'This pool asks for a passkey, which this app cannot do.'],
    [challenge('DEVICE_SRP_AUTH'), 'This pool asks for a remembered device, which this app cannot do.'],
    [
      challenge('RIDDLE_OF_2031'),
      'This pool asks for a step that is new to this app, which this app cannot do.',
    ],
    [challenge('MFA_SETUP'), 'This account has no working second step.'],
    [{}, 'AWS said: “The answer of AWS holds no token and no next step.”'],
  ] as const;
  for (const screen of ['Sign in', 'Access token'] as const) {
    await openScreen(page, screen);
    for (const [reply, title] of steps) {
      await test.step(`${screen}: ${title}`, async () => {
        stub.on('InitiateAuth', reply);
        await signIn(page, 'jane', 'Jane-Password-1!');
        const notice = await expectFailure(page, title);
        if ('ChallengeName' in reply && title.startsWith('This pool')) {
          await expect(notice).toContainText(String(reply['ChallengeName']));
        }
        await expect(page.getByLabel('Username')).toHaveValue('jane');
      });
    }
  }
});

test('line breaks that come along with a pasted password are taken out, and the form says so', async ({
  app,
  emulator,
}) => {
  const page = await app.start(emulatorDraft(emulator));
  await openScreen(page, 'Sign in');
  const password = page.getByLabel('Password', { exact: true });
  // Copied the way a person does: from a text of several lines.
  await page.evaluate((text) => {
    const source = document.body.appendChild(document.createElement('textarea'));
    source.value = text;
    source.select();
  }, `${practicePassword}\n`);
  await page.keyboard.press('ControlOrMeta+c');
  await page.evaluate(() => document.querySelector('textarea')?.remove());
  await password.focus();
  await page.keyboard.press('ControlOrMeta+v');
  await expect(page.getByText('Line breaks in the pasted text were taken out.')).toBeVisible();
  await expect(password).toHaveValue(practicePassword);
});
