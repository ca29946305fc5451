import { spawn } from 'node:child_process';
import type { App } from 'electron';

type Options = {
  readonly app: Pick<App, 'isPackaged' | 'relaunch' | 'releaseSingleInstanceLock' | 'once' | 'quit'>;
  readonly platform: NodeJS.Platform;
  /** `process.argv`. */
  readonly words: readonly string[];
  /** What is opened on Linux: the AppImage that runs, else the program. */
  readonly program: string;
  /** Starts a program that goes on when this one has ended. */
  readonly open?: (program: string, words: readonly string[]) => void;
};

/** Ends the app as a person would, and opens it again: with its switches, and without the file that opened it this time. */
export function restartApp({ app, platform, words, program, open = openDetached }: Options): void {
  const [, ...given] = words;
  const args = app.isPackaged ? given.filter((word) => word.startsWith('-')) : given;
  if (app.isPackaged && platform === 'linux') {
    // Electron starts the next app by a helper of its own, which lies in the AppImage that goes away, and whose processes
    // may get no further rights: neither an AppImage nor the sandbox's helper of a package starts from there.
    app.once('quit', () => {
      app.releaseSingleInstanceLock();
      open(program, args);
    });
  } else app.relaunch({ args });
  app.quit();
}

function openDetached(program: string, words: readonly string[]): void {
  spawn(program, words, { detached: true, stdio: 'ignore' }).unref();
}
