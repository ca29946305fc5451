/**
 * What core needs from the outside. Main supplies the Electron adapters, tests supply plain ones.
 */
import type { DeskEvents } from '#contract/events.ts';
import type { NewVersion } from '#contract/updates.ts';

/** Milliseconds since 1970, and a timer that does not keep the process alive. */
export interface Clock {
  now(): number;
  /** Runs `task` once after `milliseconds`; the returned function cancels it. */
  after(milliseconds: number, task: () => void): () => void;
}

/** Milliseconds, some 24.8 days. */
const LONGEST_TIMER = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, task) {
    const end = Date.now() + milliseconds;
    let timer: NodeJS.Timeout;
    // Node runs a longer timer at once.
    const wait = (left: number) => {
      const next = () => {
        if (left > LONGEST_TIMER) wait(end - Date.now());
        else task();
      };
      timer = setTimeout(next, Math.min(left, LONGEST_TIMER));
      timer.unref();
    };
    wait(milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** Whether the operating system offers a key that protects something. */
export type SealerState =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'unfit';
      /**
       * `no-keyring`: nothing can be sealed, as on macOS when the person refused. `weak-keyring`: only with a key that
       * everybody knows, as on Linux where the keyring is locked or missing. `locked`: the system has not answered.
       */
      readonly reason: 'no-keyring' | 'weak-keyring' | 'locked';
    };

/** The operating system has the key, and does not hand it out: its keyring is locked, or nobody said that it may. */
export class KeyOutOfReach extends Error {}

/** Seals text with a key that the operating system keeps for this user. */
export interface Sealer {
  /**
   * The system is asked once in the life of the process, and given 20 seconds. After that the state is `locked` until
   * the answer comes.
   */
  state(): Promise<SealerState>;
  seal(text: string): Promise<Uint8Array>;
  /** Rejects with `KeyOutOfReach`, or with something else when somebody else sealed the bytes or they are damaged. */
  open(sealed: Uint8Array): Promise<{ readonly text: string; readonly resealNeeded: boolean }>;
}

/** A `Sealer` that also tells of an answer of the system that came late. */
export interface SystemSealer extends Sealer {
  /** `listener` hears of an answer of the system that came after `state` had given up waiting for it. */
  onLateAnswer(listener: () => void): void;
}

/** All but `clear` reject when the system refuses. */
export interface ClipboardPort {
  write(text: string): Promise<void>;
  /** Writes text that the system's history of the clipboard and other programs should not keep. */
  writeSecret(text: string): Promise<void>;
  /** Whether a secret that was written is still there. */
  holds(secret: string): Promise<boolean>;
  /** At once, so that it can be done while the system is shutting down. */
  clear(): void;
}

/**
 * The proxies for an address as the operating system names them, in the words of a proxy script:
 * `PROXY proxy.example:8080; DIRECT`.
 */
export type ResolveProxy = (url: string) => Promise<string>;

/** The system's windows for choosing a file. Both give null when the person chooses none. */
export interface FileDialogs {
  chooseToOpen(): Promise<string | null>;
  /** The ending of the name says what kind of file it will be. The system itself asks before one would be replaced. */
  chooseToSave(suggestedName: string): Promise<string | null>;
}

/** Both reject when the system cannot. They may never settle: `core/opener.ts` waits for a while only. */
export interface LinksPort {
  /** Opens an https address in the system's browser. */
  open(address: string): Promise<void>;
  /** Opens a file of ours in the system's program for it. */
  openFile(path: string): Promise<void>;
}

/**
 * Gets and installs new versions of the app. All reject with an `UpdateFailure`, or with something else where it is the
 * fault of the app.
 */
export interface Updater {
  /** The version that is published, if it is newer than this one. */
  look(): Promise<NewVersion | null>;
  /** Downloads the version that was found and checks it; at once when that was done before. `onPercent` gets 0 to 100. */
  download(version: string, signal: AbortSignal, onPercent: (percent: number) => void): Promise<void>;
  /** Prepares the installation, where that takes a while. `atQuit`: from now on it happens at the end of the app. */
  stage(): Promise<{ readonly atQuit: boolean }>;
  /** Installs what was downloaded when the app ends. */
  installAtQuit(): Promise<void>;
  /** After `stage`: ends the app, installs what was downloaded and opens it. Resolves once the app ends. */
  restart(): Promise<void>;
}

/** What a person is asked in a window of the operating system, because the page must not be able to answer for them. */
export type NativeQuestion =
  /** Whether what is typed and saved for a profile may be sent to a host that is neither AWS's nor this computer. */
  | { readonly kind: 'host'; readonly host: string }
  /** Whether a profile stops being a production or a read-only one. */
  | { readonly kind: 'loosen'; readonly profileName: string }
  | { readonly kind: 'delete-production'; readonly profileName: string }
  /** Whether changes go out to a production pool for the next 15 minutes. */
  | { readonly kind: 'open-production'; readonly profileName: string }
  /** Whether a file takes the place of production profiles: `count` of them, one of which is named. */
  | { readonly kind: 'replace-production'; readonly profileName: string; readonly count: number }
  /** Whether the saved secrets leave the app in a file. */
  | { readonly kind: 'card-with-secrets' }
  | { readonly kind: 'backup' }
  /** Whether from now on a passphrase is needed, where there was none. */
  | { readonly kind: 'first-passphrase' }
  /** Whether saved profiles are used of which nobody can say that they are the newest. */
  | { readonly kind: 'unproven' }
  /** Whether a new version of the app is installed. */
  | { readonly kind: 'install' };

/** True when the person said yes. Closing the window is a no. */
export type AskPerson = (question: NativeQuestion) => Promise<boolean>;

/** Tells the desktop which look the user chose. */
export interface ThemePort {
  apply(theme: 'system' | 'light' | 'dark'): void;
}

/** Tells the page of something that it did not ask for. Nobody may be listening. */
export type Announce = <Name extends keyof DeskEvents>(name: Name, payload: DeskEvents[Name]) => void;
