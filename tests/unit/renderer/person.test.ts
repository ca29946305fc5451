import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceNames, nextSteps, personVerdict } from '#contract/person-verdict.ts';
import { judge, type JudgedPerson } from '#core/person/verdict.ts';
import {
  handOverCard,
  maskEmail,
  maskPhone,
  maskUsername,
} from '../../../renderer/src/features/person/hand-over.ts';
import {
  actionNames,
  changesBetween,
  fittingActions,
  happened,
  helpingActions,
  type ActionName,
} from '../../../renderer/src/features/person/person-actions.ts';
import { relativeTime } from '../../../renderer/src/features/person/relative-time.ts';
import { actionText } from '../../../renderer/src/locales/en/person-actions.ts';
import { personVerdictText } from '../../../renderer/src/locales/en/person.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const formats = { ago: (at: number) => relativeTime(at, now), time: () => '12:15' };

const jane = (
  changes: Partial<JudgedPerson> = {},
  attributes: Record<string, string> = {},
): JudgedPerson => ({
  username: 'jane',
  sub: '11111111-2222-4333-8444-555555555555',
  status: 'CONFIRMED',
  enabled: true,
  createdAt: now,
  modifiedAt: now,
  attributes: Object.entries({ email: 'jane@example.com', email_verified: 'true', ...attributes }).map(
    ([name, value]) => ({ name, value }),
  ),
  preferredMfa: null,
  mfaMethods: [],
  ...changes,
});
const wordsOf = (person: JudgedPerson, more: Partial<Parameters<typeof judge>[1]> = {}) =>
  personVerdictText(
    judge(person, { pool: null, groups: null, refused: null, now, ...more }),
    'Jane',
    formats,
  );

describe('the words of a verdict', () => {
  it.each([
    [{}, 'ok', 'Jane can sign in'],
    [{ status: 'UNCONFIRMED' }, 'warn', 'Jane cannot sign in yet, because the account was never confirmed'],
    [
      { status: 'FORCE_CHANGE_PASSWORD' },
      'warn',
      'Jane cannot sign in yet, because no own password was chosen since the invitation',
    ],
    [{ status: 'RESET_REQUIRED' }, 'warn', 'Jane cannot sign in yet, because the password has to be renewed'],
    [{ enabled: false }, 'bad', 'Jane cannot sign in, because the account is switched off'],
    [{ status: 'EXTERNAL_PROVIDER' }, 'info', 'Jane signs in through another provider'],
    [{ status: 'BRAND_NEW' }, 'info', 'We cannot tell whether Jane can sign in'],
    [{ status: 'COMPROMISED' }, 'bad', 'We cannot tell whether Jane can sign in'],
    [{ status: 'constructor' }, 'info', 'We cannot tell whether Jane can sign in'],
    [{ status: null }, 'info', 'We cannot tell whether Jane can sign in'],
  ] as const)('for %j are %s “%s”', (changes, tone, title) => {
    expect(wordsOf(jane(changes))).toMatchObject({ tone, title });
  });

  it('name the provider, the pause and the word of AWS', () => {
    const identities = '[{"providerName":"Google"}]';
    const external = wordsOf(jane({ status: 'EXTERNAL_PROVIDER' }, { identities }));
    expect(external.title).toBe('Jane signs in with Google');
    expect(external.lines.map(({ text }) => text)).toContain(
      'Signs in with Google: there is no Cognito password to test.',
    );
    expect(external.lines[0]?.from).toBe('status EXTERNAL_PROVIDER');
    const paused = wordsOf(jane(), { refused: { count: 6, lastAt: now, retryAt: now + 1 } });
    expect(paused).toMatchObject({ tone: 'warn', title: 'Jane can sign in once AWS’s pause is over' });
    expect(paused.lines.at(-1)).toEqual({
      text: '6 passwords in a row were refused here, the last just now. AWS probably pauses sign-in until 12:15.',
      from: 'this app',
    });
  });

  it('are whole sentences for every verdict that the contract allows, each with its evidence', () => {
    const reason = fc.oneof(
      ...(
        [
          { reason: 'disabled' },
          { reason: 'no-code-address' },
          { reason: 'second-step-to-set-up' },
          { reason: 'status', status: 'X' },
          { reason: 'status', status: null },
          { reason: 'invitation', sentAt: now, days: 1, endsAt: now, over: true },
          { reason: 'invitation', sentAt: now, days: 7, endsAt: now + 1, over: false },
          { reason: 'invitation', sentAt: now, days: null, endsAt: null, over: null },
          { reason: 'invitation', sentAt: null, days: 7, endsAt: null, over: null },
          { reason: 'provider', names: [], only: true },
          { reason: 'provider', names: ['A', 'B'], only: false },
          { reason: 'contact-unverified', contact: 'email' },
          { reason: 'signs-in-with', names: ['username', 'phone_number'] },
          { reason: 'second-step', methods: ['SMS_MFA', 'toString'] },
          { reason: 'refused-tries', count: 1, lastAt: now, retryAt: null },
          { reason: 'groups', names: [], more: false },
          { reason: 'groups', names: ['a', 'b', 'c', 'd', 'e'], more: true },
        ] as const
      ).map((one) => fc.constant(one)),
    );
    fc.assert(
      fc.property(
        fc.constantFrom('can', 'not-yet', 'cannot', 'elsewhere', 'unclear'),
        fc.array(reason, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...nextSteps),
        fc.constantFrom(...evidenceNames),
        (answer, reasons, next, from) => {
          const verdict = personVerdict.parse({
            answer,
            reasons: reasons.map((one) => ({ ...one, from: [from] })),
            next,
          });
          const words = personVerdictText(verdict, 'Jane', formats);
          expect(words.lines).toHaveLength(reasons.length);
          const says = /can sign in|cannot sign in|signs in/g;
          expect([...words.title.matchAll(says)]).toHaveLength(1);
          for (const text of [words.next, ...words.lines.map((line) => line.text)]) {
            expect(text).toMatch(/^[A-Z0-9].*\.$/s);
            expect(text).not.toMatch(/undefined|null|!|\s{2}/);
          }
        },
      ),
    );
  });
});

describe('the actions that fit', () => {
  it.each([
    [{}, {}, ['setPassword', 'resetPassword', 'signOutEverywhere', 'disable']],
    [{}, { email_verified: 'false' }, ['setPassword', 'verifyEmail', 'signOutEverywhere', 'disable']],
    [{ status: 'UNCONFIRMED' }, {}, ['confirm', 'setPassword', 'disable']],
    [
      { status: 'FORCE_CHANGE_PASSWORD' },
      { phone_number: '+46701112233' },
      ['resendInvitation', 'setPassword', 'verifyPhone', 'disable'],
    ],
    [{ status: 'FORCE_CHANGE_PASSWORD' }, { email: '', email_verified: '' }, ['setPassword', 'disable']],
    [{ enabled: false }, {}, ['setPassword', 'signOutEverywhere', 'enable']],
    [{ status: 'EXTERNAL_PROVIDER' }, { email_verified: 'false' }, ['signOutEverywhere', 'disable']],
    [{ status: 'BRAND_NEW', enabled: null }, {}, ['setPassword', 'resetPassword', 'signOutEverywhere']],
  ] as const)('to %j with %j', (changes, attributes, expected) => {
    expect(fittingActions(jane(changes, attributes))).toEqual(expected);
  });

  it('help with what the verdict found', () => {
    expect(helpingActions(jane({ enabled: false }), 'enable')).toEqual(['enable']);
    expect(helpingActions(jane({ status: 'FORCE_CHANGE_PASSWORD' }), 'renew-invitation')).toEqual([
      'resendInvitation',
      'setPassword',
    ]);
    expect(helpingActions(jane(), 'nothing')).toEqual([]);
  });

  it('have their words', () => {
    for (const action of actionNames) {
      const { label, title, text, confirm, busy, done } = actionText.actions[action];
      expect(label).toMatch(/^[A-Z].*…$/);
      expect(title('Jane')).toContain('Jane');
      expect(done('Jane')).toContain('Jane');
      for (const each of [text, confirm, busy]) expect(each).not.toContain('!');
    }
  });
});

describe('an action whose reply got lost', () => {
  const off = jane({ enabled: false });
  const invited = jane({ status: 'FORCE_CHANGE_PASSWORD' });
  const reset = jane({ status: 'RESET_REQUIRED' });
  const unverified = jane({}, { email_verified: 'false' });
  it.each([
    ['enable', off, jane(), 'yes'],
    ['enable', off, off, 'no'],
    ['disable', jane(), off, 'yes'],
    ['disable', jane(), jane(), 'no'],
    ['confirm', jane({ status: 'UNCONFIRMED' }), jane(), 'yes'],
    ['confirm', jane({ status: 'UNCONFIRMED' }), jane({ status: 'UNCONFIRMED' }), 'no'],
    ['verifyEmail', unverified, jane(), 'yes'],
    ['verifyEmail', unverified, unverified, 'no'],
    ['resetPassword', jane(), reset, 'yes'],
    ['resetPassword', jane(), jane(), 'no'],
    ['resetPassword', reset, reset, 'unclear'],
    ['setPassword', invited, jane(), 'yes'],
    ['setPassword', jane(), jane(), 'unclear'],
    ['resendInvitation', invited, invited, 'unclear'],
    ['signOutEverywhere', jane(), jane(), 'unclear'],
  ] as const)('%s: happened, by what the account shows', (action: ActionName, before, after, expected) => {
    expect(happened(action, before, after)).toBe(expected);
  });

  it('changes are named with what was before', () => {
    expect(changesBetween(invited, jane({ enabled: false })).map(actionText.change)).toEqual([
      'Status: Confirmed, was Needs a new password',
      'Enabled: No, was Yes',
    ]);
    expect(changesBetween(jane(), jane())).toEqual([]);
  });
});

describe('the hand-over card', () => {
  it.each([
    [maskEmail('jane.doe@example.com'), 'j***@e***'],
    [maskEmail('no address'), '***'],
    [maskPhone('+441632960121'), '+********0121'],
    [maskPhone('+1234'), '***'],
    [maskUsername('jane@example.com'), 'j***@e***'],
    [maskUsername('+441632960121'), '+********0121'],
    [maskUsername('jane'), 'jane'],
  ])('masks: %s', (masked, expected) => {
    expect(masked).toBe(expected);
  });

  it('holds no address of anybody', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.stringMatching(/^\+[1-9]\d{8,14}$/), (email, phone) => {
        const card = handOverCard({
          pool: 'Staging',
          username: email,
          sub: null,
          email,
          phone,
          status: 'Confirmed (CONFIRMED)',
          verdict: wordsOf(jane()),
          at: 'now',
        });
        expect(card).not.toContain(email);
        expect(card).not.toContain(phone);
        expect(card).toContain('Verdict: ');
        expect(card).toContain('Next: ');
      }),
    );
  });
});

it.each([
  [-9 * 86_400_000 - 1, '9 days ago'],
  [-86_400_000, '1 day ago'],
  [2 * 3_600_000, 'in 2 hours'],
  [-59_000, 'just now'],
  [59_000, 'in less than a minute'],
])('%d milliseconds are "%s"', (span, expected) => {
  expect(relativeTime(now + span, now)).toBe(expected);
});
