import { DROP } from '#tests/support/aws-stub.ts';
import { practicePassword } from '#build/demo-pool.ts';
import { draft, emulatorDraft } from './support/profiles.ts';
import { codeSent, describedClient, describedPool, person } from './support/replies.ts';
import {
  button,
  everythingIn,
  expectFailure,
  identifierOf,
  openScreen,
  signUp,
  valueOf,
} from './support/screens.ts';
import { expect, test } from './support/test.ts';

test('an account is created with standard and own fields, confirmed with its code, and works', async ({
  app,
  emulator,
}) => {
  const codes: string[] = [];
  emulator.onCode(({ code }) => codes.push(code));
  const page = await app.start(emulatorDraft(emulator));
  await openScreen(page, 'Sign up');

  await button(page, 'Add a field').click();
  await page.getByRole('menuitem', { name: 'Birth date' }).click();
  await button(page, 'Add a field').click();
  await page.getByRole('menuitem', { name: 'Custom field…' }).click();
  await page.getByLabel('Name of the custom field').fill('custom:team');
  await page.getByLabel('Value').fill('Payments');
  await page.getByLabel('Birth date', { exact: true }).fill('1990-12-31');
  await signUp(page, 'freya@example.org', practicePassword, { Name: 'Freya Lund' });
  await expect(page.getByRole('heading', { name: 'Created, code sent' })).toBeVisible();
  await expect(page.getByText(/^The code went to .+ by email\./)).toBeVisible();
  await expect(valueOf(page, 'Person')).toContainText('freya@example.org');
  expect(await everythingIn(page)).not.toContain(practicePassword);

  await page.getByLabel('Code', { exact: true }).fill('000000');
  await button(page, 'Confirm').click();
  await expectFailure(page, 'That code does not match.');
  await expect.poll(() => codes.at(-1)).toBeDefined();
  await page.getByLabel('Code', { exact: true }).fill(codes.at(-1) ?? '');
  await button(page, 'Confirm').click();
  await expect(page.getByRole('heading', { name: 'freya@example.org is confirmed' })).toBeVisible();

  await button(page, 'Look the person up').click();
  await expect(page.getByText('Freya Lund can sign in')).toBeVisible();
  await expect(valueOf(page, 'Team')).toContainText('Payments');
  await expect(valueOf(page, 'Birth date')).toContainText('1990-12-31');

  await openScreen(page, 'Sign up');
  await signUp(page, 'freya@example.org', practicePassword);
  const notice = await expectFailure(page, /^Someone already has this .+ here\.$/);
  await notice.getByRole('button', { name: 'Try signing in' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible();
  await expect(page.getByLabel('Username')).toHaveValue('freya@example.org');
  await page.getByLabel('Password', { exact: true }).fill(practicePassword);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Signed in as freya@example.org' })).toBeVisible();
  expect(await app.consoleErrors()).toEqual([]);
});

test('the three outcomes of a sign-up read differently', async ({ app, stub }) => {
  stub.on(
    'SignUp',
    { UserConfirmed: true, UserSub: '11111111-2222-4333-8444-000000000001' },
    { UserConfirmed: false, UserSub: '11111111-2222-4333-8444-000000000002', ...codeSent },
    {
      UserConfirmed: false,
      UserSub: '11111111-2222-4333-8444-000000000003',
      CodeDeliveryDetails: {
        AttributeName: 'phone_number',
        DeliveryMedium: 'SMS',
        Destination: '+*******99',
      },
    },
    { UserConfirmed: false, UserSub: '11111111-2222-4333-8444-000000000004' },
  );
  const page = await app.start(draft(stub.url, { access: null }));
  await openScreen(page, 'Sign up');

  await signUp(page, 'jane', 'Jane-Password-1!', { Email: ' jane@example.com ' });
  await expect(page.getByRole('heading', { name: 'Created and ready' })).toBeVisible();
  await expect(page.getByLabel('Code', { exact: true })).toHaveCount(0);
  await expect(button(page, 'Try signing in')).toBeVisible();
  // Blank fields are left out, and spaces at the ends are.
  expect(stub.requests[0]?.body).toEqual({
    ClientId: '4practice3client2id1for0tests',
    Username: 'jane',
    Password: 'Jane-Password-1!',
    UserAttributes: [{ Name: 'email', Value: 'jane@example.com' }],
  });

  await button(page, 'Sign up another person').click();
  await expect(page.getByLabel('Username')).toHaveValue('');
  await signUp(page, 'jane', 'Jane-Password-1!');
  await expect(page.getByRole('heading', { name: 'Created, code sent' })).toBeVisible();
  await expect(page.getByText(/^The code went to j\*\*\*@e\*\*\* by email\./)).toBeVisible();

  await button(page, 'Create account').click();
  await expect(page.getByText(/^The code went to \+\*{7}99 by text message\./)).toBeVisible();

  await button(page, 'Create account').click();
  await expect(page.getByRole('heading', { name: 'Created, waiting for approval' })).toBeVisible();
  await expect(
    page.getByText('No code was sent. An administrator of this pool has to confirm the account.'),
  ).toBeVisible();
});

test('a new code can be sent again after a pause only', async ({ app, stub }) => {
  stub.on('ResendConfirmationCode', codeSent);
  const page = await app.start(draft(stub.url, { access: null }));
  await openScreen(page, 'Sign up');
  await page.getByLabel('Username').fill('jane@example.com');
  await button(page, 'I have a code for an existing account').click();
  await expect(page.getByRole('heading', { name: 'Enter the code for jane@example.com' })).toBeVisible();
  await page.clock.install();

  await button(page, 'Send a new code').click();
  await expect(
    page.getByText('A new code went to j***@e*** by email. Older codes no longer work.'),
  ).toBeVisible();
  await expect(page.getByLabel('Code', { exact: true })).toBeFocused();
  await expect(button(page, /^Send a new code \((30|29|28) s\)$/)).toBeDisabled();
  await page.clock.fastForward(30_000);
  await expect(button(page, 'Send a new code')).toBeEnabled();
  expect(stub.requests).toHaveLength(1);

  stub.on('ResendConfirmationCode', {
    error: 'LimitExceededException',
    message: 'Attempt limit exceeded, please try after some time.',
  });
  await button(page, 'Send a new code').click();
  await expectFailure(page, 'Too many tries for this person.');
});

test('confirming says what is wrong with the code, and when nothing is', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url, { access: null }));
  await openScreen(page, 'Sign up');
  await page.getByLabel('Username').fill('jane@example.com');
  await button(page, 'I have a code for an existing account').click();
  const code = page.getByLabel('Code', { exact: true });

  const failures = [
    [
      'CodeMismatchException',
      'Invalid verification code provided, please try again.',
      'That code does not match.',
    ],
    [
      'ExpiredCodeException',
      'Invalid code provided, please request a code again.',
      'That code is too old, or none was asked for.',
    ],
    ['TooManyFailedAttemptsException', 'Too many failed attempts.', 'Too many tries for this person.'],
    [
      'LimitExceededException',
      'Attempt limit exceeded, please try after some time.',
      'Too many tries for this person.',
    ],
    [
      'AliasExistsException',
      'An account with the email already exists.',
      'Another account already uses this email address.',
    ],
    ['UserNotFoundException', 'Username/client id combination not found.', 'No such user in Staging · Shop.'],
    [
      'NotAuthorizedException',
      'User cannot be confirmed. Current status is CONFIRMED',
      'Good news: this account is already confirmed.',
    ],
  ] as const;
  for (const [error, message, title] of failures) {
    await test.step(title, async () => {
      stub.on('ConfirmSignUp', { error, message });
      await code.fill('123 456');
      await button(page, 'Confirm').click();
      await expectFailure(page, title);
      await expect(code).toHaveValue('123 456');
      expect(stub.requests.at(-1)?.body).toMatchObject({
        ConfirmationCode: '123456',
        Username: 'jane@example.com',
      });
    });
  }
  await button(page, 'Try signing in').click();
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible();
  await expect(page.getByLabel('Username')).toHaveValue('jane@example.com');
});

test('fields are checked before anything is sent, and a generated password is shown', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url, { access: null }));
  await openScreen(page, 'Sign up');
  await button(page, 'Create account').click();
  await expect(page.getByLabel('Username')).toBeFocused();
  await page.getByLabel('Username').fill('Jane@Example.com');
  await expect(
    page.getByText('In many pools capital letters count: Jane@… and jane@… are two people.'),
  ).toBeVisible();

  await button(page, 'Generate').click();
  const password = page.getByLabel('Password', { exact: true });
  await expect(password).toHaveAttribute('type', 'text');
  await expect(password).toHaveValue(/^\S{16}$/);
  await button(page, 'Hide').click();
  await expect(password).toHaveAttribute('type', 'password');

  const phone = page.getByRole('textbox', { name: 'Phone', exact: true });
  await phone.fill('0049 30 901820');
  await button(page, 'Did you mean +49 30 901820?').click();
  await expect(phone).toHaveValue('+4930901820');
  await expect(page.getByLabel('Country')).toHaveValue('DE');
  await page.getByLabel('Country').selectOption('');

  const wrong = [
    ['Phone', '0701112233', 'Write the number with + and country code, like +46701112233.', '+46701112233'],
    ['Email', 'jane at example', 'An email address looks like jane@example.com.', 'jane@example.com'],
  ] as const;
  for (const [label, value, problem, right] of wrong) {
    const field = page.getByRole('textbox', { name: label, exact: true });
    await field.fill(value);
    await button(page, 'Create account').click();
    await expect(field).toBeFocused();
    await expect(field).toHaveAccessibleDescription(problem);
    await field.fill(right);
  }
  await button(page, 'Add a field').click();
  await page.getByRole('menuitem', { name: 'Custom field…' }).click();
  await page.getByLabel('Name of the custom field').fill('not a name');
  await page.getByLabel('Value').fill('x');
  await button(page, 'Create account').click();
  await expect(page.getByLabel('Name of the custom field')).toBeFocused();
  expect(stub.requests).toEqual([]);
});

test('with AWS access the form is what the pool demands', async ({ app, stub }) => {
  const rulesCome = Promise.withResolvers<undefined>();
  stub.on('DescribeUserPool', async () => {
    await rulesCome.promise;
    return describedPool();
  });
  stub.on('DescribeUserPoolClient', describedClient);
  stub.on('SignUp', { UserConfirmed: false, UserSub: '11111111-2222-4333-8444-000000000001', ...codeSent });
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Sign up');

  await test.step('a field that was added before the rules came stays', async () => {
    await button(page, 'Add a field').click();
    await page.getByRole('menuitem', { name: 'Birth date' }).click();
    rulesCome.resolve(undefined);
    await expect(page.getByText(/It sends a code to the email address\.$/)).toBeVisible();
    await expect(page.getByLabel('Birth date', { exact: true })).toBeVisible();
    await button(page, 'Remove Birth date').click();
  });

  // The address is the identifier, so it is not asked for twice; what is demanded comes first.
  await expect(page.getByLabel('Email', { exact: true })).toHaveCount(0);
  await expect(page.locator('fieldset').getByRole('textbox').first()).toHaveAccessibleName('First name');
  await identifierOf(page).fill('jane');
  await button(page, 'Create account').click();
  await expect(identifierOf(page)).toHaveAccessibleDescription(
    'An email address looks like jane@example.com.',
  );
  await expect(page.getByLabel('First name')).toHaveAccessibleDescription('Fill this in.');

  await identifierOf(page).fill('jane@example.com');
  await page.getByLabel('First name').fill('Jane');
  await page.getByLabel('Password', { exact: true }).fill('short');
  const rules = page.getByRole('list', { name: 'Rules for the password' });
  await expect(rules.getByRole('listitem')).toHaveText([
    /At least 20 characters \(not met yet\)/,
    /A small letter \(met\)/,
    /A symbol \(not met yet\)/,
  ]);
  await page.getByLabel('Password', { exact: true }).fill('short ');
  await expect(page.getByText('There is a space at the start or the end of the password.')).toBeVisible();
  await button(page, 'Generate').click();
  await expect(rules.getByText('(met)')).toHaveCount(3);

  await button(page, 'Add a field').click();
  await expect(page.getByRole('menuitem')).toHaveText(['Birth date', 'Level', 'Vip', 'Since']);
  await page.getByRole('menuitem', { name: 'Level' }).click();
  await expect(page.getByLabel('Level', { exact: true })).toHaveAccessibleDescription(
    '1 to 9. Cannot be changed later.',
  );
  await page.getByLabel('Level', { exact: true }).fill('12');
  await button(page, 'Add a field').click();
  await page.getByRole('menuitem', { name: 'Vip' }).click();
  await page.getByLabel('Vip', { exact: true }).selectOption('Yes (true)');
  await button(page, 'Create account').click();
  await expect(page.getByLabel('Level', { exact: true })).toHaveAccessibleDescription(
    /This number is outside the limits of the pool\.$/,
  );
  await page.getByLabel('Level', { exact: true }).fill('7');
  await page.getByLabel('Country').selectOption('Sweden (+46)');
  await page.getByLabel('Phone', { exact: true }).fill('070 111 22 33');
  await button(page, 'Create account').click();
  await expect(page.getByRole('heading', { name: 'Created, code sent' })).toBeVisible();
  expect(stub.requests.at(-1)?.body).toMatchObject({
    Username: 'jane@example.com',
    UserAttributes: [
      { Name: 'given_name', Value: 'Jane' },
      { Name: 'phone_number', Value: '+46701112233' },
      { Name: 'custom:level', Value: '7' },
      { Name: 'custom:vip', Value: 'true' },
      { Name: 'email', Value: 'jane@example.com' },
    ],
  });
});

test('a pool without sign-up says so before one types', async ({ app, stub }) => {
  stub.on('DescribeUserPool', describedPool({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } }));
  stub.on('DescribeUserPoolClient', describedClient);
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Sign up');
  await expect(page.getByText('This pool only lets administrators create accounts.')).toBeVisible();
  await expect(button(page, 'Create account')).toBeDisabled();

  stub.on('DescribeUserPool', describedPool());
  await button(page, 'Read again').click();
  await expect(button(page, 'Create account')).toBeEnabled();
});

test('without the permission to read the pool the usual fields are there', async ({ app, stub }) => {
  const denied = { error: 'AccessDeniedException', message: 'not authorized' };
  stub.on('DescribeUserPool', denied);
  stub.on('DescribeUserPoolClient', denied);
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Sign up');
  await expect(page.getByText('The usual fields: the rules of this pool could not be read.')).toBeVisible();
  await expect(page.getByLabel('Email', { exact: true })).toBeVisible();
});

test('a field that AWS asks for or refuses is marked', async ({ app, stub }) => {
  const schema = (detail: string) => ({
    error: 'InvalidParameterException',
    message: `Attributes did not conform to the schema: ${detail}`,
  });
  stub.on('SignUp', schema('given_name: The attribute is required'));
  const page = await app.start(draft(stub.url, { access: null }));
  await openScreen(page, 'Sign up');
  await button(page, 'Remove Phone').click();
  await signUp(page, 'jane', 'Jane-Password-1!', { Name: 'Jane' });
  await expectFailure(page, 'This pool requires “First name”.');
  await expect(page.getByLabel('First name')).toHaveAccessibleDescription('Fill this in.');
  await expect(page.getByRole('textbox', { name: 'Phone', exact: true })).toHaveCount(0);
  await page.getByLabel('First name').fill('Jane');
  stub.on('SignUp', schema('Type for attribute {name} could not be determined'));
  await button(page, 'Create account').click();
  await expectFailure(page, 'This pool has no field called “Name”.');
  await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(
    'This app client cannot set this field in this pool.',
  );
});

test('an administrator confirms without a code, and hands the account over', async ({ app, stub }) => {
  stub.on('SignUp', { UserConfirmed: false, UserSub: '11111111-2222-4333-8444-000000000001' });
  stub.on(
    'AdminConfirmSignUp',
    { error: 'AccessDeniedException', message: 'not authorized to perform: cognito-idp:AdminConfirmSignUp' },
    {},
  );
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Sign up');
  await signUp(page, 'jane', 'Jane-Password-1!');
  await expect(page.getByRole('heading', { name: 'Created, waiting for approval' })).toBeVisible();
  await button(page, 'Confirm as admin').click();
  const notice = await expectFailure(
    page,
    'You are signed in to AWS, but not allowed to confirm people in this pool.',
  );
  await notice.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'jane is confirmed' })).toBeVisible();
  expect(stub.requests.at(-1)?.body).toEqual({ UserPoolId: 'eu-west-1_Tests0001', Username: 'jane' });
  await button(page, 'As an AWS CLI command').click();
  await expect(page.getByRole('group', { name: 'Command', exact: true })).toContainText(
    'aws cognito-idp admin-confirm-sign-up',
  );

  await button(page, 'Copy hand-over card').click();
  await expect
    .poll(() => app.readClipboard())
    .toBe(
      'Account for Staging · Shop\nSign in as: jane\nThe account is ready.\nThe password comes to you separately.',
    );
});

test('without AWS access nobody is confirmed as admin', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url, { access: null }));
  await openScreen(page, 'Sign up');
  await page.getByLabel('Username').fill('jane');
  await button(page, 'I have a code for an existing account').click();
  await expect(button(page, 'Confirm')).toBeVisible();
  await expect(button(page, 'Confirm as admin')).toHaveCount(0);
});

test('an address is taken from another account only after a question', async ({ app, stub }) => {
  stub.on(
    'ConfirmSignUp',
    { error: 'AliasExistsException', message: 'An account with the email already exists.' },
    {},
  );
  const page = await app.start(draft(stub.url, { access: null }));
  await openScreen(page, 'Sign up');
  await page.getByLabel('Username').fill('jane');
  await button(page, 'I have a code for an existing account').click();
  await page.getByLabel('Code', { exact: true }).fill('123456');
  await button(page, 'Confirm').click();
  const notice = await expectFailure(page, 'Another account already uses this email address.');
  await notice.getByRole('button', { name: 'Use it here instead' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Take this address from the other account?' });
  await expect(dialog).toContainText('its owner can no longer sign in with this email address');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(stub.requests).toHaveLength(1);
  expect(stub.requests[0]?.body).not.toHaveProperty('ForceAliasCreation');

  await notice.getByRole('button', { name: 'Use it here instead' }).click();
  await button(page, 'Take it and confirm').click();
  await expect(page.getByRole('heading', { name: 'jane is confirmed' })).toBeVisible();
  expect(stub.requests[1]?.body).toMatchObject({ ConfirmationCode: '123456', ForceAliasCreation: true });
});

test('after a lost answer the app looks whether the account is there', async ({ app, stub }) => {
  stub.on('SignUp', DROP);
  stub.on('AdminGetUser', { error: 'UserNotFoundException', message: 'User does not exist.' });
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Sign up');
  await signUp(page, 'jane', 'Jane-Password-1!');
  const lost = 'We do not know whether the account was created.';
  const notice = await expectFailure(page, lost);
  await notice.getByRole('button', { name: 'Check whether it worked' }).click();
  await expect(page.getByRole('heading', { name: 'AWS finds nobody called jane' })).toBeVisible();
  await button(page, 'Create it now').click();
  await expectFailure(page, lost);
  expect(stub.requests.filter(({ operation }) => operation === 'SignUp')).toHaveLength(2);

  stub.on('AdminGetUser', person({ status: 'UNCONFIRMED' }));
  await button(page, 'Check whether it worked').click();
  await expect(page.getByRole('heading', { name: 'The account of jane is there' })).toBeVisible();
  await expect(valueOf(page, 'Status')).toContainText('Not confirmed');
  await button(page, 'Enter the code').click();
  await expect(page.getByRole('heading', { name: 'Enter the code for jane' })).toBeVisible();
});

test('without AWS access a lost answer says how to find out', async ({ app, stub }) => {
  stub.on('SignUp', DROP);
  const page = await app.start(draft(stub.url, { access: null }));
  await openScreen(page, 'Sign up');
  await signUp(page, 'jane', 'Jane-Password-1!');
  const notice = await expectFailure(page, 'We do not know whether the account was created.');
  await expect(notice).toContainText('Try to sign in: any answer but “does not exist”');
  await expect(notice.getByRole('button', { name: 'Check whether it worked' })).toHaveCount(0);
  await expect(notice.getByRole('button', { name: 'Try signing in' })).toBeVisible();
});

test('data for the programs of a pool goes along', async ({ app, stub }) => {
  stub.on('SignUp', { UserConfirmed: true, UserSub: '11111111-2222-4333-8444-000000000001' });
  const page = await app.start(draft(stub.url, { access: null }));
  await openScreen(page, 'Sign up');
  await button(page, 'More').click();
  await page.getByLabel('Validation data').fill('ticket=a=b\n\nplain');
  await page.getByLabel('Client metadata').fill('campaign = spring');
  await signUp(page, 'jane', 'Jane-Password-1!');
  await expect(page.getByLabel('Validation data')).toHaveAccessibleDescription(
    /^Write each line as name=value\.$/,
  );
  await expect(page.getByLabel('Validation data')).toBeFocused();
  await page.getByLabel('Validation data').fill('ticket=a=b\n\nplain=');
  await button(page, 'Create account').click();
  await expect(page.getByRole('heading', { name: 'Created and ready' })).toBeVisible();
  expect(stub.requests[0]?.body).toMatchObject({
    ValidationData: [
      { Name: 'ticket', Value: 'a=b' },
      { Name: 'plain', Value: '' },
    ],
    ClientMetadata: { campaign: 'spring' },
  });
});
