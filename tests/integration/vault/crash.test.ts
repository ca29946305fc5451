import { readdir, readFile, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createProfileStore } from '#core/profiles/profile-store.ts';
import { put, recordsOf } from '#tests/support/vault.ts';
import { sharedVault, someAtATime } from './processes.ts';

const old = { old: { n: 0 }, kept: { n: 0 } };
const renewed = { kept: { n: 0 }, new: { n: 1 } };

/** What the vault holds after a step was killed; then that it still takes a save. */
async function afterwards(here: Awaited<ReturnType<typeof sharedVault>>) {
  const vault = here.start();
  const { state, damage, lockedRecords } = await vault.status();
  if (state.kind === 'locked') await vault.unlock('right');
  const records = await recordsOf(vault);
  await put(vault, { later: true });
  const again = here.start();
  if (state.kind === 'locked') await again.unlock('right');
  expect(await recordsOf(again)).toEqual({ ...records, later: true });
  expect((await readdir(here.folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  return { state: state.kind, damage, lockedRecords, records };
}

/** Kills a process at every call to the file system of a step, and hands each outcome to `check`. */
async function killedEverywhere(
  kind: string,
  prepare: (here: Awaited<ReturnType<typeof sharedVault>>) => Promise<void>,
  check: (
    outcome: Awaited<ReturnType<typeof afterwards>>,
    here: Awaited<ReturnType<typeof sharedVault>>,
  ) => Promise<void> | void,
): Promise<number> {
  const attempt = async (when: string, nth: number): Promise<boolean> => {
    const here = await sharedVault();
    await prepare(here);
    const child = here.spawn('step', kind, when, String(nth));
    const end = await child.ended;
    expect([0, 'SIGKILL']).toContain(end);
    if (end === 0) return false;
    await check(await afterwards(here), here);
    return true;
  };
  const killed = { before: 0, after: 0 };
  await Promise.all(
    (['before', 'after'] as const).map(async (when) => {
      // Until the step is through before its n-th call.
      while (await attempt(when, killed[when] + 1)) killed[when] += 1;
    }),
  );
  expect(killed.before).toBe(killed.after);
  return killed.before;
}

describe('a process that is killed', () => {
  it('at any step of a save leaves the old or the new state', { timeout: 300_000 }, async () => {
    const outcomes = new Set<string>();
    const steps = await killedEverywhere(
      'save',
      async (here) => {
        await put(here.start(), { ...old, first: 1 });
        await here.start().change(({ records }) => void records.delete('first'));
      },
      ({ records, ...rest }) => {
        expect(rest).toEqual({ state: 'open', damage: 'none', lockedRecords: [] });
        expect([old, renewed]).toContainEqual(records);
        outcomes.add(JSON.stringify(Object.keys(records)));
      },
    );
    expect(steps).toBeGreaterThan(12);
    expect(outcomes.size).toBe(2);
  });

  it(
    'at any step of a change of the passphrase leaves a vault that opens',
    { timeout: 300_000 },
    async () => {
      const states = new Set<string>();
      await killedEverywhere(
        'passphrase',
        async (here) => {
          await put(here.start(), { first: 1 });
          await here.start().change(({ records }) => {
            records.delete('first');
            for (const [id, value] of Object.entries(old)) records.set(id, value);
          });
        },
        ({ state, damage, records }) => {
          expect(damage).toBe('none');
          expect(records).toEqual(old);
          states.add(state);
        },
      );
      expect(states).toEqual(new Set(['open', 'locked']));
    },
  );

  it('at any step of replacing a damaged file leaves that file somewhere', { timeout: 300_000 }, async () => {
    await killedEverywhere(
      'save',
      async (here) => {
        await put(here.start(), { ...old, first: 1 });
        await here.start().change(({ records }) => void records.delete('first'));
        await here.start().change(({ records }) => void records.set('lost', 1));
        await writeFile(here.path, 'damaged, but kept');
      },
      async ({ records }, { folder }) => {
        expect([old, renewed]).toContainEqual(records);
        const names = await readdir(folder);
        const texts = await Promise.all(names.map((name) => readFile(`${folder}/${name}`, 'utf8')));
        expect(texts).toContain('damaged, but kept');
      },
    );
  });

  it(
    'at any step of starting afresh leaves the old vault or none, and all its bytes',
    { timeout: 300_000 },
    async () => {
      await killedEverywhere(
        'fresh',
        async (here) => {
          await put(here.start(), { first: 1 });
          await here.start().change(({ records }) => {
            records.delete('first');
            for (const [id, value] of Object.entries(old)) records.set(id, value);
          });
          await writeFile(`${here.folder}/copy`, await readFile(here.path));
        },
        async ({ records, damage }, { folder }) => {
          expect(damage).toBe('none');
          expect([old, {}]).toContainEqual(records);
          const copy = await readFile(`${folder}/copy`, 'utf8');
          const names = (await readdir(folder)).filter((name) => name.startsWith('vault.json'));
          const texts = await Promise.all(names.map((name) => readFile(`${folder}/${name}`, 'utf8')));
          expect(texts).toContain(copy);
        },
      );
    },
  );

  it(
    'at any step of taking over profiles of the first version loses none of them',
    { timeout: 300_000 },
    async () => {
      const ids = ['a', 'b'];
      await killedEverywhere(
        'migrate',
        async ({ path, sealer }) => {
          const sealed = async (value: unknown) =>
            Buffer.from(await sealer.seal(JSON.stringify(value))).toString('base64');
          const records = [
            ...(await Promise.all(ids.map(async (id) => ({ id, sealed: await sealed({ id }) })))),
            { id: 'closed', sealed: 'bm90IG91cnM=' },
          ];
          await writeFile(`${path}.former`, JSON.stringify({ format: 1, activeId: 'a', records }));
        },
        async (_, { path, sealer, start, folder }) => {
          const vault = start();
          const profiles = createProfileStore({ vault, sealer, formerPath: `${path}.former` });
          // Two that are kept but are no whole profiles, the closed one, and `later`.
          expect(await profiles.list()).toMatchObject({ unreadable: 4 });
          expect(Object.keys(await recordsOf(vault)).sort()).toEqual(['a', 'b', 'later']);
          expect((await vault.read()).meta).toMatchObject({
            order: ids,
            activeId: 'a',
            carried: [{ id: 'closed', sealed: 'bm90IG91cnM=' }],
          });
          const names = await readdir(folder);
          expect(names.filter((name) => name.startsWith('vault.json.former.migrated'))).not.toEqual([]);
          expect(names).not.toContain('vault.json.former');
        },
      );
    },
  );

  it('at 200 random moments never loses what it said was saved', { timeout: 600_000 }, async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `record-${String(index)}`);
    let torn = 0;
    const run = async () => {
      const here = await sharedVault();
      await put(here.start(), { count: 0, ...Object.fromEntries(ids.map((id) => [id, { count: 0 }])) });
      const child = here.spawn('count');
      await child.ready;
      await pause(Math.random() * 60);
      child.kill();
      expect(await child.ended).toBe('SIGKILL');
      const said = Number(child.lines.at(-1) === 'ready' ? 0 : child.lines.at(-1));
      const vault = here.start();
      expect(await vault.status()).toMatchObject({
        state: { kind: 'open' },
        damage: 'none',
        lockedRecords: [],
      });
      const { count, ...records } = await recordsOf(vault);
      expect([said, said + 1]).toContain(count);
      expect(records).toEqual(Object.fromEntries(ids.map((id) => [id, { count }])));
      if ((await readdir(here.folder)).some((name) => name.endsWith('.tmp'))) torn += 1;
      await put(vault, { count: 'still works' });
    };
    await someAtATime(Array.from({ length: 200 }, () => run));
    // Else the moments were not random enough to mean anything.
    expect(torn).toBeGreaterThan(0);
  });
});
