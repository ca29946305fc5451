/** Starts the built app so that the tour can use its window, with a person looking on or without. */
import { chromium, type Page } from '@playwright/test';
import { startStandIn } from '#tests/electron-standin/client.ts';
import { launchElectron } from '#tests/support/launch-electron.ts';
import { appAddress, pageOfApp } from '#tests/support/page-of-app.ts';
import { mainFile, root, type Choice } from '../runtime.ts';

export type Size = { readonly width: number; readonly height: number };

export type ShownApp = {
  readonly page: Page;
  /** Resolves once the app has ended, as when the person closes its window. */
  readonly ended: Promise<unknown>;
  /** Leaves the window to the person: in whatever size and colours they like. */
  readonly release: () => Promise<unknown>;
  readonly stop: () => Promise<void>;
};

/** Shows it in a window of `size`, in light colours. `env` comes on top of this process's own variables. */
export async function showApp(
  choice: Choice,
  size: Size,
  env: Readonly<Record<string, string>>,
): Promise<ShownApp> {
  const shown =
    choice.on === 'electron'
      ? await onElectron(choice.runtime.program, size, env)
      : await onStandIn(choice.on === 'stand-in', size, env);
  try {
    await shown.page.waitForURL(appAddress);
    await shown.page.emulateMedia({ colorScheme: 'light' });
  } catch (error) {
    await shown.stop();
    throw error;
  }
  return shown;
}

async function onElectron(
  program: string,
  { width, height }: Size,
  env: Readonly<Record<string, string>>,
): Promise<ShownApp> {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const before = process.listeners('SIGINT');
  const app = await launchElectron(program, { args: [root], env: { ...Object.fromEntries(own), ...env } });
  // On Ctrl-C Playwright would end this process at once, before the practice pool has ended and its files are gone.
  for (const listener of process.listeners('SIGINT')) {
    if (!before.includes(listener)) process.off('SIGINT', listener);
  }
  const ended = new Promise<void>((resolve) => app.once('close', () => resolve()));
  const stop = () => app.close();
  try {
    const page = await app.firstWindow();
    // The window itself: what Playwright emulates would stay when the person makes it larger.
    await app.evaluate(
      ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setContentSize(...wanted),
      [width, height] as const,
    );
    return { page, ended, release: () => page.emulateMedia({ colorScheme: null }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function onStandIn(
  visible: boolean,
  size: Size,
  env: Readonly<Record<string, string>>,
): Promise<ShownApp> {
  const standIn = startStandIn({ main: mainFile, env: { ...process.env, ...env }, visible });
  try {
    const browser = await chromium.connectOverCDP(await standIn.endpoint, { noDefaults: true });
    const ended = standIn.exited.then(() => {
      throw new Error(`The app ended before it had a window.\n${standIn.output()}`);
    });
    const page = await Promise.race([pageOfApp(browser), ended]);
    if (visible) await resizeWindow(page, size);
    await page.setViewportSize(size);
    // This only lets go of it, and what was emulated ends with that.
    const release = () => browser.close();
    const stop = async () => {
      await standIn.stop();
      await release();
    };
    return { page, ended: standIn.exited, release, stop };
  } catch (error) {
    await standIn.stop();
    throw error;
  }
}

/** So that all of a page of `size` is in sight. */
async function resizeWindow(page: Page, size: Size): Promise<void> {
  const frame = await page.evaluate(() => ({
    width: window.outerWidth - window.innerWidth,
    height: window.outerHeight - window.innerHeight,
  }));
  const session = await page.context().newCDPSession(page);
  const { windowId } = await session.send('Browser.getWindowForTarget');
  const bounds = { width: size.width + frame.width, height: size.height + frame.height };
  await session.send('Browser.setWindowBounds', { windowId, bounds });
  await session.detach();
}
