/** The list of a large pool in the window: how soon it follows the keys, and how smoothly it scrolls. */
import { runtimeName } from '#tests/ui/runtime.ts';
import { withApp } from './app.ts';
import { startPeoplePool } from './people-pool.ts';
import { draft } from './pool.ts';
import { median, p95, type Topic } from './table.ts';

const PEOPLE = 100_000;

export async function pagePeople(): Promise<Topic> {
  // Large pages: how long reading takes is measured elsewhere.
  const pool = await startPeoplePool({ size: PEOPLE, ignoresLimit: true, perPage: 3000 });
  try {
    const { keys, frames } = await withApp(async (page) => {
      await page.evaluate((profile) => window.desk.profiles.save(profile), draft(pool.url));
      await page.evaluate(() => history.replaceState(null, '', '#/people'));
      await page.reload();
      await page.getByRole('button', { name: 'Read all people' }).click();
      await page.getByText('100,000 people', { exact: true }).waitFor({ timeout: 120_000 });
      // The counts come a moment later.
      await page.getByText('Counts by status and month').waitFor();
      const took = await page.evaluate(typing);
      return { keys: took, frames: await page.evaluate(scrolling) };
    });
    return {
      title: `The list of ${PEOPLE} people, on ${runtimeName()}`,
      rows: [
        { name: 'From a key to the list that it leaves: median', median: median(keys), unit: 'ms' },
        {
          name: '… 95 of 100 take no longer than',
          median: p95(keys),
          unit: 'ms',
          target: { of: 'median', atMost: 50 },
        },
        { name: 'Scrolling: frames a second, median', median: 1000 / median(frames), unit: 'frames/s' },
        {
          name: `… frames over 50 ms, of ${frames.length}`,
          median: frames.filter((milliseconds) => milliseconds > 50).length,
          unit: 'frames',
        },
      ],
      notes: ['From the event of the key to the next frame after the list has changed.'],
    };
  } finally {
    await pool.stop();
  }
}

/** Runs in the page: milliseconds from each key to the frame after the list has followed. */
async function typing(): Promise<number[]> {
  const input = document.querySelector<HTMLInputElement>('input[type="search"]');
  const found = document.querySelector('main [role="status"]');
  if (!input || !found) throw new Error('There is no list.');
  const took: number[] = [];
  // Without 4 and 8, which every user ID holds: each text leaves another number of people than the one before.
  const digits = [1, 2, 3, 5, 6, 7, 9];
  for (const word of [...digits, ...digits]) {
    for (const text of [`${word}`, `${word}3`, `${word}37`, `${word}370`, '']) {
      const startedAt = performance.now();
      const followed = new Promise<void>((resolve, reject) => {
        setTimeout(() => {
          reject(new Error(`The list did not follow “${text}”.`));
        }, 10_000);
        const observer = new MutationObserver(() => {
          observer.disconnect();
          requestAnimationFrame(() => {
            resolve();
          });
        });
        observer.observe(found, { characterData: true, childList: true, subtree: true });
      });
      input.value = text;
      input.dispatchEvent(new Event('input'));
      await followed;
      took.push(performance.now() - startedAt);
      // As long as a quick typist needs for the next key.
      await new Promise((resolve) => setTimeout(resolve, 80));
    }
  }
  return took;
}

/** Runs in the page: milliseconds of each frame while the list is scrolled. */
async function scrolling(): Promise<number[]> {
  const grid = document.querySelector('[role="grid"]');
  if (!grid) throw new Error('There is no list.');
  const frames: number[] = [];
  let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
  for (let frame = 0; frame < 300; frame += 1) {
    grid.scrollTop += 120;
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    frames.push(now - last);
    last = now;
  }
  return frames;
}
