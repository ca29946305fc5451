import type { PeopleFilter } from '#contract/people.ts';

/** A filter that everybody meets. */
export const everybody = (): PeopleFilter => ({
  text: '',
  conditions: [],
  statuses: [],
  enabled: null,
  provider: null,
  emailVerified: null,
  phoneVerified: null,
  createdFrom: null,
  createdBefore: null,
});

/** Whether a filter takes anybody away. */
export const narrows = (filter: PeopleFilter): boolean =>
  JSON.stringify({ ...filter, text: filter.text.trim() }) !== JSON.stringify(everybody());

/** The first instant of a day in local time (YYYY-MM-DD), `days` later. Null for what is no day. */
export function startOfDay(day: string, days = 0): number | null {
  const [year, month, date] = day.split('-').map(Number);
  if (!year || !month || !date) return null;
  const at = new Date(year, month - 1, date + days).getTime();
  return Number.isNaN(at) ? null : at;
}
