/** What is installed for the tests and the app, with programs of our own in the place of the system's. */
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { root } from '#build/runtime.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cognito-desk-install-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(name: string, script: string): Promise<void> {
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, name), 0o755);
}

/** Runs the script where only the programs of this test are found, which note what they were asked. */
async function install(user: number, aptGet: string, ...args: string[]) {
  await put('id', `echo ${String(user)}`);
  await put('apt-get', `echo "$@" >> ${join(folder, 'asked')}\n${aptGet}`);
  const { status: code, stdout } = spawnSync('/bin/sh', [join(root, 'build/install-packages.sh'), ...args], {
    env: { PATH: folder },
    encoding: 'utf8',
  });
  const asked = await readFile(join(folder, 'asked'), 'utf8').catch(() => '');
  return { code, stdout, asked: asked.trim().split('\n') };
}

it('installs nothing for a normal user, and says that by its end', async () => {
  expect(await install(1000, 'exit 0')).toEqual({ code: 1, stdout: '', asked: [''] });
});

it('installs all that the tests use at once, and says so before', async () => {
  const { code, stdout, asked } = await install(0, 'exit 0');

  expect(code).toBe(0);
  expect(stdout).toMatch(/^Installing what the tests use, once: chromium .*awscli\n$/);
  expect(asked).toEqual([
    expect.stringContaining('update'),
    expect.stringMatching(/^install .*chromium .*awscli$/),
  ]);
});

it('does without what cannot be had but is not needed', async () => {
  const { code, stdout, asked } = await install(0, 'case "$*" in *aws*) exit 100 ;; esac');

  expect(code).toBe(0);
  expect(asked).toContainEqual(expect.stringMatching(/^satisfy .* chromium$/));
  expect(stdout).toContain('awscli could not be installed: the tests do without it.');
});

it('fails where what is needed cannot be had', async () => {
  expect((await install(0, 'exit 100')).code).not.toBe(0);
});

it('asks for nothing where a relative of Chromium and the AWS CLI are there', async () => {
  await put('microsoft-edge', '');
  await put('aws', '');

  const { asked } = await install(0, 'exit 0');

  expect(asked.join('\n')).not.toMatch(/ chromium( |$)|awscli/m);
});

it('installs what satisfies given dependencies', async () => {
  const { code, asked } = await install(0, 'exit 0', 'libnss3, liba | libb');

  expect(code).toBe(0);
  expect(asked.at(-1)).toMatch(/^satisfy .*--no-install-recommends libnss3, liba \| libb$/);
});
