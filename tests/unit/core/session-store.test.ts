import { describe, expect, it } from 'vitest';
import { AppFailure } from '#core/app-failure.ts';
import { createLifetimes } from '#core/scope.ts';
import type { ProfileRecord } from '#core/profiles/profile-record.ts';
import { createSessionStore } from '#core/sessions/session-store.ts';
import { testClientId, unsignedToken } from '#tests/support/desk.ts';
import { createTestClock } from '#tests/support/ports.ts';

const HOUR = 3_600_000;

const profile = (id = 'p'): ProfileRecord => ({
  id,
  name: `Pool ${id}`,
  environment: 'test',
  region: 'us-east-1',
  clientId: testClientId,
  clientSecret: null,
  endpoint: null,
  poolId: null,
  access: null,
});

function setUp() {
  const clock = createTestClock();
  const lifetimes = createLifetimes();
  return { clock, lifetimes, store: createSessionStore(lifetimes, clock.now) };
}

const errorOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (cause) {
    if (cause instanceof AppFailure) return cause.error;
  }
  throw new Error('Nothing failed.');
};

const seconds = (time: number) => Math.floor(time / 1000);

describe('the end of an access token', () => {
  it('is as many seconds away as AWS says', () => {
    const { clock, store } = setUp();
    const token = unsignedToken({ iat: 1, exp: 2 });
    const { expiresAt } = store.add(profile(), 'jane', { ExpiresIn: 3600 }, token);
    expect(expiresAt).toBe(clock.now() + HOUR);
  });

  it.each([
    ['right', 0],
    ['a day behind', 24 * HOUR],
    ['a day ahead', -24 * HOUR],
  ])('comes from the lifetime in the token otherwise, with a clock that is %s', (_, off) => {
    const { clock, store } = setUp();
    const issued = seconds(clock.now() + off);
    const token = unsignedToken({ iat: issued, exp: issued + 3600 });
    const session = store.add(profile(), 'jane', {}, token);
    expect(session.expiresAt).toBe(clock.now() + HOUR);
    expect(store.token(session.id, 'access')).toBe(token);
  });

  it('is what the token says when it has no beginning', () => {
    const { clock, store } = setUp();
    const ends = clock.now() + HOUR;
    expect(store.add(profile(), 'jane', {}, unsignedToken({ exp: seconds(ends) })).expiresAt).toBe(ends);
  });

  it.each([unsignedToken({}), unsignedToken({ exp: 'soon' }), 'opaque'])('is unknown otherwise', (token) => {
    const { clock, store } = setUp();
    const session = store.add(profile(), 'jane', {}, token);
    expect(session.expiresAt).toBeNull();
    clock.advance(1000 * HOUR);
    expect(store.token(session.id, 'access')).toBe(token);
    expect(store.findLive('p', 'jane')).toEqual(session);
  });

  it('is the end: the token is not handed out any more', () => {
    const { clock, store } = setUp();
    const session = store.add(profile(), 'jane', { ExpiresIn: 60 }, 'token');
    clock.advance(59_999);
    expect(store.token(session.id, 'access')).toBe('token');
    clock.advance(1);
    expect(errorOf(() => store.token(session.id, 'access'))).toEqual({
      code: 'token-expired',
      expiredAt: session.expiresAt,
    });
    expect(store.describe(session.id)).toMatchObject({ accessEndsAt: session.expiresAt });
  });

  it('is not that of the ID token, which has one of its own', () => {
    const { clock, store } = setUp();
    const issued = seconds(clock.now());
    const IdToken = unsignedToken({ iat: issued, exp: issued + 30 });
    const session = store.add(profile(), 'jane', { ExpiresIn: 60, IdToken, RefreshToken: 'r' }, 'token');
    clock.advance(30_000);
    expect(store.token(session.id, 'access')).toBe('token');
    expect(errorOf(() => store.token(session.id, 'id'))).toMatchObject({ code: 'token-expired' });
    clock.advance(1000 * HOUR);
    // Nobody can tell when this one ends; AWS says so when it is used.
    expect(store.token(session.id, 'refresh')).toBe('r');
  });
});

describe('a live sign-in', () => {
  it('is used again while it lasts for more than ten seconds', () => {
    const { clock, store } = setUp();
    const session = store.add(profile(), 'jane', { ExpiresIn: 60 }, 'token');
    clock.advance(49_999);
    expect(store.findLive('p', 'jane')).toEqual(session);
    clock.advance(1);
    expect(store.findLive('p', 'jane')).toBeNull();
  });

  it('is that of the same name at the same profile only', () => {
    const { store } = setUp();
    store.add(profile(), 'jane', { ExpiresIn: 60 }, 'token');
    expect(store.findLive('p', 'Jane')).toBeNull();
    expect(store.findLive('p', 'jan')).toBeNull();
    expect(store.findLive('q', 'jane')).toBeNull();
  });

  it('gives way to a newer one of the same person', () => {
    const { store } = setUp();
    const first = store.add(profile(), 'jane', { ExpiresIn: 60 }, 'one');
    const second = store.add(profile(), 'jane', { ExpiresIn: 60 }, 'two');
    const other = store.add(profile('q'), 'jane', { ExpiresIn: 60 }, 'three');
    expect(store.list()).toEqual([other, second]);
    expect(errorOf(() => store.token(first.id, 'access'))).toEqual({ code: 'session-gone' });
  });

  it('shows no token in the list', () => {
    const { store } = setUp();
    const result = { ExpiresIn: 60, IdToken: 'Planted-id', RefreshToken: 'Planted-refresh' };
    store.add(profile(), 'jane', result, 'Planted-access');
    expect(JSON.stringify(store.list())).not.toContain('Planted');
  });

  it('is gone once it is forgotten', () => {
    const { store } = setUp();
    const { id } = store.add(profile(), 'jane', { ExpiresIn: 60 }, 'token');
    store.forget(id);
    store.forget(id);
    store.forget('nothing');
    expect(store.list()).toEqual([]);
    expect(store.findLive('p', 'jane')).toBeNull();
    for (const use of [(session: string) => store.token(session, 'access'), store.describe]) {
      expect(errorOf(() => use(id))).toEqual({ code: 'session-gone' });
    }
  });

  it('goes with its profile', () => {
    const { lifetimes, store } = setUp();
    const mine = store.add(profile(), 'jane', { ExpiresIn: 60 }, 'token');
    const other = store.add(profile('q'), 'jane', { ExpiresIn: 60 }, 'token');
    lifetimes.endProfile('p');
    expect(store.list()).toEqual([other]);
    expect(errorOf(() => store.describe(mine.id))).toEqual({ code: 'session-gone' });
  });
});

describe('the description of a token', () => {
  it('says what the token says', () => {
    const { clock, store } = setUp();
    const token = unsignedToken({
      iat: seconds(clock.now()),
      exp: seconds(clock.now()) + 3600,
      sub: '4320de44-2322-4620-999b-5e2e1c8df013',
      client_id: testClientId,
      scope: 'aws.cognito.signin.user.admin  openid',
      'cognito:groups': ['admins', 'testers'],
    });
    const { id, expiresAt } = store.add(profile(), 'jane', { ExpiresIn: 300 }, token);
    expect(store.describe(id)).toMatchObject({
      session: { id, profileName: 'Pool p', username: 'jane', expiresAt },
      access: {
        length: token.length,
        issuedAt: clock.now(),
        sub: '4320de44-2322-4620-999b-5e2e1c8df013',
        clientId: testClientId,
        scopes: ['aws.cognito.signin.user.admin', 'openid'],
        groups: ['admins', 'testers'],
      },
      accessEndsAt: expiresAt,
      id: null,
      refreshLength: null,
    });
  });

  it('has nothing to say about a token that cannot be read', () => {
    const { store } = setUp();
    const { id } = store.add(profile(), 'jane', {}, 'opaque');
    expect(store.describe(id)).toMatchObject({
      access: { kind: 'unreadable', length: 6 },
      accessEndsAt: null,
    });
  });
});
