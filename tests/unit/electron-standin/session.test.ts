import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SharedChromium, startSharedChromium } from '#tests/electron-standin/shared-chromium.ts';
import { runTinyApp, startTinyApp } from './tiny-app.ts';

const timeout = 30_000;

describe('sessions', { timeout }, () => {
  it('exist once the app is ready, one per name, with a protocol each', async () => {
    const reports = await runTinyApp({
      main: `
        const { session } = electron;
        report(attempt(() => session.defaultSession));
        report(attempt(() => session.fromPartition('page')));
      `,
      ready: `
        const page = session.fromPartition('page');
        report(page === session.fromPartition('page', { cache: false }));
        const answer = () => new Response('');
        report(attempt(() => { page.protocol.handle('app', answer); protocol.handle('app', answer); }));
        report(attempt(() => session.defaultSession.protocol.handle('app', answer)));
        await page.setProxy({ mode: 'direct' });
        report(await page.resolveProxy('https://example.com'));
        page.on('will-download', () => {});
        page.setPermissionRequestHandler(() => {});
        report(attempt(() => page.clearCache()));
        app.quit();
      `,
    });
    expect(reports).toEqual([
      'Session can only be received when app is ready',
      'Session can only be received when app is ready',
      true,
      'worked',
      'Failed to register protocol: app',
      'DIRECT',
      "electron-standin: session 'page'.clearCache is not implemented",
    ]);
  });

  describe.each(['its own', 'a shared'])('in %s Chromium', (which) => {
    let sharedChromium: SharedChromium | undefined;
    beforeAll(async () => {
      if (which === 'a shared') sharedChromium = await startSharedChromium();
    }, timeout);
    afterAll(() => sharedChromium?.stop());

    it('serve their own pages, through their own proxy', async () => {
      const app = await startTinyApp({
        ...(sharedChromium && { sharedChromium }),
        main: 'scheme();',
        ready: `
          const { session } = electron;
          protocol.handle('app', () => new Response('of the default session'));
          const own = session.fromPartition('page', { cache: false });
          await own.setProxy({ mode: 'fixed_servers', proxyRules: '127.0.0.1:1', proxyBypassRules: '<-loopback>' });
          own.protocol.handle('app', () => new Response('<title>of its own</title>', { headers: { 'content-type': 'text/html' }, status: 203 }));
          const window = new BrowserWindow({ webPreferences: { session: own } });
          window.webContents.on('did-navigate', (event, url, status, text) => report([url, status, text]));
          report(window.webContents.session === own);
          window.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
          report(window.webContents.getWebRTCIPHandlingPolicy());
          report(attempt(() => window.webContents.setWebRTCIPHandlingPolicy('none at all')));
          window.loadURL('app://desk/index.html');
        `,
      });
      const page = await app.page();
      await page.waitForLoadState();
      expect(await page.title()).toBe('of its own');
      expect(page.context().pages()).toHaveLength(1);
      await page.evaluate(
        () => new Promise((resolve) => (new WebSocket('ws://elsewhere.example').onerror = resolve)),
      );
      await expect
        .poll(() => app.standIn.ask('problems'))
        .toContainEqual({ kind: 'console', text: expect.stringContaining('ERR_PROXY_CONNECTION_FAILED') });
      await app.standIn.ask('quit');
      expect(await app.reports()).toEqual([
        true,
        'disable_non_proxied_udp',
        'Error processing argument at index 0',
        ['app://desk/index.html', 203, 'Non-Authoritative Information'],
      ]);
      await app.stop();
    });
  });

  it('tell that a page could not be loaded, and which answer it comes from otherwise', async () => {
    const reports = await runTinyApp({
      main: 'scheme();',
      ready: `
        const window = new BrowserWindow();
        const { webContents } = window;
        webContents.on('did-fail-load', (event, code, name, url, isMainFrame) => report([code, name, url, isMainFrame]));
        webContents.on('did-navigate', (event, url, status, text) => report([webContents.getURL(), status, text]));
        report(await window.loadURL('app://desk/nothing').catch((error) => error.message));
        protocol.handle('app', () => new Response('Not there', { status: 404 }));
        const navigated = new Promise((resolve) => webContents.once('did-navigate', resolve));
        await Promise.all([navigated, window.loadURL('app://desk/missing')]);
        app.quit();
      `,
    });
    expect(reports).toEqual([
      [-2, 'ERR_FAILED', 'app://desk/nothing', true],
      "ERR_FAILED (-2) loading 'app://desk/nothing'",
      ['app://desk/missing', 404, 'Not Found'],
    ]);
  });
});
