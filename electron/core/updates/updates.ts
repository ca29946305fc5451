import { z } from 'zod';
import type { UpdateStatus, UpdatesOff, UpdateTrouble } from '#contract/updates.ts';
import { AppFailure, fail } from '../app-failure.ts';
import { readTextFile, writeTextFile } from '../atomic-file.ts';
import { orAborted } from '../or-aborted.ts';
import type { Announce, Clock, Updater } from '../ports.ts';

const HOUR = 3_600_000;
/** At most once in this time the app looks by itself. */
const LOOK_EVERY = 24 * HOUR;
/** After a look that failed, e.g. without a network, and while there is nothing to look for. */
const LOOK_AGAIN_AFTER = HOUR;
/** Time for the person to begin, and for the first screen, before the app looks by itself. */
const FIRST_LOOK_AFTER = 20_000;

/** Thrown by the port: a trouble that has words of its own. */
export class UpdateFailure extends Error {
  readonly trouble: UpdateTrouble;

  constructor(trouble: UpdateTrouble) {
    super(trouble);
    this.name = 'UpdateFailure';
    this.trouble = trouble;
  }
}

export type UpdatesOptions = {
  /** Decided once: whether this installation may replace itself at all. */
  readonly off: () => Promise<UpdatesOff | null>;
  /** Loaded on first use. */
  readonly load: () => Promise<Updater>;
};

export type UpdatesDeps = UpdatesOptions & {
  /** The version that runs. */
  readonly version: string;
  /** Keeps when was looked last, what was found, and what the person skips. Nothing secret; damaged counts as none. */
  readonly path: string;
  readonly clock: Clock;
  /** Whether the person wants the app to look by itself. */
  readonly wanted: () => Promise<boolean>;
  /** Whether something is under way that the end of the app would cut off. */
  readonly busy: () => boolean;
  readonly announce: Announce;
  readonly onFault: (where: string, cause: unknown) => void;
};

const memory = z.strictObject({
  lookedAt: z.number().nullable(),
  /** The newer version that the last look found. */
  found: z.string().nullable(),
  skipped: z.string().nullable(),
});
type Memory = z.output<typeof memory>;
const nothing: Memory = { lookedAt: null, found: null, skipped: null };

/**
 * New versions of the app: looked for by itself once a day or when the person asks, downloaded and installed only on
 * the person's word.
 */
export function createUpdates(deps: UpdatesDeps) {
  const { path, clock, announce } = deps;
  let state: UpdateStatus = { state: 'none', lookedAt: null };
  let remembered = nothing;
  /** Whether a look is due, whenever the last one was. */
  let overdue = true;
  let looking: Promise<void> | null = null;
  let download: AbortController | null = null;
  let cancelPlan = (): void => undefined;
  let updater: Promise<Updater> | null = null;

  const begun = begin();

  async function begin(): Promise<void> {
    const reason = await deps.off();
    if (reason !== null) {
      state = { state: 'off', reason };
      return;
    }
    remembered = parse(await readTextFile(path).catch(() => null));
    // One that was found before the app was closed has to be found again: only its name was kept.
    const { found, skipped, lookedAt } = remembered;
    const isNewer = found !== null && found !== deps.version;
    overdue = lookedAt === null || (isNewer && found !== skipped);
    state = { state: 'none', lookedAt: isNewer ? null : lookedAt };
  }

  function tell(next: UpdateStatus): void {
    state = next;
    announce('updates.changed', next);
  }

  async function remember(changes: Partial<Memory>): Promise<void> {
    remembered = { ...remembered, ...changes };
    // A full disk must keep nobody from using the app: it then only looks again sooner.
    await writeTextFile(path, `${JSON.stringify(remembered)}\n`).catch(() => undefined);
  }

  const mayLook = () => state.state === 'none' || state.state === 'available';

  /** Rejects with an `UpdateFailure` or a fault of our own. Whoever asks meanwhile waits for the same look. */
  function look(): Promise<void> {
    if (looking) return looking;
    if (!mayLook()) return Promise.resolve();
    looking = lookOnce().finally(() => {
      looking = null;
    });
    return looking;
  }

  async function lookOnce(): Promise<void> {
    const before = state;
    // What is shown of a version that was found stays, so that nobody's dialog goes away.
    if (before.state === 'none') tell({ state: 'looking' });
    try {
      const newVersion = await (await load()).look();
      const lookedAt = clock.now();
      overdue = false;
      await remember({ lookedAt, found: newVersion?.version ?? null });
      // The person may have begun to download what was found before.
      if (state.state === 'downloading' || state.state === 'ready') return;
      const quiet = newVersion?.version === remembered.skipped;
      tell(
        newVersion ? { state: 'available', newVersion, quiet, trouble: null } : { state: 'none', lookedAt },
      );
    } catch (cause) {
      if (state.state === 'looking') tell(before);
      throw cause;
    }
  }

  function load(): Promise<Updater> {
    updater ??= deps.load().catch((cause: unknown) => {
      updater = null;
      throw cause;
    });
    return updater;
  }

  function troubleOf(cause: unknown): UpdateTrouble {
    if (cause instanceof UpdateFailure) return cause.trouble;
    deps.onFault('updates', cause);
    return 'other';
  }

  /** In how long a look is due, in milliseconds; less than 0 when it is overdue. */
  const dueIn = () => (overdue ? -1 : (remembered.lookedAt ?? 0) + LOOK_EVERY - clock.now());

  /** Looks by itself when it is time, as long as the person wants it. */
  async function plan(pause: number): Promise<void> {
    await begun;
    cancelPlan();
    if (state.state === 'off') return;
    cancelPlan = clock.after(Math.min(Math.max(pause, dueIn()), LOOK_EVERY), () => void lookByItself());
  }

  async function lookByItself(): Promise<void> {
    let pause = LOOK_AGAIN_AFTER;
    try {
      // Somebody may have looked meanwhile.
      if (dueIn() <= 0 && mayLook() && (await deps.wanted())) {
        await look();
        pause = 0;
      }
    } catch (cause) {
      // Nobody asked, so nobody is told. The settings show when it was last looked.
      troubleOf(cause);
    }
    await plan(pause);
  }

  async function fetch(stop: AbortSignal): Promise<void> {
    if (state.state !== 'available') return;
    const { newVersion } = state;
    const failedBefore = state.trouble !== null;
    const found = { newVersion, quiet: false };
    tell({ state: 'downloading', ...found, percent: 0 });
    try {
      const ready = await load();
      if (failedBefore && (await hasChanged(ready, newVersion.version, stop))) return;
      stop.throwIfAborted();
      await ready.download(newVersion.version, stop, (percent) => {
        const whole = Math.floor(Math.min(100, Math.max(0, percent)));
        if (state.state === 'downloading' && state.percent !== whole && !stop.aborted) {
          tell({ ...state, percent: whole });
        }
      });
      stop.throwIfAborted();
      tell({ state: 'ready', ...found, atQuit: false });
    } catch (cause) {
      tell({ state: 'available', ...found, trouble: stop.aborted ? null : troubleOf(cause) });
    }
  }

  /** Looks again: what is published may have been mended since. Another version is for the person to read about first. */
  async function hasChanged(ready: Updater, version: string, stop: AbortSignal): Promise<boolean> {
    const published = await orAborted(ready.look(), stop);
    if (published?.version === version) return false;
    await remember({ found: published?.version ?? null });
    tell(
      published
        ? { state: 'available', newVersion: published, quiet: false, trouble: null }
        : { state: 'none', lookedAt: clock.now() },
    );
    return true;
  }

  function checkNothingIsUnderWay(): void {
    if (deps.busy()) throw fail('update-waits', {});
  }

  async function restart(): Promise<void> {
    checkNothingIsUnderWay();
    const ready = await load();
    const { atQuit } = await ready.stage();
    if (atQuit && state.state === 'ready') tell({ ...state, atQuit });
    // Staging can take a while, and nothing keeps the person from working meanwhile.
    checkNothingIsUnderWay();
    await ready.restart();
  }

  return {
    /** Begins to look by itself. */
    start: () => void plan(FIRST_LOOK_AFTER),

    async status(): Promise<UpdateStatus> {
      await begun;
      return state;
    },

    async look(): Promise<UpdateStatus> {
      await begun;
      try {
        await look();
      } catch (cause) {
        throw fail('update-failed', { step: 'look', trouble: troubleOf(cause) });
      }
      return state;
    },

    async download(): Promise<UpdateStatus> {
      await begun;
      if (state.state === 'available') {
        download = new AbortController();
        void fetch(download.signal);
      }
      return state;
    },

    stop(): UpdateStatus {
      download?.abort();
      return state;
    },

    async dismiss(skip: boolean): Promise<UpdateStatus> {
      await begun;
      if ('newVersion' in state) {
        tell({ ...state, quiet: true });
        if (skip) await remember({ skipped: state.newVersion.version });
      }
      return state;
    },

    async install(when: 'now' | 'quit'): Promise<UpdateStatus> {
      if (state.state !== 'ready') return state;
      const { newVersion } = state;
      try {
        await (when === 'now' ? restart() : (await load()).installAtQuit());
      } catch (cause) {
        if (cause instanceof AppFailure) throw cause;
        // Downloaded anew it is checked anew; a file that is still whole is taken as it is. What the system has already
        // taken stays with it.
        if (!state.atQuit) tell({ state: 'available', newVersion, quiet: false, trouble: null });
        throw fail('update-failed', { step: 'install', trouble: troubleOf(cause) });
      }
      if (when === 'quit') tell({ state: 'ready', newVersion, quiet: true, atQuit: true });
      return state;
    },
  };
}

export type Updates = ReturnType<typeof createUpdates>;

function parse(text: string | null): Memory {
  try {
    return memory.parse(JSON.parse(text ?? ''));
  } catch {
    return nothing;
  }
}
