/**
 * Runs a built app without Electron: `node run.ts [switches] <main.cjs> [words of the app]`. See README.md.
 */
import { execFile } from 'node:child_process';
import { enableCompileCache } from 'node:module';
import { promisify } from 'node:util';
import { compileCache } from './compile-cache.ts';
import { isSwitch } from './command-line.ts';
import { findChromium } from './find-chromium.ts';
import { options } from './options.ts';

enableCompileCache(compileCache);

const words = process.argv.slice(2);
// As with Electron, switches may come before the app.
const mainFile = words.find((word) => !isSwitch(word));
if (mainFile === undefined) throw new Error('usage: node run.ts [switches] <main.cjs> [words of the app]');
const { sharedChromium } = options;
const chromium = sharedChromium === undefined ? findChromium(options) : undefined;
if (sharedChromium === undefined && chromium === undefined)
  throw new Error('electron-standin: no Chromium found');

// Main may read the version at once. Asking for it and loading the stand-in go on together.
const [chromeVersion, { boot }] = await Promise.all([
  sharedChromium ?? versionOf(chromium),
  import('./boot.ts'),
]);
await boot({ mainFile, words, chromium, chromeVersion });

async function versionOf(executablePath = ''): Promise<string> {
  const { stdout } = await promisify(execFile)(executablePath, ['--version']);
  return /\d+(?:\.\d+){3}/.exec(stdout)?.[0] ?? '';
}
