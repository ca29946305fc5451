import { constants, copyFile, link } from 'node:fs/promises';

/** The same file under a second name, in one step where the file system can. Never replaces another file. */
export async function duplicateFile(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (cause) {
    if (isCode(cause, 'ENOENT') || isCode(cause, 'EEXIST')) throw cause;
    await copyFile(source, target, constants.COPYFILE_EXCL);
  }
}

/** Keeps a file under a second path, or that path with a number when it is taken. Gives the path. */
export async function keepFileAs(source: string, target: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const path = count === 1 ? target : `${target}-${String(count)}`;
    try {
      await duplicateFile(source, path);
      return path;
    } catch (cause) {
      if (!isCode(cause, 'EEXIST')) throw cause;
    }
  }
}

const isCode = (cause: unknown, code: string): boolean => (cause as NodeJS.ErrnoException).code === code;
