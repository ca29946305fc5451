import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { policyFile, whyUpdatesAreOff, type Installation } from '#core/updates/why-off.ts';
import { temporaryFolder } from '#tests/support/desk.ts';

/** An installed AppImage that may replace itself, unless a test changes something. */
async function installed(changes: Partial<Installation> = {}) {
  const folder = await temporaryFolder();
  const image = join(folder, 'apps', 'Cognito Desk.AppImage');
  await mkdir(join(folder, 'apps'));
  await mkdir(join(folder, 'resources'));
  await writeFile(image, '');
  await writeFile(join(folder, 'resources', 'app-update.yml'), 'provider: generic\n');
  const installation: Installation = {
    packaged: true,
    platform: 'linux',
    environment: { APPIMAGE: image },
    program: '/tmp/.mount/cognito-desk',
    resources: join(folder, 'resources'),
    ...changes,
  };
  return { folder, image, installation };
}

describe('whether an installation looks for new versions', () => {
  it.each([
    ['an AppImage', {}],
    ['Windows', { platform: 'win32', environment: { ProgramData: '/nowhere' } }],
    ['macOS', { platform: 'darwin', program: '/Applications/Cognito Desk.app/Contents/MacOS/Cognito Desk' }],
  ] as const)('is so for %s', async (_name, changes) => {
    const { installation } = await installed(changes);
    expect(await whyUpdatesAreOff(installation)).toBeNull();
  });

  it('is not so for what runs from its sources, unless a developer says where to look', async () => {
    const { installation, image } = await installed({ packaged: false });
    expect(await whyUpdatesAreOff(installation)).toBe('sources');
    const environment = { APPIMAGE: image, COGNITO_DESK_UPDATES: '/tmp/updates.yml' };
    expect(await whyUpdatesAreOff({ ...installation, environment })).toBeNull();
  });

  it('is not so for a package of a Linux distribution', async () => {
    const { installation } = await installed({ environment: {} });
    expect(await whyUpdatesAreOff(installation)).toBe('package-manager');
  });

  it('is not so where the build does not say where releases are', async () => {
    const { installation } = await installed({ platform: 'win32', resources: '/nowhere' });
    expect(await whyUpdatesAreOff(installation)).toBe('package-manager');
  });

  it('is not so for a Mac that runs the app from a hidden copy', async () => {
    const program =
      '/private/var/folders/x/AppTranslocation/1/d/Cognito Desk.app/Contents/MacOS/Cognito Desk';
    const { installation } = await installed({ platform: 'darwin', program });
    expect(await whyUpdatesAreOff(installation)).toBe('place');
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'is not so for an AppImage in a folder of somebody else [needs a user with fewer rights than root]',
    async () => {
      const { installation, folder } = await installed();
      await chmod(join(folder, 'apps'), 0o555);
      const reason = await whyUpdatesAreOff(installation);
      await chmod(join(folder, 'apps'), 0o755);
      expect(reason).toBe('place');
    },
  );

  it('is not so for an AppImage that is not there any more', async () => {
    const { installation } = await installed({ environment: { APPIMAGE: '/nowhere/Cognito Desk.AppImage' } });
    expect(await whyUpdatesAreOff(installation)).toBe('place');
  });
});

describe("an organisation's word", () => {
  async function withPolicy(text: string) {
    const { installation, folder } = await installed({ platform: 'win32' });
    await mkdir(join(folder, 'Cognito Desk'));
    await writeFile(join(folder, 'Cognito Desk', 'policy.json'), text);
    return whyUpdatesAreOff({ ...installation, environment: { ProgramData: folder } });
  }

  it.each([
    ['{"updates":"off"}', 'organisation'],
    ['\uFEFF{ "updates": "off" }\r\n', 'organisation'],
    ['{"updates":false}', 'organisation'],
    ['{"updates":"of"}', 'organisation'],
    ['updates: off', 'organisation'],
    ['[]', 'organisation'],
    ['null', 'organisation'],
    ['', 'organisation'],
    ['{"updates":"ask"}', null],
    ['{"somethingElse":1}', null],
  ])('%j means %s', async (text, reason) => {
    expect(await withPolicy(text)).toBe(reason);
  });

  it('counts as a no where it cannot be read', async () => {
    const { installation, folder } = await installed({ platform: 'win32' });
    await mkdir(join(folder, 'Cognito Desk', 'policy.json'), { recursive: true });
    expect(await whyUpdatesAreOff({ ...installation, environment: { ProgramData: folder } })).toBe(
      'organisation',
    );
  });

  it('is read from a folder that only administrators write to', async () => {
    const { installation } = await installed();
    const path = (platform: NodeJS.Platform, packaged = true) =>
      policyFile({
        ...installation,
        platform,
        packaged,
        environment: { COGNITO_DESK_POLICY: '/tmp/policy.json' },
      });
    expect(path('linux')).toBe('/etc/cognito-desk/policy.json');
    expect(path('darwin')).toBe('/Library/Application Support/Cognito Desk/policy.json');
    expect(path('win32')).toMatch(/^C:\\ProgramData.Cognito Desk.policy\.json$/);
    expect(path('linux', false)).toBe('/tmp/policy.json');
  });
});
