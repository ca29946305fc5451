import { TOKEN_LIMIT, type ReadToken, type TokenReading } from '#contract/tokens.ts';
import { instantClaim, listClaim, textClaim } from './decode.ts';

type Claims = Readonly<Record<string, unknown>>;

/** The word of a text that may be a token: without a header's name, `Bearer`, quotes and line breaks. */
export function tokenIn(text: string): string {
  const bare = withoutTail(
    text
      .trim()
      .replace(/^(?:authorization\s*:)?\s*(?:bearer(?:\s+|$))?/i, '')
      .replace(/^["']/, ''),
  ).trim();
  const whole = bare.replaceAll(/\s+/g, '');
  // Mail programs and terminals break long lines; other texts keep their spaces and so are no token.
  return /^[\w-]+(?:\.[\w-]*)+$/.test(whole) ? whole : bare;
}

/** Without what stands behind a value in source code. An expression would try each place of a long row of quotes anew. */
function withoutTail(text: string): string {
  let end = text.length;
  while (end > 0 && `"',;`.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** What a text is. It comes from anywhere: nothing in it is trusted, and nothing is checked. Never throws. */
export function readTokenText(text: string): TokenReading {
  // Before anything looks at the text: whatever is this long is no token.
  if (text.length > 2 * TOKEN_LIMIT) return unreadable('too-long', text.length);
  const token = tokenIn(text);
  const { length } = token;
  if (length === 0) return unreadable('empty', 0);
  if (length > TOKEN_LIMIT) return unreadable('too-long', length);
  if (/[\p{Cc}\p{Cn}\p{Co}\p{Cs}\ufffd]/u.test(token.replaceAll(/\s/g, '')))
    return unreadable('binary', length);

  const parts = token.split('.');
  const header = jsonObject(parts[0] ?? '');
  if (parts.length === 5 && header && 'enc' in header) return { kind: 'encrypted', length };
  const claims = parts.length === 3 ? jsonObject(parts[1] ?? '') : null;
  const read = header && claims && describe(length, header, claims);
  if (read) return read;
  if (header || /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)) return unreadable('damaged', length);
  return /^[\w+/.=-]{20,}$/.test(token) ? { kind: 'opaque', length } : unreadable('no-token', length);
}

type Why = Extract<TokenReading, { kind: 'unreadable' }>['why'];
const unreadable = (why: Why, length: number): TokenReading => ({ kind: 'unreadable', why, length });

/** The object in a part of a token, or null. Strict where Node's own decoder passes over what it does not know. */
function jsonObject(part: string): Claims | null {
  if (!/^[\w-]+$/.test(part)) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url'));
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : null;
  } catch {
    return null;
  }
}

function describe(length: number, header: Claims, claims: Claims): ReadToken | null {
  try {
    const use = textClaim(claims, 'token_use');
    return {
      kind: 'jwt',
      use: use === 'access' || use === 'id' ? use : 'other',
      length,
      algorithm: textClaim(header, 'alg'),
      keyId: textClaim(header, 'kid'),
      claims: Object.entries(claims).map(([name, value]) => ({
        name,
        value: typeof value === 'string' ? value : JSON.stringify(value),
      })),
      username: textClaim(claims, 'username') ?? textClaim(claims, 'cognito:username'),
      sub: textClaim(claims, 'sub'),
      groups: listClaim(claims, 'cognito:groups'),
      scopes: (textClaim(claims, 'scope') ?? '').split(' ').filter((scope) => scope !== ''),
      // Access tokens have no `aud`, ID tokens no `client_id`.
      clientId: textClaim(claims, 'client_id') ?? textClaim(claims, 'aud'),
      issuer: textClaim(claims, 'iss'),
      device: textClaim(claims, 'device_key'),
      issuedAt: timeClaim(claims, 'iat'),
      endsAt: timeClaim(claims, 'exp'),
      notBefore: timeClaim(claims, 'nbf'),
      signedInAt: timeClaim(claims, 'auth_time'),
    };
  } catch {
    // Nested so deep that it cannot be written down again: nobody's token.
    return null;
  }
}

/** The last moment that a `Date` can hold. */
const LAST_TIME = 8.64e15;

/** A time that can be shown. */
export function timeClaim(claims: Claims, name: string): number | null {
  const at = instantClaim(claims, name);
  return at !== null && Math.abs(at) <= LAST_TIME ? at : null;
}
