import { tokenText as text } from '../../locales/en/token.ts';

/** How the ring shows the time that a token has left. */
export type TimeLeft = {
  /** 0 to 1 of the whole lifetime. */
  readonly share: number;
  readonly value: string;
  readonly unit: string;
  readonly tone: 'ok' | 'warn' | 'bad' | 'muted';
  readonly label: string;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Rounded down, so that the ring never promises more than there is. */
export function timeLeft(issuedAt: number | null, expiresAt: number | null, now: number): TimeLeft {
  if (expiresAt === null) {
    return { share: 0, value: '?', unit: '', tone: 'muted', label: text.unknown };
  }
  const left = expiresAt - now;
  if (left <= 0) return { share: 0, value: '0', unit: text.minutes, tone: 'bad', label: text.ended };
  const whole = issuedAt === null ? HOUR : Math.max(expiresAt - issuedAt, 1);
  const [value, unit] =
    left < 2 * MINUTE
      ? [Math.ceil(left / 1000), text.seconds]
      : left < 2 * HOUR
        ? [Math.floor(left / MINUTE), text.minutes]
        : left < 2 * DAY
          ? [Math.floor(left / HOUR), text.hours]
          : [Math.floor(left / DAY), text.days];
  return {
    share: Math.min(1, left / whole),
    value: String(value),
    unit,
    tone: left < 5 * MINUTE ? 'warn' : 'ok',
    label: text.left(`${String(value)} ${unit}`),
  };
}
