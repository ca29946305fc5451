import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { UpdateStatus } from '#contract/updates.ts';
import type { Updater } from '#core/ports.ts';
import { UpdateFailure, type UpdatesOptions } from '#core/updates/updates.ts';
import { createTestDesk, temporaryFolder, testKeys, type TestDeskOptions } from '#tests/support/desk.ts';
import { createTestClock, type TestClock } from '#tests/support/ports.ts';

const HOUR = 3_600_000;
const newer = { version: '2.0.0', notes: '- More', releasedAt: Date.UTC(2026, 10, 20) };
const none = { state: 'none', lookedAt: Date.UTC(2026, 10, 24, 10) } as const;
const available = { state: 'available', newVersion: newer, quiet: false, trouble: null } as const;

/** An updater whose every answer the test gives, with what it was asked for. */
function createTestUpdater(changes: Partial<Updater> = {}) {
  const asked: string[] = [];
  const note =
    <Args extends readonly unknown[], Value>(name: string, act: (...args: Args) => Promise<Value>) =>
    (...args: Args) => {
      asked.push(name);
      return act(...args);
    };
  const updater: Updater = {
    look: note('look', changes.look ?? (() => Promise.resolve(newer))),
    download: note('download', changes.download ?? (() => Promise.resolve())),
    stage: note('stage', changes.stage ?? (() => Promise.resolve({ atQuit: false }))),
    installAtQuit: note('installAtQuit', changes.installAtQuit ?? (() => Promise.resolve())),
    restart: note('restart', changes.restart ?? (() => Promise.resolve())),
  };
  return { asked, updater };
}

async function setUp(changes: Partial<Updater> = {}, options: TestDeskOptions = {}) {
  const { asked, updater } = createTestUpdater(changes);
  const told: UpdateStatus[] = [];
  const updates: UpdatesOptions = { off: () => Promise.resolve(null), load: () => Promise.resolve(updater) };
  const inner = options.clock ?? createTestClock();
  const planned = new Set<number>();
  const clock: TestClock = {
    ...inner,
    after(milliseconds, run) {
      planned.add(milliseconds);
      return inner.after(milliseconds, run);
    },
  };
  const desk = await createTestDesk({
    updates,
    onAnnounced: (name, payload) => {
      if (name === 'updates.changed') told.push(payload as UpdateStatus);
    },
    ...options,
    clock,
  });
  const reaches = (status: object) =>
    vi.waitFor(async () => {
      expect(await desk.value('updates.status', {})).toMatchObject(status);
    });
  const looks = (times: number) =>
    vi.waitFor(() => {
      expect(asked.filter((name) => name === 'look')).toHaveLength(times);
    });
  /** Lets a look become due that has been planned this far ahead. */
  const wait = async (milliseconds: number) => {
    await vi.waitFor(() => {
      expect([...planned]).toContain(milliseconds);
    });
    planned.clear();
    clock.advance(milliseconds);
  };
  return { ...desk, asked, told, reaches, looks, wait };
}

describe('looking for a new version', () => {
  it('begins by itself a while after the start, and goes on once a day', async () => {
    const { prepare, clock, looks, reaches, wait } = await setUp({ look: () => Promise.resolve(null) });
    await prepare();
    await wait(20_000);
    await looks(1);
    await reaches({ state: 'none', lookedAt: clock.now() });
    await wait(24 * HOUR);
    await looks(2);
  });

  it('remembers over a restart that it has looked today', async () => {
    const folder = await temporaryFolder();
    const first = await setUp({ look: () => Promise.resolve(null) }, { folder });
    await first.value('updates.look', {});

    const clock = createTestClock(first.clock.now() + HOUR);
    const second = await setUp({}, { folder, clock });
    expect(await second.value('updates.status', {})).toEqual(none);
    await second.prepare();
    await second.wait(23 * HOUR);
    await second.looks(1);
  });

  it('does not begin where the person does not want it, and does once it is wanted', async () => {
    const { prepare, value, asked, looks, wait } = await setUp();
    await value('preferences.set', { lookForUpdates: false });
    await prepare();
    await wait(20_000);
    await wait(HOUR);
    expect(asked).toEqual([]);
    await value('preferences.set', { lookForUpdates: true });
    await wait(HOUR);
    await looks(1);
  });

  it('says nothing when it fails unasked, and looks again an hour later', async () => {
    const { prepare, looks, told, reaches, wait, faults } = await setUp({
      look: () => Promise.reject(new UpdateFailure('unreachable')),
    });
    await prepare();
    await wait(20_000);
    await looks(1);
    await reaches({ state: 'none', lookedAt: null });
    expect(told.map(({ state }) => state)).toEqual(['looking', 'none']);
    expect(faults).toEqual([]);
    await wait(HOUR);
    await looks(2);
  });

  it('does not look by itself soon after the person did', async () => {
    const { prepare, value, wait, asked, told } = await setUp();
    await prepare();
    await value('updates.look', {});
    told.length = 0;
    await wait(20_000);
    await wait(24 * HOUR - 20_000);
    await vi.waitFor(() => {
      expect(told).toEqual([available]);
    });
    expect(asked).toEqual(['look', 'look']);
  });

  it('finds again after a restart what was found before it', async () => {
    const folder = await temporaryFolder();
    const first = await setUp({}, { folder });
    await first.value('updates.look', {});
    const second = await setUp({}, { folder });
    expect(await second.value('updates.status', {})).toEqual({ state: 'none', lookedAt: null });
    await second.prepare();
    await second.wait(20_000);
    await second.reaches(available);
    await second.value('updates.dismiss', { skip: true });

    const third = await setUp({}, { folder, clock: createTestClock(second.clock.now()) });
    expect(await third.value('updates.status', {})).toEqual({ state: 'none', lookedAt: null });
    await third.prepare();
    // Skipped: the next look is tomorrow's.
    await third.wait(24 * HOUR);
    await third.looks(1);
  });

  it('is asked for once by two at the same time', async () => {
    const { value, asked } = await setUp();
    const both = await Promise.all([value('updates.look', {}), value('updates.look', {})]);
    expect(both).toEqual([available, available]);
    expect(asked).toEqual(['look']);
  });

  it.each(['unreachable', 'not-published', 'other'] as const)(
    'tells who asked why it failed: %s',
    async (trouble) => {
      const { error, value } = await setUp({ look: () => Promise.reject(new UpdateFailure(trouble)) });
      expect(await error('updates.look', {})).toEqual({ code: 'update-failed', step: 'look', trouble });
      expect(await value('updates.status', {})).toEqual({ state: 'none', lookedAt: null });
    },
  );

  it('notes a fault of the app', async () => {
    const { error, faults } = await setUp({ look: () => Promise.reject(new TypeError('planted')) });
    expect(await error('updates.look', {})).toMatchObject({ code: 'update-failed', trouble: 'other' });
    expect(faults).toEqual(['updates', expect.any(TypeError)]);
  });

  it('never happens where the installation may not', async () => {
    const { prepare, value, clock, asked } = await setUp(
      {},
      {
        updates: {
          off: () => Promise.resolve('organisation'),
          load: () => Promise.reject(new Error('loaded')),
        },
      },
    );
    await prepare();
    const off = { state: 'off', reason: 'organisation' };
    expect(await value('updates.look', {})).toEqual(off);
    clock.advance(48 * HOUR);
    for (const name of ['updates.status', 'updates.download', 'updates.stop'] as const) {
      expect(await value(name, {})).toEqual(off);
    }
    expect(await value('updates.install', { when: 'now' })).toEqual(off);
    expect(asked).toEqual([]);
  });

  it('takes what it kept for nothing when that is damaged', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'updates.json'), '{"lookedAt":"yesterday"');
    const { value } = await setUp({}, { folder });
    expect(await value('updates.status', {})).toEqual({ state: 'none', lookedAt: null });
  });
});

describe('a version that was found', () => {
  it('is not downloaded unasked', async () => {
    const { value, asked } = await setUp();
    expect(await value('updates.look', {})).toEqual(available);
    expect(asked).toEqual(['look']);
  });

  it('is quiet until the next look after "not now"', async () => {
    const { value } = await setUp();
    await value('updates.look', {});
    expect(await value('updates.dismiss', { skip: false })).toEqual({ ...available, quiet: true });
    expect(await value('updates.look', {})).toEqual(available);
  });

  it('stays quiet once it is skipped, also after a restart; the next one does not', async () => {
    const folder = await temporaryFolder();
    const first = await setUp({}, { folder });
    await first.value('updates.look', {});
    await first.value('updates.dismiss', { skip: true });
    const second = await setUp({}, { folder });
    expect(await second.value('updates.look', {})).toEqual({ ...available, quiet: true });
    const third = await setUp({ look: () => Promise.resolve({ ...newer, version: '2.0.1' }) }, { folder });
    expect(await third.value('updates.look', {})).toMatchObject({ state: 'available', quiet: false });
  });

  it('is downloaded on the word of the person, told in whole percents', async () => {
    const { value, told, reaches } = await setUp({
      download: async (_version, _signal, onPercent) => {
        for (const percent of [0.2, 0.9, 1.1, 1.9, 100, 250]) onPercent(percent);
      },
    });
    await value('updates.look', {});
    expect(await value('updates.download', {})).toMatchObject({ state: 'downloading', percent: 0 });
    await reaches({ state: 'ready', newVersion: newer, quiet: false, atQuit: false });
    expect(told.flatMap((status) => (status.state === 'downloading' ? status.percent : []))).toEqual([
      0, 1, 100,
    ]);
  });

  it('is not looked for again while it is downloaded or ready', async () => {
    const end = Promise.withResolvers<void>();
    const { value, asked, reaches } = await setUp({ download: () => end.promise });
    await value('updates.look', {});
    await value('updates.download', {});
    expect(await value('updates.look', {})).toMatchObject({ state: 'downloading' });
    end.resolve();
    await reaches({ state: 'ready' });
    expect(await value('updates.look', {})).toMatchObject({ state: 'ready' });
    expect(asked).toEqual(['look', 'download']);
  });

  it('can be stopped on its way, and downloaded later', async () => {
    const { value, reaches } = await setUp({
      download: (_version, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(new Error('aborted'));
          });
        }),
    });
    await value('updates.look', {});
    await value('updates.download', {});
    await value('updates.stop', {});
    await reaches(available);
    expect(await value('updates.download', {})).toMatchObject({ state: 'downloading' });
  });

  it('says why it was not downloaded', async () => {
    const { value, reaches, asked } = await setUp({
      download: () => Promise.reject(new UpdateFailure('damaged')),
    });
    await value('updates.look', {});
    await value('updates.download', {});
    await reaches({ ...available, trouble: 'damaged' });
    await value('updates.download', {});
    await vi.waitFor(() => {
      // What is published may have been mended since.
      expect(asked).toEqual(['look', 'download', 'look', 'download']);
    });
  });
});

describe('a download after one that failed', () => {
  const published = async (...versions: readonly (string | null)[]) => {
    const answers = versions.map((version) => (version === null ? null : { ...newer, version }));
    const all = await setUp({
      look: () => Promise.resolve(answers.shift() ?? null),
      download: () => Promise.reject(new UpdateFailure('damaged')),
    });
    await all.value('updates.look', {});
    await all.value('updates.download', {});
    await all.reaches({ trouble: 'damaged' });
    await all.value('updates.download', {});
    return all;
  };

  it('shows another version that is published now, and does not fetch it unread', async () => {
    const { reaches, asked } = await published('2.0.0', '2.0.1');
    await reaches({ ...available, newVersion: { ...newer, version: '2.0.1' } });
    expect(asked).toEqual(['look', 'download', 'look']);
  });

  it('takes a version back that is published no more', async () => {
    const { reaches, asked } = await published('2.0.0', null);
    await reaches({ state: 'none' });
    expect(asked).toEqual(['look', 'download', 'look']);
  });

  it('can be stopped while it looks', async () => {
    const second = Promise.withResolvers<null>();
    const looks = [Promise.resolve(newer), second.promise];
    const { value, reaches, asked } = await setUp({
      look: () => looks.shift() ?? Promise.resolve(null),
      download: () => Promise.reject(new UpdateFailure('damaged')),
    });
    await value('updates.look', {});
    await value('updates.download', {});
    await reaches({ trouble: 'damaged' });
    await value('updates.download', {});
    await value('updates.stop', {});
    await reaches(available);
    second.resolve(null);
    expect(await value('updates.status', {})).toEqual(available);
    expect(asked).toEqual(['look', 'download', 'look']);
  });
});

describe('installing', () => {
  async function ready(changes: Partial<Updater> = {}, options: TestDeskOptions = {}) {
    const all = await setUp(changes, options);
    await all.value('updates.look', {});
    await all.value('updates.download', {});
    await all.reaches({ state: 'ready' });
    return all;
  }

  it('happens at once, or when the person quits', async () => {
    const { value, asked } = await ready();
    expect(await value('updates.install', { when: 'quit' })).toMatchObject({ atQuit: true, quiet: true });
    await value('updates.install', { when: 'now' });
    expect(asked).toEqual(['look', 'download', 'installAtQuit', 'stage', 'restart']);
  });

  it('does nothing before there is something', async () => {
    const { value, asked } = await setUp();
    await value('updates.look', {});
    expect(await value('updates.install', { when: 'now' })).toEqual(available);
    expect(asked).toEqual(['look']);
  });

  it('waits for a call of the page that is under way', async () => {
    const proxy = Promise.withResolvers<string>();
    const { value, error, call, addProfile, asked } = await ready({}, { resolveProxy: () => proxy.promise });
    const profileId = await addProfile();
    const signIn = call('auth.signIn', { profileId, username: 'jane', password: 'Password-1!' }, 'call-1');
    expect(await error('updates.install', { when: 'now' })).toEqual({ code: 'update-waits' });
    await value('calls.cancel', { callId: 'call-1' });
    proxy.resolve('PROXY 127.0.0.1:9');
    await signIn;
    await value('updates.install', { when: 'now' });
    expect(asked).toEqual(['look', 'download', 'stage', 'restart']);
  });

  it('waits for what was begun while it was being prepared', async () => {
    const staged = Promise.withResolvers<{ atQuit: boolean }>();
    const proxy = Promise.withResolvers<string>();
    const { value, call, addProfile, asked, reaches } = await ready(
      { stage: () => staged.promise },
      { resolveProxy: () => proxy.promise },
    );
    const profileId = await addProfile();
    const install = call('updates.install', { when: 'now' });
    await vi.waitFor(() => {
      expect(asked).toContain('stage');
    });
    const signIn = call('auth.signIn', { profileId, username: 'jane', password: 'Password-1!' }, 'call-1');
    staged.resolve({ atQuit: true });
    expect(await install).toEqual({ ok: false, error: { code: 'update-waits' } });
    // The system has taken it already.
    await reaches({ state: 'ready', atQuit: true });
    await value('calls.cancel', { callId: 'call-1' });
    proxy.resolve('PROXY 127.0.0.1:9');
    await signIn;
    expect(asked).toEqual(['look', 'download', 'stage']);
  });

  it('waits for a pool that is being read', async () => {
    const proxy = Promise.withResolvers<string>();
    const { value, error, addProfile, asked } = await ready({}, { resolveProxy: () => proxy.promise });
    const profileId = await addProfile({ access: testKeys });
    await value('people.startReading', { profileId, again: true, perSecond: 2, inOneGo: true });
    expect(await error('updates.install', { when: 'now' })).toEqual({ code: 'update-waits' });
    await value('people.stop', { profileId });
    proxy.resolve('PROXY 127.0.0.1:9');
    await value('updates.install', { when: 'now' });
    expect(asked).toEqual(['look', 'download', 'stage', 'restart']);
  });

  it.each(['disk', 'wrong-signature'] as const)(
    'says why it failed, and can be tried again: %s',
    async (trouble) => {
      const { error, value } = await ready({ restart: () => Promise.reject(new UpdateFailure(trouble)) });
      expect(await error('updates.install', { when: 'now' })).toEqual({
        code: 'update-failed',
        step: 'install',
        trouble,
      });
      expect(await value('updates.status', {})).toEqual(available);
      expect(await value('updates.download', {})).toMatchObject({ state: 'downloading' });
    },
  );
});
