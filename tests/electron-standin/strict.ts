/** The error of everything that the stand-in leaves out, so that a gap is found at once and by name. */
export const notImplemented = (name: string) => new Error(`electron-standin: ${name} is not implemented`);

/** Names that JavaScript itself, or a bundler's import helper, looks up on any object. */
const askedOfAnything = new Set(['then', 'toJSON', '__esModule']);

/** Makes every member that is not there throw when it is read or written. */
export function strict<Members extends object>(name: string, members: Members): Members {
  return new Proxy(members, {
    get(target, key) {
      if (typeof key === 'symbol' || key in target || askedOfAnything.has(key))
        return Reflect.get(target, key);
      throw notImplemented(`${name}.${key}`);
    },
    set(target, key, value) {
      if (!(key in target)) throw notImplemented(`${name}.${String(key)}`);
      return Reflect.set(target, key, value);
    },
  });
}

/** Refuses options that the stand-in would silently ignore. */
export function knownOnly(name: string, given: object, known: readonly string[]): void {
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown !== undefined) throw notImplemented(`${name}.${unknown}`);
}
