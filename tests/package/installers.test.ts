/**
 * What goes into the installers, as text: what electron-builder hands to the tools that make them. The tools themselves
 * are played, so nothing here shows that an installer installs.
 */
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import plist from 'plist';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '#build/runtime.ts';
import { SHARED_EXTENSION } from '#contract/shared-file.ts';
import app from '../../package.json' with { type: 'json' };
import { callsOf, type ToolCall } from './fake-tools.ts';

const { release, tools } = inject('packed');
const { version } = app;
const mimeType = 'application/vnd.cognito-desk.profiles+json';

const readYaml = async <T>(file: string) => parse(await readFile(file, 'utf8')) as T;

/** A desktop entry as keys and values. */
function entryOf(text: string | undefined): Readonly<Record<string, string>> {
  const [head, ...lines] = (text ?? '').trim().split('\n');
  expect(head).toBe('[Desktop Entry]');
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]));
}

describe('what is made', () => {
  it('is an installer for each system and processor, what an update compares, and nothing else', async () => {
    const files = await readdir(release, { withFileTypes: true });
    const name = `cognito-desk-${version}`;

    expect(
      files
        .filter((it) => it.isFile() && it.name !== 'builder-debug.yml')
        .map((it) => it.name)
        .toSorted(),
    ).toEqual(
      [
        `${name}-linux-x86_64.AppImage`,
        `${name}-linux-arm64.AppImage`,
        `${name}-linux-amd64.deb`,
        `${name}-linux-arm64.deb`,
        // Only here, to be looked into.
        `${name}-linux-x64.tar.gz`,
        `${name}-linux-x64.zip`,
        `${name}-mac-x64.zip`,
        `${name}-mac-x64.zip.blockmap`,
        `${name}-mac-arm64.zip`,
        `${name}-mac-arm64.zip.blockmap`,
        `${name}-win-x64.exe`,
        `${name}-win-x64.exe.blockmap`,
        `${name}-win-arm64.exe`,
        `${name}-win-arm64.exe.blockmap`,
        'latest.yml',
        'latest-linux.yml',
        'latest-linux-arm64.yml',
        'latest-mac.yml',
      ].toSorted(),
    );
  });
});

describe('the Debian package', () => {
  let calls: readonly ToolCall[];
  beforeAll(async () => {
    calls = await callsOf(tools, 'fpm');
  });

  const valueOf = ({ args }: ToolCall, name: string) => args[args.indexOf(name) + 1];
  const valuesOf = ({ args }: ToolCall, name: string) =>
    args.filter((_arg, index) => args[index - 1] === name);

  it('is made for both processors', () => {
    expect(calls.map((call) => valueOf(call, '--architecture')).toSorted()).toEqual(['amd64', 'arm64']);
    for (const call of calls) {
      expect(valueOf(call, '--name')).toBe('cognito-desk');
      expect(valueOf(call, '--version')).toBe(version);
      expect(valueOf(call, '--license')).toBe('MIT');
    }
  });

  it('asks for the library that reaches the keyring, and recommends a keyring', () => {
    for (const call of calls) {
      expect(valuesOf(call, '-d')).toContain('libsecret-1-0');
      expect(valuesOf(call, '--deb-recommends')).toEqual(['gnome-keyring | kwalletmanager | keepassxc']);
    }
  });

  it('has a desktop entry that opens files and links, and never without the sandbox', () => {
    for (const { files } of calls) {
      expect(entryOf(files['/usr/share/applications/cognito-desk.desktop'])).toMatchObject({
        Name: 'Cognito Desk',
        Exec: '"/opt/Cognito Desk/cognito-desk" %U',
        Icon: 'cognito-desk',
        StartupWMClass: 'cognito-desk',
        MimeType: `${mimeType};x-scheme-handler/cognito-desk;`,
        Categories: 'Development;',
      });
      expect(JSON.stringify(files)).not.toContain('--no-sandbox');
    }
  });

  it('has icons in every size, and the type of profile cards', () => {
    const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
    for (const { args, files } of calls) {
      for (const size of sizes.map((it) => `${it}x${it}`)) {
        expect(args).toContain(
          `${join(root, 'build/icons', `${size}.png`)}=/usr/share/icons/hicolor/${size}/apps/cognito-desk.png`,
        );
      }
      const types = files['/usr/share/mime/packages/cognito-desk.xml'];
      expect(types).toContain(`<mime-type type="${mimeType}">`);
      expect(types).toContain(`<glob pattern="*.${SHARED_EXTENSION}"/>`);
    }
  });

  it('lets the sandbox work where AppArmor guards user namespaces', async () => {
    for (const { files, packed } of calls) {
      expect(packed).toContain('resources/apparmor-profile');
      expect(files['--after-install']).toContain(
        "APPARMOR_PROFILE_SOURCE='/opt/Cognito Desk/resources/apparmor-profile'",
      );
      expect(files['--after-remove']).toContain('rm -f "$APPARMOR_PROFILE_DEST"');
    }
    const profile = await readFile(join(release, 'linux-unpacked/resources/apparmor-profile'), 'utf8');
    expect(profile).toMatch(
      /profile "cognito-desk" "\/opt\/Cognito Desk\/cognito-desk" flags=\(unconfined\) \{\s+userns,/,
    );
  });

  it('is known to the app as what it came with', async () => {
    expect(await readFile(join(release, 'linux-unpacked/resources/package-type'), 'utf8')).toBe('deb');
  });
});

describe('the AppImage', () => {
  let calls: readonly ToolCall[];
  beforeAll(async () => {
    calls = await callsOf(tools, 'mksquashfs');
  });

  it('has a desktop entry that opens files and links, and never without the sandbox', () => {
    expect(calls).toHaveLength(2);
    for (const { files } of calls) {
      expect(entryOf(files['cognito-desk.desktop'])).toMatchObject({
        Name: 'Cognito Desk',
        Exec: 'AppRun %U',
        Icon: 'cognito-desk',
        StartupWMClass: 'cognito-desk',
        MimeType: `${mimeType};x-scheme-handler/cognito-desk;`,
        'X-AppImage-Version': version,
      });
      expect(files['cognito-desk.desktop']).not.toContain('--no-sandbox');
    }
  });

  it('has icons, the type of profile cards, and where to look for updates', () => {
    for (const { packed, files } of calls) {
      expect(packed).toEqual(
        expect.arrayContaining([
          '.DirIcon',
          'cognito-desk.png',
          'usr/share/icons/hicolor/256x256/apps/cognito-desk.png',
          'resources/app-update.yml',
        ]),
      );
      // It would take itself for a Debian package otherwise.
      expect(packed).not.toContain('resources/package-type');
      expect(files['usr/share/mime/packages/cognito-desk.xml']).toContain(
        `<glob pattern="*.${SHARED_EXTENSION}"/>`,
      );
    }
  });

  it('leaves the sandbox away only where the system refuses it', () => {
    for (const { files } of calls) {
      const lines = files['AppRun']?.split('\n') ?? [];
      const added = lines.findIndex((line) => line.includes('NO_SANDBOX=(--no-sandbox)'));

      expect(lines[added - 1]).toMatch(/^if .*! unshare -Ur true 2>\/dev\/null ; then$/);
      expect(lines.filter((line) => line.includes('NO_SANDBOX=(-'))).toHaveLength(1);
    }
  });
});

describe('the app for macOS', () => {
  it.each(['mac', 'mac-arm64'])('says what it is and what it opens (%s)', async (folder) => {
    const file = join(release, folder, 'Cognito Desk.app/Contents/Info.plist');

    expect(plist.parse(await readFile(file, 'utf8'))).toMatchObject({
      CFBundleIdentifier: 'app.cognitodesk.desktop',
      CFBundleName: 'Cognito Desk',
      CFBundleDisplayName: 'Cognito Desk',
      CFBundleExecutable: 'Cognito Desk',
      CFBundleIconFile: 'icon.icns',
      CFBundleShortVersionString: version,
      LSMinimumSystemVersion: '13.0',
      LSApplicationCategoryType: 'public.app-category.developer-tools',
      CFBundleDocumentTypes: [
        {
          CFBundleTypeExtensions: [SHARED_EXTENSION],
          CFBundleTypeName: 'Cognito Desk profiles',
          LSHandlerRank: 'Owner',
        },
      ],
      CFBundleURLTypes: [{ CFBundleURLSchemes: ['cognito-desk'] }],
      // Beside this one macOS takes no notice of NSAllowsArbitraryLoads.
      NSAppTransportSecurity: { NSAllowsLocalNetworking: true },
      ElectronAsarIntegrity: {
        'Resources/app.asar': { algorithm: 'SHA256', hash: expect.stringMatching(/^[\da-f]{64}$/) },
      },
    });
  });

  it('asks for no more than the compiler of V8 needs', async () => {
    const entitlements = plist.parse(await readFile(join(root, 'build/entitlements.mac.plist'), 'utf8'));

    expect(entitlements).toEqual({ 'com.apple.security.cs.allow-jit': true });
  });

  it('is signed and packed as a release has to be', async () => {
    const config = await readYaml<Record<string, unknown>>(join(root, 'electron-builder.yml'));

    expect(config).toMatchObject({
      mac: {
        hardenedRuntime: true,
        entitlements: 'build/entitlements.mac.plist',
        entitlementsInherit: 'build/entitlements.mac.plist',
        target: [
          { target: 'dmg', arch: ['x64', 'arm64'] },
          { target: 'zip', arch: ['x64', 'arm64'] },
        ],
      },
      dmg: { filesystem: 'APFS' },
    });
  });
});

describe('the installer for Windows', () => {
  let calls: readonly ToolCall[];
  beforeAll(async () => {
    calls = await callsOf(tools, 'makensis');
  });

  /** Definitions that the script is compiled with; those without a value are `true`. */
  const definitions = ({ args }: ToolCall) =>
    Object.fromEntries(
      args
        .filter((arg) => arg.startsWith('-D'))
        .map((arg) => arg.slice(2).split(/=(.*)/s))
        .map(([name, value]) => [name, value ?? true]),
    );

  it('is one for each processor, and an uninstaller in each', () => {
    const made = calls.map(definitions).map((it) => ({
      processor: ['APP_64', 'APP_ARM64', 'APP_32'].filter((name) => name in it).join(),
      uninstaller: 'BUILD_UNINSTALLER' in it,
    }));

    expect(made).toHaveLength(4);
    expect(made).toEqual(
      expect.arrayContaining(
        ['APP_64', 'APP_ARM64'].flatMap((processor) => [
          { processor, uninstaller: true },
          { processor, uninstaller: false },
        ]),
      ),
    );
  });

  it('installs for one person, where that person wants it, and finds the version before by its guid', () => {
    for (const it of calls.map(definitions)) {
      expect(it).toMatchObject({
        APP_ID: 'app.cognitodesk.desktop',
        APP_GUID: '2593d2c1-6ab6-4749-af17-1751e95d8b19',
        PRODUCT_NAME: 'Cognito Desk',
        VERSION: version,
        SHORTCUT_NAME: 'Cognito Desk',
        UNINSTALL_DISPLAY_NAME: 'Cognito Desk',
        MUI_ICON: join(root, 'build/icon.ico'),
        allowToChangeInstallationDirectory: true,
      });
      for (const name of [
        'ONE_CLICK',
        'INSTALL_MODE_PER_ALL_USERS',
        'INSTALL_MODE_PER_ALL_USERS_DEFAULT',
        'MULTIUSER_INSTALLMODE_ALLOW_ELEVATION',
        'DELETE_APP_DATA_ON_UNINSTALL',
      ]) {
        expect(it).not.toHaveProperty(name);
      }
    }
  });

  it('makes profile cards and links open with the app, and takes that back', () => {
    for (const call of calls) {
      const uninstaller = 'BUILD_UNINSTALLER' in definitions(call);
      expect(call.input).toContain(
        uninstaller
          ? `!insertmacro APP_UNASSOCIATE "${SHARED_EXTENSION}" "Cognito Desk profiles"`
          : `!insertmacro APP_ASSOCIATE "${SHARED_EXTENSION}" "Cognito Desk profiles"`,
      );
      expect(call.input).toContain(`!include "${join(root, 'build/installer.nsh')}"`);
    }
  });

  it('speaks English, as the app does', () => {
    for (const { input } of calls) {
      expect([...input.matchAll(/MUI_LANGUAGE "(\w+)"/g)].map(([, language]) => language)).toEqual([
        'English',
      ]);
    }
  });
});

type UpdateInfo = {
  readonly version: string;
  readonly files: readonly { readonly url: string; readonly sha512: string; readonly size: number }[];
};

describe('what an installed app reads of updates', () => {
  it.each([
    {
      channel: 'latest.yml',
      files: [`cognito-desk-${version}-win-x64.exe`, `cognito-desk-${version}-win-arm64.exe`],
    },
    {
      channel: 'latest-mac.yml',
      files: [`cognito-desk-${version}-mac-x64.zip`, `cognito-desk-${version}-mac-arm64.zip`],
    },
    {
      channel: 'latest-linux.yml',
      files: [`cognito-desk-${version}-linux-x86_64.AppImage`, `cognito-desk-${version}-linux-amd64.deb`],
    },
    {
      channel: 'latest-linux-arm64.yml',
      files: [`cognito-desk-${version}-linux-arm64.AppImage`, `cognito-desk-${version}-linux-arm64.deb`],
    },
  ])('names version, files and their sums ($channel)', async ({ channel, files }) => {
    const info = await readYaml<UpdateInfo>(join(release, channel));

    expect(info.version).toBe(version);
    expect(info.files.map(({ url }) => url).toSorted()).toEqual(files.toSorted());
    for (const { url, sha512, size } of info.files) {
      const content = await readFile(join(release, url));
      expect({ sha512, size }).toEqual({
        sha512: createHash('sha512').update(content).digest('base64'),
        size: content.length,
      });
    }
  });

  it.each([
    'linux-unpacked/resources',
    'linux-arm64-unpacked/resources',
    'win-unpacked/resources',
    'win-arm64-unpacked/resources',
    'mac/Cognito Desk.app/Contents/Resources',
    'mac-arm64/Cognito Desk.app/Contents/Resources',
  ])('comes from where releases are (%s)', async (resources) => {
    const { publish } = await readYaml<{ readonly publish: object }>(join(root, 'electron-builder.yml'));

    expect(await readYaml(join(release, resources, 'app-update.yml'))).toEqual({
      ...publish,
      updaterCacheDirName: 'cognito-desk-updater',
    });
  });
});
