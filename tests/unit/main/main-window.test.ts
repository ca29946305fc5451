import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { describe, expect, it } from 'vitest';
import { createMainWindow } from '#main/main-window.ts';

function setUp() {
  const started = Promise.withResolvers<string>();
  const windows: (EventEmitter & { calls: string[]; minimized: boolean })[] = [];
  const main = createMainWindow(started.promise, (value) => {
    const calls = [`opened with ${value}`];
    const window = Object.assign(new EventEmitter(), {
      calls,
      minimized: false,
      isMinimized: () => window.minimized,
      restore: () => void calls.push('restored'),
      focus: () => void calls.push('focused'),
    });
    windows.push(window);
    return window as unknown as BrowserWindow;
  });
  return { main, started, windows };
}

describe('the window', () => {
  it('is one, however many ask for it while the app starts', async () => {
    const { main, started, windows } = setUp();
    main.show();
    main.show();
    const asked = [main.getOrCreate(), main.getOrCreate()];
    expect(windows).toEqual([]);
    started.resolve('what was started');
    const [first, second] = await Promise.all(asked);
    expect(first).toBe(second);
    expect(windows.map(({ calls }) => calls)).toEqual([['opened with what was started']]);
  });

  it('comes to the front when somebody asks for it again', async () => {
    const { main, started, windows } = setUp();
    started.resolve('');
    await main.getOrCreate();
    const [window] = windows;
    if (!window) throw new Error('no window');
    window.minimized = true;
    main.show();
    await expect.poll(() => window.calls.slice(1)).toEqual(['restored', 'focused']);
  });

  it('is a new one after it was closed, as on macOS', async () => {
    const { main, started, windows } = setUp();
    started.resolve('');
    const first = await main.getOrCreate();
    windows[0]?.emit('closed');
    expect(main.current()).toBeNull();
    const second = await main.getOrCreate();
    expect(second).not.toBe(first);
    expect(main.current()).toBe(second);
  });

  it('is not opened any more once the app ends', async () => {
    const { main, started, windows } = setUp();
    main.openNoMore();
    started.resolve('');
    expect(await main.getOrCreate()).toBeNull();
    expect(windows).toEqual([]);
  });

  it('that cannot be opened is told to whoever asked for it', async () => {
    const main = createMainWindow(Promise.resolve(), () => {
      throw new Error('no window');
    });
    await expect(main.getOrCreate()).rejects.toThrow('no window');
    expect(main.current()).toBeNull();
  });

  it('does not come when the start failed, and asking for it is no fault of its own', async () => {
    const { main, started, windows } = setUp();
    main.show();
    started.reject(new Error('damaged'));
    await expect(main.getOrCreate()).rejects.toThrow('damaged');
    expect(windows).toEqual([]);
  });
});
