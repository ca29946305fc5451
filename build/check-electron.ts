/**
 * `npm run check:electron`: all that only real Electron can show. Fetches it, packs the app as Playwright may drive it,
 * runs the UI tests and those of the packaged app on it, and writes what was seen into `.tmp/electron-check.md`, for
 * docs/verification.md. On Linux without a display it shows the windows on one of `xvfb-run`. Where Electron cannot
 * be had it says so and ends with 1: it never takes the stand-in.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { release, type } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import manifest from '../package.json' with { type: 'json' };
import {
  electronReport,
  resultsOf,
  testProgram,
  type PlaywrightReport,
  type Step,
} from './electron-report.ts';
import { prepareElectron, root } from './runtime.ts';
import { withoutDisplay } from './runtime/choose.ts';
import { displayServer, keyring } from './runtime/desktop.ts';
import { sandboxSwitches } from './runtime/sandbox.ts';

const reportFile = join(root, '.tmp', 'electron-check.md');
const program = resolve(root, testProgram(process.platform, process.arch));

function node(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  through: readonly string[] = [],
): boolean {
  const [command = process.execPath, ...rest] = [...through, process.execPath, ...args];
  const { status, error } = spawnSync(command, rest, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (error !== undefined) console.error(error.message);
  return status === 0;
}

/** Runs tests with Playwright, and reads what came of them. Without a report it broke before its end. */
async function playwright(
  name: string,
  config: string,
  env: NodeJS.ProcessEnv,
  through: readonly string[],
): Promise<PlaywrightReport> {
  const file = join(root, '.tmp', `electron-check-${name}.json`);
  await rm(file, { force: true });
  const script = 'node_modules/@playwright/test/cli.js';
  node(
    [script, 'test', '--config', config, '--reporter', 'list,json'],
    { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    through,
  );
  try {
    return JSON.parse(await readFile(file, 'utf8')) as PlaywrightReport;
  } catch {
    return { errors: [{ message: `The run of ${config} did not get to its end.` }] };
  }
}

/** Says why it ends, in a sentence, and ends with 1. */
function stop(why: string): never {
  console.error(why);
  process.exit(1);
}

const xvfb = withoutDisplay(process.platform, process.env) !== undefined;
if (xvfb && spawnSync('xvfb-run', ['--help'], { stdio: 'ignore' }).error !== undefined) {
  stop('There is no display here, and no xvfb-run to make one. On Debian: sudo apt-get install xvfb xauth.');
}
const through = xvfb ? ['xvfb-run', '--auto-servernum'] : [];

const electron = await prepareElectron();
if (!electron.usable) {
  stop(`Electron's own binary cannot be used here: ${electron.why}.${electron.help ?? ''}`);
}

// Bundles first, for the UI tests too. Signed by nobody, for which no secret is needed.
const packed = node(['build/package.ts', '--dir', '--config', 'build/electron-builder.test.yml'], {
  CSC_FOR_PULL_REQUEST: 'true',
});
if (!packed) stop('The app could not be packed, so nothing was tested.');
const fuses = node(['build/check-fuses.ts', program, 'build/electron-builder.test.yml']);

const reports = [
  await playwright('ui', 'tests/playwright.config.ts', { COGNITO_DESK_TEST_ON: 'electron' }, through),
  await playwright('packaged', 'tests/packaged/playwright.config.ts', { PROGRAM: program }, through),
];
const results = reports.flatMap(resultsOf);
const errors = reports.flatMap(({ errors: all = [] }) => all.map(({ message = 'an error' }) => message));
const { versions, sandbox } = electron;
const withoutSandbox = sandbox !== undefined && sandboxSwitches(sandbox).length > 0;
const steps: Step[] = [
  { name: 'Fuses of the test build', result: fuses ? 'as stated' : 'not as stated' },
  ...errors.map((result) => ({ name: 'Outside of the tests', result: result.split('\n')[0] ?? '' })),
];
const report = electronReport(
  {
    date: new Date(),
    app: manifest.version,
    electron: versions.electron,
    chromium: versions.chrome ?? 'not told',
    node: versions.node,
    system: `${type()} ${release()}, ${process.arch}`,
    displayServer: displayServer(process.platform, process.env, xvfb),
    keyring: keyring(process.platform),
    sandbox: withoutSandbox ? 'off: this computer does not allow it' : 'on',
  },
  results,
  steps,
);
await mkdir(dirname(reportFile), { recursive: true });
await writeFile(reportFile, report);
console.log(`\n${report}\nWritten to ${reportFile}`);
const good = fuses && errors.length === 0 && results.every(({ failed }) => failed.length === 0);
process.exitCode = good ? 0 : 1;
