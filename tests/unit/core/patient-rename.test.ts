import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renamePatiently } from '#core/patient-rename.ts';
import { temporaryFolder } from '#tests/support/desk.ts';
import { createTestClock } from '#tests/support/ports.ts';

/** A system that refuses `times` times before it renames. */
async function refusing(times: number, code: string) {
  const folder = await temporaryFolder();
  const [from, to] = [join(folder, 'new'), join(folder, 'old')];
  await writeFile(from, 'new');
  await writeFile(to, 'old');
  const clock = createTestClock();
  const pauses: number[] = [];
  let tries = 0;
  const run = async (platform: NodeJS.Platform) => {
    const instant = {
      ...clock,
      after(milliseconds: number, task: () => void) {
        pauses.push(milliseconds);
        const cancel = clock.after(milliseconds, task);
        clock.advance(milliseconds);
        return cancel;
      },
    };
    await renamePatiently(from, to, {
      platform,
      clock: instant,
      rename(source, target) {
        tries += 1;
        if (tries > times) return rename(source, target);
        return Promise.reject(Object.assign(new Error(code), { code }));
      },
    });
  };
  return { run, content: () => readFile(to, 'utf8'), pauses, tries: () => tries };
}

describe('a rename on Windows', () => {
  it.each(['EPERM', 'EACCES', 'EBUSY'])('(%s) is tried again until the file is let go of', async (code) => {
    const { run, content, pauses } = await refusing(5, code);
    await run('win32');
    expect(await content()).toBe('new');
    expect(pauses).toEqual([10, 20, 50, 100, 200]);
  });

  it('is given up after about three seconds, with the reason of the system', async () => {
    const { run, content, pauses } = await refusing(Infinity, 'EPERM');
    await expect(run('win32')).rejects.toMatchObject({ code: 'EPERM' });
    expect(pauses.reduce((sum, pause) => sum + pause)).toBe(3080);
    expect(await content()).toBe('old');
  });

  it('is not tried again for a reason that stays', async () => {
    const { run, tries } = await refusing(Infinity, 'ENOSPC');
    await expect(run('win32')).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(tries()).toBe(1);
  });
});

it('a rename elsewhere is refused at once', async () => {
  const { run, tries } = await refusing(Infinity, 'EPERM');
  await expect(run('linux')).rejects.toMatchObject({ code: 'EPERM' });
  expect(tries()).toBe(1);
});
