import { closeSync, fchmodSync, openSync, statSync, truncateSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { moveFolderAside } from '../keep-file.ts';

const TRY_EVERY = 5;
const GIVE_UP_AFTER = 10_000;
const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
const SQLITE_NOTADB = 26;
/** SQLite opens no path that is longer, in bytes. */
const LONGEST_PATH = 511;

/** Another process kept the lock for ten seconds. */
export class LockTakenError extends Error {}

/**
 * Waits until no other process (nor another call in this one) holds the lock `path`, and takes it. Gives the function
 * that lets go of it. Whatever else bears the name of the lock is put right: a folder gets another name, a file that is
 * not empty is emptied, since nothing of ours was ever in it.
 *
 * The lock is the one that SQLite takes on an empty database: the operating system's own, which ends with its process,
 * however that ends. A lock file of our own would have to guess whether its owner still lives, and two processes that
 * guess at once may both take over.
 */
export async function acquireFileLock(path: string): Promise<() => void> {
  await moveFolderAside(path);
  makeOurs(path);
  const lock = openLock(path);
  try {
    const start = performance.now();
    while (!take(lock, path)) {
      if (performance.now() - start > GIVE_UP_AFTER) {
        throw new LockTakenError('Another process keeps the lock.');
      }
      await pause(TRY_EVERY);
    }
  } catch (cause) {
    lock.close();
    throw cause;
  }
  return () => {
    lock.close();
  };
}

/** SQLite would make it for everybody to read. It stays empty; but nothing in the folder is for others. */
function makeOurs(path: string): void {
  const file = openSync(path, 'a', 0o600);
  try {
    fchmodSync(file, 0o600);
  } catch {
    // A file system that knows no such rights, or somebody else's file: the lock works even so.
  } finally {
    closeSync(file);
  }
}

function openLock(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: 0 });
  } catch (cause) {
    if (codeOf(cause) !== SQLITE_CANTOPEN || Buffer.byteLength(path) <= LONGEST_PATH) throw cause;
    throw systemError('ENAMETOOLONG');
  }
}

function take(lock: DatabaseSync, path: string): boolean {
  try {
    lock.exec('PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE');
    return true;
  } catch (cause) {
    const code = codeOf(cause);
    if (code === SQLITE_BUSY) return false;
    if (code === SQLITE_FULL) throw systemError('ENOSPC');
    if ((code !== SQLITE_NOTADB && code !== SQLITE_CORRUPT) || statSync(path).size === 0) throw cause;
    // In place: a new file would be another lock than the one that somebody else may hold by now.
    truncateSync(path);
    return false;
  }
}

/** The failure as the file system would have named it. */
const systemError = (code: string): Error => Object.assign(new Error(code), { code });

const codeOf = (cause: unknown): unknown => (cause as { errcode?: unknown }).errcode;
