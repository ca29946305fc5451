import { describe, expect, it } from 'vitest';
import { AppFailure } from '#core/app-failure.ts';
import { createLifetimes } from '#core/scope.ts';
import { createChallengeStore } from '#core/sessions/challenge-store.ts';

const step = {
  profileId: 'p',
  kind: 'code',
  name: 'SMS_MFA',
  method: 'password',
  username: 'jane',
  internalUsername: 'sub',
  awsSession: 's',
  startedAt: 1,
} as const;

const errorOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (cause) {
    if (cause instanceof AppFailure) return cause.error;
  }
  throw new Error('Nothing failed.');
};

const used = { code: 'session-expired', why: 'used' };

describe('a step that waits', () => {
  it('can be answered until it is dropped', () => {
    const lifetimes = createLifetimes();
    const store = createChallengeStore(lifetimes);
    const waiting = store.add(step);
    expect(store.get(waiting.id)).toEqual({
      ...step,
      id: waiting.id,
      authenticatorKey: null,
      verified: false,
    });
    store.drop(waiting.id);
    expect(errorOf(() => store.get(waiting.id))).toEqual(used);
  });

  it('keeps the newest session of AWS', () => {
    const lifetimes = createLifetimes();
    const store = createChallengeStore(lifetimes);
    const { id } = store.add(step);
    store.update(id, { awsSession: 'newer' });
    expect(store.get(id)).toMatchObject({ awsSession: 'newer', username: 'jane' });
  });

  it('does not come back by an update once it was dropped', () => {
    const lifetimes = createLifetimes();
    const store = createChallengeStore(lifetimes);
    const { id } = store.add(step);
    store.drop(id);
    expect(errorOf(() => store.update(id, { verified: true }))).toEqual(used);
    expect(errorOf(() => store.get(id))).toEqual(used);
  });

  it('goes with its profile only, and with all others when everything is forgotten', () => {
    const lifetimes = createLifetimes();
    const store = createChallengeStore(lifetimes);
    const mine = store.add(step);
    const other = store.add({ ...step, profileId: 'q' });
    lifetimes.endProfile('p');
    expect(errorOf(() => store.get(mine.id))).toEqual(used);
    expect(store.get(other.id)).toEqual(other);
    lifetimes.endVault();
    expect(errorOf(() => store.get(other.id))).toEqual(used);
  });
});
