import type { Clipboard } from 'electron';
import { openHosts } from './browser-window.ts';
import { options } from './options.ts';
import { strict } from './strict.ts';

let text = '';
/** The formats that were written last, beside the text. */
let formats: readonly string[] = [];

/** Replaces what is on the clipboard, as another program would. */
export function putOnClipboard(value: string): void {
  text = value;
  formats = [];
}
export const textOnClipboard = () => text;
export const formatsOnClipboard = () => formats;

type Payload = string | Blob;

/** What one writes to the clipboard at once: texts, and anything else as a `Blob`. */
export class ClipboardItem {
  readonly payloads: Readonly<Record<string, Payload>>;

  constructor(payloads: Readonly<Record<string, Payload>>) {
    for (const [type, payload] of Object.entries(payloads)) {
      const isText = ['text/plain', 'text/html', 'text/rtf'].includes(type);
      if (isText ? typeof payload !== 'string' : !(payload instanceof Blob))
        throw new TypeError(`ClipboardItem payload of ${type} has the wrong type`);
    }
    this.payloads = payloads;
  }
}

/**
 * Tests have a clipboard of their own. For a person the text also goes to the system's clipboard, through the page,
 * and is only taken off it while it is still there.
 */
async function write(value: string, others: readonly string[] = []): Promise<void> {
  if (options.clipboard === 'refused') throw new Error('The clipboard cannot be written.');
  const previous = text;
  text = value;
  formats = others;
  if (options.headless) return;
  const page = await openHosts()[0]?.page;
  await page?.evaluate(
    async (wanted, ours) => {
      if (wanted === '' && (await navigator.clipboard.readText()) !== ours) return;
      await navigator.clipboard.writeText(wanted);
    },
    value,
    previous,
  );
}

/** As of Electron 45: everything but `clear` is asynchronous. */
export const clipboard = strict('clipboard', {
  writeText: (value: string) => write(value),
  write: async (items: readonly ClipboardItem[]) => {
    const [item] = items;
    if (items.length !== 1 || !(item instanceof ClipboardItem))
      throw new Error('electron-standin: clipboard.write takes one ClipboardItem');
    const { 'text/plain': plain = '', ...others } = item.payloads;
    await write(typeof plain === 'string' ? plain : '', Object.keys(others));
  },
  readText: () => Promise.resolve(text),
  has: (type: string) => Promise.resolve(type === 'text/plain' ? text !== '' : formats.includes(type)),
  clear: () => void write('').catch(() => undefined),
} satisfies Pick<Clipboard, 'writeText' | 'readText' | 'has' | 'clear'> & { write: unknown });
