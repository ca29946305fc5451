import { describe, expect, it } from 'vitest';
import { secretHash } from '#core/cognito/secret-hash.ts';
import { answerRequest } from '#core/cognito/answer-challenge.ts';
import { signInRequest } from '#core/cognito/sign-in.ts';
import { confirmSignUpRequest, resendCodeRequest, signUpRequest } from '#core/cognito/sign-up.ts';
import type { ProfileRecord } from '#core/profiles/profile-record.ts';

const clientId = '4exampleclientid1234567890';
const clientSecret = 'examplesecret0123456789abcdefghijklmnopqrstuvwxyz01';

/** Computed once with Node, the first also with Python and OpenSSL. */
const vectors = [
  ['testuser', '+DWiEqHK29cT8qMhT+PSWcOd248Ydq8AV/79TFxXgiA='],
  ['jane.doe@example.com', 'pFhhtDSaDocxCgsqKO+ekC54W+FoleKiHgf+snexFOU='],
  ['4320de44-2322-4620-999b-5e2e1c8df013', 'dEoqh+v9jQP4f26ihiR2kG8swSpT0/GkTArqyKOjntk='],
  ['zo\u00eb', 'J/lIj5MMToFI6s1LxQKs3RhFD6UHQp2SLXNYbW0Pia0='],
  ['zoe\u0308', 'qkoQ4TfLKGonm1jjRSuuS/6AdCkZe0G74Btxwwga1sY='],
] as const;

const profile: ProfileRecord = {
  id: 'p',
  name: 'Test pool',
  environment: 'test',
  region: 'us-east-1',
  clientId,
  clientSecret,
  endpoint: null,
  poolId: null,
  access: null,
};

const withoutSecret = { ...profile, clientSecret: null };

const challenge = {
  name: 'NEW_PASSWORD_REQUIRED',
  internalUsername: '4320de44-2322-4620-999b-5e2e1c8df013',
  awsSession: 's',
} as const;

describe('the secret hash', () => {
  it.each(vectors)('of %s', (username, hash) => {
    expect(secretHash(username, clientId, clientSecret)).toBe(hash);
  });

  it.each(vectors)('goes with exactly the username that is sent: %s', (username, hash) => {
    expect(signUpRequest(profile, { username, password: 'x', attributes: [] })).toMatchObject({
      Username: username,
      SecretHash: hash,
    });
    expect(confirmSignUpRequest(profile, { username, code: '1' })).toMatchObject({
      Username: username,
      SecretHash: hash,
    });
    expect(resendCodeRequest(profile, { username })).toMatchObject({ Username: username, SecretHash: hash });
    expect(signInRequest(profile, { username, password: 'x' }).AuthParameters).toMatchObject({
      USERNAME: username,
      SECRET_HASH: hash,
    });
  });

  it('of a new password goes with the name that AWS uses inside', () => {
    const request = answerRequest(profile, challenge, {
      kind: 'new-password',
      newPassword: 'x',
      attributes: [],
    });
    expect(request.ChallengeResponses).toMatchObject({
      USERNAME: challenge.internalUsername,
      SECRET_HASH: 'dEoqh+v9jQP4f26ihiR2kG8swSpT0/GkTArqyKOjntk=',
    });
  });

  it('is left out for a client without a secret, which AWS would refuse it from', () => {
    const requests = [
      signUpRequest(withoutSecret, { username: 'a', password: 'x', attributes: [] }),
      confirmSignUpRequest(withoutSecret, { username: 'a', code: '1' }),
      resendCodeRequest(withoutSecret, { username: 'a' }),
      signInRequest(withoutSecret, { username: 'a', password: 'x' }),
      answerRequest(withoutSecret, challenge, { kind: 'new-password', newPassword: 'x', attributes: [] }),
    ];
    expect(JSON.stringify(requests)).not.toMatch(/secret_?hash/i);
  });
});
