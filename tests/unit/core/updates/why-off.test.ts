import { mkdir, writeFile } from 'node:fs/promises';
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
    environment: { APPIMAGE: image, APPDIR: '/tmp/.mount_x' },
    program: '/tmp/.mount_x/cognito-desk',
    describeSignature: () => Promise.resolve('Identifier=app\nTeamIdentifier=AB12CD34EF\n'),
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

  it.each([
    ['a program that was started from inside of another AppImage', { APPDIR: '/tmp/.mount_y' }],
    ['one that says nothing of where it is mounted', { APPDIR: undefined }],
  ])('is not so for %s', async (_name, changes) => {
    const { installation } = await installed();
    const environment = { ...installation.environment, ...changes };
    expect(await whyUpdatesAreOff({ ...installation, environment })).toBe('package-manager');
  });

  it('is not so for a package that says what it is, also inside of an AppImage', async () => {
    const { installation } = await installed();
    await writeFile(join(installation.resources, 'package-type'), 'deb');
    expect(await whyUpdatesAreOff(installation)).toBe('package-manager');
  });

  it.each(['Signature=adhoc\nTeamIdentifier=not set\n', 'Identifier=app\n', null])(
    'is not so for an app that macOS calls %j',
    async (signature) => {
      const { installation } = await installed({
        platform: 'darwin',
        program: '/Applications/Cognito Desk.app/Contents/MacOS/Cognito Desk',
        describeSignature: () =>
          signature === null ? Promise.reject(new Error('not signed')) : Promise.resolve(signature),
      });
      expect(await whyUpdatesAreOff(installation)).toBe('unsigned');
    },
  );

  it('is not so where the build does not say where releases are', async () => {
    const { installation } = await installed({ platform: 'win32', resources: '/nowhere' });
    expect(await whyUpdatesAreOff(installation)).toBe('package-manager');
  });

  it.each([
    '/private/var/folders/x/AppTranslocation/1/d/Cognito Desk.app/Contents/MacOS/Cognito Desk',
    '/Volumes/Cognito Desk 1.0.0/Cognito Desk.app/Contents/MacOS/Cognito Desk',
  ])('is not so for a Mac that runs %s', async (program) => {
    const { installation } = await installed({ platform: 'darwin', program });
    expect(await whyUpdatesAreOff(installation)).toBe('place');
  });

  it('is not so for an AppImage that is not there any more', async () => {
    const { installation } = await installed({
      environment: { APPIMAGE: '/nowhere/Cognito Desk.AppImage', APPDIR: '/tmp/.mount_x' },
    });
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
    ['{"Updates":"ask"}', 'organisation'],
    ['{}', 'organisation'],
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

  it('is read from a folder of the whole computer', async () => {
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
