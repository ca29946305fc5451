import { expect, it } from 'vitest';
import { mainFile } from '#build/runtime.ts';
import { inFreshProcess, type startMain } from '#tests/bench/main-process.ts';
import { draft } from '#tests/bench/pool.ts';
import { inScratchFolder } from '#tests/bench/scratch.ts';

/** Runs in a process of its own, as text. */
async function save(
  start: typeof startMain,
  file: string,
  folder: string,
  profile: ReturnType<typeof draft>,
): Promise<string> {
  const main = start(file, folder);
  await main.window;
  return (await main.value('profiles.save', profile)).list.profiles.map(({ name }) => name).join();
}

it('the built main script can be measured: it starts, judges its caller and saves a profile', async () => {
  const names = await inScratchFolder((folder) =>
    inFreshProcess(save, [mainFile, folder, draft('http://127.0.0.1:9')]),
  );
  expect(names).toBe('Bench pool');
});
