import type { SearchQuery } from '#contract/people-search.ts';

/** AWS refuses longer filters. */
export const FILTER_LIMIT = 256;

/** Inside the quotes of a filter a backslash stands before each double quote and each backslash. */
export const escapeValue = (value: string): string => value.replaceAll(/["\\]/g, String.raw`\$&`);

/** The filter of a query as ListUsers takes it. Emulators want the single spaces. */
export const writeFilter = ({
  attribute,
  operator,
  value,
}: Pick<SearchQuery, 'attribute' | 'operator' | 'value'>) =>
  `${attribute} ${operator === 'starts' ? '^=' : '='} "${escapeValue(value)}"`;

/** As much of a value as fits into the filter of an attribute. Never half a character. */
export function fitValue(attribute: SearchQuery['attribute'], value: string): string {
  let left = FILTER_LIMIT - writeFilter({ attribute, operator: 'starts', value: '' }).length;
  let fitting = '';
  for (const character of value) {
    left -= escapeValue(character).length;
    if (left < 0) break;
    fitting += character;
  }
  return fitting;
}
