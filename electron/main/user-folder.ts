import { chmodSync, mkdirSync } from 'node:fs';

/**
 * Makes the folder of the app's files, for this user only, before anything else does. On Windows the user's profile is
 * closed to others as it is.
 */
export function claimUserFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.platform === 'win32') return;
  try {
    // It may be there from a version that left it open.
    chmodSync(folder, 0o700);
  } catch {
    // It belongs to somebody else, who lets us write into it: not ours to change.
  }
}
