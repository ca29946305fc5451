import type { Clipboard } from 'electron';
import { openHosts } from './browser-window.ts';
import { options } from './options.ts';
import { strict } from './strict.ts';

let text = '';

/** Replaces what is on the clipboard, as another program would. */
export const putOnClipboard = (value: string) => void (text = value);
export const textOnClipboard = () => text;

/**
 * Tests have a clipboard of their own. For a person the text also goes to the system's clipboard, through the page,
 * and is only taken off it while it is still there.
 */
async function write(value: string): Promise<void> {
  if (options.clipboard === 'refused') throw new Error('The clipboard cannot be written.');
  const previous = text;
  text = value;
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
  writeText: write,
  readText: () => Promise.resolve(text),
  clear: () => void write('').catch(() => undefined),
} satisfies Pick<Clipboard, 'writeText' | 'readText' | 'clear'>);
