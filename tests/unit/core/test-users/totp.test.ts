import { describe, expect, it } from 'vitest';
import { codeOf, counterAt, endOf } from '#core/test-users/totp.ts';

/** RFC 6238, appendix B, SHA-1: the last six of its eight digits. The key is "12345678901234567890". */
const key = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const vectors = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const;

describe('the code of an authenticator', () => {
  it.each(vectors)('is the one of RFC 6238 at %i seconds', (seconds, code) => {
    expect(codeOf(key, counterAt(seconds * 1000))).toBe(code);
  });

  it('lasts until the next half minute', () => {
    expect(endOf(counterAt(0))).toBe(30_000);
    expect(endOf(counterAt(29_999))).toBe(30_000);
    expect(endOf(counterAt(30_000))).toBe(60_000);
    expect(codeOf(key, counterAt(30_000))).toBe(codeOf(key, counterAt(59_999)));
  });

  it('comes of keys as short as some authenticators have them, and as long as those of AWS', () => {
    expect(codeOf('JBSWY3DPEHPK3PXP', 1)).toBe('996554');
    expect(codeOf(`${key}GEZDGNBVGY3TQOJQGEZA`, 1)).toMatch(/^\d{6}$/);
  });
});
