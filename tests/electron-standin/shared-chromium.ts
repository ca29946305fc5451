/**
 * A Chromium that shows one app after another, each in a browser context of its own. It belongs to the process of the
 * tests: what an app and Chromium say to each other goes through the channel between that process and the app's.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type Carried, isCarried } from './carried.ts';
import { closeFirstPages, startChromium } from './chromium.ts';
import { findChromium } from './find-chromium.ts';
import { removeRunFolder } from './run-folder.ts';

export type SharedChromium = {
  /** Where others may attach to it. */
  readonly endpoint: string;
  readonly version: string;
  /** Shows the windows of an app, alone, until it has ended. Resolves when nothing is left of it. */
  readonly show: (app: ChildProcess) => Promise<void>;
  readonly stop: () => Promise<void>;
};

export async function startSharedChromium(): Promise<SharedChromium> {
  const executablePath = findChromium({ headless: true });
  if (executablePath === undefined) throw new Error('electron-standin: no Chromium found');
  const chromium = await startChromium({ executablePath, headless: true, debugPort: true });
  const { line, endpoint = '' } = chromium;
  const { browser } = chromium.connection;
  const [{ product }] = await Promise.all([
    browser.send('Browser.getVersion'),
    closeFirstPages(chromium.connection),
  ]);

  let shown: ChildProcess | undefined;
  line.onMessage((message) => {
    const carried: Carried = { kind: 'chromium', message };
    // It may be about to end.
    if (shown?.connected) shown.send(carried, () => undefined);
  });

  return {
    endpoint,
    version: product.slice(product.indexOf('/') + 1),
    show(app) {
      if (shown) {
        app.kill('SIGKILL');
        throw new Error('electron-standin: this Chromium shows another app');
      }
      shown = app;
      app.on('message', (told: object) => {
        if (isCarried(told)) line.send(told.message);
      });
      return once(app, 'exit').then(tidyUp);
    },
    async stop() {
      await chromium.close();
      // A process of tests may be ended without having time for it.
      removeRunFolder();
    },
  };

  /** Also after an app that had no time for it. */
  async function tidyUp(): Promise<void> {
    const { browserContextIds } = await browser.send('Target.getBrowserContexts');
    for (const browserContextId of browserContextIds) {
      await browser.send('Target.disposeBrowserContext', { browserContextId });
    }
    shown = undefined;
  }
}
