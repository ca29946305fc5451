import type { App, Session, WebContents } from 'electron';
import { isOurs } from './origin.ts';

/** Pages can ask for nothing, and save nothing: copying and files are main's, and the app needs no device. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => {
    callback(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  // Dictionaries would come from a server.
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => {
    event.preventDefault();
  });
}

/** Every page, also one that nobody has thought of yet, stays where it is and opens nothing. */
export function guardWebContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    guard(contents);
  });
}

function guard(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  // The switch of page-session.ts is Chromium's own; this is Electron's documented call for the same.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  // The page has no frames. One that makes some has been taken over, and a frame would bring what preload took from it.
  contents.on('frame-created', (_event, { frame }) => {
    // Developer tools are contents, too, and may have frames.
    if (frame?.parent && isOurs(contents.getURL())) contents.forcefullyCrashRenderer();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.on('will-navigate', (event) => {
    if (!isOurs(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOurs(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOurs(event.url)) event.preventDefault();
  });
}
