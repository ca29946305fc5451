import { describe, expect, it } from 'vitest';
import { createActivityLog } from '#core/activity-log.ts';
import { createLifetimes } from '#core/scope.ts';
import type { FinishedCall } from '#core/dispatcher.ts';

const call = (more: Partial<FinishedCall> = {}): FinishedCall => ({
  operation: 'users.get',
  profile: { name: 'Staging', environment: 'staging' },
  error: null,
  startedAt: 1000,
  took: 250,
  ...more,
});

describe('the activity list', () => {
  it('shows names and outcomes, newest first', () => {
    const log = createActivityLog(createLifetimes());
    log.record(call());
    log.record(call({ operation: 'auth.signIn', error: { code: 'wrong-credentials' }, startedAt: 2000 }));
    expect(log.list()).toEqual([
      {
        id: expect.any(String),
        at: 2000,
        operation: 'auth.signIn',
        profileName: 'Staging',
        environment: 'staging',
        took: 250,
        errorCode: 'wrong-credentials',
      },
      {
        id: expect.any(String),
        at: 1000,
        operation: 'users.get',
        profileName: 'Staging',
        environment: 'staging',
        took: 250,
        errorCode: null,
      },
    ]);
  });

  it('keeps nothing of an error but its code', () => {
    const log = createActivityLog(createLifetimes());
    const technical = { name: 'X', message: 'Planted-secret-7f3a' };
    log.record(
      call({ error: { code: 'hook-refused', text: 'Planted-secret-7f3a', trigger: null, technical } }),
    );
    expect(JSON.stringify(log.list())).not.toContain('Planted');
  });

  it('leaves out calls that were about no profile', () => {
    const log = createActivityLog(createLifetimes());
    log.record(call({ profile: null }));
    expect(log.list()).toEqual([]);
  });

  it('keeps the last 200', () => {
    const log = createActivityLog(createLifetimes());
    for (let count = 1; count <= 205; count += 1) log.record(call({ startedAt: count }));
    const times = log.list().map(({ at }) => at);
    expect([times.length, times[0], times.at(-1)]).toEqual([200, 205, 6]);
    expect(new Set(log.list().map(({ id }) => id)).size).toBe(200);
  });

  it('is empty once it was cleared', () => {
    const lifetimes = createLifetimes();
    const log = createActivityLog(lifetimes);
    log.record(call());
    const before = log.list();
    lifetimes.endVault();
    expect(log.list()).toEqual([]);
    expect(before).toHaveLength(1);
  });
});
