import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandForms } from '#core/commands/cli-command.ts';
import { recognise } from '#core/sharing/recognise.ts';
import { shellWords } from '#core/sharing/shell-words.ts';
import { anyCharacter } from '#tests/support/any-character.ts';

const nothing = { region: null, poolId: null, clientId: null, endpoint: null, awsProfile: null };

describe('a pasted AWS CLI command', () => {
  it.each([
    `aws cognito-idp admin-get-user --region 'eu-west-1' --profile 'support' --user-pool-id 'eu-west-1_Ab12Cd34E' --username 'jane'`,
    `$ aws cognito-idp admin-get-user \\\n  --region eu-west-1 \\\n  --profile=support \\\n  --user-pool-id "eu-west-1_Ab12Cd34E" --username jane`,
    `AWS_PAGER= aws cognito-idp list-users --region eu-west-1 --profile support --user-pool-id eu-west-1_Ab12Cd34E --filter 'email ^= "ann"' | jq .`,
    'aws cognito-idp admin-get-user `\r\n --region eu-west-1 `\r\n --profile support --user-pool-id eu-west-1_Ab12Cd34E --username jane',
  ])('gives pool, region and AWS profile: %s', (command) => {
    expect(recognise(command)).toEqual({
      ...nothing,
      kind: 'cli-command',
      region: 'eu-west-1',
      poolId: 'eu-west-1_Ab12Cd34E',
      awsProfile: 'support',
    });
  });

  it('gives the app client and the endpoint of a sign-in, and nothing of its secrets', () => {
    const command = `aws cognito-idp initiate-auth --region 'eu-west-1' --endpoint-url http://127.0.0.1:9229 --client-id '4exampleclientid1234567890' --auth-flow USER_PASSWORD_AUTH --auth-parameters '{"USERNAME":"jane","PASSWORD":"Secret-123"}'`;
    const found = recognise(command);
    expect(found).toEqual({
      ...nothing,
      kind: 'cli-command',
      region: 'eu-west-1',
      clientId: '4exampleclientid1234567890',
      endpoint: 'http://127.0.0.1:9229',
    });
    expect(JSON.stringify(found)).not.toContain('Secret-123');
  });

  it('takes the region from the pool ID when the command names none', () => {
    const found = recognise('aws cognito-idp admin-get-user --user-pool-id us-east-2_Ab12Cd34E --username x');
    expect(found).toMatchObject({ region: 'us-east-2', poolId: 'us-east-2_Ab12Cd34E' });
  });

  it('reads back the pool of every command that the app itself copies', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9a-zA-Z]{1,20}$/),
        fc.string({ minLength: 1, unit: 'grapheme' }),
        (suffix, username) => {
          const poolId = `eu-west-1_${suffix}`;
          const forms = commandForms(
            {
              command: 'admin-get-user',
              region: 'eu-west-1',
              endpoint: null,
              awsProfile: null,
              params: { UserPoolId: poolId, Username: username },
            },
            [],
          );
          expect(recognise(forms.bash)).toMatchObject({ poolId, region: 'eu-west-1' });
        },
      ),
      { numRuns: 10_000 },
    );
  });
});

describe('a pasted Amplify configuration', () => {
  const profile = {
    ...nothing,
    region: 'eu-west-1',
    poolId: 'eu-west-1_Ab12Cd34E',
    clientId: '4exampleclientid1234567890',
  };
  it.each([
    [
      'amplify_outputs.json',
      JSON.stringify({
        version: '1',
        auth: {
          user_pool_id: 'eu-west-1_Ab12Cd34E',
          aws_region: 'eu-west-1',
          user_pool_client_id: '4exampleclientid1234567890',
          identity_pool_id: 'eu-west-1:11111111-1111-4111-8111-111111111111',
        },
      }),
    ],
    [
      'aws-exports.js',
      `const awsmobile = {\n "aws_project_region": "eu-west-1",\n "aws_user_pools_id": "eu-west-1_Ab12Cd34E",\n "aws_user_pools_web_client_id": "4exampleclientid1234567890",\n "oauth": {}\n};\nexport default awsmobile;`,
    ],
    [
      'Amplify.configure',
      `Amplify.configure({ Auth: { Cognito: { userPoolId: 'eu-west-1_Ab12Cd34E', userPoolClientId: '4exampleclientid1234567890' } } })`,
    ],
  ])('gives pool, client and region: %s', (_name, text) => {
    expect(recognise(text)).toEqual({ kind: 'amplify', ...profile });
  });
});

describe('a pasted issuer address', () => {
  it.each([
    ['https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E', 'eu-west-1', 'eu-west-1_Ab12Cd34E'],
    [
      'https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E/.well-known/jwks.json',
      'eu-west-1',
      'eu-west-1_Ab12Cd34E',
    ],
    [
      '"iss": "https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_Ab12Cd34E",',
      'us-gov-west-1',
      'us-gov-west-1_Ab12Cd34E',
    ],
  ])('gives region and pool: %s', (text, region, poolId) => {
    expect(recognise(text)).toEqual({ ...nothing, kind: 'issuer', region, poolId });
  });
});

describe('any other text', () => {
  it.each([
    '',
    'hello',
    '{}',
    'aws s3 ls',
    'aws cognito-idp',
    'https://example.com/eu-west-1_Ab12',
    '$(rm -rf /)',
  ])('is not recognised: %s', (text) => {
    expect(recognise(text)).toBeNull();
  });

  it('never throws, and finds only what the fields accept', () => {
    const pieces = fc.constantFrom(
      'aws cognito-idp x ',
      '--user-pool-id ',
      '--client-id=',
      "'",
      '"',
      '\\',
      '\n',
      'user_pool_id: "',
      '{"aws_user_pools_id":"',
      'https://cognito-idp.',
      '.amazonaws.com/',
      'eu-west-1_Ab',
    );
    const texts = fc.array(fc.oneof(pieces, fc.string({ unit: anyCharacter })), { maxLength: 20 });
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join('');
        shellWords(text);
        const found = recognise(text);
        if (found) expect(found.poolId ?? found.clientId).toMatch(/^[\w+-]+$/);
      }),
      { numRuns: 10_000 },
    );
  });
});
