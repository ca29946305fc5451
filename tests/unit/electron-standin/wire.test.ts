import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pack, unpack } from '#tests/electron-standin/wire.ts';

const values = fc.anything({ withDate: true, withBigInt: true, withNullPrototype: false, maxDepth: 4 });

it('gives back what was put in', () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(unpack(pack(value))).toEqual(value);
    }),
  );
});

it('carries bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(unpack(pack({ bytes }))).toEqual({ bytes });
    }),
  );
});

it.each([new Map(), new Set(), /x/, new Error('x'), new Int16Array(1)])('refuses %o by name', (value) => {
  expect(() => pack([value])).toThrow(/^electron-standin: carrying \[object \w+\] is not implemented$/);
});
