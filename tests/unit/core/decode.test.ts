import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeClaims, instantClaim, listClaim, textClaim } from '#core/tokens/decode.ts';
import { unsignedToken } from '#tests/support/desk.ts';

describe('the claims of a token', () => {
  it('are read without looking at its signature', () => {
    const claims = { sub: 'jane', name: 'Zoë 日本', exp: 1_795_000_000 };
    expect(decodeClaims(unsignedToken(claims))).toEqual(claims);
  });

  it.each([
    ['nothing', ''],
    ['one part', 'abc'],
    ['an empty body', 'abc..def'],
    ['no base64url', 'abc.%%%.def'],
    ['no JSON', `abc.${Buffer.from('{"sub":').toString('base64url')}.def`],
    ['a number', `abc.${Buffer.from('42').toString('base64url')}.def`],
    ['null', `abc.${Buffer.from('null').toString('base64url')}.def`],
    ['text', `abc.${Buffer.from('"jane"').toString('base64url')}.def`],
  ])('are none where there is %s', (_, token) => {
    expect(decodeClaims(token)).toBeNull();
  });

  it('of any text are an object or null', () => {
    const body = fc.json().map((json) => `a.${Buffer.from(json).toString('base64url')}.b`);
    fc.assert(
      fc.property(fc.oneof(fc.string(), body), (token) => {
        const claims = decodeClaims(token);
        expect(typeof claims).toBe('object');
        instantClaim(claims, 'exp');
        textClaim(claims, 'sub');
        listClaim(claims, 'cognito:groups');
      }),
    );
  });
});

describe('one claim', () => {
  it('in seconds becomes milliseconds', () => {
    expect(instantClaim({ exp: 1_795_000_000 }, 'exp')).toBe(1_795_000_000_000);
    expect(instantClaim({ exp: 1.5 }, 'exp')).toBe(1500);
  });

  it.each([[{ exp: '1795000000' }], [{ exp: null }], [{ exp: Infinity }], [{}], [null]])(
    'that is no number (%j) is no time',
    (claims) => {
      expect(instantClaim(claims, 'exp')).toBeNull();
    },
  );

  it('is text or null', () => {
    expect(textClaim({ sub: 'jane' }, 'sub')).toBe('jane');
    expect(textClaim({ sub: 7 }, 'sub')).toBeNull();
    expect(textClaim({}, 'constructor')).toBeNull();
    expect(textClaim(null, 'sub')).toBeNull();
  });

  it('is the list of its texts', () => {
    expect(listClaim({ groups: ['admins', 7, null, 'testers'] }, 'groups')).toEqual(['admins', 'testers']);
    expect(listClaim({ groups: 'admins' }, 'groups')).toEqual([]);
    expect(listClaim(null, 'groups')).toEqual([]);
  });
});
