import { spawn } from 'node:child_process';
import type { Shell } from 'electron';
import { options } from './options.ts';
import { strict } from './strict.ts';

/** Addresses that the app asked the system to open. */
export const openedLinks: string[] = [];

/** Files that the app asked the system to open. */
export const openedFiles: string[] = [];

export const shell = strict('shell', {
  async openPath(path: string) {
    openedFiles.push(path);
    if (options.headless) return '';
    return new Promise<string>((resolve) => {
      const opener = spawn(process.platform === 'darwin' ? 'open' : 'xdg-open', [path], { stdio: 'ignore' });
      opener.on('error', () => resolve('No program opens it.'));
      opener.on('close', (code) => resolve(code === 0 ? '' : 'No program opens it.'));
    });
  },
  async openExternal(url: string) {
    openedLinks.push(url);
    if (options.headless) return;
    const opener = spawn(process.platform === 'darwin' ? 'open' : 'xdg-open', [url], {
      stdio: 'ignore',
      detached: true,
    });
    opener.on('error', () => console.error(`electron-standin: no program opens ${url}`));
    opener.unref();
  },
} satisfies Pick<Shell, 'openExternal' | 'openPath'>);
