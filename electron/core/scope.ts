/**
 * What lives how long. Whatever is kept about a profile, a person or a secret is made with `scopedMap` or registers its
 * own end with `onEnd`; nobody keeps a list of things to forget.
 *
 * ```
 * app                 ends with the app
 * └─ open vault       ends when the vault locks; the next one begins at once
 *    └─ profile       ends when what the profile talks to changes, or it is deleted
 *       └─ call       ends with the vault, or with a profile that it has read
 * ```
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export type Scope = {
  /** Aborted when the scope ends. */
  readonly signal: AbortSignal;
  /** Runs `cleanUp` when the scope ends, newest first; at once when it has ended. The returned function takes it back. */
  readonly onEnd: (cleanUp: () => void) => () => void;
  readonly child: () => Scope;
  /** Ends the scope and its children. Nothing is awaited. */
  readonly end: () => void;
};

export function createScope(): Scope {
  const controller = new AbortController();
  const cleanUps = new Set<() => void>();

  const scope: Scope = {
    signal: controller.signal,
    onEnd(cleanUp) {
      if (controller.signal.aborted) {
        cleanUp();
        return () => undefined;
      }
      // Of its own, so that the same function given twice is two.
      const once = () => {
        cleanUp();
      };
      cleanUps.add(once);
      return () => void cleanUps.delete(once);
    },
    child() {
      const made = createScope();
      const leave = scope.onEnd(made.end);
      made.onEnd(leave);
      return made;
    },
    end() {
      if (controller.signal.aborted) return;
      controller.abort();
      const all = [...cleanUps].reverse();
      cleanUps.clear();
      for (const cleanUp of all) cleanUp();
    },
  };
  return scope;
}

/** The scopes of a running app. */
export function createLifetimes() {
  const app = createScope();
  let vault = app.child();
  const profiles = new Map<string, Scope>();
  const running = new AsyncLocalStorage<{ readonly scope: Scope; readonly link: (to: Scope) => void }>();

  function profile(id: string): Scope {
    const known = profiles.get(id);
    if (known) return known;
    const made = vault.child();
    profiles.set(id, made);
    made.onEnd(() => {
      if (profiles.get(id) === made) profiles.delete(id);
    });
    return made;
  }

  return {
    app,
    /** The scope of the vault as it is now. */
    vault: (): Scope => vault,
    /** The scope of a saved profile as it is now. For ids that are known to be saved. */
    profile,

    /** The vault locks. */
    endVault(): void {
      const ended = vault;
      vault = app.child();
      ended.end();
    },

    /** What a profile talks to has changed, or the profile is gone. */
    endProfile(id: string): void {
      profiles.get(id)?.end();
    },

    /**
     * Runs `work` in a scope of its own, which ends with the open vault and with each profile that `work` reads. Gets that
     * scope. What `work` still brings after its end is not kept by any `scopedMap`.
     */
    async run<Value>(work: (scope: Scope) => Promise<Value>): Promise<Value> {
      const scope = createScope();
      const links = new Map<Scope, () => void>();
      const link = (to: Scope) => {
        if (!links.has(to)) links.set(to, to.onEnd(scope.end));
      };
      link(vault);
      try {
        return await running.run({ scope, link }, () => work(scope));
      } finally {
        for (const unlink of links.values()) unlink();
      }
    },

    /** The running work has read a profile: from now on it ends with it, too. */
    read(id: string): void {
      running.getStore()?.link(profile(id));
    },

    /** Whether the running work belongs to a scope that has ended, so that nothing of it may be kept. */
    isOver: (): boolean => running.getStore()?.scope.signal.aborted ?? false,
  };
}

export type Lifetimes = ReturnType<typeof createLifetimes>;
