/** Memory of the main side: at rest, with the SDK, and whether lookups leave something behind. */
import { mainFile } from '#build/runtime.ts';
import { inFreshProcess, type startMain } from './main-process.ts';
import { draft, startPool, username } from './pool.ts';
import { inScratchFolder } from './scratch.ts';
import { median, type Row, type Topic } from './table.ts';

const PROCESSES = 3;
const LOOKUPS = 1000;
/** A sample of the heap after so many lookups. */
const SAMPLE_EVERY = 50;
/** By now the lists with a limit are full: 50 replies and 200 activity entries. */
const FULL_AFTER = 250;

/** Bytes after a garbage collection. */
type Sample = {
  readonly lookups: number;
  readonly rss: number;
  /** Used JavaScript heap. */
  readonly heap: number;
  /** The part of it that is compiled code, which grows while V8 learns what is called often. */
  readonly code: number;
};
type Run = {
  /** Node without the app. */
  readonly node: Sample;
  /** The app is ready and has a profile; the SDK is not loaded. */
  readonly idle: Sample;
  readonly first: Sample;
  /** Every `SAMPLE_EVERY` lookups. */
  readonly later: readonly Sample[];
};

/**
 * RSS and used JavaScript heap, in MB, of a Node process that runs the built main script and nothing else.
 * Lookups leave nothing behind when two things hold for the heap without compiled code: from lookup 50 to lookup 1,000
 * it grows by less than 1 MB, and from lookup 250 on the straight line through the samples rises by less than 200 bytes
 * a lookup. A reply that is kept takes about 2,300.
 */
export async function memory(): Promise<Topic> {
  const pool = await startPool();
  try {
    const runs: Run[] = [];
    for (let run = 0; run < PROCESSES; run += 1) {
      runs.push(
        await inScratchFolder((folder) =>
          inFreshProcess(
            lookUp,
            [mainFile, folder, draft(pool.url), username, LOOKUPS, SAMPLE_EVERY],
            ['--expose-gc'],
          ),
        ),
      );
    }
    return { title: 'Memory of the main side', rows: rowsOf(runs), notes };
  } finally {
    await pool.stop();
  }
}

const notes = [
  `Medians of ${PROCESSES} processes, each sample after a garbage collection. In Electron, Chromium comes on top.`,
  'RSS follows the pace of lookups, not their number alone: V8 makes the room for new objects larger when it fills',
  'quickly, and a bare SDK call in a loop has the same effect.',
];

/** Runs in a process of its own, as text. */
async function lookUp(
  start: typeof startMain,
  file: string,
  folder: string,
  profile: ReturnType<typeof draft>,
  name: string,
  lookups: number,
  every: number,
): Promise<Run> {
  const { getHeapSpaceStatistics } = process.getBuiltinModule('node:v8');
  let done = 0;
  async function sample(): Promise<Sample> {
    // One turn of the event loop lets go of what only the last call held.
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc?.();
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    const code = getHeapSpaceStatistics()
      .filter(({ space_name }) => /^(?:code|trusted)_/.test(space_name))
      .reduce((sum, { space_used_size }) => sum + space_used_size, 0);
    return { lookups: done, rss, heap: heapUsed, code };
  }

  const node = await sample();
  const main = start(file, folder);
  await main.window;
  const { profileId } = await main.value('profiles.save', profile);
  const idle = await sample();
  const later: Sample[] = [];
  let first = idle;
  while (done < lookups) {
    await main.value('users.get', { profileId, username: name });
    done += 1;
    if (done === 1) first = await sample();
    if (done % every === 0) later.push(await sample());
  }
  return { node, idle, first, later };
}

function rowsOf(runs: readonly Run[]): Row[] {
  const megabytes = (of: (run: Run) => number) => median(runs.map(of)) / 1_000_000;
  const at = (lookups: number) => (run: Run) =>
    run.later.find((sample) => sample.lookups === lookups) ?? run.first;
  const [early, last] = [at(SAMPLE_EVERY), at(LOOKUPS)];
  const moments = [
    ['Node without the app', (run: Run) => run.node],
    ['Idle, the SDK not loaded', (run: Run) => run.idle],
    ['After the first lookup', (run: Run) => run.first],
    [`After ${SAMPLE_EVERY} lookups`, early],
    [`After ${LOOKUPS} lookups`, last],
  ] as const;
  const period = `from lookup ${SAMPLE_EVERY} to ${LOOKUPS}`;
  return [
    ...moments.flatMap(([name, of]): Row[] => [
      { name: `${name}: RSS`, median: megabytes((run) => of(run).rss), unit: 'MB' },
      { name: `${name}: heap`, median: megabytes((run) => of(run).heap), unit: 'MB' },
    ]),
    {
      name: `Growth of the heap ${period}: compiled code`,
      median: megabytes((run) => last(run).code - early(run).code),
      unit: 'MB',
    },
    {
      name: `Growth of the heap ${period}: all else`,
      median: megabytes((run) => objects(last(run)) - objects(early(run))),
      unit: 'MB',
      target: { of: 'median', atMost: 1 },
    },
    {
      name: `… for each lookup from ${FULL_AFTER} on`,
      median: median(runs.map(({ later }) => slope(later.filter(({ lookups }) => lookups >= FULL_AFTER)))),
      unit: 'B',
      target: { of: 'median', atMost: 200 },
    },
  ];
}

const objects = ({ heap, code }: Sample) => heap - code;

/** The slope of the straight line that fits the samples best: bytes for each lookup. */
function slope(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const middle = mean(({ lookups }) => lookups);
  const level = mean(objects);
  return (
    mean((sample) => (sample.lookups - middle) * (objects(sample) - level)) /
    mean((sample) => (sample.lookups - middle) ** 2)
  );
}
