import type { IpcMain } from 'electron';
import { describe, expect, it } from 'vitest';
import { channelOf, operationNames } from '#contract/channels.ts';
import { success } from '#contract/result.ts';
import { isTrusted, serveIpc, type Caller } from '#main/ipc-host.ts';

const page = 'app://desk/index.html';
const ours: Caller = { windowId: 7, frame: { url: page, isMain: true } };

describe('a caller', () => {
  it('is trusted as the main frame of our window with our page', () => {
    expect(isTrusted(ours, 7)).toBe(true);
  });

  it.each([
    ['of another window', { ...ours, windowId: 8 }, 7],
    ['while there is no window', ours, null],
    ['whose frame is gone', { ...ours, frame: null }, 7],
    ['inside a frame', { ...ours, frame: { url: page, isMain: false } }, 7],
    ['on another page', { ...ours, frame: { url: 'https://example.com/', isMain: true } }, 7],
    ['on a page of another host', { ...ours, frame: { url: 'app://evil/index.html', isMain: true } }, 7],
    ['on an empty page', { ...ours, frame: { url: '', isMain: true } }, 7],
    ['on a blank page', { ...ours, frame: { url: 'about:blank', isMain: true } }, 7],
    ['on a file', { ...ours, frame: { url: 'file:///index.html', isMain: true } }, 7],
  ] as const)('is not trusted %s', (_, caller, window) => {
    expect(isTrusted(caller, window)).toBe(false);
  });
});

type Listener = (event: unknown, ...args: unknown[]) => unknown;

/** The channels as they were registered, and every call that got through. */
function served(windowId: number | null = 7) {
  const listeners = new Map<string, Listener>();
  const dispatched: unknown[][] = [];
  const ipcMain = {
    handle(channel: string, listener: Listener) {
      if (listeners.has(channel)) throw new Error(`Twice: ${channel}`);
      listeners.set(channel, listener);
    },
  };
  serveIpc(
    ipcMain as unknown as IpcMain,
    async (...args) => {
      dispatched.push(args);
      return success('done');
    },
    () => windowId,
  );
  const invoke = (name: string, event: unknown, ...args: unknown[]) =>
    listeners.get(channelOf(name))?.(event, ...args);
  return { listeners, dispatched, invoke };
}

const event = (more: object = {}) => ({
  sender: { id: 7 },
  senderFrame: { url: page, parent: null },
  ...more,
});

describe('the channels', () => {
  it('are those of the contract and no other', () => {
    expect([...served().listeners.keys()].sort()).toEqual(operationNames.map(channelOf).sort());
  });

  it('hand a call on as it came, under the name of its own channel', async () => {
    const { invoke, dispatched } = served();
    const input = { anything: ['at', 'all'] };
    expect(await invoke('users.get', event(), input, 'call-1')).toEqual({ ok: true, value: 'done' });
    await invoke('profiles.list', event());
    await invoke('tokens.reveal', event(), input, 'call-2', true);
    await invoke('tokens.reveal', event(), input, 'call-3', 'true');
    expect(dispatched).toEqual([
      ['users.get', input, 'call-1', false],
      ['profiles.list', undefined, undefined, false],
      ['tokens.reveal', input, 'call-2', true],
      ['tokens.reveal', input, 'call-3', false],
    ]);
    expect(dispatched[0]?.[1]).toBe(input);
  });

  it.each([
    ['another window', event({ sender: { id: 8 } })],
    ['a frame that is gone', event({ senderFrame: null })],
    ['a frame inside', event({ senderFrame: { url: page, parent: {} } })],
    ['another page', event({ senderFrame: { url: 'https://example.com/', parent: null } })],
  ])('refuse %s before the input is looked at', async (_, from) => {
    const { invoke, dispatched } = served();
    const input = {
      get username(): string {
        throw new Error('The input was looked at.');
      },
    };
    for (const name of operationNames) {
      expect(await invoke(name, from, input)).toEqual({ ok: false, error: { code: 'forbidden-caller' } });
    }
    expect(dispatched).toEqual([]);
  });

  it('refuse everybody while there is no window', async () => {
    const { invoke, dispatched } = served(null);
    expect(await invoke('app.info', event(), {})).toMatchObject({ ok: false });
    expect(dispatched).toEqual([]);
  });
});
