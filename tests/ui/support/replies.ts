/** Replies of Cognito in wire form, for the stub. */
import type { StubReply } from '#tests/support/aws-stub.ts';

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token in the form of Cognito's, without a real signature. */
export function jwt(use: 'access' | 'id', lifetime = 3600): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    sub: '11111111-2222-4333-8444-555555555555',
    iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Tests0001',
    client_id: '4practice3client2id1for0tests',
    token_use: use,
    scope: 'aws.cognito.signin.user.admin',
    'cognito:groups': ['admins', 'editors'],
    iat: now,
    exp: now + lifetime,
    jti: crypto.randomUUID(),
  };
  return `${base64url({ alg: 'RS256', kid: 'tests' })}.${base64url(claims)}.${Buffer.from(`signature of ${use}`).toString('base64url')}`;
}

/** Tokens, as InitiateAuth and RespondToAuthChallenge give them. `lifetime` in seconds. */
export const signedIn = (lifetime = 3600): StubReply => ({
  ChallengeParameters: {},
  AuthenticationResult: {
    AccessToken: jwt('access', lifetime),
    IdToken: jwt('id', lifetime),
    RefreshToken: 'planted-refresh-token-0000000000000000001',
    ExpiresIn: lifetime,
    TokenType: 'Bearer',
  },
});

export const challenge = (
  name: string,
  parameters: Readonly<Record<string, string>> = {},
  more: StubReply = {},
): StubReply => ({
  ChallengeName: name,
  ChallengeParameters: parameters,
  Session: 'planted-session-of-a-challenge-000000001',
  ...more,
});

export const newPasswordRequired = (...attributes: readonly string[]): StubReply =>
  challenge('NEW_PASSWORD_REQUIRED', {
    USER_ID_FOR_SRP: 'jane-internal',
    requiredAttributes: JSON.stringify(attributes.map((name) => `userAttributes.${name}`)),
    userAttributes: '{}',
  });

type PersonChanges = {
  readonly name?: string;
  readonly status?: string;
  readonly enabled?: boolean;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly more?: StubReply;
};

/** A person, as AdminGetUser gives them. */
export const person = ({
  name = 'Jane Doe',
  status = 'CONFIRMED',
  enabled = true,
  attributes = {},
  more = {},
}: PersonChanges = {}): StubReply => ({
  Username: 'jane',
  UserAttributes: Object.entries({
    sub: '11111111-2222-4333-8444-555555555555',
    name,
    email: 'jane@example.com',
    email_verified: 'true',
    ...attributes,
  }).map(([Name, Value]) => ({ Name, Value })),
  UserCreateDate: 1_767_225_600.123,
  UserLastModifiedDate: 1_772_323_200.5,
  Enabled: enabled,
  UserStatus: status,
  ...more,
});

/** What SignUp and ResendConfirmationCode say about a code that was sent. */
export const codeSent = {
  CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'j***@e***' },
};

/** What DescribeUserPool says of a pool with rules of every kind. */
export const describedPool = (changes: StubReply = {}): StubReply => ({
  UserPool: {
    UsernameAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
    Policies: { PasswordPolicy: { MinimumLength: 20, RequireLowercase: true, RequireSymbols: true } },
    SchemaAttributes: [
      { Name: 'sub', AttributeDataType: 'String', Required: true, Mutable: false },
      { Name: 'email', AttributeDataType: 'String', Required: true },
      { Name: 'given_name', AttributeDataType: 'String', Required: true },
      { Name: 'name', AttributeDataType: 'String' },
      { Name: 'nickname', AttributeDataType: 'String' },
      { Name: 'phone_number', AttributeDataType: 'String' },
      { Name: 'birthdate', AttributeDataType: 'String' },
      {
        Name: 'custom:level',
        AttributeDataType: 'Number',
        Mutable: false,
        NumberAttributeConstraints: { MinValue: '1', MaxValue: '9' },
      },
      { Name: 'custom:vip', AttributeDataType: 'Boolean' },
      { Name: 'custom:since', AttributeDataType: 'DateTime' },
    ],
    ...changes,
  },
});

export const describedClient: StubReply = {
  UserPoolClient: {
    ClientSecret: 'plantedclientsecret0000000000000000000001',
    WriteAttributes: [
      'email',
      'given_name',
      'name',
      'phone_number',
      'birthdate',
      'custom:level',
      'custom:vip',
      'custom:since',
    ],
  },
};
