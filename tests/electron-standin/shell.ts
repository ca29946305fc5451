import { spawn } from 'node:child_process';
import type { Shell } from 'electron';
import { options } from './options.ts';
import { strict } from './strict.ts';

/** Addresses that the app asked the system to open. */
export const openedLinks: string[] = [];

/** Files that the app asked the system to open. */
export const openedFiles: string[] = [];

/** For a person, by the program of the desktop. What comes of it Electron does not look at on Linux. */
function openForPerson(what: string): void {
  if (options.headless) return;
  const opener = spawn(process.platform === 'darwin' ? 'open' : 'xdg-open', [what], {
    stdio: 'ignore',
    detached: true,
  });
  opener.on('error', () => console.error(`electron-standin: no program opens ${what}`));
  opener.unref();
}

/** Electron's `shell` as it is on one system. */
export const createShell = (platform: NodeJS.Platform) =>
  strict('shell', {
    openPath(path: string) {
      openedFiles.push(path);
      openForPerson(path);
      // `platform_util_linux.cc` calls back only when it waits for xdg-open, which it does not.
      return platform === 'linux' ? new Promise<string>(() => undefined) : Promise.resolve('');
    },
    /** Succeeds whenever a process could be started, also where there is no xdg-open. */
    openExternal(url: string) {
      openedLinks.push(url);
      openForPerson(url);
      return Promise.resolve();
    },
  } satisfies Pick<Shell, 'openExternal' | 'openPath'>);

export const shell = createShell(process.platform);
