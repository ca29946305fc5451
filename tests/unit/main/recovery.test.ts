import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import { recoverPage } from '#main/recovery.ts';

let now: number;
let answers: number[];
let did: string[];
let contents: EventEmitter & { getURL: () => string };

beforeEach(() => {
  now = 1_000_000;
  answers = [];
  did = [];
  contents = Object.assign(new EventEmitter(), { getURL: () => 'app://desk/index.html#/sign-in' });
  const window = {
    webContents: contents,
    isDestroyed: () => false,
    loadURL: (address: string) => {
      did.push(`load ${address}`);
      return Promise.resolve();
    },
  };
  recoverPage({
    window: window as unknown as BrowserWindow,
    locale: 'de-AT',
    dialog: {
      showMessageBox: () => {
        did.push('ask');
        return Promise.resolve({ response: answers.shift() ?? 2, checkboxChecked: false });
      },
    },
    now: () => now,
    onStopped: (reason) => void did.push(`stopped ${reason}`),
    openLog: () => void did.push('log'),
    quit: () => void did.push('quit'),
  });
});

const crash = (reason = 'crashed') => contents.emit('render-process-gone', {}, { reason, exitCode: 5 });
const again = 'load app://desk/index.html?locale=de-AT&recovered=#/sign-in';

describe('a page that stops', () => {
  it('is loaded again at the screen where it was', () => {
    crash('oom');
    expect(did).toEqual(['stopped oom', again]);
  });

  it('is left alone when it ended as it should', () => {
    crash('clean-exit');
    expect(did).toEqual([]);
  });

  it('is loaded only when the person says so, the third time in a minute', async () => {
    answers = [1, 0];
    crash();
    crash();
    did = [];
    crash();
    await expect.poll(() => did).toEqual(['stopped crashed', 'ask', 'log', 'ask', again]);
  });

  it('ends the app when the person wants that', async () => {
    for (let count = 0; count < 3; count += 1) crash();
    await expect.poll(() => did.at(-1)).toBe('quit');
  });

  it('has forgotten what is more than a minute ago', () => {
    for (let count = 0; count < 5; count += 1) {
      crash();
      now += 60_000;
    }
    expect(did).not.toContain('ask');
  });
});

describe('a page that cannot be loaded', () => {
  it('is tried again, and then asked about', async () => {
    for (let count = 0; count < 3; count += 1)
      contents.emit('did-fail-load', {}, -6, 'gone', 'app://desk/', true);
    await expect.poll(() => did.slice(-2)).toEqual(['ask', 'quit']);
  });

  it.each([404, 500])('counts as one when its own file is missing: %s', (status) => {
    contents.emit('did-navigate', {}, 'app://desk/index.html', status, 'Not Found');
    expect(did).toEqual([`stopped load ${String(status)}`, again]);
  });

  it('is no matter when its file is there', () => {
    contents.emit('did-navigate', {}, 'app://desk/index.html', 200, 'OK');
    expect(did).toEqual([]);
  });

  it.each([
    [-3, true],
    [-6, false],
  ])('is no matter when another load took its place, or it is a frame', (code, isMainFrame) => {
    contents.emit('did-fail-load', {}, code, '', 'app://desk/', isMainFrame);
    expect(did).toEqual([]);
  });
});
