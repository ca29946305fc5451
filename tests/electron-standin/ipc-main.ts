import type { IpcMain } from 'electron';
import type { FromPage, ToPage } from './page-script.ts';
import type { StandInFrame } from './frames.ts';
import { strict } from './strict.ts';

type InvokeHandler = Parameters<IpcMain['handle']>[1];
type SendListener = Parameters<IpcMain['on']>[1];

const handlers = new Map<string, InvokeHandler>();
const listeners = new Map<string, Set<SendListener>>();

export const ipcMain = strict('ipcMain', {
  handle(channel: string, handler: InvokeHandler) {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, handler);
  },
  removeHandler: (channel: string) => void handlers.delete(channel),
  on(channel: string, listener: SendListener) {
    listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
  },
} satisfies Pick<IpcMain, 'handle' | 'removeHandler'> & { on: (...args: Parameters<IpcMain['on']>) => void });

type Sender = { readonly sender: object; readonly frame: StandInFrame };

/** Runs main's handler for a message of the page. Never rejects: the page gets errors as text, as in Electron. */
export async function receive({ kind, channel, args }: FromPage, { sender, frame }: Sender): Promise<ToPage> {
  // Only a part of Electron's event is filled; reading any other part throws.
  const event = strict(`event of '${channel}'`, {
    type: 'frame',
    sender,
    senderFrame: frame,
    processId: 1,
    frameId: frame.parent === null ? 1 : 2,
  }) as unknown;
  if (kind === 'send') {
    for (const listener of listeners.get(channel) ?? []) listener(event as Electron.IpcMainEvent, ...args);
    return { value: undefined };
  }
  const handler = handlers.get(channel);
  if (!handler) return { error: `Error: No handler registered for '${channel}'` };
  try {
    return { value: cloned(await handler(event as Electron.IpcMainInvokeEvent, ...args)) };
  } catch (error) {
    console.error(`Error occurred in handler for '${channel}':`, error);
    return { error: String(error) };
  }
}

function cloned(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    throw new Error('An object could not be cloned.');
  }
}
