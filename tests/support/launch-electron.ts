/** Starts a program of Electron under Playwright, as the app is started on this computer. */
import { _electron, type ConsoleMessage, type ElectronApplication, type Page } from '@playwright/test';
import { sandboxFacts, sandboxSwitches } from '#build/runtime/sandbox.ts';

/** What this program has to be started with on this computer. */
export const switchesHere = (program: string): readonly string[] =>
  process.platform === 'linux' ? sandboxSwitches(sandboxFacts(program)) : [];

type Start = {
  readonly args?: readonly string[];
  /** All of its variables; without them, those of this process. */
  readonly env?: Readonly<Record<string, string>>;
};

export function launchElectron(
  program: string,
  { args = [], env }: Start = {},
): Promise<ElectronApplication> {
  const switches = switchesHere(program);
  return _electron.launch({
    executablePath: program,
    args: [...switches, ...args],
    ...(env && { env }),
    // By itself Playwright never uses the sandbox, and shows every page as on a light desktop.
    chromiumSandbox: switches.length === 0,
    colorScheme: null,
  });
}

/**
 * The first window of a started app, and what goes wrong in its pages from their beginning on: errors on the console, of
 * which a breach of the content security policy is one, and uncaught errors. Each once.
 */
export async function watchPages(
  app: ElectronApplication,
): Promise<{ readonly page: Page; readonly problems: ReadonlySet<string> }> {
  const problems = new Set<string>();
  const noteConsole = (message: ConsoleMessage) => {
    if (message.type() === 'error') problems.add(`console: ${message.text()}`);
  };
  const noteError = (error: Error) => problems.add(`error: ${error.message}`);
  const listen = (window: Page) => {
    window.on('console', noteConsole);
    window.on('pageerror', noteError);
  };
  app.on('window', listen);
  const page = await app.firstWindow();
  // It may have been there before anybody listened.
  listen(page);
  for (const message of await page.consoleMessages({ filter: 'all' })) noteConsole(message);
  for (const error of await page.pageErrors({ filter: 'all' })) noteError(error);
  return { page, problems };
}
