import type { CommandLine, Session } from 'electron';
import { expect, it } from 'vitest';
import { openPageSession, restrictWebRtc } from '#main/page-session.ts';

it('no page of the process may use UDP', () => {
  const appended: string[] = [];
  restrictWebRtc({
    appendSwitch: (name: string, value?: string) => void appended.push(`${name}=${String(value)}`),
  } as CommandLine);
  expect(appended).toEqual(['force-webrtc-ip-handling-policy=disable_non_proxied_udp']);
});

it('the page is in a session whose only way out leads nowhere, also for addresses of this computer', async () => {
  const done: unknown[] = [];
  const sessionNamed = (name: string) =>
    new Proxy(
      {},
      {
        get: (_, member: string) =>
          member === 'then' ? undefined : (value: unknown) => void done.push([name, member, value]),
      },
    ) as Session;
  const names: string[] = [];
  await openPageSession({
    fromPartition: (name: string) => {
      names.push(name);
      return sessionNamed('page');
    },
    defaultSession: sessionNamed('default'),
  });
  expect(names).toEqual(['persist:page']);
  expect(done).toContainEqual([
    'page',
    'setProxy',
    { mode: 'fixed_servers', proxyRules: 'socks5://127.0.0.1:0', proxyBypassRules: '<-loopback>' },
  ]);
  for (const name of ['page', 'default']) expect(done).toContainEqual([name, 'on', 'will-download']);
});
