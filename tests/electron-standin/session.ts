import type { ProxyConfig, Session } from 'electron';
import { createEvents, type Events } from './events.ts';
import { requireReady } from './lifecycle.ts';
import { endRequests } from './net.ts';
import type { PageRequest, Reply } from './page.ts';
import type { PagePlace } from './pages.ts';
import { createProtocol, protocol, serveDefault, type StandInProtocol } from './protocol.ts';
import { knownOnly, notImplemented, strict } from './strict.ts';

/** What main may touch of a session. */
export type StandInSession = Events<Session>['methods'] &
  Pick<
    Session,
    | 'setPermissionRequestHandler'
    | 'setPermissionCheckHandler'
    | 'setDevicePermissionHandler'
    | 'setSpellCheckerEnabled'
    | 'resolveProxy'
    | 'setProxy'
    | 'closeAllConnections'
  > & { readonly protocol: StandInProtocol };

/** What its windows need of a session. */
type Behind = {
  readonly serve: (request: PageRequest) => Promise<Reply>;
  /** Where its pages are. */
  readonly place: PagePlace;
};

const behind = new WeakMap<object, Behind>();

/** What is behind the session that a window was given. */
export function behindSession(given: object): Behind {
  const found = behind.get(given);
  if (!found) throw new TypeError('webPreferences.session must be a session');
  return found;
}

type Served = { readonly protocol: StandInProtocol; readonly serve: Behind['serve'] };

/** Chromium refuses every permission and every download, so the handlers of main are never asked. */
function createSession(name: string, { protocol: own, serve }: Served): StandInSession {
  const events = createEvents<Session>(name, ['will-download']);
  const place: PagePlace = { proxy: undefined, isUsed: false };
  let resolved = 'DIRECT';
  const members: StandInSession = strict(name, {
    ...events.methods,
    protocol: own,
    setPermissionRequestHandler: () => undefined,
    setPermissionCheckHandler: () => undefined,
    setDevicePermissionHandler: () => undefined,
    setSpellCheckerEnabled: () => undefined,
    async setProxy(config: ProxyConfig) {
      if (place.isUsed) throw notImplemented(`${name}.setProxy after its first window`);
      place.proxy = proxyOf(config);
      resolved = place.proxy === undefined || place.proxy.server === NO_PROXY ? 'DIRECT' : '';
    },
    async resolveProxy() {
      if (resolved === '') throw notImplemented(`${name}.resolveProxy with a proxy of main`);
      return resolved;
    },
    // Requests of main leave through Node, whichever session they are of.
    closeAllConnections: async () => {
      endRequests();
    },
  });
  behind.set(members, { serve, place });
  return members;
}

const NO_PROXY = 'direct://';

/** As Chromium takes it; undefined for what the system says. */
function proxyOf(config: ProxyConfig): PagePlace['proxy'] {
  knownOnly('session.setProxy', config, ['mode', 'proxyRules', 'proxyBypassRules']);
  const { mode = 'fixed_servers', proxyRules = '', proxyBypassRules = '' } = config;
  if (mode === 'system') return undefined;
  if (mode === 'direct') return { server: NO_PROXY, bypass: '' };
  if (mode !== 'fixed_servers') throw notImplemented(`session.setProxy mode ${mode}`);
  return { server: proxyRules === '' ? NO_PROXY : proxyRules, bypass: proxyBypassRules };
}

const DEFAULT = 'session.defaultSession';
const defaultSession = createSession(DEFAULT, { protocol, serve: serveDefault });
const partitions = new Map<string, StandInSession>();

const requireReadyForSession = () => requireReady('Session can only be received when app is ready');

/** Of windows that name none. */
export const sessionOrDefault = (given: object | undefined): StandInSession =>
  given === undefined ? defaultSession : (given as StandInSession);

export const session = strict('session', {
  get defaultSession() {
    requireReadyForSession();
    return defaultSession;
  },
  /** The same one for the same name. Nothing of any is kept, also of those that Electron would keep. */
  fromPartition: (partition: string, options: { readonly cache?: boolean } = {}): StandInSession => {
    requireReadyForSession();
    knownOnly('session.fromPartition', options, ['cache']);
    if (partition === '') return defaultSession;
    const existing = partitions.get(partition);
    if (existing) return existing;
    const made = createSession(`session '${partition}'`, createProtocol());
    partitions.set(partition, made);
    return made;
  },
});
