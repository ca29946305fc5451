import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HandedOver, LINK_SCHEME, SHARED_EXTENSION } from '#contract/shared-file.ts';
import type { App } from 'electron';

/** Longer is no path of any system, and no link that we write. */
const LONGEST = 32_768;

/**
 * The profile cards and links among the words that the app was started with. They come from whoever made the link or
 * named the file, and Chromium adds switches of its own: everything that is neither is passed over.
 */
export function handedOverIn(words: readonly string[], folder: string): HandedOver[] {
  return words.flatMap((word) => handedOver(word, folder) ?? []);
}

function handedOver(word: string, folder: string): HandedOver | null {
  if (word.length > LONGEST || word.startsWith('-') || word.includes('\0')) return null;
  if (startsWith(word, `${LINK_SCHEME}:`)) return { kind: 'link', address: word };
  if (!word.toLowerCase().endsWith(`.${SHARED_EXTENSION}`)) return null;
  if (!startsWith(word, 'file:')) return { kind: 'file', path: resolve(folder, word) };
  try {
    // As desktops on Linux write it.
    return { kind: 'file', path: fileURLToPath(word) };
  } catch {
    return null;
  }
}

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
  // Before its own words, Electron's binary has one for the app's folder when it is not packaged.
  const ownWords = app.isPackaged ? 1 : 2;
  const take = (words: readonly string[], folder: string) => {
    for (const item of handedOverIn(words, folder)) handOver(item);
  };
  take(process.argv.slice(ownWords), process.cwd());
  app.on('second-instance', (_event, argv, folder) => {
    take(argv.slice(ownWords), folder);
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
