import { rename } from 'node:fs/promises';
import { systemClock, type Clock } from './ports.ts';

/** Milliseconds between the tries, about three seconds in all. */
const PAUSES = [10, 20, 50, 100, 200, 400, 800, 1500];
const HELD = new Set(['EPERM', 'EACCES', 'EBUSY']);

export type PatientRenameOptions = {
  readonly clock?: Clock;
  readonly platform?: NodeJS.Platform;
  readonly rename?: (from: string, to: string) => Promise<void>;
};

/**
 * Renames a file onto another one. On Windows a virus scanner or an indexer may hold either of them for a moment, and
 * the rename is refused until then: it is tried again for about three seconds. Elsewhere a refusal is for good.
 */
export async function renamePatiently(
  from: string,
  to: string,
  { clock = systemClock, platform = process.platform, rename: attempt = rename }: PatientRenameOptions = {},
): Promise<void> {
  const pauses = platform === 'win32' ? PAUSES : [];
  for (const pause of pauses) {
    try {
      await attempt(from, to);
      return;
    } catch (cause) {
      if (!HELD.has((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    }
    await new Promise<void>((resolve) => clock.after(pause, resolve));
  }
  await attempt(from, to);
}
