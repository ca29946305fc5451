import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { expect } from '../fixture.ts';

/** Higher than any screen: axe takes no notice of colours that one would have to scroll to. */
const HIGH = 4_000;

/**
 * No violation of any rule of axe, best practice included, and every text can be read in dark and in light colours.
 * `where` names the state of the screen in the report.
 */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  const size = page.viewportSize();
  if (size) await page.setViewportSize({ ...size, height: HIGH });
  await settle(page);
  expect.soft(await violations(page), where).toEqual([]);
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  const [now, other] = isDark ? (['dark', 'light'] as const) : (['light', 'dark'] as const);
  await show(page, other);
  expect.soft(await violations(page, ['color-contrast']), `${where}, ${other}`).toEqual([]);
  await show(page, now);
  if (size) await page.setViewportSize(size);
}

async function violations(page: Page, rules?: string[]): Promise<string[]> {
  // Once in each document; `@axe-core/playwright` does it at each look, which takes longer than looking.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(
    async (options) => (await (window as unknown as { axe: typeof axe }).axe.run(options)).violations,
    { resultTypes: ['violations' as const], ...(rules && { runOnly: rules }) },
  );
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary ?? ''}`,
    ),
  );
}

/** As if the desktop changed its colours; the app follows it unless the person has chosen some. */
async function show(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await settle(page);
}

/**
 * Colours that are on their way are none that anybody reads, so they arrive at once. The arrival of one can set another
 * on its way. What turns for ever never ends.
 */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() => {
    const onTheirWay = () =>
      document
        .getAnimations()
        .filter(
          ({ effect, playState }) =>
            playState !== 'finished' && effect?.getComputedTiming().endTime !== Infinity,
        );
    for (let moving = onTheirWay(); moving.length > 0; moving = onTheirWay()) {
      for (const animation of moving) animation.finish();
    }
  });
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
