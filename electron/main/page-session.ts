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

/**
 * Before `ready`: takes UDP from every page of the process. WebRTC is no request, so the content security policy does not see
 * it. What it sends by TCP ends at the proxy of the session below.
 */
export function restrictWebRtc(commandLine: CommandLine): void {
  commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
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
