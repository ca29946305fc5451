import { operationNames, channelOf } from '#contract/channels.ts';
import { failure } from '#contract/result.ts';
import type { Dispatch } from '#core/dispatcher.ts';
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { isOurs } from './origin.ts';

/** The parts of a calling frame that decide whether it is trusted. */
export type Caller = {
  readonly windowId: number;
  readonly frame: { readonly url: string; readonly isMain: boolean } | null;
};

/** Only the main frame of our own window, showing a page of ours. A frame that is gone cannot be judged: no. */
export function isTrusted({ windowId, frame }: Caller, ourWindowId: number | null): boolean {
  return windowId === ourWindowId && frame !== null && frame.isMain && isOurs(frame.url);
}

/** Connects each operation's channel to the dispatcher. The sender is judged before the input is looked at. */
export function serveIpc(ipcMain: IpcMain, dispatch: Dispatch, ourWindowId: () => number | null): void {
  for (const name of operationNames) {
    ipcMain.handle(channelOf(name), (event, input: unknown, callId: unknown, byPerson: unknown) =>
      // `senderFrame` must be read before anything is awaited: the frame may be gone afterwards.
      isTrusted(callerOf(event), ourWindowId())
        ? dispatch(name, input, callId, byPerson === true)
        : failure({ code: 'forbidden-caller' }),
    );
  }
}

function callerOf({ sender, senderFrame }: IpcMainInvokeEvent): Caller {
  return {
    windowId: sender.id,
    frame: senderFrame && { url: senderFrame.url, isMain: senderFrame.parent === null },
  };
}
