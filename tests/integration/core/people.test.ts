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
  sleep: () => undefined,
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

  it('reads a pool that takes no filter by sub as one list', async () => {
    const pool = serve({ size: 2500, refuses: ['sub'] });
    const reader = await createReader();
    await reader.start();
    expect(await reader.until(ended)).toMatchObject({ state: 'done', read: 2500, chains: 1 });
    expect((await reader.subs()).sort()).toEqual(everySub(2500));
    expect(pool.filters.filter((filter) => filter !== undefined)).toEqual(['sub ^= "0"']);
  });

  it('reads a small pool, and any pool when asked to, as one list', async () => {
    const pool = serve({ size: 2500 });
    const reader = await createReader();
    await reader.start({ inOneGo: true });
    expect(await reader.until(ended)).toMatchObject({ state: 'done', read: 2500, chains: 1 });
    const small = serve({ size: 150 });
    await reader.start({ again: true });
    await reader.until(({ state, read }) => state === 'done' && read === 150);
    expect([...pool.filters, ...small.filters]).toEqual(Array.from({ length: 45 }, () => undefined));
  });

  it('loses nobody whose sub begins as none should, and knows that the estimate is only one', async () => {
    const odd = (index: number) => {
      const person = samplePerson(index);
      const sub = index === 2400 ? 'zebra' : subOf(index);
      return { ...person, attributes: { ...person.attributes, sub } };
    };
    serve({ size: 2500, estimate: 2600, person: odd });
    const reader = await createReader();
    await reader.start();
    expect(await reader.until(ended)).toMatchObject({
      state: 'done',
      read: 2500,
      estimate: 2600,
      chains: 16,
    });
    expect(await reader.subs()).toContain('zebra');
  });

  it('reads without an estimate when reading the settings of the pool is not permitted', async () => {
    serve({ size: 200 });
    stub.on('DescribeUserPool', denied('DescribeUserPool'));
    const reader = await createReader();
    await reader.start();
    expect(await reader.until(ended)).toMatchObject({
      state: 'done',
      read: 200,
      estimate: null,
      error: null,
    });
  });

  it('has those who were too new for the list after reading again', async () => {
    const pool = serve({ size: 130, lagging: new Set([5, 70]) });
    const reader = await createReader();
    await reader.start();
    expect(await reader.until(ended)).toMatchObject({ read: 128 });
    pool.catchUp();
    await reader.start();
    expect(await reader.until(ended)).toMatchObject({ read: 128 });
    await reader.start({ again: true });
    await reader.until(({ state, read }) => state === 'done' && read === 130);
    expect((await reader.subs()).sort()).toEqual(everySub(130));
  });
});

describe('a reading that ends early', () => {
  it('keeps what it found when it is stopped, and goes on from there', async () => {
    const pool = serve({ size: 6000 });
    const reader = await createReader();
    await reader.start();
    await reader.until(({ read }) => read > 1000);
    const stopped = await reader.value('people.stop', { profileId: reader.profileId });
    expect(stopped).toMatchObject({ state: 'stopped', error: null });
    expect(await reader.subs()).toHaveLength(stopped.read);
    const before = pool.served.pages;
    await reader.start();
    expect(await reader.until(ended)).toMatchObject({ state: 'done', read: 6000, restarts: 0 });
    expect((await reader.subs()).sort()).toEqual(everySub(6000));
    // What had come in is not asked for again; eight requests may have been on their way.
    expect(before).toBeGreaterThan(15);
    expect(pool.served.pages).toBeLessThan(101 + 36 + 8);
  });

  it('says so and keeps what it found when AWS refuses, and goes on when it may', async () => {
    const pool = serve({ size: 3000 });
    const reader = await createReader();
    await reader.start();
    await reader.until(({ read }) => read > 500);
    stub.on('ListUsers', denied('ListUsers'));
    const failed = await reader.until(ended);
    expect(failed.state).toBe('failed');
    expectCode(failed.error!, 'access-denied');
    expect(await reader.subs()).toHaveLength(failed.read);
    expect(await reader.value('activity.list', {})).toMatchObject({
      entries: [{ operation: 'people.startReading', errorCode: 'access-denied' }],
    });
    pool.serve(stub);
    await reader.start();
    expect(await reader.until(({ state }) => state === 'done')).toMatchObject({ read: 3000, error: null });
  });

  it('asks again after a moment of trouble on the way, and gives up after a few', async () => {
    serve({ size: 10 });
    const page = { Users: [{ Username: 'a', Attributes: [{ Name: 'sub', Value: subOf(1) }] }] };
    const fault: StubAnswer = { error: 'InternalErrorException', message: 'Trouble', status: 500 };
    stub.on('ListUsers', DROP, fault, page);
    const reader = await createReader();
    await reader.start();
    expect(await reader.until(ended)).toMatchObject({ state: 'done', read: 1 });
    stub.on('ListUsers', DROP);
    await reader.start({ again: true });
    expectCode((await reader.until(({ state }) => state === 'failed')).error!, 'unreachable');
  });

  it('tells that AWS asks to slow down, and gives up when there is no end to it', async () => {
    const pool = serve({ size: 2500 });
    const reader = await createReader();
    await reader.start();
    await reader.until(({ read }) => read > 300);
    pool.throttle(10_000);
    const waiting = await reader.until(({ state }) => state === 'waiting');
    expect(waiting.resumesAt).toBeGreaterThan(waiting.readAt ?? 0);
    const failed = await reader.until(ended);
    expectCode(failed.error!, 'throttled');
    expect(failed.read).toBeGreaterThan(300);
    expect(pool.served.throttled).toBeLessThan(100);
  });

  it('is not begun without AWS access', async () => {
    const reader = await createReader();
    const profileId = await reader.addProfile();
    const input = { profileId, again: false, inOneGo: false, perSecond: 8 };
    expectCode(await reader.error('people.startReading', input), 'lookup-access-missing');
  });
});

describe('what was read', () => {
  const whatIsLeft = async ({ value, profileId }: Reader) => {
    const asked = { profileId, filter: anybody, sort: byName };
    const { of } = await value('people.query', { ...asked, columns: [], offset: 0, limit: 1 });
    const { attributes } = await value('people.summary', asked);
    return { of, attributes, ...(await value('people.reading', { profileId })) };
  };
  const nothing = { of: 0, attributes: [], state: 'none', read: 0 };

  it.each<[string, (reader: Reader) => Promise<unknown>]>([
    [
      'the vault locks',
      async ({ value }) => {
        await value('vault.setPassphrase', {
          passphrase: 'a long enough passphrase',
          askAtStart: false,
          current: null,
        });
        await value('vault.lock', {});
      },
    ],
    ['another profile is chosen', ({ addProfile }) => addProfile({ name: 'Another' })],
    ['the profile is deleted', ({ value, profileId }) => value('profiles.delete', { profileId })],
  ])('is dropped when %s, and the request under way is ended', async (_, drop) => {
    serve({ size: 3000 });
    const reader = await createReader();
    await reader.start();
    await reader.until(({ read }) => read > 500);
    stub.on('ListUsers', HANG);
    const hanging = () => stub.requests.filter(({ operation }) => operation === 'ListUsers').slice(-8);
    const sent = stub.requests.length;
    await expect.poll(() => stub.requests.length).toBeGreaterThan(sent + 7);
    await drop(reader);
    await Promise.all(hanging().map(({ closed }) => closed));
    const told = reader.told.length;
    expect(await whatIsLeft(reader)).toMatchObject(nothing);
    expect(reader.told).toHaveLength(told);
  });

  it('goes into a file that only this user can read', async () => {
    serve({ size: 700 });
    const reader = await createReader();
    await reader.start();
    await reader.until(ended);
    const { profileId } = reader;
    const filter = { ...anybody, text: 'muller', enabled: true };
    const wanted = { profileId, filter, sort: byName, columns: ['email', 'phone_number'] };
    const { total } = await reader.value('people.query', { ...wanted, offset: 0, limit: 0 });
    expect(total).toBeGreaterThan(20);

    expect(await reader.value('people.export', { ...wanted, format: 'csv' })).toEqual({
      name: null,
      count: total,
    });
    expect(reader.fileDialogs.suggested.at(-1)).toMatch(/^Test pool people \d{4}-\d\d-\d\d\.csv$/);
    const path = join(reader.folder, 'people.csv');
    reader.fileDialogs.choose(path);
    expect(await reader.value('people.export', { ...wanted, format: 'csv' })).toEqual({
      name: 'people.csv',
      count: total,
    });
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\r\n');
    expect(lines).toHaveLength(total + 1);
    expect(lines[0]).toBe('\uFEFF"email","phone_number"');
    expect(lines.find((line) => line.includes('+'))).toMatch(/^"\w+\.Muller\.\d+@example\.com","'\+\d+"$/);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(reader.told.at(-1)).toEqual({ task: 'export', profileId, done: total, of: total });

    reader.fileDialogs.choose(join(reader.folder, 'people.json'));
    await reader.value('people.export', { ...wanted, columns: null, format: 'json' });
    const list = JSON.parse(await readFile(join(reader.folder, 'people.json'), 'utf8')) as {
      email: string;
    }[];
    expect(list).toHaveLength(total);
    expect(list[0]).toMatchObject({
      enabled: true,
      family_name: 'Müller',
      'custom:tenant': expect.any(String),
    });

    reader.fileDialogs.choose('/dev/null/people.csv');
    expectCode(await reader.error('people.export', { ...wanted, format: 'csv' }), 'file-trouble');
  });
});

const denied = (action: string): StubAnswer => ({
  error: 'AccessDeniedException',
  message: `User: arn:aws:iam::1:user/x is not authorized to perform: cognito-idp:${action}`,
});
