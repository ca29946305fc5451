/** The claims of a JWT, unverified. Null when the text is not a readable JWT. */
export function decodeClaims(token: string): Readonly<Record<string, unknown>> | null {
  const body = token.split('.')[1];
  if (body === undefined) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** A claim in seconds since 1970 as milliseconds. */
export function instantClaim(claims: Readonly<Record<string, unknown>> | null, name: string): number | null {
  const seconds = claims?.[name];
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1000 : null;
}

export function textClaim(claims: Readonly<Record<string, unknown>> | null, name: string): string | null {
  const value = claims?.[name];
  return typeof value === 'string' ? value : null;
}

export function listClaim(claims: Readonly<Record<string, unknown>> | null, name: string): string[] {
  const value = claims?.[name];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
