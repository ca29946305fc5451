import type { CommandLine, Session, session as Sessions } from 'electron';
import { guardSession } from './guards.ts';

/**
 * The session of the window, by name; with its zoom, which Electron keeps for each session. Requests of main go through
 * other sessions.
 */
const PARTITION = 'persist:page';

/**
 * Nobody can listen at port 0, so every connection of the page ends here: TURN servers of WebRTC, which it reaches by
 * TCP, obey the proxy.
 */
const NOWHERE = 'socks5://127.0.0.1:0';

/** Before `ready`: lets Chromium heed the header `Connection-Allowlist` of our pages, which later versions do by themselves. */
export function restrictConnections(commandLine: CommandLine): void {
  const name = 'enable-features';
  // Such as those of Wayland, which a person may have switched on.
  const others = commandLine.getSwitchValue(name);
  commandLine.appendSwitch(name, [...(others === '' ? [] : [others]), 'ConnectionAllowlists'].join(','));
}

/**
 * After `ready`: the session in which the page is shown. The page needs no network, and this session has none, whatever the
 * page tries: the content security policy covers requests, this the rest.
 */
export async function openPageSession(
  sessions: Pick<typeof Sessions, 'fromPartition' | 'defaultSession'>,
): Promise<Session> {
  const session = sessions.fromPartition(PARTITION, { cache: false });
  guardSession(session);
  guardSession(sessions.defaultSession);
  // Without the second rule, addresses of this computer would not go through the proxy.
  await session.setProxy({ mode: 'fixed_servers', proxyRules: NOWHERE, proxyBypassRules: '<-loopback>' });
  return session;
}
