import { BrowserWindow, nativeTheme } from 'electron';
import { START_PAGE } from './origin.ts';

/** How long to wait for `ready-to-show`, which may never come for a hidden window on Wayland. */
const SHOW_AT_LATEST = 3000;

const background = { light: '#f5f6f8', dark: '#12151b' };

/** The one window: created hidden, loaded, shown once it has something to show. */
export function openWindow(preload: string, packaged: boolean): BrowserWindow {
  const window = new BrowserWindow({
    name: 'main',
    windowStatePersistence: true,
    title: 'Cognito Desk',
    width: 1240,
    height: 820,
    minWidth: 900,
    minHeight: 600,
    show: false,
    // The menu comes with the Alt key; macOS has it at the top of the screen.
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload,
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
  setTimeout(show, SHOW_AT_LATEST).unref();

  // The page sets the title; it never holds more than the screen and the profile.
  // `did-fail-load` tells when that fails.
  void window.loadURL(START_PAGE).catch(() => undefined);
  return window;
}
