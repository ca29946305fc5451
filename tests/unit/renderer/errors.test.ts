import { describe, expect, it } from 'vitest';
import { updateTroubles } from '#contract/updates.ts';
import { fieldProblems } from '#contract/fields.ts';
import type { AppError, ErrorCode } from '#contract/app-error.ts';
import { operationNames } from '#contract/channels.ts';
import type { ProfileSummary } from '#contract/profiles.ts';
import { errorText, remedyLabels, type ErrorText } from '../../../renderer/src/locales/en/errors.ts';
import { fieldProblemText } from '../../../renderer/src/locales/en/fields.ts';

type DataOf<Code extends ErrorCode> = Omit<Extract<AppError, { code: Code }>, 'code' | 'technical'>;

const places = [
  { region: 'eu-west-1', poolRegion: null },
  { region: 'eu-west-1', poolRegion: 'eu-west-1' },
  { region: 'eu-west-1', poolRegion: 'us-east-1' },
];
const host = 'cognito-idp.eu-west-1.amazonaws.com';

/** Every code with all the data that changes its words. A new code does not compile without its samples. */
const samples: { readonly [Code in ErrorCode]: readonly DataOf<Code>[] } = {
  'invalid-input': [{ issues: [] }, { issues: [{ path: 'attributes.0.value', problem: 'required' }] }],
  'forbidden-caller': [{}],
  cancelled: [{}],
  internal: [{}],
  'profile-missing': [{}],
  'production-guarded': [{ profileId: 'p', profileName: 'Live' }],
  'profile-read-only': [{ profileId: 'p', profileName: 'Live' }],
  'gesture-needed': [{}],
  'another-account': [{ username: 'jane' }],
  'destination-refused': (['not-encrypted', 'not-allowed', 'not-meant'] as const).map((why) => ({
    host,
    why,
  })),
  unreachable: (['name', 'refused', 'reset', 'timeout', 'other'] as const).map((reason) => ({
    host,
    reason,
  })),
  'outcome-unknown': [{ host }],
  intercepted: (['certificate', 'page', 'proxy-login'] as const).map((reason) => ({ host, reason })),
  'pool-not-found': places,
  'client-not-found': places,
  throttled: [{ retryAfter: 5 }],
  'blocked-by-firewall': [{}],
  'not-enabled-here': [{}],
  'aws-fault': [{}],
  'pool-misconfigured': [{ setting: 'email' }, { setting: 'sms' }, { setting: 'pool' }],
  'hook-refused': [
    { text: 'We only take company addresses.', trigger: 'PreSignUp' },
    { text: '', trigger: null },
  ],
  'hook-broken': [{}],
  'client-secret-missing': [{}],
  'client-secret-mismatch': [{}],
  'lookup-access-missing': [{ reason: 'not-set-up' }, { reason: 'not-found' }, { reason: 'no-program' }],
  'aws-session-expired': [
    { awsProfile: 'company', sso: true },
    { awsProfile: null, sso: true },
    { awsProfile: 'company', sso: false },
    { awsProfile: null, sso: false },
  ],
  'aws-keys-invalid': [{ awsProfile: 'company' }, { awsProfile: null }],
  'mfa-refused': (['device', 'code'] as const).flatMap((reason) => [
    { reason, awsProfile: 'company' },
    { reason, awsProfile: null },
  ]),
  'access-denied': [
    { action: 'cognito-idp:AdminGetUser', resource: null, explicit: false },
    { action: 'cognito-idp:AdminGetUser', resource: null, explicit: true },
    {
      action: 'cognito-idp:AdminGetUser',
      resource: 'arn:aws:cognito-idp:eu-west-1:1:userpool/x',
      explicit: false,
    },
  ],
  'clock-wrong': [{ minutesOff: null }, { minutesOff: 1 }, { minutesOff: -25 }],
  'storage-unavailable': (
    [
      'no-keyring',
      'weak-keyring',
      'locked',
      'disk-full',
      'not-allowed',
      'path-too-long',
      'folder-in-place',
      'link-broken',
      'disk',
      'busy',
    ] as const
  ).map((reason) => ({
    reason,
  })),
  'profiles-unreadable': (['sealed-elsewhere', 'damaged', 'newer-version'] as const).map((reason) => ({
    reason,
  })),
  unexplained: [{}],
  'vault-locked': [{}],
  'passphrase-wrong': [{ retryAt: null }, { retryAt: 1000 }],
  'passphrase-paused': [{ retryAt: 1000 }],
  'passphrase-needed': [{}],
  'file-trouble': (['no-access', 'no-space', 'too-large', 'not-there', 'other'] as const).flatMap((reason) =>
    (['open', 'save'] as const).map((action) => ({ action, reason, name: 'Profiles.cognitodesk' })),
  ),
  'link-not-opened': [{ address: 'https://docs.aws.amazon.com/' }],
  'preview-gone': [{}],
  'sealed-file-unreadable': (['not-ours', 'newer-version', 'damaged'] as const).map((reason) => ({ reason })),
  'username-taken': [{ what: 'username' }, { what: 'email' }, { what: 'phone_number' }],
  'alias-taken': [{ what: 'email' }, { what: 'phone_number' }, { what: 'address' }],
  'password-rejected': [{ rule: null }, { rule: 'Password must have uppercase characters' }],
  'password-reused': [{}],
  'attribute-rejected': (['missing', 'unknown', 'read-only', 'format'] as const).flatMap((why) =>
    [null, 'email', 'phone_number', 'custom:team', 'constructor'].map((attribute) => ({ attribute, why })),
  ),
  'username-form': (['email', 'phone', 'email-or-phone', 'not-email'] as const).map((expects) => ({
    expects,
  })),
  'sign-up-closed': [{}],
  'code-not-delivered': [{}],
  'message-limit': [{}],
  'code-mismatch': [{}],
  'code-expired': [{}],
  'too-many-attempts': [{}],
  'already-confirmed': [{}],
  'wrong-credentials': [{}],
  'test-user-missing': [{}],
  'saved-secret-refused': [
    { what: 'password', testUserId: 't', failures: 3 },
    { what: 'authenticator', testUserId: 't' },
  ],
  'test-users-newer': [{}],
  'remembered-newer': [{}],
  'user-not-found': [{}],
  'attempts-exceeded': [{}],
  'user-disabled': [{}],
  'user-not-confirmed': [{}],
  'password-reset-required': [{}],
  'temporary-password-expired': [{}],
  'session-expired': [{ why: 'expired' }, { why: 'used' }],
  'no-second-step': [{}],
  'flow-not-enabled': [{}],
  'pool-id-missing': [{}],
  'no-command': [{}],
  'code-used': [{}],
  'reset-not-possible': [{}],
  'state-not-fitting': [{}],
  'no-verified-address': [{}],
  'challenge-unsupported': [
    { challenge: 'SMS_MFA' },
    { challenge: 'INVENTED_TOMORROW' },
    { challenge: 'constructor' },
  ],
  'password-needed': [{}],
  'session-gone': [{}],
  'token-expired': [{ expiredAt: 0 }],
  'session-over': [
    { reason: 'ended' },
    { reason: 'revoked' },
    { reason: 'reused' },
    { reason: 'not-accepted' },
  ],
  'token-missing': [{}],
  'scope-missing': [{}],
  'reply-gone': [{}],
  'clipboard-refused': [{}],
  'update-failed': (['look', 'download', 'install'] as const).flatMap((step) =>
    updateTroubles.map((trouble) => ({ step, trouble })),
  ),
  'update-waits': [{}],
};

const technical = { operation: 'SignUp', name: 'NotAuthorizedException', message: 'Some reason.' };
const errors = Object.entries(samples).flatMap(([code, data]) =>
  data.flatMap((sample): AppError[] => [
    { code, ...sample } as unknown as AppError,
    { code, ...sample, technical } as unknown as AppError,
  ]),
);

const profile: ProfileSummary = {
  id: 'p',
  name: 'Staging',
  environment: 'staging',
  region: 'eu-west-1',
  clientId: '4exampleclientid1234567890',
  hasClientSecret: false,
  endpoint: null,
  poolId: 'eu-west-1_Ab12Cd34E',
  access: { kind: 'aws-profile', name: 'company' },
  colour: 'environment',
  icon: 'letters',
  readOnly: false,
  signInMethod: 'automatic',
  favourite: false,
  lastUsedAt: null,
};
const profiles = [
  null,
  profile,
  { ...profile, poolId: null, access: null },
  { ...profile, endpoint: 'http://127.0.0.1:9229', access: { kind: 'default-chain' } as const },
  { ...profile, access: { kind: 'access-keys' } as const },
];

function expectGoodWords(text: ErrorText): void {
  for (const part of [text.title, text.todo, text.who]) {
    // A host name stays as it is, and so does the start of an attribute's name.
    expect(part).toMatch(/^(?:[“A-Z]|cognito-idp\.).*(?:[.”]|custom:)$/);
  }
  const all = [text.title, text.todo, text.who, text.request ?? ''].join('\n');
  expect(all).not.toMatch(/!|oops|undefined|\bnull\b|NaN|\[object|function | {2}/i);
  expect(text.remedies.includes('copy-request')).toBe(text.request !== undefined);
  expect(new Set(text.remedies).size).toBe(text.remedies.length);
}

describe('the words for an error', () => {
  it.each(Object.keys(samples))('say what happened, what to do and who can do it: %s', (code) => {
    const texts = new Map<string, ErrorText>();
    for (const error of errors.filter((each) => each.code === code)) {
      for (const operation of operationNames) {
        for (const each of profiles) {
          const text = errorText(error, { operation, profile: each });
          texts.set(JSON.stringify(text), text);
        }
      }
    }
    // Most operations have the same words, and looking at them takes much longer than finding them.
    for (const text of texts.values()) expectGoodWords(text);
  });

  const words = (error: AppError, operation: (typeof operationNames)[number] = 'users.get') =>
    errorText(error, { operation, profile });

  it('never offer to repeat what may have been done', () => {
    for (const operation of ['users.signUp', 'auth.answer'] as const) {
      expect(words({ code: 'outcome-unknown', host }, operation).remedies).not.toContain('retry');
    }
  });

  it('never offer to repeat what makes it worse', () => {
    for (const code of ['attempts-exceeded', 'too-many-attempts', 'wrong-credentials'] as const) {
      expect(words({ code }, 'auth.signIn').remedies).not.toContain('retry');
    }
  });

  it('after a sign-up first send to check whether it worked', () => {
    expect(words({ code: 'outcome-unknown', host }, 'users.signUp').remedies[0]).toBe('check-outcome');
    expect(words({ code: 'aws-fault' }, 'users.signUp').remedies[0]).toBe('check-outcome');
  });

  it('name the region of the pool where the profile has another one', () => {
    const text = words({ code: 'pool-not-found', region: 'eu-west-1', poolRegion: 'us-east-1' });
    expect(text.todo).toContain('us-east-1');
    expect(text.remedies).toContain('switch-region');
  });

  it('give the one permission to ask for', () => {
    const text = words({
      code: 'access-denied',
      action: 'cognito-idp:AdminGetUser',
      resource: null,
      explicit: false,
    });
    expect(text.title).toContain('look people up');
    expect(text.request).toContain('cognito-idp:AdminGetUser on eu-west-1_Ab12Cd34E');
  });

  it('give the command that signs in to AWS again', () => {
    const text = words({ code: 'aws-session-expired', awsProfile: 'company', sso: true });
    expect(text.request).toBe('aws sso login --profile company');
    expect(text.requestLabel).toBe('Copy the command');
    const spaced = words({ code: 'aws-session-expired', awsProfile: 'my company', sso: true });
    expect(spaced.request).toBe('aws sso login --profile "my company"');
  });

  it('say how far off the clock is', () => {
    expect(words({ code: 'clock-wrong', minutesOff: -25 }).title).toContain('25 minutes behind');
    expect(words({ code: 'clock-wrong', minutesOff: 1 }).title).toContain('1 minute ahead');
  });

  it('quote the team’s own sentence first', () => {
    expect(words({ code: 'hook-refused', text: 'No.', trigger: 'PreSignUp' })).toMatchObject({
      title: '“No.”',
    });
  });

  it('quote AWS where there is no better explanation', () => {
    expect(words({ code: 'unexplained', technical }).title).toBe('AWS said: “Some reason.”');
  });
});

describe('the labels of remedies', () => {
  it.each(Object.entries(remedyLabels))('%s is “%s”', (_, label) => {
    expect(label).toMatch(/^[A-Z][^.!]*$/);
  });
});

describe('the words for a field', () => {
  it.each(fieldProblems)('are one sentence without blame: %s', (problem) => {
    expect(fieldProblemText(problem)).toMatch(/^[A-Z].*[.:…]$|custom:$/);
    expect(fieldProblemText(problem)).not.toMatch(/!|invalid|wrong|error/i);
  });

  it('differ from problem to problem', () => {
    expect(new Set(fieldProblems.map(fieldProblemText)).size).toBe(fieldProblems.length);
  });

  it.each(['', 'Invalid input: expected string', 'constructor', '__proto__'])(
    'are general ones for what zod says itself: %j',
    (problem) => {
      expect(fieldProblemText(problem)).toBe(fieldProblemText('form'));
    },
  );
});
