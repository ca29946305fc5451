import type { InputOf, OutputOf } from '#contract/index.ts';
import { readingPace, type Reading } from '#contract/people.ts';
import { AppFailure, fail } from '../app-failure.ts';
import type { CognitoClients } from '../cognito/clients.ts';
import { describePool } from '../cognito/describe-pool.ts';
import type { Call } from '../call.ts';
import type { FinishedCall } from '../dispatcher.ts';
import type { Announce, Clock } from '../ports.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import type { Lifetimes } from '../scope.ts';
import type { SharedFiles } from '../sharing/shared-files.ts';
import { allColumns, exportText } from './export-people.ts';
import { createListPage } from './list-page.ts';
import { createPace } from './pace.ts';
import { createPeopleIndex } from './people-index.ts';
import { createScan } from './scan.ts';

/** Up to so many people one list is quicker than seventeen and more first pages. */
const SPLIT_FROM = 2000;
/** Ten times what AWS allows in a pool. */
const MOST_PEOPLE = 400_000_000;
/** Milliseconds between two words about the progress. */
const TELL_EVERY = 200;

export type PeopleReaderOptions = {
  readonly lifetimes: Lifetimes;
  readonly clients: CognitoClients;
  readonly files: SharedFiles;
  readonly clock: Clock;
  readonly announce: Announce;
  /** Told about a reading that ended, for the activity list. */
  readonly onFinished: (call: FinishedCall) => void;
};

/** The one pool that is read, or was. */
type Pool = {
  readonly profile: ProfileRecord;
  readonly index: ReturnType<typeof createPeopleIndex>;
  readonly start: (perSecond: number) => void;
  readonly stop: () => void;
  readonly reading: () => Reading;
};

const notBegun: Reading = {
  state: 'none',
  read: 0,
  estimate: null,
  startedAt: null,
  readAt: null,
  resumesAt: null,
  chains: 1,
  restarts: 0,
  perSecond: readingPace.usual,
  error: null,
};

/** Reads the whole pool of one profile at a time into memory, and answers questions about who was read. */
export function createPeopleReader(options: PeopleReaderOptions) {
  const { lifetimes, clients, files, clock, announce, onFinished } = options;
  let pool: Pool | null = null;
  /** Ends what writes people of the pool into a file. */
  let dropping = new AbortController();

  function open(profile: ProfileRecord, poolId: string, inOneGo: boolean): Pool {
    const index = createPeopleIndex();
    const pace = createPace({
      clock,
      perSecond: readingPace.usual,
      onPause: (until) => {
        if (state.state === 'reading' || state.state === 'waiting') {
          tell({ state: until === null ? 'reading' : 'waiting', resumesAt: until });
        }
      },
    });
    const scan = createScan({
      listPage: createListPage(clients, profile, poolId),
      pace,
      clock,
      onPage(people) {
        const before = index.size();
        for (const person of people) index.put(person);
        tellSoon({ read: index.size(), readAt: clock.now() });
        return index.size() - before;
      },
      onRestart: () => tell({ restarts: state.restarts + 1 }),
    });
    let state = notBegun;
    let toldAt = 0;
    let controller: AbortController | null = null;
    let estimate: Promise<number | null> | null = null;
    let running = Promise.resolve();

    function tell(changes: Partial<Reading>): void {
      state = { ...state, ...changes, chains: scan.chains() };
      toldAt = clock.now();
      if (pool?.reading === reading)
        announce('people.progress', { task: 'reading', profileId: profile.id, reading: state });
    }

    function tellSoon(changes: Partial<Reading>): void {
      if (clock.now() - toldAt >= TELL_EVERY) tell(changes);
      else state = { ...state, ...changes };
    }

    /** Not having it is no reason to stop: reading pools' settings is a permission of its own. */
    const askEstimate = (signal: AbortSignal): Promise<number | null> =>
      describePool(clients, profile, poolId, signal).then(
        ({ EstimatedNumberOfUsers: users }) => {
          // What no pool can have is no estimate.
          const known = users !== undefined && users >= 0 && users <= MOST_PEOPLE ? users : null;
          tell({ estimate: known });
          return known;
        },
        () => null,
      );

    async function worthSplitting(signal: AbortSignal): Promise<boolean> {
      if (inOneGo) return false;
      const users = await (estimate ??= askEstimate(signal));
      return users === null || users >= SPLIT_FROM;
    }

    /** `earlier` is the run before, which takes a moment to end when it is stopped. */
    async function run(perSecond: number, earlier: Promise<void>): Promise<void> {
      const mine = new AbortController();
      const { signal } = mine;
      controller = mine;
      const startedAt = clock.now();
      pace.change(perSecond);
      tell({
        state: 'reading',
        perSecond,
        startedAt: state.startedAt ?? startedAt,
        resumesAt: null,
        error: null,
      });
      await earlier;
      if (state.estimate === null) estimate = askEstimate(signal);
      const error = await scan
        .run(() => worthSplitting(signal), signal)
        .then(
          () => null,
          (cause: unknown) => (cause instanceof AppFailure ? cause.error : internal),
        );
      const took = clock.now() - startedAt;
      onFinished({ operation: 'people.startReading', profile, error, startedAt, took });
      // Stopped, and perhaps begun again since.
      if (controller !== mine) return;
      controller = null;
      const end = { read: index.size(), resumesAt: null };
      tell(error ? { ...end, state: 'failed', error } : { ...end, state: 'done' });
    }

    const reading = () => state;
    return {
      profile,
      index,
      reading,
      start(perSecond) {
        if (controller) {
          pace.change(perSecond);
          tell({ perSecond });
        } else running = run(perSecond, running);
      },
      stop() {
        if (!controller) return;
        controller.abort();
        controller = null;
        tell({ state: 'stopped', resumesAt: null, read: index.size() });
      },
    };
  }

  function drop(): void {
    const dropped = pool;
    pool = null;
    dropped?.stop();
    dropping.abort();
    dropping = new AbortController();
  }

  const of = (profileId: string): Pool | null => (pool?.profile.id === profileId ? pool : null);
  /** An empty one answers for a pool that was not read. */
  const indexOf = (profileId: string) => of(profileId)?.index ?? createPeopleIndex();

  return {
    start(profile: ProfileRecord, { again, perSecond, inOneGo }: InputOf<'people.startReading'>): Reading {
      const { poolId, access } = profile;
      if (poolId === null || access === null) throw fail('lookup-access-missing', { reason: 'not-set-up' });
      const known = again ? null : of(profile.id);
      if (!known) drop();
      const opened = known ?? open(profile, poolId, inOneGo);
      pool = opened;
      if (!known) {
        lifetimes.profile(profile.id).onEnd(() => {
          if (pool === opened) drop();
        });
      }
      if (opened.reading().state !== 'done') opened.start(perSecond);
      return opened.reading();
    },

    stop(profileId: string): Reading {
      of(profileId)?.stop();
      return of(profileId)?.reading() ?? notBegun;
    },

    reading: (profileId: string): Reading => of(profileId)?.reading() ?? notBegun,

    /** Whether a pool is being read now. */
    isReading(): boolean {
      const state = pool?.reading().state;
      return state === 'reading' || state === 'waiting';
    },

    query(input: InputOf<'people.query'>): OutputOf<'people.query'> {
      const index = indexOf(input.profileId);
      const ids = index.find(input.filter, input.sort);
      const shown = ids.subarray(input.offset, input.offset + input.limit);
      return { total: ids.length, of: index.size(), people: index.show(shown, input.columns) };
    },

    summary(input: InputOf<'people.summary'>): OutputOf<'people.summary'> {
      const index = indexOf(input.profileId);
      const ids = index.find(input.filter, input.sort);
      return {
        total: ids.length,
        statuses: index.statuses(ids),
        months: index.months(ids),
        attributes: index.attributes(),
        allStatuses: index.distinct('status'),
        providers: index.distinct('provider'),
      };
    },

    async export(input: InputOf<'people.export'>, profile: ProfileRecord, call: Call) {
      const { profileId, format } = input;
      const signal = AbortSignal.any([call.signal, dropping.signal]);
      const index = indexOf(profileId);
      const ids = index.find(input.filter, input.sort);
      const text = exportText({
        index,
        ids,
        columns: input.columns ?? allColumns(index),
        format,
        signal,
        onProgress: (done) =>
          announce('people.progress', { task: 'export', profileId, done, of: ids.length }),
      });
      const day = new Date(clock.now()).toISOString().slice(0, 10);
      const name = await files.saveText(`${fileName(profile.name)} people ${day}.${format}`, text, signal);
      return { name, count: ids.length };
    },

    /** Another profile is the active one now. */
    keepOnly(profileId: string): void {
      if (!of(profileId)) drop();
    },
  };
}

export type PeopleReader = ReturnType<typeof createPeopleReader>;

/** A fault of our own; its text could hold anything. */
const internal = {
  code: 'internal',
  technical: { name: 'Error', message: 'A fault inside Cognito Desk.' },
} as const;

/** A profile's name as part of a file's name on every system. */
const fileName = (name: string): string =>
  name
    .replaceAll(/[^\p{L}\p{N} _.-]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
