import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { LinksPort } from '#core/ports.ts';
import type { Shell } from 'electron';

/** The program that opens files and addresses on Linux, whichever desktop it is. */
const XDG_OPEN = 'xdg-open';

type Options = {
  readonly shell: Pick<Shell, 'openExternal' | 'openPath'>;
  readonly platform: NodeJS.Platform;
  /** Folders with programs, as in the variable PATH. */
  readonly path: string;
};

/**
 * Electron's `shell` as `LinksPort`.
 *
 * On Linux Electron starts `xdg-open` and does not look back: `openExternal` succeeds although there is no such program,
 * and the promise of `openPath` never settles (its `platform_util_linux.cc` runs the callback only when it waits for the
 * program). So there the program is looked for first, and `openPath` is not waited for.
 */
export function createLinks({ shell, platform, path }: Options): LinksPort {
  const isLinux = platform === 'linux';

  async function requireOpener(): Promise<void> {
    const places = path.split(delimiter).map((folder) => join(folder, XDG_OPEN));
    await Promise.any(places.map((place) => access(place, constants.X_OK)));
  }

  return {
    async open(address) {
      if (isLinux) await requireOpener();
      await shell.openExternal(address);
    },
    async openFile(file) {
      await access(file, constants.R_OK);
      if (isLinux) {
        await requireOpener();
        void shell.openPath(file);
        return;
      }
      const trouble = await shell.openPath(file);
      if (trouble !== '') throw new Error(trouble);
    },
  };
}
