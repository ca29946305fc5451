import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
/**
 * Debian's chromium-headless-shell: the same engine without what only a window needs. A UI test takes a quarter less of
 * the processor in it. The program itself, since the script of that name stays in between and does not hand signals on.
 */
const headlessShell = '/usr/lib/chromium/chromium-headless-shell';
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

export const isHeadlessShell = (path: string): boolean => path === headlessShell;

type Find = {
  /** No window will be shown. */
  readonly headless?: boolean;
};

/** Path of an installed Chromium or a relative of it, or undefined. */
export function findChromium({ headless = false }: Find = {}): string | undefined {
  const folders = ['/usr/bin', '/usr/local/bin', ...(process.env['PATH'] ?? '').split(delimiter)];
  const installed = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...(headless ? [headlessShell] : []), ...installed, ...elsewhere].find((path) => existsSync(path));
}
