import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { dirname, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright';
import { app, becomeReady, exit, identify } from './app.ts';
import { browserContext, launchChromium } from './chromium.ts';
import { isControlled, startControl, tellListening } from './control.ts';
import { lifecycle } from './lifecycle.ts';
import { setSystemIsDark } from './native-theme.ts';

type Start = {
  readonly mainFile: string;
  readonly args: readonly string[];
  readonly chromium: string;
  readonly chromeVersion: string;
};

const require = createRequire(import.meta.url);

/** Runs main as Electron would: its script first, `ready` once Chromium is there. */
export async function boot({ mainFile, args, chromium, chromeVersion }: Start): Promise<void> {
  const main = resolve(mainFile);
  disguise(main, args, chromeVersion);
  quitOnSignals();
  identify(main);
  startControl();
  require(main);
  if (lifecycle.quitting) return;

  const endpoint = await launchChromium({
    executablePath: chromium,
    debugPort: isControlled(),
    onClosed: () => app.quit(),
    onPopup: (page) => void closeForGood(page),
  });
  if (endpoint !== undefined) tellListening(endpoint);
  const dark = await browserContext()
    .pages()[0]
    ?.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  setSystemIsDark(dark ?? false);
  becomeReady();
}

/** The headless shell forgets to close a page that is on its way to its address; so it is told again. */
async function closeForGood(page: Page): Promise<void> {
  const session = await page
    .context()
    .newCDPSession(page)
    .catch(() => undefined);
  while (session && !page.isClosed()) {
    await session.send('Page.close').catch(() => undefined);
    await pause(50);
  }
}

/** Makes this process look like Electron's main process. */
function disguise(main: string, args: readonly string[], chrome: string): void {
  const { version: electron }: { version: string } = JSON.parse(
    readFileSync(require.resolve('electron/package.json'), 'utf8'),
  );
  Object.defineProperties(process, {
    type: { value: 'browser' },
    resourcesPath: { value: dirname(process.execPath) },
    versions: { value: { ...process.versions, electron, chrome } },
    argv: { value: [process.execPath, main, ...args] },
  });
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron'
        ? { url: new URL('electron.ts', import.meta.url).href, shortCircuit: true }
        : next(specifier, context),
  });
}

/** The first signal quits as a user would; a second one means now. */
function quitOnSignals(): void {
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (asked) void exit(1);
      else app.quit();
      asked = true;
    });
  }
}
