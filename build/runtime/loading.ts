/** Whether a program of Electron can be loaded here: on a small system libraries are missing that every desktop has. */
import { spawnSync } from 'node:child_process';

/** Libraries that `ldd` did not find. */
export const missingLibraries = (ldd: string): readonly string[] => [
  ...new Set(Array.from(ldd.matchAll(/^\s*(\S+) => not found/gm), ([, name]) => name ?? '')),
];

/**
 * Whether GTK is among the libraries that `ldconfig -p` lists. Electron opens it only when it runs, and ends without it,
 * so `ldd` does not know.
 */
export const hasGtk = (ldconfig: string): boolean => /^\s*libgtk-[34]\.so\.[01]\s/m.test(ldconfig);

/**
 * What Electron needs on Debian and its kind, written as packages write what they depend on. The first nine are what an
 * installed app depends on; the others come with any desktop. Newer systems have other names for some, which also stand
 * for the old ones, except where a second package does.
 */
export const debianPackages =
  'libgtk-3-0, libnotify4, libnss3, libxss1, libxtst6, xdg-utils, libatspi2.0-0, libuuid1, libsecret-1-0, ' +
  'libgbm1, libasound2t64 | libasound2, libcups2, libxkbcommon0, libxrandr2, libxdamage1';

/** Of Electron and of what it is made of. */
export type Versions = { readonly electron: string; readonly chrome?: string; readonly node: string };

/** Whether it can be loaded: what it lacks, or why it does not start though nothing seems to lack. */
export type Loading =
  | { readonly loads: true; readonly versions: Versions }
  | { readonly loads: false; readonly lacks: readonly string[]; readonly why: string };

const output = (program: string, args: readonly string[]) => {
  // Debian keeps ldconfig where a normal user does not look.
  const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`, LC_ALL: 'C' };
  const { status, stdout } = spawnSync(program, args, { env, encoding: 'utf8' });
  return status === 0 ? stdout : undefined;
};

function lacking(program: string): readonly string[] {
  const libraries = missingLibraries(output('ldd', [program]) ?? '');
  const known = output('ldconfig', ['-p']);
  return known === undefined || hasGtk(known) ? libraries : [...libraries, 'libgtk-3.so.0'];
}

/** Loads it as Electron would be, without a window: as Node, for one line. */
export function tryToLoad(
  program: string,
  lacks = process.platform === 'linux' ? lacking(program) : [],
): Loading {
  if (lacks.length > 0) return { loads: false, lacks, why: `it lacks ${lacks.join(', ')}` };
  const { status, signal, stdout, error } = spawnSync(program, ['-p', 'JSON.stringify(process.versions)'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
    timeout: 60_000,
  });
  const no = (why: string): Loading => ({ loads: false, lacks: [], why });
  if (status !== 0)
    return no(`it cannot be started (${error?.message ?? signal ?? `code ${String(status)}`})`);
  try {
    const versions = JSON.parse(stdout) as Partial<Versions>;
    if (versions.electron !== undefined) return { loads: true, versions: versions as Versions };
  } catch {
    // Said below.
  }
  return no('it does not answer as Electron does');
}
