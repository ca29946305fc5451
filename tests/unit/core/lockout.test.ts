import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppError } from '#contract/app-error.ts';
import { AppFailure, fail } from '#core/app-failure.ts';
import { createLifetimes } from '#core/scope.ts';
import { createLockout, type Lockout } from '#core/sessions/lockout.ts';
import { createTestClock } from '#tests/support/ports.ts';

const MINUTE = 60_000;

function setUp() {
  const clock = createTestClock();
  const lifetimes = createLifetimes();
  return { clock, lifetimes, lockout: createLockout(lifetimes, clock.now) };
}

async function errorOf(lockout: Lockout, thrown: unknown, profileId = 'p', name = 'jane'): Promise<AppError> {
  try {
    await lockout.watch(profileId, name, () => Promise.reject(thrown));
  } catch (cause) {
    if (cause instanceof AppFailure) return cause.error;
  }
  throw new Error('Nothing failed.');
}

const refuse = (lockout: Lockout, profileId?: string, name?: string) =>
  errorOf(lockout, fail('wrong-credentials', {}), profileId, name);

describe('refused passwords', () => {
  it('bring a pause from the fifth on, twice as long each time, 15 minutes at most', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (times) => {
        const { clock, lockout } = setUp();
        let last: AppError | undefined;
        for (let count = 0; count < times; count += 1) last = await refuse(lockout);
        const pause = times < 5 ? null : Math.min(1000 * 2 ** (times - 5), 15 * MINUTE);
        const retryAt = pause === null ? null : clock.now() + pause;
        expect(last).toEqual({ code: 'wrong-credentials', failures: times, retryAt });
      }),
    );
  });

  it('are counted for each person at each profile', async () => {
    const { lockout } = setUp();
    await refuse(lockout);
    expect(await refuse(lockout, 'p', 'joe')).toMatchObject({ failures: 1 });
    expect(await refuse(lockout, 'q')).toMatchObject({ failures: 1 });
    expect(await refuse(lockout)).toMatchObject({ failures: 2 });
  });

  it('are forgotten after a quarter of an hour, with the profile, and when all is forgotten', async () => {
    const { clock, lifetimes, lockout } = setUp();
    await refuse(lockout);
    clock.advance(15 * MINUTE - 1);
    expect(await refuse(lockout)).toMatchObject({ failures: 2 });
    clock.advance(15 * MINUTE);
    expect(await refuse(lockout)).toMatchObject({ failures: 1 });
    lifetimes.endProfile('p');
    expect(await refuse(lockout)).toMatchObject({ failures: 1 });
    lifetimes.endVault();
    expect(await refuse(lockout)).toMatchObject({ failures: 1 });
  });
});

it('anything else passes as it came', async () => {
  const { lockout } = setUp();
  await refuse(lockout);
  expect(await errorOf(lockout, fail('user-disabled', {}))).toEqual({ code: 'user-disabled' });
  await expect(lockout.watch('p', 'jane', () => Promise.reject(new Error('x')))).rejects.toThrow('x');
  expect(await refuse(lockout)).toMatchObject({ failures: 2 });
  expect(await lockout.watch('p', 'jane', () => Promise.resolve('fine'))).toBe('fine');
});
