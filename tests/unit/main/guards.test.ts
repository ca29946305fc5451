import { EventEmitter } from 'node:events';
import type { App, Session } from 'electron';
import { describe, expect, it } from 'vitest';
import { guardSession, guardWebContents } from '#main/guards.ts';

type Handlers = Record<string, (...args: unknown[]) => unknown>;

describe('a session', () => {
  it('grants no permission, asked for or checked, and saves no download', () => {
    const handlers: Handlers = {};
    const settings: Record<string, unknown> = {};
    const listeners: Handlers = {};
    const session = new Proxy<object>(
      {},
      {
        get: (_, name: string) => (value: unknown, listener?: Handlers[string]) => {
          if (listener) listeners[String(value)] = listener;
          else if (typeof value === 'function') handlers[name] = value as Handlers[string];
          else settings[name] = value;
        },
      },
    );
    guardSession(session as unknown as Session);

    for (const permission of [
      'clipboard-read',
      'clipboard-sanitized-write',
      'media',
      'openExternal',
      'unknown',
    ]) {
      const answers: unknown[] = [];
      handlers['setPermissionRequestHandler']?.(
        {},
        permission,
        (granted: boolean) => void answers.push(granted),
      );
      expect(answers).toEqual([false]);
      expect(handlers['setPermissionCheckHandler']?.({}, permission)).toBe(false);
    }
    expect(handlers['setDevicePermissionHandler']?.({})).toBe(false);
    expect(settings).toEqual({ setSpellCheckerEnabled: false });

    let prevented = 0;
    listeners['will-download']?.({ preventDefault: () => void (prevented += 1) });
    expect(prevented).toBe(1);
  });
});

/** Web contents that were created after the guard was set, and what the guard answers. */
function guarded() {
  const app = new EventEmitter();
  guardWebContents(app as unknown as App);
  let openHandler: Handlers[string] | undefined;
  const policies: string[] = [];
  let crashes = 0;
  let address = 'app://desk/index.html?locale=de-AT';
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: Handlers[string]) => void (openHandler = handler),
    setWebRTCIPHandlingPolicy: (policy: string) => void policies.push(policy),
    getURL: () => address,
    forcefullyCrashRenderer: () => void (crashes += 1),
  });
  app.emit('web-contents-created', {}, contents);
  return {
    open: (url: string) => openHandler?.({ url }),
    policies,
    crashes: () => crashes,
    shows: (shown: string) => void (address = shown),
    makesFrame: (parent: object | null) => contents.emit('frame-created', {}, { frame: { parent } }),
    /** Whether the event was prevented. */
    prevents(name: string, details: object = {}): boolean {
      let prevented = false;
      contents.emit(name, { ...details, preventDefault: () => void (prevented = true) });
      return prevented;
    },
  };
}

const navigations = ['will-navigate', 'will-redirect', 'will-frame-navigate'];
const page = 'app://desk/index.html';

describe('every page', () => {
  it.each([page, 'https://example.com/', 'about:blank', 'file:///etc/passwd'])(
    'opens no window for %s',
    (url) => {
      expect(guarded().open(url)).toEqual({ action: 'deny' });
    },
  );

  it('attaches no webview', () => {
    expect(guarded().prevents('will-attach-webview')).toBe(true);
  });

  it.each(navigations)('may reload itself (%s)', (name) => {
    expect(guarded().prevents(name, { url: page, isMainFrame: true })).toBe(false);
  });

  it.each(
    navigations.flatMap((name) =>
      [
        'https://example.com/',
        'http://desk/',
        'app://other/index.html',
        'file:///etc/passwd',
        'data:text/html,x',
        'javascript:alert(1)',
        'about:blank',
        '',
      ].map((url) => [name, url] as const),
    ),
  )('goes nowhere else (%s to %j)', (name, url) => {
    expect(guarded().prevents(name, { url, isMainFrame: true })).toBe(true);
  });

  it('is ended when it makes a frame, and not for its own', () => {
    const page = guarded();
    page.makesFrame(null);
    expect(page.crashes()).toBe(0);
    page.makesFrame({});
    expect(page.crashes()).toBe(1);
    page.shows('devtools://devtools/bundled/devtools_app.html');
    page.makesFrame({});
    expect(page.crashes()).toBe(1);
  });

  it('has no way out by WebRTC without a proxy', () => {
    expect(guarded().policies).toEqual(['disable_non_proxied_udp']);
  });

  it('has no frames, not even of its own', () => {
    expect(guarded().prevents('will-frame-navigate', { url: page, isMainFrame: false })).toBe(true);
  });
});
