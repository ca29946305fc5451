/** Packages of the system, where installing them takes no password: on Debian and its kind, as root. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const script = join(import.meta.dirname, '..', 'install-packages.sh');

/** Whether `/etc/os-release` is that of Debian or its kind. */
export const isDebian = (osRelease: string): boolean => /^ID(?:_LIKE)?=.*(?:debian|ubuntu)/m.test(osRelease);

const onDebian = (): boolean =>
  existsSync('/etc/os-release') && isDebian(readFileSync('/etc/os-release', 'utf8'));

/** Installs what satisfies the given dependencies of a package, or what `npm test` uses. False where it cannot. */
export function installPackages(depends?: string): boolean {
  if (process.getuid?.() !== 0 || !onDebian()) return false;
  const args = depends === undefined ? [script] : [script, depends];
  return spawnSync('sh', args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

/** What a person types to install them, as the end of a sentence; empty where we do not know how. */
export const howToInstall = (depends: string): string =>
  onDebian() ? ` To install that: sudo apt-get satisfy "${depends}".` : '';
