import { basename } from 'node:path';
import { fail } from './app-failure.ts';
import type { Clock, LinksPort } from './ports.ts';

/**
 * Milliseconds after which a file or an address counts as opened. The system does not always say that it has opened
 * something, and a call that waits for it for ever would keep the app from installing an update.
 */
const OPENED_AFTER = 2000;

/** Opens files and addresses in other programs. */
export function createOpener(links: LinksPort, clock: Clock) {
  async function open(opening: Promise<void>): Promise<void> {
    const enough = Promise.withResolvers<void>();
    const cancel = clock.after(OPENED_AFTER, enough.resolve);
    try {
      await Promise.race([opening, enough.promise]);
    } finally {
      cancel();
    }
  }

  return {
    /** An https address, in the browser. Fails with `link-not-opened`. */
    async address(address: string): Promise<void> {
      await open(links.open(address)).catch(() => {
        throw fail('link-not-opened', { address });
      });
    },
    /** A file of ours, in the program for it. Fails with `file-trouble`. */
    async file(path: string): Promise<void> {
      await open(links.openFile(path)).catch(() => {
        throw fail('file-trouble', { action: 'open', name: basename(path), reason: 'other' });
      });
    },
  };
}

export type Opener = ReturnType<typeof createOpener>;
