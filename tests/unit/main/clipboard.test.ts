import type { ClipboardItem } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import { createClipboard } from '#main/clipboard.ts';

type Content = Record<string, string | Blob>;

let content: Content;
let read: number;
beforeEach(() => {
  content = {};
  read = 0;
});

class Item {
  readonly content: Content;
  constructor(given: Content) {
    this.content = given;
  }
}

const on = (platform: NodeJS.Platform) =>
  createClipboard({
    clipboard: {
      write: async ([item]) => void (content = (item as unknown as Item).content),
      writeText: async (text) => void (content = { 'text/plain': text }),
      readText: async () => {
        read += 1;
        const { 'text/plain': text } = content;
        return typeof text === 'string' ? text : '';
      },
      has: (type) => Promise.resolve(type in content),
      clear: () => void (content = {}),
    },
    Item: Item as unknown as typeof ClipboardItem,
    platform,
  });

const format = (name: string) => `electron application/osclipboard;format="${name}"`;
const bytesOf = async (name: string) => {
  const found = content[format(name)];
  return found instanceof Blob ? [...new Uint8Array(await found.arrayBuffer())] : null;
};

describe('a secret on the clipboard', () => {
  it('is kept out of the history and the cloud of Windows', async () => {
    await on('win32').writeSecret('token');
    expect(content['text/plain']).toBe('token');
    expect(await bytesOf('ExcludeClipboardContentFromMonitorProcessing')).toEqual([0, 0, 0, 0]);
    // Numbers of 32 bits: 0 for no.
    expect(await bytesOf('CanIncludeInClipboardHistory')).toEqual([0, 0, 0, 0]);
    expect(await bytesOf('CanUploadToCloudClipboard')).toEqual([0, 0, 0, 0]);
  });

  it.each([
    ['darwin', 'org.nspasteboard.ConcealedType'],
    ['linux', 'x-kde-passwordManagerHint'],
  ] as const)('asks the programs of %s that remember copies to forget it', async (platform, name) => {
    await on(platform).writeSecret('token');
    expect(await bytesOf(name)).not.toBeNull();
  });

  it('is told apart on macOS without reading what others have copied, which may ask the person', async () => {
    const clipboard = on('darwin');
    await clipboard.writeSecret('token');
    expect(await clipboard.holds('token')).toBe(true);
    content = { 'text/plain': 'shopping list' };
    expect(await clipboard.holds('token')).toBe(false);
    expect(read).toBe(0);
  });

  it.each(['win32', 'linux'] as const)('is known by its text on %s', async (platform) => {
    const clipboard = on(platform);
    await clipboard.writeSecret('token');
    // A program that looks after the clipboard has taken the text over, without the marks.
    content = { 'text/plain': 'token' };
    expect(await clipboard.holds('token')).toBe(true);
    content = { 'text/plain': 'shopping list' };
    expect(await clipboard.holds('token')).toBe(false);
  });

  it('is copied without its marks where Electron does not take them, and not where the system refuses', async () => {
    const refusing = (cause: Error) =>
      createClipboard({
        clipboard: {
          write: () => Promise.reject(cause),
          writeText: async (text) => void (content = { 'text/plain': text }),
          readText: () => Promise.resolve(''),
          has: () => Promise.resolve(false),
          clear: () => undefined,
        },
        Item: Item as unknown as typeof ClipboardItem,
        platform: 'win32',
      });
    await refusing(new TypeError('must be a Buffer')).writeSecret('token');
    expect(content).toEqual({ 'text/plain': 'token' });
    await expect(refusing(new Error('The clipboard is taken.')).writeSecret('token')).rejects.toThrow();
  });

  it('carries no mark when it is none', async () => {
    await on('win32').write('us-east-1_Ab12Cd34E');
    expect(Object.keys(content)).toEqual(['text/plain']);
  });
});
