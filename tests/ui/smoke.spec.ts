import { expect, test } from './support/test.ts';
import { addProfiles, emulatorDraft } from './support/profiles.ts';
import { lookUp, openScreen, signIn, valueOf } from './support/screens.ts';
import { expectAccessible } from './support/accessible.ts';
test('smoke', async ({ page, emulator }) => {
  await addProfiles(page, emulatorDraft(emulator));
  console.time('axe'); await expectAccessible(page, 'find'); console.timeEnd('axe');
  await lookUp(page, 'ines.marchetti');
  await expect(valueOf(page, 'Status')).toContainText('Confirmed');
  console.time('axe'); await expectAccessible(page, 'person'); console.timeEnd('axe');
  await openScreen(page, 'Sign in');
  await signIn(page, 'ines.marchetti', 'Sunny-Harbour-42!');
  await expect(page.getByRole('heading', { name: 'Signed in as ines.marchetti' })).toBeVisible();
  await page.clock.install();
  await page.getByRole('button', { name: 'Show access token' }).click();
  await expect(page.getByText('59 minutes left').or(page.getByText('60'))).toBeVisible();
  await page.clock.fastForward('02:00:00');
  await expect(page.getByText('This token has ended')).toBeVisible();
});
