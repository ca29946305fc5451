/**
 * What electron-builder takes for an unpacked Electron, so that the app can be packed where Electron's binary cannot be
 * had. What comes out holds a real `app.asar`, icons, property lists and fuses, but nothing that starts.
 */
import electron from 'electron/package.json' with { type: 'json' };
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import plist from 'plist';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';

/** Marks the fuses in Electron's binary; then come the version of the list, its length and a character for each fuse. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** As Electron comes: running as Node, NODE_OPTIONS, inspection and file privileges on, and the ninth, not set by us. */
const wire = Buffer.from(`${FUSE_SENTINEL}\u0001\u0009101100011`, 'latin1');

async function put(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content, { mode: 0o755 });
  }
}

/** Program text that says what it is, with fuses behind it. */
const program = Buffer.concat([
  Buffer.from('#!/bin/sh\necho "This is a stand-in for the Electron binary." >&2\nexit 1\n#'),
  wire,
]);

/**
 * Writes the stand-in for one platform.
 *
 * @param folder is made when missing; its content is overwritten
 */
export async function writeElectronStub(folder: string, platform: NodeJS.Platform): Promise<void> {
  await put(folder, { version: electron.version, LICENSE: 'stub', 'LICENSES.chromium.html': 'stub' });
  if (platform === 'darwin') await writeMacApp(folder);
  else {
    await put(folder, { 'locales/en-US.pak': '', 'locales/fr.pak': '' });
    await put(folder, platform === 'win32' ? { 'electron.exe': windowsProgram() } : { electron: program });
  }
}

/** The smallest program for Windows that has a version, which electron-builder replaces by that of the app. */
function windowsProgram(): Uint8Array {
  const executable = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(executable);
  const version = Resource.VersionInfo.createEmpty();
  version.setStringValues({ lang: 0x0409, codepage: 1200 }, { ProductName: 'Electron' });
  version.outputToResourceEntries(resources.entries);
  resources.outputResource(executable);
  executable.setExtraData(Uint8Array.from(wire).buffer);
  return Buffer.from(executable.generate());
}

async function writeMacApp(folder: string): Promise<void> {
  const contents = join(folder, 'Electron.app/Contents');
  const bundle = (name: string) => ({
    'Info.plist': plist.build({
      CFBundleExecutable: name,
      CFBundleName: name,
      CFBundleIdentifier: 'stub',
      CFBundleIconFile: 'electron.icns',
    }),
    [`MacOS/${name}`]: program,
  });
  await put(contents, {
    ...bundle('Electron'),
    'Resources/electron.icns': '',
    'Resources/en.lproj/x': '',
    'Resources/fr.lproj/x': '',
  });
  for (const kind of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
    const name = `Electron Helper${kind}`;
    await put(join(contents, `Frameworks/${name}.app/Contents`), bundle(name));
  }
  const framework = join(contents, 'Frameworks/Electron Framework.framework');
  await put(join(framework, 'Versions/A'), {
    'Electron Framework': program,
    'Resources/en.lproj/locale.pak': '',
    'Resources/fr.lproj/locale.pak': '',
  });
  await symlink('A', join(framework, 'Versions/Current'));
  await symlink('Versions/Current/Electron Framework', join(framework, 'Electron Framework'));
}
