import { BrowserWindow, nativeTheme, type Session, type Size } from 'electron';
import { startPage } from './origin.ts';

/** Milliseconds to wait for `ready-to-show`, which may never come for a hidden window on Wayland. */
const SHOW_AT_LATEST = 3000;

const background = { light: '#f5f6f8', dark: '#12151b' };
const wantedSize: Size = { width: 1240, height: 820 };

export type WindowOptions = {
  /** File of the preload script. */
  readonly preload: string;
  readonly packaged: boolean;
  readonly platform: NodeJS.Platform;
  readonly session: Session;
  /** File of the picture that stands for the app where the system does not know it. */
  readonly icon: string;
  /** The language and country of the system. */
  readonly locale: string;
  /** What the screen has beside bars and docks. */
  readonly workArea: Size;
};

/** The one window: created hidden, loaded, shown once it has something to show. */
export function openWindow({
  preload,
  packaged,
  platform,
  session,
  icon,
  locale,
  workArea,
}: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    name: 'main',
    windowStatePersistence: true,
    title: 'Cognito Desk',
    width: Math.min(wantedSize.width, workArea.width),
    height: Math.min(wantedSize.height, workArea.height),
    minWidth: 900,
    minHeight: 600,
    show: false,
    // The menu comes with the Alt key; macOS has it at the top of the screen.
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    // Elsewhere the program itself carries it.
    ...(platform === 'linux' && { icon }),
    webPreferences: {
      preload,
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      // A dropped file or link opens nothing; the screens for it read dropped cards themselves.
      navigateOnDragDrop: false,
      devTools: !packaged,
      // Middle clicks would open windows.
      disableBlinkFeatures: 'Auxclick',
    },
  });

  let shown = false;
  const show = () => {
    if (shown || window.isDestroyed()) return;
    shown = true;
    window.show();
  };
  window.once('ready-to-show', show);
  // On Wayland a window is laid out once it is on screen, and `ready-to-show` waits for just that.
  if (platform === 'linux') window.webContents.once('did-finish-load', show);
  setTimeout(show, SHOW_AT_LATEST).unref();

  // The page sets the title; it never holds more than the screen and the profile.
  // `did-fail-load` tells when that fails.
  void window.loadURL(startPage({ locale })).catch(() => undefined);
  return window;
}
