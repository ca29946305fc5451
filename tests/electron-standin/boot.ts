import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { dirname, resolve } from 'node:path';
import { app, becomeReady, exit, identify } from './app.ts';
import { FIRST_CARRIED_ID, throughStarter } from './carried.ts';
import { closeFirstPages, startChromium } from './chromium.ts';
import { isControlled, startControl, tellListening } from './control.ts';
import { startedWith } from './command-line.ts';
import { connect } from './devtools.ts';
import { lifecycle } from './lifecycle.ts';
import { setSystemIsDark } from './native-theme.ts';
import { options } from './options.ts';
import { desktopIsDark, showPagesIn } from './pages.ts';

type Start = {
  readonly mainFile: string;
  /** All words after the program's name; the file is one of them. */
  readonly words: readonly string[];
  /** Undefined where it shares one that runs already. */
  readonly chromium: string | undefined;
  readonly chromeVersion: string;
};

const require = createRequire(import.meta.url);

/** Runs main as Electron would: its script first, `ready` once Chromium is there. */
export async function boot({ mainFile, words, chromium, chromeVersion }: Start): Promise<void> {
  const main = resolve(mainFile);
  const full = words.map((word) => (word === mainFile ? main : word));
  // An installed app has no word for its folder.
  disguise(options.packaged ? full.filter((word) => word !== main) : full, chromeVersion);
  startedWith(full);
  quitOnSignals();
  identify(main);
  startControl();
  require(main);
  if (lifecycle.quitting) return;

  await (chromium === undefined ? showInShared() : showInOwn(chromium));
  if (options.systemTheme === 'real') setSystemIsDark(await desktopIsDark());
  becomeReady();
}

async function showInOwn(executablePath: string): Promise<void> {
  const { headless } = options;
  const { connection, endpoint, close, onClosed } = await startChromium({
    executablePath,
    headless,
    debugPort: isControlled(),
  });
  // Before anybody can attach, and take it for a page of the app.
  if (headless) await closeFirstPages(connection);
  await showPagesIn({ connection, close, hasContexts: headless });
  onClosed(() => app.quit());
  if (endpoint !== undefined) tellListening(endpoint);
}

async function showInShared(): Promise<void> {
  const connection = connect(throughStarter(), FIRST_CARRIED_ID);
  await showPagesIn({ connection, hasContexts: true });
}

/** Makes this process look like Electron's main process. */
function disguise(words: readonly string[], chrome: string): void {
  const { version: electron }: { version: string } = JSON.parse(
    readFileSync(require.resolve('electron/package.json'), 'utf8'),
  );
  Object.defineProperties(process, {
    type: { value: 'browser' },
    resourcesPath: { value: dirname(process.execPath) },
    versions: { value: { ...process.versions, electron, chrome } },
    argv: { value: [process.execPath, ...words] },
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
