import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { mainFile } from '#build/runtime.ts';
import { type Environment, type RunningApp, startApp, type Theme } from './runtime.ts';

type Options = {
  /** More environment variables for the app, such as the switches of the stand-in. */
  appEnv: Environment;
  /** What the app is started with, such as a file. */
  appWords: readonly string[];
  /** What the desktop prefers. */
  theme: Theme;
};

/** The app under test. */
export type DeskApp = Pick<
  RunningApp,
  | 'readClipboard'
  | 'writeClipboard'
  | 'openedLinks'
  | 'openedFiles'
  | 'suspend'
  | 'startAgain'
  | 'chooseInMenu'
  | 'stopPage'
  | 'dialogs'
  | 'quit'
> & {
  /** The page of the app that runs now. */
  readonly page: () => Page;
  /** What went wrong in the page since the first start. A test with any of it fails. */
  readonly consoleErrors: () => Promise<readonly string[]>;
  /** Waits until the app has ended by itself. */
  readonly ended: () => Promise<void>;
  /** Ends the app and starts it again with the same user data; the page is a new one. */
  readonly restart: () => Promise<Page>;
};

/** Variables of the machine that the app and Chromium need; its AWS settings must not leak into tests. */
const passedOn = [
  ...['PATH', 'HOME', 'LANG', 'TMPDIR'],
  // Where windows and the keyring are on Linux.
  ...['DISPLAY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR', 'XDG_CURRENT_DESKTOP', 'DBUS_SESSION_BUS_ADDRESS'],
  // What no program of Windows starts without.
  ...['SystemRoot', 'SystemDrive', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'TEMP', 'TMP'],
];

/**
 * Starts the built app with user data of its own and gives its page. Fails the test when the page had an error, a
 * breach of the content security policy included.
 */
export const test = base.extend<Options & { app: DeskApp }>({
  appEnv: [{}, { option: true }],
  appWords: [[], { option: true }],
  theme: ['light', { option: true }],

  app: async ({ appEnv, appWords, theme, viewport }, use, testInfo) => {
    if (!existsSync(mainFile)) throw new Error('There is no built app. Run `node build/bundle.ts` first.');
    const folder = await mkdtemp(join(tmpdir(), 'cognito-desk-ui-'));
    const machine = passedOn
      .map((name) => [name, process.env[name]])
      .filter(([, value]) => value !== undefined);
    const env: Environment = {
      ...Object.fromEntries(machine),
      AWS_CONFIG_FILE: join(folder, 'aws-config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'aws-credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
      COGNITO_DESK_USER_DATA: join(folder, 'user-data'),
      ...appEnv,
    };
    const start = async () => {
      const started = await startApp(env, theme, appWords);
      if (viewport) await started.page.setViewportSize(viewport);
      return started;
    };

    let running: RunningApp | undefined;
    try {
      let current = (running = await start());
      const earlier: string[] = [];
      let hasEnded = false;
      const consoleErrors = async () => (hasEnded ? earlier : [...earlier, ...(await current.problems())]);
      await use({
        page: () => current.page,
        readClipboard: () => current.readClipboard(),
        writeClipboard: (text) => current.writeClipboard(text),
        openedLinks: () => current.openedLinks(),
        openedFiles: () => current.openedFiles(),
        suspend: () => current.suspend(),
        stopPage: () => current.stopPage(),
        dialogs: () => current.dialogs(),
        quit: () => current.quit(),
        chooseInMenu: (label) => current.chooseInMenu(label),
        startAgain: (...words) => current.startAgain(...words),
        consoleErrors,
        async ended() {
          // It may be gone already, and what went wrong in its page with it.
          earlier.push(...(await current.problems().catch(() => [])));
          await current.ended();
          hasEnded = true;
        },
        async restart() {
          earlier.push(...(await current.problems()));
          await current.stop();
          current = running = await start();
          return current.page;
        },
      });
      if (testInfo.status !== testInfo.expectedStatus) {
        const path = testInfo.outputPath('screenshot.png');
        await current.page.screenshot({ path }).catch(() => undefined);
        await testInfo.attach('screenshot', { path }).catch(() => undefined);
      }
      expect(await consoleErrors(), 'errors of the page').toEqual([]);
    } finally {
      await running?.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },

  page: async ({ app }, use) => {
    await use(app.page());
  },
});

export { expect };
