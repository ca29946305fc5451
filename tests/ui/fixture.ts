import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { mainFile } from '#build/runtime.ts';
import type { ProfileDraft } from '#contract/profiles.ts';
import { type SharedChromium, startSharedChromium } from '#tests/electron-standin/shared-chromium.ts';
import { electronForTests } from '#tests/support/electron-for-tests.ts';
import { machineEnvironment } from '#tests/support/machine-environment.ts';
import { type Environment, type RunningApp, startApp, type Theme } from './runtime.ts';
import { addProfiles, expectFirstScreen } from './support/profiles.ts';
import { canSeed, seedProfiles } from './support/seed.ts';

type Options = {
  /** More environment variables for the app, such as the switches of the stand-in. */
  appEnv: Environment;
  /** What the app is started with, such as a file. */
  appWords: readonly string[];
  /** Switches of Chromium that it is started with. */
  appSwitches: readonly string[];
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
  /**
   * Starts the app and gives its page: with profiles, of which the last is the active one, on the first screen; without,
   * as for the first time. Once in a test, which then does not ask for `page`.
   */
  readonly start: (...drafts: readonly ProfileDraft[]) => Promise<Page>;
  /** The page of the app that runs now. */
  readonly page: () => Page;
  /** What went wrong in the page since the first start. A test with any of it fails. */
  readonly consoleErrors: () => Promise<readonly string[]>;
  /** Waits until the app has ended by itself. */
  readonly ended: () => Promise<void>;
  /**
   * Ends the app and starts it again with the same user data, and with `changes` in its environment; the page is a new
   * one.
   */
  readonly restart: (changes?: Environment) => Promise<Page>;
  /** What only the stand-in lets a test see and do. A test that uses it has to skip itself on Electron. */
  readonly standIn: () => NonNullable<RunningApp['standIn']>;
};

/** A folder with the programs of a desktop that the app looks for. */
async function programsOfDesktop(folder: string): Promise<string> {
  const programs = join(folder, 'programs');
  await mkdir(programs);
  await writeFile(join(programs, 'xdg-open'), '#!/bin/sh\n', { mode: 0o755 });
  return programs;
}

/**
 * The built app with user data of its own. `page` is that of an app that starts for the first time; a test of anything
 * else starts it with profiles. Fails the test when the page had an error, a breach of the content security policy
 * included.
 */
export const test = base.extend<Options & { app: DeskApp }, { chromium: SharedChromium | undefined }>({
  appEnv: [{}, { option: true }],
  appWords: [[], { option: true }],
  appSwitches: [[], { option: true }],
  theme: ['light', { option: true }],

  chromium: [
    async ({}, use) => {
      const chromium = electronForTests() === undefined ? await startSharedChromium() : undefined;
      await use(chromium);
      await chromium?.stop();
    },
    { scope: 'worker' },
  ],

  app: async ({ appEnv, appWords, appSwitches, theme, viewport, chromium }, use, testInfo) => {
    if (!existsSync(mainFile)) throw new Error('There is no built app. Run `node build/bundle.ts` first.');
    const folder = await mkdtemp(join(tmpdir(), 'cognito-desk-ui-'));
    const userData = appEnv['COGNITO_DESK_USER_DATA'] ?? join(folder, 'user-data');
    const machine = machineEnvironment();
    const env: Environment = {
      ...machine,
      // What opens links on Linux is not on every machine, and nothing really opens in tests.
      PATH: [await programsOfDesktop(folder), machine['PATH']].join(delimiter),
      AWS_CONFIG_FILE: join(folder, 'aws-config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'aws-credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
      ...appEnv,
      // Where a test scripts no answer of its own, the person says yes to what the system asks.
      ELECTRON_STANDIN_DIALOGS: JSON.stringify([
        ...(JSON.parse(appEnv['ELECTRON_STANDIN_DIALOGS'] ?? '[]') as unknown[]),
        ...Array.from({ length: 50 }, () => ({ response: 0 })),
      ]),
      COGNITO_DESK_USER_DATA: userData,
    };

    let running: RunningApp | undefined;
    const earlier: string[] = [];
    let hasEnded = false;
    const current = () => {
      if (!running) throw new Error('The app was not started.');
      return running;
    };
    const run = async (changes: Environment = {}) => {
      running = await startApp({
        env: { ...env, ...changes },
        theme,
        words: appWords,
        switches: appSwitches,
        chromium,
      });
      if (viewport) await running.page.setViewportSize(viewport);
      return running.page;
    };
    const consoleErrors = async () =>
      hasEnded || !running ? earlier : [...earlier, ...(await running.problems())];
    try {
      await use({
        async start(...drafts) {
          if (running) throw new Error('The app was started already.');
          // Saving in the running app and showing it anew takes half as long as a start.
          const seeded = canSeed(env['ELECTRON_STANDIN_KEYRING']);
          if (seeded) await seedProfiles(userData, drafts);
          const page = await run();
          if (drafts.length > 0) await (seeded ? expectFirstScreen(page) : addProfiles(page, ...drafts));
          return page;
        },
        page: () => current().page,
        readClipboard: () => current().readClipboard(),
        writeClipboard: (text) => current().writeClipboard(text),
        openedLinks: () => current().openedLinks(),
        openedFiles: () => current().openedFiles(),
        suspend: () => current().suspend(),
        stopPage: () => current().stopPage(),
        dialogs: () => current().dialogs(),
        quit: () => current().quit(),
        chooseInMenu: (label) => current().chooseInMenu(label),
        startAgain: (...words) => current().startAgain(...words),
        consoleErrors,
        async ended() {
          const app = current();
          // It may be gone already, and what went wrong in its page with it.
          earlier.push(...(await app.problems().catch(() => [])));
          await app.ended();
          hasEnded = true;
        },
        async restart(changes) {
          const app = current();
          earlier.push(...(await app.problems()));
          await app.stop();
          return run(changes);
        },
        standIn() {
          const { standIn } = current();
          if (!standIn) throw new Error('Only the stand-in can do this.');
          return standIn;
        },
      });
      if (running && testInfo.status !== testInfo.expectedStatus) {
        const path = testInfo.outputPath('screenshot.png');
        await running.page.screenshot({ path }).catch(() => undefined);
        await testInfo.attach('screenshot', { path }).catch(() => undefined);
      }
      expect(await consoleErrors(), 'errors of the page').toEqual([]);
    } finally {
      await running?.stop();
      // Windows keeps the files of a program for a while after its end.
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },

  page: async ({ app }, use) => {
    await use(await app.start());
  },
});

export { expect };
