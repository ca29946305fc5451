import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scopedMap } from '#core/scoped-map.ts';
import { createLifetimes, createScope } from '#core/scope.ts';

describe('a scope', () => {
  it('ends once, with its children, newest first, and cleans up at once what comes too late', () => {
    const scope = createScope();
    const told: string[] = [];
    scope.onEnd(() => told.push('first'));
    scope.child().onEnd(() => told.push('child'));
    const takeBack = scope.onEnd(() => told.push('taken back'));
    takeBack();
    scope.end();
    scope.end();
    scope.onEnd(() => told.push('late'));
    expect(told).toEqual(['child', 'first', 'late']);
    expect(scope.signal.aborted).toBe(true);
    expect(scope.child().signal.aborted).toBe(true);
  });
});

describe('work', () => {
  it('ends with the vault and with each profile that it has read, and with no other', async () => {
    const lifetimes = createLifetimes();
    await lifetimes.run(async (scope) => {
      lifetimes.read('a');
      lifetimes.endProfile('b');
      expect(scope.signal.aborted).toBe(false);
      lifetimes.endProfile('a');
      expect(scope.signal.aborted).toBe(true);
    });
    await lifetimes.run(async (scope) => {
      lifetimes.endVault();
      expect(scope.signal.aborted).toBe(true);
    });
  });

  it('leaves nothing behind in the profiles that it has read', async () => {
    const lifetimes = createLifetimes();
    const scopes: AbortSignal[] = [];
    for (let count = 0; count < 3; count += 1) {
      await lifetimes.run(async ({ signal }) => {
        scopes.push(signal);
        lifetimes.read('a');
      });
    }
    lifetimes.endProfile('a');
    lifetimes.endVault();
    expect(scopes.map(({ aborted }) => aborted)).toEqual([false, false, false]);
  });

  it('of a scope that has ended keeps nothing, even if it goes on', async () => {
    const lifetimes = createLifetimes();
    const map = scopedMap<string, { readonly id: string }>(lifetimes, { max: 10, profileOf: ({ id }) => id });
    await lifetimes.run(async () => {
      lifetimes.read('a');
      map.set('before', { id: 'a' });
      lifetimes.endProfile('a');
      await Promise.resolve();
      map.set('after', { id: 'a' });
    });
    expect(map.keys()).toEqual([]);
    map.set('new', { id: 'a' });
    expect(map.keys()).toEqual(['new']);
  });
});

describe('a scoped map', () => {
  type Step =
    | { readonly do: 'set'; readonly key: number; readonly id: string | null }
    | { readonly do: 'delete'; readonly key: number }
    | { readonly do: 'end'; readonly id: string }
    | { readonly do: 'lock' };
  const key = fc.integer({ min: 0, max: 6 });
  const id = fc.constantFrom('a', 'b');
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ do: fc.constant('set' as const), key, id: fc.option(id) }),
    fc.record({ do: fc.constant('delete' as const), key }),
    fc.record({ do: fc.constant('end' as const), id }),
    fc.record({ do: fc.constant('lock' as const) }),
  );

  it('holds what a plain map would after the same ends, never more than its limit, and tells of each that goes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const lifetimes = createLifetimes();
        const max = 4;
        const model = new Map<number, string | null>();
        let gone = 0;
        let sets = 0;
        let replaced = 0;
        const map = scopedMap<number, { readonly id: string | null }>(lifetimes, {
          max,
          profileOf: (value) => value.id,
          onGone: () => (gone += 1),
        });
        for (const each of steps) {
          if (each.do === 'set') {
            sets += 1;
            if (model.has(each.key)) replaced += 1;
            map.set(each.key, { id: each.id });
            model.set(each.key, each.id);
            const [oldest] = model.keys();
            if (model.size > max && oldest !== undefined) model.delete(oldest);
          } else if (each.do === 'delete') {
            expect(map.delete(each.key)).toBe(model.delete(each.key));
          } else if (each.do === 'end') {
            lifetimes.endProfile(each.id);
            for (const [at, its] of model) if (its === each.id) model.delete(at);
          } else {
            lifetimes.endVault();
            model.clear();
          }
          expect(map.keys()).toEqual([...model.keys()]);
        }
        expect(gone).toBe(sets - replaced - model.size);
      }),
    );
  });
});
