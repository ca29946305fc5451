/** Whole pools, read over HTTP from a stub that does what AWS does to those who read page by page. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PeopleProgress } from '#contract/events.ts';
import type { PeopleFilter, Reading } from '#contract/people.ts';
import { systemClock, type Announce } from '#core/ports.ts';
import { createTestDesk, expectCode, testKeys, type TestDesk } from '#tests/support/desk.ts';
import { DROP, HANG, type StubAnswer } from '#tests/support/aws-stub.ts';
import { createPool, samplePerson, subOf, type PoolOptions } from '#tests/support/pool-stub.ts';
import { useAwsStub } from '#tests/support/use-aws-stub.ts';

const stub = await useAwsStub();

/** Time that passes a hundred times as fast for whoever waits, so that paces and pauses are real and short. */
const HASTE = 100;
const quickClock = {
  now: () => systemClock.now() * HASTE,
  after: (milliseconds: number, task: () => void) => systemClock.after(milliseconds / HASTE, task),
  advance: () => undefined,
  waiting: () => 0,
};

const anybody: PeopleFilter = {
  text: '',
  conditions: [],
  statuses: [],
  enabled: null,
  provider: null,
  emailVerified: null,
  phoneVerified: null,
  createdFrom: null,
  createdBefore: null,
};
const byName = { column: 'displayName', descending: false };

type Reader = TestDesk & {
  readonly profileId: string;
  readonly told: readonly PeopleProgress[];
  /** Settles with the first state that `wanted` accepts. */
  readonly until: (wanted: (reading: Reading) => boolean) => Promise<Reading>;
  readonly start: (changes?: { again?: boolean; inOneGo?: boolean }) => Promise<Reading>;
  readonly subs: () => Promise<string[]>;
};

async function createReader(): Promise<Reader> {
  const told: PeopleProgress[] = [];
  const waiting = new Set<(reading: Reading) => void>();
  const announce: Announce = (name, payload) => {
    if (name !== 'people.progress') return;
    const progress = payload as PeopleProgress;
    told.push(progress);
    if (progress.task === 'reading') for (const tell of waiting) tell(progress.reading);
  };
  const desk = await createTestDesk({ stubUrl: stub.url, clock: quickClock, onAnnounced: announce });
  const profileId = await desk.addProfile({ access: testKeys });
  return {
    ...desk,
    profileId,
    told,
    start: (changes = {}) =>
      desk.value('people.startReading', {
        profileId,
        again: false,
        inOneGo: false,
        perSecond: 20,
        ...changes,
      }),
    async until(wanted) {
      const now = await desk.value('people.reading', { profileId });
      if (wanted(now)) return now;
      return new Promise((resolve) => {
        const tell = (reading: Reading) => {
          if (!wanted(reading)) return;
          waiting.delete(tell);
          resolve(reading);
        };
        waiting.add(tell);
      });
    },
    async subs() {
      const subs: string[] = [];
      for (;;) {
        const { people, total } = await desk.value('people.query', {
          profileId,
          filter: anybody,
          sort: byName,
          columns: [],
          offset: subs.length,
          limit: 200,
        });
        subs.push(...people.map(({ sub }) => sub ?? ''));
        if (subs.length >= total) return subs;
      }
    },
  };
}

const ended = ({ state }: Reading) => ['done', 'failed', 'stopped'].includes(state);

function serve(options: PoolOptions) {
  const pool = createPool(options);
  pool.serve(stub);
  return pool;
}

const everySub = (size: number) => Array.from({ length: size }, (_, index) => subOf(index)).sort();

describe('reading a whole pool', () => {
  it('finds each of 100,000 people once under short and empty pages, throttling and expired page markers', async () => {
    const size = 100_000;
    const pool = serve({ size, pageSize: (page) => (page % 50 === 3 ? 0 : page % 9 === 1 ? 17 : 60) });
    const reader = await createReader();
    await reader.start();
    for (const pages of [60, 120, 300]) {
      await reader.until(({ read, state }) => read > pages * 40 || state === 'failed');
      pool.throttle(12);
      pool.expireTokens();
    }
    const reading = await reader.until(ended);
    expect(reading).toMatchObject({ state: 'done', read: size, estimate: size, chains: 16, error: null });
    expect(reading.restarts).toBeGreaterThan(10);
    expect(pool.served.throttled).toBe(36);
    const subs = await reader.subs();
    expect(new Set(subs).size).toBe(size);
    expect(subs.sort()).toEqual(everySub(size));
  });
});
