import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Preferences } from '#contract/app.ts';
import { createPreferenceStore } from '#core/preferences/preference-store.ts';
import { temporaryFolder } from '#tests/support/desk.ts';

const defaults = { theme: 'system', clipboardSeconds: 60, lockAfterMinutes: 15, lookForUpdates: true };

async function storeIn(folder: string) {
  const told: Preferences[] = [];
  const path = join(folder, 'preferences.json');
  return { store: createPreferenceStore(path, (preferences) => void told.push(preferences)), told, path };
}

describe('preferences', () => {
  it('are the usual ones at first, and nothing is written for that', async () => {
    const { store, told, path } = await storeIn(await temporaryFolder());
    expect(await store.get()).toEqual(defaults);
    expect(await store.get()).toEqual(defaults);
    expect(told).toEqual([defaults]);
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  it('change one by one and outlive the app', async () => {
    const folder = await temporaryFolder();
    const { store, told } = await storeIn(folder);
    expect(await store.set({ theme: 'dark' })).toEqual({ ...defaults, theme: 'dark', clipboardSeconds: 60 });
    expect(await store.set({ clipboardSeconds: 0 })).toEqual({
      ...defaults,
      theme: 'dark',
      clipboardSeconds: 0,
    });
    expect(told.at(-1)).toEqual({ ...defaults, theme: 'dark', clipboardSeconds: 0 });

    const { store: again } = await storeIn(folder);
    expect(await again.get()).toEqual({ ...defaults, theme: 'dark', clipboardSeconds: 0 });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"theme":'],
    ['a list', '[]'],
    ['null', 'null'],
    ['an unknown theme', '{"theme":"pink","clipboardSeconds":30}'],
    ['an unknown key', '{"theme":"dark","admin":true}'],
    ['a key of every object', '{"__proto__":{"theme":"dark"}}'],
    ['another time', '{"clipboardSeconds":45}'],
  ])('are the usual ones when the file holds %s', async (_, text) => {
    const { store, path } = await storeIn(await temporaryFolder());
    await writeFile(path, text);
    expect(await store.get()).toEqual(defaults);
  });

  it('are the usual ones where the file lacks them', async () => {
    const { store, path } = await storeIn(await temporaryFolder());
    await writeFile(path, '{"theme":"light"}');
    expect(await store.get()).toEqual({ ...defaults, theme: 'light' });
  });

  it('change for this run where they cannot be written', async () => {
    const folder = await temporaryFolder();
    const { store, path } = await storeIn(folder);
    await mkdir(path);
    expect(await store.set({ theme: 'dark' })).toEqual({ ...defaults, theme: 'dark', clipboardSeconds: 60 });
    expect(await store.get()).toEqual({ ...defaults, theme: 'dark', clipboardSeconds: 60 });
  });

  it('all count when they are changed at the same time', async () => {
    const { store, path } = await storeIn(await temporaryFolder());
    await Promise.all([store.set({ theme: 'dark' }), store.set({ clipboardSeconds: 30 })]);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      ...defaults,
      theme: 'dark',
      clipboardSeconds: 30,
    });
  });
});
