import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { put, recordsOf } from '#tests/support/vault.ts';
import { sharedVault } from './processes.ts';

const keysOf = (...prefixes: readonly string[]) =>
  prefixes.flatMap((prefix) => Array.from({ length: 50 }, (_, place) => `${prefix}-${String(place)}`)).sort();

describe('several processes on one vault', () => {
  it.each([
    ['that is there', true],
    ['that each of them wants to begin', false],
  ])('(%s) that save 50 times each lose nothing', { timeout: 120_000 }, async (_, begun) => {
    const here = await sharedVault();
    if (begun) await put(here.start(), { mine: 0 });
    const children = ['a', 'b', 'c'].map((prefix) => here.spawn('add', prefix, '50'));
    expect(await Promise.all(children.map(({ ended }) => ended))).toEqual([0, 0, 0]);
    const { mine, ...records } = await recordsOf(here.start());
    expect(mine).toBe(begun ? 0 : undefined);
    expect(Object.keys(records).sort()).toEqual(keysOf('a', 'b', 'c'));
  });

  it('wait for the one that saves, and go on at once when it is killed', { timeout: 60_000 }, async () => {
    const here = await sharedVault();
    await put(here.start(), { mine: 0 });
    const holder = here.spawn('hold');
    await holder.ready;
    const waiting = ['a', 'b'].map((prefix) => here.spawn('add', prefix, '50'));
    await Promise.all(waiting.map(({ ready }) => ready));
    const mine = put(here.start(), { mine: 1 });
    const first = await Promise.race([mine, ...waiting.map(({ ended }) => ended), pause(300, 'nobody')]);
    expect(first).toBe('nobody');
    holder.kill();
    await holder.ended;
    await mine;
    await Promise.all(waiting.map(({ ended }) => ended));
    const { mine: value, ...records } = await recordsOf(here.start());
    expect(value).toBe(1);
    expect(Object.keys(records).sort()).toEqual(keysOf('a', 'b'));
  });
});
