import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TOKEN_LIMIT, tokenReading } from '#contract/tokens.ts';
import { readTokenText, tokenIn } from '#core/tokens/read-token.ts';
import { anyCharacter } from '#tests/support/any-character.ts';
import { unsignedToken } from '#tests/support/desk.ts';

const base64url = (text: string | Buffer) => Buffer.from(text).toString('base64url');
const jwe = [base64url('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}'), 'key', 'iv', 'text', 'tag'].join(
  '.',
);
const claims = { sub: 'jane', token_use: 'access' };

/** A token whose claims are exactly this text. */
const withBody = (body: string | Buffer) => `${base64url('{"alg":"RS256"}')}.${base64url(body)}.c2ln`;

describe('a pasted text', () => {
  it.each([
    ['nothing', '', 'empty'],
    ['spaces', ' \n\t ', 'empty'],
    ['the start of a header', 'Authorization: Bearer ', 'empty'],
    ['words', 'this is not a token', 'no-token'],
    ['an address', 'https://example.com/a.b.c', 'no-token'],
    ['a number with dots', '1.2.3', 'damaged'],
    ['a password', 'Sunny-Harbour', 'no-token'],
    ['bytes', Buffer.from([0, 159, 146, 150, 1, 2, 255, 254]).toString('latin1'), 'binary'],
    ['a file that is no text', Buffer.from([255, 254, 0, 216, 1]).toString('utf8'), 'binary'],
    ['half a surrogate', '\ud800aaa.bbb.ccc', 'binary'],
    ['a token without its end', unsignedToken(claims).slice(0, 40), 'damaged'],
    ['claims that are no JSON', withBody('{"sub":'), 'damaged'],
    ['claims that are a list', withBody('[]'), 'damaged'],
    ['claims that are no text', withBody(Buffer.from([255, 254])), 'damaged'],
    ['a megabyte', 'a'.repeat(1_000_000), 'too-long'],
    ['a megabyte of a token', unsignedToken({ padding: 'x'.repeat(1_000_000) }), 'too-long'],
    ['a token that is a little too long', unsignedToken({ padding: 'x'.repeat(TOKEN_LIMIT) }), 'too-long'],
  ] as const)('that is %s is named so', (_, text, why) => {
    const reading = readTokenText(text);
    expect(reading).toMatchObject({ kind: 'unreadable', why });
  });

  it('may nest its claims as deep as it likes', () => {
    const body = `{"a":${'['.repeat(35_000)}${']'.repeat(35_000)}}`;
    expect(tokenReading.safeParse(readTokenText(withBody(body))).success).toBe(true);
  });

  it('that is encrypted, as Cognito’s refresh tokens are, is named so', () => {
    expect(readTokenText(jwe)).toEqual({ kind: 'encrypted', length: jwe.length });
    expect(readTokenText(`Bearer ${jwe}`)).toEqual({ kind: 'encrypted', length: jwe.length });
  });

  it('of one long word may be a refresh token', () => {
    const word = randomBytes(200).toString('base64url');
    expect(readTokenText(word)).toEqual({ kind: 'opaque', length: word.length });
  });

  it('may have what programs put around a token', () => {
    const token = unsignedToken(claims);
    const texts = [
      `Bearer ${token}`,
      `authorization:bearer ${token}`,
      `"${token}"`,
      `'${token}',`,
      token.replaceAll(/.{20}/g, '$&\r\n'),
    ];
    for (const text of texts) expect(tokenIn(text)).toBe(token);
  });
});

describe('a token', () => {
  it('of access is read whole', () => {
    const token = unsignedToken({
      sub: 'the-sub',
      username: 'jane',
      client_id: 'client',
      token_use: 'access',
      scope: 'openid  shop/read',
      'cognito:groups': ['admins', 7],
      device_key: 'eu-west-1_0a',
      iss: 'https://issuer.example',
      iat: 1_795_000_000,
      nbf: 1_795_000_001,
      exp: 1_795_003_600,
      auth_time: 1_794_000_000,
      nested: { a: [1, null] },
    });
    expect(readTokenText(token)).toMatchObject({
      kind: 'jwt',
      use: 'access',
      length: token.length,
      algorithm: 'RS256',
      keyId: 'test',
      username: 'jane',
      sub: 'the-sub',
      groups: ['admins'],
      scopes: ['openid', 'shop/read'],
      clientId: 'client',
      issuer: 'https://issuer.example',
      device: 'eu-west-1_0a',
      issuedAt: 1_795_000_000_000,
      notBefore: 1_795_000_001_000,
      endsAt: 1_795_003_600_000,
      signedInAt: 1_794_000_000_000,
    });
    const { claims: all } = readTokenText(token) as { claims: { name: string; value: string }[] };
    expect(all.at(-1)).toEqual({ name: 'nested', value: '{"a":[1,null]}' });
    expect(all).toHaveLength(13);
  });

  it('of identity has its own names for the same', () => {
    const token = unsignedToken({ 'cognito:username': 'jane', aud: 'client', token_use: 'id' });
    expect(readTokenText(token)).toMatchObject({ use: 'id', username: 'jane', clientId: 'client' });
  });

  it('of another maker is read as well, with whatever it has', () => {
    const token = unsignedToken({ aud: ['a', 'b'], exp: '1795003600', iat: 1e300, scope: 7, token_use: {} });
    expect(readTokenText(token)).toMatchObject({
      use: 'other',
      clientId: null,
      endsAt: null,
      issuedAt: null,
      scopes: [],
    });
  });

  it('may call its claims what it likes', () => {
    const body = '{"__proto__":{"x":1},"constructor":"c","toString":null,"exp":"x","":""}';
    expect(readTokenText(withBody(body))).toMatchObject({
      claims: [
        { name: '__proto__', value: '{"x":1}' },
        { name: 'constructor', value: 'c' },
        { name: 'toString', value: 'null' },
        { name: 'exp', value: 'x' },
        { name: '', value: '' },
      ],
      endsAt: null,
    });
  });
});

it('any text at all is read into what the contract promises, and never fails', () => {
  const body = fc.oneof(fc.json(), fc.string(), fc.constant(Buffer.from([0xff]).toString('latin1')));
  const token = fc
    .tuple(fc.json(), body, fc.string())
    .map(([header, claims, signature]) =>
      [header, claims, signature].map((part) => base64url(part)).join('.'),
    );
  const claimsOf = fc.dictionary(fc.string(), fc.jsonValue()).map((value) => unsignedToken(value));
  const text = fc.oneof(fc.string({ unit: anyCharacter }), fc.string(), fc.base64String(), token, claimsOf);
  fc.assert(
    fc.property(text, (input) => {
      const reading = readTokenText(input);
      expect(tokenReading.safeParse(reading).success).toBe(true);
      expect(reading.length).toBeLessThanOrEqual(input.length);
    }),
    { numRuns: 500 },
  );
});

it('the claims of any token come back as they were', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (values) => {
      const reading = readTokenText(unsignedToken(values));
      const read = reading.kind === 'jwt' ? reading.claims : [];
      const plain = JSON.parse(JSON.stringify(values)) as Record<string, unknown>;
      expect(read.map(({ name }) => name)).toEqual(Object.keys(plain));
      for (const { name, value } of read) {
        const expected = plain[name];
        expect(typeof expected === 'string' ? value : JSON.parse(value)).toEqual(expected);
      }
    }),
  );
});

describe('a text that is made to take long', () => {
  // Looking at each place of it anew would take half an hour for a text like that, which no test may.
  it.each(['"', `',;"`, `"x`, ' ', '\n', 'a.'])('does not: a long row of %j', (piece) => {
    const row = piece.repeat(Math.floor(2_000_000 / piece.length));
    expect(tokenIn(`${row}x`).endsWith('x')).toBe(true);
  });
});
