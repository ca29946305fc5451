import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs, {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { acquireFileLock } from '#core/vault/file-lock.ts';
import { failureOf, newVaultFolder, put, recordsOf } from '#tests/support/vault.ts';

const run = promisify(execFile);
const onDisk = (message: string, reason = 'disk') => ({
  code: 'storage-unavailable',
  reason,
  technical: { name: 'DiskError', message },
});
const full = onDisk('ENOSPC', 'disk-full');
const readOnly = onDisk('EROFS', 'not-allowed');
const isFolder = onDisk('EISDIR', 'folder-in-place');
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

    expect(await failureOf(put(vault, { large: large() + large() }))).toMatchObject(full);
    expect(await recordsOf(vault)).toEqual({ a: 2 });
    expect([await readFile(path), await readFile(`${path}.bak`)]).toEqual(before);
    expect((await readdir(mount)).filter((name) => name.endsWith('.tmp'))).toEqual([]);

    await writeFile(join(mount, 'ballast'), Buffer.alloc(2_000_000)).catch(() => undefined);
    expect(await failureOf(vault.setPassphrase('right', { askAtStart: true }))).toMatchObject(full);
    expect(await failureOf(put(start(), { b: 1 }))).toMatchObject(full);
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
    expect(await failureOf(put(vault, { a: 2 }))).toMatchObject(readOnly);
    expect(await failureOf(vault.startFresh())).toMatchObject(readOnly);
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
    expect(await failureOf(put(vault, { a: 1 }))).toMatchObject(onDisk('EEXIST'));
    expect(await recordsOf(vault)).toEqual({});
    await rm(file);
    await put(vault, { a: 1 });
    expect(await recordsOf(vault)).toEqual({ a: 1 });
  });

  it('because the file is a folder, is not taken for an empty one', async () => {
    const here = await newVaultFolder();
    await mkdir(here.path);
    const vault = here.start();
    expect(await failureOf(vault.read())).toMatchObject(isFolder);
    expect(await failureOf(put(vault, { a: 1 }))).toMatchObject(isFolder);
    await rm(here.path, { recursive: true });
    await put(vault, { a: 1 });
    expect(await recordsOf(here.start())).toEqual({ a: 1 });
  });
});

/** Makes every flush of a folder fail, as on file systems that know none. */
async function refuseFlushes(code: string): Promise<void> {
  const { open } = fs;
  const spy = vi.spyOn(fs, 'open').mockImplementation(async (path, flags, mode) => {
    const file = await open(path, flags, mode);
    if ((await file.stat()).isDirectory()) {
      file.sync = () => Promise.reject(Object.assign(new Error(code), { code }));
    }
    return file;
  });
  syncBuiltinESMExports();
  onTestFinished(() => {
    spy.mockRestore();
    syncBuiltinESMExports();
  });
}

describe('a file system that cannot flush a folder', () => {
  it.each(['EINVAL', 'ENOTSUP', 'EPERM', 'EISDIR', 'EIO'])(
    '(%s) has saved all the same: the new file is in its place',
    async (code) => {
      const here = await newVaultFolder();
      const vault = here.start();
      await refuseFlushes(code);
      await put(vault, { a: 1 });
      await put(vault, { a: 2 });
      expect(await recordsOf(vault)).toEqual({ a: 2 });
      expect(await recordsOf(here.start())).toEqual({ a: 2 });
    },
  );
});

describe('a vault file that is a link', () => {
  async function linked() {
    const here = await newVaultFolder();
    const elsewhere = join(here.folder, 'elsewhere');
    await mkdir(elsewhere);
    const target = join(elsewhere, 'real.json');
    await put(here.start(), { a: 1 });
    await rename(here.path, target);
    await symlink(join('elsewhere', 'real.json'), here.path);
    return { ...here, elsewhere, target };
  }

  it('stays one, and what it leads to is saved', async () => {
    const { path, target, elsewhere, folder, start } = await linked();
    const vault = start();
    await put(vault, { a: 2 });
    await put(vault, { a: 3 });
    expect(await readlink(path)).toBe(join('elsewhere', 'real.json'));
    expect(await recordsOf(start({ path: target }))).toEqual({ a: 3 });
    // Nothing of the former keys and values is left where nobody looks for it.
    expect(await readdir(elsewhere)).toEqual(['real.json']);
    expect((await readdir(folder)).sort()).toEqual([
      'elsewhere',
      'vault.json',
      'vault.json.bak',
      'vault.json.lock',
    ]);
    expect((await lstat(`${path}.bak`)).isFile()).toBe(true);
  });

  it('that leads to no file yet is filled', async () => {
    const { target, path, start } = await linked();
    await rm(target);
    await rm(`${path}.bak`, { force: true });
    await put(start(), { b: 1 });
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect(await recordsOf(start({ path: target }))).toEqual({ b: 1 });
  });

  it('that leads to a folder that is not there is no vault that is gone', async () => {
    const { elsewhere, folder, start } = await linked();
    await put(start(), { a: 2 });
    await rename(elsewhere, join(folder, 'not connected'));
    const vault = start();
    const broken = onDisk('BROKEN_LINK', 'link-broken');
    expect(await failureOf(vault.read())).toMatchObject(broken);
    expect(await failureOf(put(vault, { b: 1 }))).toMatchObject(broken);
    await rename(join(folder, 'not connected'), elsewhere);
    expect(await recordsOf(vault)).toEqual({ a: 2 });
  });

  it('is set aside with what it leads to, and filled anew', async () => {
    const { path, target, folder, start } = await linked();
    const text = await readFile(target, 'utf8');
    const vault = start();
    await vault.startFresh();
    expect(await readFile(`${path}.set-aside-2026-11-24T10-00-00`, 'utf8')).toBe(text);
    await put(vault, { b: 1 });
    expect(await recordsOf(start({ path: target }))).toEqual({ b: 1 });
    expect((await readdir(folder)).filter((name) => name.includes('set-aside'))).toHaveLength(1);
  });
});

describe('something else in the place of', () => {
  it.each(['vault.json.lock', 'vault.json.tmp', 'vault.json.bak', 'vault.json.bak.tmp'])(
    '%s, a folder, is moved out of the way with what is in it',
    async (name) => {
      const { folder, start } = await newVaultFolder();
      const vault = start();
      await put(vault, { a: 1 });
      for (const content of ['first', 'second']) {
        await rm(join(folder, name), { force: true });
        await mkdir(join(folder, name));
        await writeFile(join(folder, name, 'file'), content);
        await put(vault, { a: content });
        await vault.setPassphrase(content, { askAtStart: false, current: 'first' });
      }
      expect(await recordsOf(start())).toEqual({ a: 'second' });
      expect(await readFile(join(folder, `${name}.folder`, 'file'), 'utf8')).toBe('first');
      expect(await readFile(join(folder, `${name}.folder-2`, 'file'), 'utf8')).toBe('second');
    },
  );

  it.each([500, 5000])('the lock, %i random bytes, ends no saving', async (length) => {
    const { path, start } = await newVaultFolder();
    const vault = start();
    await put(vault, { a: 1 });
    await writeFile(`${path}.lock`, randomBytes(length));
    await Promise.all([put(vault, { b: 2 }), put(start(), { c: 3 })]);
    expect(await recordsOf(start())).toEqual({ a: 1, b: 2, c: 3 });
    expect((await stat(`${path}.lock`)).size).toBe(0);
  });

  it('the folder, a path that is longer than a lock can have, is said to be just that', async () => {
    const { folder, start } = await newVaultFolder();
    const path = join(folder, ...Array<string>(4).fill('long'.repeat(50)), 'vault.json');
    expect(await failureOf(put(start({ path }), { a: 1 }))).toMatchObject(
      onDisk('ENAMETOOLONG', 'path-too-long'),
    );
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

  it.runIf(process.platform !== 'win32')('is for this user only, also where it was not', async () => {
    const { folder } = await newVaultFolder();
    const path = join(folder, 'lock');
    await writeFile(path, '');
    await chmod(path, 0o644);
    (await acquireFileLock(path))();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
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
