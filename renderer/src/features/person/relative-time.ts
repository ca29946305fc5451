const steps = [
  ['day', 24 * 60 * 60_000],
  ['hour', 60 * 60_000],
  ['minute', 60_000],
] as const;

const formatter = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** `9 days ago`, `in 2 hours`, `just now`: whole units, rounded down. */
export function relativeTime(at: number, now: number): string {
  const span = at - now;
  for (const [unit, length] of steps) {
    if (Math.abs(span) >= length) return formatter.format(Math.trunc(span / length), unit);
  }
  return span > 0 ? 'in less than a minute' : 'just now';
}
