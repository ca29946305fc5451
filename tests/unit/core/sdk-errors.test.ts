/** What the loopback interface cannot produce; the rest is in `tests/integration/core/errors.test.ts`. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fail } from '#core/app-failure.ts';
import { toAppError, type SendContext } from '#core/cognito/sdk-errors.ts';
import type { ProfileRecord } from '#core/profiles/profile-record.ts';
import { testClientId, testPoolId } from '#tests/support/desk.ts';

const profile: ProfileRecord = {
  id: 'p',
  name: 'Test pool',
  environment: 'test',
  region: 'eu-west-1',
  clientId: testClientId,
  clientSecret: null,
  endpoint: null,
  poolId: testPoolId,
  access: { kind: 'aws-profile', name: 'company' },
};

const context = (more: Partial<SendContext> = {}): SendContext => ({
  operation: 'AdminGetUser',
  profile,
  write: false,
  secrets: [],
  signal: new AbortController().signal,
  ...more,
});

const host = 'cognito-idp.eu-west-1.amazonaws.com';
const thrown = (fields: object) => Object.assign(new Error('x'), fields);

describe('a failure on the way to AWS', () => {
  it.each([
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('with the certificate is one of the network in between: %s', (code) => {
    for (const error of [thrown({ code }), thrown({ cause: { code } })]) {
      expect(toAppError(error, context({ write: true }))).toMatchObject({
        code: 'intercepted',
        reason: 'certificate',
        host,
      });
    }
  });

  it.each([
    ['ENOTFOUND', 'name'],
    ['EAI_AGAIN', 'name'],
    ['ECONNREFUSED', 'refused'],
    ['ECONNRESET', 'reset'],
    ['EPIPE', 'reset'],
    ['ETIMEDOUT', 'timeout'],
    ['EHOSTUNREACH', 'other'],
    ['ENETUNREACH', 'other'],
    ['ENETDOWN', 'other'],
  ])('with the code %s has the reason %s', (code, reason) => {
    expect(toAppError(thrown({ code }), context())).toMatchObject({ code: 'unreachable', reason, host });
  });

  it.each([
    ['ENOTFOUND', 'unreachable'],
    ['ECONNREFUSED', 'unreachable'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ECONNRESET', 'outcome-unknown'],
    ['EPIPE', 'outcome-unknown'],
  ])('with the code %s makes a write %s', (systemCode, code) => {
    expect(toAppError(thrown({ code: systemCode }), context({ write: true }))).toMatchObject({ code });
  });

  it('before there was a connection cannot have changed anything', () => {
    const message =
      '@smithy/node-http-handler - the request socket did not establish a connection with the server within the configured timeout of 5000 ms.';
    const error = thrown({ name: 'TimeoutError', message });
    expect(toAppError(error, context({ write: true }))).toMatchObject({
      code: 'unreachable',
      reason: 'timeout',
    });
  });
});

describe('a failure with AWS access', () => {
  const credentials = (message: string) =>
    toAppError(thrown({ name: 'CredentialsProviderError', message }), context());

  it.each([
    'Command failed: aws-vault exec company\n/bin/sh: aws-vault: command not found\n',
    'Command failed: aws-vault exec company\n/bin/sh: 1: aws-vault: not found\n',
    "Command failed: aws-vault\n'aws-vault' is not recognized as an internal or external command,\r\noperable program or batch file.\r\n",
    'Command failed: /opt/tools/aws-vault\n/bin/sh: /opt/tools/aws-vault: No such file or directory\n',
  ])('is a program that is not there: %s', (message) => {
    expect(credentials(message)).toMatchObject({ code: 'lookup-access-missing', reason: 'no-program' });
  });

  it.each([
    "Token is expired. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
    'The SSO session token associated with profile=company was not found or is invalid. To refresh this SSO session run aws sso login with the corresponding profile.',
    'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.',
    "Value not present for 'clientId' in SSO Token. Cannot refresh.",
  ])('is an SSO session that ended: %s', (message) => {
    expect(credentials(message)).toMatchObject({
      code: 'aws-session-expired',
      awsProfile: 'company',
      sso: true,
    });
  });

  it.each([
    'Profile company credential_process returned expired credentials.',
    'Failed to load token from ~/.aws/login/cache',
  ])('is another session that ended: %s', (message) => {
    expect(credentials(message)).toMatchObject({
      code: 'aws-session-expired',
      awsProfile: 'company',
      sso: false,
    });
  });

  it.each([
    'Could not resolve credentials using profile: [company] in configuration/credentials file(s).',
    'Could not resolve credentials using profile: [company-sso] in configuration/credentials file(s).',
    'Could not load credentials from any providers',
    'Unable to find environment variable credentials.',
  ])('is access that is not there: %s', (message) => {
    expect(credentials(message)).toMatchObject({ code: 'lookup-access-missing', reason: 'not-found' });
  });

  it('offline is one of the network', () => {
    expect(credentials('getaddrinfo ENOTFOUND portal.sso.eu-west-1.amazonaws.com')).toMatchObject({
      code: 'unreachable',
    });
  });

  it('with a role that may not be taken on names the permission that is missing', () => {
    const message =
      'User: arn:aws:iam::111122223333:user/jane is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/reader';
    expect(toAppError(thrown({ name: 'AccessDenied', message, $fault: 'client' }), context())).toMatchObject({
      code: 'access-denied',
      action: 'sts:AssumeRole',
      resource: 'arn:aws:iam::111122223333:role/reader',
    });
  });
});

describe('a second step that STS refuses', () => {
  const refused = (message: string, name = 'AccessDenied') =>
    toAppError(thrown({ name, message, $fault: 'client' }), context());

  it('for its device is told apart from a code, which cannot be told from one that was used', () => {
    expect(
      refused(
        'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
      ),
    ).toMatchObject({ code: 'mfa-refused', reason: 'device' });
    expect(
      refused(
        "1 validation error detected: Value 'jane' at 'serialNumber' failed to satisfy constraint: Member must have length greater than or equal to 9",
        'ValidationError',
      ),
    ).toMatchObject({ code: 'mfa-refused', reason: 'device' });
    expect(refused('MultiFactorAuthentication failed with invalid MFA one time pass code. ')).toMatchObject({
      code: 'mfa-refused',
      reason: 'code',
    });
  });

  it('is not any other word of STS', () => {
    expect(refused("Value 'x' at 'roleArn' failed to satisfy constraint", 'ValidationError')).toMatchObject({
      code: 'unexplained',
    });
  });
});

describe('the secrets of a profile', () => {
  it('are kept out of what AWS says, whatever the operation', () => {
    const keys = {
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'planted-key',
      sessionToken: 'planted-token',
    };
    const withSecrets: ProfileRecord = {
      ...profile,
      clientSecret: 'planted-client',
      access: { kind: 'access-keys', ...keys },
    };
    const message = 'No: planted-client, planted-key, planted-token and planted-code.';
    const error = thrown({ name: 'NewException', message, $fault: 'client' });
    const found = toAppError(error, context({ profile: withSecrets, secrets: ['planted-code'] }));
    expect(found.technical?.message).toMatch(/^No: /);
    expect(JSON.stringify(found)).not.toContain('planted');
  });
});

describe('whatever is thrown', () => {
  it('is a failure of ours as it was', () => {
    const failure = fail('lookup-access-missing', { reason: 'not-set-up' });
    expect(toAppError(failure, context())).toBe(failure.error);
  });

  it('after a cancellation is the cancellation', () => {
    const signal = AbortSignal.abort();
    for (const error of [thrown({ name: 'AbortError' }), thrown({ code: 'ECONNRESET' }), null, 'x']) {
      expect(toAppError(error, context({ signal, write: true }))).toEqual({ code: 'cancelled' });
    }
  });

  it('may have a message that is no text, and be its own cause', () => {
    const circular: { cause?: unknown } = {};
    circular.cause = circular;
    for (const error of [{ message: { toString: '' } }, circular]) {
      expect(toAppError(error, context())).toMatchObject({ code: 'unexplained' });
    }
  });

  it('is explained without a throw, and without what was secret', () => {
    const texts = fc.oneof(
      fc.constantFrom('NotAuthorizedException', 'TimeoutError', 'SyntaxError', 'CredentialsProviderError'),
      fc.string(),
      fc.constant('PreSignUp failed with error PlantedPassword7f3a'),
      fc.constant('Attributes did not conform to the schema: PlantedPassword7f3a: The attribute is required'),
    );
    const error = fc.record(
      {
        name: fc.oneof(texts, fc.anything()),
        message: fc.oneof(texts, fc.anything()),
        code: fc.oneof(texts, fc.anything()),
        $fault: fc.oneof(fc.constantFrom('client', 'server'), fc.anything()),
        $metadata: fc.oneof(
          fc.record({ httpStatusCode: fc.anything(), requestId: fc.anything() }),
          fc.anything(),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(error, fc.anything()), fc.boolean(), (value, write) => {
        const found = toAppError(value, context({ write, secrets: ['PlantedPassword7f3a'] }));
        expect(found.code).toMatch(/^[a-z-]+$/);
        expect(found.technical?.message.length).toBeLessThanOrEqual(2000);
        expect(JSON.stringify(found)).not.toContain('PlantedPassword7f3a');
      }),
      { numRuns: 500 },
    );
  });
});
