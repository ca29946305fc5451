import type { Reporter, TestModule } from 'vitest/node';
import { writeTotals } from './totals.ts';

/** Counts for `npm test`. Beside Vitest's own reporter, which prints. */
export default class TotalsReporter implements Reporter {
  async onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): Promise<void> {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter((test) => test.result().state === state);
    // A file that does not load, or a hook that throws, fails no test of its own.
    const brokenModules = modules.filter(
      (module) => !module.ok() && ![...module.children.allTests('failed')].length,
    );
    await writeTotals({
      passed: inState('passed').length,
      failed: inState('failed').length + brokenModules.length + unhandledErrors.length,
      failures: [
        ...inState('failed').map((test) => test.fullName),
        ...brokenModules.map((module) => module.relativeModuleId),
        ...unhandledErrors.map((error) => `outside any test: ${String(error)}`),
      ],
      skipped: inState('skipped').map((test) => {
        const result = test.result();
        const note = result.state === 'skipped' ? result.note : undefined;
        return `${test.fullName}: ${note ?? 'no reason given'}`;
      }),
    });
  }
}
