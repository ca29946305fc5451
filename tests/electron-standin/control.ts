/** How tests see and touch what a user could: over the IPC channel of the child process. */
import type { AboutPanelOptionsOptions, Details, Rectangle, RelaunchOptions } from 'electron';
import {
  activate,
  app,
  exit,
  givenAboutPanel,
  loseChildProcess,
  openFromSystem,
  startSecond,
} from './app.ts';
import { BrowserWindow, endSession, openHosts } from './browser-window.ts';
import type { Carried } from './carried.ts';
import { formatsOnClipboard, putOnClipboard, textOnClipboard } from './clipboard.ts';
import { type ShownDialog, shownDialogs } from './dialog.ts';
import type { KeyringAnswer } from './keyring.ts';
import { chooseInMenu } from './menu.ts';
import { emitPower, type PowerEvent } from './power-monitor.ts';
import { type Problem, problems } from './problems.ts';
import { relaunches } from './relaunch.ts';
import { answerKeyring } from './safe-storage.ts';
import { openedFiles, openedLinks } from './shell.ts';

/** A window as a person would see it. */
export type ShownWindow = {
  readonly visible: boolean;
  readonly title: string;
  readonly bounds: Rectangle;
};

/** The questions and what answers them. */
const answers = {
  clipboard: (): string => textOnClipboard(),
  /** What was written beside the text. */
  clipboardFormats: (): readonly string[] => formatsOnClipboard(),
  putOnClipboard: (text: string): void => putOnClipboard(text),
  openedLinks: (): readonly string[] => openedLinks,
  openedFiles: (): readonly string[] => openedFiles,
  dialogs: (): readonly ShownDialog[] => shownDialogs,
  problems: (): readonly Problem[] => problems,
  power: (event: PowerEvent): void => emitPower(event),
  /** A second start with these words besides those that every start has. */
  secondInstance: (words: readonly string[], cwd: string): void => startSecond(words, cwd),
  relaunches: (): readonly RelaunchOptions[] => relaunches,
  aboutPanel: (): AboutPanelOptionsOptions => givenAboutPanel(),
  windows: (): readonly ShownWindow[] =>
    BrowserWindow.getAllWindows().map((window) => ({
      visible: window.isVisible(),
      title: window.getTitle(),
      bounds: window.getBounds(),
    })),
  /** To the question of a keyring that is `unanswered`. */
  answerKeyring: (answer: KeyringAnswer): void => answerKeyring(answer),
  quit: (): void => app.quit(),
  /** The person logs off from Windows, or shuts it down. */
  sessionEnd: (): void => endSession(),
  /** What macOS tells an app whose icon is clicked. */
  activate: (): void => activate(),
  /** A process of Chromium that shows no page is gone, such as that of the network. */
  childProcessGone: (details: Details): void => loseChildProcess(details),
  /** The process of each page is gone. */
  stopPages: (): void => openHosts().forEach(({ stop }) => stop()),
  chooseInMenu: (label: string): void => chooseInMenu(label),
  /** What macOS tells an app. */
  openFile: (path: string): void => openFromSystem('open-file', path),
  openUrl: (address: string): void => openFromSystem('open-url', address),
};

export type Answers = typeof answers;
export type Question = keyof Answers;
export type Asked = {
  readonly kind: 'question';
  readonly id: number;
  readonly question: Question;
  readonly args: readonly never[];
};
export type Told =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  /** Chromium runs, and can be attached to there. */
  | { readonly kind: 'listening'; readonly endpoint: string };

/** True when a test started this process. */
export const isControlled = () => process.send !== undefined;

const tell = (message: Told) => process.send?.(message);

export function startControl(): void {
  if (!isControlled()) return;
  process.on('message', (message: Asked | Carried) => {
    if (message.kind !== 'question') return;
    const { id, question, args } = message;
    const answer: (...given: readonly never[]) => unknown = answers[question];
    tell({ kind: 'answer', id, value: answer(...args) });
  });
  // The test is gone, even when it had no time to say so.
  process.on('disconnect', () => void exit(0));
}

export const tellListening = (endpoint: string) => tell({ kind: 'listening', endpoint });
