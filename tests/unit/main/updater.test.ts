import { EventEmitter } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, AutoUpdater } from 'electron';
import type { AppUpdater, CancellationToken } from 'electron-updater';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UpdateFailure } from '#core/updates/updates.ts';
import { createUpdater, failureOf, plainNotes } from '#main/updater.ts';

const withCode = (code: string, message = 'text') => Object.assign(new Error(message), { code });

describe('what goes wrong with a new version', () => {
  it.each([
    ['a sum that differs', withCode('ERR_CHECKSUM_MISMATCH'), 'damaged'],
    ['a signature of somebody else', withCode('ERR_UPDATER_INVALID_SIGNATURE'), 'wrong-signature'],
    [
      'what macOS does not take',
      new Error('Code signature at URL file:///x did not pass validation'),
      'wrong-signature',
    ],
    ['a page that is not there', withCode('HTTP_ERROR_404'), 'not-published'],
    [
      'a file that is not there',
      new Error('Cannot download "https://x.example/y", status 404: Not Found'),
      'not-published',
    ],
    ['no release', withCode('ERR_UPDATER_LATEST_VERSION_NOT_FOUND'), 'not-published'],
    ['a full disk', withCode('ENOSPC'), 'disk'],
    ['a folder of somebody else', withCode('EACCES'), 'disk'],
    ['a proxy that says no', withCode('HTTP_ERROR_403'), 'blocked'],
    ['a server that is busy', withCode('HTTP_ERROR_503'), 'unreachable'],
    [
      'a connection that was cut on its way',
      withCode('ERR_UPDATER_LATEST_VERSION_NOT_FOUND', 'Unable to find: Error: net::ERR_CONNECTION_RESET'),
      'unreachable',
    ],
    ['no network', new Error('net::ERR_INTERNET_DISCONNECTED'), 'unreachable'],
    ['a cut connection', withCode('ECONNRESET'), 'unreachable'],
    ['no error at all', 'text', 'other'],
  ])('%s', (_name, cause, trouble) => {
    const failure = failureOf(cause);
    expect(failure).toBeInstanceOf(UpdateFailure);
    expect(failure).toMatchObject({ trouble });
  });

  it('leaves a fault of the app what it is', () => {
    const fault = new TypeError('planted');
    expect(failureOf(fault)).toBe(fault);
    const known = new UpdateFailure('disk');
    expect(failureOf(known)).toBe(known);
  });
});

describe('what is new in a version', () => {
  it.each([
    ['- One\n- Two', '- One\n- Two'],
    ['  text \n', 'text'],
    ['', null],
    [' \n', null],
    ['<p>From GitHub</p>', null],
    ['\n<ul><li>x</li></ul>', null],
    [[{ version: '1.0.0', note: 'x' }], null],
    [undefined, null],
    [null, null],
  ])('%j is shown as %j', (notes, shown) => {
    expect(plainNotes(notes)).toBe(shown);
  });

  it('is cut where it is longer than anybody reads', () => {
    expect(plainNotes('x'.repeat(30_000))).toHaveLength(20_000);
  });
});

/** electron-updater as far as the app uses it: its own network and installers are not for a unit test. */
class Library extends EventEmitter {
  autoInstallOnAppQuit = true;
  requestHeaders: unknown = null;
  version = '2.0.0';
  file = '';
  readonly calls: string[] = [];
  /** What `downloadUpdate` waits for. */
  download: Promise<void> = Promise.resolve();
  token: CancellationToken | undefined;
  quit = () => undefined as unknown;
  readonly netSession = {
    closeAllConnections: async () => void this.calls.push('connections cut'),
  };

  async checkForUpdates() {
    const updateInfo = {
      version: this.version,
      releaseDate: '2026-11-20T12:00:00.000Z',
      releaseNotes: '- More',
    };
    return { isUpdateAvailable: true, updateInfo };
  }

  async downloadUpdate(token?: CancellationToken) {
    this.calls.push(`downloaded, at quit: ${this.autoInstallOnAppQuit}`);
    this.token = token;
    await this.download;
    this.emit('update-downloaded', { downloadedFile: this.file });
  }

  quitAndInstall(...how: readonly boolean[]) {
    this.calls.push(`quit ${how.join()}`);
    this.quit();
  }
}

async function setUp(platform: NodeJS.Platform) {
  const folder = await mkdtemp(join(tmpdir(), 'cognito-desk-updater-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const library = new Library();
  library.on('error', () => undefined);
  library.file = join(folder, 'new');
  await writeFile(library.file, 'new');
  const image = join(folder, 'Cognito Desk.AppImage');
  await writeFile(image, 'old');
  const squirrel = new EventEmitter();
  const app = new EventEmitter();
  const locks: string[] = [];
  Object.assign(app, {
    releaseSingleInstanceLock: () => locks.push('released'),
    requestSingleInstanceLock: () => locks.push('taken'),
  });
  library.quit = () => app.emit('before-quit');
  const updater = createUpdater({
    app: app as unknown as App,
    squirrel: squirrel as unknown as AutoUpdater,
    platform,
    image: platform === 'linux' ? image : undefined,
    configFile: undefined,
    library: library as unknown as AppUpdater,
  });
  const download = () => updater.download('2.0.0', new AbortController().signal, () => undefined);
  return { library, squirrel, app, locks, updater, download };
}

describe('electron-updater behind the port', () => {
  it('never installs unasked, and names nobody', async () => {
    const { library } = await setUp('win32');
    expect(library).toMatchObject({
      autoInstallOnAppQuit: false,
      autoDownload: false,
      allowDowngrade: false,
      requestHeaders: { 'x-user-staging-id': '00000000-0000-0000-0000-000000000000' },
    });
    const answered: unknown[] = [];
    library.emit('login', {}, (...words: unknown[]) => answered.push(words));
    expect(answered).toEqual([[]]);
  });

  it('downloads only what was found, and tells how far it is', async () => {
    const { library, updater } = await setUp('win32');
    const told: number[] = [];
    const download = (version: string) =>
      updater.download(version, new AbortController().signal, (percent) => told.push(percent));
    await expect(download('2.0.0')).rejects.toMatchObject({ trouble: 'other' });
    expect(await updater.look()).toEqual({
      version: '2.0.0',
      notes: '- More',
      releasedAt: Date.UTC(2026, 10, 20, 12),
    });
    await expect(download('2.0.1')).rejects.toMatchObject({ trouble: 'other' });
    const end = Promise.withResolvers<void>();
    library.download = end.promise;
    const done = download('2.0.0');
    library.emit('download-progress', { percent: 12.5 });
    end.resolve();
    await done;
    library.emit('download-progress', { percent: 50 });
    expect(told).toEqual([12.5]);
    expect(library.calls).toEqual(['downloaded, at quit: false']);
  });

  it('stops a download that waits for the network', async () => {
    const { library, updater } = await setUp('win32');
    await updater.look();
    const stop = new AbortController();
    const end = Promise.withResolvers<void>();
    library.download = end.promise;
    const done = updater.download('2.0.0', stop.signal, () => undefined);
    stop.abort();
    expect(library.token?.cancelled).toBe(true);
    expect(library.calls).toContain('connections cut');
    end.reject(new Error('net::ERR_NETWORK_CHANGED'));
    await expect(done).rejects.toMatchObject({ trouble: 'unreachable' });
  });

  it.each(['linux', 'win32'] as const)('restarts at once on %s, and is no second start', async (platform) => {
    const { library, updater, download, locks } = await setUp(platform);
    await updater.look();
    await download();
    await updater.stage();
    await updater.restart();
    expect(library.calls.at(-1)).toBe('quit true,true');
    expect(locks).toEqual(platform === 'linux' ? ['released'] : []);
  });

  it('takes the lock again when the restart fails', async () => {
    const { library, updater, download, locks } = await setUp('linux');
    await updater.look();
    await download();
    library.quit = () => library.emit('error', withCode('EACCES'));
    await expect(updater.restart()).rejects.toMatchObject({ trouble: 'disk' });
    expect(locks).toEqual(['released', 'taken']);
  });

  it.each(['linux', 'win32', 'darwin'] as const)(
    'does not begin on %s when the file is gone',
    async (platform) => {
      const { library, updater, download } = await setUp(platform);
      await expect(updater.stage()).rejects.toMatchObject({ trouble: 'other' });
      await updater.look();
      await download();
      await rm(library.file);
      await expect(updater.stage()).rejects.toThrow();
      await expect(updater.installAtQuit()).rejects.toThrow();
      expect(library.autoInstallOnAppQuit).toBe(false);
      expect(library.calls).toEqual(['downloaded, at quit: false']);
    },
  );

  it.each(['linux', 'win32'] as const)(
    'installs at the end of the app on %s once that is wanted',
    async (platform) => {
      const { library, updater, download } = await setUp(platform);
      await updater.look();
      await download();
      await updater.installAtQuit();
      expect(library.calls).toEqual(['downloaded, at quit: false', 'downloaded, at quit: true']);
      const end = Promise.withResolvers<void>();
      library.download = end.promise;
      end.promise.catch(() => undefined);
      end.reject(withCode('ENOSPC'));
      await expect(updater.installAtQuit()).rejects.toMatchObject({ trouble: 'disk' });
      expect(library.autoInstallOnAppQuit).toBe(false);
    },
  );

  describe('on macOS', () => {
    const staging = async () => {
      const all = await setUp('darwin');
      await all.updater.look();
      await all.download();
      return all;
    };

    it.each(['installAtQuit', 'stage'] as const)(
      '%s waits until the system has taken the file, once',
      async (step) => {
        const { library, squirrel, updater } = await staging();
        let over = false;
        const staged = updater[step]().then(() => (over = true));
        await expect.poll(() => library.calls).toContain('downloaded, at quit: true');
        expect(over).toBe(false);
        squirrel.emit('update-downloaded');
        await staged;
        await updater.installAtQuit();
        await updater.stage();
        await updater.restart();
        expect(library.calls).toEqual([
          'downloaded, at quit: false',
          'downloaded, at quit: true',
          'quit true,true',
        ]);
        expect(squirrel.eventNames()).toEqual([]);
      },
    );

    it('says that the system did not take it, though the library goes on waiting', async () => {
      const { library, squirrel, updater } = await staging();
      library.download = new Promise(() => undefined);
      const staged = updater.stage();
      await expect.poll(() => library.calls).toContain('downloaded, at quit: true');
      squirrel.emit('error', new Error('The command is disabled and cannot be executed'));
      await expect(staged).rejects.toThrow('disabled');
    });

    it('says that the system did not take it, and can try again', async () => {
      const { library, squirrel, updater } = await staging();
      const staged = updater.stage();
      await expect.poll(() => library.calls).toContain('downloaded, at quit: true');
      squirrel.emit('error', new Error('Code signature at URL file:///x did not pass validation'));
      await expect(staged).rejects.toMatchObject({ trouble: 'wrong-signature' });
      expect(library.autoInstallOnAppQuit).toBe(false);
      const again = updater.stage();
      await expect.poll(() => library.calls).toHaveLength(3);
      squirrel.emit('update-downloaded');
      await again;
    });
  });
});
