/**
 * Bundles the app and packs it for this platform: `npm run package`. More arguments go on to electron-builder, for
 * example `npm run package -- --dir` for the unpacked folder only. The results are in `release/`.
 *
 * Where Electron's binary cannot be had, `--dir` packs onto a folder that only looks like Electron: what is packed can
 * then be checked, but not started. Installers of that would mislead, so there are none.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeElectronStub } from '#tests/package/electron-stub.ts';
import { bundle } from './bundle.ts';
import { root } from './runtime.ts';
import { electronBinary } from './runtime/electron-binary.ts';
import { electronReachable, proxySwitches } from './runtime/fetch-electron.ts';

const args = process.argv.slice(2);

function electronBuilder(...more: readonly string[]): number {
  const script = createRequire(import.meta.url).resolve('electron-builder/cli.js');
  const { status } = spawnSync(process.execPath, [script, 'build', '--publish', 'never', ...args, ...more], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...proxySwitches(process.env) },
  });
  return status ?? 1;
}

async function packOnStub(): Promise<number> {
  if (!args.includes('--dir')) {
    console.error(
      "Electron's own binary cannot be fetched here, so there is nothing to make installers of. " +
        'To look at what would be packed: npm run package -- --dir',
    );
    return 1;
  }
  const folder = await mkdtemp(join(tmpdir(), 'cognito-desk-electron-'));
  try {
    await writeElectronStub(folder, process.platform);
    return electronBuilder(`-c.electronDist=${folder}`);
  } finally {
    console.log(
      "Electron's own binary cannot be fetched here: what was packed is complete, but does not start.",
    );
    await rm(folder, { recursive: true, force: true });
  }
}

/** An Electron of somebody's own is packed, too. */
const own = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
const ofOwn = own === undefined || own === '' ? [] : [`-c.electronDist=${own}`];

await bundle();
process.exitCode =
  electronBinary() !== undefined || (await electronReachable())
    ? electronBuilder(...ofOwn)
    : await packOnStub();
