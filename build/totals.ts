import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What a test runner did, counted the same way for each runner. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  /** The name of each failed test, as far as there is one. */
  readonly failures: readonly string[];
  /** One line per skipped test: its name and why it was skipped. */
  readonly skipped: readonly string[];
}

/** The environment variable in which `npm test` tells a reporter where to write its totals. */
export const totalsFileVariable = 'TEST_TOTALS_FILE';

/** Called by the reporters when their run has ended. */
export async function writeTotals(totals: Totals): Promise<void> {
  const file = process.env[totalsFileVariable];
  if (!file) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(totals));
}

/** Runs a test runner and reads what its reporter wrote. `null`: the runner broke before its run ended. */
export async function collectTotals(file: string, run: () => Promise<unknown>): Promise<Totals | null> {
  await rm(file, { force: true });
  await run();
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Totals;
  } catch {
    return null;
  }
}
