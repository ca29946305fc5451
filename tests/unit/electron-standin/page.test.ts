import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTinyApp, type TinyApp } from './tiny-app.ts';

const timeout = 30_000;

const preload = `
  const refused = {
    fs: attempt(() => require('node:fs')),
    crash: attempt(() => require('electron').crashReporter),
    sendSync: attempt(() => ipcRenderer.sendSync),
  };
  const listeners = [];
  contextBridge.exposeInMainWorld('tiny', {
    refused,
    invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args),
    passThrough: (value) => value,
    callBack: (listener) => { listener('called'); return () => 'ended'; },
    onNews: (listener) => { ipcRenderer.on('news', (event, text) => listener(text)); },
    again: () => attempt(() => contextBridge.exposeInMainWorld('tiny', {})),
    ...worlds,
  });
`;

/** What the two worlds are tried with. */
const worlds = `
  const { contextBridge, ipcRenderer } = require('electron');
  const attempt = (action) => { try { return action(); } catch (error) { return error.message; } };
  const kept = { list: [1] };
  const outer = 'outer';
  const worlds = {
    nested: [{ call: () => 'called' }],
    give: () => kept,
    keep: (value) => { kept.taken = value; },
    kept: () => kept,
    look: () => ({
      polluted: {}.polluted, doubled: [1, 2].map((each) => each * 2), text: JSON.stringify({ a: 1 }),
      tiny: typeof window.tiny, marked: typeof window.marked,
    }),
    pollute: () => { window.ofPreload = 1; },
    isOwn: (value, list, call) => [value instanceof Object, list instanceof Array, call instanceof Function],
    late: async () => ({ late: true }),
    wait: (promise) => promise.then((value) => 'got ' + value, (error) => 'failed ' + error.message),
    callEach: (first, second) => [first('one'), second(['two'])],
    throwError: () => { throw Object.assign(new TypeError('at once'), { secret: 1 }); },
    throwText: () => { throw 'text'; },
    rejectLater: async () => { throw Object.assign(new TypeError('later'), { secret: 1 }); },
    giveUncloneable: () => ({ call() {} }),
    giveUncloneableLater: async () => ({ call() {} }),
    tryCall: (call) => { try { return call(); } catch (error) { return [error.name, error.message, error instanceof Error]; } },
    executed: contextBridge.executeInMainWorld({
      func: (mark, call) => { window.marked = mark; return { hadScripts: 'scriptRan' in window, answer: call('asked') }; },
      args: [{ by: 'preload' }, (word) => word + ' and answered'],
    }),
    failed: attempt(() => contextBridge.executeInMainWorld({ func: () => outer })),
    unknown: attempt(() => contextBridge.executeInMainWorld({ func: Object.assign(() => 1, { toString: () => '() => 2' + Math.random() }) })),
  };
`;

const main = `
  scheme();
  ipcMain.handle('echo', (event, value) => value);
  ipcMain.handle('kinds', (event, date, bytes, nothing) =>
    [date instanceof Date, bytes instanceof Uint8Array, nothing === undefined]);
  ipcMain.handle('fail', () => { throw new TypeError('no such thing'); });
  ipcMain.handle('function', () => () => 1);
  ipcMain.handle('map', () => new Map());
  ipcMain.handle('who', ({ sender, senderFrame }) => ({
    id: sender.id, url: senderFrame.url, origin: senderFrame.origin, isMain: senderFrame.parent === null,
  }));
  ipcMain.handle('news', ({ sender }) => sender.send('news', 'fresh'));
  ipcMain.handle('load again', () => void shown.loadURL('app://desk/index.html'));
  let shown;
  ipcMain.handle('asked', () => asked);
  const asked = [];
  app.on('web-contents-created', (event, contents) => {
    contents.setWindowOpenHandler(({ url }) => { asked.push('open ' + url); return { action: 'deny' }; });
    contents.on('will-navigate', (event) => { asked.push('navigate ' + event.url); event.preventDefault(); });
  });
`;

describe('a page', { timeout }, () => {
  let app: TinyApp;
  let page: Page;

  beforeAll(async () => {
    app = await startTinyApp({
      main,
      ready: 'shown = openWindow();',
      preload: `${worlds}${preload}`,
      html: '<title>before</title><script>document.title = "inline ran"</script><script src="/script.js"></script><iframe src="/frame.html"></iframe>',
      script: 'window.scriptRan = { marked: window.marked };',
      env: { ELECTRON_STANDIN_PRELOAD_IN_FRAMES: '1', ELECTRON_STANDIN_SYSTEM_LOCALE: 'de-CH' },
    });
    page = await app.page();
    await page.waitForLoadState();
  }, timeout);

  afterAll(() => app.stop());

  /** Evaluates in the page's own world; a failure becomes its message. */
  const inPage = (expression: string): Promise<unknown> =>
    page.evaluate(
      `(async () => { try { return await (${expression}); } catch (error) { return error.message; } })()`,
    );

  it('gets a preload that can load Electron only, and of it little', async () => {
    expect(await inPage('tiny.refused')).toEqual({
      fs: 'module not found: node:fs',
      crash: 'electron-standin: electron.crashReporter is not implemented',
      sendSync: 'electron-standin: ipcRenderer.sendSync is not implemented',
    });
  });

  it('cannot change what is exposed, and it is exposed once', async () => {
    expect(await inPage('Object.isFrozen(tiny) && Object.isFrozen(tiny.refused)')).toBe(true);
    expect(await inPage('tiny.again()')).toBe(
      'Cannot bind an API on top of an existing property on the window object',
    );
  });

  it('cannot pass a proxy, as a framework makes them, or a function inside a value', async () => {
    const refusal = 'An object could not be cloned.';
    expect(await inPage("tiny.invoke('echo', new Proxy({}, {}))")).toBe(refusal);
    expect(await inPage("tiny.invoke('echo', { inner: new Proxy([], {}) })")).toBe(refusal);
    expect(await inPage("tiny.invoke('echo', { call() {} })")).toBe(refusal);
    expect(await inPage("tiny.invoke('echo', () => 1)")).toBe(refusal);
    expect(await inPage('tiny.passThrough(new Proxy({}, {}))')).toBe(refusal);
  });

  it('can pass functions where they are called back', async () => {
    expect(await inPage('new Promise((resolve) => tiny.callBack(resolve))')).toBe('called');
    expect(await inPage('tiny.callBack(() => {})()')).toBe('ended');
  });

  it('exchanges what a structured clone keeps', async () => {
    expect(await inPage("tiny.invoke('kinds', new Date(), new Uint8Array(2), undefined)")).toEqual([
      true,
      true,
      true,
    ]);
    expect(await inPage("tiny.invoke('echo', new Date(5)).then((date) => date.getTime())")).toBe(5);
    expect(await inPage("tiny.invoke('echo', { gone: undefined }).then((value) => 'gone' in value)")).toBe(
      true,
    );
  });

  it("gets main's errors as text", async () => {
    expect(await inPage("tiny.invoke('fail')")).toBe(
      "Error invoking remote method 'fail': TypeError: no such thing",
    );
    expect(await inPage("tiny.invoke('none')")).toBe(
      "Error invoking remote method 'none': Error: No handler registered for 'none'",
    );
    expect(await inPage("tiny.invoke('function')")).toBe(
      "Error invoking remote method 'function': Error: An object could not be cloned.",
    );
    expect(await inPage("tiny.invoke('map')")).toBe(
      "Error invoking remote method 'map': Error: electron-standin: carrying [object Map] is not implemented",
    );
  });

  it('is told of messages from main', async () => {
    expect(await inPage("new Promise((resolve) => { tiny.onNews(resolve); tiny.invoke('news'); })")).toBe(
      'fresh',
    );
  });

  it('is told of messages from main when it was loaded again', async () => {
    await Promise.all([page.waitForEvent('load'), page.evaluate("void tiny.invoke('load again')")]);
    expect(await inPage("new Promise((resolve) => { tiny.onNews(resolve); tiny.invoke('news'); })")).toBe(
      'fresh',
    );
  });

  it('is known to main by the address of the app', async () => {
    expect(await inPage("tiny.invoke('who')")).toMatchObject({
      url: 'app://desk/index.html',
      origin: 'app://desk',
      isMain: true,
    });
  });

  it('is told apart from its frames', async () => {
    expect(await inPage("frames[0].tiny.invoke('who')")).toMatchObject({
      url: 'app://desk/frame.html',
      isMain: false,
    });
  });

  it('obeys the content security policy of its response', async () => {
    expect(await inPage('document.title')).toBe('before');
    const problems = await app.standIn.ask('problems');
    expect(problems).toContainEqual({ kind: 'csp', text: 'script-src-elem inline' });
  });

  it('reads and writes the language of the app, whatever the system prefers', async () => {
    expect(await inPage('[navigator.language, navigator.languages]')).toEqual(['en-US', ['en-US', 'de-CH']]);
    expect(await inPage('new Intl.DateTimeFormat().resolvedOptions().locale')).toBe('en-US');
    expect(await inPage('navigator.userAgent.length > 20')).toBe(true);
  });

  it('is refused all permissions', async () => {
    expect(
      await inPage("navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state)"),
    ).toBe('denied');
  });

  it('stays where it is and opens nothing when the guards of main say so', async () => {
    await page.evaluate(() => {
      location.href = 'https://example.com/away';
    });
    await expect.poll(() => inPage("tiny.invoke('asked')")).toEqual(['navigate https://example.com/away']);
    await page.evaluate(() => void window.open('/other'));
    await page.evaluate(() => void window.open('https://example.com/new'));
    await expect
      .poll(() => inPage("tiny.invoke('asked')"), { timeout: 10_000 })
      .toEqual([
        'navigate https://example.com/away',
        'open app://desk/other',
        'open https://example.com/new',
      ]);
    await expect.poll(() => page.context().pages().length, { timeout: 10_000 }).toBe(1);
    expect(page.url()).toBe('http://desk.app.localhost/index.html');
  });

  describe('and its preload', () => {
    it('have each a world of its own', async () => {
      const look = await inPage(`(() => {
        const { map } = Array.prototype;
        const { stringify } = JSON;
        try {
          Object.prototype.polluted = 'polluted';
          Array.prototype.map = () => ['polluted'];
          JSON.stringify = () => 'polluted';
          return tiny.look();
        } finally {
          delete Object.prototype.polluted;
          Array.prototype.map = map;
          JSON.stringify = stringify;
        }
      })()`);
      expect(look).toEqual({
        polluted: undefined,
        doubled: [2, 4],
        text: '{"a":1}',
        tiny: 'undefined',
        marked: 'undefined',
      });
      expect(await inPage("tiny.pollute() ?? 'ofPreload' in window")).toBe(false);
    });

    it('see objects of their own world only', async () => {
      expect(
        await inPage(`[
          Object.getPrototypeOf(tiny) === Object.prototype,
          Object.getPrototypeOf(tiny.refused) === Object.prototype,
          tiny.nested instanceof Array,
          tiny.give instanceof Function,
          tiny.give() instanceof Object,
          tiny.late() instanceof Promise,
          tiny.callBack(() => {}) instanceof Function,
          tiny.give.constructor('return this')() === window,
        ]`),
      ).toEqual(Array.from({ length: 8 }, () => true));
      expect(await inPage('tiny.isOwn({}, [], () => {})')).toEqual([true, true, true]);
    });

    it('exchange copies', async () => {
      const copies = await inPage(`(() => {
        const given = tiny.give();
        given.list.push('by the page');
        const mine = { list: [1] };
        tiny.keep(mine);
        mine.list.push('later');
        return [given === tiny.give(), tiny.kept().list, tiny.kept().taken];
      })()`);
      expect(copies).toEqual([false, [1], { list: [1] }]);
    });

    it('call the functions of each other and wait for the promises of each other', async () => {
      expect(await inPage('tiny.nested[0].call()')).toBe('called');
      expect(await inPage("tiny.callEach((word) => word + '!', (words) => words.length)")).toEqual([
        'one!',
        1,
      ]);
      expect(await inPage('tiny.late()')).toEqual({ late: true });
      expect(await inPage("tiny.wait(Promise.resolve('it'))")).toBe('got it');
      expect(await inPage("tiny.wait(Promise.reject(new TypeError('why')))")).toBe('failed why');
      expect(await inPage('tiny.wait(Promise.resolve(() => {})).then((text) => text.slice(0, 3))')).toBe(
        'got',
      );
    });

    it('get errors of each other as plain errors', async () => {
      const caught = (call: string) =>
        inPage(`(async () => { try { await ${call}; } catch (error) {
          return [error instanceof Error, error.name, error.message, 'secret' in error];
        } })()`);
      expect(await caught('tiny.throwError()')).toEqual([true, 'Error', 'at once', false]);
      expect(await caught('tiny.rejectLater()')).toEqual([true, 'Error', 'later', false]);
      expect(await caught('tiny.throwText()')).toEqual([
        true,
        'Error',
        expect.stringMatching(/^An unknown exception occurred in the isolated context/),
        false,
      ]);
      expect(await inPage("tiny.tryCall(() => { throw new RangeError('mine'); })")).toEqual([
        'Error',
        'mine',
        true,
      ]);
    });

    it('are told when a result cannot be cloned', async () => {
      const refusal = 'An object could not be cloned.';
      expect(await inPage('tiny.giveUncloneable()')).toBe(refusal);
      expect(await inPage('tiny.giveUncloneableLater()')).toBe(refusal);
      expect(await inPage('tiny.tryCall(() => document.body)')).toEqual(['Error', refusal, true]);
    });

    it('are bound by nothing that the page could find', async () => {
      expect(
        await inPage('Reflect.ownKeys(window).map(String).filter((key) => /electron|stand-?in/i.test(key))'),
      ).toEqual([]);
      // What a function of the page could learn of those who call it.
      const learned = await inPage(`(() => {
        const learned = [];
        const { prepareStackTrace } = Error;
        Error.prepareStackTrace = (error, sites) => sites;
        function curious() {
          learned.push(window.event, curious.caller, ...new Error().stack.map((site) => site.getThis()));
          for (const site of new Error().stack) learned.push(site.getFunction());
        }
        try {
          tiny.callBack(curious);
        } finally {
          Error.prepareStackTrace = prepareStackTrace;
        }
        return [learned.length > 2, learned.filter((each) => each && each !== curious && each !== window).map(String)];
      })()`);
      expect(learned).toEqual([true, []]);
    });

    it('are not disturbed by what the page makes of JavaScript', async () => {
      const result = await inPage(`(async () => {
        const { invoke, callBack, late } = tiny;
        const { defineProperty, getOwnPropertyDescriptor, setPrototypeOf } = Object;
        let seen = '';
        let undo = () => {};
        const replace = (owner, key, descriptor) => {
          const before = getOwnPropertyDescriptor(owner, key);
          const undoOthers = undo;
          undo = () => {
            delete owner[key];
            if (before) defineProperty(owner, key, setPrototypeOf(before, null));
            undoOthers();
          };
          defineProperty(owner, key, { __proto__: null, configurable: true, ...descriptor });
        };
        const spoilt = {
          writable: true,
          value: function spoilt() {
            seen += ' ' + spoilt.caller;
            return 'spoilt';
          },
        };
        const wanted = [
          [CustomEvent.prototype, ['detail', 'constructor']],
          [EventTarget.prototype, ['dispatchEvent', 'addEventListener']],
          [Event.prototype, ['preventDefault', 'target', 'currentTarget']],
          [Map.prototype, ['get', 'set', 'has', 'delete']],
          [Reflect, ['apply', 'get', 'set', 'has', 'defineProperty', 'deleteProperty']],
          [JSON, ['stringify', 'parse']],
          [Object, ['freeze', 'entries', 'create', 'setPrototypeOf', 'getPrototypeOf']],
          [window, ['CustomEvent', 'FocusEvent', 'Promise', 'Error', 'structuredClone', 'Symbol', 'Proxy']],
          [Promise, [Symbol.hasInstance, Symbol.species]],
          [Function.prototype, ['call', 'apply', 'bind']],
          [Array.prototype, ['map', 'push', 'slice', 'forEach', 'constructor', Symbol.iterator]],
        ].flatMap(([owner, keys]) => keys.map((key) => [owner, key, spoilt]));
        const inherited = ['kind', 'id', 'args', 'value', 'get', 'message', 'detail', 'bubbles', 'composed', '0', '1'];
        const accessors = inherited.map((key) => [Object.prototype, key, {
          get() { seen += ' get ' + key; },
          set() { seen += ' set ' + key; },
        }]);
        const all = [...wanted, ...accessors];
        try {
          for (let index = 0; index < all.length; index += 1) {
            const each = all[index];
            replace(each[0], each[1], each[2]);
          }
          const answer = invoke('echo', { planted: ['value'] });
          let called;
          const ended = callBack((word) => { called = word; })();
          const result = { answer: await answer, late: await late(), called, ended };
          undo();
          return { ...result, seen };
        } catch (error) {
          undo();
          return error.message;
        }
      })()`);
      expect(result).toEqual({
        answer: { planted: ['value'] },
        late: { late: true },
        called: 'called',
        ended: 'ended',
        seen: '',
      });
    });
  });

  it('runs functions of its preload in its own world, before its scripts and without their scope', async () => {
    expect(await inPage('tiny.executed')).toEqual({
      hadScripts: false,
      answer: 'asked and answered',
    });
    expect(await inPage('[window.scriptRan.marked, window.marked instanceof Object]')).toEqual([
      { by: 'preload' },
      true,
    ]);
    expect(await inPage('[tiny.failed, tiny.unknown]')).toEqual([
      'outer is not defined',
      'electron-standin: executing this function in the main world is not implemented',
    ]);
  });
});
