import type { BrowserWindow } from 'electron';

/** The one window of the app, for everybody who wants something of it. */
export type MainWindow = {
  /** The window that is open, or null: before the first one, and on macOS after it was closed. */
  readonly current: () => BrowserWindow | null;
  /**
   * The open window, or a new one. Waits until the app has started, and whoever asks meanwhile gets the same window.
   * Null once the app is about to end: nothing is opened any more.
   */
  readonly getOrCreate: () => Promise<BrowserWindow | null>;
  /** Opens the window where there is none, and puts it in front of the others. */
  readonly show: () => void;
  /** For the end of the app. */
  readonly openNoMore: () => void;
};

/**
 * Owns the window. A second start, the Dock, files and links may all ask for one while the app still starts: each of them
 * asks here, so that there is never a second window, whose calls main would refuse.
 *
 * `started` resolves when a page can be served and answered; `open` makes a window with what it resolved to.
 */
export function createMainWindow<Started>(
  started: Promise<Started>,
  open: (started: Started) => BrowserWindow,
): MainWindow {
  let window: BrowserWindow | null = null;
  let ending = false;

  async function getOrCreate(): Promise<BrowserWindow | null> {
    const ready = await started;
    if (window !== null || ending) return window;
    const opened = open(ready);
    window = opened;
    opened.once('closed', () => {
      if (window === opened) window = null;
    });
    return opened;
  }

  async function show(): Promise<void> {
    const wasThere = window !== null;
    const shown = await getOrCreate();
    // A new one comes to the front by itself, once it has something to show.
    if (shown === null || !wasThere) return;
    if (shown.isMinimized()) shown.restore();
    shown.focus();
  }

  return {
    current: () => window,
    getOrCreate,
    // A start that failed is told elsewhere. A window that cannot be opened is a fault like any other.
    show: () => void started.then(show, () => undefined),
    openNoMore: () => void (ending = true),
  };
}
