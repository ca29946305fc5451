import { describe, expect, it } from 'vitest';
import { createIdleLock } from '#core/vault/idle-lock.ts';
import { createTestClock } from '#tests/support/ports.ts';

const MINUTE = 60_000;

function idleLock() {
  const clock = createTestClock();
  let locks = 0;
  const idle = createIdleLock(clock, async () => void (locks += 1));
  return { clock, idle, locks: () => locks };
}

describe('the lock after a while', () => {
  it('waits for ever unless told', () => {
    const { clock, idle, locks } = idleLock();
    idle.touch();
    clock.advance(1000 * MINUTE);
    expect([locks(), clock.waiting()]).toEqual([0, 0]);
  });

  it('counts from the last use', () => {
    const { clock, idle, locks } = idleLock();
    idle.lockAfter(5);
    clock.advance(4 * MINUTE);
    idle.touch();
    clock.advance(4 * MINUTE);
    expect(locks()).toBe(0);
    clock.advance(MINUTE);
    expect(locks()).toBe(1);
    clock.advance(100 * MINUTE);
    expect(locks()).toBe(1);
  });

  it('begins again with the next use', () => {
    const { clock, idle, locks } = idleLock();
    idle.lockAfter(5);
    clock.advance(5 * MINUTE);
    idle.touch();
    clock.advance(5 * MINUTE);
    expect(locks()).toBe(2);
  });

  it('comes before a use that is too late, because the timer stood still', async () => {
    const clock = createTestClock();
    let locks = 0;
    let offset = 0;
    const sleepy = { now: () => clock.now() + offset, after: clock.after };
    const idle = createIdleLock(sleepy, async () => void (locks += 1));
    idle.lockAfter(5);
    offset = 60 * MINUTE;
    await idle.check();
    expect(locks).toBe(1);
  });

  it('keeps its count when the same time is set again, and is off at 0', () => {
    const { clock, idle, locks } = idleLock();
    idle.lockAfter(5);
    clock.advance(4 * MINUTE);
    idle.lockAfter(5);
    clock.advance(MINUTE);
    expect(locks()).toBe(1);
    idle.touch();
    idle.lockAfter(0);
    clock.advance(100 * MINUTE);
    expect([locks(), clock.waiting()]).toEqual([1, 0]);
  });
});
