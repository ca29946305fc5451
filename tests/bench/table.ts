/** What a topic of the bench reports, and how it is printed. */

/** A limit for one number of a row. */
export type Target = { readonly of: 'median' | 'ratio' } & (
  | { readonly atMost: number }
  | { readonly atLeast: number }
);

export type Row = {
  readonly name: string;
  /** In `unit`. The value itself where there is nothing to repeat, such as the size of a file. */
  readonly median: number;
  /** KB and MB are 1,000 and 1,000,000 bytes. */
  readonly unit: 'ms' | 's' | 'B' | 'KB' | 'MB' | 'frames' | 'frames/s';
  /** How many times as much as what the name says it is compared with; both sides come from one run. */
  readonly ratio?: number;
  readonly target?: Target;
};

export type Topic = {
  readonly title: string;
  readonly rows: readonly Row[];
  /** What has to be known to read the numbers. */
  readonly notes: readonly string[];
};

/** The middle value, which a few slow calls do not move. `values` must not be empty. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  if (low === undefined || high === undefined) throw new Error('There is no median of nothing.');
  return (low + high) / 2;
}

/** The value that 95 of 100 do not exceed. `values` must not be empty. */
export function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.ceil(sorted.length * 0.95) - 1];
  if (value === undefined) throw new Error('There is no percentile of nothing.');
  return value;
}

/** Whether a row keeps to its target; null when it has none. */
export function passes({ target, median: value, ratio }: Row): boolean | null {
  if (!target) return null;
  const measured = target.of === 'ratio' ? ratio : value;
  if (measured === undefined) return false;
  return 'atMost' in target ? measured <= target.atMost : measured >= target.atLeast;
}

/** The target in words, e.g. `≤ 10 ms`. Null when there is none. */
export function targetOf({ target, unit }: Row): string | null {
  if (!target) return null;
  const limit = 'atMost' in target ? `≤ ${target.atMost}` : `≥ ${target.atLeast}`;
  return `${limit} ${target.of === 'ratio' ? 'x' : unit}`;
}

/** A topic as a table for people. */
export function tableOf({ title, rows, notes }: Topic): string {
  const cells = rows.map((row) => [
    row.name,
    `${rounded(row.median)} ${row.unit}`,
    row.ratio === undefined ? '' : `${rounded(row.ratio)} x`,
    targetOf(row) ?? '',
    { true: 'pass', false: 'MISS', null: '' }[`${passes(row)}`],
  ]);
  const lines = [['', 'median', 'ratio', 'target', ''], ...cells];
  const widths =
    lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const text = lines.map((line) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return [title, ...text, ...notes.map((note) => `  ${note}`)].join('\n');
}

/** Three digits or so: more would be noise. */
function rounded(value: number): string {
  const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
