import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { forbiddenSwitches, mayStart, refusalOf } from '#main/switches.ts';
import { temporaryFolder } from '#tests/support/desk.ts';

const platforms = ['linux', 'darwin', 'win32'] as const;

describe('the switches of a start', () => {
  it.each([
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--inspect',
    '--no-sandbox',
    '--disable-web-security',
    '--ignore-certificate-errors',
    '--host-resolver-rules=MAP * 127.0.0.1',
    '--proxy-server=127.0.0.1:8080',
    '--renderer-cmd-prefix=/tmp/x',
    '--gpu-launcher=/tmp/x',
    '--js-flags=--allow-natives-syntax',
    '--load-extension=/tmp/x',
    '--user-data-dir=/tmp/x',
    '--REMOTE-DEBUGGING-PORT=9222',
    '-remote-debugging-port=9222',
    '--enable-features=UseOzonePlatform,NetworkServiceInProcess',
    '--enable-features=',
    '--log-file=/tmp/x',
  ])('are not allowed when they open the app or change what it does: %s', (word) => {
    for (const platform of platforms) {
      // Chromium passes blanks over.
      for (const before of ['', ' ', '\t', '\n ', '\u0085'])
        expect(forbiddenSwitches([before + word], platform)).toHaveLength(1);
    }
  });

  it('are known by a slash on Windows, as Chromium knows them there', () => {
    expect(forbiddenSwitches(['/remote-debugging-port=9222'], 'win32')).toEqual(['remote-debugging-port']);
    expect(forbiddenSwitches(['/home/jane/a.cognitodesk'], 'linux')).toEqual([]);
  });

  it.each([
    ['linux', ['--ozone-platform=x11', '--enable-features=UseOzonePlatform,WaylandWindowDecorations']],
    ['linux', ['--password-store=gnome-libsecret', '--gtk-version=3']],
    ['win32', ['--updated', '--force-device-scale-factor=1.5', 'C:\\cards\\a.cognitodesk']],
    ['darwin', ['-psn_0_12345', '--lang=de']],
    ['linux', ['--force-renderer-accessibility', '--disable-gpu', '--force-dark-mode']],
    ['win32', ['--', '--remote-debugging-port=9222']],
    ['linux', ['cognito-desk:card#--no-sandbox', 'a.cognitodesk', '-']],
  ] as const)(
    'are allowed for the look and the hardware, and files and links are none: %s %j',
    (platform, words) => {
      expect(forbiddenSwitches(words, platform)).toEqual([]);
    },
  );

  it('are never passed over for what stands before or after them', () => {
    const word = fc.constantFrom(
      'a.cognitodesk',
      '--lang=de',
      '',
      '-',
      'cognito-desk:card#x',
      '--disable-gpu',
    );
    fc.assert(
      fc.property(
        fc.array(word),
        fc.array(word),
        fc.constantFrom(...platforms),
        (before, after, platform) => {
          expect(forbiddenSwitches([...before, '--inspect=0', ...after], platform)).toEqual(['inspect']);
        },
      ),
    );
  });
});

describe('a start that is refused', () => {
  it('says which switch it was, and what to do', () => {
    expect(refusalOf(['remote-debugging-port'])?.text).toMatch(
      /--remote-debugging-port.*Open Cognito Desk by its icon/,
    );
    expect(refusalOf([])).toBeNull();
  });

  it('says of an AppImage without a sandbox which file to take instead', () => {
    expect(refusalOf(['no-sandbox'])?.text).toMatch(/Debian package/);
    expect(refusalOf(['no-sandbox', 'inspect'])?.text).toMatch(/--no-sandbox, --inspect/);
  });
});

describe('the app', () => {
  let did: string[];
  let ready: PromiseWithResolvers<void>;
  let appPath: string;
  beforeEach(async () => {
    did = [];
    ready = Promise.withResolvers();
    appPath = join(await temporaryFolder(), 'app');
    await mkdir(appPath);
  });

  const start = (words: readonly string[], isPackaged = true, platform: NodeJS.Platform = 'linux') =>
    mayStart({
      app: {
        isPackaged,
        getAppPath: () => appPath,
        whenReady: () => ready.promise,
        exit: (code) => void did.push(`exit ${String(code)}`),
      },
      dialog: { showErrorBox: (title) => void did.push(title) },
      platform,
      words: ['/opt/Cognito Desk/cognito-desk', ...words],
    });

  it('ends at once, before anything is opened to anybody', () => {
    expect(start(['--remote-debugging-port=0'])).toBe(false);
    expect(did).toEqual(['Cognito Desk was not started', 'exit 1']);
  });

  it.each(['--no-sandbox', '--proxy-server=x'])(
    'waits for a box that a person sees on Linux: %s',
    async (word) => {
      expect(start([word])).toBe(false);
      expect(did).toEqual([]);
      ready.resolve();
      await expect.poll(() => did).toEqual(['Cognito Desk was not started', 'exit 1']);
    },
  );

  it('does not wait for anything elsewhere', () => {
    expect(start(['--no-sandbox'], true, 'win32')).toBe(false);
    expect(did).toHaveLength(2);
  });

  it.each([
    ['from its sources', ['--inspect', '--no-sandbox'], false],
    ['with a file', ['a.cognitodesk'], true],
    ['without a word', [], true],
  ])('starts %s', (_how, words, isPackaged) => {
    expect(start(words, isPackaged)).toBe(true);
    expect(did).toEqual([]);
  });

  it('starts under a debugger in a package that was built for tests, and in no other', async () => {
    await writeFile(join(appPath, 'package.json'), '{"name":"cognito-desk"}');
    expect(start(['--inspect=0'])).toBe(false);
    await writeFile(join(appPath, 'package.json'), '{"name":"cognito-desk","builtForTests":true}');
    expect(start(['--inspect=0'])).toBe(true);
  });
});
