import type { Person } from '#contract/users.ts';

/** The providers that an account is linked to, as its pool calls them. AWS keeps them as JSON in `identities`. */
export function providersOf(attributes: Person['attributes']): string[] {
  const text = attributes.find(({ name }) => name === 'identities')?.value;
  // Most people have none, and each lookup asks: an error that is thrown and caught would cost more than the rest.
  if (text === undefined) return [];
  const names = parsed(text).flatMap((identity) => {
    const name: unknown =
      typeof identity === 'object' && identity !== null ? Reflect.get(identity, 'providerName') : null;
    return typeof name === 'string' && name !== '' ? [name] : [];
  });
  return [...new Set(names)];
}

function parsed(json: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
