/**
 * Builds the three parts of the app into `dist/`: main and preload as CommonJS, the page as a site; and beside them what
 * has to be said of the work of others in it.
 * Main is CommonJS because an ESM bundle of the AWS SDK fails at run time, and preload because a sandboxed
 * preload is a plain script.
 */
import { copyFile, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type InlineConfig } from 'vite';
import { recordBundled, writeThirdParty } from './third-party.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

type Part = { readonly name: string; readonly folder: string; readonly config: InlineConfig };

/** What main and preload have in common: CommonJS, readable when it breaks, nothing left to install. */
const script = (entry: string, folder: string): InlineConfig => ({
  root,
  configFile: false,
  publicDir: false,
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  build: {
    outDir: folder,
    emptyOutDir: false,
    sourcemap: true,
    minify: true,
    reportCompressedSize: false,
    rolldownOptions: {
      input: entry,
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: 'index.cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
    },
  },
});

const partsIn = (dist: string): readonly Part[] => [
  {
    name: 'main',
    folder: join(dist, 'main'),
    config: mainConfig(join(root, 'electron/main/index.ts'), join(dist, 'main')),
  },
  {
    name: 'preload',
    folder: join(dist, 'preload'),
    config: preloadConfig(join(root, 'electron/preload/index.ts'), join(dist, 'preload')),
  },
  {
    name: 'renderer',
    folder: join(dist, 'renderer'),
    config: {
      configFile: join(root, 'renderer/vite.config.ts'),
      build: { outDir: join(dist, 'renderer'), reportCompressedSize: false },
    },
  },
];

/** Node's own resolution and built-ins; dynamic imports stay files of their own, so the AWS SDK loads on first use. */
export function mainConfig(entry: string, folder: string): InlineConfig {
  const config = script(entry, folder);
  return {
    ...config,
    // `ssr` is Vite's word for "runs in Node": conditions, main fields and built-ins follow from it.
    ssr: { target: 'node', noExternal: true, external: ['electron'] },
    build: { ...config.build, ssr: true, target: 'node24' },
  };
}

/** One file without chunks: the `require` of a sandboxed preload cannot load any. */
export function preloadConfig(entry: string, folder: string): InlineConfig {
  const config = script(entry, folder);
  return {
    ...config,
    build: {
      ...config.build,
      target: 'chrome140',
      modulePreload: false,
      rolldownOptions: {
        ...config.build?.rolldownOptions,
        output: { format: 'cjs', entryFileNames: 'index.cjs', codeSplitting: false },
      },
    },
  };
}

type Size = { readonly bytes: number; readonly gzip: number };

/** Size of what ships: everything but source maps. */
async function sizeOf(folder: string): Promise<Size> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.map'));
  const sizes = await Promise.all(
    files.map(async (file) => {
      const content = await readFile(join(file.parentPath, file.name));
      return { bytes: content.length, gzip: gzipSync(content).length };
    }),
  );
  return sizes.reduce((sum, size) => ({ bytes: sum.bytes + size.bytes, gzip: sum.gzip + size.gzip }), {
    bytes: 0,
    gzip: 0,
  });
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

/** Builds everything into `dist`, which is emptied first, and prints a line per part. */
export async function bundle(dist = join(root, 'dist')): Promise<void> {
  // Vite builds for development where a test runner has set this to `test`.
  process.env['NODE_ENV'] = 'production';
  await rm(dist, { recursive: true, force: true });
  const bundled = new Set<string>();
  const lines = await Promise.all(
    partsIn(dist).map(async ({ name, folder, config }) => {
      const start = performance.now();
      await build({ logLevel: 'warn', ...config, plugins: [recordBundled(bundled)] });
      const { bytes, gzip } = await sizeOf(folder);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      return `${name.padEnd(9)}${kilobytes(bytes).padStart(11)}  gzip ${kilobytes(gzip).padStart(10)}  ${seconds} s`;
    }),
  );
  // The picture of windows and of “About”, where the system does not know it from the program. A file of its own beside the
  // archive of an installed app: GTK reads it, which knows no archives.
  await copyFile(join(root, 'build/icons/256x256.png'), join(dist, 'icon.png'));
  await writeThirdParty(bundled, join(dist, 'third-party'));
  console.log(lines.join('\n'));
}

if (import.meta.main) await bundle(process.argv[2]);
