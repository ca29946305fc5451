import { defineConfig } from '@playwright/test';
import { electronForTests } from './support/electron-for-tests.ts';
import { runtimeName } from './ui/runtime.ts';

// Workers load this file, too; the line is for people and belongs there once.
if (process.env['TEST_WORKER_INDEX'] === undefined) console.log(`UI tests run on ${runtimeName()}.`);

/** UI tests: the built app (`node build/bundle.ts` first), as a user sees it. */
export default defineConfig({
  testDir: 'ui',
  outputDir: '../.tmp/ui',
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  // One more than the cores of the machine that this is for: a test waits for a part of its time. On Electron all apps
  // have one clipboard, one keyring and one focus.
  workers: electronForTests() === undefined ? 3 : 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    // The size at which the app opens its window.
    viewport: { width: 1240, height: 820 },
    trace: 'off',
  },
});
