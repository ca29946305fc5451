import type { Session } from 'electron';
import { endRequests } from './net.ts';
import { protocol } from './protocol.ts';
import { knownOnly, strict } from './strict.ts';

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

/** One that keeps nothing. Requests of main leave through Node. */
const inMemory = strict('session of a partition', {
  closeAllConnections: async () => {
    endRequests();
  },
} satisfies Pick<Session, 'closeAllConnections'>);

export const session = strict('session', {
  defaultSession,
  fromPartition: (partition: string, options: { readonly cache?: boolean } = {}) => {
    knownOnly('session.fromPartition', options, ['cache']);
    if (partition.startsWith('persist:'))
      throw new Error('electron-standin: partitions are kept in memory only');
    return inMemory;
  },
});
