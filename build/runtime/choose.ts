/** What the app runs on, by what there is on this computer, and the sentence that says so. */
import { wantedBrowser } from './chromium.ts';
import type { Versions } from './loading.ts';
import { sandboxSwitches, type SandboxFacts } from './sandbox.ts';

/** A program and the arguments that come before those of the app. */
export type Runtime = { readonly program: string; readonly args: readonly string[] };

/** Electron as it was found. Where it cannot be used: why, as the end of a sentence, and more sentences that help. */
export type ElectronFacts =
  | {
      readonly usable: true;
      readonly program: string;
      readonly versions: Versions;
      /** Asked for on Linux only: on other systems the sandbox always works. */
      readonly sandbox?: SandboxFacts;
    }
  | { readonly usable: false; readonly why: string; readonly help?: string };

export type Facts = {
  readonly platform: NodeJS.Platform;
  readonly electron: ElectronFacts;
  /** Path of an installed one. It is asked for only where Electron cannot be used. */
  readonly chromium: string | undefined;
  /** Of the repository, which is also the folder of the unpackaged app. */
  readonly root: string;
  /** Starts the app on the stand-in. */
  readonly standIn: Runtime;
};

/** What the app runs on. `why` says it to a person, in a sentence or two. */
export type Choice =
  | { readonly on: 'electron' | 'stand-in'; readonly runtime: Runtime; readonly why: string }
  /** A window cannot open, on whatever the app would run. */
  | { readonly on: 'no-display'; readonly why: string }
  | { readonly on: 'nothing'; readonly why: string };

/** The choice where no window can open, or undefined where one can. Only Linux comes without a display. */
export function withoutDisplay(
  platform: NodeJS.Platform,
  { DISPLAY, WAYLAND_DISPLAY }: Readonly<NodeJS.ProcessEnv>,
): Extract<Choice, { on: 'no-display' }> | undefined {
  if (platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY) return undefined;
  return {
    on: 'no-display',
    why: 'There is no display here, so no window can open. To open one on a display that nobody sees: xvfb-run --auto-servernum npm start',
  };
}

const sandboxWords = ({ uid }: SandboxFacts): string =>
  `, without Chromium's sandbox, since ${uid === 0 ? 'root may not use it' : 'this system refuses user namespaces'}`;

/** Electron where it can be used, else the stand-in in Chromium. */
export function chooseRuntime({ platform, electron, chromium, root, standIn }: Facts): Choice {
  if (electron.usable) {
    const { program, sandbox } = electron;
    const switches = sandbox === undefined ? [] : sandboxSwitches(sandbox);
    return {
      on: 'electron',
      runtime: { program, args: [...switches, root] },
      why: `The app runs on Electron${sandbox && switches.length > 0 ? sandboxWords(sandbox) : ''}.`,
    };
  }
  const reason = `Electron's own binary cannot be used here: ${electron.why}.${electron.help ?? ''}`;
  if (chromium === undefined) {
    return {
      on: 'nothing',
      why: `${reason} The app could run on its stand-in for Electron instead. ${wantedBrowser(platform)}`,
    };
  }
  return {
    on: 'stand-in',
    runtime: standIn,
    why:
      `The app runs on its stand-in for Electron, in ${chromium}. ${reason} ` +
      'Saved profiles are then sealed with a key in a file, not with the keyring of the system.',
  };
}
