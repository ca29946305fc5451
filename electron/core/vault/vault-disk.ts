import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fail } from '../app-failure.ts';
import { readTextFile, writeTextFile } from '../atomic-file.ts';
import { duplicateFile, keepFileAs } from '../keep-file.ts';
import { acquireFileLock, LockTakenError } from './file-lock.ts';

/** What becomes of the former file when a new one takes its place. */
export type Former =
  /** It becomes the backup: one generation back. */
  | 'backup'
  /** It goes, and the new file is its own backup: a slot that was removed must not open the backup. */
  | 'gone'
  /** It is no vault: it is kept under another name, and the backup stays. */
  | 'set-aside'
  | 'absent';

/**
 * The files of a vault: the file itself, one backup (`.bak`), a lock (`.lock`), and files that were set aside. Every
 * failure is `storage-unavailable`. At no moment is there neither the old nor the new text.
 */
export function createVaultDisk(path: string) {
  const backupPath = `${path}.bak`;
  const draftPath = `${path}.tmp`;
  const backupDraftPath = `${backupPath}.tmp`;

  /** Runs `task` while no other process saves. */
  async function locked<Value>(task: () => Promise<Value>): Promise<Value> {
    const release = await orDiskFailure(async () => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      return acquireFileLock(`${path}.lock`);
    });
    try {
      return await task();
    } finally {
      release();
    }
  }

  /**
   * Replaces the file. Only while `locked`: the draft has one name, so that crashes leave one at most. Gives the name
   * of what was set aside.
   */
  function write(text: string, former: Former, now: number): Promise<string | null> {
    let aside: string | null = null;
    const beforeReplace = async () => {
      if (former === 'backup') await makeBackup();
      // A copy, not a second name: what damages the one must not damage the other.
      if (former === 'gone') await writeTextFile(backupPath, text, { draftPath: backupDraftPath });
      if (former === 'set-aside') aside = await keepFileAs(path, `${path}.damaged-${timestamp(now)}`);
    };
    return orDiskFailure(async () => {
      await writeTextFile(path, text, { draftPath, beforeReplace });
      return aside && basename(aside);
    });
  }

  async function makeBackup(): Promise<void> {
    await rm(backupDraftPath, { force: true });
    await duplicateFile(path, backupDraftPath);
    await rename(backupDraftPath, backupPath);
    // After a crash the backup may be the file itself: renaming one name of a file onto another does nothing then.
    await rm(backupDraftPath, { force: true });
  }

  /** Moves the file and its backup aside, and gives the names that they have now. */
  function moveAside(now: number): Promise<string[]> {
    return orDiskFailure(async () => {
      const names: string[] = [];
      // The backup goes first: without the file it would be taken for the vault.
      for (const source of [backupPath, path]) {
        try {
          names.push(basename(await keepFileAs(source, `${source}.set-aside-${timestamp(now)}`)));
        } catch (cause) {
          if (codeOf(cause) !== 'ENOENT') throw cause;
        }
        await rm(source, { force: true });
      }
      return names;
    });
  }

  return {
    read: () => orDiskFailure(() => readTextFile(path)),
    readBackup: () => orDiskFailure(() => readTextFile(backupPath)),
    locked,
    write,
    moveAside,
  };
}

const timestamp = (now: number): string => new Date(now).toISOString().replaceAll(':', '-').slice(0, 19);

const codeOf = (cause: unknown): string | undefined => (cause as NodeJS.ErrnoException).code;

async function orDiskFailure<Value>(task: () => Promise<Value>): Promise<Value> {
  try {
    return await task();
  } catch (cause) {
    const reason = cause instanceof LockTakenError ? 'busy' : 'disk';
    const message = codeOf(cause) ?? String(cause);
    throw fail('storage-unavailable', { reason }, { name: 'DiskError', message });
  }
}
