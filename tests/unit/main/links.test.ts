import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createLinks } from '#main/links.ts';
import { temporaryFolder } from '#tests/support/desk.ts';

const never = new Promise<never>(() => undefined);

let folder: string;
let file: string;
let opened: string[];

beforeEach(async () => {
  folder = await temporaryFolder();
  file = join(folder, 'problems.log');
  await writeFile(file, '');
  opened = [];
});

const links = (platform: NodeJS.Platform, openPath: () => Promise<string>) =>
  createLinks({
    shell: {
      openExternal: async (address) => void opened.push(address),
      openPath(path) {
        opened.push(path);
        return openPath();
      },
    },
    platform,
    path: `/nowhere:${folder}`,
  });

async function installOpener(mode = 0o755) {
  await writeFile(join(folder, 'xdg-open'), '#!/bin/sh\n');
  await chmod(join(folder, 'xdg-open'), mode);
}

describe('on Linux', () => {
  const onLinux = () => links('linux', () => never);

  it('opens files although Electron never says that it has', async () => {
    await installOpener();
    await onLinux().openFile(file);
    expect(opened).toEqual([file]);
  });

  it.each([
    ['there is no program that opens anything', undefined],
    ['it cannot be run', 0o644],
  ])('says so where %s', async (_why, mode) => {
    if (mode !== undefined) await installOpener(mode);
    await expect(onLinux().open('https://example.com/')).rejects.toThrow();
    await expect(onLinux().openFile(file)).rejects.toThrow();
    expect(opened).toEqual([]);
  });
});

describe.each(['darwin', 'win32', 'linux'] as const)('on %s', (platform) => {
  it('opens addresses', async () => {
    await installOpener();
    await links(platform, () => never).open('https://example.com/');
    expect(opened).toEqual(['https://example.com/']);
  });

  it('says so when the file is not there', async () => {
    await installOpener();
    await expect(links(platform, () => never).openFile(join(folder, 'gone'))).rejects.toThrow();
    expect(opened).toEqual([]);
  });
});

describe.each(['darwin', 'win32'] as const)('on %s', (platform) => {
  it('says what the system said', async () => {
    await expect(links(platform, () => Promise.resolve('No application')).openFile(file)).rejects.toThrow(
      'No application',
    );
    await links(platform, () => Promise.resolve('')).openFile(file);
    expect(opened).toEqual([file, file]);
  });
});
