/** When a person first sees something, and can first do something. */
import { runtimeName } from '#tests/ui/runtime.ts';
import { withApp } from './app.ts';
import { memoryOfTree } from './process-memory.ts';
import { median, type Topic } from './table.ts';

const STARTS = 5;

/**
 * Milliseconds to the first contentful paint and to the first screen on a first start: from the start of the process (the
 * browser included), and from the moment at which the page began to load.
 */
export async function paint(): Promise<Topic> {
  const starts: {
    memory: number | null;
    window: number;
    process: number;
    page: number;
    interactive: number;
  }[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    starts.push(
      await withApp(async (page, startedAt, pid) => {
        const { origin, painted } = await page.evaluate(firstPaint);
        const interactive = await page.evaluate(firstScreen);
        const memory = await memoryOfTree(pid);
        const window = origin - startedAt;
        return { memory, window, process: window + painted, page: painted, interactive };
      }),
    );
  }
  const sizes = starts.flatMap(({ memory }) => memory ?? []);
  return {
    title: `First paint and memory at rest, on ${runtimeName()}`,
    rows: [
      {
        name: 'From the start of the process to its window',
        median: median(starts.map((each) => each.window)),
        unit: 'ms',
      },
      {
        name: '… to the first paint',
        median: median(starts.map((each) => each.process)),
        unit: 'ms',
      },
      {
        name: 'From the load of the page to the first paint',
        median: median(starts.map((each) => each.page)),
        unit: 'ms',
      },
      {
        name: '… until the first screen takes input',
        median: median(starts.map((each) => each.interactive)),
        unit: 'ms',
      },
      ...(sizes.length > 0
        ? [
            {
              name: 'Memory of all processes at rest',
              median: median(sizes) / 1_000_000,
              unit: 'MB',
            } as const,
          ]
        : []),
    ],
    notes: [
      `${STARTS} starts, each with new user data. Memory is counted on Linux: pages that processes share count once (PSS).`,
    ],
  };
}

/** Runs in the page. */
function firstPaint(): Promise<{ origin: number; painted: number }> {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const entry = list.getEntriesByName('first-contentful-paint')[0];
      if (entry) resolve({ origin: performance.timeOrigin, painted: entry.startTime });
    }).observe({ type: 'paint', buffered: true });
  });
}

/** Runs in the page. */
function firstScreen(): Promise<number> {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const [mark] = list.getEntriesByName('interactive');
      if (mark) resolve(mark.startTime);
    }).observe({ type: 'mark', buffered: true });
  });
}
