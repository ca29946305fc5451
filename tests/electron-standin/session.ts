import type { ProxyConfig, Session } from 'electron';
import { createEvents } from './events.ts';
import { requireReady } from './lifecycle.ts';
import { endRequests } from './net.ts';
import { createServing, type Serving } from './protocol.ts';
import { knownOnly, strict } from './strict.ts';

/** What main may touch of a session. */
export type StandInSession = Pick<
  Session,
  | 'on'
  | 'once'
  | 'off'
  | 'removeListener'
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setSpellCheckerEnabled'
  | 'resolveProxy'
  | 'setProxy'
  | 'closeAllConnections'
> & { readonly protocol: Serving['protocol'] };

/** The proxy of the pages of a session, in the words of Chromium's switches. */
export type PageProxy = { readonly proxyServer: string; readonly proxyBypassList: string };

type Inside = { readonly serving: Serving; proxy: PageProxy | undefined };
const insides = new WeakMap<StandInSession, Inside>();

/** What pages of a session get and do. */
export function insideOf(session: object): Inside {
  const inside = insides.get(session as StandInSession);
  if (!inside) throw new Error('electron-standin: webPreferences.session must be a session');
  return inside;
}

/** Chromium is started with every permission and download refused, so the handlers of main are never asked. */
function createSession(name: string): StandInSession {
  const events = createEvents<Session>(name, ['will-download']);
  const inside: Inside = { serving: createServing(), proxy: undefined };
  const created: StandInSession = strict(name, {
    ...events.methods,
    protocol: inside.serving.protocol,
    setPermissionRequestHandler: () => undefined,
    setPermissionCheckHandler: () => undefined,
    setDevicePermissionHandler: () => undefined,
    setSpellCheckerEnabled: () => undefined,
    resolveProxy: () => Promise.resolve('DIRECT'),
    setProxy(config: ProxyConfig) {
      requireReady('Session can only be received when app is ready');
      knownOnly('session.setProxy', config, ['mode', 'proxyRules', 'proxyBypassRules']);
      if (config.mode !== 'fixed_servers' || config.proxyRules === undefined)
        throw new Error('electron-standin: session.setProxy takes fixed servers only');
      inside.proxy = { proxyServer: config.proxyRules, proxyBypassList: config.proxyBypassRules ?? '' };
      return Promise.resolve();
    },
    // Requests of main leave through Node.
    closeAllConnections: async () => {
      endRequests();
    },
  } satisfies StandInSession);
  insides.set(created, inside);
  return created;
}

const defaultSession = createSession('session.defaultSession');
/** What `electron.protocol` is. */
export const defaultProtocol = defaultSession.protocol;
/** Nothing of any of them is kept, also of those that Electron would keep. */
const partitions = new Map<string, StandInSession>();

export const session = strict('session', {
  get defaultSession() {
    requireReady('Session can only be received when app is ready');
    return defaultSession;
  },
  fromPartition: (partition: string, options: { readonly cache?: boolean } = {}) => {
    requireReady('Session can only be received when app is ready');
    knownOnly('session.fromPartition', options, ['cache']);
    const known = partitions.get(partition) ?? createSession(`session of ${partition}`);
    partitions.set(partition, known);
    return known;
  },
});

/** The session of a window that names none. */
export const sessionOr = (given: object | undefined): StandInSession =>
  given === undefined ? defaultSession : (given as StandInSession);
