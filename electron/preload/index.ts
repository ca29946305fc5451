/**
 * The bridge: one function per operation, one to listen to events, and nothing else. Runs sandboxed, so it is one CommonJS file without zod.
 */
import { channelOf, operationNames } from '#contract/channels.ts';
import { eventChannel, isDeskEvent, type DeskEvent } from '#contract/events.ts';
import { contextBridge, ipcRenderer } from 'electron';

type Call = (input: unknown, callId?: string) => Promise<unknown>;

const desk: Record<string, Record<string, Call>> = {};
for (const name of operationNames) {
  const [topic, verb] = name.split('.') as [string, string];
  const calls = (desk[topic] ??= {});
  // Whether a person has clicked, pressed a key or touched in the last seconds. The page cannot say so by itself: this is read in
  // the world of preload. Screen readers that click for a person count, too.
  calls[verb] = (input, callId) =>
    ipcRenderer.invoke(channelOf(name), input, callId, navigator.userActivation.isActive);
}

/** The page gets the event alone: Electron's own event object leads back to the IPC. */
function on(listener: (event: DeskEvent) => void): () => void {
  const receive = (_event: unknown, event: unknown) => {
    if (isDeskEvent(event)) listener(event);
  };
  ipcRenderer.on(eventChannel, receive);
  return () => {
    ipcRenderer.removeListener(eventChannel, receive);
  };
}

/**
 * Takes WebRTC from the page, which would look the names of hosts up past its policy. Electron calls this experimental:
 * where it fails, the page still has no network to talk by.
 */
function takeWebRtcAway(): void {
  try {
    contextBridge.executeInMainWorld({
      func: () => {
        Reflect.deleteProperty(globalThis, 'RTCPeerConnection');
        Reflect.deleteProperty(globalThis, 'webkitRTCPeerConnection');
      },
    });
  } catch {
    // See above.
  }
}
takeWebRtcAway();

// The names come from the contract's own list, which the compiler proves complete.
contextBridge.exposeInMainWorld('desk', { ...desk, events: { on } });
