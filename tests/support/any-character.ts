import fc from 'fast-check';

const SURROGATES = 0xd800;
const SURROGATE_COUNT = 0x800;

/**
 * The unit of strings of any characters at all, the same ones as `unit: 'binary'`. That one lists all of Unicode when it
 * is first used: more than a second and 180 MB for each test file.
 */
export const anyCharacter = fc.integer({ min: 0, max: 0x10ffff - SURROGATE_COUNT }).map(
  (index) => String.fromCodePoint(index < SURROGATES ? index : index + SURROGATE_COUNT),
  (character) => {
    const [point, ...more] =
      typeof character === 'string' ? Array.from(character, (it) => it.codePointAt(0)) : [];
    if (point === undefined || more.length > 0) throw new Error('No character.');
    return point < SURROGATES ? point : point - SURROGATE_COUNT;
  },
);
