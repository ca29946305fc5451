import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTinyApp, type TinyApp } from './tiny-app.ts';

const timeout = 30_000;

const preload = `
  const { contextBridge, ipcRenderer } = require('electron');
  const attempt = (action) => { try { return action(); } catch (error) { return error.message; } };
  const refused = {
    fs: attempt(() => require('node:fs')),
    crash: attempt(() => require('electron').crashReporter),
    sendSync: attempt(() => ipcRenderer.sendSync),
  };
  const listeners = [];
  contextBridge.exposeInMainWorld('tiny', {
    refused,
    invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args),
    passThrough: (value) => value,
    callBack: (listener) => { listener('called'); return () => 'ended'; },
    onNews: (listener) => { ipcRenderer.on('news', (event, text) => listener(text)); },
    again: () => attempt(() => contextBridge.exposeInMainWorld('tiny', {})),
  });
`;

const main = `
  scheme();
  ipcMain.handle('echo', (event, value) => value);
  ipcMain.handle('kinds', (event, date, bytes, nothing) =>
    [date instanceof Date, bytes instanceof Uint8Array, nothing === undefined]);
  ipcMain.handle('fail', () => { throw new TypeError('no such thing'); });
  ipcMain.handle('function', () => () => 1);
  ipcMain.handle('map', () => new Map());
  ipcMain.handle('who', ({ sender, senderFrame }) => ({
    id: sender.id, url: senderFrame.url, origin: senderFrame.origin, isMain: senderFrame.parent === null,
  }));
  ipcMain.handle('news', ({ sender }) => sender.send('news', 'fresh'));
  ipcMain.handle('asked', () => asked);
  const asked = [];
  app.on('web-contents-created', (event, contents) => {
    contents.setWindowOpenHandler(({ url }) => { asked.push('open ' + url); return { action: 'deny' }; });
    contents.on('will-navigate', (event) => { asked.push('navigate ' + event.url); event.preventDefault(); });
  });
`;

describe('a page', { timeout }, () => {
  let app: TinyApp;
  let page: Page;

  beforeAll(async () => {
    app = await startTinyApp({
      main,
      ready: 'openWindow();',
      preload,
      html: '<title>before</title><script>document.title = "inline ran"</script><iframe src="/frame.html"></iframe>',
      env: { ELECTRON_STANDIN_PRELOAD_IN_FRAMES: '1', ELECTRON_STANDIN_SYSTEM_LOCALE: 'de-CH' },
    });
    page = await app.page();
    await page.waitForLoadState();
  }, timeout);

  afterAll(() => app.stop());

  /** Evaluates in the page's own world; a failure becomes its message. */
  const inPage = (expression: string): Promise<unknown> =>
    page.evaluate(
      `(async () => { try { return await (${expression}); } catch (error) { return error.message; } })()`,
    );

  it('gets a preload that can load Electron only, and of it little', async () => {
    expect(await inPage('tiny.refused')).toEqual({
      fs: 'module not found: node:fs',
      crash: 'electron-standin: electron.crashReporter is not implemented',
      sendSync: 'electron-standin: ipcRenderer.sendSync is not implemented',
    });
  });

  it('cannot change what is exposed, and it is exposed once', async () => {
    expect(await inPage('Object.isFrozen(tiny) && Object.isFrozen(tiny.refused)')).toBe(true);
    expect(await inPage('tiny.again()')).toBe(
      'Cannot bind an API on top of an existing property on the window object',
    );
  });

  it('cannot pass a proxy, as a framework makes them, or a function inside a value', async () => {
    const refusal = 'An object could not be cloned.';
    expect(await inPage("tiny.invoke('echo', new Proxy({}, {}))")).toBe(refusal);
    expect(await inPage("tiny.invoke('echo', { inner: new Proxy([], {}) })")).toBe(refusal);
    expect(await inPage("tiny.invoke('echo', { call() {} })")).toBe(refusal);
    expect(await inPage("tiny.invoke('echo', () => 1)")).toBe(refusal);
    expect(await inPage('tiny.passThrough(new Proxy({}, {}))')).toBe(refusal);
  });

  it('can pass functions where they are called back', async () => {
    expect(await inPage('new Promise((resolve) => tiny.callBack(resolve))')).toBe('called');
    expect(await inPage('tiny.callBack(() => {})()')).toBe('ended');
  });

  it('exchanges what a structured clone keeps', async () => {
    expect(await inPage("tiny.invoke('kinds', new Date(), new Uint8Array(2), undefined)")).toEqual([
      true,
      true,
      true,
    ]);
    expect(await inPage("tiny.invoke('echo', new Date(5)).then((date) => date.getTime())")).toBe(5);
    expect(await inPage("tiny.invoke('echo', { gone: undefined }).then((value) => 'gone' in value)")).toBe(
      true,
    );
  });

  it("gets main's errors as text", async () => {
    expect(await inPage("tiny.invoke('fail')")).toBe(
      "Error invoking remote method 'fail': TypeError: no such thing",
    );
    expect(await inPage("tiny.invoke('none')")).toBe(
      "Error invoking remote method 'none': Error: No handler registered for 'none'",
    );
    expect(await inPage("tiny.invoke('function')")).toBe(
      "Error invoking remote method 'function': Error: An object could not be cloned.",
    );
    expect(await inPage("tiny.invoke('map')")).toBe(
      "Error invoking remote method 'map': Error: electron-standin: carrying [object Map] is not implemented",
    );
  });

  it('is told of messages from main', async () => {
    expect(await inPage("new Promise((resolve) => { tiny.onNews(resolve); tiny.invoke('news'); })")).toBe(
      'fresh',
    );
  });

  it('is known to main by the address of the app', async () => {
    expect(await inPage("tiny.invoke('who')")).toMatchObject({
      url: 'app://desk/index.html',
      origin: 'app://desk',
      isMain: true,
    });
  });

  it('is told apart from its frames', async () => {
    expect(await inPage("frames[0].tiny.invoke('who')")).toMatchObject({
      url: 'app://desk/frame.html',
      isMain: false,
    });
  });

  it('obeys the content security policy of its response', async () => {
    expect(await inPage('document.title')).toBe('before');
    const problems = await app.standIn.ask('problems');
    expect(problems).toContainEqual({ kind: 'csp', text: 'script-src-elem inline' });
  });

  it('reads and writes the language of the app, whatever the system prefers', async () => {
    expect(await inPage('[navigator.language, navigator.languages]')).toEqual(['en-US', ['en-US', 'de-CH']]);
    expect(await inPage('new Intl.DateTimeFormat().resolvedOptions().locale')).toBe('en-US');
    expect(await inPage('navigator.userAgent.length > 20')).toBe(true);
  });

  it('is refused all permissions', async () => {
    expect(
      await inPage("navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state)"),
    ).toBe('denied');
  });

  it('stays where it is and opens nothing when the guards of main say so', async () => {
    await page.evaluate(() => {
      location.href = 'https://example.com/away';
    });
    await expect.poll(() => inPage("tiny.invoke('asked')")).toEqual(['navigate https://example.com/away']);
    await page.evaluate(() => void window.open('/other'));
    await page.evaluate(() => void window.open('https://example.com/new'));
    await expect
      .poll(() => inPage("tiny.invoke('asked')"), { timeout: 10_000 })
      .toEqual([
        'navigate https://example.com/away',
        'open app://desk/other',
        'open https://example.com/new',
      ]);
    await expect.poll(() => page.context().pages().length, { timeout: 10_000 }).toBe(1);
    expect(page.url()).toBe('http://desk.app.localhost/index.html');
  });
});
