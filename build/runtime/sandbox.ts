/** Whether Chromium's sandbox can be used here, which decides how Electron has to be started on Linux. */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type SandboxFacts = {
  readonly uid: number;
  /** A normal user may make user namespaces. Containers and Ubuntu's AppArmor often refuse them. */
  readonly userNamespaces: boolean;
  /** The helper beside Electron belongs to root and runs as root, which does in their place. */
  readonly helper: boolean;
};

/**
 * What Electron has to be started with. Root may not use the sandbox, and without one of its two ways Electron ends
 * before the app's first line. Where there is no sandbox there is usually a container, with little shared memory.
 */
export const sandboxSwitches = ({ uid, userNamespaces, helper }: SandboxFacts): readonly string[] =>
  uid === 0 || (!userNamespaces && !helper) ? ['--no-sandbox', '--disable-dev-shm-usage'] : [];

/** Looks at this computer, for a program of Electron. */
export function sandboxFacts(program: string): SandboxFacts {
  const helper = statSync(join(dirname(program), 'chrome-sandbox'), { throwIfNoEntry: false });
  return {
    uid: process.getuid?.() ?? -1,
    userNamespaces:
      !isRestricted() && spawnSync('unshare', ['-Ur', 'true'], { stdio: 'ignore' }).status === 0,
    helper: helper?.uid === 0 && (helper.mode & 0o4111) === 0o4111,
  };
}

/** Ubuntu's AppArmor refuses user namespaces to programs that it does not know, and may know `unshare`. */
function isRestricted(): boolean {
  try {
    return readFileSync('/proc/sys/kernel/apparmor_restrict_unprivileged_userns', 'utf8').trim() === '1';
  } catch {
    return false;
  }
}
