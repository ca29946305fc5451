/** A row of the attribute editor. `custom` rows have a name that is typed. */
export type EditedAttribute = {
  readonly key: string;
  name: string;
  value: string;
  readonly custom: boolean;
  /** Somebody added it. It is there until somebody removes it. */
  readonly added: boolean;
};

export const emptyAttribute = (name: string): EditedAttribute => ({
  key: name,
  name,
  value: '',
  custom: false,
  added: false,
});

export const addedAttribute = (name: string, custom: boolean): EditedAttribute => ({
  key: crypto.randomUUID(),
  name,
  value: '',
  custom,
  added: true,
});

/**
 * The rows for these names, in their order. What was typed or added so far stays, also where its name is not among
 * them.
 */
export function rowsFor(names: readonly string[], edited: readonly EditedAttribute[]): EditedAttribute[] {
  const kept = edited.filter(({ value, added }) => added || value.trim() !== '');
  return [
    ...names.map((name) => kept.find((row) => row.name === name) ?? emptyAttribute(name)),
    ...kept.filter(({ name }) => !names.includes(name)),
  ];
}

/**
 * What is sent: blank fields are left out, except where the pool demands them: then the form says so.
 * Values keep their inner form; only spaces at the ends go. Returns the position of each sent one in the editor, too,
 * since problems are reported by position.
 */
export function filledAttributes(
  edited: readonly EditedAttribute[],
  required: readonly string[] = [],
): { readonly attributes: { name: string; value: string }[]; readonly positions: number[] } {
  const kept = edited.flatMap(({ name, value }, position) => {
    const trimmed = { name: name.trim(), value: value.trim() };
    const keep = trimmed.value !== '' || required.includes(trimmed.name);
    return keep ? [{ position, attribute: trimmed }] : [];
  });
  return {
    attributes: kept.map(({ attribute }) => attribute),
    positions: kept.map(({ position }) => position),
  };
}

/** Turns a problem path of the editor ("attributes.3.value") into that of what is sent ("attributes.1.value"). */
export function sentPath(path: string, positions: readonly number[]): string {
  return path.replace(/^attributes\.(\d+)/, (_whole, position: string) => {
    return `attributes.${String(positions.indexOf(Number(position)))}`;
  });
}
