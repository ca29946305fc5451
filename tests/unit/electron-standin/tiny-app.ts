/** Small apps for the stand-in to run: a main script, a preload and a page, written to a folder of their own. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { startStandIn, type StandIn } from '#tests/electron-standin/client.ts';
import { pageOfApp } from '#tests/support/page-of-app.ts';
import type { SharedChromium } from '#tests/electron-standin/shared-chromium.ts';

export type TinyApp = {
  readonly standIn: StandIn;
  readonly userData: string;
  /** The page of the window, once it shows the app's page. */
  readonly page: () => Promise<Page>;
  /** What main printed with `report`, once it has ended. */
  readonly reports: () => Promise<unknown[]>;
  readonly stop: () => Promise<void>;
};

export type Parts = {
  /** Runs before `ready`. */
  readonly main?: string;
  /** Runs after `ready`, in an async function. */
  readonly ready?: string;
  readonly preload?: string;
  readonly html?: string;
  /** What a page gets as `/script.js`. */
  readonly script?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Come before the file of the main script. */
  readonly switches?: readonly string[];
  readonly userData?: string;
  readonly sharedChromium?: SharedChromium;
};

const marker = '@report ';

/** What every main script starts with. `openWindow` shows `app://desk/index.html`. */
const prelude = `
const electron = require('electron');
const { app, BrowserWindow, ipcMain, protocol, safeStorage } = electron;
const { join } = require('node:path');
const report = (value) => console.log(${JSON.stringify(marker)} + JSON.stringify(value));
const attempt = (action) => { try { action(); return 'worked'; } catch (error) { return error.message; } };
app.setPath('userData', process.env.TINY_USER_DATA);
const scheme = () => protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
const openWindow = () => {
  protocol.handle('app', ({ url }) => {
    const { pathname } = new URL(url);
    if (pathname === '/frame.html') return new Response('<p>frame</p>', { headers: { 'content-type': 'text/html' } });
    if (pathname === '/script.js') {
      return new Response(process.env.TINY_SCRIPT, { headers: { 'content-type': 'text/javascript' } });
    }
    return new Response(process.env.TINY_HTML, {
      headers: { 'content-type': 'text/html', 'content-security-policy': "default-src 'none'; script-src 'self'; frame-src 'self'" },
    });
  });
  const window = new BrowserWindow({ width: 640, height: 480, show: false, webPreferences: { preload: join(__dirname, 'preload.cjs') } });
  window.loadURL('app://desk/index.html');
  return window;
};
`;

export async function startTinyApp({ userData, sharedChromium, ...parts }: Parts): Promise<TinyApp> {
  const folder = await mkdtemp(join(tmpdir(), 'cognito-desk-tiny-'));
  const data = userData ?? join(folder, 'user-data');
  await mkdir(data, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'tiny', version: '1.2.3' }));
  await writeFile(join(folder, 'preload.cjs'), parts.preload ?? '');
  await writeFile(
    join(folder, 'main.cjs'),
    `${prelude}\n${parts.main ?? ''}\napp.whenReady().then(async () => {${parts.ready ?? ''}\n});`,
  );

  const standIn = startStandIn({
    main: join(folder, 'main.cjs'),
    args: parts.args ?? [],
    switches: parts.switches ?? [],
    env: {
      ...process.env,
      TINY_USER_DATA: data,
      TINY_HTML: parts.html ?? '<h1>Tiny</h1>',
      TINY_SCRIPT: parts.script ?? '',
      ...parts.env,
    },
    chromium: sharedChromium,
  });
  let browser: Browser | undefined;
  return {
    standIn,
    userData: data,
    async page() {
      const endpoint = sharedChromium?.endpoint ?? (await standIn.endpoint);
      browser ??= await chromium.connectOverCDP(endpoint, { noDefaults: true });
      return pageOfApp(browser);
    },
    async reports() {
      await standIn.exited;
      const lines = standIn.output().split('\n');
      return lines
        .filter((line) => line.startsWith(marker))
        .map((line): unknown => JSON.parse(line.slice(marker.length)));
    },
    async stop() {
      await standIn.stop();
      await browser?.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs an app that ends by itself, and gives what it reported. */
export async function runTinyApp(parts: Parts): Promise<unknown[]> {
  const app = await startTinyApp(parts);
  try {
    return await app.reports();
  } finally {
    await app.stop();
  }
}
