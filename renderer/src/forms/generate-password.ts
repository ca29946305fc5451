const groups = ['abcdefghijkmnopqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '#%*+-=?@_'] as const;
const LENGTH = 16;

/** A random whole number from 0 to `below` - 1, without the bias of a remainder. */
function randomBelow(below: number): number {
  const limit = Math.floor(0x1_0000_0000 / below) * below;
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return value < limit ? value % below : randomBelow(below);
}

const pick = (from: string): string => from.charAt(randomBelow(from.length));

/**
 * A password of 16 characters, or of `least` if that is more, with every kind that a Cognito policy can demand, without letters that look alike
 * (0 O, 1 l I) and without characters that shells treat in a special way inside double quotes.
 */
export function generatePassword(least = LENGTH): string {
  const characters = groups.map(pick);
  while (characters.length < Math.max(LENGTH, least)) characters.push(pick(groups.join('')));
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = randomBelow(last + 1);
    const moved = characters[last] ?? '';
    characters[last] = characters[other] ?? '';
    characters[other] = moved;
  }
  return characters.join('');
}
