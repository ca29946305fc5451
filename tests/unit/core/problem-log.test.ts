import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createProblemLog, problemOf, type ProblemLog } from '#core/problem-log.ts';
import { anyCharacter } from '#tests/support/any-character.ts';
import { temporaryFolder } from '#tests/support/desk.ts';

const MINUTE = 60_000;
let now: number;
let path: string;
let log: ProblemLog;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 28, 6);
  path = join(await temporaryFolder(), 'problems.log');
  log = createProblemLog({ path, now: () => now, about: '1.2.3, Electron 45, linux', home: '/home/jane' });
});

describe('what is noted of a fault', () => {
  it('is when, where, its kind and its places in the program, in a file for this user only', async () => {
    const cause = new TypeError('the password is hunter2\n    and more of it');
    cause.stack = `${String(cause)}\n    at save (/home/jane/app/main.js:1:2)\n    at app://desk/index.js:3:4`;
    await log.add(problemOf('main vault.lock', cause));
    expect(await log.read()).toBe(
      [
        '2026-11-28T06:00:00.000Z main vault.lock TypeError (1.2.3, Electron 45, linux)',
        '    at save (~/app/main.js:1:2)',
        '    at app://desk/index.js:3:4',
        '',
      ].join('\n'),
    );
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('is never the message, whatever was thrown', async () => {
    const secret = 'planted-secret-000000000000001';
    const causes = fc.constantFrom(
      new Error(secret),
      new SyntaxError(`Unexpected token in "${secret}"\nsecond line ${secret}`),
      new Error(`bad\n    at ${secret} (in the message:1:2)\nend`),
      Object.assign(new Error('x'), { name: `${secret} is no name` }),
      Object.assign(new Error('x'), { name: secret.toUpperCase().replaceAll('-', '_') }),
      secret,
      { secret },
      null,
    );
    await fc.assert(
      fc.asyncProperty(causes, async (cause) => {
        now += MINUTE;
        await log.add(problemOf('page', cause));
        expect((await log.read()).toLowerCase().replaceAll('_', '-')).not.toContain(secret);
      }),
      { numRuns: 30 },
    );
  });

  it('holds nothing that a terminal would obey, and stays one entry', async () => {
    const lines = fc.array(fc.string({ unit: anyCharacter, maxLength: 60 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: anyCharacter }), lines, async (name, frames) => {
        now += MINUTE;
        await log.clear();
        await log.add({
          where: 'page',
          name,
          stack: frames.map((frame) => `    at ${frame}:1:2`).join('\n'),
        });
        const text = await log.read();
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}]/u);
        expect(text.match(/^\d{4}-/gm)).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the file', () => {
  it('keeps the newer half once it gets too long, from the start of an entry', async () => {
    const stack = Array.from({ length: 30 }, () => `    at ${'x'.repeat(390)}:1:2`).join('\n');
    for (let count = 0; count < 40; count += 1) {
      now += MINUTE;
      await log.add({ where: `page ${String(count)}`, name: 'Error', stack });
    }
    const text = await log.read();
    expect(text.length).toBeLessThanOrEqual(200_000);
    expect(text).toMatch(/^2026-/);
    expect(text).toContain(' page 39 ');
    expect(text).not.toContain(' page 0 ');
  });

  it('takes 20 faults a minute, and more in the next', async () => {
    for (let count = 0; count < 50; count += 1) await log.add(problemOf('page', null));
    expect((await log.read()).match(/^2026/gm)).toHaveLength(20);
    now += MINUTE;
    await log.add(problemOf('page', null));
    expect((await log.read()).match(/^2026/gm)).toHaveLength(21);
  });

  it('goes on where another run has left it, and is cleared', async () => {
    await writeFile(path, 'earlier\n');
    await log.add(problemOf('page', null));
    expect(await readFile(path, 'utf8')).toMatch(/^earlier\n2026-/);
    await log.clear();
    expect(await log.read()).toBe('');
  });

  it('that cannot be written breaks nothing', async () => {
    await writeFile(path, '');
    const broken = createProblemLog({ path: join(path, 'x.log'), now: () => now, about: '', home: '' });
    await broken.add(problemOf('page', null));
    expect(await broken.read()).toBe('');
  });
});
