/**
 * What an installed app holds: reads what electron-builder packs, for Linux, Windows and macOS, on stand-ins for the
 * Electron binary.
 */
import { extractAll, extractFile, listPackage, statFile } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { chromium } from '@playwright/test';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { checkFuses } from '#build/check-fuses.ts';
import { root } from '#build/runtime.ts';
import { startStandIn } from '#tests/electron-standin/client.ts';
import { pageOfApp } from '#tests/support/page-of-app.ts';
import { welcome } from '../../renderer/src/locales/en/shell.ts';
import { archiveOf, pack, sevenZip } from './pack.ts';

const { release } = inject('packed');
const unpacked = join(release, 'linux-unpacked');
const archive = archiveOf(unpacked);

/** Folder of the packed files and the program with the fuses, by system. */
const apps = [
  { system: 'Linux', app: unpacked, program: 'cognito-desk', resources: 'resources' },
  {
    system: 'Linux on ARM',
    app: join(release, 'linux-arm64-unpacked'),
    program: 'cognito-desk',
    resources: 'resources',
  },
  {
    system: 'Windows',
    app: join(release, 'win-unpacked'),
    program: 'Cognito Desk.exe',
    resources: 'resources',
  },
  {
    system: 'Windows on ARM',
    app: join(release, 'win-arm64-unpacked'),
    program: 'Cognito Desk.exe',
    resources: 'resources',
  },
  {
    system: 'macOS',
    app: join(release, 'mac/Cognito Desk.app'),
    program: '.',
    resources: 'Contents/Resources',
  },
  {
    system: 'macOS on ARM',
    app: join(release, 'mac-arm64/Cognito Desk.app'),
    program: '.',
    resources: 'Contents/Resources',
  },
];

let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'cognito-desk-packed-'));
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Files below a folder, as paths from `base` with `/`. */
async function filesBelow(folder: string, base: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => posix.relative(base, posix.join(entry.parentPath, entry.name)));
}

const filesInArchive = () =>
  listPackage(archive, { isPack: false })
    .map((path) => path.slice(1))
    .filter((path) => !('files' in statFile(archive, path)));

/** The bundle as it may ship: all of its three parts but source maps. */
async function shippedFrom(dist: string): Promise<readonly string[]> {
  const parts = await Promise.all(
    ['main', 'preload', 'renderer'].map((part) => filesBelow(join(dist, part), dist)),
  );
  return parts.flat().filter((file) => !file.endsWith('.map'));
}

describe('the archive', () => {
  it('holds the bundle without source maps and a package.json, nothing else', async () => {
    const shipped = (await shippedFrom(join(root, 'dist'))).map((file) => `dist/${file}`);

    expect(filesInArchive().toSorted()).toEqual([...shipped, 'package.json'].toSorted());
    expect(shipped).toEqual(
      expect.arrayContaining(['dist/main/index.cjs', 'dist/preload/index.cjs', 'dist/renderer/index.html']),
    );
    expect(shipped.filter((file) => !/\.(cjs|js|css|html|woff2|svg)$/.test(file))).toEqual([]);
    expect(shipped.filter((file) => /(^|\/)(tests|node_modules|third-party)\//.test(file))).toEqual([]);
  });

  it('has a package.json that names the app and starts nothing else', () => {
    const packed: unknown = JSON.parse(extractFile(archive, 'package.json').toString());

    expect(packed).toMatchObject({
      name: 'cognito-desk',
      productName: 'Cognito Desk',
      main: 'dist/main/index.cjs',
      desktopName: 'cognito-desk.desktop',
    });
    for (const key of ['scripts', 'devDependencies', 'dependencies']) expect(packed).not.toHaveProperty(key);
  });

  it('names no folder of the computer that built it, and holds nothing that is only for tests and the demo', () => {
    // The pool of the demo has passwords and an access key of its own; the stand-in and the emulator come with npm.
    const forbidden = [
      root.slice(0, -1),
      'PRACTICEPOOLACCESSKEY',
      'electron-standin',
      'cognito-local',
      'sourceMappingURL=data:',
      '-----BEGIN PRIVATE KEY-----',
    ];
    const found = filesInArchive().flatMap((file) => {
      const text = extractFile(archive, file).toString('latin1');
      return forbidden.filter((it) => text.includes(it)).map((it) => `${file}: ${it}`);
    });

    expect(found).toEqual([]);
  });

  it('is at most 3 MB', async () => {
    expect((await stat(archive)).size).toBeLessThanOrEqual(3_000_000);
  });

  it.each(apps)('is the same, byte for byte, for $system', async ({ app, resources }) => {
    expect((await readFile(join(app, resources, 'app.asar'))).equals(await readFile(archive))).toBe(true);
  });

  it('has a preload of at most 8 KB, without zod', async () => {
    const preload = extractFile(archive, 'dist/preload/index.cjs');
    const { sources } = JSON.parse(await readFile(join(root, 'dist/preload/index.cjs.map'), 'utf8')) as {
      readonly sources: readonly string[];
    };

    expect(preload.length).toBeLessThanOrEqual(8_000);
    expect(sources.filter((source) => source.includes('node_modules'))).toEqual([]);
  });
});

describe('a second bundle of the same sources', () => {
  it('has the same files, byte for byte', async () => {
    const [first, second] = [join(root, 'dist'), inject('secondBundle')];
    const files = await shippedFrom(first);
    const differ = await Promise.all(
      files.map(async (file) => {
        const [one, other] = await Promise.all([first, second].map((dist) => readFile(join(dist, file))));
        return one!.equals(other!) ? [] : [file];
      }),
    );

    expect((await shippedFrom(second)).toSorted()).toEqual(files.toSorted());
    expect(differ.flat()).toEqual([]);
  });
});

describe('the app in the archive', () => {
  let app: string;
  beforeAll(() => {
    app = join(scratch, 'app');
    extractAll(archive, app);
  });

  /** As installed, with a home folder of its own. */
  const start = (home: string, ...words: readonly string[]) =>
    startStandIn({
      main: join(app, 'dist/main/index.cjs'),
      args: words,
      env: { PATH: process.env['PATH'], HOME: home, ELECTRON_STANDIN_PACKAGED: '1' },
    });

  it('starts without the project around it and shows the first screen, and leaves no code in the user’s folder', async () => {
    const home = join(scratch, 'home');
    const standIn = start(home);
    try {
      const browser = await chromium.connectOverCDP(await standIn.endpoint, { noDefaults: true });
      const page = await pageOfApp(browser);
      await page.getByRole('heading', { level: 1, name: welcome.title }).waitFor();

      expect(await standIn.ask('problems')).toEqual([]);
    } finally {
      await standIn.stop();
    }
    // Whatever lies there any program of the user can change; nothing of it may be run.
    const files = await readdir(join(home, '.config/Cognito Desk'), { recursive: true });
    expect(files.filter((file) => /cache|\.(?:[cm]?js|node|bin)$/i.test(file))).toEqual([]);
  });

  it.each(['--remote-debugging-port=0', '--inspect', '--disable-web-security', '--no-sandbox'])(
    'does not start with %s',
    async (word) => {
      const standIn = start(join(scratch, 'refused'), word);
      expect(await standIn.exited).toBe(1);
      expect(standIn.output()).toContain('Cognito Desk was not started');
    },
  );

  it('starts under a debugger where it was packed for tests', async () => {
    const forTests = await pack(join(scratch, 'for-tests'), 'build/electron-builder.test.yml');
    const manifest: unknown = JSON.parse(extractFile(archiveOf(forTests), 'package.json').toString());
    expect(manifest).toMatchObject({ builtForTests: true });
    expect(JSON.parse(extractFile(archive, 'package.json').toString())).not.toHaveProperty('builtForTests');
  });
});

describe.each(apps)('the folder of the app for $system', ({ app, resources }) => {
  it('has the licences of the app, of what is bundled, of Electron and of Chromium, and its picture', async () => {
    const files = await filesBelow(app, app);
    const notices = await readFile(join(app, resources, 'THIRD-PARTY-LICENSES.txt'), 'utf8');

    expect(files).toEqual(
      expect.arrayContaining([
        `${resources}/LICENSE.txt`,
        // Of windows and of “About”.
        `${resources}/icon.png`,
        expect.stringMatching(/(^|\/)LICENSE\.electron\.txt$/),
        expect.stringMatching(/(^|\/)LICENSES\.chromium\.html$/),
      ]),
    );
    expect(notices).toBe(await readFile(join(root, 'dist/third-party/THIRD-PARTY-LICENSES.txt'), 'utf8'));
  });

  it('has one language', async () => {
    const files = await filesBelow(app, app);
    const languages = files.flatMap((file) => /([^/]+)(?:\.lproj\/|\.pak$)/.exec(file)?.[1] ?? []);

    expect(languages).not.toEqual([]);
    expect(languages.filter((language) => !['en-US', 'en', 'locale'].includes(language))).toEqual([]);
  });
});

/** A fuse is a character in the binary. */
const [off, on] = ['0', '1'].map((it) => it.charCodeAt(0));

/** Every fuse that electron-builder knows, as the app is given away. */
const fuses: Readonly<Record<number, number | undefined>> = {
  [FuseV1Options.RunAsNode]: off,
  [FuseV1Options.EnableCookieEncryption]: on,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
  [FuseV1Options.EnableNodeCliInspectArguments]: off,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
  [FuseV1Options.OnlyLoadAppFromAsar]: on,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: off,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
};

/** Those of the list above; Electron may have more. */
async function fusesOf(program: string) {
  const wire: Readonly<Record<string, unknown>> = { ...(await getCurrentFuseWire(program)) };
  return Object.fromEntries(Object.keys(fuses).map((fuse) => [fuse, wire[fuse]]));
}

describe('the fuses', () => {
  it('are all the ones that electron-builder knows', () => {
    const known = Object.values(FuseV1Options).filter((it) => typeof it === 'number');

    expect(Object.keys(fuses).map(Number).toSorted()).toEqual(known.toSorted());
  });

  it.each(apps)('are set as stated for $system', async ({ app, program }) => {
    expect(await fusesOf(join(app, program))).toEqual(fuses);
  });

  it('of a build for tests differ in one: Playwright may drive it', async () => {
    const app = await pack(join(scratch, 'test-build'), 'build/electron-builder.test.yml');
    const program = join(app, 'cognito-desk');

    expect(await fusesOf(program)).toEqual({ ...fuses, [FuseV1Options.EnableNodeCliInspectArguments]: on });
    // What the workflows ask of real builds.
    expect(await checkFuses(program, 'build/electron-builder.test.yml')).toEqual([]);
    expect(await checkFuses(program, 'electron-builder.yml')).toEqual([
      'EnableNodeCliInspectArguments: on, but off is stated',
    ]);
  });
});

describe('an archive of the app', () => {
  it.each(['tar.gz', 'zip'])('as %s holds the folder of the app', async (format) => {
    const folder = join(scratch, format);
    await mkdir(folder, { recursive: true });
    const file = join(release, `cognito-desk-0.1.0-linux-x64.${format}`);
    const isZip = format === 'zip';
    const [unpack, ...args] = isZip ? [sevenZip(), 'x', '-y', file] : ['tar', '-xzf', file];
    await promisify(execFile)(unpack, args, { cwd: folder });
    const top = isZip ? folder : join(folder, 'cognito-desk-0.1.0-linux-x64');
    // Those that the Debian package adds afterwards.
    const later = ['resources/apparmor-profile', 'resources/package-type', 'resources/app-update.yml'];
    const packedFiles = (await filesBelow(unpacked, unpacked)).filter((file) => !later.includes(file));

    expect((await filesBelow(top, top)).filter((file) => !later.includes(file)).toSorted()).toEqual(
      packedFiles.toSorted(),
    );
    expect((await readFile(archiveOf(top))).equals(await readFile(archive))).toBe(true);
  });
});
