/** What the app runs on, as decided from what there is on a computer. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { prepareElectron, prepareRuntime, root, standIn } from '#build/runtime.ts';
import { wantedBrowser } from '#build/runtime/chromium.ts';
import { chooseRuntime, withoutDisplay, type Facts } from '#build/runtime/choose.ts';
import { findElectron } from '#build/runtime/electron-binary.ts';
import { electronReachable, proxySwitches } from '#build/runtime/fetch-electron.ts';
import { isDebian } from '#build/runtime/install-packages.ts';
import { hasGtk, missingLibraries, tryToLoad } from '#build/runtime/loading.ts';
import { sandboxFacts, sandboxSwitches } from '#build/runtime/sandbox.ts';
import { startProxy } from '#tests/support/proxy.ts';
import { findChromium } from '#tests/electron-standin/find-chromium.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cognito-desk-runtime-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function put(path: string, text = '', mode = 0o644): Promise<string> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  await chmod(file, mode);
  return file;
}

it('the folder of the project does not end in a separator, which would escape a quote on Windows', () => {
  expect(root.endsWith(sep)).toBe(false);
});

describe('an Electron', () => {
  const whole = { 'package.json': '{"version": "45.4.1"}', 'dist/version': '45.4.1', 'path.txt': 'electron' };
  const packageWith = async (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) await put(path, text);
    return { folder, platform: 'linux' as const };
  };

  it('is found where all of it is there', async () => {
    const place = await packageWith({ ...whole, 'dist/electron': '' });

    expect(findElectron(place)).toBe(join(folder, 'dist/electron'));
  });

  it.each([
    ['nothing but the program, of a download that was cut off', { 'dist/version': '', 'path.txt': '' }],
    ['no note of where the program is', { 'path.txt': '' }],
    ['the note of an earlier version', { 'dist/version': 'v44.0.0' }],
    ['the program of another system', { 'path.txt': 'electron.exe' }],
  ])('is not found with %s', async (_what, changes) => {
    const place = await packageWith({ ...whole, 'dist/electron': '', ...changes });

    expect(findElectron(place)).toBeUndefined();
  });

  it('is not found without its program', async () => {
    expect(findElectron(await packageWith(whole))).toBeUndefined();
  });

  it.each([
    ['darwin', 'Electron.app/Contents/MacOS/Electron'],
    ['win32', 'electron.exe'],
    ['linux', 'electron'],
  ] as const)('of somebody’s own is taken as it is on %s', async (platform, name) => {
    const program = await put(join('own', name));

    expect(findElectron({ folder, platform, override: join(folder, 'own') })).toBe(program);
    expect(findElectron({ folder, platform, override: join(folder, 'elsewhere') })).toBeUndefined();
  });
});

describe('what Electron lacks', () => {
  const ldd = `
\tlinux-vdso.so.1 (0x00007ffd)
\tlibffmpeg.so => /opt/electron/libffmpeg.so (0x00007f1b)
\tlibnss3.so => not found
\tlibgbm.so.1 => not found
\tlibnss3.so => not found
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f1a)`;

  it('is read from ldd, each library once', () => {
    expect(missingLibraries(ldd)).toEqual(['libnss3.so', 'libgbm.so.1']);
    expect(missingLibraries('\tnot a dynamic executable\n')).toEqual([]);
  });

  it.each([
    ['\tlibgtk-3.so.0 (libc6,x86-64) => /lib/x86_64-linux-gnu/libgtk-3.so.0', true],
    ['\tlibgtk-4.so.1 (libc6,AArch64) => /lib/aarch64-linux-gnu/libgtk-4.so.1', true],
    ['\tlibgtk-x11-2.0.so.0 (libc6,x86-64) => /lib/libgtk-x11-2.0.so.0', false],
    ['', false],
  ])('is GTK where no list of libraries has it: %s', (list, expected) => {
    expect(hasGtk(`1 libs found in cache\n${list}\n`)).toBe(expected);
  });

  it('is asked of the program by starting it as Node', async () => {
    const good = await put(
      'good',
      '#!/bin/sh\n[ "$ELECTRON_RUN_AS_NODE" = 1 ] && echo \'{"electron":"45.4.1"}\'\n',
      0o755,
    );

    expect(tryToLoad(good, [])).toMatchObject({ loads: true, versions: { electron: '45.4.1' } });
    expect(tryToLoad(good, ['libnss3.so'])).toMatchObject({ loads: false, lacks: ['libnss3.so'] });
  });

  it.each([
    ['a program that ends with 127', '#!/bin/sh\nexit 127\n', 0o755, /code 127/],
    ['a program that is not Electron', '#!/bin/sh\necho v20\n', 0o755, /does not answer as Electron/],
    ['a file that is no program', 'half of it', 0o755, /cannot be started/],
    ['a file that may not be run', '#!/bin/sh\nexit 0\n', 0o644, /EACCES/],
  ])('is a start at all, for %s', async (_what, text, mode, reason) => {
    const program = await put('electron', text, mode);

    expect(tryToLoad(program, [])).toMatchObject({ loads: false, why: expect.stringMatching(reason) });
  });
});

describe('the sandbox of Chromium', () => {
  const without = ['--no-sandbox', '--disable-dev-shm-usage'];

  it.each([
    ['a normal user with user namespaces', { uid: 1000, userNamespaces: true, helper: false }, []],
    ['a normal user with the helper of root', { uid: 1000, userNamespaces: false, helper: true }, []],
    ['a normal user with neither', { uid: 1000, userNamespaces: false, helper: false }, without],
    ['root, whatever there is', { uid: 0, userNamespaces: true, helper: true }, without],
  ])('is used by %s as far as it can be', (_who, facts, expected) => {
    expect(sandboxSwitches(facts)).toEqual(expected);
  });

  it('has no helper where the program came from npm, whose helper is nobody’s in particular', async () => {
    await put('chrome-sandbox', '', 0o755);

    expect(sandboxFacts(join(folder, 'electron')).helper).toBe(false);
  });
});

const versions = { electron: '45.4.1', chrome: '153.0.1', node: '24.18.1' };

describe('the choice', () => {
  const facts: Facts = {
    platform: 'linux',
    electron: {
      usable: true,
      program: '/e/electron',
      versions,
      sandbox: { uid: 1000, userNamespaces: true, helper: false },
    },
    chromium: undefined,
    root: '/desk',
    standIn: { program: 'node', args: ['run.ts', 'index.cjs'] },
  };
  const electron = {
    usable: false,
    why: 'it lacks libnss3.so',
    help: ' To install that: sudo apt-get …',
  } as const;

  it('is Electron where it can be used', () => {
    expect(chooseRuntime(facts)).toEqual({
      on: 'electron',
      runtime: { program: '/e/electron', args: ['/desk'] },
      why: 'The app runs on Electron.',
    });
    expect(
      chooseRuntime({
        ...facts,
        platform: 'win32',
        electron: { usable: true, program: 'C:\\electron.exe', versions },
      }),
    ).toMatchObject({ on: 'electron', runtime: { args: ['/desk'] } });
  });

  it.each([
    [0, 'root may not use it'],
    [1000, 'this system refuses user namespaces'],
  ])('says why Electron runs without its sandbox: user %d', (uid, reason) => {
    const sandbox = { uid, userNamespaces: false, helper: false };

    expect(
      chooseRuntime({ ...facts, electron: { usable: true, program: '/e', versions, sandbox } }),
    ).toMatchObject({
      runtime: { args: ['--no-sandbox', '--disable-dev-shm-usage', '/desk'] },
      why: `The app runs on Electron, without Chromium's sandbox, since ${reason}.`,
    });
  });

  it('is the stand-in where Electron cannot be used, with the reason and what would help', () => {
    const choice = chooseRuntime({ ...facts, electron, chromium: '/usr/bin/chromium' });

    expect(choice).toMatchObject({ on: 'stand-in', runtime: facts.standIn });
    expect(choice.why).toContain('in /usr/bin/chromium');
    expect(choice.why).toContain('cannot be used here: it lacks libnss3.so. To install that: sudo apt-get …');
  });

  it.each(['win32', 'darwin', 'linux'] as const)(
    'is nothing without either, in the words of %s',
    (platform) => {
      const choice = chooseRuntime({ ...facts, platform, electron: { usable: false, why: 'no' } });

      expect(choice.on).toBe('nothing');
      expect(choice.why).toContain(wantedBrowser(platform));
      expect(choice.why.includes('apt-get')).toBe(platform === 'linux');
      expect(choice.why).toMatch(/Edge.*Chrome|Chrome.*Edge/);
    },
  );

  it('comes after the display, which only Linux can be without', () => {
    expect(withoutDisplay('linux', {})?.on).toBe('no-display');
    expect(withoutDisplay('linux', { DISPLAY: ':1' })).toBeUndefined();
    expect(withoutDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBeUndefined();
    expect(withoutDisplay('win32', {})).toBeUndefined();
    expect(withoutDisplay('darwin', {})).toBeUndefined();
  });
});

describe.runIf(process.platform === 'linux')('on this computer', () => {
  beforeEach(() => vi.stubEnv('DISPLAY', ':1'));

  it('an Electron that ends with 127 leads to the stand-in, and is the reason', async () => {
    await put('electron', '#!/bin/sh\nexit 127\n', 0o755);
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder);

    expect(await prepareElectron({ install: () => false })).toMatchObject({ usable: false });
    expect(await prepareRuntime({ install: () => false })).toMatchObject({
      on: 'stand-in',
      runtime: standIn,
      why: expect.stringMatching(/code 127|lacks/),
    });
  });

  it('what Electron lacks is installed where it can be, and asked for once more', async () => {
    await put('electron', '#!/bin/sh\nexit 0\n', 0o755);
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder);
    const installed: string[] = [];
    const lacks = { loads: false, lacks: ['libnss3.so'], why: 'it lacks libnss3.so' } as const;
    const loading = [lacks, { loads: true, versions } as const];

    const electron = await prepareElectron({
      load: () => loading.shift() ?? lacks,
      install: (depends = '') => installed.push(depends) > 0,
    });

    expect(electron).toMatchObject({ usable: true, program: join(folder, 'electron') });
    expect(installed).toEqual([expect.stringContaining('libnss3')]);
  });

  it('a folder of somebody’s own without an Electron is not filled from the network', async () => {
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder);

    expect(await prepareElectron()).toMatchObject({
      usable: false,
      why: expect.stringContaining('ELECTRON_OVERRIDE_DIST_PATH'),
    });
  });
});

describe('the network', () => {
  it('is reached through the proxy of the environment, if there is one', () => {
    const both = { NODE_USE_ENV_PROXY: '1', ELECTRON_GET_USE_PROXY: '1' };

    expect(proxySwitches({ HTTPS_PROXY: 'http://proxy:8080' })).toEqual(both);
    expect(proxySwitches({ https_proxy: 'http://proxy:8080' })).toEqual(both);
    expect(proxySwitches({ HTTPS_PROXY: '' })).toEqual({});
    expect(proxySwitches({})).toEqual({});
  });

  it('is tried through that proxy, too', async () => {
    const host = createServer((_request, response) => response.end());
    host.listen(0, '127.0.0.1');
    await once(host, 'listening');
    const proxy = await startProxy({ tunnelTo: (host.address() as AddressInfo).port });
    for (const name of ['NO_PROXY', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'https_proxy']) {
      vi.stubEnv(name, undefined);
    }
    vi.stubEnv('http_proxy', `http://${proxy.place}`);
    vi.stubEnv('ELECTRON_MIRROR', 'http://mirror.invalid/electron/');

    expect(await electronReachable()).toBe(true);
    expect(proxy.asked).toEqual([expect.stringContaining('mirror.invalid')]);
    host.closeAllConnections();
    host.close();
    vi.stubEnv('http_proxy', undefined);
    expect(await electronReachable()).toBe(false);
  });
});

it('Debian is known with its kind', () => {
  expect(isDebian('PRETTY_NAME="Debian"\nID=debian\n')).toBe(true);
  expect(isDebian('ID=linuxmint\nID_LIKE="ubuntu debian"\n')).toBe(true);
  expect(isDebian('ID=fedora\n')).toBe(false);
});

it('Chrome and Edge are found where Windows keeps them', async () => {
  const place = join('Edge', 'Microsoft', 'Edge', 'Application', 'msedge.exe');
  const environment = { PATH: folder, 'ProgramFiles(x86)': join(folder, 'Edge') };
  const before = findChromium({ environment });
  const edge = await put(place);

  // A Chromium of this computer, as Linux has it, comes first.
  expect(findChromium({ environment })).toBe(before ?? edge);
  expect(findChromium({ environment, usual: [] })).toBe(edge);
});
