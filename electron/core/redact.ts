const MASK = '•••';

/** Characters of a message that are kept: nobody reads more, and looking for tokens in all of it would take minutes. */
const LONGEST = 10_000;

/** Three base64url parts, as in every JWT; fewer where the text was cut. Looked for where such a part begins only. */
const JWT = /(?<![\w-])eyJ[\w-]{8,}(?:\.[\w-]+\.[\w-]*|(?:\.[\w-]*)?$)/g;

/**
 * `text` without the given secrets and without anything that looks like a token. AWS echoes rejected values in some
 * of its messages, so whatever was sent as a secret has to be taken out of what comes back.
 */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  // Longest first, so that a secret that contains another one goes as a whole.
  for (const secret of [...new Set(secrets)].sort((a, b) => b.length - a.length)) {
    if (secret.length > 0) clean = clean.replaceAll(secret, MASK);
  }
  return clean.slice(0, LONGEST).replace(JWT, MASK);
}
