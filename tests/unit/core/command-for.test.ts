import { describe, expect, it } from 'vitest';
import type { CommandRequest } from '#contract/commands.ts';
import { AppFailure } from '#core/app-failure.ts';
import { commandFor, type CommandSubject } from '#core/commands/command-for.ts';
import type { ProfileRecord } from '#core/profiles/profile-record.ts';
import type { PendingChallenge } from '#core/sessions/challenge-store.ts';
import { unsignedToken } from '#tests/support/desk.ts';

const clientSecret = 'examplesecret0123456789abcdefghijklmnopqrstuvwxyz01';

const profile: ProfileRecord = {
  id: 'p',
  name: 'Test pool',
  environment: 'test',
  region: 'us-east-1',
  clientId: '4exampleclientid1234567890',
  clientSecret,
  endpoint: null,
  poolId: 'us-east-1_Ab12Cd34E',
  access: { kind: 'aws-profile', name: 'my company' },
};

const pending: PendingChallenge = {
  id: 'c',
  profileId: 'p',
  kind: 'new-password',
  name: 'NEW_PASSWORD_REQUIRED',
  method: 'password',
  authenticatorKey: null,
  verified: false,
  username: 'jane@example.com',
  internalUsername: 'testuser',
  awsSession: 'Planted-session-of-twenty-characters',
  startedAt: 0,
};

const username = 'testuser';
const password = 'Planted-password';
const hash = '+DWiEqHK29cT8qMhT+PSWcOd248Ydq8AV/79TFxXgiA=';
const attributes = [{ name: 'email', value: 'jane@example.com' }];
const id = { profileId: 'p' };

const person = {
  username: 'jane@example.com',
  tokens: {
    accessToken: unsignedToken({ username, planted: 'Planted-access' }),
    idToken: null,
    refreshToken: 'Planted-refresh',
  },
};

/** Every command, the secrets that it holds, and the request that AWS gets, as in `jsonFile`. */
const commands: readonly {
  readonly request: CommandRequest;
  /** The step that it answers, when it is not the one for a new password. */
  readonly pending?: PendingChallenge;
  /** Whether the app client rotates refresh tokens, for commands about somebody who is signed in. */
  readonly rotates?: boolean;
  /** What stays a placeholder in a command with secrets. */
  readonly always?: readonly string[];
  readonly placeholders: readonly string[];
  readonly sent: object;
  readonly options: string;
}[] = [
  {
    request: { command: 'sign-up', input: { ...id, username, password, attributes } },
    placeholders: ['SECRET_HASH', 'PASSWORD'],
    sent: {
      ClientId: profile.clientId,
      SecretHash: hash,
      Username: username,
      Password: password,
      UserAttributes: [{ Name: 'email', Value: 'jane@example.com' }],
    },
    options: '--region us-east-1 --no-sign-request',
  },
  {
    request: { command: 'confirm-sign-up', input: { ...id, username, code: 'Planted-code' } },
    placeholders: ['SECRET_HASH', 'CODE'],
    sent: {
      ClientId: profile.clientId,
      SecretHash: hash,
      Username: username,
      ConfirmationCode: 'Planted-code',
    },
    options: '--region us-east-1 --no-sign-request',
  },
  {
    request: {
      command: 'sign-up',
      input: {
        ...id,
        username,
        password,
        attributes: [],
        validationData: [{ name: 'ticket', value: 'a=b, "c"' }],
        clientMetadata: [{ name: 'campaign', value: 'spring' }],
      },
    },
    placeholders: ['SECRET_HASH', 'PASSWORD'],
    sent: {
      ClientId: profile.clientId,
      SecretHash: hash,
      Username: username,
      Password: password,
      ValidationData: [{ Name: 'ticket', Value: 'a=b, "c"' }],
      ClientMetadata: { campaign: 'spring' },
    },
    options: '--region us-east-1 --no-sign-request',
  },
  {
    request: {
      command: 'confirm-sign-up',
      input: { ...id, username, code: 'Planted-code', moveAlias: true },
    },
    placeholders: ['SECRET_HASH', 'CODE'],
    sent: {
      ClientId: profile.clientId,
      SecretHash: hash,
      Username: username,
      ConfirmationCode: 'Planted-code',
      ForceAliasCreation: true,
    },
    options: '--region us-east-1 --no-sign-request',
  },
  {
    request: { command: 'admin-confirm-sign-up', input: { ...id, username } },
    placeholders: [],
    sent: { UserPoolId: 'us-east-1_Ab12Cd34E', Username: username },
    options: '--region us-east-1',
  },
  {
    request: { command: 'admin-create-user', input: { ...id, username, by: 'EMAIL' } },
    placeholders: [],
    sent: {
      UserPoolId: 'us-east-1_Ab12Cd34E',
      Username: username,
      MessageAction: 'RESEND',
      DesiredDeliveryMediums: ['EMAIL'],
    },
    options: '--region us-east-1',
  },
  {
    request: { command: 'admin-set-user-password', input: { ...id, username, password, permanent: false } },
    placeholders: ['PASSWORD'],
    sent: {
      UserPoolId: 'us-east-1_Ab12Cd34E',
      Username: username,
      Password: password,
      Permanent: false,
    },
    options: '--region us-east-1',
  },
  {
    request: { command: 'admin-update-user-attributes', input: { ...id, username, contact: 'phone_number' } },
    placeholders: [],
    sent: {
      UserPoolId: 'us-east-1_Ab12Cd34E',
      Username: username,
      UserAttributes: [{ Name: 'phone_number_verified', Value: 'true' }],
    },
    options: '--region us-east-1',
  },
  ...(
    [
      'admin-reset-user-password',
      'admin-enable-user',
      'admin-disable-user',
      'admin-user-global-sign-out',
    ] as const
  ).map((command) => ({
    request: { command, input: { ...id, username } },
    placeholders: [],
    sent: { UserPoolId: 'us-east-1_Ab12Cd34E', Username: username },
    options: '--region us-east-1',
  })),
  {
    request: { command: 'resend-confirmation-code', input: { ...id, username } },
    placeholders: ['SECRET_HASH'],
    sent: { ClientId: profile.clientId, SecretHash: hash, Username: username },
    options: '--region us-east-1 --no-sign-request',
  },
  {
    request: { command: 'initiate-auth', input: { ...id, username, password } },
    placeholders: ['PASSWORD', 'SECRET_HASH'],
    sent: {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: profile.clientId,
      AuthParameters: { USERNAME: username, PASSWORD: password, SECRET_HASH: hash },
    },
    options: '--region us-east-1 --no-sign-request',
  },
  {
    request: { command: 'access-token', input: { ...id, username, password } },
    placeholders: ['PASSWORD', 'SECRET_HASH'],
    sent: {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: profile.clientId,
      AuthParameters: { USERNAME: username, PASSWORD: password, SECRET_HASH: hash },
    },
    options: '--region us-east-1 --no-sign-request --query AuthenticationResult.AccessToken --output text',
  },
  {
    request: {
      command: 'respond-to-auth-challenge',
      input: {
        challengeId: 'c',
        answer: {
          kind: 'new-password',
          newPassword: password,
          attributes: [{ name: 'given_name', value: 'Jane' }],
        },
      },
    },
    placeholders: ['SESSION', 'NEW_PASSWORD', 'SECRET_HASH'],
    sent: {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ClientId: profile.clientId,
      Session: pending.awsSession,
      ChallengeResponses: {
        USERNAME: 'testuser',
        NEW_PASSWORD: password,
        SECRET_HASH: hash,
        'userAttributes.given_name': 'Jane',
      },
    },
    options: '--region us-east-1 --no-sign-request',
  },
  {
    request: {
      command: 'respond-to-auth-challenge',
      input: { challengeId: 'c', answer: { kind: 'code', code: 'Planted-code' } },
    },
    pending: { ...pending, kind: 'code', name: 'EMAIL_OTP' },
    placeholders: ['SESSION', 'CODE', 'SECRET_HASH'],
    sent: {
      ChallengeName: 'EMAIL_OTP',
      ClientId: profile.clientId,
      Session: pending.awsSession,
      ChallengeResponses: { USERNAME: 'testuser', EMAIL_OTP_CODE: 'Planted-code', SECRET_HASH: hash },
    },
    options: '--region us-east-1 --no-sign-request',
  },
  {
    request: {
      command: 'respond-to-auth-challenge',
      input: { challengeId: 'c', answer: { kind: 'choice', choice: 'SMS_MFA', password: null } },
    },
    pending: { ...pending, kind: 'choice', name: 'SELECT_MFA_TYPE' },
    placeholders: ['SESSION', 'SECRET_HASH'],
    sent: {
      ChallengeName: 'SELECT_MFA_TYPE',
      ClientId: profile.clientId,
      Session: pending.awsSession,
      ChallengeResponses: { USERNAME: 'testuser', ANSWER: 'SMS_MFA', SECRET_HASH: hash },
    },
    options: '--region us-east-1 --no-sign-request',
  },
  {
    request: {
      command: 'respond-to-auth-challenge',
      input: { challengeId: 'c', answer: { kind: 'custom', answer: 'Planted answer' } },
    },
    pending: { ...pending, kind: 'custom', name: 'CUSTOM_CHALLENGE' },
    placeholders: ['SESSION', 'ANSWER', 'SECRET_HASH'],
    sent: {
      ChallengeName: 'CUSTOM_CHALLENGE',
      ClientId: profile.clientId,
      Session: pending.awsSession,
      ChallengeResponses: { USERNAME: 'testuser', ANSWER: 'Planted answer', SECRET_HASH: hash },
    },
    options: '--region us-east-1 --no-sign-request',
  },
  {
    request: { command: 'associate-software-token', input: { challengeId: 'c' } },
    placeholders: ['SESSION'],
    sent: { Session: pending.awsSession },
    options: '--region us-east-1 --no-sign-request',
  },
  {
    request: { command: 'verify-software-token', input: { challengeId: 'c', code: '123456' } },
    placeholders: ['SESSION', 'CODE'],
    sent: { Session: pending.awsSession, UserCode: '123456' },
    options: '--region us-east-1 --no-sign-request',
  },
  {
    request: { command: 'admin-get-user', input: { ...id, username } },
    placeholders: [],
    sent: { UserPoolId: profile.poolId, Username: username },
    options: '--region us-east-1 --profile "my company"',
  },
  {
    request: {
      command: 'list-users',
      input: {
        ...id,
        query: { attribute: 'email', operator: 'starts', value: 'a"b', begins: '', words: [] },
      },
    },
    placeholders: [],
    sent: { UserPoolId: profile.poolId, Filter: String.raw`email ^= "a\"b"` },
    options: '--region us-east-1 --profile "my company"',
  },
  {
    request: { command: 'renew', input: { sessionId: 's' } },
    placeholders: ['REFRESH_TOKEN', 'SECRET_HASH'],
    sent: {
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: profile.clientId,
      // Over AWS's own name for the person, which the access token says.
      AuthParameters: { REFRESH_TOKEN: 'Planted-refresh', SECRET_HASH: hash },
    },
    options: '--region us-east-1 --no-sign-request',
  },
  {
    request: { command: 'renew', input: { sessionId: 's' } },
    rotates: true,
    placeholders: ['REFRESH_TOKEN', 'CLIENT_SECRET'],
    always: ['CLIENT_SECRET'],
    sent: { RefreshToken: 'Planted-refresh', ClientId: profile.clientId, ClientSecret: 'CLIENT_SECRET' },
    options: '--region us-east-1 --no-sign-request',
  },
  {
    request: { command: 'revoke-token', input: { sessionId: 's' } },
    placeholders: ['REFRESH_TOKEN', 'CLIENT_SECRET'],
    always: ['CLIENT_SECRET'],
    sent: { Token: 'Planted-refresh', ClientId: profile.clientId, ClientSecret: 'CLIENT_SECRET' },
    options: '--region us-east-1 --no-sign-request',
  },
  {
    request: { command: 'global-sign-out', input: { sessionId: 's' } },
    placeholders: ['ACCESS_TOKEN'],
    sent: { AccessToken: person.tokens.accessToken },
    options: '--region us-east-1 --no-sign-request',
  },
];

describe.each(commands)(
  '$request.command',
  ({ request, pending: step = pending, rotates = false, always = [], placeholders, sent, options }) => {
    const subject: CommandSubject =
      'sessionId' in request.input ? { kind: 'person', person, rotates } : { kind: 'step', pending: step };
    const shown = commandFor(request, profile, subject, false);
    const whole = commandFor(request, profile, subject, true);

    it('sends what the operation sends', () => {
      expect(JSON.parse(whole.jsonFile)).toEqual(sent);
      expect(whole.jsonCommand).toContain(options);
    });

    it('has no secret in any form unless that is asked for', () => {
      expect(JSON.stringify(shown)).not.toMatch(/Planted/);
      expect(JSON.stringify(shown)).not.toContain(person.tokens.accessToken);
      expect(JSON.stringify(shown)).not.toContain(hash);
      expect(JSON.stringify(shown)).not.toContain(clientSecret);
    });

    it('names its placeholders, and each is there to be replaced', () => {
      expect(shown.placeholders).toEqual(placeholders);
      for (const placeholder of placeholders) {
        expect(shown.bash).toContain(placeholder);
        expect(shown.jsonFile).toContain(`"${placeholder}"`);
      }
      expect(whole.placeholders).toEqual(always);
    });

    it('never holds the client secret itself', () => {
      expect(JSON.stringify(whole)).not.toContain(clientSecret);
    });

    it('goes to the endpoint of the profile', () => {
      const local = { ...profile, endpoint: 'http://127.0.0.1:9229' };
      expect(commandFor(request, local, subject, false).bash).toContain(
        "--endpoint-url 'http://127.0.0.1:9229'",
      );
      expect(shown.bash).not.toContain('endpoint');
    });
  },
);

describe('a command that cannot be', () => {
  const errorOf = (run: () => unknown): unknown => {
    try {
      run();
    } catch (cause) {
      if (cause instanceof AppFailure) return cause.error;
    }
    throw new Error('Nothing failed.');
  };

  it('looks nobody up without a pool', () => {
    const request = { command: 'admin-get-user', input: { ...id, username } } as const;
    expect(errorOf(() => commandFor(request, { ...profile, poolId: null }, null, false))).toEqual({
      code: 'lookup-access-missing',
      reason: 'not-set-up',
    });
  });

  it('answers no step that is over', () => {
    const input = { challengeId: 'c', answer: { kind: 'code', code: 'x' } } as const;
    const request = { command: 'respond-to-auth-challenge', input } as const;
    expect(errorOf(() => commandFor(request, profile, null, false))).toEqual({
      code: 'session-expired',
      why: 'used',
    });
  });

  it('renews nobody who is not signed in, or who got no refresh token', () => {
    const request = { command: 'renew', input: { sessionId: 's' } } as const;
    expect(errorOf(() => commandFor(request, profile, null, false))).toEqual({ code: 'session-gone' });
    const tokens = { ...person.tokens, refreshToken: null };
    const subject = { kind: 'person', person: { ...person, tokens }, rotates: false } as const;
    expect(errorOf(() => commandFor(request, profile, subject, false))).toEqual({ code: 'token-missing' });
  });

  it('computes no secure sign-in', () => {
    const input = { challengeId: 'c', answer: { kind: 'password', password } } as const;
    const request = { command: 'respond-to-auth-challenge', input } as const;
    const step: PendingChallenge = { ...pending, kind: 'password', name: 'PASSWORD_SRP' };
    expect(errorOf(() => commandFor(request, profile, { kind: 'step', pending: step }, false))).toEqual({
      code: 'no-command',
    });
  });
});

describe('the AWS profile', () => {
  it.each([null, { kind: 'default-chain' }] as const)('is not named when access is %j', (access) => {
    const request = { command: 'admin-get-user', input: { ...id, username } } as const;
    expect(commandFor(request, { ...profile, access }, null, false).bash).not.toContain('--profile');
  });
});
