/** Plain versions of what core asks of the outside, each with the handles that a test needs. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  type ClipboardPort,
  type Clock,
  type FileDialogs,
  KeyOutOfReach,
  type SealerState,
  type SystemSealer,
} from '#core/ports.ts';

export type TestClock = Clock & {
  /** Moves the time on and runs what has become due, in order. */
  advance(milliseconds: number): void;
  /** Time goes by and no timer runs, as while a computer sleeps. */
  sleep(milliseconds: number): void;
  /** How many tasks wait. */
  readonly waiting: () => number;
};

/** A clock that stands still until it is moved. Starts at a full hour, so that times are easy to read. */
export function createTestClock(start = Date.UTC(2026, 10, 24, 10)): TestClock {
  let time = start;
  const tasks = new Set<{ readonly at: number; readonly run: () => void }>();
  return {
    now: () => time,
    after(milliseconds, run) {
      const task = { at: time + milliseconds, run };
      tasks.add(task);
      return () => void tasks.delete(task);
    },
    advance(milliseconds) {
      time += milliseconds;
      const due = [...tasks].filter(({ at }) => at <= time).sort((a, b) => a.at - b.at);
      for (const task of due) if (tasks.delete(task)) task.run();
    },
    sleep(milliseconds) {
      time += milliseconds;
    },
    waiting: () => tasks.size,
  };
}

export type TestSealer = SystemSealer & {
  /** The system answers after core has given up waiting for it. */
  answerLate(state: SealerState): void;
  /** What the system says about its key from now on. */
  become(state: SealerState): void;
  /** From now on what was sealed before opens once more and wants to be sealed again. */
  renewKey(): void;
};

/** Real encryption with a key that lives in memory: sealed text shows nothing, and only this sealer opens it. */
export function createTestSealer(): TestSealer {
  let state: SealerState = { kind: 'ready' };
  const keys = [randomBytes(32)];
  const listeners: (() => void)[] = [];
  const latest = () => keys.at(-1) ?? Buffer.alloc(32);

  function decrypt(bytes: Buffer, key: Buffer): string {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  }

  return {
    state: () => Promise.resolve(state),
    async seal(text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', latest(), nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    async open(sealed) {
      if (state.kind === 'unfit') throw new KeyOutOfReach();
      for (const key of keys) {
        try {
          return { text: decrypt(Buffer.from(sealed), key), resealNeeded: key !== latest() };
        } catch {
          // Perhaps the next key opens it.
        }
      }
      throw new Error('Sealed by somebody else, or damaged.');
    },
    onLateAnswer: (listener) => void listeners.push(listener),
    become: (next) => void (state = next),
    answerLate(next) {
      state = next;
      for (const listener of listeners) listener();
    },
    renewKey: () => void keys.push(randomBytes(32)),
  };
}

export type TestClipboard = ClipboardPort & {
  /** What is on it now. */
  readonly content: () => string;
  /** Everything that was ever written, oldest first. */
  readonly written: readonly string[];
  /** What of it was marked as secret. */
  readonly secrets: readonly string[];
  /** As if the user copied something elsewhere. */
  readonly replace: (text: string) => void;
  /** From now on the system refuses. */
  readonly refuse: () => void;
};

export function createTestClipboard(): TestClipboard {
  let content = '';
  let refusing = false;
  const written: string[] = [];
  const secrets: string[] = [];
  async function write(text: string): Promise<void> {
    if (refusing) throw new Error('The clipboard is taken.');
    content = text;
    written.push(text);
  }
  return {
    write,
    async writeSecret(text) {
      await write(text);
      secrets.push(text);
    },
    async holds(secret) {
      if (refusing) throw new Error('The clipboard is taken.');
      return content === secret;
    },
    clear: () => void (content = ''),
    secrets,
    content: () => content,
    written,
    replace: (text) => void (content = text),
    refuse: () => void (refusing = true),
  };
}

export type TestFileDialogs = FileDialogs & {
  /** What the person chooses next, in order; null for nothing. Without it they choose nothing. */
  readonly choose: (...paths: readonly (string | null)[]) => void;
  /** The names that were suggested. */
  readonly suggested: readonly string[];
};

export function createTestFileDialogs(): TestFileDialogs {
  const next: (string | null)[] = [];
  const suggested: string[] = [];
  return {
    chooseToOpen: () => Promise.resolve(next.shift() ?? null),
    chooseToSave(name) {
      suggested.push(name);
      return Promise.resolve(next.shift() ?? null);
    },
    choose: (...paths) => void next.push(...paths),
    suggested,
  };
}
