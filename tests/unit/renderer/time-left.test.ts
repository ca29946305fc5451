import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeLeft } from '../../../renderer/src/features/token/time-left.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 10, 24, 10);

const after = (milliseconds: number, whole = HOUR) =>
  timeLeft(now + milliseconds - whole, now + milliseconds, now);

describe('the time that a token has left', () => {
  it.each([
    [1, '1', 'seconds'],
    [59 * SECOND, '59', 'seconds'],
    [2 * MINUTE - 1, '120', 'seconds'],
    [2 * MINUTE, '2', 'minutes'],
    [2 * MINUTE + 59 * SECOND, '2', 'minutes'],
    [59 * MINUTE, '59', 'minutes'],
    [2 * HOUR - 1, '119', 'minutes'],
    [2 * HOUR, '2', 'hours'],
    [2 * DAY - 1, '47', 'hours'],
    [2 * DAY, '2', 'days'],
    [3650 * DAY, '3650', 'days'],
  ])('of %d ms is %s %s', (left, value, unit) => {
    const shown = after(left, 3650 * DAY);
    expect(shown.value).toBe(value);
    expect(unit).toContain(shown.unit.slice(0, 1));
    expect(shown.label).toContain(value);
  });

  it.each([0, -1, -DAY])('is over at the very moment and after it: %d', (left) => {
    expect(after(left)).toMatchObject({ share: 0, value: '0', tone: 'bad' });
  });

  it('is unknown when the end is', () => {
    expect(timeLeft(now, null, now)).toMatchObject({ share: 0, value: '?', tone: 'muted' });
  });

  it.each([
    [5 * MINUTE, 'ok'],
    [5 * MINUTE - 1, 'warn'],
    [1, 'warn'],
  ])('warns in the last five minutes: %d is %s', (left, tone) => {
    expect(after(left).tone).toBe(tone);
  });

  it.each([
    [HOUR, HOUR, 1],
    [HOUR / 2, HOUR, 0.5],
    [2 * HOUR, HOUR, 1],
    [MINUTE, 0, 1],
  ])('of %d out of %d fills %d of the ring', (left, whole, share) => {
    expect(after(left, whole).share).toBe(share);
  });

  it('counts as of one hour when the beginning is unknown', () => {
    expect(timeLeft(null, now + HOUR / 4, now).share).toBe(0.25);
  });

  it('never shows more than there is, but for the second that has begun', () => {
    const units = { s: SECOND, m: MINUTE, h: HOUR, d: DAY };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4000 * DAY }),
        fc.integer({ min: 1, max: DAY }),
        (left, whole) => {
          const { share, value, unit, tone } = after(left, whole);
          const shown = Number(value) * units[unit.charAt(0) as keyof typeof units];
          expect(shown).toBeLessThan(left + SECOND);
          expect(Number(value)).toBeGreaterThan(0);
          expect(share).toBeGreaterThan(0);
          expect(share).toBeLessThanOrEqual(1);
          expect(tone).toMatch(/^(?:ok|warn)$/);
        },
      ),
    );
  });
});
