/**
 * Runs electron-builder as `npm run package` does, for all three systems at once and on stand-ins for Electron. In a
 * process of its own, as it is meant to run: `node run-builder.ts ELECTRON_FOLDERS OUTPUT_FOLDER`.
 */
import { Arch, build, Platform } from 'electron-builder';
import { join } from 'node:path';
import { root } from '#build/runtime.ts';

const [electronFolders = '', output = ''] = process.argv.slice(2);

await build({
  projectDir: root,
  publish: 'never',
  targets: new Map([
    ...Platform.LINUX.createTarget(),
    ...Platform.WINDOWS.createTarget(),
    // A disk image takes tools that only macOS has.
    ...Platform.MAC.createTarget('zip', Arch.x64, Arch.arm64),
  ]),
  // On top of electron-builder.yml.
  config: {
    directories: { output },
    electronDist: ({ platformName: name }: { readonly platformName: string }) =>
      join(electronFolders, name === 'darwin' ? 'darwin.zip' : name),
    // Added to the targets there. Archives can be opened again, and show what all the others hold.
    linux: {
      target: [
        { target: 'tar.gz', arch: 'x64' },
        { target: 'zip', arch: 'x64' },
      ],
    },
  },
});
