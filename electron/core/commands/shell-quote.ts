/**
 * A value as one word for bash and zsh, whatever is in it. Single quotes also hold back `!` (history) on an
 * interactive command line, and every value gets them, so that no alias or setting of a shell can touch it.
 *
 * Three things are beyond quotes: a NUL character fits into no argument; an interactive bash takes `^` at the start
 * of a later line for its history even in quotes; and control characters act on a terminal when they are pasted.
 */
export const shellQuote = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;

/**
 * A value as one word that bash, zsh, PowerShell and cmd.exe all read alike, or null when there is none: they
 * share no way to write `"`, `$`, `%`, `!`, a backtick or a backslash. PowerShell takes curly quotes for straight
 * ones, hence only letters beyond ASCII.
 */
export function quoteForAnyShell(value: string): string | null {
  if (/^[A-Za-z0-9][\w.:/-]*$/.test(value)) return value;
  return /^[\p{L}\p{N}_.][\p{L}\p{M}\p{N} _.,:;/@+=#~'&()[\]{}-]*$/u.test(value) ? `"${value}"` : null;
}
