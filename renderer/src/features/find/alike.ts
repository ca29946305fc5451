import type { FoundPerson } from '#contract/people-search.ts';
import { keyOf } from './run-search.ts';

/** What tells accounts apart that look alike. */
export type Difference = 'username' | 'email' | 'provider' | 'status' | 'created';

export const valueOf = ({ attributes }: Pick<FoundPerson, 'attributes'>, name: string): string | null =>
  attributes.find((attribute) => attribute.name === name && attribute.value !== '')?.value ?? null;

const compared: Readonly<Record<Difference, (person: FoundPerson) => unknown>> = {
  username: ({ username }) => username,
  email: (person) => valueOf(person, 'email'),
  provider: ({ provider }) => provider,
  status: ({ status, enabled }) => `${status ?? ''} ${String(enabled)}`,
  created: ({ createdAt }) => createdAt,
};

/**
 * People who could be taken for each other: the same address, number or username but for capital letters. By the key
 * of each such person, what differs in their group. People who are like nobody are not in it.
 */
export function findAlike(people: readonly FoundPerson[]): ReadonlyMap<string, ReadonlySet<Difference>> {
  const groups = new Map<string, FoundPerson[]>();
  for (const person of people) {
    const names = [person.username, valueOf(person, 'email'), valueOf(person, 'phone_number')];
    for (const name of new Set(names.map((each) => each?.toLowerCase()))) {
      if (name) groups.set(name, [...(groups.get(name) ?? []), person]);
    }
  }
  const found = new Map<string, Set<Difference>>();
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    const differences = (Object.keys(compared) as Difference[]).filter(
      (name) => new Set(group.map(compared[name])).size > 1,
    );
    for (const person of group) {
      const known = found.get(keyOf(person)) ?? new Set<Difference>();
      for (const name of differences) known.add(name);
      found.set(keyOf(person), known);
    }
  }
  return found;
}
