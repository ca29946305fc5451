import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPool, practicePeople, practiceProfile } from '#build/demo-pool.ts';
import { type Emulator, type SentCode, startEmulator } from '#build/emulator.ts';
import { profileDraft } from '#contract/profiles.ts';

describe('the practice pool', () => {
  let emulator: Emulator;
  let client: CognitoIdentityProviderClient;

  beforeAll(async () => {
    emulator = await startEmulator();
    client = new CognitoIdentityProviderClient({
      endpoint: emulator.url,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
      maxAttempts: 1,
    });
  });

  afterAll(async () => {
    client.destroy();
    await emulator.stop();
  });

  it.each(demoPool.people)('finds $username by username, user ID and e-mail address', async (person) => {
    for (const name of [person.username, person.sub, person.attributes['email']]) {
      const found = await client.send(
        new AdminGetUserCommand({ UserPoolId: emulator.poolId, Username: name }),
      );
      expect(found).toMatchObject({
        Username: person.username,
        UserStatus: person.status,
        Enabled: person.disabled !== true,
      });
    }
  });

  const outcome = async (username: string, password: string) =>
    client
      .send(
        new InitiateAuthCommand({
          ClientId: emulator.clientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: username, PASSWORD: password },
        }),
      )
      .then(
        ({ ChallengeName }) => ChallengeName ?? 'tokens',
        (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
      );

  it('has the people that it offers for practice', async () => {
    const outcomes = await Promise.all(
      practicePeople.map(({ username, password }) => outcome(username, password)),
    );
    expect(outcomes).toEqual([
      'tokens',
      'NEW_PASSWORD_REQUIRED',
      'UserNotConfirmedException',
      'PasswordResetRequiredException',
      // The emulator lets them in; Cognito would not.
      'tokens',
      'tokens',
    ]);
  });

  it('tells of the codes that Cognito would send', async () => {
    const sent = Promise.withResolvers<SentCode>();
    emulator.onCode(sent.resolve);
    await client.send(
      new SignUpCommand({ ClientId: emulator.clientId, Username: 'new@example.com', Password: 'Any-1-any' }),
    );
    expect(await sent.promise).toEqual({
      destination: 'new@example.com',
      code: expect.stringMatching(/^\d{6}$/),
    });
  });

  it('comes with a profile that the app takes', () => {
    expect(profileDraft.safeParse(practiceProfile(emulator.url)).error).toBeUndefined();
  });
});
