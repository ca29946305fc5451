import type { ReadToken } from '#contract/tokens.ts';

/** One claim of two tokens side by side; null where a token does not have it. */
export type ComparedClaim = {
  readonly name: string;
  readonly first: string | null;
  readonly second: string | null;
  readonly same: boolean;
};

type Said = Pick<ReadToken, 'claims' | 'algorithm' | 'keyId'>;

/** Every claim of either token, in the order of the first; then what only the second has. The header comes last. */
export function compareTokens(first: Said, second: Said): readonly ComparedClaim[] {
  const [left, right] = [valuesOf(first), valuesOf(second)];
  return [...new Set([...left.keys(), ...right.keys()])].map((name) => {
    const [one, two] = [left.get(name) ?? null, right.get(name) ?? null];
    return { name, first: one, second: two, same: one === two };
  });
}

/** A map, since a token may call its claims `constructor`. */
function valuesOf({ claims, algorithm, keyId }: Said): ReadonlyMap<string, string> {
  const header = [['alg (header)', algorithm] as const, ['kid (header)', keyId] as const];
  return new Map([
    ...claims.map(({ name, value }) => [name, value] as const),
    ...header.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
  ]);
}
