import { readTextFile, writeTextFile } from './atomic-file.ts';
import { createSerial } from './serial.ts';

/** Of the file, in characters; then its older half goes. */
const LONGEST_FILE = 200_000;
const MOST_FRAMES = 30;
/** A fault that repeats itself must not wear out the disk. */
const MOST_IN_A_MINUTE = 20;

/** A fault of the app itself. */
export type Problem = {
  /** The part of the app, e.g. `main vault.lock` or `page`. */
  readonly where: string;
  /** The name of the error, e.g. `TypeError`. */
  readonly name: string;
  readonly stack: string;
};

export type ProblemLogOptions = {
  readonly path: string;
  readonly now: () => number;
  /** Versions and system, for whoever reads the file. */
  readonly about: string;
  /** Stands in paths; the name of a user account is nobody's business. */
  readonly home: string;
};

/**
 * Faults of the app itself, in a file on this computer that the person can read, copy and clear. Holds when, where in the
 * program, and the kind of the error. Never its message: that could quote what was typed, or a secret.
 */
export function createProblemLog({ path, now, about, home }: ProblemLogOptions) {
  const serial = createSerial();
  let minute = { since: 0, count: 0 };

  const read = async () => (await readTextFile(path)) ?? '';

  return {
    path,

    /** Writes a fault down. Never fails: there would be nobody to tell. */
    add(problem: Problem): Promise<void> {
      const at = now();
      if (at - minute.since >= 60_000 || at < minute.since) minute = { since: at, count: 0 };
      minute.count += 1;
      if (minute.count > MOST_IN_A_MINUTE) return Promise.resolve();
      const entry = entryOf(problem, { at, about, home });
      return serial(async () => {
        const text = (await read()) + entry;
        await writeTextFile(path, text.length <= LONGEST_FILE ? text : newerHalf(text));
      }).catch(() => undefined);
    },

    /** The whole file, oldest first; empty when nothing went wrong. */
    read: () => serial(read),
    clear: () => serial(() => writeTextFile(path, '')),
  };
}

export type ProblemLog = ReturnType<typeof createProblemLog>;

/** A thrown value as a problem. */
export function problemOf(where: string, cause: unknown): Problem {
  if (!(cause instanceof Error)) return { where, name: typeof cause, stack: '' };
  return { where, name: cause.name, stack: (cause.stack ?? '').replace(cause.message, '') };
}

/** The end of a frame says where; a line of a message has hardly that form, and callers take messages out besides. */
const FRAME = /^ {4}at [^\n]{1,400}:\d+:\d+\)?$/;
/** Of the language, of the browser, of AWS and of the type of a value; another could be anything. */
const NAME = /^(?:[A-Z][A-Za-z]{0,40}(?:Error|Exception)|[a-z]{1,10})$/;

type Context = { readonly at: number; readonly about: string; readonly home: string };

function entryOf({ where, name, stack }: Problem, { at, about, home }: Context): string {
  const frames = stack
    .split('\n')
    // The lines before them are the message, which can have any number of lines.
    .filter((line) => FRAME.test(line))
    .slice(0, MOST_FRAMES)
    .map((line) => plain(home === '' ? line : line.replaceAll(home, '~')));
  const head = `${new Date(at).toISOString()} ${plain(where)} ${name === 'Error' || NAME.test(name) ? name : 'Error'} (${about})`;
  return `${[head, ...frames].join('\n')}\n`;
}

/** Nothing that a terminal would obey. */
const plain = (line: string): string => line.replaceAll(/[\p{Cc}\p{Cf}]/gu, '?');

function newerHalf(text: string): string {
  const half = text.slice(-LONGEST_FILE / 2);
  const start = half.search(/^\d{4}-\d\d-\d\dT/m);
  return half.slice(Math.max(0, start));
}
