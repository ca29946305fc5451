import type { Locator, Page } from '@playwright/test';
import { expect } from '../fixture.ts';

/** More stops than any screen has. */
const LIMIT = 60;

/** Presses Tab until `target` has the focus. Fails when it cannot be reached so. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < LIMIT; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}
