import type { UpdateStatus, UpdatesOff } from '#contract/updates.ts';

/** Words about new versions of the app. */
export const updateWords = {
  title: 'New versions',
  look: 'Look now',
  looking: 'Looking…',
  byItself: 'Look for new versions once a day',
  byItselfHint:
    'Asks the page where versions are published, without saying who you are. Nothing is downloaded or installed unasked.',
  never: (current: string) =>
    `You have version ${current}. The app has not looked for a newer one since it was opened.`,
  newest: (current: string) => `You have version ${current}, the newest. Last looked`,
  youHave: (current: string) => `You have ${current}.`,
  off: {
    sources: 'This app runs from its sources, so it does not look for new versions.',
    'package-manager':
      'This app came as a package of your system, which also brings its new versions. The app itself does not look.',
    organisation:
      'Your organisation brings new versions to this computer. It has switched off that the app looks itself.',
    place:
      'The app cannot replace itself where it is now. On a Mac, move it into Applications and open it from there. Otherwise whoever put it there can bring a new version.',
    unsigned:
      'This app is not signed, so macOS does not let it replace itself. A newer file can be put over it by hand, as the first one was.',
  } satisfies Readonly<Record<UpdatesOff, string>>,

  /** In the side bar and as a heading. */
  available: (version: string) => `Version ${version} is available`,
  downloading: (version: string) => `Version ${version} is being downloaded`,
  ready: (version: string) => `Version ${version} is ready`,
  short: (version: string) => `New: ${version}`,
  shortDownloading: (percent: number) => `Download: ${percent} %`,
  shortReady: (version: string) => `Install ${version}`,
  percent: (percent: number) => `${percent} %`,

  published: 'Published',
  notes: 'What is new',
  noNotes: 'What is new in it could not be shown here.',
  download: 'Download',
  downloadHint: 'You can go on working. It is installed only when you say so.',
  stop: 'Stop the download',
  close: 'Go on working',
  notNow: 'Not now',
  skip: 'Skip this version',
  leaveIt: 'Leave it so',
  restart: 'Restart and install',
  atQuit: 'Install when I quit',
  restartHint:
    'A restart closes the app: people are signed out of it, and what was typed and not sent is gone.',
  isAtQuit: (version: string) => `Version ${version} is installed when you quit the app.`,
  show: 'Show…',
  skipped: (version: string) => `Version ${version} is skipped. You are told of the next one.`,
} as const;

export type Found = Extract<UpdateStatus, { readonly newVersion: unknown }>;

/** How far a new version is, in a sentence. */
export function headline({ state, newVersion: { version } }: Found): string {
  switch (state) {
    case 'available':
      return updateWords.available(version);
    case 'downloading':
      return updateWords.downloading(version);
    case 'ready':
      return updateWords.ready(version);
  }
}

/** The same in two or three words. */
export function shortHeadline(found: Found): string {
  const { version } = found.newVersion;
  switch (found.state) {
    case 'available':
      return updateWords.short(version);
    case 'downloading':
      return updateWords.shortDownloading(found.percent);
    case 'ready':
      return updateWords.shortReady(version);
  }
}
