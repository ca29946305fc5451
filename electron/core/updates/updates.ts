import { z } from 'zod';
import type { UpdateStatus, UpdatesOff, UpdateTrouble } from '#contract/updates.ts';
import { fail } from '../app-failure.ts';
import { readTextFile, writeTextFile } from '../atomic-file.ts';
import type { Announce, Clock, Updater } from '../ports.ts';

const HOUR = 3_600_000;
/** At most once in this time the app looks by itself. */
const LOOK_EVERY = 24 * HOUR;
/** After a look that failed, e.g. without a network. */
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
  /** Keeps when was looked last, and the version that the person skips. Nothing secret; damaged counts as none. */
  readonly path: string;
  readonly clock: Clock;
  /** Whether the person wants the app to look by itself. */
  readonly wanted: () => Promise<boolean>;
  /** Whether something is under way that the end of the app would cut off. */
  readonly busy: () => boolean;
  readonly announce: Announce;
  readonly onFault: (where: string, cause: unknown) => void;
};

const memory = z.strictObject({ lookedAt: z.number().nullable(), skipped: z.string().nullable() });
type Memory = z.output<typeof memory>;

/**
 * New versions of the app: looked for by itself once a day or when the person asks, downloaded and installed only on
 * the person's word.
 */
export function createUpdates(deps: UpdatesDeps) {
  const { path, clock, announce } = deps;
  let state: UpdateStatus = { state: 'none', lookedAt: null };
  let remembered: Memory = { lookedAt: null, skipped: null };
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
    state = { state: 'none', lookedAt: remembered.lookedAt };
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

  /** Rejects with an `UpdateFailure` or a fault of our own. Whoever asks meanwhile waits for the same look. */
  function look(): Promise<void> {
    if (state.state === 'downloading' || state.state === 'ready' || state.state === 'off')
      return Promise.resolve();
    looking ??= lookOnce().finally(() => {
      looking = null;
    });
    return looking;
  }

  async function lookOnce(): Promise<void> {
    const before = state;
    tell({ state: 'looking' });
    try {
      const newVersion = await (await load()).look();
      const lookedAt = clock.now();
      await remember({ lookedAt });
      tell(
        newVersion
          ? {
              state: 'available',
              newVersion,
              quiet: newVersion.version === remembered.skipped,
              trouble: null,
            }
          : { state: 'none', lookedAt },
      );
    } catch (cause) {
      tell(before);
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

  /** Looks by itself when it is time, as long as the person wants it. */
  async function plan(pause = FIRST_LOOK_AFTER): Promise<void> {
    await begun;
    cancelPlan();
    if (state.state === 'off') return;
    const due = (remembered.lookedAt ?? -Infinity) + LOOK_EVERY - clock.now();
    cancelPlan = clock.after(Math.min(Math.max(pause, due), LOOK_EVERY), () => void lookByItself());
  }

  async function lookByItself(): Promise<void> {
    let pause = FIRST_LOOK_AFTER;
    try {
      if (await deps.wanted()) await look();
      else pause = LOOK_AGAIN_AFTER;
    } catch (cause) {
      // Nobody asked, so nobody is told. The settings show when it was last looked.
      troubleOf(cause);
      pause = LOOK_AGAIN_AFTER;
    }
    await plan(pause);
  }

  async function fetch(stop: AbortController): Promise<void> {
    if (state.state !== 'available') return;
    const { newVersion } = state;
    const quiet = false;
    tell({ state: 'downloading', newVersion, quiet, percent: 0 });
    try {
      await (
        await load()
      ).download(stop.signal, (percent) => {
        const whole = Math.floor(Math.min(100, Math.max(0, percent)));
        if (state.state === 'downloading' && state.percent !== whole && !stop.signal.aborted) {
          tell({ ...state, percent: whole });
        }
      });
      stop.signal.throwIfAborted();
      tell({ state: 'ready', newVersion, quiet, atQuit: false });
    } catch (cause) {
      const trouble = stop.signal.aborted ? null : troubleOf(cause);
      tell({ state: 'available', newVersion, quiet, trouble });
    }
  }

  return {
    /** Begins to look by itself. */
    start: () => void plan(),

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
        void fetch(download);
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
      if (when === 'now' && deps.busy()) throw fail('update-waits', {});
      try {
        const ready = await load();
        await (when === 'now' ? ready.restart() : ready.installAtQuit());
      } catch (cause) {
        throw fail('update-failed', { step: 'install', trouble: troubleOf(cause) });
      }
      if (when === 'quit') tell({ ...state, quiet: true, atQuit: true });
      return state;
    },
  };
}

export type Updates = ReturnType<typeof createUpdates>;

function parse(text: string | null): Memory {
  try {
    return memory.parse(JSON.parse(text ?? ''));
  } catch {
    return { lookedAt: null, skipped: null };
  }
}
