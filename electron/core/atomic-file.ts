import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

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
  /** Where the text is written before it takes the file's place. Its own name for each process unless given. */
  readonly draftPath?: string;
  /** Runs when the text is safe on disk, just before it takes the file's place. */
  readonly beforeReplace?: () => Promise<void>;
};

/**
 * Replaces a file so that a crash at any moment leaves either the old or the new text. Readable by this user only.
 * Not `write-file-atomic`: it does not flush the folder, so the rename itself can be lost with the power.
 */
export async function writeTextFile(
  path: string,
  text: string | AsyncIterable<string>,
  options: WriteOptions = {},
): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = options.draftPath ?? `${path}.${String(process.pid)}.tmp`;
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
    await options.beforeReplace?.();
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true });
    throw cause;
  }
  await syncFolder(folder);
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no handle for folders; NTFS journals the rename itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
