/** Switching the profile in a window with many: from the key press until the new profile's form can be used. */
import type { Page } from '@playwright/test';
import type { ProfileDraft } from '#contract/profiles.ts';
import { runtimeName } from '#tests/ui/runtime.ts';
import { withApp } from './app.ts';
import { draft, startPool } from './pool.ts';
import { median, type Topic } from './table.ts';

const PROFILES = 200;
const WARM_UP = 5;
const RUNS = 30;

/** Milliseconds from Enter in the switcher to a field of the new profile's form that takes the focus. */
export async function switching(): Promise<Topic> {
  const pool = await startPool();
  try {
    const took = await withApp(async (page) => {
      await page.evaluate(addMany, [draft(pool.url), PROFILES] as const);
      await page.reload();
      await page.getByRole('button', { name: /^Switch profile/ }).waitFor();
      await page.evaluate(watchSwitches);
      const measured: number[] = [];
      for (let run = 0; run < WARM_UP + RUNS; run += 1) {
        const milliseconds = await switchTo(page, `Pool-${(run * 7) % PROFILES}.`);
        if (run >= WARM_UP) measured.push(milliseconds);
      }
      return measured;
    });
    return {
      title: `Switching the profile, on ${runtimeName()}`,
      rows: [
        {
          name: `Enter to first interactive, ${PROFILES} profiles`,
          unit: 'ms',
          median: median(took),
          target: { of: 'median', atMost: 100 },
        },
        { name: 'the slowest of them', unit: 'ms', median: Math.max(...took) },
      ],
      notes: [`${RUNS} switches after ${WARM_UP}. Which profile is in use is saved, too.`],
    };
  } finally {
    await pool.stop();
  }
}

async function switchTo(page: Page, name: string): Promise<number> {
  await page.getByRole('button', { name: /^Switch profile/ }).click();
  await page.keyboard.type(name);
  await page.getByRole('option', { name, selected: true }).waitFor();
  await page.evaluate((expected) => void (window.switchTarget = expected), name);
  await page.keyboard.press('Enter');
  return page.evaluate(() => window.switched);
}

declare global {
  interface Window {
    switchTarget: string;
    switched: Promise<number>;
  }
}

/** Runs in the page, so it uses nothing from outside itself. */
async function addMany([profile, count]: readonly [ProfileDraft, number]) {
  for (let index = 0; index < count; index += 1) {
    const saved = await window.desk.profiles.save({ ...profile, name: `Pool-${index}.` });
    if (!saved.ok) throw new Error(`No profile: ${JSON.stringify(saved.error)}`);
  }
}

/** Runs in the page: from an Enter on, waits for the bar to name the profile and for a new field to take the focus. */
function watchSwitches() {
  window.addEventListener(
    'keydown',
    ({ key, timeStamp }) => {
      if (key !== 'Enter') return;
      const field = () => document.querySelector('main input');
      const before = field();
      window.switched = new Promise((resolve) => {
        const check = () => {
          const current = field();
          const named = document.querySelector('.profile-switcher b')?.textContent === window.switchTarget;
          if (!named || !(current instanceof HTMLInputElement) || current === before) return;
          current.focus();
          if (document.activeElement !== current) return;
          observer.disconnect();
          resolve(performance.now() - timeStamp);
        };
        const observer = new MutationObserver(check);
        observer.observe(document.body, { childList: true, subtree: true, characterData: true });
      });
    },
    { capture: true },
  );
}
