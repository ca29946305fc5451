import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
/**
 * Debian's chromium-headless-shell: the same engine without what only a window needs. A UI test takes a quarter less of
 * the processor in it. The program itself, since the script of that name stays in between and does not hand signals on.
 */
const headlessShell = '/usr/lib/chromium/chromium-headless-shell';

/** Where programs are that no PATH names: the applications of macOS, and the folders of Windows by its variables. */
const elsewhere = (environment: Environment): readonly string[] => [
  ...['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  ...['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA']
    .flatMap((name) => environment[name] ?? [])
    .flatMap((folder) =>
      [
        ['Google', 'Chrome', 'Application', 'chrome.exe'],
        ['Chromium', 'Application', 'chrome.exe'],
        ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
      ].map((path) => join(folder, ...path)),
    ),
];

export const isHeadlessShell = (path: string): boolean => path === headlessShell;

type Environment = Readonly<NodeJS.ProcessEnv>;

type Find = {
  /** No window will be shown. */
  readonly headless?: boolean;
  readonly environment?: Environment;
  /** Folders that are looked into before those of `PATH`. */
  readonly usual?: readonly string[];
};

/** Path of an installed Chromium or a relative of it, or undefined. */
export function findChromium({
  headless = false,
  environment = process.env,
  usual = ['/usr/bin', '/usr/local/bin'],
}: Find = {}): string | undefined {
  const folders = [...usual, ...(environment['PATH'] ?? '').split(delimiter)];
  const installed = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...(headless ? [headlessShell] : []), ...installed, ...elsewhere(environment)].find((path) =>
    existsSync(path),
  );
}
