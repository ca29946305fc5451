import { spawn } from 'node:child_process';
import type { Shell } from 'electron';
import { options } from './options.ts';
import { strict } from './strict.ts';

/** Addresses that the app asked the system to open. */
export const openedLinks: string[] = [];

/** Files that the app asked the system to open. */
export const openedFiles: string[] = [];

/** Opens a file or an address with the system's program for it. False when there is none. */
export type Open = (what: string) => Promise<boolean>;

const never = new Promise<never>(() => undefined);

/** Electron's `shell` of a system. */
export const createShell = (platform: NodeJS.Platform, open: Open) =>
  strict('shell', {
    async openPath(path: string) {
      openedFiles.push(path);
      const opened = open(path);
      // Electron does not wait for `xdg-open`, and then nobody is left who would answer.
      if (platform === 'linux') return never;
      return (await opened) ? '' : 'No program opens it.';
    },
    // Without a program for it Electron knows no better than to say that it went well.
    async openExternal(url: string) {
      openedLinks.push(url);
      void open(url).then((isOpen) => {
        if (!isOpen) console.error(`electron-standin: no program opens ${url}`);
      });
    },
  } satisfies Pick<Shell, 'openExternal' | 'openPath'>);

function openForPerson(what: string): Promise<boolean> {
  if (options.headless) return Promise.resolve(true);
  return new Promise((resolve) => {
    const opener = spawn(process.platform === 'darwin' ? 'open' : 'xdg-open', [what], {
      stdio: 'ignore',
      detached: true,
    });
    opener.on('error', () => resolve(false));
    opener.on('close', (code) => resolve(code === 0));
    opener.unref();
  });
}

export const shell = createShell(process.platform, openForPerson);
