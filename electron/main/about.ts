import type { AboutPanelOptionsOptions } from 'electron';

/** What “About” shows. Linux knows nothing of it by itself, and an unpackaged app would be called Electron. */
export const aboutPanel = (version: string, icon: string): AboutPanelOptionsOptions => ({
  applicationName: 'Cognito Desk',
  applicationVersion: version,
  // In place of the version of Electron on macOS.
  version: '',
  copyright: 'Copyright © 2026 The Cognito Desk contributors',
  iconPath: icon,
});
