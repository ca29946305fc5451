import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';

const TRY_EVERY = 5;
const GIVE_UP_AFTER = 10_000;
const SQLITE_BUSY = 5;

/** Another process kept the lock for ten seconds. */
export class LockTakenError extends Error {}

/**
 * Waits until no other process (nor another call in this one) holds the lock `path`, and takes it. Gives the function
 * that lets go of it.
 *
 * The lock is the one that SQLite takes on an empty database: the operating system's own, which ends with its process,
 * however that ends. A lock file of our own would have to guess whether its owner still lives, and two processes that
 * guess at once may both take over.
 */
export async function acquireFileLock(path: string): Promise<() => void> {
  // SQLite would make it for everybody to read. It stays empty; but nothing in the folder is for others.
  closeSync(openSync(path, 'a', 0o600));
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    const start = performance.now();
    while (!take(lock)) {
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

function take(lock: DatabaseSync): boolean {
  try {
    lock.exec('PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE');
    return true;
  } catch (cause) {
    if ((cause as { errcode?: unknown }).errcode === SQLITE_BUSY) return false;
    throw cause;
  }
}
