import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { password } from '#contract/fields.ts';
import type { PasswordPolicy } from '#contract/pool-rules.ts';
import { generatePassword } from '../../../renderer/src/forms/generate-password.ts';
import { checkPassword, hasSpaceAtEnd, meetsPolicy } from '../../../renderer/src/forms/password-policy.ts';

/** Every policy that Cognito takes. */
const policies: fc.Arbitrary<PasswordPolicy> = fc.record({
  minimumLength: fc.integer({ min: 6, max: 99 }),
  lowercase: fc.boolean(),
  uppercase: fc.boolean(),
  numbers: fc.boolean(),
  symbols: fc.boolean(),
});
const strict: PasswordPolicy = {
  minimumLength: 8,
  lowercase: true,
  uppercase: true,
  numbers: true,
  symbols: true,
};
const broken = (text: string) =>
  checkPassword(strict, text)
    .filter(({ met }) => !met)
    .map(({ rule }) => rule);

describe('the rules of a password', () => {
  it('are met by every generated password, whatever the policy', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const generated = generatePassword(policy.minimumLength);
        expect(meetsPolicy(policy, generated)).toBe(true);
        expect(password.safeParse(generated).success).toBe(true);
        expect(hasSpaceAtEnd(generated)).toBe(false);
      }),
    );
  });

  it('are those of the policy and no others, and none is unmet by adding to a password', () => {
    fc.assert(
      fc.property(policies, fc.string(), fc.string(), (policy, text, more) => {
        const checked = checkPassword(policy, text);
        const asked = (['lowercase', 'uppercase', 'numbers', 'symbols'] as const).filter(
          (rule) => policy[rule],
        );
        expect(checked.map(({ rule }) => rule)).toEqual(['length', ...asked]);
        const longer = checkPassword(policy, text + more);
        checked.forEach(({ met }, index) => {
          if (met) expect(longer[index]?.met).toBe(true);
        });
      }),
    );
  });

  it('count only letters and digits of ASCII, and the symbols of Cognito', () => {
    expect(broken('Abcdef1!')).toEqual([]);
    expect(broken('Äöüßéñ١é')).toEqual(['lowercase', 'uppercase', 'numbers', 'symbols']);
    expect(broken('Abcdef1€')).toEqual(['symbols']);
    expect(broken('Ab1!')).toEqual(['length']);
    for (const symbol of '^$*.[]{}()?"!@#%&/\\,><\':;|_~`=+-') {
      expect(broken(`Abcdef1${symbol}`), symbol).toEqual([]);
    }
  });

  it('tell of a space at either end', () => {
    for (const text of [' a', 'a ', 'a\t']) expect(hasSpaceAtEnd(text)).toBe(true);
    expect(hasSpaceAtEnd('a b')).toBe(false);
  });
});
