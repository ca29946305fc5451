/** Every screen and state: no violation of axe's rules, and nothing that sticks out in a small window. */
import type { Page } from '@playwright/test';
import { practicePassword, temporaryPassword } from '#build/demo-pool.ts';
import { expectAccessible, expectNoSidewaysScroll } from './support/accessible.ts';
import { addProfiles, draft, emulatorDraft } from './support/profiles.ts';
import { challenge, codeSent } from './support/replies.ts';
import { button, lookUp, openScreen, signIn, signUp, switcher } from './support/screens.ts';
import { expect, test } from './support/test.ts';

const wide = { width: 1440, height: 900 };
const smallest = { width: 900, height: 600 };
/** The smallest comfortable window at 200 %. */
const zoomed = { width: 720, height: 450 };

/** Nothing sticks out at any size, and axe finds nothing at the smallest. */
const checkOf = (page: Page) => async (where: string) => {
  for (const size of [zoomed, wide, smallest]) {
    await page.setViewportSize(size);
    await expectNoSidewaysScroll(page, `${where} at ${size.width}`);
  }
  await expectAccessible(page, where);
};

test('the screens of the four operations are accessible in every state', async ({ app, emulator }) => {
  test.slow();
  const page = await app.start(
    emulatorDraft(emulator, { name: 'Pool with quite a long name, as they are given in companies' }),
  );
  const check = checkOf(page);
  await check('Find, empty');
  await lookUp(page, 'wilhelmina-anastasia.papadimitriou-oyelaran');
  await expect(page.getByText(/can sign in$/)).toBeVisible();
  await button(page, 'As an AWS CLI command').click();
  await button(page, 'AWS’s answer as JSON').click();
  await expect(page.getByRole('group', { name: 'Answer of AWS' })).toBeVisible();
  await check('Find, a person');
  await lookUp(page, 'nobody');
  await expect(page.getByRole('alert')).toBeVisible();
  await button(page, 'Technical details').click();
  await check('Find, nobody');

  await openScreen(page, 'Sign in');
  await button(page, 'Sign in').click();
  await check('Sign in, refused fields');
  await signIn(page, 'newcomer.axe', temporaryPassword);
  await expect(page.getByRole('heading', { name: 'A new password is needed' })).toBeVisible();
  await check('Sign in, new password');
  await button(page, 'Start again').click();
  await signIn(page, 'ines.marchetti', practicePassword);
  await expect(page.getByRole('heading', { name: 'Signed in as ines.marchetti' })).toBeVisible();
  await check('Sign in, signed in');
  await button(page, 'Show access token').click();
  await expect(page.getByRole('heading', { name: 'Access token of ines.marchetti' })).toBeVisible();
  await button(page, 'Reveal').click();
  await button(page, 'The API answers 401?').click();
  await button(page, 'Show anyway').click();
  await check('Access token, revealed');
  await page.getByRole('link', { name: 'Inspect or compare a token' }).click();
  await button(page, 'Compare with another token').click();
  await page.getByLabel('First token').selectOption({ index: 1 });
  await page.getByLabel('Second token').first().selectOption({ index: 2 });
  await button(page, 'Compare').click();
  await expect(page.getByRole('table')).toBeVisible();
  await check('Inspect a token, compared');
  await openScreen(page, 'Signed-in people');
  await expect(page.getByRole('list', { name: 'Sign-ins' })).toBeVisible();
  await check('Signed-in people');

  await openScreen(page, 'Sign up');
  await button(page, 'Add a field').click();
  await expect(page.getByRole('menu')).toBeVisible();
  await check('Sign up, menu of fields');
  await page.keyboard.press('Escape');
  await signUp(page, 'axe@example.org', practicePassword);
  await expect(page.getByRole('heading', { name: 'Created, code sent' })).toBeVisible();
  await check('Sign up, code sent');
});

test('the steps of a sign-in are accessible', async ({ app, stub }) => {
  test.slow();
  const page = await app.start(draft(stub.url));
  const check = checkOf(page);
  await openScreen(page, 'Sign in');
  const steps = [
    [challenge('SMS_MFA', { CODE_DELIVERY_DESTINATION: '+*******0123' }), /^Enter the code from/],
    [
      challenge(
        'SELECT_CHALLENGE',
        {},
        { AvailableChallenges: ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] },
      ),
      'Choose how to sign in',
    ],
    [challenge('PASSWORD_SRP'), 'Enter the password'],
    [challenge('CUSTOM_CHALLENGE', { question: 'What is the word?' }), 'Your team asks a question'],
  ] as const;
  for (const [reply, name] of steps) {
    stub.on('InitiateAuth', reply);
    await signIn(page, 'jane', practicePassword);
    await expect(page.getByRole('heading', { name, level: 2 })).toBeVisible();
    await check(String(reply['ChallengeName']));
    await button(page, 'Start again').click();
  }
  stub.on('InitiateAuth', challenge('MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' }));
  stub.on('AssociateSoftwareToken', {
    SecretCode: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZD',
    Session: 'planted-session-of-the-key-00000000000001',
  });
  await signIn(page, 'jane', practicePassword);
  await button(page, 'Show the key').click();
  await expect(page.getByRole('img', { name: 'QR code with the key' })).toBeVisible();
  await check('MFA_SETUP');
  await button(page, 'Start again').click();

  stub.on('InitiateAuth', { error: 'NotAuthorizedException', message: 'Password attempts exceeded' });
  await signIn(page, 'jane', practicePassword);
  await expect(button(page, 'Try anyway')).toBeVisible();
  await check('Paused');
  stub.on('ForgotPassword', codeSent);
  await button(page, 'Forgot password…').click();
  await button(page, 'Send a code').click();
  await expect(page.getByLabel('Code', { exact: true })).toBeVisible();
  await check('Forgot password');
});

test('the screens of the app itself are accessible in every state', async ({ page, emulator }) => {
  test.slow();
  const check = checkOf(page);

  await expect(page.getByRole('heading', { name: 'Welcome to Cognito Desk' })).toBeVisible();
  await check('Welcome');
  await page.getByRole('link', { name: 'Add a pool' }).click();
  await page.getByRole('radio', { name: 'Access keys' }).click();
  await button(page, 'Add pool').click();
  await check('Editor, refused fields');

  await addProfiles(
    page,
    emulatorDraft(emulator),
    emulatorDraft(emulator, { name: 'Live', environment: 'production' }),
    emulatorDraft(emulator, { name: 'Tests', environment: 'test' }),
    emulatorDraft(emulator, { name: 'Staging', environment: 'staging' }),
  );
  await lookUp(page, 'nobody');
  await openScreen(page, 'Profiles');
  await check('Profiles');
  await button(page, 'Check Live').click();
  await expect(page.getByRole('list', { name: 'This profile' })).toBeVisible();
  await check('Check of a profile');
  await openScreen(page, 'Profiles');
  await button(page, 'Delete Live').click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await check('Profiles, question');
  await page.keyboard.press('Escape');
  await switcher(page).click();
  await expect(page.getByRole('listbox')).toBeVisible();
  await check('Switcher');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await check('Palette');
  await page.keyboard.press('Escape');
  await button(page, 'Edit Live').click();
  await check('Editor, saved profile');
  await openScreen(page, 'Profiles');
  await button(page, 'Use Live').click();
  await openScreen(page, 'Sign up');
  await signUp(page, 'nobody@example.org', practicePassword);
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await check('Question about a production profile');
  await page.keyboard.press('Escape');
  await openScreen(page, 'Settings');
  await check('Settings');
  await openScreen(page, 'Activity');
  await expect(page.getByRole('table')).toBeVisible();
  await check('Activity');
});
