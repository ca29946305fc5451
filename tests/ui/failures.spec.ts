/** Failures of Cognito and of the way to it: what each says, what there is to do, and that nothing typed is lost. */
import { writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { DROP, htmlPage, type StubAnswer, throttled } from '#tests/support/aws-stub.ts';
import { draft, planted } from './support/profiles.ts';
import { codeSent, person, signedIn } from './support/replies.ts';
import {
  button,
  everythingIn,
  expectFailure,
  lookUp,
  openScreen,
  saveProfile,
  search,
  searchBox,
  signIn,
  signUp,
} from './support/screens.ts';
import { expect, test } from './support/test.ts';

type Row = {
  /** The row of the product's table of failures. */
  readonly row: string;
  readonly answer: StubAnswer;
  readonly title: string | RegExp;
  readonly todo: string | RegExp;
  readonly who: string;
  /** The buttons of the message, in their order. */
  readonly offers: readonly string[];
  /** What the folded details name. */
  readonly name?: string;
};

const error = (name: string, message: string, status?: number): StubAnswer => ({
  error: name,
  message,
  ...(status !== undefined && { status }),
});

const you = 'You can do this.';
const developers = 'The developers of this user pool can do this.';
const awsAdmin = 'Your AWS administrator can do this.';
const poolAdmin = 'An administrator of this user pool can do this.';
const waiting = 'Waiting is enough.';

/** Reached by any operation that needs no AWS keys. */
const ofNetwork: readonly Row[] = [
  {
    row: 'C2 guest network',
    answer: htmlPage(200),
    title: 'Something between you and AWS answered instead of AWS.',
    todo: /sign-in page of a guest network/,
    who: 'You can do this, or your IT department.',
    offers: ['Try again', 'Copy the request'],
  },
  {
    row: 'C2 proxy',
    answer: htmlPage(407),
    title: 'Your network needs a proxy sign-in.',
    todo: /Sign in to the proxy/,
    who: 'Your IT department can do this.',
    offers: ['Try again', 'Copy the request'],
  },
];

const everywhere: readonly Row[] = [
  ...ofNetwork,
  {
    row: 'C3 client',
    answer: error(
      'ResourceNotFoundException',
      'User pool client 4practice3client2id1for0tests does not exist.',
    ),
    title: 'No such app client in eu-west-1.',
    todo: /Check the app client ID and the region/,
    who: you,
    offers: ['Open the profile'],
    name: 'ResourceNotFoundException',
  },
  {
    row: 'C5',
    answer: error('ForbiddenException', 'Request not allowed due to WAF block.', 403),
    title: 'A protection rule blocked this request.',
    todo: /^Your password was not judged\./,
    who: awsAdmin,
    offers: ['Copy the request'],
    name: 'ForbiddenException',
  },
  {
    row: 'C6',
    answer: error('OperationNotEnabledException', 'Operation is not enabled in this region.'),
    title: 'This pool does not allow this here.',
    todo: /use the profile of its main region/,
    who: developers,
    offers: ['Choose another profile'],
    name: 'OperationNotEnabledException',
  },
  {
    row: 'C8 pool',
    answer: error('InvalidUserPoolConfigurationException', 'The user pool configuration is invalid.'),
    title: 'The pool’s own settings are incomplete.',
    todo: 'The configuration of this user pool has to be set up properly first.',
    who: developers,
    offers: ['Copy the request'],
    name: 'InvalidUserPoolConfigurationException',
  },
  {
    row: 'C9',
    answer: error(
      'UserLambdaValidationException',
      'PreSignUp failed with error Only company addresses, please.',
    ),
    title: '“Only company addresses, please.”',
    todo: /^Your team’s own rule \(PreSignUp\) said no; this is not an AWS fault\./,
    who: developers,
    offers: [],
    name: 'UserLambdaValidationException',
  },
  {
    row: 'C10 unexpected',
    answer: error('UnexpectedLambdaException', 'PreAuthentication invocation failed due to error Timeout.'),
    title: 'A custom step of this pool failed.',
    todo: /Only its developers can fix it\./,
    who: developers,
    offers: ['Copy the request'],
    name: 'UnexpectedLambdaException',
  },
  {
    row: 'C10 answer',
    answer: error('InvalidLambdaResponseException', 'Unrecognizable lambda output'),
    title: 'A custom step of this pool failed.',
    todo: /Only its developers can fix it\./,
    who: developers,
    offers: ['Copy the request'],
  },
  {
    row: 'C11',
    answer: error(
      'NotAuthorizedException',
      'Client 4practice3client2id1for0tests is configured with secret but SECRET_HASH was not received',
    ),
    title: 'This client needs a secret.',
    todo: /^Add the client secret to the profile\./,
    who: you,
    offers: ['Open the profile'],
  },
  {
    row: 'C12',
    answer: error(
      'NotAuthorizedException',
      'Unable to verify secret hash for client 4practice3client2id1for0tests',
    ),
    title: 'The client secret does not match.',
    todo: /use the person’s real username/,
    who: you,
    offers: ['Open the profile'],
  },
  {
    row: 'C20',
    answer: error('InvalidParameterException', 'The moon is in the wrong phase.'),
    title: 'AWS said: “The moon is in the wrong phase.”',
    todo: /^We have no better explanation yet\./,
    who: developers,
    offers: ['Try again'],
    name: 'InvalidParameterException',
  },
];

const ofSignIn: readonly Row[] = [
  {
    row: 'C1 cut',
    answer: DROP,
    title: /^The connection to 127\.0\.0\.1:\d+ was cut\.$/,
    todo: /Nothing was confirmed\.$/,
    who: you,
    offers: ['Try again', 'Open the profile'],
    name: 'ECONNRESET',
  },
  {
    row: 'C7',
    answer: error('InternalErrorException', 'Internal error', 500),
    title: 'AWS had a problem.',
    todo: 'This is safe to try again.',
    who: waiting,
    offers: ['Try again'],
  },
  {
    row: 'wrong',
    answer: error('NotAuthorizedException', 'Incorrect username or password.'),
    title: 'The username or password is not right, or the account does not exist here.',
    todo: /^AWS hides which of the two it is\./,
    who: you,
    offers: ['Look the person up', 'Set a new password', 'Choose another profile'],
    name: 'NotAuthorizedException',
  },
  {
    row: 'not found',
    answer: error('UserNotFoundException', 'User does not exist.'),
    title: 'No such user in Staging · Shop.',
    todo: /Check the spelling/,
    who: you,
    offers: ['Look the person up', 'Choose another profile'],
  },
  {
    row: 'paused',
    answer: error('NotAuthorizedException', 'Password attempts exceeded'),
    title: 'Sign-in is paused for this person.',
    todo: /up to 15 minutes/,
    who: waiting,
    offers: ['Look the person up'],
  },
  {
    row: 'disabled',
    answer: error('NotAuthorizedException', 'User is disabled.'),
    title: 'An administrator switched this account off.',
    todo: 'Ask an administrator to switch it on again.',
    who: poolAdmin,
    offers: ['Look the person up'],
  },
  {
    row: 'not confirmed',
    answer: error('UserNotConfirmedException', 'User is not confirmed.'),
    title: 'This account has not been confirmed.',
    todo: /We cannot tell whether the password is right\.$/,
    who: you,
    offers: ['Enter the code', 'Look the person up'],
  },
  {
    row: 'reset',
    answer: error('PasswordResetRequiredException', 'Password reset required for the user'),
    title: 'The password must be reset.',
    todo: /^Send a code to the person/,
    who: you,
    offers: ['Set a new password', 'Look the person up'],
  },
  {
    row: 'temporary password',
    answer: error(
      'NotAuthorizedException',
      'Temporary password has expired and must be reset by an administrator.',
    ),
    title: 'The first-time password is too old.',
    todo: /^An administrator must send a new invitation\./,
    who: poolAdmin,
    offers: ['Look the person up'],
  },
  {
    row: 'no second step',
    answer: error('MFAMethodNotFoundException', 'No MFA mechanism registered in the account.'),
    title: 'This account has no working second step.',
    todo: /no phone, email or authenticator/,
    who: poolAdmin,
    offers: ['Look the person up'],
  },
  {
    row: 'flow',
    answer: error('InvalidParameterException', 'USER_PASSWORD_AUTH flow not enabled for this client'),
    title: 'This client does not allow this way to sign in.',
    todo: /ALLOW_USER_PASSWORD_AUTH/,
    who: developers,
    offers: ['Open the profile', 'Choose another profile', 'Copy the request'],
  },
];

const ofSignUp: readonly Row[] = [
  {
    row: 'C1 outcome unknown',
    answer: DROP,
    title: 'We do not know whether the account was created.',
    todo: /Check before you create it again\.$/,
    who: you,
    offers: ['Check whether it worked', 'Try signing in'],
  },
  {
    row: 'C7',
    answer: error('InternalErrorException', 'Internal error', 500),
    title: 'AWS had a problem.',
    todo: 'Check whether the account was created before you try again.',
    who: waiting,
    offers: ['Check whether it worked', 'Try again'],
  },
  {
    row: 'C8 email',
    answer: error('InvalidEmailRoleAccessPolicyException', 'Not allowed to use the email identity.'),
    title: 'The pool’s own settings are incomplete.',
    todo: 'The sending of emails of this user pool has to be set up properly first.',
    who: developers,
    offers: ['Copy the request'],
  },
  {
    row: 'C8 text messages',
    answer: error('InvalidSmsRoleTrustRelationshipException', 'Role does not have a trust relationship.'),
    title: 'The pool’s own settings are incomplete.',
    todo: /^The sending of text messages/,
    who: developers,
    offers: ['Copy the request'],
  },
  {
    row: 'username taken',
    answer: error('UsernameExistsException', 'User already exists'),
    title: 'Someone already has this username here.',
    todo: 'Look the person up, or try to sign in with it.',
    who: you,
    offers: ['Look the person up', 'Try signing in'],
  },
  {
    row: 'email taken',
    answer: error('UsernameExistsException', 'An account with the given email already exists.'),
    title: 'Someone already has this email address here.',
    todo: 'Look the person up, or try to sign in with it.',
    who: you,
    offers: ['Look the person up', 'Try signing in'],
  },
  {
    row: 'password rule',
    answer: error(
      'InvalidPasswordException',
      'Password did not conform with policy: Password must have symbol characters',
    ),
    title: 'The password breaks a rule of this pool: password must have symbol characters.',
    todo: 'Choose another password. Nothing else has to be typed again.',
    who: you,
    offers: [],
  },
  {
    row: 'attribute unknown',
    answer: error(
      'InvalidParameterException',
      'Attributes did not conform to the schema: Type for attribute {custom:team} could not be determined',
    ),
    title: 'This pool has no field called “Team”.',
    todo: /Remove the field/,
    who: you,
    offers: [],
  },
  {
    row: 'attribute read-only',
    answer: error('NotAuthorizedException', 'A client attempted to write unauthorized attribute'),
    title: 'This pool does not let this client set a field.',
    todo: /Leave the field out\./,
    who: you,
    offers: [],
  },
  {
    row: 'phone form',
    answer: error('InvalidParameterException', 'Invalid phone number format.'),
    title: 'The phone number has the wrong form.',
    todo: /with \+ and country code/,
    who: you,
    offers: [],
  },
  {
    row: 'username form',
    answer: error('InvalidParameterException', 'Username should be an email.'),
    title: 'The username has the wrong form for this pool.',
    todo: /sign in with an email address/,
    who: you,
    offers: [],
  },
  {
    row: 'closed',
    answer: error('NotAuthorizedException', 'SignUp is not permitted for this user pool'),
    title: 'This pool only lets administrators create accounts.',
    todo: 'Ask an administrator to create the account.',
    who: poolAdmin,
    offers: [],
  },
  {
    row: 'not delivered',
    answer: error('CodeDeliveryFailureException', 'Failed to deliver the verification code.'),
    title: 'AWS could not send the code.',
    todo: /^The account may exist already\./,
    who: you,
    offers: ['Look the person up', 'Send a new code', 'Confirm as admin'],
  },
  {
    row: 'message limit',
    answer: error('LimitExceededException', 'Exceeded daily email limit for the operation or the account.'),
    title: 'This pool has used up its messages for today.',
    todo: /^The account was created, but no code was sent\./,
    who: poolAdmin,
    offers: ['Look the person up', 'Enter the code', 'Confirm as admin'],
  },
  // The last one: from here on the form asks for the field.
  {
    row: 'attribute missing',
    answer: error(
      'InvalidParameterException',
      'Attributes did not conform to the schema: given_name: The attribute is required',
    ),
    title: 'This pool requires “First name”.',
    todo: 'Fill it in and try again.',
    who: you,
    offers: [],
  },
];

const clockTitle = 'This computer’s clock is 25 minutes behind, so AWS rejects signed requests.';
const ofLookUp: readonly Row[] = [
  {
    row: 'C3 pool',
    answer: error('ResourceNotFoundException', 'User pool eu-west-1_Tests0001 does not exist.'),
    title: 'No such user pool in eu-west-1.',
    todo: /Check the user pool ID and the region/,
    who: you,
    offers: ['Open the profile'],
  },
  {
    row: 'not found',
    answer: error('UserNotFoundException', 'User does not exist.'),
    title: 'Nobody in Staging · Shop matches exactly.',
    todo: /an email may work only once it is verified\.$/,
    who: you,
    offers: ['Choose another profile'],
  },
  {
    row: 'C14',
    answer: error('ExpiredTokenException', 'The security token included in the request is expired'),
    title: 'Your AWS sign-in has ended.',
    todo: /^Get new temporary AWS keys/,
    who: you,
    offers: ['Try again', 'Open the profile'],
  },
  {
    row: 'C15',
    answer: error('UnrecognizedClientException', 'The security token included in the request is invalid.'),
    title: 'AWS does not recognise these keys.',
    todo: /^Replace the AWS keys in the profile\./,
    who: you,
    offers: ['Open the profile', 'Try again'],
  },
  {
    row: 'C16',
    answer: error(
      'AccessDeniedException',
      'User: arn:aws:iam::123456789012:user/support is not authorized to perform: cognito-idp:AdminGetUser on resource: arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Tests0001 because no identity-based policy allows it',
    ),
    title: 'You are signed in to AWS, but not allowed to look people up in this pool.',
    todo: 'Ask for the permission cognito-idp:AdminGetUser.',
    who: awsAdmin,
    offers: ['Try again', 'Copy the request'],
    name: 'AccessDeniedException',
  },
  {
    row: 'C17',
    answer: error(
      'InvalidSignatureException',
      'Signature expired: 20261124T100000Z is now earlier than 20261124T102000Z (20261124T102500Z - 5 min.)',
    ),
    title: clockTitle,
    todo: /“set time automatically”/,
    who: you,
    offers: ['Try again'],
  },
];

const screens = [
  {
    screen: 'Find a person',
    operation: 'AdminGetUser',
    rows: ofLookUp,
    send: (page: Page, who: string) => lookUp(page, who),
    typed: (who: string) => ({ 'Who are you looking for?': who }),
  },
  {
    screen: 'Find a person',
    operation: 'ListUsers',
    rows: [...ofNetwork, ...ofLookUp.filter(({ row }) => !['not found', 'C16'].includes(row))],
    send: search,
    typed: (who: string) => ({ 'Who are you looking for?': who }),
  },
  {
    screen: 'Sign in',
    operation: 'InitiateAuth',
    rows: [...everywhere, ...ofSignIn],
    send: (page: Page, who: string) => signIn(page, who, 'Jane-Password-1!'),
    typed: (who: string) => ({ Username: who, Password: 'Jane-Password-1!' }),
  },
  {
    screen: 'Access token',
    operation: 'InitiateAuth',
    rows: ofSignIn,
    send: (page: Page, who: string) => signIn(page, who, 'Jane-Password-1!'),
    typed: (who: string) => ({ Username: who, Password: 'Jane-Password-1!' }),
  },
  {
    screen: 'Sign up',
    operation: 'SignUp',
    rows: [...everywhere, ...ofSignUp],
    send: (page: Page, who: string) => signUp(page, who, 'Jane-Password-1!', { Name: 'Jane Doe' }),
    typed: (who: string) => ({ Username: who, Password: 'Jane-Password-1!', Name: 'Jane Doe' }),
  },
] as const;

for (const { screen, operation, rows, send, typed } of screens) {
  test(`${screen}, ${operation}: each failure says what happened, what to do and who can help`, async ({
    app,
    stub,
  }) => {
    test.slow();
    const page = await app.start(draft(stub.url));
    await openScreen(page, screen);
    for (const [index, { row, answer, title, todo, who, offers, name }] of rows.entries()) {
      // Somebody else each time: after refused passwords the app holds the button for a person.
      const person = `jane${index}@example.com`;
      await test.step(`${row}: ${String(title)}`, async () => {
        stub.reset();
        stub.on(operation, answer);
        await send(page, person);
        const notice = await expectFailure(page, title);
        await expect.soft(notice.getByText(todo)).toBeVisible();
        await expect.soft(notice).toContainText(who);
        const details = notice.getByRole('button', { name: 'Technical details' });
        const buttons = await notice.getByRole('button').filter({ visible: true }).allInnerTexts();
        expect
          .soft(
            buttons.map((text) => text.split('\n')[0]).filter((text) => text !== 'Technical details'),
            row,
          )
          .toEqual(offers);
        for (const [label, value] of Object.entries(typed(person))) {
          await expect.soft(page.getByRole('main').getByLabel(label, { exact: true })).toHaveValue(value);
        }
        await expect.soft(details).toHaveAttribute('aria-expanded', 'false');
        await details.click();
        await expect.soft(notice.getByText(operation, { exact: true })).toBeVisible();
        if (name !== undefined) await expect.soft(notice).toContainText(name);
        expect.soft(await everythingIn(page)).not.toContain('Jane-Password-1!');
        const tryAnyway = page.getByRole('button', { name: 'Try anyway' });
        if (row === 'paused') await tryAnyway.click();
        await expect(tryAnyway).toHaveCount(0);
      });
    }
  });
}

test('technical details are folded, and copied with the request ID', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  stub.on('AdminGetUser', error('UserNotFoundException', 'User does not exist.'));
  await lookUp(page, 'jane');
  const notice = await expectFailure(page, 'Nobody in Staging · Shop matches exactly.');
  await expect(notice.getByText('Request ID')).toHaveCount(0);
  await notice.getByRole('button', { name: 'Technical details' }).click();
  await expect(notice.getByText('Request ID')).toBeVisible();
  await notice.getByRole('button', { name: 'Copy details' }).click();
  await expect
    .poll(() => app.readClipboard())
    .toMatch(
      /^Kind: user-not-found\nOperation: AdminGetUser\nName: UserNotFoundException\nText: User does not exist\.\nRequest ID: [\da-f-]{36}\nHTTP status: 400\nTimes sent: 1$/,
    );
});

test('the buttons of a message lead where they say', async ({ app, stub }) => {
  const page = await app.start(
    draft(stub.url),
    draft(stub.url, { name: 'Shop', poolId: 'us-east-1_Tests0001' }),
  );
  const failWith = async (name: string, message: string, title: string, offer: string) => {
    stub.on('InitiateAuth', error(name, message));
    await openScreen(page, 'Sign in');
    await signIn(page, 'jane@example.com', 'Jane-Password-1!');
    const notice = await expectFailure(page, title);
    await notice.getByRole('button', { name: offer, exact: true }).click();
  };
  const wrong = [
    'NotAuthorizedException',
    'Incorrect username or password.',
    'The username or password is not right, or the account does not exist here.',
  ] as const;

  await test.step('Look the person up carries the username', async () => {
    stub.on('AdminGetUser', person());
    await failWith(...wrong, 'Look the person up');
    await expect(page.getByText('Jane Doe can sign in')).toBeVisible();
    await expect(page.getByLabel('Who are you looking for?')).toHaveValue('jane@example.com');
  });
  await test.step('Choose another profile', async () => {
    await failWith(...wrong, 'Choose another profile');
    await expect(page.getByRole('heading', { name: 'Profiles', level: 1 })).toBeVisible();
  });
  await test.step('Open the profile', async () => {
    await failWith(
      'NotAuthorizedException',
      'Unable to verify secret hash for client x',
      'The client secret does not match.',
      'Open the profile',
    );
    await expect(page.getByRole('heading', { name: 'Edit Shop' })).toBeVisible();
  });
  await test.step('Enter the code', async () => {
    await failWith(
      'UserNotConfirmedException',
      'User is not confirmed.',
      'This account has not been confirmed.',
      'Enter the code',
    );
    await expect(page.getByRole('heading', { name: 'Enter the code for jane@example.com' })).toBeVisible();
  });
  await test.step('Copy the request', async () => {
    await failWith(
      'InvalidParameterException',
      'USER_PASSWORD_AUTH flow not enabled for this client',
      'This client does not allow this way to sign in.',
      'Copy the request',
    );
    await expect
      .poll(() => app.readClipboard())
      .toContain(
        'Please add ALLOW_USER_PASSWORD_AUTH or ALLOW_USER_SRP_AUTH to the sign-in flows of the app client 4practice3client2id1for0tests',
      );
  });
  await test.step('Try again', async () => {
    stub.on('InitiateAuth', error('InternalErrorException', 'Internal error', 500), signedIn());
    await signIn(page, 'jane@example.com', 'Jane-Password-1!');
    const notice = await expectFailure(page, 'AWS had a problem.');
    await notice.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { name: 'Signed in as jane@example.com' })).toBeVisible();
  });
  await test.step('Switch the region', async () => {
    stub.on(
      'AdminGetUser',
      error('ResourceNotFoundException', 'User pool us-east-1_Tests0001 does not exist.'),
      person(),
    );
    await openScreen(page, 'Find a person');
    await lookUp(page, 'jane');
    const notice = await expectFailure(page, 'No such user pool in eu-west-1.');
    await expect(notice).toContainText('The user pool ID names us-east-1, but the profile uses eu-west-1.');
    await notice.getByRole('button', { name: 'Switch the region' }).click();
    await expect(page.getByText('Jane Doe can sign in')).toBeVisible();
    expect(stub.requests.at(-1)?.headers.authorization).toContain('/us-east-1/cognito-idp/');
  });
  await test.step('Send a new code, from a sign-up whose code was not delivered', async () => {
    stub.on('SignUp', error('CodeDeliveryFailureException', 'Failed to deliver the verification code.'));
    stub.on('ResendConfirmationCode', codeSent);
    await openScreen(page, 'Sign up');
    await signUp(page, 'new@example.com', 'Jane-Password-1!');
    const notice = await expectFailure(page, 'AWS could not send the code.');
    await notice.getByRole('button', { name: 'Send a new code' }).click();
    await expect(page.getByRole('heading', { name: 'Enter the code for new@example.com' })).toBeVisible();
  });
});

test('a search that AWS slows down goes on by itself, and one without network when it is asked to', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url));
  await page.clock.install();
  stub.on('ListUsers', ...throttled(1), DROP);
  await search(page, 'jane@example.com');
  await expect(page.getByText('AWS is asking us to slow down. Trying again in 5 s.')).toBeVisible();
  await page.clock.fastForward(5000);
  const lost = await expectFailure(page, /^The connection to .* was cut\.$/);
  await expect(searchBox(page)).toHaveValue('jane@example.com');
  stub.on('ListUsers', {
    Users: [
      {
        Username: 'jane',
        UserStatus: 'CONFIRMED',
        Attributes: [{ Name: 'email', Value: 'jane@example.com' }],
      },
    ],
  });
  await lost.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText(/1 found\.$/)).toBeVisible();
});

test('when AWS asks to slow down, the app waits and tries again by itself', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Sign in');
  await page.clock.install();
  stub.on('InitiateAuth', ...throttled(1), signedIn());
  await signIn(page, 'jane', 'Jane-Password-1!');
  await expect(page.getByText('AWS is asking us to slow down. Trying again in 5 s.')).toBeVisible();
  await page.clock.fastForward(2000);
  await expect(page.getByText(/Trying again in [23] s\.$/)).toBeVisible();
  expect(stub.requests).toHaveLength(1);
  await page.clock.fastForward(3000);
  await expect(page.getByRole('heading', { name: 'Signed in as jane' })).toBeVisible();
  expect(stub.requests).toHaveLength(2);

  await test.step('cancelling ends the waiting', async () => {
    stub.reset();
    stub.on('InitiateAuth', ...throttled(1), signedIn());
    await signIn(page, 'jane', 'Jane-Password-1!');
    await expect(page.getByText(/Trying again in 5 s\.$/)).toBeVisible();
    await page.clock.fastForward(1000);
    await button(page, 'Cancel').click();
    await expect(page.getByText(/Trying again in/)).toHaveCount(0);
    await page.clock.fastForward(10_000);
    await expect(page.getByText('Not signed in yet')).toBeVisible();
    expect(stub.requests).toHaveLength(1);
  });

  await test.step('it gives up after three more tries', async () => {
    stub.reset();
    stub.on('InitiateAuth', ...throttled(4), DROP);
    await signIn(page, 'jane', 'Jane-Password-1!');
    for (let tries = 1; tries <= 3; tries += 1) {
      await expect(page.getByText(/Trying again in 5 s\.$/)).toBeVisible();
      await expect.poll(() => stub.requests.length).toBe(tries);
      await page.clock.fastForward(5000);
    }
    await expectFailure(page, 'AWS is asking us to slow down.');
    expect(stub.requests).toHaveLength(4);
  });
});

test('a call that hangs can be cancelled after a second, and is really given up', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  const { promise: never } = Promise.withResolvers<never>();
  const cases = [
    [
      'Find a person',
      'AdminGetUser',
      () => lookUp(page, 'jane'),
      'Looking in Staging · Shop…',
      'Exact lookup',
    ],
    [
      'Sign in',
      'InitiateAuth',
      () => signIn(page, 'jane', 'Jane-Password-1!'),
      'Signing in to Staging · Shop…',
      'Sign in',
    ],
    [
      'Access token',
      'InitiateAuth',
      () => signIn(page, 'jane', 'Jane-Password-1!'),
      'Getting a token from Staging · Shop…',
      /^Get access token/,
    ],
  ] as const;
  for (const [screen, operation, send, busy, name] of cases) {
    await test.step(screen, async () => {
      await openScreen(page, screen);
      stub.on(operation, () => never);
      await send();
      await expect(page.getByText(busy)).toBeVisible();
      const submit = page.getByRole('main').getByRole('button', { name, exact: true });
      await expect(submit).toHaveAttribute('aria-busy', 'true');
      const offered = Date.now();
      await button(page, 'Cancel').click();
      await stub.requests.at(-1)?.closed;
      expect(Date.now() - offered).toBeLessThan(10_000);
      await expect(submit).not.toHaveAttribute('aria-busy', 'true');
      await expect(page.getByText(busy)).toHaveCount(0);
      await expect(page.getByRole('alert')).toHaveCount(0);
      await expect(button(page, 'Cancel')).toHaveCount(0);
    });
  }
});

test('a change that has gone out cannot be taken back: its answer is waited for, or told elsewhere', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url));
  const answers = [Promise.withResolvers<object>(), Promise.withResolvers<object>()] as const;
  stub.on(
    'SignUp',
    () => answers[0].promise as never,
    () => answers[1].promise as never,
  );
  await openScreen(page, 'Sign up');

  await test.step('Cancel says so, and the answer is shown', async () => {
    await signUp(page, 'jane', 'Jane-Password-1!');
    await button(page, 'Cancel').click();
    await expect(page.getByText('This has gone out to AWS already and cannot be taken back.')).toBeVisible();
    answers[0].resolve({ UserConfirmed: true, UserSub: 'sub-1' });
    await expect(page.getByRole('heading', { name: 'Created and ready' })).toBeVisible();
  });

  await test.step('from another screen its outcome is told', async () => {
    await openScreen(page, 'Sign in');
    await openScreen(page, 'Sign up');
    await signUp(page, 'bo', 'Bo-Password-1!');
    await expect.poll(() => stub.requests.filter(({ operation }) => operation === 'SignUp').length).toBe(2);
    await openScreen(page, 'Sign in');
    answers[1].resolve({ UserConfirmed: true, UserSub: 'sub-2' });
    const notice = page
      .getByRole('status')
      .filter({ hasText: 'Create an account (bo, Staging · Shop): done' });
    await expect(notice).toContainText('AWS has carried it out.');
    await notice.getByRole('button', { name: 'Close' }).click();
    await expect(notice).toHaveCount(0);
  });
});

test.describe('an address of its own', () => {
  // No to the first question of the system, yes to the second.
  test.use({ appEnv: { ELECTRON_STANDIN_DIALOGS: JSON.stringify([{ response: 1 }, { response: 0 }]) } });

  test('an address that is neither AWS nor this computer is asked about, and named when it cannot be reached', async ({
    app,
    stub,
  }) => {
    const page = await app.start(
      draft('http://127.0.0.1:9', { name: 'Closed port' }),
      draft('https://other-host.invalid', { name: 'Other host' }),
      draft('https://no-such-host.invalid', { name: 'No such host' }),
    );
    await openScreen(page, 'Sign in');
    await signIn(page, 'jane', 'Jane-Password-1!');
    const notAllowed = await expectFailure(page, 'Nothing was sent: you did not allow no-such-host.invalid.');
    await expect(notAllowed).toContainText('neither Amazon nor this computer');
    await openScreen(page, 'Profiles');
    await button(page, 'Use Other host').click();
    await openScreen(page, 'Sign in');
    await signIn(page, 'jane', 'Jane-Password-1!');
    const unknown = await expectFailure(page, 'We could not reach other-host.invalid.');
    await expect(unknown).toContainText('Nothing was changed.');
    await openScreen(page, 'Profiles');
    await button(page, 'Use Closed port').click();
    await openScreen(page, 'Sign in');
    await signIn(page, 'jane', 'Jane-Password-1!');
    const refused = await expectFailure(page, '127.0.0.1:9 does not take connections.');
    await expect(refused.getByRole('button', { name: 'Open the profile' })).toBeVisible();
    expect(stub.requests).toEqual([]);
    expect(await app.dialogs()).toEqual([
      'Send passwords to no-such-host.invalid?',
      'Send passwords to other-host.invalid?',
    ]);
  });
});

test.describe('AWS access of this computer', () => {
  test.use({
    appEnv: async ({}, use, info) => {
      const config = info.outputPath('aws-config');
      await writeFile(
        config,
        [
          '[profile sso-dev]\nsso_session = company\nsso_account_id = 123456789012\nsso_role_name = Support\nregion = eu-west-1',
          '[sso-session company]\nsso_start_url = https://example.awsapps.com/start\nsso_region = eu-west-1',
          `[profile keys-dev]\naws_access_key_id = AKIAFROMAFILE0000001\naws_secret_access_key = ${planted.secretAccessKey}`,
        ].join('\n\n'),
      );
      await use({ AWS_CONFIG_FILE: config, HOME: info.outputDir });
    },
  });

  test('a named profile is chosen, and one whose sign-in ended says how to sign in again', async ({
    app,
    stub,
  }) => {
    stub.on('AdminGetUser', person());
    const page = await app.start(
      draft(stub.url, { name: 'None found', access: { kind: 'default-chain' } }),
      draft(stub.url, { access: null }),
    );
    await button(page, 'Add access').click();
    await page.getByRole('radio', { name: 'AWS profile' }).click();
    await page.getByLabel('Name of the AWS profile').selectOption('sso-dev');
    await saveProfile(page);
    await openScreen(page, 'Find a person');
    await lookUp(page, 'jane');
    const ended = await expectFailure(page, 'Your AWS sign-in “sso-dev” has ended.');
    await ended.getByRole('button', { name: 'Copy the command' }).click();
    await expect.poll(() => app.readClipboard()).toBe('aws sso login --profile sso-dev');

    await openScreen(page, 'Profiles');
    await button(page, 'Edit Staging · Shop').click();
    await page.getByLabel('Name of the AWS profile').selectOption('keys-dev');
    await saveProfile(page);
    await openScreen(page, 'Find a person');
    await lookUp(page, 'jane');
    await expect(page.getByText('Jane Doe can sign in')).toBeVisible();
    expect(stub.requests.at(-1)?.headers.authorization).toContain('Credential=AKIAFROMAFILE0000001/');

    await openScreen(page, 'Profiles');
    await button(page, 'Use None found').click();
    await openScreen(page, 'Find a person');
    await lookUp(page, 'jane');
    const none = await expectFailure(page, 'No AWS access was found on this computer.');
    await expect(none).toContainText('Sign-up and sign-in still work.');
    await none.getByRole('button', { name: 'Open the profile' }).click();
    await expect(page.getByRole('heading', { name: 'Edit None found' })).toBeVisible();
  });
});
