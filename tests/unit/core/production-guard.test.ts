import { describe, expect, it } from 'vitest';
import { createProductionGuard } from '#core/profiles/production-guard.ts';
import { createLifetimes } from '#core/scope.ts';
import type { ProfileRecord } from '#core/profiles/profile-record.ts';
import { createTestDesk } from '#tests/support/desk.ts';

const live: ProfileRecord = {
  id: 'live',
  name: 'Live',
  environment: 'production',
  region: 'eu-west-1',
  clientId: 'client',
  clientSecret: null,
  endpoint: null,
  poolId: null,
  access: null,
};
const minutes = (count: number) => count * 60_000;

describe('the production guard', () => {
  it('lets every other environment pass', () => {
    const guard = createProductionGuard(createLifetimes(), () => 0);
    for (const environment of ['development', 'test', 'staging'] as const) {
      expect(() => guard.check({ ...live, environment })).not.toThrow();
    }
  });

  it('stops a write, opens for 15 minutes once the name was typed, and closes again', () => {
    let now = 1000;
    const guard = createProductionGuard(createLifetimes(), () => now);
    expect(() => guard.check(live)).toThrow('production-guarded');
    expect(guard.unlock(live, ' Live ')).toBe(1000 + minutes(15));
    now += minutes(15) - 1;
    expect(() => guard.check(live)).not.toThrow();
    now += 1;
    expect(() => guard.check(live)).toThrow('production-guarded');
  });

  it('opens one profile only, for its own name only, and not after what the profile talks to has changed', () => {
    const lifetimes = createLifetimes();
    const guard = createProductionGuard(lifetimes, () => 0);
    expect(() => guard.unlock(live, 'live')).toThrow('invalid-input');
    guard.unlock(live, 'Live');
    expect(() => guard.check({ ...live, id: 'other' })).toThrow('production-guarded');
    lifetimes.endProfile('live');
    expect(() => guard.check(live)).toThrow('production-guarded');
  });

  it('comes after the one of a read-only profile, which no name opens', async () => {
    const desk = await createTestDesk();
    const profileId = await desk.addProfile({ environment: 'production', name: 'Live', readOnly: true });
    const refused = { ok: false, error: { code: 'profile-read-only', profileId, profileName: 'Live' } };
    await desk.value('profiles.unlockProduction', { profileId, name: 'Live' });
    const person = { profileId, username: 'jane' };
    expect(await desk.call('users.resendCode', person)).toEqual(refused);
    expect(await desk.call('users.adminConfirm', person)).toEqual(refused);
    expect(await desk.call('users.confirmSignUp', { ...person, code: '123456' })).toEqual(refused);
    expect(await desk.call('users.signUp', { ...person, password: 'Password-1', attributes: [] })).toEqual(
      refused,
    );
  });

  it('stands before every write of the app, whatever the page does', async () => {
    const desk = await createTestDesk();
    const profileId = await desk.addProfile({ environment: 'production', name: 'Live' });
    const writes = [
      ['users.signUp', { profileId, username: 'jane', password: 'Password-1', attributes: [] }],
      ['users.confirmSignUp', { profileId, username: 'jane', code: '123456' }],
      ['users.adminConfirm', { profileId, username: 'jane' }],
      ['users.resendCode', { profileId, username: 'jane' }],
    ] as const;
    for (const [name, input] of writes) {
      expect(await desk.dispatch(name, input)).toMatchObject({
        ok: false,
        error: { code: 'production-guarded', profileName: 'Live' },
      });
    }
  });
});
