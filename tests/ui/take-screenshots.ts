/**
 * `npm run screenshots`: takes the pictures of the documentation from the built app on the practice pool, so that they
 * show this build. Run it after a change of the look, and look at them.
 */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startApp } from './runtime.ts';
import { identifierOf } from './support/screens.ts';
import { bundle } from '#build/bundle.ts';
import { practicePeople, practiceProfile, temporaryPassword } from '#build/demo-pool.ts';
import { startEmulator } from '#build/emulator.ts';
import { root } from '#build/runtime.ts';

const size = { width: 1280, height: 800 };
const person = practicePeople[0];
if (!person) throw new Error('The practice pool has nobody to show.');

async function show(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: screen }).click();
  await page.getByRole('heading', { level: 1, name: screen }).waitFor();
}

const shots: Readonly<Record<string, (page: Page, newcomer: string) => Promise<void>>> = {
  async find(page) {
    await page.getByLabel('Who are you looking for?').fill(person.username);
    await page.keyboard.press('Enter');
    await page.getByText('Found by').waitFor();
  },
  async people(page) {
    await show(page, 'All people');
    await page.getByRole('button', { name: 'Read all people' }).click();
    await page.getByText('What changed since then').waitFor();
    await page.getByRole('searchbox').fill('ma');
    await page.getByText(/^\d+ of \d+ people$/).waitFor();
  },
  async 'sign-in'(page) {
    await show(page, 'Sign in');
    await page.getByLabel('Username').fill('priya.raghunathan');
    await page.getByLabel('Password', { exact: true }).fill(temporaryPassword);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'A new password is needed' }).waitFor();
  },
  async token(page) {
    await show(page, 'Access token');
    await page.getByLabel('Username').fill(person.username);
    await page.getByLabel('Password', { exact: true }).fill(person.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `Access token of ${person.username}` }).waitFor();
  },
  async 'sign-up'(page, newcomer) {
    await show(page, 'Sign up');
    await identifierOf(page).fill(newcomer);
    await page.getByRole('button', { name: 'Generate' }).click();
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByLabel('Code', { exact: true }).waitFor();
  },
};

await bundle();
const emulator = await startEmulator();
const folder = await mkdtemp(join(tmpdir(), 'cognito-desk-screenshots-'));
const pictures = join(root, 'docs', 'screenshots');
await mkdir(pictures, { recursive: true });
const demoFile = join(folder, 'demo.json');
await writeFile(demoFile, JSON.stringify({ profile: practiceProfile(emulator.url), practicePeople }));
try {
  // Nobody signs up twice in the same pool.
  const newcomers = { light: 'robin@example.com', dark: 'kim@example.com' };
  for (const theme of ['light', 'dark'] as const) {
    const env = { COGNITO_DESK_DEMO: demoFile, COGNITO_DESK_USER_DATA: join(folder, theme) };
    const app = await startApp({ env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...env }, theme });
    await app.page.setViewportSize(size);
    for (const [name, prepare] of Object.entries(shots)) {
      await prepare(app.page, newcomers[theme]);
      // Without the focus ring of whatever the script clicked last, and after every transition.
      await app.page.mouse.move(0, 0);
      await app.page.getByRole('main').evaluate((main) => {
        main.scrollTo(0, 0);
      });
      await app.page.screenshot({ path: join(pictures, `${name}-${theme}.png`), animations: 'disabled' });
    }
    await app.stop();
  }
} finally {
  await emulator.stop();
  await rm(folder, { recursive: true, force: true });
}
