/**
 * All checks: `npm test`. Static checks, the bundle and the unit tests first and side by side, then the other tests,
 * from the quickest kind to the slowest. Ends with one line, `N passed, N failed`; a static check counts as one.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { prepareChromium, root } from './runtime.ts';
import { wantedBrowser } from './runtime/chromium.ts';
import { installPackages } from './runtime/install-packages.ts';
import { collectTotals, totalsFileVariable, type Totals } from './totals.ts';

interface Command {
  readonly name: string;
  /** A script for Node from the root of the project, and its arguments. */
  readonly script: string;
  readonly args?: readonly string[];
}

/** Runs a command, with its output collected or passed through. Resolves with success and the collected output. */
function run(
  { script, args = [] }: Command,
  output: 'collect' | 'print',
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly ok: boolean; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', output === 'print' ? 'inherit' : 'pipe', output === 'print' ? 'inherit' : 'pipe'],
    });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ ok: code === 0, output: Buffer.concat(chunks).toString() }));
  });
}

const seconds = (start: number) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

function heading(text: string): void {
  console.log(`\n=== ${text}`);
}

async function check(command: Command): Promise<boolean> {
  const start = performance.now();
  const { ok, output } = await run(command, 'collect');
  heading(`${command.name}: ${ok ? 'passed' : 'FAILED'} (${seconds(start)})`);
  if (output.trim()) console.log(output.trimEnd());
  return ok;
}

async function test(command: Command, output: 'collect' | 'print' = 'print'): Promise<Totals> {
  if (output === 'print') heading(command.name);
  const start = performance.now();
  const file = join(root, '.tmp', `totals-${command.name.toLowerCase().replaceAll(' ', '-')}.json`);
  const totals = await collectTotals(file, async () => {
    const done = await run(command, output, { [totalsFileVariable]: file });
    if (output === 'collect') {
      heading(command.name);
      console.log(done.output.trimEnd());
    }
    return done;
  });
  if (!totals) console.log(`${command.name}: the test runner did not get to its end.`);
  else if (totals.passed + totals.failed + totals.skipped.length === 0) console.log('No tests were found.');
  else {
    console.log(`${String(totals.passed)} passed, ${String(totals.failed)} failed (${seconds(start)})`);
    for (const line of totals.skipped) console.log(`skipped: ${line}`);
    return totals;
  }
  return { passed: 0, failed: 1, failures: [`${command.name} as a whole`], skipped: [] };
}

const oxlint = (name: string, ...args: string[]): Command => ({
  name,
  script: 'node_modules/oxlint/bin/oxlint',
  args: ['--config', 'build/oxlint.config.ts', '--deny-warnings', ...args],
});
// One native compiler for both; it does not know components, so the types of their folder are for vue-tsc.
const typesAndLint = oxlint('Types and lint', '--type-check', 'build', 'electron', 'tests');
const typesOfRenderer = {
  name: 'Types of the renderer',
  script: 'node_modules/vue-tsc/bin/vue-tsc.js',
  args: ['--build', 'renderer'],
};
const lintRenderer = oxlint('Lint of the renderer', 'renderer');
const lintComponents = {
  name: 'Lint of components',
  script: 'node_modules/eslint/bin/eslint.js',
  args: ['--config', 'build/eslint.config.ts', '--max-warnings', '0', 'renderer'],
};
const format = { name: 'Format', script: 'node_modules/oxfmt/bin/oxfmt', args: ['--check', '.'] };
const bundle = { name: 'Bundle', script: 'build/bundle.ts' };

const vitest = (name: string, project: string): Command => ({
  name,
  script: 'node_modules/vitest/vitest.mjs',
  args: [
    'run',
    ...['--config', 'tests/vitest.config.ts', '--project', project],
    ...['--reporter', 'default', '--reporter', './build/totals-vitest.ts'],
  ],
});
const playwright: Command = {
  name: 'UI tests',
  script: 'node_modules/@playwright/test/cli.js',
  args: [
    'test',
    '--config',
    'tests/playwright.config.ts',
    '--reporter',
    `list,${join(root, 'build/totals-playwright.ts')}`,
  ],
};

const start = performance.now();
// What the tests show the app in, and what some of them can use besides; on Debian, as root, it is installed.
installPackages();
if (prepareChromium() === undefined) console.error(wantedBrowser(process.platform));
const staticChecks = [typesAndLint, typesOfRenderer, lintRenderer, lintComponents, format];
// Two rows side by side, each for one core.
const [staticOk, [bundleOk, unitTotals]] = await Promise.all([
  (async () => {
    const ok: boolean[] = [];
    for (const each of staticChecks) ok.push(await check(each));
    return ok;
  })(),
  (async () => [await check(bundle), await test(vitest('Unit tests', 'unit*'), 'collect')] as const)(),
]);
const failedChecks = [bundle, ...staticChecks].filter((_check, index) => ![bundleOk, ...staticOk][index]);

const results: Totals[] = [
  {
    passed: staticChecks.length + 1 - failedChecks.length,
    failed: failedChecks.length,
    failures: failedChecks.map(({ name }) => name),
    skipped: [],
  },
  unitTotals,
  await test(vitest('Integration tests', 'integration*')),
];
if (bundleOk) results.push(await test(playwright), await test(vitest('Package tests', 'package')));
else console.log('\nThe UI and package tests did not run: they need the bundle.');

const passed = results.reduce((sum, totals) => sum + totals.passed, 0);
const failed = results.reduce((sum, totals) => sum + totals.failed, 0);
const skipped = results.reduce((sum, totals) => sum + totals.skipped.length, 0);
if (failed > 0) process.exitCode = 1;
heading(`All checks (${seconds(start)})`);
// Once more at the end: where the output is cut, the end is what is kept.
for (const name of results.flatMap(({ failures }) => failures)) console.log(`failed: ${name}`);
console.log(
  `${String(passed)} passed, ${String(failed)} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ''}`,
);
