/** Every error that AWS documents for these operations, as the app explains it. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '#contract/app-error.ts';
import { createTestDesk, testKeys, type TestDesk } from '#tests/support/desk.ts';
import { htmlPage, shifted, throttled } from '#tests/support/aws-stub.ts';
import { useAwsStub } from '#tests/support/use-aws-stub.ts';

const stub = await useAwsStub();
let desk: TestDesk;
let profileId: string;

beforeEach(async () => {
  desk = await createTestDesk({ stubUrl: stub.url });
  profileId = await desk.addProfile({ access: testKeys });
});

const challenge = {
  ChallengeName: 'NEW_PASSWORD_REQUIRED',
  Session: 'session-of-aws-1234567890',
  ChallengeParameters: { USER_ID_FOR_SRP: 'testuser', requiredAttributes: '[]' },
};

type Wire =
  | 'SignUp'
  | 'ConfirmSignUp'
  | 'ResendConfirmationCode'
  | 'InitiateAuth'
  | 'RespondToAuthChallenge'
  | 'AdminGetUser';

/** Runs the operation of the app that sends the given one to AWS. */
async function errorOf(wire: Wire): Promise<AppError> {
  const person = { profileId, username: 'testuser' };
  switch (wire) {
    case 'SignUp':
      return desk.error('users.signUp', { ...person, password: 'Planted-password', attributes: [] });
    case 'ConfirmSignUp':
      return desk.error('users.confirmSignUp', { ...person, code: 'Planted-code' });
    case 'ResendConfirmationCode':
      return desk.error('users.resendCode', person);
    case 'InitiateAuth':
      return desk.error('auth.signIn', { ...person, password: 'Planted-password' });
    case 'RespondToAuthChallenge': {
      stub.on('InitiateAuth', challenge);
      const step = await desk.value('auth.signIn', { ...person, password: 'Planted-password' });
      if (step.kind !== 'challenge') throw new Error(step.kind);
      return desk.error('auth.answer', {
        challengeId: step.challenge.id,
        answer: { kind: 'new-password', newPassword: 'Planted-password', attributes: [] },
      });
    }
    case 'AdminGetUser':
      return desk.error('users.get', person);
  }
}

const everyPublic = [
  'SignUp',
  'ConfirmSignUp',
  'ResendConfirmationCode',
  'InitiateAuth',
  'RespondToAuthChallenge',
] as const;
const every = [...everyPublic, 'AdminGetUser'] as const;
const noAccount = { region: 'us-east-1', poolRegion: 'us-east-1' };

type Row = readonly [wire: readonly Wire[], name: string, text: string, expected: AppError];

const rows: readonly Row[] = [
  // Sign-in
  [
    ['InitiateAuth'],
    'NotAuthorizedException',
    'Incorrect username or password.',
    { code: 'wrong-credentials', failures: 1, retryAt: null },
  ],
  [
    ['InitiateAuth'],
    'NotAuthorizedException',
    'Password attempts exceeded',
    { code: 'attempts-exceeded', retryAt: expect.any(Number) },
  ],
  [['InitiateAuth'], 'NotAuthorizedException', 'User is disabled.', { code: 'user-disabled' }],
  [
    ['InitiateAuth'],
    'NotAuthorizedException',
    'Temporary password has expired and must be reset by an administrator.',
    { code: 'temporary-password-expired' },
  ],
  [
    ['RespondToAuthChallenge'],
    'NotAuthorizedException',
    'Invalid session for the user, session is expired.',
    { code: 'session-expired', why: 'expired' },
  ],
  [
    ['RespondToAuthChallenge'],
    'NotAuthorizedException',
    'Invalid session for the user, session can only be used once.',
    { code: 'session-expired', why: 'used' },
  ],
  [
    ['RespondToAuthChallenge'],
    'NotAuthorizedException',
    'Invalid session for the user.',
    { code: 'session-expired', why: 'expired' },
  ],
  [
    ['InitiateAuth'],
    'InvalidParameterException',
    'USER_PASSWORD_AUTH flow not enabled for this client',
    { code: 'flow-not-enabled' },
  ],
  [
    ['InitiateAuth', 'ResendConfirmationCode'],
    'UserNotFoundException',
    'User does not exist.',
    { code: 'user-not-found' },
  ],
  [['AdminGetUser'], 'UserNotFoundException', 'User does not exist.', { code: 'user-not-found' }],
  [
    ['ConfirmSignUp'],
    'UserNotFoundException',
    'Username/client id combination not found.',
    { code: 'user-not-found' },
  ],
  [['InitiateAuth'], 'UserNotConfirmedException', 'User is not confirmed.', { code: 'user-not-confirmed' }],
  [
    ['InitiateAuth', 'RespondToAuthChallenge'],
    'PasswordResetRequiredException',
    'Password reset required for the user',
    { code: 'password-reset-required' },
  ],
  [['InitiateAuth'], 'MFAMethodNotFoundException', 'No MFA method found.', { code: 'no-second-step' }],
  [
    ['RespondToAuthChallenge'],
    'SoftwareTokenMFANotFoundException',
    'Software Token MFA is not enabled.',
    { code: 'no-second-step' },
  ],

  // Sign-up and codes
  [
    ['SignUp'],
    'UsernameExistsException',
    'User already exists',
    { code: 'username-taken', what: 'username' },
  ],
  [
    ['SignUp'],
    'UsernameExistsException',
    'An account with the given email already exists.',
    { code: 'username-taken', what: 'email' },
  ],
  [
    ['SignUp'],
    'UsernameExistsException',
    'An account with the given phone_number already exists.',
    { code: 'username-taken', what: 'phone_number' },
  ],
  [
    ['ConfirmSignUp'],
    'AliasExistsException',
    'An account with the email already exists.',
    { code: 'alias-taken', what: 'email' },
  ],
  [
    ['ConfirmSignUp'],
    'AliasExistsException',
    'An account with the phone_number already exists.',
    { code: 'alias-taken', what: 'phone_number' },
  ],
  [['ConfirmSignUp'], 'AliasExistsException', 'Alias exists.', { code: 'alias-taken', what: 'address' }],
  [
    ['SignUp', 'RespondToAuthChallenge'],
    'InvalidPasswordException',
    'Password did not conform with policy: Password must have uppercase characters',
    { code: 'password-rejected', rule: 'Password must have uppercase characters' },
  ],
  [['SignUp'], 'InvalidPasswordException', 'Too weak.', { code: 'password-rejected', rule: null }],
  [
    ['InitiateAuth'],
    'InvalidPasswordException',
    'Invalid password',
    { code: 'wrong-credentials', failures: 1, retryAt: null },
  ],
  [
    ['RespondToAuthChallenge'],
    'PasswordHistoryPolicyViolationException',
    'Password has previously been used.',
    { code: 'password-reused' },
  ],
  [
    ['SignUp'],
    'NotAuthorizedException',
    'SignUp is not permitted for this user pool',
    { code: 'sign-up-closed' },
  ],
  [
    ['SignUp'],
    'InvalidParameterException',
    'Attributes did not conform to the schema: given_name: The attribute is required\n',
    { code: 'attribute-rejected', attribute: 'given_name', why: 'missing' },
  ],
  [
    ['SignUp', 'RespondToAuthChallenge'],
    'InvalidParameterException',
    'Attributes did not conform to the schema: custom:team: Attribute does not exist in the schema.\n',
    { code: 'attribute-rejected', attribute: 'custom:team', why: 'unknown' },
  ],
  [
    ['SignUp'],
    'InvalidParameterException',
    'Attributes did not conform to the schema: Type for attribute {custom:team} could not be determined',
    { code: 'attribute-rejected', attribute: 'custom:team', why: 'unknown' },
  ],
  [
    ['SignUp'],
    'InvalidParameterException',
    'Attributes did not conform to the schema: birthdate: String must be at least 10 characters long\n',
    { code: 'attribute-rejected', attribute: 'birthdate', why: 'format' },
  ],
  [
    ['SignUp'],
    'InvalidParameterException',
    'Invalid phone number format.',
    { code: 'attribute-rejected', attribute: 'phone_number', why: 'format' },
  ],
  [
    ['SignUp'],
    'InvalidParameterException',
    'Invalid email address format.',
    { code: 'attribute-rejected', attribute: 'email', why: 'format' },
  ],
  [
    ['SignUp', 'RespondToAuthChallenge'],
    'NotAuthorizedException',
    'A client attempted to write unauthorized attribute',
    { code: 'attribute-rejected', attribute: null, why: 'read-only' },
  ],
  [
    ['RespondToAuthChallenge'],
    'InvalidParameterException',
    'Attribute custom:team cannot be updated.',
    { code: 'attribute-rejected', attribute: 'custom:team', why: 'read-only' },
  ],
  [
    ['SignUp'],
    'InvalidParameterException',
    'Username should be an email.',
    { code: 'username-form', expects: 'email' },
  ],
  [
    ['SignUp'],
    'InvalidParameterException',
    'Username should be either an email or a phone number.',
    { code: 'username-form', expects: 'email-or-phone' },
  ],
  [
    ['SignUp'],
    'InvalidParameterException',
    'Username should be a phone number.',
    { code: 'username-form', expects: 'phone' },
  ],
  [
    ['SignUp'],
    'InvalidParameterException',
    'Username cannot be of email format, since user pool is configured for email alias.',
    { code: 'username-form', expects: 'not-email' },
  ],
  [
    ['ConfirmSignUp'],
    'CodeMismatchException',
    'Invalid verification code provided, please try again.',
    { code: 'code-mismatch' },
  ],
  [
    ['RespondToAuthChallenge'],
    'CodeMismatchException',
    'Invalid code or auth state for the user.',
    { code: 'code-mismatch' },
  ],
  [
    ['ConfirmSignUp'],
    'ExpiredCodeException',
    'Invalid code provided, please request a code again.',
    { code: 'code-expired' },
  ],
  [
    ['ConfirmSignUp'],
    'TooManyFailedAttemptsException',
    'Too many failed attempts.',
    { code: 'too-many-attempts' },
  ],
  [
    ['ConfirmSignUp', 'ResendConfirmationCode'],
    'LimitExceededException',
    'Attempt limit exceeded, please try after some time.',
    { code: 'too-many-attempts' },
  ],
  [
    ['SignUp', 'ResendConfirmationCode'],
    'LimitExceededException',
    'Exceeded daily email limit for the operation or the account. If a higher limit is required, please configure your user pool to use your own Amazon SES configuration for sending email.',
    { code: 'message-limit' },
  ],
  [
    ['ConfirmSignUp'],
    'NotAuthorizedException',
    'User cannot be confirmed. Current status is CONFIRMED',
    { code: 'already-confirmed' },
  ],
  [
    ['ResendConfirmationCode'],
    'InvalidParameterException',
    'User is already confirmed.',
    { code: 'already-confirmed' },
  ],
  [
    ['SignUp', 'ResendConfirmationCode'],
    'CodeDeliveryFailureException',
    'Message could not be sent.',
    { code: 'code-not-delivered' },
  ],

  // C3 to C12: any of them
  [every, 'TooManyRequestsException', 'Rate exceeded', { code: 'throttled', retryAfter: 5 }],
  [
    ['InitiateAuth', 'AdminGetUser'],
    'ThrottlingException',
    'Rate exceeded',
    { code: 'throttled', retryAfter: 5 },
  ],
  [every, 'ForbiddenException', 'Request not allowed due to WAF block.', { code: 'blocked-by-firewall' }],
  [every, 'OperationNotEnabledException', 'Not in this Region.', { code: 'not-enabled-here' }],
  [['InitiateAuth'], 'UnsupportedOperationException', 'Not on.', { code: 'not-enabled-here' }],
  [['SignUp'], 'FeatureUnavailableInTierException', 'Not in this plan.', { code: 'not-enabled-here' }],
  [['ResendConfirmationCode'], 'Unsupported', 'Not emulated.', { code: 'not-enabled-here' }],
  [
    everyPublic,
    'ResourceNotFoundException',
    'User pool client 4exampleclientid1234567890 does not exist.',
    { code: 'client-not-found', ...noAccount },
  ],
  [
    every,
    'ResourceNotFoundException',
    'User pool us-east-1_Ab12Cd34E does not exist.',
    { code: 'pool-not-found', ...noAccount },
  ],
  [
    ['AdminGetUser'],
    'ResourceNotFoundException',
    'User pool us-east-1_client000 does not exist.',
    { code: 'pool-not-found', ...noAccount },
  ],
  [
    ['SignUp', 'ResendConfirmationCode'],
    'InvalidEmailRoleAccessPolicyException',
    'Not allowed to use the email identity.',
    { code: 'pool-misconfigured', setting: 'email' },
  ],
  [
    ['SignUp', 'InitiateAuth'],
    'InvalidSmsRoleAccessPolicyException',
    'The role may not publish.',
    { code: 'pool-misconfigured', setting: 'sms' },
  ],
  [
    ['SignUp', 'InitiateAuth'],
    'InvalidSmsRoleTrustRelationshipException',
    'The role does not trust.',
    { code: 'pool-misconfigured', setting: 'sms' },
  ],
  [
    ['InitiateAuth', 'RespondToAuthChallenge'],
    'InvalidUserPoolConfigurationException',
    'Contradicting settings.',
    { code: 'pool-misconfigured', setting: 'pool' },
  ],
  [
    everyPublic,
    'UserLambdaValidationException',
    'PreSignUp failed with error We only take company addresses.',
    { code: 'hook-refused', trigger: 'PreSignUp', text: 'We only take company addresses.' },
  ],
  [
    ['SignUp'],
    'UserLambdaValidationException',
    'Something else entirely',
    { code: 'hook-refused', trigger: null, text: 'Something else entirely' },
  ],
  [everyPublic, 'UnexpectedLambdaException', 'Function failed.', { code: 'hook-broken' }],
  [everyPublic, 'InvalidLambdaResponseException', 'Unrecognizable output.', { code: 'hook-broken' }],
  [
    everyPublic,
    'NotAuthorizedException',
    'Client 4example is configured with secret but SECRET_HASH was not received',
    { code: 'client-secret-missing' },
  ],
  [
    everyPublic,
    'NotAuthorizedException',
    'Unable to verify secret hash for client 4example',
    { code: 'client-secret-mismatch' },
  ],
  [
    ['SignUp'],
    'NotAuthorizedException',
    'Client 4example is configured for secret but secret was not received',
    { code: 'client-secret-missing' },
  ],
  [
    ['InitiateAuth'],
    'NotAuthorizedException',
    'SecretHash does not match for the client: 4example',
    { code: 'client-secret-mismatch' },
  ],

  // C14 to C17: signed requests
  [
    ['AdminGetUser'],
    'AccessDeniedException',
    'User: arn:aws:iam::111122223333:user/jane is not authorized to perform: cognito-idp:AdminGetUser on resource: arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_Ab12Cd34E because no identity-based policy allows it',
    {
      code: 'access-denied',
      action: 'cognito-idp:AdminGetUser',
      resource: 'arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_Ab12Cd34E',
      explicit: false,
    },
  ],
  [
    ['AdminGetUser'],
    'AccessDeniedException',
    'User: arn:aws:iam::111122223333:user/jane is not authorized to perform: cognito-idp:AdminGetUser on resource: * with an explicit deny in a service control policy',
    { code: 'access-denied', action: 'cognito-idp:AdminGetUser', resource: '*', explicit: true },
  ],
  [
    ['AdminGetUser'],
    'AccessDeniedException',
    'Denied.',
    { code: 'access-denied', action: 'cognito-idp:AdminGetUser', resource: null, explicit: false },
  ],
  [
    ['AdminGetUser'],
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
    { code: 'aws-keys-invalid', awsProfile: null },
  ],
  [
    ['AdminGetUser'],
    'MissingAuthenticationTokenException',
    'Missing Authentication Token',
    { code: 'aws-keys-invalid', awsProfile: null },
  ],
  [
    ['AdminGetUser'],
    'ExpiredTokenException',
    'The security token included in the request is expired',
    { code: 'aws-session-expired', awsProfile: null, sso: false },
  ],
  [
    ['AdminGetUser'],
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided.',
    { code: 'aws-keys-invalid', awsProfile: null },
  ],
  [
    ['AdminGetUser'],
    'InvalidSignatureException',
    'Signature expired: 20261124T100000Z is now earlier than 20261124T102000Z (20261124T102500Z - 5 min.)',
    { code: 'clock-wrong', minutesOff: -25 },
  ],
  [
    ['AdminGetUser'],
    'InvalidSignatureException',
    'Signature not yet current: 20261124T110000Z is still later than 20261124T102500Z (20261124T102000Z + 5 min.)',
    { code: 'clock-wrong', minutesOff: 40 },
  ],
  [['AdminGetUser'], 'RequestExpired', 'Request has expired.', { code: 'clock-wrong', minutesOff: null }],

  // C20, and what AWS invents tomorrow
  [
    every,
    'InvalidParameterException',
    "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must have length less than or equal to 128",
    { code: 'unexplained' },
  ],
  [every, 'NotAuthorizedException', 'Some new reason.', { code: 'unexplained' }],
  [every, 'SerializationException', 'Unexpected field type', { code: 'unexplained' }],
  [every, 'BrandNewException', 'Nobody knows this yet.', { code: 'unexplained' }],
];

const cases = rows.flatMap(([wires, name, text, expected]) =>
  wires.map((wire) => ({ wire, name, text, expected, label: text.slice(0, 60) })),
);

/** Names that the SDK repeats a read for: the test need not wait for that. */
const repeated = /Throttl|TooManyRequests|LimitExceeded/;

describe('an error of AWS', () => {
  it.each(cases.filter(({ name, wire }) => wire !== 'AdminGetUser' || !repeated.test(name)))(
    '$wire: $name “$label” is $expected.code',
    async ({ wire, name, text, expected }) => {
      stub.on(wire, { error: name, message: text });
      const { technical, ...error } = await errorOf(wire);
      expect(error).toEqual(expected);
      expect(technical).toEqual({
        operation: wire,
        name,
        message: text,
        requestId: expect.stringMatching(/^[\w-]{36}$/) as string,
        httpStatus: 400,
        attempts:
          wire === 'AdminGetUser' && /Expired|Signature/.test(name) ? (expect.any(Number) as number) : 1,
      });
    },
  );

  it.each(everyPublic)('inside AWS at %s is a fault of AWS', async (wire) => {
    stub.on(wire, { error: 'InternalErrorException', message: 'Something went wrong', status: 500 });
    expect(await errorOf(wire)).toMatchObject({
      code: 'aws-fault',
      technical: { name: 'InternalErrorException', httpStatus: 500, attempts: 1 },
    });
  });

  it('names the region of the pool where that is another one', async () => {
    stub.on('SignUp', { error: 'ResourceNotFoundException', message: 'User pool client x does not exist.' });
    profileId = await desk.addProfile({ region: 'eu-west-1' });
    expect(await errorOf('SignUp')).toMatchObject({
      code: 'client-not-found',
      region: 'eu-west-1',
      poolRegion: 'us-east-1',
    });
    profileId = await desk.addProfile({ poolId: null });
    expect(await errorOf('SignUp')).toMatchObject({ poolRegion: null });
  });

  it('keeps no more of its text than can be shown', async () => {
    stub.on('SignUp', {
      error: 'UserLambdaValidationException',
      message: `PreSignUp failed with error ${'x'.repeat(9000)}`,
    });
    const error = await errorOf('SignUp');
    expect(error.code === 'hook-refused' && error.text.length).toBe(500);
    expect(error.technical?.message.length).toBe(2000);
  });

  it('has its full name taken for its short one', async () => {
    stub.on('SignUp', {
      error: 'com.amazonaws.cognito#UsernameExistsException',
      message: 'User already exists',
    });
    expect(await errorOf('SignUp')).toMatchObject({ code: 'username-taken' });
  });
});

describe('how often a request is sent', () => {
  const sent = (wire: Wire) => stub.requests.filter(({ operation }) => operation === wire).length;

  const reasons = [
    { error: 'InternalErrorException', message: 'Something went wrong', status: 500 },
    { error: 'TooManyRequestsException', message: 'Rate exceeded' },
    { error: 'ThrottlingException', message: 'Rate exceeded' },
    { error: 'LimitExceededException', message: 'Attempt limit exceeded, please try after some time.' },
    { ...htmlPage(503) },
  ];

  it.each(everyPublic.flatMap((wire) => reasons.map((answer) => ({ wire, answer }))))(
    'once for $wire, also after $answer.error',
    async ({ wire, answer }) => {
      stub.on(wire, answer);
      const { technical } = await errorOf(wire);
      expect(sent(wire)).toBe(1);
      expect(technical?.attempts).toBe(1);
    },
  );

  it('up to three times for looking somebody up', async () => {
    stub.on('AdminGetUser', {
      error: 'InternalErrorException',
      message: 'Something went wrong',
      status: 500,
    });
    expect(await errorOf('AdminGetUser')).toMatchObject({
      code: 'aws-fault',
      technical: { attempts: 3, httpStatus: 500 },
    });
    expect(sent('AdminGetUser')).toBe(3);
  });

  it('no more often for looking somebody up than it takes', async () => {
    stub.on(
      'AdminGetUser',
      { error: 'InternalErrorException', message: 'Something went wrong', status: 500 },
      { Username: 'testuser' },
    );
    expect(await desk.value('users.get', { profileId, username: 'testuser' })).toMatchObject({
      person: { username: 'testuser' },
    });
    expect(sent('AdminGetUser')).toBe(2);
  });

  it('three times, with growing waits, when AWS asks to slow down', async () => {
    stub.on('AdminGetUser', ...throttled(3), { Username: 'testuser' });
    expect(await errorOf('AdminGetUser')).toMatchObject({
      code: 'throttled',
      retryAfter: 5,
      technical: { name: 'TooManyRequestsException', attempts: 3 },
    });
    expect(sent('AdminGetUser')).toBe(3);
  });

  it('again with the right time when only the clock of this computer was wrong', async () => {
    const hour = 3_600_000;
    stub.on(
      'AdminGetUser',
      shifted(hour, { error: 'InvalidSignatureException', message: 'Signature expired: …' }),
      shifted(hour, { Username: 'testuser' }),
    );
    await desk.value('users.get', { profileId, username: 'testuser' });
    const times = stub.requests.map(({ headers }) => String(headers['x-amz-date']));
    expect(times).toHaveLength(2);
    expect(times[1]! > times[0]!).toBe(true);
  });
});
