import { constants, copyFile, link, rename, stat } from 'node:fs/promises';

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

/**
 * Makes room for a file of ours: a folder that bears its name gets another one, with all that is in it. Does nothing
 * where there is no folder.
 */
export async function moveFolderAside(path: string): Promise<void> {
  for (let count = 1; await isFolder(path); count += 1) {
    const target = `${path}.folder${count === 1 ? '' : `-${String(count)}`}`;
    try {
      await rename(path, target);
    } catch (cause) {
      if (!['EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'ENOENT'].some((code) => isCode(cause, code))) throw cause;
    }
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (it) => it.isDirectory(),
    () => false,
  );

const isCode = (cause: unknown, code: string): boolean => (cause as NodeJS.ErrnoException).code === code;
