import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminResetUserPasswordCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  AssociateSoftwareTokenCommand,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SignUpCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commandForms } from '#core/commands/cli-command.ts';
import type { CliCall } from '#core/commands/cli-command.ts';
import { cliJson } from '#core/replies/cli-json.ts';
import { startAwsStub } from '#tests/support/aws-stub.ts';
import type { AwsStub, StubReply } from '#tests/support/aws-stub.ts';
import { findAwsCli, keepWarm, runBash, type WarmCli } from '#tests/support/cli.ts';

const cli = findAwsCli();
console.info(cli.missing ? `Skipped: ${cli.missing}` : `Run with ${cli.version}`);

const profile = 'team zoë';
const hostileProfile = `it's "$HOME" 100%!`;

describe.skipIf(cli.missing)('the command-line twin of a call', () => {
  let stub: AwsStub;
  let folder: string;
  let client: CognitoIdentityProviderClient;
  let warm: WarmCli;

  beforeAll(async () => {
    warm = await keepWarm(cli.path ?? '');
    stub = await startAwsStub();
    folder = await mkdtemp(join(tmpdir(), 'cli-twin-'));
    const credentials = [profile, hostileProfile].map(
      (name, index) =>
        `[${name}]\naws_access_key_id = AKIDOFPROFILE${index}\naws_secret_access_key = dummy\n`,
    );
    await writeFile(join(folder, 'credentials'), credentials.join(''));
    client = new CognitoIdentityProviderClient({
      region: 'eu-west-1',
      endpoint: stub.url,
      credentials: { accessKeyId: 'AKIDEXAMPLE000000000', secretAccessKey: 'dummy' },
      maxAttempts: 1,
    });
  });

  afterAll(async () => {
    client.destroy();
    await warm.stop();
    await stub.stop();
    await rm(folder, { recursive: true });
  });

  beforeEach(() => stub.reset());

  // Made by the shell if it runs a value.
  afterEach(async () => expect(await readdir(folder)).not.toContain('hit'));

  const forms = (call: Partial<CliCall> & Pick<CliCall, 'command' | 'params'>, placeholders: string[] = []) =>
    commandForms({ region: 'eu-west-1', endpoint: stub.url, awsProfile: null, ...call }, placeholders);

  /** Runs a command in bash and expects it to succeed; gives what it printed. */
  async function run(command: string, TZ = 'UTC'): Promise<string> {
    const env = { TZ, AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials') };
    const result = await runBash(command, { cli: warm.path, folder, env });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    return result.stdout;
  }

  /** Runs both forms of a call; gives what each printed. */
  async function runBoth(made: ReturnType<typeof forms>, timeZone?: string): Promise<string[]> {
    await writeFile(join(folder, made.jsonFileName), made.jsonFile);
    return Promise.all([run(made.bash, timeZone), run(made.jsonCommand, timeZone)]);
  }

  const received = () => stub.requests.map(({ body }) => body);

  type Twin = {
    readonly call: Pick<CliCall, 'command' | 'params'> & Partial<CliCall>;
    readonly operation: Parameters<typeof cliJson>[0];
    readonly send: () => Promise<object>;
    readonly answer: StubReply;
    readonly timeZone?: string;
  };

  /** The SDK and both forms send the same request, and the reply of the SDK is printed as the CLI prints it. */
  async function expectTwins({ call, operation, send, answer, timeZone = 'UTC' }: Twin): Promise<void> {
    stub.on(operation, answer);
    const reply = await send();
    const printed = await runBoth(forms(call), timeZone);
    expect(received()).toEqual([call.params, call.params, call.params]);
    const json = cliJson(operation, reply, { timeZone });
    expect(printed).toEqual([json, json]);
  }

  const ClientId = '4exampleclientid1234567890';
  const SecretHash = '+DWiEqHK29cT8qMhT+PSWcOd248Ydq8AV/79TFxXgiA=';
  const Session = 'AYABeF0-session_'.repeat(90);

  const delivery = { Destination: 'j***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' };
  const tokens = {
    AccessToken: `eyJraWQ.${'a'.repeat(1000)}.x`,
    ExpiresIn: 3600,
    TokenType: 'Bearer',
    RefreshToken: 'r'.repeat(1700),
    IdToken: 'i'.repeat(1000),
    NewDeviceMetadata: { DeviceKey: 'eu-west-1_1234', DeviceGroupKey: '-abc' },
  };

  // What shells, the CLI's shorthand, its file loading and its option parser would each spoil.
  const shellTrap = `'"$HOME\`id\`$(touch hit)!!\\,={}[]*?~#;&|<>%zoë🎉`;
  const lines = 'a\r\n\t^b^c\u001b[2J\u202e\u007f\ud83c';

  it.each(['aws --version', 'aws cognito-idp no-such-command'])(
    'is tested as the program itself would run it: %s',
    async (command) => {
      const [kept, itself] = await Promise.all(
        [warm.path, cli.path ?? ''].map((path) => runBash(command, { cli: path, folder })),
      );
      expect(kept).toEqual(itself);
    },
  );

  describe.each([
    ['ordinary values', 'jane@example.com', 'Passw0rd!', '123456', [['email', 'jane@example.com']]],
    [
      'values full of shell signs',
      shellTrap,
      shellTrap,
      shellTrap,
      [
        ['name', shellTrap],
        ['custom:a', 'b, c=d'],
      ],
    ],
    [
      'values that look like options',
      '-jane',
      '--',
      '--region',
      [
        ['name', '--'],
        ['nickname', '-'],
        ['email', ''],
      ],
    ],
    ['values that look like files', 'file:///etc/hosts', 'fileb://x', 'https://x', [['website', 'file://x']]],
    [
      'line breaks and signs without a shape',
      lines,
      `${lines}\0`,
      lines,
      [
        ['address', lines],
        ['name', '[{"a":1}]'],
      ],
    ],
  ] as const)('with %s', (_, Username, Password, ConfirmationCode, attributes) => {
    it('signs up', async () => {
      const UserAttributes = attributes.map(([Name, Value]) => ({ Name, Value }));
      const params = { ClientId, SecretHash, Username, Password, UserAttributes };
      await expectTwins({
        call: { command: 'sign-up', params },
        operation: 'SignUp',
        send: () => client.send(new SignUpCommand(params)),
        answer: { UserSub: '4320de44-2322', CodeDeliveryDetails: delivery, UserConfirmed: false },
      });
    });

    it('confirms a sign-up', async () => {
      const params = { ClientId, SecretHash, Username, ConfirmationCode };
      await expectTwins({
        call: { command: 'confirm-sign-up', params },
        operation: 'ConfirmSignUp',
        send: () => client.send(new ConfirmSignUpCommand(params)),
        answer: {},
      });
    });

    it('signs in', async () => {
      const AuthParameters = { USERNAME: Username, PASSWORD: Password, SECRET_HASH: SecretHash };
      const params = { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters } as const;
      await expectTwins({
        call: { command: 'initiate-auth', params },
        operation: 'InitiateAuth',
        send: () => client.send(new InitiateAuthCommand(params)),
        answer: { AuthenticationResult: tokens, ChallengeParameters: {} },
      });
    });
  });

  it('asks for a new code', async () => {
    const params = { ClientId, Username: shellTrap };
    await expectTwins({
      call: { command: 'resend-confirmation-code', params },
      operation: 'ResendConfirmationCode',
      send: () => client.send(new ResendConfirmationCodeCommand(params)),
      answer: { CodeDeliveryDetails: delivery },
    });
  });

  it('answers a challenge', async () => {
    const ChallengeResponses = {
      USERNAME: shellTrap,
      NEW_PASSWORD: lines,
      'userAttributes.given_name': 'Zoë, "Z"',
    };
    const params = { ClientId, ChallengeName: 'NEW_PASSWORD_REQUIRED', Session, ChallengeResponses } as const;
    await expectTwins({
      call: { command: 'respond-to-auth-challenge', params },
      operation: 'RespondToAuthChallenge',
      send: () => client.send(new RespondToAuthChallengeCommand(params)),
      answer: {
        ChallengeParameters: { USER_ID_FOR_SRP: 'jane', FRIENDLY_DEVICE_NAME: 'Zoë’s "phone"' },
        Session,
        ChallengeName: 'SOFTWARE_TOKEN_MFA',
      },
    });
  });

  it('sets up an authenticator', async () => {
    await expectTwins({
      call: { command: 'associate-software-token', params: { Session } },
      operation: 'AssociateSoftwareToken',
      send: () => client.send(new AssociateSoftwareTokenCommand({ Session })),
      answer: { SecretCode: 'GEZDGNBVGY3TQOJQ', Session },
    });
    stub.reset();
    const params = { Session, UserCode: '123456' };
    await expectTwins({
      call: { command: 'verify-software-token', params },
      operation: 'VerifySoftwareToken',
      send: () => client.send(new VerifySoftwareTokenCommand(params)),
      answer: { Status: 'SUCCESS', Session },
    });
  });

  it('renews a forgotten password', async () => {
    const params = { ClientId, SecretHash, Username: shellTrap };
    await expectTwins({
      call: { command: 'forgot-password', params },
      operation: 'ForgotPassword',
      send: () => client.send(new ForgotPasswordCommand(params)),
      answer: { CodeDeliveryDetails: delivery },
    });
    stub.reset();
    const confirmed = { ...params, ConfirmationCode: '123456', Password: shellTrap };
    await expectTwins({
      call: { command: 'confirm-forgot-password', params: confirmed },
      operation: 'ConfirmForgotPassword',
      send: () => client.send(new ConfirmForgotPasswordCommand(confirmed)),
      answer: {},
    });
  });

  it('renews, reads its own details and signs out', async () => {
    const AuthParameters = { REFRESH_TOKEN: tokens.RefreshToken, SECRET_HASH: SecretHash };
    const renewed = { ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters } as const;
    await expectTwins({
      call: { command: 'initiate-auth', params: renewed },
      operation: 'InitiateAuth',
      send: () => client.send(new InitiateAuthCommand(renewed)),
      answer: { AuthenticationResult: tokens, ChallengeParameters: {} },
    });
    stub.reset();
    const revoked = { Token: tokens.RefreshToken, ClientId, ClientSecret: 'CLIENT_SECRET' };
    await expectTwins({
      call: { command: 'revoke-token', params: revoked },
      operation: 'RevokeToken',
      send: () => client.send(new RevokeTokenCommand(revoked)),
      answer: {},
    });
    stub.reset();
    const everywhere = { AccessToken: tokens.AccessToken };
    await expectTwins({
      call: { command: 'global-sign-out', params: everywhere },
      operation: 'GlobalSignOut',
      send: () => client.send(new GlobalSignOutCommand(everywhere)),
      answer: {},
    });
    stub.reset();
    await expectTwins({
      call: { command: 'get-user', params: everywhere },
      operation: 'GetUser',
      send: () => client.send(new GetUserCommand(everywhere)),
      answer: {
        UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
        PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
        UserAttributes: [{ Name: 'name', Value: shellTrap }],
        Username: 'jane',
      },
    });
  });

  it('signs in as an administrator, with the AWS profile', async () => {
    const UserPoolId = 'eu-west-1_Ab12Cd34E';
    const AuthParameters = { USERNAME: shellTrap, PASSWORD: shellTrap };
    const params = { UserPoolId, ClientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters } as const;
    await expectTwins({
      call: { command: 'admin-initiate-auth', params, awsProfile: profile },
      operation: 'AdminInitiateAuth',
      send: () => client.send(new AdminInitiateAuthCommand(params)),
      answer: { ChallengeName: 'SMS_MFA', Session, ChallengeParameters: { USER_ID_FOR_SRP: 'jane' } },
    });
    stub.reset();
    const ChallengeResponses = { USERNAME: 'jane', SMS_MFA_CODE: '123456' };
    const answered = { UserPoolId, ClientId, ChallengeName: 'SMS_MFA', Session, ChallengeResponses } as const;
    await expectTwins({
      call: { command: 'admin-respond-to-auth-challenge', params: answered, awsProfile: profile },
      operation: 'AdminRespondToAuthChallenge',
      send: () => client.send(new AdminRespondToAuthChallengeCommand(answered)),
      answer: { ChallengeParameters: {}, AuthenticationResult: tokens },
    });
    for (const { headers } of stub.requests.slice(1)) {
      expect(headers.authorization).toContain('Credential=AKIDOFPROFILE0/');
    }
  });

  it('does everything that an administrator can do to a person', async () => {
    const named = { UserPoolId: 'eu-west-1_Ab12Cd34E', Username: shellTrap };
    const invited = {
      ...named,
      MessageAction: 'RESEND',
      DesiredDeliveryMediums: ['EMAIL', 'SMS'],
    } satisfies CliCall['params'];
    const password = { ...named, Password: shellTrap, Permanent: false };
    const verified = { ...named, UserAttributes: [{ Name: 'email_verified', Value: 'true' }] };
    const user = {
      Username: 'zoë',
      Attributes: [{ Name: 'email', Value: 'zoë@example.com' }],
      UserCreateDate: 1548108509.5,
      UserLastModifiedDate: 1548108509,
      Enabled: true,
      UserStatus: 'FORCE_CHANGE_PASSWORD',
    };
    type Action = readonly [CliCall['command'], Twin['operation'], CliCall['params'], Twin['send']];
    const actions: readonly Action[] = [
      [
        'admin-confirm-sign-up',
        'AdminConfirmSignUp',
        named,
        () => client.send(new AdminConfirmSignUpCommand(named)),
      ],
      [
        'admin-create-user',
        'AdminCreateUser',
        invited,
        () =>
          client.send(
            new AdminCreateUserCommand({
              ...named,
              MessageAction: 'RESEND',
              DesiredDeliveryMediums: ['EMAIL', 'SMS'],
            }),
          ),
      ],
      [
        'admin-reset-user-password',
        'AdminResetUserPassword',
        named,
        () => client.send(new AdminResetUserPasswordCommand(named)),
      ],
      [
        'admin-set-user-password',
        'AdminSetUserPassword',
        password,
        () => client.send(new AdminSetUserPasswordCommand(password)),
      ],
      ['admin-enable-user', 'AdminEnableUser', named, () => client.send(new AdminEnableUserCommand(named))],
      [
        'admin-disable-user',
        'AdminDisableUser',
        named,
        () => client.send(new AdminDisableUserCommand(named)),
      ],
      [
        'admin-user-global-sign-out',
        'AdminUserGlobalSignOut',
        named,
        () => client.send(new AdminUserGlobalSignOutCommand(named)),
      ],
      [
        'admin-update-user-attributes',
        'AdminUpdateUserAttributes',
        verified,
        () => client.send(new AdminUpdateUserAttributesCommand(verified)),
      ],
    ];
    for (const [command, operation, params, send] of actions) {
      await expectTwins({
        call: { command, params, awsProfile: profile },
        operation,
        send,
        answer: operation === 'AdminCreateUser' ? { User: user } : {},
      });
      for (const { headers } of stub.requests.slice(1)) {
        expect(headers.authorization).toContain('Credential=AKIDOFPROFILE0/');
      }
      stub.reset();
    }
  }, 60_000);

  it('carries the longest request that AWS takes', async () => {
    const UserAttributes = Array.from({ length: 70 }, (_, index) => ({
      Name: `custom:a${index}`,
      Value: '€'.repeat(2048),
    }));
    const params = { ClientId, Username: 'u'.repeat(128), Password: "'".repeat(256), UserAttributes };
    stub.on('SignUp', {});
    const made = forms({ command: 'sign-up', params });
    await writeFile(join(folder, 'command.sh'), made.bash);
    await writeFile(join(folder, made.jsonFileName), made.jsonFile);
    await Promise.all([run('. ./command.sh'), run(made.jsonCommand)]);
    expect(received()).toEqual([params, params]);
  });

  it('takes any password in place of the placeholder', async () => {
    const params = { ClientId, Username: 'jane', Password: 'PASSWORD' };
    stub.on('SignUp', {});
    const { bash } = forms({ command: 'sign-up', params }, ['PASSWORD']);
    await run(bash.replace('PASSWORD', '-my $pass!'));
    expect(received()).toEqual([{ ...params, Password: '-my $pass!' }]);
  });

  it('prints the access token alone', async () => {
    const params = {
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'a', PASSWORD: 'b' },
    };
    stub.on('InitiateAuth', { AuthenticationResult: tokens });
    const made = forms({ command: 'initiate-auth', params, query: 'AuthenticationResult.AccessToken' });
    expect(await runBoth(made)).toEqual([`${tokens.AccessToken}\n`, `${tokens.AccessToken}\n`]);
  });

  const person = {
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    Username: 'zoë',
    UserAttributes: [
      { Name: 'sub', Value: '4320de44-2322-4620-999b-5e2e1c8df013' },
      { Name: 'name', Value: 'Zoë "Z" \\ / \u0001\u007f\u2028 🎉\n' },
    ],
    Enabled: true,
    UserStatus: 'CONFIRMED',
    MFAOptions: [],
    PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
  };

  it.each([
    ['UTC', 1548108509.537, 1548108509],
    ['America/New_York', 1730613599.001, 1730613600],
    ['America/New_York', 1562000000.999, 1548108509.1],
    ['Asia/Kolkata', 1577820600.25, 1577820600],
  ])(
    'looks a person up in %s with dates %d and %d',
    async (timeZone, UserCreateDate, UserLastModifiedDate) => {
      const params = { UserPoolId: 'eu-west-1_Ab12Cd34E', Username: 'zoë' };
      await expectTwins({
        call: { command: 'admin-get-user', params, awsProfile: profile },
        operation: 'AdminGetUser',
        send: () => client.send(new AdminGetUserCommand(params)),
        answer: { ...person, UserCreateDate, UserLastModifiedDate },
        timeZone,
      });
      const [, ...signatures] = stub.requests.map(({ headers }) => headers.authorization);
      for (const signature of signatures) expect(signature).toContain('Credential=AKIDOFPROFILE0/');
    },
  );

  it('uses an AWS profile of any name', async () => {
    const params = { UserPoolId: 'eu-west-1_Ab12Cd34E', Username: shellTrap };
    stub.on('AdminGetUser', person);
    await run(forms({ command: 'admin-get-user', params, awsProfile: hostileProfile }).bash);
    expect(received()).toEqual([params]);
    expect(stub.requests[0]?.headers.authorization).toContain('Credential=AKIDOFPROFILE1/');
  });
});
