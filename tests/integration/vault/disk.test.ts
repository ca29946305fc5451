import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { acquireFileLock } from '#core/vault/file-lock.ts';
import { failureOf, newVaultFolder, put, recordsOf } from '#tests/support/vault.ts';

const run = promisify(execFile);
const onDisk = (message?: string) => ({
  code: 'storage-unavailable',
  reason: 'disk',
  technical: { name: 'DiskError', ...(message !== undefined && { message }) },
});
const large = () => randomBytes(400_000).toString('base64');

/** A folder with room for a megabyte; null where that cannot be made. */
async function tinyDisk(folder: string): Promise<string | null> {
  const mount = join(folder, 'tiny');
  await mkdir(mount);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=700', 'tmpfs', mount]);
  } catch {
    return null;
  }
  onTestFinished(() => run('umount', [mount]).then(() => undefined));
  return mount;
}

describe('a disk that refuses', () => {
  it('because it is full leaves memory and files as they were', async (context) => {
    const here = await newVaultFolder();
    const mount = await tinyDisk(here.folder);
    if (mount === null) return context.skip('Only root on Linux can mount a tiny disk.');
    const path = join(mount, 'vault.json');
    const start = () => here.start({ path });
    const vault = start();
    await put(vault, { a: 1 });
    await put(vault, { a: 2 });
    const before = [await readFile(path), await readFile(`${path}.bak`)];

    expect(await failureOf(put(vault, { large: large() + large() }))).toMatchObject(onDisk('ENOSPC'));
    expect(await recordsOf(vault)).toEqual({ a: 2 });
    expect([await readFile(path), await readFile(`${path}.bak`)]).toEqual(before);
    expect((await readdir(mount)).filter((name) => name.endsWith('.tmp'))).toEqual([]);

    await writeFile(join(mount, 'ballast'), Buffer.alloc(2_000_000)).catch(() => undefined);
    expect(await failureOf(vault.setPassphrase('right', { askAtStart: true }))).toMatchObject(onDisk());
    expect(await failureOf(put(start(), { b: 1 }))).toMatchObject(onDisk());
    expect([await readFile(path), await readFile(`${path}.bak`)]).toEqual(before);

    await rm(join(mount, 'ballast'));
    await put(vault, { a: 3 });
    expect(await recordsOf(start())).toEqual({ a: 3 });
  });

  it('because the folder is read-only', async (context) => {
    const here = await newVaultFolder();
    const mount = await tinyDisk(here.folder);
    if (mount === null) return context.skip('Only root on Linux can mount a read-only disk.');
    const path = join(mount, 'vault.json');
    const vault = here.start({ path });
    await put(vault, { a: 1 });
    const before = await readFile(path);
    await run('mount', ['-o', 'remount,ro', mount]);
    expect(await failureOf(put(vault, { a: 2 }))).toMatchObject(onDisk());
    expect(await failureOf(vault.startFresh())).toMatchObject(onDisk());
    expect(await recordsOf(vault)).toEqual({ a: 1 });
    expect(await recordsOf(here.start({ path }))).toEqual({ a: 1 });
    expect(await readFile(path)).toEqual(before);
    await run('mount', ['-o', 'remount,rw', mount]);
    await put(vault, { a: 2 });
    expect(await recordsOf(here.start({ path }))).toEqual({ a: 2 });
  });

  it('because the folder is a file', async () => {
    const here = await newVaultFolder();
    const file = join(here.folder, 'file');
    await writeFile(file, '');
    const vault = here.start({ path: join(file, 'vault.json') });
    expect(await recordsOf(vault)).toEqual({});
    expect(await failureOf(put(vault, { a: 1 }))).toMatchObject(onDisk());
    expect(await recordsOf(vault)).toEqual({});
    await rm(file);
    await put(vault, { a: 1 });
    expect(await recordsOf(vault)).toEqual({ a: 1 });
  });

  it('because the file is a folder, is not taken for an empty one', async () => {
    const here = await newVaultFolder();
    await mkdir(here.path);
    const vault = here.start();
    expect(await failureOf(vault.read())).toMatchObject(onDisk('EISDIR'));
    expect(await failureOf(put(vault, { a: 1 }))).toMatchObject(onDisk('EISDIR'));
    await rm(here.path, { recursive: true });
    await put(vault, { a: 1 });
    expect(await recordsOf(here.start())).toEqual({ a: 1 });
  });
});

describe('the lock', () => {
  it('leaves an empty file and excludes everybody else in this process, too', async () => {
    const { folder } = await newVaultFolder();
    const path = join(folder, 'lock');
    let inside = 0;
    const enter = async () => {
      const release = await acquireFileLock(path);
      inside += 1;
      expect(inside).toBe(1);
      await new Promise(setImmediate);
      inside -= 1;
      release();
    };
    await Promise.all(Array.from({ length: 20 }, enter));
    expect((await stat(path)).size).toBe(0);
    expect(await readdir(folder)).toEqual(['lock']);
  });

  it('that another one keeps is given up after ten seconds, clearly', { timeout: 60_000 }, async () => {
    const here = await newVaultFolder();
    const vault = here.start();
    await put(vault, { a: 1 });
    const release = await acquireFileLock(`${here.path}.lock`);
    expect(await failureOf(put(vault, { a: 2 }))).toMatchObject({
      code: 'storage-unavailable',
      reason: 'busy',
    });
    release();
    await put(vault, { a: 3 });
    expect(await recordsOf(vault)).toEqual({ a: 3 });
  });
});
