import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cliJson, hasSecrets } from '#core/replies/cli-json.ts';

const $metadata = { httpStatusCode: 200, requestId: '9f0d1c2b', attempts: 1, totalRetryDelay: 0 };

const tokens = {
  AuthenticationResult: {
    TokenType: 'Bearer',
    ExpiresIn: 3600,
    AccessToken: 'a'.repeat(1074),
    IdToken: 'i'.repeat(900),
    RefreshToken: 'r'.repeat(1800),
  },
  ChallengeParameters: {},
  $metadata,
};

const dateIn = (timeZone: string, date: Date) =>
  /"UserCreateDate": "(.*)"/.exec(cliJson('AdminGetUser', { UserCreateDate: date }, { timeZone }))?.[1];

describe('a reply as AWS CLI prints it', () => {
  it('has the order of the API, four spaces, and nothing that is absent', () => {
    const reply = {
      $metadata,
      UserStatus: 'CONFIRMED',
      Enabled: true,
      UserLastModifiedDate: new Date('2019-01-21T22:08:29Z'),
      UserCreateDate: new Date('2019-01-21T22:08:29.537Z'),
      MFAOptions: undefined,
      UserAttributes: [{ Value: 'Zoë "Z" \u007f/\\\n', Name: 'name' }],
      UserMFASettingList: [],
      Username: 'zoë',
    };
    expect(cliJson('AdminGetUser', reply, { timeZone: 'UTC' })).toBe(`{
    "Username": "zoë",
    "UserAttributes": [
        {
            "Name": "name",
            "Value": "Zoë \\"Z\\" \u007f/\\\\\\n"
        }
    ],
    "UserCreateDate": "2019-01-21T22:08:29.537000+00:00",
    "UserLastModifiedDate": "2019-01-21T22:08:29+00:00",
    "Enabled": true,
    "UserStatus": "CONFIRMED",
    "UserMFASettingList": []
}
`);
  });

  it('keeps the order of challenge parameters', () => {
    const reply = {
      ChallengeParameters: { requiredAttributes: '[]', USER_ID_FOR_SRP: 'jane' },
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: 'AYABe'.repeat(10),
    };
    expect(cliJson('InitiateAuth', reply)).toBe(`{
    "ChallengeName": "NEW_PASSWORD_REQUIRED",
    "Session": "${'AYABe'.repeat(10)}",
    "ChallengeParameters": {
        "requiredAttributes": "[]",
        "USER_ID_FOR_SRP": "jane"
    }
}
`);
  });

  it('is nothing at all for an empty reply', () => {
    expect(cliJson('ConfirmSignUp', { $metadata })).toBe('');
  });
});

describe('dates', () => {
  it.each([
    ['UTC', '2019-01-21T22:08:29.537Z', '2019-01-21T22:08:29.537000+00:00'],
    ['UTC', '2019-01-21T22:08:29.007Z', '2019-01-21T22:08:29.007000+00:00'],
    ['America/New_York', '2019-01-21T22:08:29Z', '2019-01-21T17:08:29-05:00'],
    ['America/New_York', '2019-07-21T02:08:29.5Z', '2019-07-20T22:08:29.500000-04:00'],
    ['America/New_York', '2024-11-03T05:59:59Z', '2024-11-03T01:59:59-04:00'],
    ['America/New_York', '2024-11-03T06:00:00Z', '2024-11-03T01:00:00-05:00'],
    ['Asia/Kolkata', '2019-12-31T20:00:00Z', '2020-01-01T01:30:00+05:30'],
    ['America/St_Johns', '2019-01-01T00:00:00Z', '2018-12-31T20:30:00-03:30'],
  ])('in %s %s is printed as %s', (timeZone, date, printed) => {
    expect(dateIn(timeZone, new Date(date))).toBe(printed);
  });

  it('name the same moment in every zone', () => {
    const moment = fc.date({ min: new Date('2014-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    fc.assert(
      fc.property(moment, zone, (date, timeZone) => {
        expect(new Date(dateIn(timeZone, date) ?? '')).toEqual(date);
      }),
    );
  });

  it('are in the zone of this computer unless told', () => {
    const UserCreateDate = new Date('2019-07-21T02:08:29Z');
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    expect(cliJson('AdminGetUser', { UserCreateDate })).toBe(
      cliJson('AdminGetUser', { UserCreateDate }, { timeZone }),
    );
  });
});

describe('masking', () => {
  it('shows how long each token is, and the rest as it is', () => {
    expect(cliJson('InitiateAuth', tokens, { mask: true })).toBe(`{
    "ChallengeParameters": {},
    "AuthenticationResult": {
        "AccessToken": "•••• (1074 characters)",
        "ExpiresIn": 3600,
        "TokenType": "Bearer",
        "RefreshToken": "•••• (1800 characters)",
        "IdToken": "•••• (900 characters)"
    }
}
`);
  });

  it('hides a session', () => {
    const Session = 's'.repeat(1500);
    expect(cliJson('SignUp', { UserConfirmed: false, UserSub: 'x', Session }, { mask: true })).not.toContain(
      Session,
    );
  });

  it('is announced by the reply itself', () => {
    expect(hasSecrets('InitiateAuth', tokens)).toBe(true);
    expect(hasSecrets('ConfirmSignUp', { Session: 's'.repeat(20) })).toBe(true);
    expect(hasSecrets('ConfirmSignUp', {})).toBe(false);
    expect(
      hasSecrets('AdminGetUser', { Username: 'jane', UserAttributes: [{ Name: 'Session', Value: 'x' }] }),
    ).toBe(false);
  });
});
