/**
 * Bundles the app and packs it for this platform: `npm run package`. More arguments go on to electron-builder, for
 * example `npm run package -- --dir` for the unpacked folder only. The results are in `release/`.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundle } from './bundle.ts';

await bundle();
const { status } = spawnSync(
  process.execPath,
  [
    createRequire(import.meta.url).resolve('electron-builder/cli.js'),
    'build',
    '--publish',
    'never',
    ...process.argv.slice(2),
  ],
  { cwd: join(import.meta.dirname, '..'), stdio: 'inherit' },
);
process.exitCode = status ?? 1;
