import { execFile } from 'node:child_process';
import { access, constants, readFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import type { UpdatesOff } from '#contract/updates.ts';

export type Installation = {
  readonly packaged: boolean;
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The program's own file. */
  readonly program: string;
  /** The folder beside the app's archive, where the build says where releases are. */
  readonly resources: string;
  /** What macOS says of the signature of a program. */
  readonly describeSignature?: (program: string) => Promise<string>;
};

/**
 * Whether this installation may not replace itself, and why; null when it may.
 *
 * electron-updater could also run the system's package manager; whoever installed a package has that already, with
 * the rights that it takes.
 */
export async function whyUpdatesAreOff(it: Installation): Promise<UpdatesOff | null> {
  const { packaged, platform, program, resources } = it;
  if (!packaged && developersConfig(it) === undefined) return 'sources';
  if (await organisationSaysNo(policyFile(it))) return 'organisation';
  // Who makes packages for others leaves the first file out; electron-builder puts the second one into packages.
  if (packaged && !(await can(join(resources, 'app-update.yml'), constants.R_OK))) return 'package-manager';
  if (await can(join(resources, 'package-type'), constants.F_OK)) return 'package-manager';
  if (platform === 'linux') return whyImageIsOff(it);
  if (platform !== 'darwin') return null;
  // macOS runs a downloaded app that was not moved anywhere from a copy that it shows to nobody.
  if (program.includes('/AppTranslocation/') || program.startsWith('/Volumes/')) return 'place';
  const signature = await (it.describeSignature ?? askCodesign)(program).catch(() => '');
  return /^TeamIdentifier=(?!not set)/m.test(signature) ? null : 'unsigned';
}

/**
 * The AppImage that runs, or undefined. An AppImage names itself and where it is mounted also to every program that is started
 * from inside of it, so an installed app has to lie there itself.
 */
export function runningImage({ packaged, environment, program }: Installation): string | undefined {
  const { APPIMAGE: image, APPDIR: mounted } = environment;
  const isOurs = !packaged || (mounted !== undefined && program.startsWith(mounted + sep));
  return isOurs ? image : undefined;
}

async function whyImageIsOff(installation: Installation): Promise<UpdatesOff | null> {
  const image = runningImage(installation);
  if (image === undefined) return 'package-manager';
  const writable = await Promise.all([image, dirname(image)].map((path) => can(path, constants.W_OK)));
  return writable.every(Boolean) ? null : 'place';
}

/** Prints to the other channel, and fails where there is no signature at all. */
const askCodesign = async (program: string) =>
  (await promisify(execFile)('/usr/bin/codesign', ['--display', '--verbose', program])).stderr;

/** For tests and developers: where an app that runs from its sources looks, in the form of app-update.yml. */
export const developersConfig = ({ packaged, environment }: Pick<Installation, 'packaged' | 'environment'>) =>
  packaged ? undefined : environment['COGNITO_DESK_UPDATES'];

/** The file in which an organisation decides for all people of a computer. */
export function policyFile({ packaged, platform, environment }: Installation): string {
  const moved = packaged ? undefined : environment['COGNITO_DESK_POLICY'];
  if (moved !== undefined) return moved;
  switch (platform) {
    case 'win32':
      return join(environment['ProgramData'] ?? 'C:\\ProgramData', 'Cognito Desk', 'policy.json');
    case 'darwin':
      return '/Library/Application Support/Cognito Desk/policy.json';
    default:
      return '/etc/cognito-desk/policy.json';
  }
}

/** Any file that is there means no, unless it says `ask`: somebody meant to decide something. */
async function organisationSaysNo(path: string): Promise<boolean> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    return !(
      cause instanceof Error &&
      'code' in cause &&
      (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')
    );
  }
  try {
    const policy: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return !(
      typeof policy === 'object' &&
      policy !== null &&
      'updates' in policy &&
      policy.updates === 'ask'
    );
  } catch {
    return true;
  }
}

const can = (path: string, mode: number) =>
  access(path, mode).then(
    () => true,
    () => false,
  );
