import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { AppErrorOf } from '#contract/app-error.ts';
import { MAX_SHARED_LENGTH } from '#contract/shared-file.ts';
import { AppFailure, fail } from '../app-failure.ts';
import { writeTextFile } from '../atomic-file.ts';
import type { FileDialogs } from '../ports.ts';

type Trouble = AppErrorOf<'file-trouble'>;

/** Files where the person wants them. Both give null when the person chooses none, and throw `file-trouble`. */
export function createSharedFiles(dialogs: FileDialogs) {
  /** Reads a file that the person or the system names. */
  const read = async (path: string): Promise<{ readonly name: string; readonly text: string }> => ({
    name: basename(path),
    text: await orTrouble('open', path, () => readSmallFile(path)),
  });

  return {
    async open(): Promise<{ readonly name: string; readonly text: string } | null> {
      const path = await dialogs.chooseToOpen();
      return path === null ? null : read(path);
    },

    read,

    /** Writes text of any length. Gives the name that the file got; only this user can read it. */
    async saveText(
      suggestedName: string,
      text: AsyncIterable<string>,
      signal: AbortSignal,
    ): Promise<string | null> {
      const path = await dialogs.chooseToSave(suggestedName);
      if (path === null) return null;
      await orTrouble('save', path, async () => {
        await writeTextFile(path, text).catch((cause: unknown) => {
          if (signal.aborted) throw fail('cancelled', {});
          throw cause;
        });
      });
      return basename(path);
    },

    /** Gives the name that the file got. Only this user can read the file. */
    async save(suggestedName: string, text: string): Promise<string | null> {
      // What could not be opened again is no backup.
      if (text.length > MAX_SHARED_LENGTH) throw trouble('save', suggestedName, 'too-large');
      const path = await dialogs.chooseToSave(suggestedName);
      if (path === null) return null;
      await orTrouble('save', path, () => writeTextFile(path, text));
      return basename(path);
    },
  };
}

/** `Profiles 2026-11-24.csv`: the day as the person's calendar has it. */
export const datedName = (what: string, now: number, extension: string): string =>
  // The Swedish form is year-month-day.
  `${what} ${new Date(now).toLocaleDateString('sv')}.${extension}`;

export type SharedFiles = ReturnType<typeof createSharedFiles>;

async function readSmallFile(path: string): Promise<string> {
  // Asked before it is opened: opening a pipe would wait for its other end.
  if (!(await stat(path)).isFile()) throw trouble('open', path, 'other');
  const file = await open(path, 'r');
  try {
    // Its size may be a lie, as that of a growing file.
    const bytes = Buffer.alloc(Math.min((await file.stat()).size, MAX_SHARED_LENGTH) + 1);
    let length = 0;
    for (let read = 1; read > 0 && length < bytes.length; length += read) {
      read = (await file.read(bytes, length, bytes.length - length)).bytesRead;
    }
    if (length > MAX_SHARED_LENGTH) throw trouble('open', path, 'too-large');
    return new TextDecoder().decode(bytes.subarray(0, length));
  } finally {
    await file.close();
  }
}

async function orTrouble<Value>(
  action: Trouble['action'],
  path: string,
  task: () => Promise<Value>,
): Promise<Value> {
  try {
    return await task();
  } catch (cause) {
    if (cause instanceof AppFailure) throw cause;
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    throw trouble(action, path, reasonOf(code), code);
  }
}

const trouble = (action: Trouble['action'], path: string, reason: Trouble['reason'], code?: string) =>
  fail(
    'file-trouble',
    { action, name: basename(path), reason },
    code === undefined ? undefined : { name: code, message: '' },
  );

/** What a code of the file system means to a person. */
export function reasonOf(code: string): Trouble['reason'] {
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return 'no-access';
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return 'no-space';
  if (['ENOENT', 'ENOTDIR'].includes(code)) return 'not-there';
  return 'other';
}
