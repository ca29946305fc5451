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

/**
 * Moves to `choice` of a group of radio buttons with an arrow key. The key is held, as a finger holds it for a moment:
 * the choice follows the focus only while it is down.
 */
export async function moveChoice(
  page: Page,
  arrow: 'ArrowLeft' | 'ArrowRight',
  choice: Locator,
): Promise<void> {
  await page.keyboard.down(arrow);
  await expect(choice).toBeChecked();
  await page.keyboard.up(arrow);
}
