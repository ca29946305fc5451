/**
 * Runs a built app without Electron: `node run.ts <main.cjs> [app args...]`. See README.md.
 */
import { execFile } from 'node:child_process';
import { enableCompileCache } from 'node:module';
import { promisify } from 'node:util';
import { compileCache } from './compile-cache.ts';
import { findChromium } from './find-chromium.ts';
import { options } from './options.ts';

enableCompileCache(compileCache);

const [, , mainFile, ...args] = process.argv;
if (mainFile === undefined) throw new Error('usage: node run.ts <main.cjs> [app args...]');
const chromium = findChromium(options);
if (chromium === undefined) throw new Error('electron-standin: no Chromium found');

// Main may read the version at once. Asking for it and loading the stand-in go on together.
const [{ stdout }, { boot }] = await Promise.all([
  promisify(execFile)(chromium, ['--version']),
  import('./boot.ts'),
]);
await boot({ mainFile, args, chromium, chromeVersion: /\d+(?:\.\d+){3}/.exec(stdout)?.[0] ?? '' });
