import { access, mkdir, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { AppErrorOf } from '#contract/app-error.ts';
import { fail } from '../app-failure.ts';
import { followLink, readTextFile, writeTextFile } from '../atomic-file.ts';
import { duplicateFile, keepFileAs, moveFolderAside } from '../keep-file.ts';
import { renamePatiently } from '../patient-rename.ts';
import type { Clock } from '../ports.ts';
import { acquireFileLock, LockTakenError } from './file-lock.ts';

/** What else happens when a new file takes the former one's place. */
export type Fate = {
  /** The former file is not in order: it is kept under another name. */
  readonly setAside: boolean;
  /**
   * `former`: the former file becomes the backup, one save back. `same`: the new file is its own backup, since a key
   * that was taken away must not open the backup. `keep`: the backup stays as it is.
   */
  readonly backup: 'former' | 'same' | 'keep';
};

/**
 * The files of a vault: the file itself, one backup (`.bak`), a lock (`.lock`), and files that were set aside. Every
 * failure is `storage-unavailable`. At no moment is there neither the old nor the new text.
 *
 * The file may be a symbolic link: then the vault is where it leads to, and everything else stays beside the link.
 */
export function createVaultDisk(path: string, clock: Clock) {
  const backupPath = `${path}.bak`;
  const backupDraftPath = `${backupPath}.tmp`;

  async function read(): Promise<string | null> {
    const text = await readTextFile(path);
    if (text !== null) return text;
    const target = await followLink(path);
    // A drive that is not connected now must not look like a vault that is gone.
    if (target !== path) await access(dirname(target)).catch(refuseBrokenLink);
    return null;
  }

  /** Null, too, where a folder bears its name, which the next save puts aside. */
  async function readBackup(): Promise<string | null> {
    try {
      return await readTextFile(backupPath);
    } catch (cause) {
      if (codeOf(cause) === 'EISDIR') return null;
      throw cause;
    }
  }

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

  /** Replaces the file. Only while `locked`. Gives the name of what was set aside. */
  function write(text: string, fate: Fate): Promise<string | null> {
    let aside: string | null = null;
    const options = { alone: true, clock };
    const beforeReplace = async () => {
      if (fate.backup === 'former') await makeBackup();
      // A copy, not a second name: what damages the one must not damage the other.
      if (fate.backup === 'same') {
        await moveFolderAside(backupPath);
        await writeTextFile(backupPath, text, options);
      }
      if (fate.setAside) {
        aside = await keepFileAs(await followLink(path), `${path}.damaged-${timestamp(clock.now())}`);
      }
    };
    return orDiskFailure(async () => {
      await writeTextFile(path, text, { ...options, beforeReplace });
      return aside && basename(aside);
    });
  }

  async function makeBackup(): Promise<void> {
    await moveFolderAside(backupDraftPath);
    await moveFolderAside(backupPath);
    await rm(backupDraftPath, { force: true });
    await duplicateFile(await followLink(path), backupDraftPath);
    await renamePatiently(backupDraftPath, backupPath, { clock });
    // After a crash the backup may be the file itself: renaming one name of a file onto another does nothing then.
    await rm(backupDraftPath, { force: true });
  }

  /** Moves the file and its backup aside, and gives the names that they have now. */
  function moveAside(): Promise<string[]> {
    return orDiskFailure(async () => {
      const names: string[] = [];
      // The backup goes first: without the file it would be taken for the vault.
      for (const name of [backupPath, path]) {
        const source = await followLink(name);
        try {
          names.push(basename(await keepFileAs(source, `${name}.set-aside-${timestamp(clock.now())}`)));
        } catch (cause) {
          if (codeOf(cause) !== 'ENOENT') throw cause;
        }
        await rm(source, { force: true });
      }
      return names;
    });
  }

  return {
    read: () => orDiskFailure(read),
    readBackup: () => orDiskFailure(readBackup),
    locked,
    write,
    moveAside,
  };
}

export type VaultDisk = ReturnType<typeof createVaultDisk>;

const timestamp = (now: number): string => new Date(now).toISOString().replaceAll(':', '-').slice(0, 19);

const codeOf = (cause: unknown): string | undefined => (cause as NodeJS.ErrnoException).code;

type Reason = AppErrorOf<'storage-unavailable'>['reason'];

const BROKEN_LINK = 'BROKEN_LINK';

const reasons: Readonly<Record<string, Reason>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EACCES: 'not-allowed',
  EPERM: 'not-allowed',
  EROFS: 'not-allowed',
  ENAMETOOLONG: 'path-too-long',
  EISDIR: 'folder-in-place',
  [BROKEN_LINK]: 'link-broken',
};

function refuseBrokenLink(): never {
  throw Object.assign(new Error('The file is a link to a folder that is not there.'), { code: BROKEN_LINK });
}

async function orDiskFailure<Value>(task: () => Promise<Value>): Promise<Value> {
  try {
    return await task();
  } catch (cause) {
    const reason = cause instanceof LockTakenError ? 'busy' : (reasons[codeOf(cause) ?? ''] ?? 'disk');
    const message = codeOf(cause) ?? String(cause);
    throw fail('storage-unavailable', { reason }, { name: 'DiskError', message });
  }
}
