/** Starts the built app so that the tour can use its window, with a person looking on or without. */
import { chromium, type Page } from '@playwright/test';
import { startStandIn } from '#tests/electron-standin/client.ts';
import { launchElectron } from '#tests/support/launch-electron.ts';
import { appAddress, pageOfApp } from '#tests/support/page-of-app.ts';
import { mainFile, root, type Choice } from '../runtime.ts';

export type ShownApp = {
  readonly page: Page;
  /** Resolves once the app has ended, as when the person closes its window. */
  readonly ended: Promise<unknown>;
  readonly stop: () => Promise<void>;
};

/** `env` comes on top of this process's own variables. */
export async function showApp(choice: Choice, env: Readonly<Record<string, string>>): Promise<ShownApp> {
  const shown =
    choice.on === 'electron'
      ? await onElectron(choice.runtime.program, env)
      : await onStandIn(env, choice.on === 'stand-in');
  try {
    await shown.page.waitForURL(appAddress);
  } catch (error) {
    await shown.stop();
    throw error;
  }
  return shown;
}

async function onElectron(program: string, env: Readonly<Record<string, string>>): Promise<ShownApp> {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const app = await launchElectron(program, { args: [root], env: { ...Object.fromEntries(own), ...env } });
  const ended = new Promise<void>((resolve) => app.once('close', () => resolve()));
  return { page: await app.firstWindow(), ended, stop: () => app.close() };
}

async function onStandIn(env: Readonly<Record<string, string>>, visible: boolean): Promise<ShownApp> {
  const standIn = startStandIn({ main: mainFile, env: { ...process.env, ...env }, visible });
  const browser = await chromium.connectOverCDP(await standIn.endpoint, { noDefaults: true });
  const stop = async () => {
    await standIn.stop();
    await browser.close();
  };
  const ended = standIn.exited.then(() => {
    throw new Error(`The app ended before it had a window.\n${standIn.output()}`);
  });
  ended.catch(() => undefined);
  return { page: await Promise.race([pageOfApp(browser), ended]), ended: standIn.exited, stop };
}
