import type { BrowserWindow, Dialog } from 'electron';
import { startPage } from './origin.ts';

/** Milliseconds in which a page may stop `MOST` times before the person is asked. */
const WITHIN = 60_000;
const MOST = 2;

export type RecoveryOptions = {
  readonly window: BrowserWindow;
  /** The language and country of the system. */
  readonly locale: string;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly now: () => number;
  /** Writes it down, and keeps what the page had typed into it. */
  readonly onStopped: (reason: string) => void;
  readonly openLog: () => void;
  readonly quit: () => void;
};

/** Starts a page that stopped again, where it was. One that keeps stopping is started only when the person says so. */
export function recoverPage(options: RecoveryOptions): void {
  const { window, locale, dialog, now, onStopped, openLog, quit } = options;
  const contents = window.webContents;
  let stops: number[] = [];

  function load(): void {
    const { hash } = new URL(contents.getURL() || startPage({ locale }));
    // What goes wrong in loading is told by `did-fail-load`.
    void window.loadURL(startPage({ locale, recovered: true, hash })).catch(() => undefined);
  }

  async function ask(): Promise<void> {
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      title: 'Cognito Desk',
      message: 'Cognito Desk keeps stopping',
      detail:
        'Your saved profiles are safe. You can try again. If it happens once more, send the notes about problems to whoever helps you.',
      buttons: ['Try again', 'Open the notes', 'Quit'],
      defaultId: 0,
      cancelId: 2,
      noLink: true,
    });
    if (window.isDestroyed()) return;
    if (response === 2) quit();
    else if (response === 1) {
      openLog();
      await ask();
    } else load();
  }

  function onStop(reason: string): void {
    onStopped(reason);
    stops = [...stops.filter((at) => now() - at < WITHIN), now()];
    if (stops.length <= MOST) load();
    else {
      stops = [];
      void ask();
    }
  }

  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && !window.isDestroyed()) onStop(reason);
  });
  // A file of the page that is not there is an answer of ours, so it does not count as a load that failed.
  contents.on('did-navigate', (_event, _address, status) => {
    if (status >= 400) onStop(`load ${String(status)}`);
  });
  contents.on('did-fail-load', (_event, code, _description, _address, isMainFrame) => {
    // -3: another load took its place.
    if (isMainFrame && code !== -3) onStop(`load ${String(code)}`);
  });
}
