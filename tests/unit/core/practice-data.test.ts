import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTestDesk, temporaryFolder, testProfile } from '#tests/support/desk.ts';

const people = [{ username: 'ann', password: 'Practice-1', about: 'Can sign in.' }];

async function practiceFile(folder: string, endpoint: string): Promise<string> {
  const path = join(folder, 'practice.json');
  const profile = testProfile({ name: 'Practice pool', region: 'local', poolId: 'local_demo', endpoint });
  await writeFile(path, JSON.stringify({ profile, practicePeople: people }));
  return path;
}

describe('the practice pool', () => {
  it('is the active profile of the first list, and its people are in the info', async () => {
    const file = await practiceFile(await temporaryFolder(), 'http://127.0.0.1:1');
    const desk = await createTestDesk({ practiceFile: file });
    const [list, info] = await Promise.all([desk.value('profiles.list', {}), desk.value('app.info', {})]);
    expect(list.profiles).toMatchObject([{ name: 'Practice pool', poolId: 'local_demo' }]);
    expect(list.activeId).toBe(list.profiles[0]?.id);
    expect(info.practicePeople).toEqual(people);
  });

  it('comes once, on its new port, however often the app starts', async () => {
    const folder = await temporaryFolder();
    const first = await createTestDesk({ practiceFile: await practiceFile(folder, 'http://127.0.0.1:1') });
    const before = await first.value('profiles.list', {});
    const second = await createTestDesk({
      folder: first.folder,
      sealer: first.sealer,
      practiceFile: await practiceFile(folder, 'http://127.0.0.1:2'),
    });
    const after = await second.value('profiles.list', {});
    expect(after.profiles).toEqual([{ ...before.profiles[0], endpoint: 'http://127.0.0.1:2' }]);
  });

  it('leaves the user’s own profiles alone', async () => {
    const own = await createTestDesk();
    const id = await own.addProfile({ name: 'Mine' });
    const file = await practiceFile(await temporaryFolder(), 'http://127.0.0.1:1');
    const desk = await createTestDesk({ folder: own.folder, sealer: own.sealer, practiceFile: file });
    const { profiles } = await desk.value('profiles.list', {});
    expect(profiles.map(({ name }) => name)).toEqual(['Mine', 'Practice pool']);
    expect(profiles[0]?.id).toBe(id);
  });

  it('is nowhere in an ordinary run', async () => {
    const desk = await createTestDesk();
    expect(await desk.value('app.info', {})).toMatchObject({ packaged: false, practicePeople: [] });
    expect((await desk.value('profiles.list', {})).profiles).toEqual([]);
  });

  it('with a file that cannot be used is a fault of ours, told without its content', async () => {
    const file = join(await temporaryFolder(), 'practice.json');
    await writeFile(file, '{"profile": "Planted-secret-7f3a"}');
    const desk = await createTestDesk({ practiceFile: file });
    const error = await desk.error('app.info', {});
    expect(error).toMatchObject({ code: 'internal' });
    expect(JSON.stringify(error)).not.toContain('Planted');
  });
});
