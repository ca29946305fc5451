import { describe, expect, it } from 'vitest';
import { createReplyStore } from '#core/replies/reply-store.ts';
import { createLifetimes } from '#core/scope.ts';

const kept = (profileId: string, reply: object = {}) => ({ operation: 'SignUp', profileId, reply }) as const;

describe('the replies in memory', () => {
  it('come back by their id as they were', () => {
    const store = createReplyStore(createLifetimes(), () => 7);
    const first = kept('a', { UserSub: '1' });
    const [one, two] = [store.keep(first), store.keep(kept('a', { UserSub: '2' }))];
    expect(store.get(one)).toEqual({ ...first, keptAt: 7 });
    expect(store.get(two).reply).toEqual({ UserSub: '2' });
  });

  it.each(['', 'nothing', '__proto__'])('are gone under an id that is none: %j', (id) => {
    expect(() => createReplyStore(createLifetimes(), () => 7).get(id)).toThrow('reply-gone');
  });

  it('are the last 50', () => {
    const store = createReplyStore(createLifetimes(), () => 7);
    const ids = Array.from({ length: 51 }, () => store.keep(kept('a')));
    expect(() => store.get(ids[0] ?? '')).toThrow('reply-gone');
    for (const id of ids.slice(1)) expect(store.get(id)).toBeDefined();
  });

  it('go with their profile', () => {
    const lifetimes = createLifetimes();
    const store = createReplyStore(lifetimes, () => 7);
    const [mine, other] = [store.keep(kept('a')), store.keep(kept('b'))];
    lifetimes.endProfile('a');
    expect(() => store.get(mine)).toThrow('reply-gone');
    expect(store.get(other)).toBeDefined();
  });
});
