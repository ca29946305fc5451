/** Starts the built app: on the stand-in, or on Electron where that was asked for. */
import { once } from 'node:events';
import { type Browser, chromium as playwright, type Page } from '@playwright/test';
import { mainFile, root } from '#build/runtime.ts';
import { startStandIn, type StandIn } from '#tests/electron-standin/client.ts';
import type { DialogAnswer } from '#tests/electron-standin/options.ts';
import type { SharedChromium } from '#tests/electron-standin/shared-chromium.ts';
import { electronForTests } from '#tests/support/electron-for-tests.ts';
import { launchElectron, watchPages } from '#tests/support/launch-electron.ts';
import { appAddress, pageOfApp } from '#tests/support/page-of-app.ts';

/** A started app, as a test sees it. */
export type RunningApp = {
  readonly page: Page;
  readonly readClipboard: () => Promise<string>;
  /** Puts text on the clipboard, as another program would. */
  readonly writeClipboard: (text: string) => Promise<void>;
  /** Addresses that the app asked the system to open, oldest first. Nothing really opens. */
  readonly openedLinks: () => Promise<readonly string[]>;
  /** Files that the app asked the system to open, oldest first. Nothing really opens. */
  readonly openedFiles: () => Promise<readonly string[]>;
  /** As if the computer went to sleep. */
  readonly suspend: () => Promise<void>;
  /** The messages of the system's dialogs that were shown, oldest first. The stand-in's answers come from a script. */
  readonly dialogs: () => Promise<readonly string[]>;
  /** As if the process of the page was gone. */
  readonly stopPage: () => Promise<void>;
  /** Chooses an item in the menu of the app, by its id: labels differ between systems. */
  readonly chooseInMenu: (id: string) => Promise<void>;
  /** As if the app was started once more, with these words. */
  readonly startAgain: (...words: readonly string[]) => Promise<void>;
  /** Errors on the console, uncaught errors, and breaches of the content security policy. */
  readonly problems: () => Promise<readonly string[]>;
  /** What only the stand-in lets a test see and do; null on Electron. */
  readonly standIn: Pick<StandIn, 'ask' | 'output'> | null;
  /** Of its main process. */
  readonly pid: number;
  /** As if the person quit the app. */
  readonly quit: () => Promise<void>;
  /** Resolves once the app has ended, for whatever reason. */
  readonly ended: () => Promise<void>;
  /** Ends the app and waits until it has ended. */
  readonly stop: () => Promise<void>;
};

export type Environment = Readonly<Record<string, string>>;
export type Theme = 'light' | 'dark';

export const runtimeName = () => (electronForTests() === undefined ? 'the stand-in in Chromium' : 'Electron');

/** `noDefaults`: the window's size and colours are the app's business. */
const attach = (endpoint: string) => playwright.connectOverCDP(endpoint, { noDefaults: true });

type Start = {
  readonly env: Environment;
  /** What the desktop prefers. */
  readonly theme: Theme;
  readonly words?: readonly string[];
  /** Switches before the app, as in `electron --no-sandbox .`. */
  readonly switches?: readonly string[];
  /** Shows it on the stand-in, in place of a Chromium of its own. */
  readonly chromium?: SharedChromium | undefined;
};

/** Starts the built app of `dist/`. */
export async function startApp(start: Start): Promise<RunningApp> {
  const binary = electronForTests();
  const app = binary === undefined ? await onStandIn(start) : await onElectron(binary, start);
  try {
    await app.page.waitForURL(appAddress);
  } catch (error) {
    await app.stop();
    throw error;
  }
  return app;
}

async function onStandIn({ env, theme, words = [], switches = [], chromium }: Start): Promise<RunningApp> {
  const standIn = startStandIn({
    main: mainFile,
    switches,
    args: words,
    env: { ...env, ELECTRON_STANDIN_SYSTEM_THEME: theme },
    chromium,
  });
  const { browser, page } = await shownBy(standIn, chromium);
  return {
    page,
    readClipboard: () => standIn.ask('clipboard'),
    writeClipboard: (text) => standIn.ask('putOnClipboard', text),
    openedLinks: () => standIn.ask('openedLinks'),
    openedFiles: () => standIn.ask('openedFiles'),
    suspend: () => standIn.ask('power', 'suspend'),
    dialogs: async () => (await standIn.ask('dialogs')).map(({ message }) => message),
    stopPage: () => standIn.ask('stopPages'),
    chooseInMenu: (id) => standIn.ask('chooseInMenu', id),
    startAgain: (...words) => standIn.ask('secondInstance', words, '/'),
    standIn,
    pid: standIn.pid,
    quit: () => standIn.ask('quit'),
    ended: async () => {
      await standIn.exited;
    },
    problems: async () => (await standIn.ask('problems')).map(({ kind, text }) => `${kind}: ${text}`),
    async stop() {
      await standIn.stop();
      await browser.close();
    },
  };
}

type Shown = { readonly browser: Browser; readonly page: Page };

/** Attached anew for each app: what a test sets up, such as a clock, Playwright keeps for all pages to come. */
async function shownBy(standIn: StandIn, chromium: SharedChromium | undefined): Promise<Shown> {
  const browser = await attach(chromium?.endpoint ?? (await standIn.endpoint));
  const ended = standIn.exited.then(() => {
    throw new Error(`The app ended before it had a window.\n${standIn.output()}`);
  });
  return { browser, page: await Promise.race([pageOfApp(browser), ended]) };
}

async function onElectron(
  binary: string,
  { env, theme, words = [], switches = [] }: Start,
): Promise<RunningApp> {
  const app = await launchElectron(binary, {
    // The app's own choice of a theme has to show, so Playwright may not force one; a light desktop is the usual one.
    args: [...switches, ...(theme === 'dark' ? ['--force-dark-mode'] : []), root, ...words],
    env,
  });
  const { page, problems } = await watchPages(app);
  const links = await app.evaluateHandle(({ shell }) => {
    const opened: string[] = [];
    shell.openExternal = (url) => Promise.resolve(void opened.push(url));
    return opened;
  });
  const files = await app.evaluateHandle(({ shell }) => {
    const opened: string[] = [];
    shell.openPath = (path) => Promise.resolve((opened.push(path), ''));
    return opened;
  });
  const answers = JSON.parse(env['ELECTRON_STANDIN_DIALOGS'] ?? '[]') as DialogAnswer[];
  const messages = await app.evaluateHandle(() => [] as string[]);
  await app.evaluate(
    ({ dialog }, [given, shown]) => {
      const next = (part: keyof DialogAnswer): DialogAnswer => {
        const at = given.findIndex((answer) => part in answer);
        return (at < 0 ? undefined : given.splice(at, 1)[0]) ?? {};
      };
      dialog.showMessageBox = (...args: unknown[]) => {
        const { message = '' } = args.at(-1) as { message?: string };
        shown.push(message);
        const { response = 0 } = next('response');
        return Promise.resolve({ response, checkboxChecked: false });
      };
      dialog.showOpenDialog = () => {
        const { filePaths = [] } = next('filePaths');
        return Promise.resolve({ canceled: filePaths.length === 0, filePaths: [...filePaths] });
      };
      dialog.showSaveDialog = () => {
        const { filePath = '' } = next('filePath');
        return Promise.resolve({ canceled: filePath === '', filePath });
      };
    },
    [answers, messages] as const,
  );
  return {
    page,
    readClipboard: () => app.evaluate(({ clipboard }) => clipboard.readText()),
    writeClipboard: (text) => app.evaluate(({ clipboard }, value) => clipboard.writeText(value), text),
    openedLinks: () => links.jsonValue(),
    openedFiles: () => files.jsonValue(),
    suspend: () => app.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend')),
    dialogs: () => messages.jsonValue(),
    stopPage: () =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
      ),
    chooseInMenu: (id) =>
      app.evaluate(({ Menu }, wanted) => {
        const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
        if (!item) throw new Error(`The menu has no ${wanted}.`);
        item.click();
      }, id),
    startAgain: (...words) =>
      app.evaluate(({ app: running }, given) => {
        // Chromium puts switches first, and adds one of its own.
        const [program = '', ...own] = process.argv.slice(0, 2);
        const argv = [program, '--allow-file-access-from-files', ...own, ...given];
        running.emit('second-instance', {}, argv, '/');
      }, words),
    standIn: null,
    // On Windows the process that Playwright knows is that of a shell.
    pid: await app.evaluate(() => process.pid),
    quit: () =>
      app.evaluate(({ app: running }) => {
        running.quit();
      }),
    ended: async () => {
      const { exitCode, signalCode } = app.process();
      if (exitCode === null && signalCode === null) await once(app.process(), 'exit');
    },
    problems: () => Promise.resolve([...problems]),
    stop: () => app.close(),
  };
}
