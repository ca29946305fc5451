import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';

/** For properties: with ten thousand cases an `expect` for each takes longer than what is tested. */
export function expectEqual(actual: unknown, wanted: unknown): void {
  if (!isDeepStrictEqual(actual, wanted)) expect(actual).toEqual(wanted);
}
