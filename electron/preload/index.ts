/**
 * The bridge: one function per operation, and nothing else. Runs sandboxed, so it is one CommonJS file without zod.
 */
import { channelOf, operationNames } from '#contract/channels.ts';
import { contextBridge, ipcRenderer } from 'electron';

type Call = (input: unknown, callId?: string) => Promise<unknown>;

const desk: Record<string, Record<string, Call>> = {};
for (const name of operationNames) {
  const [topic, verb] = name.split('.') as [string, string];
  const calls = (desk[topic] ??= {});
  calls[verb] = (input, callId) => ipcRenderer.invoke(channelOf(name), input, callId);
}

// The names come from the contract's own list, which the compiler proves complete.
contextBridge.exposeInMainWorld('desk', desk);
