type Pair = { readonly name: string; readonly value: string };

/** Lines of `name=value` as pairs. A line without a name or without `=` has no place in it: null. */
export function readPairs(lines: string): Pair[] | null {
  const pairs = lines
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const at = line.indexOf('=');
      return at < 0 ? null : { name: line.slice(0, at).trim(), value: line.slice(at + 1).trim() };
    });
  return pairs.every((pair) => pair !== null && pair.name !== '') ? (pairs as Pair[]) : null;
}
