import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personVerdict, type VerdictReason } from '#contract/person-verdict.ts';
import { toPoolSettings } from '#core/cognito/pool-settings.ts';
import { providersOf } from '#core/person/providers.ts';
import { judge, type Circumstances, type JudgedPerson } from '#core/person/verdict.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const day = 24 * 60 * 60_000;

const jane = (
  changes: Partial<JudgedPerson> = {},
  attributes: Record<string, string> = {},
): JudgedPerson => ({
  username: 'jane',
  sub: null,
  status: 'CONFIRMED',
  enabled: true,
  createdAt: now - 30 * day,
  modifiedAt: now - 9 * day,
  attributes: Object.entries({ email: 'jane@example.com', email_verified: 'true', ...attributes }).map(
    ([name, value]) => ({ name, value }),
  ),
  preferredMfa: null,
  mfaMethods: [],
  ...changes,
});
const alone: Circumstances = { pool: null, groups: null, refused: null, now };
const inPool = (pool: Parameters<typeof toPoolSettings>[0]): Circumstances => ({
  ...alone,
  pool: toPoolSettings(pool),
});
const reasonIn = <Name extends VerdictReason['reason']>(
  { reasons }: { readonly reasons: readonly VerdictReason[] },
  name: Name,
) => reasons.find((one): one is Extract<VerdictReason, { reason: Name }> => one.reason === name);

describe('the verdict on a person', () => {
  it.each([
    [{ status: 'CONFIRMED' }, 'can', 'nothing'],
    [{ status: 'UNCONFIRMED' }, 'not-yet', 'confirm'],
    [{ status: 'FORCE_CHANGE_PASSWORD' }, 'not-yet', 'use-invitation'],
    [{ status: 'RESET_REQUIRED' }, 'not-yet', 'renew-password'],
    [{ status: 'EXTERNAL_PROVIDER' }, 'elsewhere', 'ask-provider'],
    [{ status: 'COMPROMISED' }, 'unclear', 'set-password'],
    [{ status: 'ARCHIVED' }, 'unclear', 'ask-support'],
    [{ status: 'constructor' }, 'unclear', 'ask-support'],
    [{ status: null }, 'unclear', 'ask-support'],
    [{ status: 'CONFIRMED', enabled: false }, 'cannot', 'enable'],
    [{ status: 'CONFIRMED', enabled: null }, 'can', 'nothing'],
  ] as const)('of %j is %s, next %s', (changes, answer, next) => {
    expect(judge(jane(changes), alone)).toMatchObject({ answer, next });
  });

  it('estimates when an invitation runs out, from the last change and the pool’s days', () => {
    const invited = jane({ status: 'FORCE_CHANGE_PASSWORD' });
    const policy = (days: number) =>
      inPool({ Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: days } } });
    expect(judge(invited, policy(7))).toMatchObject({ answer: 'cannot', next: 'renew-invitation' });
    expect(reasonIn(judge(invited, policy(7)), 'invitation')).toEqual({
      reason: 'invitation',
      from: ['dates', 'pool-settings'],
      sentAt: now - 9 * day,
      days: 7,
      endsAt: now - 2 * day,
      over: true,
    });
    expect(judge(invited, policy(10))).toMatchObject({ answer: 'not-yet', next: 'use-invitation' });
    expect(reasonIn(judge(invited, alone), 'invitation')).toMatchObject({ from: ['dates'], over: null });
    const undated = jane({ status: 'FORCE_CHANGE_PASSWORD', createdAt: null, modifiedAt: null });
    expect(reasonIn(judge(undated, policy(7)), 'invitation')).toMatchObject({ sentAt: null, over: null });
  });

  it('finds that a code for a new password has nowhere to go', () => {
    const lost = jane({ status: 'RESET_REQUIRED' }, { email_verified: 'false' });
    expect(judge(lost, alone)).toMatchObject({ answer: 'cannot', next: 'verify-or-set-password' });
    expect(reasonIn(judge(lost, alone), 'no-code-address')).toBeDefined();
  });

  it('tells by which names the pool takes the person, and which have to be verified first', () => {
    const unverified = jane({}, { email_verified: 'false', phone_number: '+46701112233' });
    const aliases = judge(unverified, inPool({ AliasAttributes: ['email', 'preferred_username'] }));
    expect(reasonIn(aliases, 'signs-in-with')?.names).toEqual(['username']);
    expect(reasonIn(aliases, 'contact-unverified')?.contact).toBe('email');
    // Where the address is the name it works unverified.
    const asName = judge(unverified, inPool({ UsernameAttributes: ['email'] }));
    expect(reasonIn(asName, 'signs-in-with')?.names).toEqual(['email']);
    expect(reasonIn(asName, 'contact-unverified')).toBeUndefined();
    expect(reasonIn(judge(unverified, alone), 'signs-in-with')).toBeUndefined();
  });

  it('takes the second step from the person, and its need from the pool', () => {
    const steps = { preferredMfa: 'SOFTWARE_TOKEN_MFA', mfaMethods: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] };
    expect(reasonIn(judge(jane(steps), alone), 'second-step')?.methods).toEqual([
      'SOFTWARE_TOKEN_MFA',
      'SMS_MFA',
    ]);
    expect(reasonIn(judge(jane(steps), inPool({ MfaConfiguration: 'OFF' })), 'second-step')).toBeUndefined();
    const demanded = judge(jane(), inPool({ MfaConfiguration: 'ON' }));
    expect(demanded.answer).toBe('can');
    expect(reasonIn(demanded, 'second-step-to-set-up')).toBeDefined();
    const free = judge(jane(), inPool({ MfaConfiguration: 'OPTIONAL' }));
    expect(reasonIn(free, 'second-step-to-set-up')).toBeUndefined();
  });

  it('names the provider, alone or beside a password', () => {
    const identities = JSON.stringify([
      { providerName: 'Google', providerType: 'Google', userId: '1' },
      { providerName: 'Company', providerType: 'SAML', userId: '2' },
    ]);
    const only = judge(jane({ status: 'EXTERNAL_PROVIDER' }, { identities }), alone);
    expect(reasonIn(only, 'provider')).toMatchObject({ names: ['Google', 'Company'], only: true });
    const linked = judge(jane({}, { identities }), alone);
    expect(linked.answer).toBe('can');
    expect(reasonIn(linked, 'provider')).toMatchObject({ only: false });
    expect(reasonIn(judge(jane({ status: 'EXTERNAL_PROVIDER' }), alone), 'provider')?.names).toEqual([]);
  });

  it('adds refused tries, and waits for a pause that is on', () => {
    const refused = { count: 6, lastAt: now - 1000, retryAt: now + 1000 };
    expect(judge(jane(), { ...alone, refused })).toMatchObject({ answer: 'can', next: 'wait' });
    expect(judge(jane({ enabled: false }), { ...alone, refused }).next).toBe('enable');
    expect(judge(jane(), { ...alone, refused: { ...refused, retryAt: null } }).next).toBe('nothing');
  });

  it('reads whatever stands in the place of identities', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (value) => {
        expect(providersOf([{ name: 'identities', value }])).toEqual(expect.any(Array));
      }),
    );
  });
});

// --- Every combination --------------------------------------------------------------------------------------------

const flag = fc.constantFrom('true', 'false', undefined);
const anyPerson = fc
  .record({
    status: fc.constantFrom(
      'CONFIRMED',
      'UNCONFIRMED',
      'FORCE_CHANGE_PASSWORD',
      'RESET_REQUIRED',
      'EXTERNAL_PROVIDER',
      'ARCHIVED',
      'COMPROMISED',
      'UNKNOWN',
      'BRAND_NEW',
      null,
    ),
    enabled: fc.constantFrom(true, false, null),
    email: fc.constantFrom('jane@example.com', '', undefined),
    emailVerified: flag,
    phone: fc.constantFrom('+46701112233', undefined),
    phoneVerified: flag,
    preferredUsername: fc.constantFrom('jd', undefined),
    identities: fc.constantFrom('[{"providerName":"Google"}]', '[]', 'x', undefined),
    preferredMfa: fc.constantFrom('SMS_MFA', null),
    mfaMethods: fc.constantFrom<string[]>([], ['SMS_MFA'], ['SOFTWARE_TOKEN_MFA', 'SMS_MFA']),
    modifiedAt: fc.constantFrom(now - 9 * day, now - day, null),
    createdAt: fc.constantFrom(now - 30 * day, null),
  })
  .map(({ email, emailVerified, phone, phoneVerified, preferredUsername, identities, ...facts }) => ({
    username: 'jane',
    sub: null,
    ...facts,
    attributes: Object.entries({
      email,
      email_verified: emailVerified,
      phone_number: phone,
      phone_number_verified: phoneVerified,
      preferred_username: preferredUsername,
      identities,
    }).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }])),
  }));
const anyPool = fc.option(
  fc.record({
    signInWith: fc.constantFrom([] as const, ['email'] as const, ['email', 'phone_number'] as const),
    aliases: fc.constantFrom(
      [] as const,
      ['email'] as const,
      ['email', 'phone_number', 'preferred_username'] as const,
    ),
    secondStep: fc.constantFrom('off' as const, 'optional' as const, 'required' as const, null),
    temporaryPasswordDays: fc.constantFrom(7, null),
    password: fc.constant(null),
  }),
);
const anyGroups = fc.option(
  fc.record({
    known: fc.constant(true as const),
    groups: fc.array(fc.record({ name: fc.string(), description: fc.constant(null) }), { maxLength: 3 }),
    more: fc.boolean(),
  }),
);
const anyRefused = fc.option(
  fc.record({
    count: fc.integer({ min: 1, max: 20 }),
    lastAt: fc.constant(now),
    retryAt: fc.constantFrom(null, now + 1),
  }),
);

/** Reasons that keep somebody out; only those may stand behind a no. */
const blocks = (reason: VerdictReason): boolean =>
  reason.reason === 'disabled' ||
  reason.reason === 'no-code-address' ||
  (reason.reason === 'invitation' && reason.over === true);

it('is free of contradictions for every person in every pool', () => {
  fc.assert(
    fc.property(anyPerson, anyPool, anyGroups, anyRefused, (person, pool, groups, refused) => {
      const circumstances = { pool, groups, refused, now };
      const verdict = judge(person, circumstances);
      expect(personVerdict.parse(verdict)).toEqual(verdict);
      const { answer, reasons, next } = verdict;
      const has = (name: VerdictReason['reason']) => reasons.some(({ reason }) => reason === name);

      // Yes and no, and what they rest on.
      expect(answer === 'cannot').toBe(reasons.some(blocks));
      if (person.enabled === false) expect(reasons[0]?.reason).toBe('disabled');
      expect(has('disabled')).toBe(person.enabled === false);
      if (answer === 'can') expect(person).toMatchObject({ status: 'CONFIRMED' });
      if (answer === 'elsewhere') expect(person).toMatchObject({ status: 'EXTERNAL_PROVIDER' });
      if (has('invitation')) expect(person.status).toBe('FORCE_CHANGE_PASSWORD');
      expect(next === 'nothing' || next === 'wait').toBe(answer === 'can');
      if (next === 'wait') expect(refused?.retryAt).not.toBeNull();

      // Nothing is said twice, and nothing against another.
      const keys = reasons.map((one) => (one.reason === 'contact-unverified' ? one.contact : one.reason));
      expect(new Set(keys).size).toBe(keys.length);
      expect(has('second-step') && has('second-step-to-set-up')).toBe(false);
      const works = reasonIn(verdict, 'signs-in-with')?.names ?? [];
      for (const one of reasons) {
        if (one.reason === 'contact-unverified') expect(works).not.toContain(one.contact);
      }
      if (answer === 'elsewhere') {
        for (const name of ['second-step', 'signs-in-with', 'contact-unverified'] as const) {
          expect(has(name)).toBe(false);
        }
      }

      // Each rests on what was known.
      for (const { from } of reasons) {
        if (from.includes('pool-settings')) expect(pool).not.toBeNull();
        if (from.includes('groups')) expect(groups).not.toBeNull();
        if (from.includes('this-app')) expect(refused).not.toBeNull();
      }

      // More knowledge never turns a no into a yes, nor a yes into a no.
      const before = judge(person, { ...circumstances, pool: null, groups: null }).answer;
      if (before !== answer) expect([before, answer]).toEqual(['not-yet', 'cannot']);
    }),
    { numRuns: 3000 },
  );
});
