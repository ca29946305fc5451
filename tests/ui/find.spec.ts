import { addProfiles, draft, emulatorDraft } from './support/profiles.ts';
import { person } from './support/replies.ts';
import { button, lookUp, openScreen, valueOf } from './support/screens.ts';
import { expect, test } from './support/test.ts';

test('a person is found by username, by email and by user ID, and shown in words', async ({
  app,
  page,
  emulator,
}) => {
  await addProfiles(page, emulatorDraft(emulator));
  const sub = '5e0f2f1c-7c55-4d0b-9a35-1d0c3c1f6a01';

  await lookUp(page, sub);
  await expect(page.getByText('Found by user ID · From Practice pool')).toBeVisible();
  await lookUp(page, 'ines.marchetti@example.com');
  await expect(page.getByText('Found by email · From Practice pool')).toBeVisible();
  await lookUp(page, 'ines.marchetti');
  await expect(page.getByText('Found by username · From Practice pool')).toBeVisible();

  await expect(page.getByText('Inês Marchetti can sign in')).toBeVisible();
  await expect(page.getByText('The account is confirmed and has its own password.')).toBeVisible();
  await expect(page.getByText('from: status CONFIRMED')).toBeVisible();
  await expect(valueOf(page, 'Email')).toContainText('ines.marchetti@example.com');
  await expect(valueOf(page, 'Email')).toContainText('Verified');
  await expect(valueOf(page, 'Phone')).toContainText('+441632960121');
  await expect(valueOf(page, 'Language')).toContainText('pt-PT');
  await expect(valueOf(page, 'Language')).toContainText('locale');
  await expect(valueOf(page, 'Employee id')).toContainText('10027');
  await expect(valueOf(page, 'Enabled')).toContainText('Yes');
  await expect(valueOf(page, 'Second step')).toContainText('None set up');
  await expect(valueOf(page, 'Created').getByRole('time')).toHaveAttribute(
    'datetime',
    '2025-03-04T09:12:44.000Z',
  );
  await expect(valueOf(page, 'Created').getByRole('time')).toHaveAttribute('title', /UTC$/);

  await test.step('each value is copied whole', async () => {
    for (const [what, text] of [
      ['Email', 'ines.marchetti@example.com'],
      ['User ID (sub)', sub],
      ['Department', 'Logistics'],
    ] as const) {
      await button(page, `Copy ${what}`).click();
      await expect.poll(() => app.readClipboard()).toBe(text);
      await expect(page.getByText(`${what}: copied`)).toBeAttached();
    }
  });

  await test.step('the answer is copied as the AWS CLI prints it', async () => {
    await button(page, 'AWS’s answer as JSON').click();
    await expect(page.getByRole('group', { name: 'Answer of AWS' })).toContainText(
      '"UserStatus": "CONFIRMED"',
    );
    await button(page, 'Copy JSON').click();
    await expect.poll(() => app.readClipboard()).toMatch(/^\{\n {4}"Username": "ines\.marchetti",/);
    expect(JSON.parse(await app.readClipboard())).toMatchObject({ Enabled: true, UserStatus: 'CONFIRMED' });
  });
});

test('the verdict says what the state of an account means and what comes next', async ({
  page,
  emulator,
}) => {
  await addProfiles(page, emulatorDraft(emulator));
  const verdicts = [
    ['priya.raghunathan', 'cannot sign in yet', 'Invited with a temporary password', 'Needs a new password'],
    ['tomas.novak', 'Tomáš Novák cannot sign in yet', 'never confirmed with the code', 'Not confirmed'],
    ['yasmin.haddad', 'cannot sign in yet', 'asked for a new password', 'Password reset needed'],
    [
      'lucia.fernandez',
      'Lucía Fernández Ibáñez cannot sign in, because the account is switched off',
      'An administrator can switch it on again',
      'Confirmed',
    ],
    [
      'google_108234567890123456789',
      'Noor Jansen signs in with Google',
      'There is no Cognito password.',
      'Signs in elsewhere',
    ],
    [
      'walter.okafor',
      'We cannot tell whether Walter Okafor can sign in',
      'AWS no longer uses this status.',
      'Archived',
    ],
    ['mira.kowalczyk', 'We cannot tell whether Mira Kowalczyk can sign in', 'known to others', 'Compromised'],
  ] as const;
  for (const [username, verdict, meaning, status] of verdicts) {
    await test.step(username, async () => {
      await lookUp(page, username);
      await expect(valueOf(page, 'Username')).toContainText(username.slice(0, 8));
      await expect(page.getByText(verdict)).toBeVisible();
      await expect(page.getByText(meaning)).toBeVisible();
      await expect(valueOf(page, 'Status')).toContainText(status);
    });
  }
});

test('what AWS adds later is shown as it is, and a doubtful match is said', async ({ page, stub }) => {
  await addProfiles(page, draft(stub.url));
  stub.on(
    'AdminGetUser',
    person({
      status: 'ON_HOLIDAY',
      attributes: { 'custom:team_name': 'Payments', new_standard_field: 'new' },
      more: {
        UserMFASettingList: ['SOFTWARE_TOKEN_MFA', 'CARRIER_PIGEON'],
        PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      },
    }),
  );
  await lookUp(page, 'somebody-else');
  await expect(
    page.getByText('AWS found this person for “somebody-else”, but none of their names reads exactly so.'),
  ).toBeVisible();
  await expect(page.getByText('This status is new to this app.')).toBeVisible();
  await expect(valueOf(page, 'Status')).toContainText('ON_HOLIDAY');
  await expect(valueOf(page, 'Team name')).toContainText('Payments');
  await expect(valueOf(page, 'Team name')).toContainText('custom:team_name');
  await expect(valueOf(page, 'New standard field')).toContainText('new');
  await expect(valueOf(page, 'Second step')).toContainText('Authenticator app, CARRIER_PIGEON');
  await expect(valueOf(page, 'Preferred step')).toContainText('Authenticator app');
  await expect(valueOf(page, 'Phone')).toContainText('None');
});

test('the palette finds a person, and typed spaces at the ends do not count', async ({ page, stub }) => {
  await addProfiles(page, draft(stub.url));
  stub.on('AdminGetUser', person());
  await openScreen(page, 'Activity');
  await page.keyboard.press('Control+k');
  await page
    .getByRole('combobox', { name: 'Search people, profiles and actions' })
    .fill(' jane@example.com ');
  await page.getByRole('option', { name: /Find “jane@example\.com”/ }).click();
  await expect(page.getByText('Jane Doe can sign in')).toBeVisible();
  await expect(page.getByLabel('Who are you looking for?')).toHaveValue('jane@example.com');
  expect(page.url()).not.toContain('jane');
  const opened = stub.requests.filter(({ operation }) => operation === 'AdminGetUser');
  expect(opened.map(({ body }) => body)).toEqual([
    { UserPoolId: 'eu-west-1_Tests0001', Username: 'jane@example.com' },
  ]);

  await page.getByLabel('Who are you looking for?').fill('');
  await button(page, 'Look up').click();
  await expect(page.getByLabel('Who are you looking for?')).toBeFocused();
  await expect(page.getByLabel('Who are you looking for?')).toHaveAccessibleDescription('Fill this in.');
  expect(stub.requests.filter(({ operation }) => operation === 'AdminGetUser')).toHaveLength(1);
});

test('without AWS access the screen says what to add, and leads there', async ({ page, stub }) => {
  await addProfiles(page, draft(stub.url, { access: null }));
  await expect(page.getByText('Looking people up needs AWS access')).toBeVisible();
  await expect(page.getByText('Signing up and signing in work without it.')).toBeVisible();
  await expect(button(page, 'Look up')).toBeDisabled();
  await button(page, 'Add access').click();
  await expect(page.getByRole('heading', { name: 'Edit Staging · Shop' })).toBeVisible();
});
