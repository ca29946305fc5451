import type { Reporter, Suite, TestCase } from '@playwright/test/reporter';
import { writeTotals } from './totals.ts';

/** Counts for `npm test`. Beside Playwright's own reporter, which prints. A test that passed on its second try failed. */
export default class TotalsReporter implements Reporter {
  #suite: Suite | undefined;
  #errorsOutsideTests = 0;

  onBegin(_config: unknown, suite: Suite): void {
    this.#suite = suite;
  }

  onError(): void {
    this.#errorsOutsideTests += 1;
  }

  async onEnd(): Promise<void> {
    const tests = this.#suite?.allTests() ?? [];
    const skipped = tests.filter((test) => test.outcome() === 'skipped');
    const passed = tests.filter((test) => test.outcome() === 'expected');
    const failed = tests.filter((test) => !skipped.includes(test) && !passed.includes(test));
    await writeTotals({
      passed: passed.length,
      failed: failed.length + this.#errorsOutsideTests,
      failures: failed.map(nameOf),
      skipped: skipped.map((test) => `${nameOf(test)}: ${reasonOf(test)}`),
    });
  }
}

const nameOf = (test: TestCase) => test.titlePath().filter(Boolean).join(' > ');

function reasonOf(test: TestCase): string {
  return (
    test.annotations.find(({ type, description }) => type === 'skip' && description)?.description ??
    'no reason given'
  );
}
