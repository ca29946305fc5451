import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from '../fixture.ts';

/** No violation of any rule of axe, best practice included. `where` names the state of the screen in the report. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  // The other mode opens a page of its own, which the app forbids.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary ?? ''}`,
    ),
  );
  expect.soft(found, where).toEqual([]);
}

/** Nothing sticks out at the side, so nobody has to scroll sideways. */
export async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const wider = await page.evaluate(() =>
    [document.documentElement, document.querySelector('main')].flatMap((element) =>
      element && element.scrollWidth > element.clientWidth
        ? [`${element.tagName}: ${element.scrollWidth} > ${element.clientWidth}`]
        : [],
    ),
  );
  expect.soft(wider, where).toEqual([]);
}
