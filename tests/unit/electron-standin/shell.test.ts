import { describe, expect, it } from 'vitest';
import { createShell, openedFiles, openedLinks } from '#tests/electron-standin/shell.ts';

describe('opening a file', () => {
  it('is never answered on Linux, although it opens', async () => {
    const opened: string[] = [];
    const shell = createShell('linux', async (what) => opened.push(what) > 0);
    const later = new Promise((resolve) => setImmediate(() => resolve('no answer')));
    expect(await Promise.race([shell.openPath('/notes.txt'), later])).toBe('no answer');
    expect(opened).toEqual(['/notes.txt']);
    expect(openedFiles).toContain('/notes.txt');
  });

  it.each(['darwin', 'win32'] as const)('is answered on %s', async (platform) => {
    expect(await createShell(platform, () => Promise.resolve(true)).openPath('/notes.txt')).toBe('');
    expect(await createShell(platform, () => Promise.resolve(false)).openPath('/notes.txt')).toBe(
      'No program opens it.',
    );
  });
});

it('opening an address always goes well, also without a program for it', async () => {
  await createShell('linux', () => Promise.resolve(false)).openExternal('https://example.com/');
  expect(openedLinks).toContain('https://example.com/');
});
