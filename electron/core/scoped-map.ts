import type { Lifetimes, Scope } from './scope.ts';

export type ScopedMapOptions<Value> = {
  /** The most entries; older ones go first. */
  readonly max: number;
  /** The saved profile that a value belongs to, by id. Left out, or null: to the open vault as a whole. */
  readonly profileOf?: (value: Value) => string | null;
  /** Hears of each value that goes, for whatever reason, but not of one that is set in the place of another. */
  readonly onGone?: (value: Value) => void;
};

/**
 * A map whose entries end with the scope that they belong to. Work of a scope that has ended sets nothing in it any more.
 */
export function scopedMap<Key, Value>(lifetimes: Lifetimes, options: ScopedMapOptions<Value>) {
  const { max, profileOf, onGone } = options;
  type Entry = { readonly value: Value; readonly scope: Scope };
  const entries = new Map<Key, Entry>();
  /** The keys of each scope, for its end. */
  const keysOf = new Map<Scope, Set<Key>>();

  function leave(key: Key): Entry | undefined {
    const entry = entries.get(key);
    if (!entry) return undefined;
    entries.delete(key);
    keysOf.get(entry.scope)?.delete(key);
    return entry;
  }

  function remove(key: Key): boolean {
    const entry = leave(key);
    if (entry) onGone?.(entry.value);
    return entry !== undefined;
  }

  function keysIn(scope: Scope): Set<Key> {
    const known = keysOf.get(scope);
    if (known) return known;
    const keys = new Set<Key>();
    keysOf.set(scope, keys);
    scope.onEnd(() => {
      for (const key of [...keys]) remove(key);
      keysOf.delete(scope);
    });
    return keys;
  }

  return {
    get: (key: Key): Value | undefined => entries.get(key)?.value,
    has: (key: Key): boolean => entries.has(key),

    /** A new key is the newest; one that is there keeps its place. */
    set(key: Key, value: Value): void {
      if (lifetimes.isOver()) return;
      const before = entries.get(key);
      if (before) keysOf.get(before.scope)?.delete(key);
      const profileId = profileOf?.(value) ?? null;
      const scope = profileId === null ? lifetimes.vault() : lifetimes.profile(profileId);
      entries.set(key, { value, scope });
      keysIn(scope).add(key);
      const oldest = entries.keys().next();
      if (entries.size > max && !oldest.done) remove(oldest.value);
    },

    /** Says whether there was one. */
    delete: remove,
    /** Oldest first. */
    values: (): Value[] => [...entries.values()].map(({ value }) => value),
    keys: (): Key[] => [...entries.keys()],
    clear(): void {
      for (const key of [...entries.keys()]) remove(key);
    },
  };
}

export type ScopedMap<Key, Value> = ReturnType<typeof scopedMap<Key, Value>>;

/** More profiles than anybody has. */
const MOST_PROFILES = 1000;

/** One value for each profile, by the profile's id, which ends with the profile's scope. */
export function perProfile<Value>(lifetimes: Lifetimes) {
  const map = scopedMap<string, { readonly id: string; readonly value: Value }>(lifetimes, {
    max: MOST_PROFILES,
    profileOf: ({ id }) => id,
  });
  return {
    get: (id: string): Value | undefined => map.get(id)?.value,
    set: (id: string, value: Value): void => {
      map.set(id, { id, value });
    },
    delete: map.delete,
  };
}
