/**
 * What an installed app holds: packs the bundle as `npm run package -- --dir` does, for Linux, on a stand-in for the
 * Electron binary, and reads the archive that comes out.
 */
import { extractAll, extractFile, listPackage, statFile } from '@electron/asar';
import { chromium } from '@playwright/test';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '#build/runtime.ts';
import { startStandIn } from '#tests/electron-standin/client.ts';
import { welcome } from '../../renderer/src/locales/en/shell.ts';
import { archiveOf, pack, runScript } from './pack.ts';

let scratch: string;
let unpacked: string;
let archive: string;

/** Files below a folder of the project, as paths from the root with `/`. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => posix.relative(root, posix.join(entry.parentPath, entry.name)));
}

const filesInArchive = () =>
  listPackage(archive, { isPack: false })
    .map((path) => path.slice(1))
    .filter((path) => !('files' in statFile(archive, path)));

beforeAll(async () => {
  if (!existsSync(join(root, 'dist/main/index.cjs'))) await runScript('build/bundle.ts');
  scratch = await mkdtemp(join(tmpdir(), 'cognito-desk-package-'));
  unpacked = await pack(join(scratch, 'first'));
  archive = archiveOf(unpacked);
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

describe('the archive', () => {
  it('holds the bundle without source maps and a package.json, nothing else', async () => {
    const parts = ['dist/main', 'dist/preload', 'dist/renderer'];
    const shipped = (await Promise.all(parts.map(filesBelow)))
      .flat()
      .filter((file) => !file.endsWith('.map'));

    expect(filesInArchive().toSorted()).toEqual([...shipped, 'package.json'].toSorted());
    expect(shipped).toEqual(
      expect.arrayContaining(['dist/main/index.cjs', 'dist/preload/index.cjs', 'dist/renderer/index.html']),
    );
    expect(shipped.filter((file) => /\.(ts|vue|map)$|(^|\/)(tests|node_modules)\//.test(file))).toEqual([]);
  });

  it('has a package.json that names the app and starts nothing else', () => {
    const packed: unknown = JSON.parse(extractFile(archive, 'package.json').toString());

    expect(packed).toMatchObject({
      name: 'cognito-desk',
      productName: 'Cognito Desk',
      main: 'dist/main/index.cjs',
      desktopName: 'cognito-desk.desktop',
    });
    for (const key of ['scripts', 'devDependencies', 'dependencies']) expect(packed).not.toHaveProperty(key);
  });

  it('is at most 3 MB', async () => {
    expect((await stat(archive)).size).toBeLessThanOrEqual(3_000_000);
  });

  it('comes out the same, byte for byte, from the same bundle', async () => {
    const second = archiveOf(await pack(join(scratch, 'second')));

    expect((await readFile(second)).equals(await readFile(archive))).toBe(true);
  });

  it('has a preload of at most 8 KB, without zod', async () => {
    const preload = extractFile(archive, 'dist/preload/index.cjs');
    const { sources } = JSON.parse(await readFile(join(root, 'dist/preload/index.cjs.map'), 'utf8')) as {
      readonly sources: readonly string[];
    };

    expect(preload.length).toBeLessThanOrEqual(8_000);
    expect(sources.filter((source) => source.includes('node_modules'))).toEqual([]);
  });
});

describe('the app in the archive', () => {
  it('starts without the project around it and shows the first screen', async () => {
    const app = join(scratch, 'app');
    extractAll(archive, app);

    const standIn = startStandIn({
      main: join(app, 'dist/main/index.cjs'),
      env: { PATH: process.env['PATH'], HOME: scratch, COGNITO_DESK_USER_DATA: join(scratch, 'user-data') },
    });
    try {
      const browser = await chromium.connectOverCDP(await standIn.endpoint, { noDefaults: true });
      const page = browser.contexts()[0]?.pages()[0];
      await page?.getByRole('heading', { level: 1, name: welcome.title }).waitFor();

      expect(page).toBeDefined();
      expect(await standIn.ask('problems')).toEqual([]);
    } finally {
      await standIn.stop();
    }
  });
});

describe('the folder of the app', () => {
  it('has one program, one language and the licences', async () => {
    const files = await readdir(unpacked, { recursive: true });

    expect(files).toEqual(
      expect.arrayContaining([
        'cognito-desk',
        'LICENSE.electron.txt',
        'LICENSES.chromium.html',
        'resources/LICENSE.txt',
      ]),
    );
    expect(await readdir(join(unpacked, 'locales'))).toEqual(['en-US.pak']);
  });
});
