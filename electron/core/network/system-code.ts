/** Far more than any library wraps. A cause can be its own cause. */
const MAX_CAUSES = 10;

/**
 * The operating system's own word for what went wrong, such as `ECONNREFUSED`, or null where an error has none. Takes
 * whatever was thrown.
 */
export function systemCodeOf(thrown: unknown): string | null {
  let error = thrown;
  for (let causes = 0; causes <= MAX_CAUSES; causes += 1) {
    if (typeof error !== 'object' || error === null) return null;
    if ('code' in error && typeof error.code === 'string') return error.code;
    if (!('cause' in error) || error.cause === undefined) {
      const message = 'message' in error && typeof error.message === 'string' ? error.message : '';
      // A SOCKS library keeps the text only.
      return /^(?:connect|getaddrinfo) (E[A-Z_]+) /.exec(message)?.[1] ?? null;
    }
    error = error.cause;
  }
  return null;
}
