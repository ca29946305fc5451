import { describe, expect, it } from 'vitest';
import { runTinyApp } from './tiny-app.ts';

const timeout = 30_000;

describe('members that the app does not use', { timeout }, () => {
  it('throw by name', async () => {
    const reports = await runTinyApp({
      main: `
        report(attempt(() => app.setBadgeCount(1)));
        report(attempt(() => electron.Tray));
        report(attempt(() => app.on('gpu-info-update', () => {})));
        report(attempt(() => { app.allowRendererProcessReuse = true; }));
        app.quit();
      `,
    });
    expect(reports).toEqual([
      'electron-standin: app.setBadgeCount is not implemented',
      'electron-standin: electron.Tray is not implemented',
      "electron-standin: app.on('gpu-info-update') is not implemented",
      'electron-standin: app.allowRendererProcessReuse is not implemented',
    ]);
  });

  it('include window options', async () => {
    const reports = await runTinyApp({
      ready: `
        report(attempt(() => new BrowserWindow({ vibrancy: 'menu' })));
        report(attempt(() => new BrowserWindow({ webPreferences: { sandbox: false } })));
        app.quit();
      `,
    });
    expect(reports).toEqual([
      'electron-standin: BrowserWindow options.vibrancy is not implemented',
      'electron-standin: webPreferences.sandbox = false is not implemented',
    ]);
  });
});

describe('the moment of a call', { timeout }, () => {
  it('is checked before ready', async () => {
    const reports = await runTinyApp({
      main: `
        report(attempt(() => new BrowserWindow()));
        report(attempt(() => protocol.handle('app', () => new Response(''))));
        report(attempt(scheme));
        report(attempt(() => app.enableSandbox()));
        safeStorage.encryptStringAsync('x').catch((error) => { report(error.message); app.quit(); });
      `,
    });
    expect(reports).toEqual([
      'Cannot create BrowserWindow before app is ready',
      'protocol.handle cannot be used before app is ready',
      'worked',
      'worked',
      'safeStorage cannot be used before app is ready',
    ]);
  });

  it('is checked after ready', async () => {
    const reports = await runTinyApp({
      ready: `report(attempt(scheme)); report(attempt(() => app.enableSandbox())); app.quit();`,
    });
    expect(reports).toEqual([
      'protocol.registerSchemesAsPrivileged should be called before app is ready',
      'app.enableSandbox() can only be called before app is ready',
    ]);
  });

  it('allows one handler per channel', async () => {
    const reports = await runTinyApp({
      main: `
        ipcMain.handle('a', () => 1);
        report(attempt(() => ipcMain.handle('a', () => 2)));
        app.quit();
      `,
    });
    expect(reports).toEqual(["Attempted to register a second handler for 'a'"]);
  });
});
