import { mkdir, open, readFile, readlink, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { moveFolderAside } from './keep-file.ts';
import { renamePatiently } from './patient-rename.ts';
import type { Clock } from './ports.ts';

/** The file's text, or null when there is no such file. */
export async function readTextFile(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw cause;
  }
}

export type WriteOptions = {
  /** No other process writes this file now: the draft has one name, so that crashes leave one at most. */
  readonly alone?: boolean;
  /** Runs when the text is safe on disk, just before it takes the file's place. */
  readonly beforeReplace?: () => Promise<void>;
  /** Measures the pauses between tries, where the system refuses for a moment. */
  readonly clock?: Clock;
};

/**
 * Replaces a file so that a crash at any moment leaves either the old or the new text. Readable by this user only. A
 * symbolic link stays, and the file that it leads to is replaced. Not `write-file-atomic`: it does not flush the
 * folder, so the rename itself can be lost with the power.
 */
export async function writeTextFile(
  path: string,
  text: string | AsyncIterable<string>,
  { alone = false, beforeReplace, clock }: WriteOptions = {},
): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const target = await followLink(path);
  const draft = alone ? `${target}.tmp` : `${target}.${String(process.pid)}.tmp`;
  await moveFolderAside(draft);
  try {
    // Anew, never in place: what a crash left here may be a second name of another file.
    await rm(draft, { force: true });
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await beforeReplace?.();
    await renamePatiently(draft, target, clock && { clock });
  } catch (cause) {
    await rm(draft, { force: true });
    throw cause;
  }
  await flushFolder(dirname(target));
}

/** Where a path leads when it is a symbolic link, also when no file is there; else the path itself. */
export async function followLink(path: string): Promise<string> {
  let place = path;
  // As many as Linux follows. What goes round in a circle fails at its first use.
  for (let links = 0; links < 40; links += 1) {
    const next = await readlink(place).catch(() => null);
    if (next === null) break;
    place = resolve(dirname(place), next);
  }
  return place;
}

/**
 * Keeps a rename through a loss of power. Not every file system can (EINVAL, ENOTSUP, EPERM, … on network and FUSE
 * drives), and the new file is in its place whatever comes of this: a failure here is no failed save.
 */
async function flushFolder(folder: string): Promise<void> {
  // Windows has no handle for folders; NTFS journals the rename itself.
  if (process.platform === 'win32') return;
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // See above.
  }
}
