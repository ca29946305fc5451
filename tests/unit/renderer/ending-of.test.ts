import { describe, expect, it } from 'vitest';
import type { Session } from '#contract/sessions.ts';
import { endingOf } from '../../../renderer/src/features/sessions/ending-of.ts';

const now = Date.UTC(2026, 10, 24, 10);
const SECOND = 1000;

const session = (left: number | null, renewal: Session['renewal']): Session => ({
  id: 's',
  profileId: 'p',
  profileName: 'Pool',
  username: 'jane',
  startedAt: now,
  expiresAt: left === null ? null : now + left,
  renewal,
});

describe('the end of a sign-in', () => {
  it.each([
    ['none', 301 * SECOND, null],
    ['none', 300 * SECOND, 'soon'],
    ['refused', 300 * SECOND, 'soon'],
    ['refused', 0, 'ended'],
    // The renewal that comes by itself has two minutes, and several tries.
    ['possible', 300 * SECOND, null],
    ['possible', 31 * SECOND, null],
    ['possible', 30 * SECOND, 'soon'],
    ['possible', 0, 'ended'],
    ['none', null, null],
  ] as const)('with renewal %s and %s ms to go is %s', (renewal, left, ending) => {
    expect(endingOf(session(left, renewal), now)).toBe(ending);
  });
});
