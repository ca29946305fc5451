/** What this computer shows windows on and keeps keys in, as words for a person. */
import { spawnSync } from 'node:child_process';

type Environment = Readonly<NodeJS.ProcessEnv>;

/** @param xvfb whether windows are shown on a display that xvfb-run makes */
export function displayServer(platform: NodeJS.Platform, environment: Environment, xvfb: boolean): string {
  if (platform !== 'linux') return 'that of the system';
  if (xvfb) return 'Xvfb';
  return environment['WAYLAND_DISPLAY'] ? 'Wayland' : 'X11';
}

/** Whether a Secret Service answers on the session bus of Linux; undefined where there is nothing to ask with. */
export function hasSecretService(): boolean | undefined {
  const { status, stdout } = spawnSync(
    'dbus-send',
    [
      '--session',
      '--print-reply=literal',
      '--dest=org.freedesktop.DBus',
      '/org/freedesktop/DBus',
      'org.freedesktop.DBus.NameHasOwner',
      'string:org.freedesktop.secrets',
    ],
    { encoding: 'utf8', timeout: 5_000 },
  );
  if (status === null) return undefined;
  return status === 0 && stdout.includes('true');
}

export function keyring(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Keychain';
  if (platform === 'win32') return 'DPAPI';
  const found = hasSecretService();
  if (found === undefined) return 'not known: there is no dbus-send to ask with';
  return found ? 'a Secret Service' : 'none';
}

/** What a run from the sources leaves on this computer when its folder is gone: the key that the system keeps for it. */
export function keyLeftBehind(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'Nothing of the demo stays on this computer.';
  const keeper = platform === 'darwin' ? 'Keychain' : 'keyring';
  return (
    `Of the demo only “Cognito Desk Dev Safe Storage” stays on this computer, in its ${keeper}: the key of the profiles ` +
    'that were saved in it. You can delete it there.'
  );
}
