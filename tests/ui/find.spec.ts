import type { AwsStub } from '#tests/support/aws-stub.ts';
import { draft, emulatorDraft } from './support/profiles.ts';
import { person } from './support/replies.ts';
import { button, expectFailure, lookUp, openScreen, search, searchBox, valueOf } from './support/screens.ts';
import { expect, test } from './support/test.ts';
import { expectAccessible, expectNoSidewaysScroll } from './support/accessible.ts';
import { createPool, samplePerson, type PoolPerson } from '#tests/support/pool-stub.ts';

const opened = (stub: AwsStub) => stub.requests.filter(({ operation }) => operation === 'AdminGetUser');
const jane: PoolPerson = {
  username: 'jane',
  attributes: {
    sub: '11111111-2222-4333-8444-555555555555',
    name: 'Jane Doe',
    email: 'jane@example.com',
    email_verified: 'true',
    phone_number: '+441632960121',
  },
};
const twins: readonly PoolPerson[] = [
  jane,
  {
    username: 'google_777',
    attributes: {
      sub: '11111111-2222-4333-8444-666666666666',
      name: 'Jane Doe',
      email: 'Jane@Example.com',
      identities: '[{"providerName":"Google"}]',
    },
    status: 'EXTERNAL_PROVIDER',
  },
  {
    username: 'moved',
    attributes: { sub: '11111111-2222-4333-8444-777777777777', name: 'Bo Li', email: 'bo@example.com' },
    status: 'ON_HOLIDAY',
  },
];

test('a person is found by username, by email and by user ID, and shown in words', async ({
  app,
  emulator,
}) => {
  const page = await app.start(emulatorDraft(emulator));
  const sub = '5e0f2f1c-7c55-4d0b-9a35-1d0c3c1f6a01';

  await lookUp(page, sub);
  await expect(page.getByText('Found by user ID · From Practice pool')).toBeVisible();
  await lookUp(page, 'ines.marchetti@example.com');
  await expect(page.getByText('Found by email · From Practice pool')).toBeVisible();
  await lookUp(page, 'ines.marchetti');
  await expect(page.getByText('Found by username · From Practice pool')).toBeVisible();

  await expect(page.getByText('Inês Marchetti can sign in')).toBeVisible();
  // What an exact lookup does not take is fine for a search.
  await search(page, 'Inês Marchetti');
  await expect(page.getByText(/1 found\.$/)).toBeVisible();
  await expect(page.getByText('Usernames have no spaces.')).toHaveCount(0);
  await lookUp(page, 'ines.marchetti');
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

test('the verdict says what the state of an account means and what comes next', async ({ app, emulator }) => {
  const page = await app.start(emulatorDraft(emulator));
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

test('what AWS adds later is shown as it is, and a doubtful match is said', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
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

test('the palette finds a person, and typed spaces at the ends do not count', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  createPool({ size: 1, person: () => jane }).serve(stub);
  await openScreen(page, 'Activity');
  await page.keyboard.press('ControlOrMeta+k');
  await page
    .getByRole('combobox', { name: 'Search people, profiles and actions' })
    .fill(' jane@example.com ');
  await page.getByRole('option', { name: /Find “jane@example\.com”/ }).click();
  await expect(page.getByText('Searched email and username, starts with; 1 found.')).toBeVisible();
  await expect(page.getByLabel('Who are you looking for?')).toHaveValue('jane@example.com');
  expect(page.url()).not.toContain('jane');
  expect(stub.requests.map(({ operation }) => operation)).toEqual(['ListUsers', 'ListUsers']);

  await page.getByLabel('Who are you looking for?').fill('');
  await button(page, 'Exact lookup').click();
  await expect(page.getByLabel('Who are you looking for?')).toBeFocused();
  await expect(page.getByLabel('Who are you looking for?')).toHaveAccessibleDescription('Fill this in.');
  expect(stub.requests).toHaveLength(2);
});

test('without AWS access the screen says what to add, and leads there', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url, { access: null }));
  await expect(page.getByText('Looking people up needs AWS access')).toBeVisible();
  await expect(page.getByText('Signing up and signing in work without it.')).toBeVisible();
  await expect(button(page, 'Exact lookup')).toBeDisabled();
  await button(page, 'Add access').click();
  await expect(page.getByRole('heading', { name: 'Edit Staging · Shop' })).toBeVisible();
});

test('people are searched as one types, told apart, opened by keyboard and remembered', async ({
  app,
  stub,
}) => {
  createPool({ size: 3, caseSensitive: false, person: (index) => twins[index] ?? jane }).serve(stub);
  const page = await app.start(draft(stub.url));
  await searchBox(page).pressSequentially('jane@');
  await expect(page.getByText('Searched email and username, starts with; 2 found.')).toBeVisible();
  await expect(page.getByText('2 accounts look alike.')).toBeVisible();
  const list = page.getByRole('list', { name: 'People found' });
  await expect(list.getByRole('button').nth(1)).toContainText('Signs in through Google');
  await expect(list.locator('mark').first()).toHaveText('jane@');
  await expect(searchBox(page)).toBeFocused();
  expect(opened(stub)).toEqual([]);
  await expectAccessible(page, 'several alike');
  await expectNoSidewaysScroll(page, 'several alike');

  await button(page, 'Understood').click();
  await expect(page.getByText('Searching does not add to the AWS bill.')).toBeHidden();
  await searchBox(page).focus();
  await page.keyboard.press('ArrowDown');
  await expect(list.getByRole('button').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Found by username · From Staging · Shop')).toBeVisible();
  expect(opened(stub)).toHaveLength(1);
  await page.keyboard.press('Escape');
  await expect(list.getByRole('button').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(searchBox(page)).toBeFocused();

  await test.step('Enter on a whole user ID opens it', async () => {
    await searchBox(page).fill('11111111-2222-4333-8444-777777777777');
    await page.keyboard.press('Enter');
    await expect(page.getByText('This status is new to this app.')).toBeVisible();
  });

  await test.step('a phone number as one writes it', async () => {
    await searchBox(page).fill('0044 (0)1632 / 960121');
    await expect(page.getByText('Searched phone, starts with; 1 found.')).toBeVisible();
  });

  await test.step('recent people are under the empty box, pinned and forgotten', async () => {
    await searchBox(page).fill('');
    const recent = page.getByRole('list', { name: 'Recent' });
    await expect(recent.getByRole('listitem')).toHaveCount(2);
    await button(page, 'Pin Jane Doe').click();
    await expect(page.getByRole('list', { name: 'Pinned' })).toContainText('Jane Doe');
    await expectAccessible(page, 'recent people');
    await button(page, 'Forget Bo Li').click();
    await expect(recent).toHaveCount(0);
    await button(page, 'Forget all').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Forget all' }).click();
    await expect(page.getByRole('list', { name: 'Pinned' })).toHaveCount(0);
  });
});

test('nobody found leads on: exactly, inside, and in the other profiles', async ({ app, stub }) => {
  createPool({
    size: 61,
    lagging: new Set([0]),
    person: (index) => (index ? samplePerson(index) : jane),
  }).serve(stub);
  const page = await app.start(
    draft(stub.url, { name: 'Shop live', environment: 'production' }),
    draft('http://127.0.0.1:9', { name: 'Out of reach' }),
    draft(stub.url, { name: 'Without keys', access: null }),
    draft(stub.url),
  );
  await searchBox(page).fill('jane');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Nobody in Staging · Shop begins with “jane”')).toBeVisible();
  const exactly = button(page, 'Look up exactly “jane”');
  await expect(exactly).toBeFocused();
  await expectAccessible(page, 'nobody');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Jane Doe can sign in')).toBeVisible();

  await searchBox(page).fill('google_');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/starts with; 2 found\.$/)).toBeVisible();
  await button(page, 'Look in my other profiles').click();
  const all = page.getByRole('region', { name: 'Find in all my profiles' });
  const live = all.getByRole('region', { name: 'Shop live' });
  await expect(live).toContainText('2 people');
  await expect(live).toContainText('Production');
  await expect(all.getByRole('region', { name: 'Out of reach' })).toContainText('does not take connections');
  await expect(all.getByText('1 profile has no AWS access and was not searched.')).toBeVisible();
  await expectAccessible(page, 'all profiles');
  await live.getByRole('list').getByRole('button').first().click();
  await expect(page.getByText('From Shop live')).toBeVisible();

  // The country of a number that is written as at home is not always to be guessed.
  await searchBox(page).fill('0171 00000 001');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Pools keep numbers with “+” and the country code.')).toBeVisible();
  const inside = button(page, 'Search inside names and addresses');
  await expect(inside).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'All people', level: 1 })).toBeVisible();
  await expect(page.getByText('1 of 60 people')).toBeVisible();
  await expect(page.getByRole('grid')).toContainText('Jurgen.Schmidt.1@example.com');
});

test('what stands in the way of a search is said, with what to do', async ({ app, stub }) => {
  const pool = createPool({ size: 300, pageSize: (page) => (page < 9 ? 0 : 60) });
  pool.serve(stub);
  const page = await app.start(draft(stub.url));
  const search = async (text: string) => {
    await searchBox(page).fill(text);
    await page.keyboard.press('Enter');
  };

  await search('confirmed');
  await expect(page.getByText(/^Still looking, page \d$/)).toBeVisible();
  await expect(page.getByText('Searched status; more than 60 found.')).toBeVisible();
  pool.expireTokens();
  await button(page, 'Show more').click();
  await expect(page.getByText('A page marker of AWS had expired.')).toBeVisible();
  await expect(page.getByText(/Searched status; (?:more than )?1\d\d found\./)).toBeVisible();

  await search(`${'x'.repeat(300)}@example.com`);
  await expect(page.getByText('AWS takes at most 256 characters')).toBeVisible();
  await expect(page.getByText('An exact lookup takes at most 128 characters')).toBeVisible();
  await search('@example.com');
  await expect(page.getByText('AWS cannot search by the end of an address')).toBeVisible();

  await test.step('can list but not open: what the list shows stays', async () => {
    stub.on('AdminGetUser', {
      error: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::1:user/x is not authorized to perform: cognito-idp:AdminGetUser on resource: y',
    });
    await search('google_');
    const first = page.getByRole('list', { name: 'People found' }).getByRole('button').first();
    await first.click();
    await expectFailure(page, 'You are signed in to AWS, but not allowed to look people up in this pool.');
    await expect(page.getByRole('region', { name: 'What the list shows' })).toContainText('Tenant');
  });

  await test.step('refused text, and an ended sign-in', async () => {
    stub.on('ListUsers', { error: 'InvalidParameterException', message: 'Error while parsing filter.' });
    await search('odd.text');
    await expect(page.getByText('AWS could not search for that text')).toBeVisible();
    stub.on('ListUsers', {
      error: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
    });
    await search('late.text');
    await expect(page.getByRole('alert')).toContainText('has ended');
  });

  await test.step('can open but not list: Enter looks up exactly', async () => {
    stub.on('ListUsers', {
      error: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::1:user/x is not authorized to perform: cognito-idp:ListUsers on resource: y',
    });
    stub.on('AdminGetUser', person());
    await search('jane');
    await expectFailure(page, 'You are signed in to AWS, but not allowed to list the people in this pool.');
    await button(page, 'Look up exactly “jane”').click();
    await expect(page.getByText('Jane Doe can sign in')).toBeVisible();
    // Groups and settings of the pool are read in between.
    const sent = (operation: string) => stub.requests.filter((request) => request.operation === operation);
    const lists = sent('ListUsers').length;
    await search('jane@example.com');
    await expect
      .poll(() => sent('AdminGetUser').at(-1)?.body)
      .toMatchObject({ Username: 'jane@example.com' });
    expect(sent('ListUsers')).toHaveLength(lists);
  });
});
