import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes the least that electron-builder takes for an unpacked Electron of Linux, so that the app can be packed where
 * Electron's binary cannot be had. The result holds a real `app.asar` but nothing that starts; fuses cannot be set in it.
 *
 * @param folder is made when missing; its content is overwritten
 */
export async function writeElectronStub(folder: string, electronVersion: string): Promise<void> {
  await mkdir(join(folder, 'locales'), { recursive: true });
  await writeFile(
    join(folder, 'electron'),
    '#!/bin/sh\necho "This is a stand-in for the Electron binary." >&2\nexit 1\n',
  );
  await chmod(join(folder, 'electron'), 0o755);
  await writeFile(join(folder, 'version'), electronVersion);
  await writeFile(join(folder, 'LICENSE'), 'stub');
  await writeFile(join(folder, 'LICENSES.chromium.html'), 'stub');
  await writeFile(join(folder, 'locales', 'en-US.pak'), '');
  await writeFile(join(folder, 'locales', 'fr.pak'), '');
}
