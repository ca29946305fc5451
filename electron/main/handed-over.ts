import { posix, win32 } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HandedOver, LINK_SCHEME, SHARED_EXTENSION } from '#contract/shared-file.ts';
import type { App } from 'electron';

/** Longer is no path of any system, and no link that we write. */
const LONGEST = 32_768;

/**
 * The profile cards and links among the words that the app was started with. They come from whoever made the link or
 * named the file; Electron adds its program, its app folder and switches, in an order of its own: everything that is
 * neither card nor link is passed over.
 */
export function handedOverIn(
  words: readonly string[],
  folder: string,
  platform: NodeJS.Platform = process.platform,
): HandedOver[] {
  return words.flatMap((word) => handedOver(word, folder, platform) ?? []);
}

function handedOver(word: string, folder: string, platform: NodeJS.Platform): HandedOver | null {
  if (word.length > LONGEST || word.startsWith('-') || word.includes('\0')) return null;
  if (startsWith(word, `${LINK_SCHEME}:`)) return { kind: 'link', address: word };
  if (!word.toLowerCase().endsWith(`.${SHARED_EXTENSION}`)) return null;
  const windows = platform === 'win32';
  const path = pathOf(word, folder, windows);
  return path === null || (windows && isNoFileHere(path)) ? null : { kind: 'file', path };
}

function pathOf(word: string, folder: string, windows: boolean): string | null {
  if (!startsWith(word, 'file:')) return (windows ? win32 : posix).resolve(folder, word);
  try {
    // As desktops on Linux write it.
    return fileURLToPath(word, { windows });
  } catch {
    return null;
  }
}

/**
 * Whether a path of Windows leads to another computer or to a device: `\\server\share`, `\\?\UNC\…`, `\\.\pipe\…`,
 * `NUL.cognitodesk`. Opening a file of another computer sends it the person's name and a hash of the password.
 */
const isNoFileHere = (path: string): boolean =>
  /^[\\/]{2}/.test(path) ||
  /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³]) *\./i.test(win32.basename(path));

const startsWith = (word: string, start: string): boolean =>
  word.slice(0, start.length).toLowerCase() === start;

type Handling = {
  readonly app: App;
  readonly handOver: (item: HandedOver) => void;
  /** Brings the window to the front, or opens one. */
  readonly show: () => void;
};

/** Takes what the system hands over, at the start and while the app runs. Before `ready`. */
export function receiveHandedOver({ app, handOver, show }: Handling): void {
  const take = (words: readonly string[], folder: string) => {
    for (const item of handedOverIn(words, folder)) handOver(item);
  };
  take(process.argv.slice(1), process.cwd());
  app.on('second-instance', (_event, argv, folder) => {
    take(argv.slice(1), folder);
    show();
  });
  // macOS tells of them by events.
  const takeOne = (event: Electron.Event, what: string) => {
    event.preventDefault();
    take([what], '/');
    show();
  };
  app.on('open-file', takeOne);
  app.on('open-url', takeOne);
}
