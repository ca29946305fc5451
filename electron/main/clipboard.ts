import type { ClipboardPort } from '#core/ports.ts';
import type { Clipboard, ClipboardItem } from 'electron';

/** The name under which Electron's clipboard takes a format of the system as it is. */
const systemFormat = (name: string): string => `electron application/osclipboard;format="${name}"`;

/** Marks a secret of ours; its content says nothing. */
const OURS = systemFormat('app.cognitodesk.secret');

/** A number of Windows with 32 bits: no. */
const NO = new Uint8Array(4);

/**
 * Formats by which programs that remember what was copied are asked not to: Windows' own history and cloud
 * clipboard, the agreement of nspasteboard.org on macOS, Klipper's on Linux.
 */
const doNotKeep: Readonly<
  Partial<Record<NodeJS.Platform, Readonly<Record<string, Uint8Array<ArrayBuffer>>>>>
> = {
  win32: {
    ExcludeClipboardContentFromMonitorProcessing: NO,
    CanIncludeInClipboardHistory: NO,
    CanUploadToCloudClipboard: NO,
  },
  darwin: { 'org.nspasteboard.ConcealedType': new Uint8Array(1) },
  linux: { 'x-kde-passwordManagerHint': new TextEncoder().encode('secret') },
};

type Options = {
  readonly clipboard: Pick<Clipboard, 'write' | 'writeText' | 'readText' | 'has' | 'clear'>;
  readonly Item: typeof ClipboardItem;
  readonly platform: NodeJS.Platform;
};

/** Electron's clipboard as `ClipboardPort`. */
export function createClipboard({ clipboard, Item, platform }: Options): ClipboardPort {
  return {
    write: (text) => clipboard.writeText(text),
    async writeSecret(text) {
      const content: Record<string, string | Blob> = { 'text/plain': text, [OURS]: new Blob(['1']) };
      for (const [name, bytes] of Object.entries(doNotKeep[platform] ?? {}))
        content[systemFormat(name)] = new Blob([bytes]);
      try {
        await clipboard.write([new Item(content)]);
      } catch (cause) {
        // Electron has changed what an item may hold before. The text matters more than its marks; a refusal is no such error.
        if (!(cause instanceof TypeError)) throw cause;
        await clipboard.writeText(text);
      }
    },
    // macOS may ask the person whether the app may read what another program has copied; looking for our mark is not
    // reading. Elsewhere programs that look after the clipboard may keep the text without the mark.
    holds: async (secret) =>
      platform === 'darwin' ? clipboard.has(OURS) : (await clipboard.readText()) === secret,
    clear: () => {
      clipboard.clear();
    },
  };
}
