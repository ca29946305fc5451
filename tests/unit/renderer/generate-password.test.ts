import { describe, expect, it } from 'vitest';
import { password } from '#contract/fields.ts';
import { generatePassword } from '../../../renderer/src/forms/generate-password.ts';

describe('a generated password', () => {
  const many = Array.from({ length: 500 }, generatePassword);

  it('has every kind of character that a pool can demand', () => {
    for (const one of many) {
      expect(one).toHaveLength(16);
      expect(one).toMatch(/[a-z]/);
      expect(one).toMatch(/[A-Z]/);
      expect(one).toMatch(/\d/);
      expect(one).toMatch(/[#%*+\-=?@_]/);
      expect(password.safeParse(one).success).toBe(true);
    }
  });

  it('has no letters that look alike and nothing that a shell touches in double quotes', () => {
    expect(many.join('')).not.toMatch(/[0O1lI"$`\\!\s]/);
  });

  it('is never the same one', () => {
    expect(new Set(many).size).toBe(many.length);
  });

  it('has no place that always holds the same kind', () => {
    for (let place = 0; place < 16; place += 1) {
      const kinds = new Set(many.map((one) => (/[a-z]/i.test(one.charAt(place)) ? 'letter' : 'other')));
      expect(kinds.size).toBe(2);
    }
  });
});
