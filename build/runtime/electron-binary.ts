/** Where Electron's own binary is. Its npm package holds it only after a download. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export const electronPackage = dirname(createRequire(import.meta.url).resolve('electron/package.json'));

type Place = {
  /** Folder of the npm package. */
  readonly folder: string;
  readonly platform: NodeJS.Platform;
  /** `ELECTRON_OVERRIDE_DIST_PATH`: a folder of somebody's own, which is taken as it is. */
  readonly override?: string | undefined;
};

const nameOn = (platform: NodeJS.Platform): string => {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
};

const existing = (path: string) => (existsSync(path) ? path : undefined);

const read = (...path: string[]) => {
  const file = join(...path);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
};

/**
 * Path of the binary, or undefined where it is not there or not whole: a download that was cut off leaves the program
 * behind, too. Like the package's own `install.js` this asks for both notes that it leaves when it is done.
 */
export function findElectron({ folder, platform, override }: Place): string | undefined {
  const name = nameOn(platform);
  if (override === undefined || override === '') {
    const { version } = JSON.parse(read(folder, 'package.json')) as { readonly version: string };
    const whole =
      read(folder, 'dist', 'version').replace(/^v/, '') === version && read(folder, 'path.txt') === name;
    return whole ? existing(join(folder, 'dist', name)) : undefined;
  }
  return existing(join(override, name));
}

/** Path of this computer's Electron, or undefined when it has not been downloaded. */
export const electronBinary = (): string | undefined =>
  findElectron({
    folder: electronPackage,
    platform: process.platform,
    override: process.env['ELECTRON_OVERRIDE_DIST_PATH'],
  });
