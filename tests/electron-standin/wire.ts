/**
 * Values on their way between page and main as text. Electron carries whatever a structured clone can carry; this is
 * the part of it that the app may use. Both functions are sent to the page as text, so they use nothing from outside
 * themselves.
 */

/** Throws for values that the stand-in does not carry. */
export function pack(value: unknown): string {
  const packed = (each: unknown): unknown => {
    if (each === undefined) return ['undefined'];
    if (typeof each === 'bigint') return ['bigint', String(each)];
    if (typeof each === 'number' && (!Number.isFinite(each) || Object.is(each, -0)))
      return ['number', Object.is(each, -0) ? '-0' : String(each)];
    if (typeof each !== 'object' || each === null) return each;
    if (Array.isArray(each)) return ['array', each.map(packed)];
    if (each instanceof Date) return ['date', String(each.getTime())];
    if (each instanceof Uint8Array) return ['bytes', [...each]];
    const prototype: unknown = Object.getPrototypeOf(each);
    // An object of another frame has the prototype of that frame.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      throw new Error(
        `electron-standin: carrying ${Object.prototype.toString.call(each)} is not implemented`,
      );
    }
    return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, packed(inner)]));
  };
  return JSON.stringify(packed(value));
}

/** The value that was packed. */
export function unpack(text: string): unknown {
  const unpacked = (each: unknown): unknown => {
    if (Array.isArray(each)) {
      const [kind, inner]: unknown[] = each;
      if (kind === 'array') return (inner as unknown[]).map(unpacked);
      if (kind === 'bigint') return BigInt(inner as string);
      if (kind === 'number') return Number(inner);
      if (kind === 'date') return new Date(Number(inner));
      if (kind === 'bytes') return new Uint8Array(inner as number[]);
      return undefined;
    }
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, unpacked(inner)]));
  };
  return unpacked(JSON.parse(text));
}
