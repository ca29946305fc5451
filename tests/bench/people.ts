/** Reading a whole pool, and asking about those who were read: time and memory of the main side. */
import { mainFile } from '#build/runtime.ts';
import type { PeopleFilter } from '#contract/people.ts';
import { findAwsCli, runBash } from '#tests/support/cli.ts';
import { inFreshProcess, type startMain } from './main-process.ts';
import { startPeoplePool } from './people-pool.ts';
import { draft, poolId, region } from './pool.ts';
import { inScratchFolder } from './scratch.ts';
import { median, p95, type Row, type Topic } from './table.ts';

const PEOPLE = 100_000;
/** Milliseconds that the pool takes for a page. */
const PAGE = 150;
/** Requests a second: the most that a person can choose. */
const PER_SECOND = 20;
/** Read as one list, by the app and by the CLI; the rest is reckoned from that. */
const SAMPLE = 3000;
const PAGES = Math.ceil(PEOPLE / 60);
const SAMPLE_PAGES = Math.ceil(SAMPLE / 60);

type Reading = { readonly seconds: number; readonly read: number; readonly chains: number };
type Measured = Reading & {
  /** Bytes, after a garbage collection, before and after; RSS also ten seconds later. */
  readonly heap: readonly [number, number];
  readonly rss: readonly [number, number, number];
  /** Milliseconds of each query. */
  readonly queries: readonly number[];
};

export async function people(): Promise<Topic> {
  const whole = await measured(PEOPLE, false);
  const one = await measured(SAMPLE, true);
  const allowed = whole.pages / PER_SECOND;
  const oneSeconds = (one.seconds / SAMPLE_PAGES) * PAGES;
  const rows: Row[] = [
    {
      name: `What ${PER_SECOND} requests a second allow for its ${whole.pages} pages`,
      median: allowed,
      unit: 's',
    },
    {
      name: `Reading ${PEOPLE} people, beside that`,
      median: whole.seconds,
      unit: 's',
      ratio: whole.seconds / allowed,
      target: { of: 'ratio', atMost: 1.15 },
    },
    {
      name: 'As one list of pages (reckoned), beside the app',
      median: oneSeconds,
      unit: 's',
      ratio: oneSeconds / whole.seconds,
      target: { of: 'ratio', atLeast: 1.3 },
    },
    ...(await cliRow(whole.seconds)),
    {
      name: 'Search inside them, answer to one letter more: median',
      median: median(whole.queries),
      unit: 'ms',
    },
    {
      name: '… 95 of 100 take no longer than',
      median: p95(whole.queries),
      unit: 'ms',
      target: { of: 'median', atMost: 50 },
    },
    {
      name: 'Growth of the heap with all of them',
      median: (whole.heap[1] - whole.heap[0]) / 1e6,
      unit: 'MB',
      target: { of: 'median', atMost: 150 },
    },
    { name: 'Growth of RSS, right after', median: (whole.rss[1] - whole.rss[0]) / 1e6, unit: 'MB' },
    {
      name: '… ten seconds later',
      median: (whole.rss[2] - whole.rss[0]) / 1e6,
      unit: 'MB',
      target: { of: 'median', atMost: 150 },
    },
  ];
  return {
    title: `A pool of ${PEOPLE} people, ${PAGE} ms a page`,
    rows,
    notes: [
      `One reading, with ${whole.chains} lists side by side. The one list and the CLI read ${SAMPLE} people of it; their`,
      `time is multiplied by ${PAGES} / ${SAMPLE_PAGES} pages. At the usual 8 requests a second the whole takes ${Math.round(whole.pages / 8)} s,`,
      'and one list is nearly as fast: its pages come at 6 to 7 a second.',
    ],
  };
}

async function measured(size: number, inOneGo: boolean): Promise<Measured & { pages: number }> {
  const pool = await startPeoplePool({ size, delay: PAGE });
  try {
    const result = await inScratchFolder((folder) =>
      inFreshProcess(readAll, [mainFile, folder, draft(pool.url), PER_SECOND, inOneGo], ['--expose-gc']),
    );
    if (result.read !== size) throw new Error(`Read ${result.read} of ${size} people.`);
    return { ...result, pages: await pool.pages() };
  } finally {
    await pool.stop();
  }
}

/** Runs in a process of its own, as text. */
async function readAll(
  start: typeof startMain,
  file: string,
  folder: string,
  profile: ReturnType<typeof draft>,
  perSecond: number,
  inOneGo: boolean,
): Promise<Measured> {
  // Timers of the app do not keep a process alive.
  setInterval(() => undefined, 1000);
  const memory = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc?.();
    globalThis.gc?.();
    return process.memoryUsage();
  };
  const main = start(file, folder);
  await main.window;
  const { profileId } = await main.value('profiles.save', profile);
  // The SDK is loaded and connected.
  await main.call('users.get', { profileId, username: 'nobody' });
  const before = await memory();

  const startedAt = performance.now();
  await main.value('people.startReading', { profileId, again: true, perSecond, inOneGo });
  let reading = await main.value('people.reading', { profileId });
  while (reading.state === 'reading') {
    await new Promise((resolve) => setTimeout(resolve, 20));
    reading = await main.value('people.reading', { profileId });
  }
  const seconds = (performance.now() - startedAt) / 1000;
  if (reading.error) throw new Error(JSON.stringify(reading.error));

  const anybody: PeopleFilter = {
    text: '',
    conditions: [],
    statuses: [],
    enabled: null,
    provider: null,
    emailVerified: null,
    phoneVerified: null,
    createdFrom: null,
    createdBefore: null,
  };
  const ask = (text: string) =>
    main.value('people.query', {
      profileId,
      filter: { ...anybody, text },
      sort: { column: 'displayName', descending: false },
      columns: ['displayName', 'email', 'status', 'created'],
      offset: 0,
      limit: 100,
    });
  // The order of a column is made once, after reading.
  await ask('');
  const queries: number[] = [];
  for (const words of [
    'müller',
    'ana garcia',
    'tenant-17',
    '@example.com',
    '4917 55',
    'nobody',
    'jürgen.ng.12',
  ]) {
    for (let length = 1; length <= words.length; length += 1) {
      const at = performance.now();
      await ask(words.slice(0, length));
      queries.push(performance.now() - at);
    }
  }
  const after = await memory();
  // V8 gives back what reading needed once it has nothing to do.
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  const later = process.memoryUsage();
  return {
    seconds,
    read: reading.read,
    chains: reading.chains,
    heap: [before.heapUsed, after.heapUsed],
    rss: [before.rss, after.rss, later.rss],
    queries,
  };
}

/** The same list by the AWS CLI, which reads one page after the other. Nothing where it is not installed. */
async function cliRow(appSeconds: number): Promise<Row[]> {
  const cli = findAwsCli();
  if (cli.path === undefined) return [];
  const pool = await startPeoplePool({ size: SAMPLE, delay: PAGE });
  try {
    return await inScratchFolder(async (folder) => {
      const startedAt = performance.now();
      const { code, stderr } = await runBash(
        `aws cognito-idp list-users --user-pool-id ${poolId} --region ${region} --endpoint-url ${pool.url} > people.json`,
        { cli: cli.path, folder },
      );
      if (code !== 0) throw new Error(stderr);
      const seconds = (((performance.now() - startedAt) / 1000) * PAGES) / SAMPLE_PAGES;
      return [
        {
          name: 'aws cognito-idp list-users (reckoned), beside the app',
          median: seconds,
          unit: 's',
          ratio: seconds / appSeconds,
        },
      ];
    });
  } finally {
    await pool.stop();
  }
}
