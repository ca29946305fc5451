/** What was seen on real Electron, as a dated table for docs/verification.md. */
import { basename } from 'node:path';

/** The parts of the report of Playwright's JSON reporter that are read here. */
export type PlaywrightReport = {
  readonly suites?: readonly Suite[];
  readonly errors?: readonly { readonly message?: string }[];
};
type Suite = {
  readonly file: string;
  readonly suites?: readonly Suite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly tests: readonly {
      readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
      readonly annotations?: readonly { readonly type: string; readonly description?: string }[];
    }[];
  }[];
};

/** How the tests of one file went. */
export type FileResult = {
  readonly file: string;
  readonly passed: number;
  /** Their titles. */
  readonly failed: readonly string[];
  readonly skipped: number;
  readonly reasons: readonly string[];
};

/** Where it was seen, each as it is written into the table. */
export type Seen = {
  readonly date: Date;
  readonly app: string;
  readonly electron: string;
  readonly chromium: string;
  readonly node: string;
  readonly system: string;
  readonly displayServer: string;
  readonly keyring: string;
  readonly sandbox: string;
};

const specsIn = (suite: Suite): readonly NonNullable<Suite['specs']>[number][] => [
  ...(suite.specs ?? []),
  ...(suite.suites ?? []).flatMap(specsIn),
];

/** One result for each file. A test that passed at its second try failed. */
export function resultsOf({ suites = [] }: PlaywrightReport): readonly FileResult[] {
  return suites.map((suite) => {
    const tests = specsIn(suite).flatMap(({ title, tests: each }) =>
      each.map((test) => ({ title, ...test })),
    );
    const skipped = tests.filter(({ status }) => status === 'skipped');
    const reasons = skipped.map(
      ({ annotations = [] }) =>
        annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given',
    );
    return {
      file: basename(suite.file),
      passed: tests.filter(({ status }) => status === 'expected').length,
      failed: tests
        .filter(({ status }) => status === 'unexpected' || status === 'flaky')
        .map(({ title }) => title),
      skipped: skipped.length,
      reasons: [...new Set(reasons)],
    };
  });
}

/** Text as it can stand in a cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');

/** What else was looked at, beside the tests: its name, and what came of it. */
export type Step = { readonly name: string; readonly result: string };

export function electronReport(
  { date, ...seen }: Seen,
  results: readonly FileResult[],
  steps: readonly Step[],
): string {
  const sum = (count: (result: FileResult) => number) =>
    String(results.reduce((total, result) => total + count(result), 0));
  const facts = [
    ['Cognito Desk', seen.app],
    ['Electron', seen.electron],
    ['Chromium', seen.chromium],
    ['Node.js', seen.node],
    ['System', seen.system],
    ['Display server', seen.displayServer],
    ['Keyring', seen.keyring],
    ['Sandbox', seen.sandbox],
    ...steps.map(({ name, result }) => [name, result]),
  ];
  const rows = results.map(({ file, passed, failed, skipped, reasons }) =>
    [
      `\`${file}\``,
      String(passed),
      failed.length === 0 ? '0' : `${String(failed.length)}: ${failed.join('; ')}`,
      skipped === 0 ? '0' : `${String(skipped)}: ${reasons.join('; ')}`,
    ]
      .map(cell)
      .join(' | '),
  );
  return [
    `## Electron ${seen.electron} on ${seen.system}, ${date.toISOString().slice(0, 10)}`,
    '',
    '| What | Seen |',
    '| --- | --- |',
    ...facts.map((fact) => `| ${fact.map((text) => cell(text ?? '')).join(' | ')} |`),
    '',
    '| Tests | Passed | Failed | Skipped |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
    `| All | ${sum(({ passed }) => passed)} | ${sum(({ failed }) => failed.length)} | ${sum(({ skipped }) => skipped)} |`,
    '',
  ].join('\n');
}

/** The program of a test build in `release/test/`, from the root of the project. */
export function testProgram(platform: NodeJS.Platform, arch: string): string {
  const suffix = arch === 'x64' ? '' : `-${arch}`;
  if (platform === 'darwin') {
    return `release/test/mac${suffix}/Cognito Desk.app/Contents/MacOS/Cognito Desk`;
  }
  return platform === 'win32'
    ? `release/test/win${suffix}-unpacked/Cognito Desk.exe`
    : `release/test/linux${suffix}-unpacked/cognito-desk`;
}
