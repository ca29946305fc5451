/** The operating system's own word for what went wrong, such as `ECONNREFUSED`, or null where an error has none. */
export function systemCodeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('cause' in error && error.cause !== undefined) return systemCodeOf(error.cause);
  const message = 'message' in error ? String(error.message) : '';
  // A SOCKS library keeps the text only.
  return /^(?:connect|getaddrinfo) (E[A-Z_]+) /.exec(message)?.[1] ?? null;
}
