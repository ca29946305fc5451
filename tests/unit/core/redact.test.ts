import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '#core/redact.ts';
import { unsignedToken } from '#tests/support/desk.ts';

describe('redacting', () => {
  it('takes every occurrence of every secret out and leaves the rest', () => {
    const text = "Value 'hunter2' at 'password', again hunter2, and 123456";
    expect(redact(text, ['hunter2', '123456'])).toBe("Value '•••' at 'password', again •••, and •••");
  });

  it('leaves text without secrets as it is', () => {
    expect(redact('Incorrect username or password.', ['hunter2', ''])).toBe(
      'Incorrect username or password.',
    );
  });

  it('takes a secret out as a whole when it contains another one', () => {
    expect(redact('pass password', ['pass', 'password'])).toBe('••• •••');
  });

  it('takes secrets literally, not as patterns', () => {
    expect(redact('a.c abc $& $1', ['a.c', '$&'])).toBe('••• abc ••• $1');
  });

  it('takes out whatever looks like a token, also one that nobody named', () => {
    const token = unsignedToken({ sub: 'jane' });
    expect(redact(`Token ${token} has expired`, [])).toBe('Token ••• has expired');
    expect(redact(token.slice(0, token.lastIndexOf('.') + 1), [])).toBe('•••');
  });

  // Looking at each place of them anew would take many minutes, which no test may.
  it.each([`eyJ${'a-'.repeat(2_000_000)}`, 'eyJaaaaaaaaa.'.repeat(200_000), '-eyJaaaaaaaa'.repeat(200_000)])(
    'comes to its end with any text',
    (text) => {
      expect(redact(text, []).length).toBeLessThanOrEqual(10_000);
    },
  );

  it('leaves no half of a token where a text is cut', () => {
    const token = unsignedToken({ sub: 'jane' });
    for (let cut = 0; cut < token.length; cut += 1) {
      const text = `${'x '.repeat(5000 - Math.ceil(cut / 2))}${token}`;
      expect(redact(text, [])).not.toMatch(/eyJ[\w-]{8}/);
    }
  });

  it('leaves no secret in any text', () => {
    const secret = fc.string({ minLength: 4 }).filter((text) => !text.includes('•'));
    fc.assert(
      fc.property(fc.array(secret, { maxLength: 4 }), fc.array(fc.string()), (secrets, others) => {
        const text = [...others, ...secrets, ...others].join(' ');
        const clean = redact(text, secrets);
        for (const each of secrets) expect(clean).not.toContain(each);
      }),
    );
  });
});
