import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type AwsCli =
  | { readonly path: string; readonly version: string; readonly missing?: never }
  | { readonly path?: never; readonly version?: never; readonly missing: string };

/**
 * Finds AWS CLI v2. The usual places of a v2 come before PATH, where an `aws` of v1 is often first.
 * `missing` says what is there instead.
 */
export function findAwsCli(): AwsCli {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const candidates = ['/usr/bin', '/usr/local/bin', ...onPath].map((folder) => join(folder, 'aws'));
  const versions = [];
  for (const path of new Set(candidates)) {
    const version = versionOf(path);
    if (version?.startsWith('aws-cli/2.')) return { path, version };
    if (version !== null) versions.push(version);
  }
  return { missing: `AWS CLI v2 is not installed (found: ${versions.join(', ') || 'none'}).` };
}

function versionOf(path: string): string | null {
  try {
    accessSync(path, constants.X_OK);
    return execFileSync(path, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}

export type WarmCli = {
  /** Of a program to be called in place of the real one. */
  readonly path: string;
  readonly stop: () => Promise<void>;
};

/**
 * AWS CLI, loaded once and not at each call, which takes it most of a second (`warm-aws.py`). The program itself where
 * it is not the Python script that Linux distributions and pip install.
 */
export async function keepWarm(path: string): Promise<WarmCli> {
  const [, python] = /^#!(\S*python\S*)\s*$/m.exec((await readFile(path, 'latin1')).slice(0, 200)) ?? [];
  if (python === undefined) return { path, stop: () => Promise.resolve() };
  const folder = await mkdtemp(join(tmpdir(), 'warm-aws-'));
  const script = fileURLToPath(new URL('warm-aws.py', import.meta.url));
  const child = spawn(python, [script, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const stop = async () => {
    child.stdin.end();
    await exited;
    await rm(folder, { recursive: true });
  };
  const isReady = await Promise.race([once(child.stdout, 'data').then(() => true), exited.then(() => false)]);
  if (isReady) return { path: join(folder, 'aws'), stop };
  await stop();
  throw new Error(`${path} could not be kept warm.`);
}

export type BashResult = { readonly code: number; readonly stdout: string; readonly stderr: string };

/**
 * Runs one command in a plain bash as on a computer without AWS settings, except for dummy credentials.
 * `folder` is the working folder and the home; `env` is added to the environment.
 */
export function runBash(
  command: string,
  { cli, folder, env = {} }: { cli: string; folder: string; env?: Readonly<Record<string, string>> },
): Promise<BashResult> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'bash',
      ['--norc', '--noprofile', '-c', command],
      {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
        env: {
          PATH: [dirname(cli), '/usr/bin', '/bin'].join(delimiter),
          HOME: folder,
          LANG: 'C.UTF-8',
          TZ: 'UTC',
          AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE000000000',
          AWS_SECRET_ACCESS_KEY: 'dummy-secret-of-the-tests',
          AWS_EC2_METADATA_DISABLED: 'true',
          AWS_PAGER: '',
          ...env,
        },
      },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') reject(new Error(`bash failed: ${error.message}`));
        else resolve({ code: Number(error?.code ?? 0), stdout, stderr });
      },
    );
    child.stdin?.end();
  });
}

/**
 * The arguments that each command gives to `aws`, read by a real shell as if somebody typed the commands: line by
 * line, in bash with the history expansion of interactive use. Throws when the shell complains, or when the
 * commands do anything but call `aws` once each.
 */
export function argumentsOf(shell: 'bash' | 'zsh', commands: readonly string[]): string[][] {
  const start = { bash: 'set -o history -o histexpand', zsh: 'setopt rcquotes extendedglob magicequalsubst' };
  const fakeAws = `aws() { printf '%s\\0' "$#" "$@"; }`;
  const { stdout, stderr, status } = spawnSync(shell, [shell === 'bash' ? '--norc' : '-f'], {
    input: [start[shell], fakeAws, ...commands, ''].join('\n'),
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8' },
  });
  if (status !== 0 || stderr !== '') throw new Error(`${shell} ended with ${status}: ${stderr}`);
  const words = stdout.split('\0').slice(0, -1);
  const calls: string[][] = [];
  while (words.length > 0) calls.push(words.splice(0, Number(words.shift())));
  if (calls.length !== commands.length)
    throw new Error(`${commands.length} commands made ${calls.length} calls.`);
  return calls;
}

/** Whether this shell can be started. */
export const hasShell = (shell: string): boolean => spawnSync(shell, ['-c', ':']).status === 0;
