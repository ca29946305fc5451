import { defineConfig } from '@playwright/test';

/** The packaged app, of a build that may be driven: see build/electron-builder.test.yml. `PROGRAM` names its program. */
export default defineConfig({
  testDir: '.',
  globalSetup: './global-setup.ts',
  outputDir: '../../.tmp/packaged',
  forbidOnly: process.env['CI'] !== undefined,
  // All of them use the one folder that an installed app has.
  workers: 1,
  timeout: 60_000,
  reporter: 'list',
});
