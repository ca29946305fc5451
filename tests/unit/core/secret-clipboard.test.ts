import { describe, expect, it } from 'vitest';
import { createSecretClipboard } from '#core/clipboard/secret-clipboard.ts';
import { createTestClipboard, createTestClock } from '#tests/support/ports.ts';

function setUp() {
  const clock = createTestClock();
  const system = createTestClipboard();
  return { clock, system, clipboard: createSecretClipboard(system, clock) };
}

/** Lets the promises behind a timer come to their end. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a copied secret', () => {
  it('leaves the clipboard after the time that was promised, not before', async () => {
    const { clock, system, clipboard } = setUp();
    expect(await clipboard.copySecret('secret', 60)).toBe(clock.now() + 60_000);
    clock.advance(59_999);
    await settled();
    expect(system.content()).toBe('secret');
    clock.advance(1);
    await settled();
    expect(system.content()).toBe('');
  });

  it('leaves alone what the user copied since', async () => {
    const { clock, system, clipboard } = setUp();
    await clipboard.copySecret('secret', 60);
    system.replace('shopping list');
    clock.advance(60_000);
    await settled();
    expect(system.content()).toBe('shopping list');
  });

  it('is marked as one, and other text is not', async () => {
    const { system, clipboard } = setUp();
    await clipboard.copySecret('secret', 0);
    await clipboard.copy('us-east-1_Ab12Cd34E');
    expect(system.secrets).toEqual(['secret']);
  });

  it('is gone at once when the person’s session ends, and nothing else is', async () => {
    const { clock, system, clipboard } = setUp();
    await clipboard.copySecret('secret', 60);
    clipboard.clearAtOnce();
    expect(system.content()).toBe('');
    expect(clock.waiting()).toBe(0);
    await clipboard.copy('not secret');
    clipboard.clearAtOnce();
    expect(system.content()).toBe('not secret');
  });

  it('stays with 0 seconds, also at the end of the app', async () => {
    const { clock, system, clipboard } = setUp();
    expect(await clipboard.copySecret('secret', 0)).toBeNull();
    expect(clock.waiting()).toBe(0);
    await clipboard.clearNow();
    expect(system.content()).toBe('secret');
  });

  it('starts the time anew when another one follows', async () => {
    const { clock, system, clipboard } = setUp();
    await clipboard.copySecret('first', 60);
    clock.advance(50_000);
    await clipboard.copySecret('second', 60);
    clock.advance(59_999);
    await settled();
    expect(system.content()).toBe('second');
    clock.advance(1);
    await settled();
    expect(system.content()).toBe('');
    expect(clock.waiting()).toBe(0);
  });

  it('starts the time anew when the same one is copied again', async () => {
    const { clock, system, clipboard } = setUp();
    await clipboard.copySecret('secret', 60);
    clock.advance(50_000);
    await clipboard.copySecret('secret', 60);
    clock.advance(10_000);
    await settled();
    expect(system.content()).toBe('secret');
  });

  it('is forgotten when ordinary text follows', async () => {
    const { clock, system, clipboard } = setUp();
    await clipboard.copySecret('secret', 60);
    await clipboard.copy('name');
    expect(clock.waiting()).toBe(0);
    await clipboard.clearNow();
    expect(system.content()).toBe('name');
  });

  it('goes at the end of the app', async () => {
    const { clock, system, clipboard } = setUp();
    await clipboard.copySecret('secret', 180);
    await clipboard.clearNow();
    expect(system.content()).toBe('');
    expect(clock.waiting()).toBe(0);
  });

  it('is not touched at the end of the app when something else was copied', async () => {
    const { system, clipboard } = setUp();
    await clipboard.copySecret('secret', 180);
    system.replace('shopping list');
    await clipboard.clearNow();
    expect(system.content()).toBe('shopping list');
  });
});

describe('a system that refuses', () => {
  it('is reported when something is copied', async () => {
    const { clock, system, clipboard } = setUp();
    system.refuse();
    await expect(clipboard.copy('name')).rejects.toThrow('clipboard-refused');
    await expect(clipboard.copySecret('secret', 60)).rejects.toThrow('clipboard-refused');
    expect(clock.waiting()).toBe(0);
  });

  it('stops neither the timer nor the end of the app', async () => {
    const { system, clipboard } = setUp();
    await clipboard.copySecret('secret', 60);
    system.refuse();
    await expect(clipboard.clearNow()).resolves.toBeUndefined();

    const other = setUp();
    await other.clipboard.copySecret('secret', 60);
    other.system.refuse();
    // Vitest fails the run on a rejection that nobody catches.
    other.clock.advance(60_000);
    await settled();
  });

  it('keeps the clearing of the earlier secret going', async () => {
    const { clock, system, clipboard } = setUp();
    await clipboard.copySecret('secret', 60);
    const write = system.writeSecret;
    system.writeSecret = () => Promise.reject(new Error('The clipboard is taken.'));
    await expect(clipboard.copySecret('second', 60)).rejects.toThrow('clipboard-refused');
    system.writeSecret = write;
    clock.advance(60_000);
    await settled();
    expect(system.content()).toBe('');
  });
});
