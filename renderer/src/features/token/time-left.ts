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
  const [value, unit] = inUnits(left, 'up');
  return {
    share: Math.min(1, left / whole),
    value,
    unit,
    tone: left < 5 * MINUTE ? 'warn' : 'ok',
    label: text.left(`${value} ${unit}`),
  };
}

/** How long ago something was: `5 minutes ago`. */
export const timeAgo = (at: number, now: number): string =>
  text.ago(inUnits(Math.max(0, now - at), 'down').join(' '));

/** Seconds below two minutes, minutes below two hours, and so on. */
function inUnits(span: number, seconds: 'up' | 'down'): readonly [value: string, unit: string] {
  if (span < 2 * MINUTE) {
    const value = span / 1000;
    return [String(seconds === 'up' ? Math.ceil(value) : Math.floor(value)), text.seconds];
  }
  if (span < 2 * HOUR) return [String(Math.floor(span / MINUTE)), text.minutes];
  if (span < 2 * DAY) return [String(Math.floor(span / HOUR)), text.hours];
  return [String(Math.floor(span / DAY)), text.days];
}
