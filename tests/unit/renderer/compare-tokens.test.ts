import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTokens } from '../../../renderer/src/features/token/compare-tokens.ts';

const token = (claims: Readonly<Record<string, string>>, keyId: string | null = 'k') => ({
  algorithm: 'RS256',
  keyId,
  claims: Object.entries(claims).map(([name, value]) => ({ name, value })),
});

describe('two tokens side by side', () => {
  it('show what both have, what one has, and what differs', () => {
    const first = token({ sub: 'a', scope: 'x', jti: '1' });
    const second = token({ jti: '2', sub: 'a', aud: 'client' }, null);
    expect(compareTokens(first, second)).toEqual([
      { name: 'sub', first: 'a', second: 'a', same: true },
      { name: 'scope', first: 'x', second: null, same: false },
      { name: 'jti', first: '1', second: '2', same: false },
      { name: 'alg (header)', first: 'RS256', second: 'RS256', same: true },
      { name: 'kid (header)', first: 'k', second: null, same: false },
      { name: 'aud', first: null, second: 'client', same: false },
    ]);
  });

  it('do not trip over what claims may be called', () => {
    expect(compareTokens(token({ constructor: 'x' }), token({}))[0]).toMatchObject({
      name: 'constructor',
      second: null,
    });
  });

  it('lose no claim of either, and a token equals itself', () => {
    const some = fc.dictionary(fc.string(), fc.string()).map((claims) => token(claims));
    fc.assert(
      fc.property(some, some, (first, second) => {
        const names = compareTokens(first, second).map(({ name }) => name);
        for (const { name } of [...first.claims, ...second.claims]) expect(names).toContain(name);
        expect(new Set(names).size).toBe(names.length);
        expect(compareTokens(first, first).every(({ same }) => same)).toBe(true);
      }),
    );
  });
});
