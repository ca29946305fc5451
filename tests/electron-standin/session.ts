import type { Session } from 'electron';
import { protocol } from './protocol.ts';
import { strict } from './strict.ts';

/** Chromium is started with every permission refused, so the handlers of main are never asked. */
const defaultSession = strict('session.defaultSession', {
  protocol,
  setPermissionRequestHandler: () => undefined,
  setPermissionCheckHandler: () => undefined,
  setDevicePermissionHandler: () => undefined,
  setSpellCheckerEnabled: () => undefined,
  resolveProxy: () => Promise.resolve('DIRECT'),
} satisfies Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setSpellCheckerEnabled'
  | 'resolveProxy'
> & { protocol: typeof protocol });

export const session = strict('session', { defaultSession });
