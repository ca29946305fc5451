/** Sizes of what ships, and of what the page loads before the first screen is there. */
import type { Page } from '@playwright/test';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '#build/runtime.ts';
import { archiveOf, pack } from '#tests/package/pack.ts';
import { withApp } from './app.ts';
import { draft } from './pool.ts';
import { inScratchFolder } from './scratch.ts';
import type { Row, Topic } from './table.ts';

const renderer = join(root, 'dist/renderer');

/**
 * Scripts and styles in KB after gzip: those that `index.html` itself names (its script, that script's static imports
 * and the styles), and all that the page asks for until its first screen is there, without and with a profile.
 * Fonts as they are, since they are compressed already; preload and the archive in bytes on the disk.
 */
export async function sizes(): Promise<Topic> {
  const initial = namedIn(await readFile(join(renderer, 'index.html'), 'utf8'));
  const [welcome, find] = await withApp(async (page) => {
    const first = await loadedBy(page);
    await page.evaluate((profile) => window.desk.profiles.save(profile), draft('http://127.0.0.1:9'));
    return [first, await loadedBy(page)] as const;
  });
  const fonts = (await readdir(join(renderer, 'assets')))
    .filter((name) => name.endsWith('.woff2'))
    .map((name) => `/assets/${name}`);
  const { size: preload } = await stat(join(root, 'dist/preload/index.cjs'));

  return {
    title: 'Sizes',
    rows: [
      {
        name: 'Scripts and styles of index.html, gzip',
        median: await gzipped(initial),
        unit: 'KB',
        target: { of: 'median', atMost: 130 },
      },
      await row(
        '… of them scripts',
        initial.filter((file) => file.endsWith('.js')),
      ),
      await row(
        '… of them styles',
        initial.filter((file) => file.endsWith('.css')),
      ),
      await row('On top for the first screen without a profile', without(codeOf(welcome), initial)),
      await row('On top for the first screen with a profile', without(codeOf(find), initial)),
      { name: 'Fonts that the first screen loads', median: await bytes(fontsOf(welcome)), unit: 'KB' },
      { name: 'Fonts that ship', median: await bytes(fonts), unit: 'KB' },
      { name: 'Preload', median: preload / 1000, unit: 'KB', target: { of: 'median', atMost: 8 } },
      {
        name: 'app.asar',
        median: (await archiveSize()) / 1e6,
        unit: 'MB',
        target: { of: 'median', atMost: 3 },
      },
    ],
    notes: [],
  };
}

const row = async (name: string, files: readonly string[]): Promise<Row> => ({
  name,
  median: await gzipped(files),
  unit: 'KB',
});

const namedIn = (html: string) =>
  Array.from(html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g), ([, path = '']) => path);
const codeOf = (files: readonly string[]) => files.filter((file) => /\.(?:js|css)$/.test(file));
const fontsOf = (files: readonly string[]) => files.filter((file) => file.endsWith('.woff2'));
const without = (files: readonly string[], others: readonly string[]) =>
  files.filter((file) => !others.includes(file));

/** Files that the page asks for from a new start until nothing more comes. */
async function loadedBy(page: Page): Promise<string[]> {
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(new URL(request.url()).pathname));
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  page.removeAllListeners('request');
  return [...asked];
}

const contents = (files: readonly string[]) =>
  Promise.all(files.map((file) => readFile(join(renderer, file))));
const kilobytes = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, 0) / 1000;
/** Each file by itself, as it is loaded. */
const gzipped = async (files: readonly string[]) =>
  kilobytes((await contents(files)).map((content) => gzipSync(content).length));
const bytes = async (files: readonly string[]) =>
  kilobytes((await contents(files)).map(({ length }) => length));

/** Bytes of the archive that `dist/` is packed into. */
const archiveSize = () => inScratchFolder(async (folder) => (await stat(archiveOf(await pack(folder)))).size);
