import { type AwsStub, DROP } from '#tests/support/aws-stub.ts';
import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/accessible.ts';
import { moveChoice, tabTo } from './support/keyboard.ts';
import { addProfiles, draft, emulatorDraft } from './support/profiles.ts';
import { describedPool, person } from './support/replies.ts';
import { button, expectFailure, lookUp, valueOf } from './support/screens.ts';
import { expect, test } from './support/test.ts';

const day = 86_400;
const now = Math.floor(Date.now() / 1000);
const invited = (daysAgo: number) =>
  person({
    status: 'FORCE_CHANGE_PASSWORD',
    attributes: { phone_number: '+46701112233' },
    more: { UserCreateDate: now - daysAgo * day, UserLastModifiedDate: now - daysAgo * day },
  });

/** A pool with settings and groups that can be read. */
function answerSurroundings(stub: AwsStub): void {
  stub.on(
    'DescribeUserPool',
    describedPool({
      UsernameAttributes: [],
      AliasAttributes: ['email', 'phone_number'],
      MfaConfiguration: 'OPTIONAL',
      Policies: {
        PasswordPolicy: { MinimumLength: 12, RequireSymbols: true, TemporaryPasswordValidityDays: 7 },
      },
    }),
  );
  stub.on('AdminListGroupsForUser', { Groups: [{ GroupName: 'support' }, { GroupName: 'beta' }] });
}

const card = (page: Page) => page.getByRole('region', { name: 'Jane Doe' });
const dialog = (page: Page) => page.getByRole('alertdialog');
async function choose(page: Page, action: string): Promise<void> {
  await button(page, 'Actions').click();
  await page.getByRole('menuitem', { name: action }).click();
}
const sent = (stub: AwsStub, operation: string) =>
  stub.requests.filter((request) => request.operation === operation);

test('an invitation that ran out is seen, and a new one sent', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  answerSurroundings(stub);
  stub.on('AdminGetUser', invited(9));
  await lookUp(page, 'jane@example.com');
  await expect(
    page.getByText('Jane Doe cannot sign in, because the invitation has probably run out'),
  ).toBeVisible();
  for (const line of [
    'Invited with a temporary password, and no own password chosen since. from: status FORCE_CHANGE_PASSWORD',
    'The invitation went out about 9 days ago, and invitations of this pool last 7 days: it ran out about 2 days ago. This is an estimate. from: dates, pool settings',
    'Signs in with the username or the email address. from: pool settings',
    'The phone number does not work for signing in until it is verified. from: attributes, pool settings',
    'Is in support, beta. Groups do not decide about signing in. from: groups',
  ]) {
    await expect(card(page).getByRole('listitem').filter({ hasText: line })).toBeVisible();
  }
  await expect(valueOf(page, 'Groups')).toContainText('support');

  await test.step('the card for a ticket is masked', async () => {
    await button(page, 'Copy hand-over card').click();
    await expect.poll(() => app.readClipboard()).toContain('Email: j***@e***');
    const text = await app.readClipboard();
    expect(text).toContain('Phone: +*******2233');
    expect(text).toContain('Username: jane');
    expect(text).toContain(
      'Verdict: This person cannot sign in, because the invitation has probably run out',
    );
    expect(text).toContain('Next: Send a new invitation, or set a password.');
    expect(text).not.toMatch(/jane@example\.com|Jane Doe|\+4670/);
  });

  await test.step('the invitation goes out by the way that is chosen', async () => {
    stub.on('AdminCreateUser', { User: {} });
    await button(page, 'Send a new invitation…').click();
    await expect(dialog(page)).toContainText('Send a new invitation to Jane Doe?');
    await expect(dialog(page)).toContainText('Username jane, in Staging · Shop.');
    await dialog(page).getByRole('radio', { name: 'Text message' }).click();
    await button(page, 'As an AWS CLI command').last().click();
    await expect(dialog(page)).toContainText('--message-action');
    await expect(dialog(page)).toContainText(`--desired-delivery-mediums '["SMS"]'`);
    stub.on('AdminGetUser', invited(0));
    await button(page, 'Send the invitation').click();
    const notice = page.getByRole('status').filter({ hasText: 'A new invitation is on its way to Jane Doe' });
    await expect(notice).toBeFocused();
    expect(sent(stub, 'AdminCreateUser').map(({ body }) => body)).toEqual([
      {
        UserPoolId: 'eu-west-1_Tests0001',
        Username: 'jane',
        MessageAction: 'RESEND',
        DesiredDeliveryMediums: ['SMS'],
      },
    ]);
    await expect(page.getByText('Jane Doe cannot sign in yet, because no own password')).toBeVisible();
    await expect(page.getByText('Found by email')).toBeVisible();
    await notice.getByRole('button', { name: 'Close' }).click();
    await expect(notice).toBeHidden();
  });
});

test('a password is set by keyboard alone, within the rules of the pool, and shown no more', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url));
  answerSurroundings(stub);
  stub.on('AdminGetUser', invited(1));
  await lookUp(page, 'jane');
  await expect(valueOf(page, 'Groups')).toContainText('beta');

  await tabTo(page, button(page, 'Actions'));
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Set a password…' }).focus();
  await page.keyboard.press('Enter');
  const field = page.getByLabel('New password', { exact: true });
  await expect(dialog(page)).toContainText('Set a password for Jane Doe');
  await tabTo(page, field);
  await page.keyboard.type('short');
  await page.keyboard.press('Enter');
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(
    dialog(page).getByRole('listitem').filter({ hasText: 'At least 12 characters' }),
  ).toContainText('not met yet');
  expect(sent(stub, 'AdminSetUserPassword')).toEqual([]);
  await field.fill('a-long-enough-one');
  await tabTo(page, dialog(page).getByRole('radio', { name: 'has to choose an own one' }));
  await moveChoice(page, 'ArrowRight', dialog(page).getByRole('radio', { name: 'keeps it' }));

  await test.step('what AWS does not take is asked for again, with what was typed', async () => {
    stub.on('AdminSetUserPassword', {
      error: 'PasswordHistoryPolicyViolationException',
      message: 'Password a-long-enough-one was used before',
    });
    await tabTo(page, button(page, 'Set the password'));
    await page.keyboard.press('Enter');
    await expect(dialog(page).getByRole('alert')).toBeVisible();
    await expect(dialog(page).getByRole('alert')).not.toContainText('a-long-enough-one');
    await expect(field).toHaveValue('a-long-enough-one');
  });

  await test.step('and set', async () => {
    stub.on('AdminSetUserPassword', {});
    stub.on('AdminGetUser', person({ attributes: { phone_number: '+46701112233' } }));
    await field.press('Enter');
    const notice = page.getByRole('status').filter({ hasText: 'The password of Jane Doe is set' });
    await expect(notice).toBeFocused();
    await expect(notice).toContainText('Status: Confirmed, was Needs a new password');
    await expect(valueOf(page, 'Status')).toContainText('was Needs a new password');
    await expect(page.getByText('Jane Doe can sign in')).toBeVisible();
    expect(sent(stub, 'AdminSetUserPassword').at(-1)?.body).toMatchObject({
      Username: 'jane',
      Password: 'a-long-enough-one',
      Permanent: true,
    });
    expect(await page.content()).not.toContain('a-long-enough-one');
    await choose(page, 'Set a password…');
    await expect(field).toHaveValue('');
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
  });
});

test('production asks for its name, a lost answer is looked into, and other changes are said', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url, { name: 'Live', environment: 'production' }));
  answerSurroundings(stub);
  stub.on('AdminGetUser', person());
  const lose = Promise.withResolvers<typeof DROP>();
  stub.on('AdminDisableUser', () => lose.promise);
  await lookUp(page, 'jane');
  await expect(page.getByText('Jane Doe can sign in')).toBeVisible();

  await choose(page, 'Switch off…');
  await expect(dialog(page)).toContainText('access tokens that are in use end');
  await button(page, 'Switch off').click();
  await page.getByLabel('Name of the profile').fill('Live');
  expect(sent(stub, 'AdminDisableUser')).toEqual([]);
  await page.keyboard.press('Enter');

  await test.step('it cannot be taken back; its answer gets lost, so it is read back', async () => {
    await button(page, 'Cancel').click();
    await expect(page.getByText('This has gone out to AWS already and cannot be taken back.')).toBeVisible();
    stub.on('AdminGetUser', person({ enabled: false }));
    lose.resolve(DROP);
    const notice = page
      .getByRole('status')
      .filter({ hasText: 'It worked, although the answer of AWS got lost.' });
    await expect(notice).toContainText('Enabled: No, was Yes');
    await expect(
      page.getByText('Jane Doe cannot sign in, because the account is switched off'),
    ).toBeVisible();
    expect(sent(stub, 'AdminDisableUser')).toHaveLength(1);
  });

  await test.step('a refusal names the one permission', async () => {
    stub.on('AdminEnableUser', {
      error: 'AccessDeniedException',
      message: 'User: x is not authorized to perform: cognito-idp:AdminEnableUser on resource: y',
    });
    await button(page, 'Switch on…').click();
    await button(page, 'Switch on').click();
    const notice = await expectFailure(
      page,
      'You are signed in to AWS, but not allowed to switch accounts on in this pool.',
    );
    await expect(notice).toContainText('Ask for the permission cognito-idp:AdminEnableUser.');
    await notice.getByRole('button', { name: 'Try again' }).click();
    await expect(dialog(page)).toContainText('Switch the account of Jane Doe on?');
  });

  await test.step('somebody else was quicker', async () => {
    stub.on('AdminEnableUser', { error: 'UserNotFoundException', message: 'User does not exist.' });
    await button(page, 'Switch on').click();
    const moved = page
      .getByRole('status')
      .filter({ hasText: 'This account changed while you were looking.' });
    await expect(moved).toBeFocused();
    stub.on('AdminGetUser', person({ status: 'RESET_REQUIRED', attributes: { email_verified: 'false' } }), {
      error: 'UserNotFoundException',
      message: 'User does not exist.',
    });
    await moved.getByRole('button', { name: 'Reload' }).click();
    const reloaded = page.getByRole('status').filter({ hasText: 'This is how the account stands now' });
    await expect(reloaded).toContainText('Enabled: Yes, was No');
    await expect(reloaded).toContainText('Email verified: No, was Yes');
    await expect(
      page.getByText('cannot sign in, because a code for a new password has nowhere to go'),
    ).toBeVisible();
  });

  await test.step('and then it was gone', async () => {
    stub.on('AdminUpdateUserAttributes', { error: 'UserNotFoundException', message: 'x' });
    await button(page, 'Mark the email as verified…').click();
    await button(page, 'Mark as verified').click();
    await page.getByRole('status').getByRole('button', { name: 'Reload' }).click();
    await expect(page.getByText('This account is not there any more.')).toBeVisible();
  });
});

test('what is not permitted or not there is said in its place', async ({ app, stub, emulator }) => {
  const page = await app.start(draft(stub.url, { readOnly: true }));
  stub.on('DescribeUserPool', { error: 'AccessDeniedException', message: 'x' });
  stub.on(
    'AdminListGroupsForUser',
    { error: 'AccessDeniedException', message: 'x' },
    { error: 'ForbiddenException', message: 'x' },
    { Groups: [] },
  );
  stub.on(
    'AdminGetUser',
    person({ status: 'EXTERNAL_PROVIDER', attributes: { identities: '[{"providerName":"Google"}]' } }),
  );

  await test.step('groups without the permission, and a read-only profile', async () => {
    await lookUp(page, 'jane');
    await expect(page.getByText('Jane Doe signs in with Google')).toBeVisible();
    await expect(page.getByText('there is no Cognito password to test')).toBeVisible();
    await expect(valueOf(page, 'Groups')).toContainText('Not available with your access');
    await expect(valueOf(page, 'Groups')).toContainText('cognito-idp:AdminListGroupsForUser');
    await expect(page.getByText('Nothing can be changed from here')).toBeVisible();
    await expect(button(page, 'Actions')).toBeHidden();
  });

  await test.step('groups that could not be read are read again', async () => {
    await lookUp(page, 'jane');
    await expect(valueOf(page, 'Groups')).toContainText('A protection rule blocked this request.');
    await valueOf(page, 'Groups').getByRole('button', { name: 'Try again' }).click();
    await expect(valueOf(page, 'Groups')).toContainText('In no group');
  });

  await test.step('an emulator lacks some of it', async () => {
    await addProfiles(page, emulatorDraft(emulator));
    await lookUp(page, 'ines.marchetti');
    await choose(page, 'Sign out everywhere…');
    await button(page, 'Sign out everywhere').click();
    await expectFailure(page, 'This endpoint cannot do this.');
  });
});

test('the person, the question and the outcome are accessible', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  answerSurroundings(stub);
  stub.on('AdminGetUser', invited(9));
  await lookUp(page, 'jane');
  await expect(valueOf(page, 'Groups')).toContainText('beta');
  await expectAccessible(page, 'the person');
  await expectNoSidewaysScroll(page, 'the person');
  await choose(page, 'Set a password…');
  await button(page, 'Generate').click();
  await expectAccessible(page, 'the question');
  stub.on('AdminSetUserPassword', {});
  stub.on('AdminGetUser', person());
  await button(page, 'Set the password').click();
  await expect(page.getByText('The password of Jane Doe is set')).toBeVisible();
  await expectAccessible(page, 'the outcome');
});
