/** electron-updater behind the port of core. Loaded on the first look for a new version. */
import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { UpdateTrouble } from '#contract/updates.ts';
import type { Updater } from '#core/ports.ts';
import { UpdateFailure } from '#core/updates/updates.ts';
import type { App, AutoUpdater } from 'electron';
import { type AppUpdater, autoUpdater, CancellationToken, type UpdateInfo } from 'electron-updater';

/** The library has no limits of its own. Milliseconds. */
const limits = { look: 30_000, stage: 300_000, quit: 15_000 };

export type UpdaterOptions = {
  readonly app: Pick<App, 'once' | 'off' | 'releaseSingleInstanceLock' | 'requestSingleInstanceLock'>;
  /** What macOS brings. */
  readonly squirrel: Pick<AutoUpdater, 'once' | 'off'>;
  readonly platform: NodeJS.Platform;
  /** The AppImage that runs. */
  readonly image: string | undefined;
  /** In place of app-update.yml, where the app runs from its sources. */
  readonly configFile: string | undefined;
  readonly library?: AppUpdater;
};

export function createUpdater({
  app,
  squirrel,
  platform,
  image,
  configFile,
  library,
}: UpdaterOptions): Updater {
  const updater = library ?? autoUpdater;
  updater.logger = null;
  updater.autoDownload = false;
  // Only once the person has said so: see installAtQuit.
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.disableWebInstaller = true;
  // The library would tell the server a number that names this installation. Everybody gives the same one.
  updater.requestHeaders = { 'x-user-staging-id': '00000000-0000-0000-0000-000000000000' };
  // A proxy that wants a name and a password gets none; without an answer the request would wait for ever.
  updater.on('login', (_about, answer) => {
    (answer as () => void)();
  });
  if (configFile !== undefined) {
    updater.updateConfigPath = configFile;
    updater.forceDevUpdateConfig = true;
  }
  let found: string | null = null;
  let file: string | null = null;
  updater.on('update-downloaded', ({ downloadedFile }) => {
    file = downloadedFile;
  });

  /** A request that hangs would keep the library waiting, and everybody who asks it after that. */
  const cutConnections = () => void updater.netSession.closeAllConnections().catch(() => undefined);

  /** That the file is there, and can take the place of the app: an AppImage is deleted before the new one comes. */
  async function checkFile(): Promise<void> {
    if (file === null) throw new UpdateFailure('other');
    const { size } = await stat(file);
    if (platform !== 'linux' || image === undefined) return;
    const folder = dirname(image);
    await Promise.all([image, folder].map((path) => access(path, constants.W_OK)));
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < size) throw new UpdateFailure('disk');
  }

  /** Lets macOS check the file and put it in place for the end of the app. Nothing but a restart takes that back. */
  async function stageByMacos(): Promise<void> {
    const staged = settled(limits.stage, (resolve, reject) => {
      squirrel.once('update-downloaded', resolve);
      squirrel.once('error', reject);
      return () => {
        squirrel.off('update-downloaded', resolve);
        squirrel.off('error', reject);
      };
    });
    staged.catch(() => undefined);
    updater.autoInstallOnAppQuit = true;
    // The library hands a file to the system at the end of a download; this one is at hand already.
    await Promise.all([updater.downloadUpdate(), staged]);
  }

  let staged: Promise<void> | null = null;
  /** Elsewhere everything happens at the end. */
  async function stage(): Promise<{ atQuit: boolean }> {
    await checkFile();
    if (platform !== 'darwin') return { atQuit: false };
    staged ??= stageByMacos();
    try {
      await staged;
      return { atQuit: true };
    } catch (cause) {
      staged = null;
      updater.autoInstallOnAppQuit = false;
      throw cause;
    }
  }

  /** An AppImage opens the new app before this one has ended: it must not take itself for a second start. */
  async function restart(): Promise<void> {
    if (platform === 'linux') app.releaseSingleInstanceLock();
    try {
      await settled(limits.quit, (resolve, reject) => {
        updater.once('error', reject);
        app.once('before-quit', resolve);
        updater.quitAndInstall(true, true);
        return () => {
          updater.off('error', reject);
          app.off('before-quit', resolve);
        };
      });
    } catch (cause) {
      if (platform === 'linux') app.requestSingleInstanceLock();
      throw cause;
    }
  }

  return {
    look: withKnownFailures(async () => {
      const limit = setTimeout(cutConnections, limits.look);
      try {
        const result = await updater.checkForUpdates();
        found = result?.isUpdateAvailable ? result.updateInfo.version : null;
        return result?.isUpdateAvailable ? described(result.updateInfo) : null;
      } finally {
        clearTimeout(limit);
      }
    }),

    download: withKnownFailures(async (version, signal, onPercent) => {
      // Never another one than the person has read about.
      if (version !== found) throw new UpdateFailure('other');
      signal.throwIfAborted();
      staged = null;
      updater.autoInstallOnAppQuit = false;
      const token = new CancellationToken();
      const cancel = () => {
        token.cancel();
        cutConnections();
      };
      const tell = ({ percent }: { readonly percent: number }) => {
        onPercent(percent);
      };
      signal.addEventListener('abort', cancel);
      updater.on('download-progress', tell);
      try {
        await updater.downloadUpdate(token);
      } finally {
        signal.removeEventListener('abort', cancel);
        updater.off('download-progress', tell);
      }
    }),

    stage: withKnownFailures(stage),

    installAtQuit: withKnownFailures(async () => {
      await stage();
      if (platform === 'darwin') return;
      updater.autoInstallOnAppQuit = true;
      try {
        // The library prepares the end of the app at the end of a download; this one is at hand already.
        await updater.downloadUpdate();
      } catch (cause) {
        updater.autoInstallOnAppQuit = false;
        throw cause;
      }
    }),

    restart: withKnownFailures(restart),
  };
}

/** A promise that is settled by events. `begin` gives what lets go of them; after `limit` milliseconds it rejects. */
function settled(
  limit: number,
  begin: (resolve: () => void, reject: (cause: unknown) => void) => () => void,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    reject(new UpdateFailure('other'));
  }, limit);
  const letGo = begin(() => {
    resolve();
  }, reject);
  return promise.finally(() => {
    clearTimeout(timer);
    letGo();
  });
}

const withKnownFailures =
  <Args extends readonly unknown[], Value>(work: (...args: Args) => Promise<Value>) =>
  async (...args: Args): Promise<Value> => {
    try {
      return await work(...args);
    } catch (cause) {
      throw failureOf(cause);
    }
  };

function described({ version, releaseNotes, releaseDate }: UpdateInfo) {
  const releasedAt = Date.parse(releaseDate);
  return {
    version: version.slice(0, 64),
    notes: plainNotes(releaseNotes),
    releasedAt: Number.isNaN(releasedAt) ? null : releasedAt,
  };
}

/** Our releases say what is new as text; the library would give GitHub's HTML in its place, which we show to nobody. */
export function plainNotes(notes: UpdateInfo['releaseNotes']): string | null {
  if (typeof notes !== 'string') return null;
  const text = notes.trim();
  return text === '' || text.startsWith('<') ? null : text.slice(0, 20_000);
}

/** What the library, Chromium's network or the file system say, as what a person can do something about. */
export function failureOf(cause: unknown): Error {
  if (cause instanceof UpdateFailure) return cause;
  if (!(cause instanceof Error)) return new UpdateFailure('other');
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const trouble = troubleOf(code, cause.message);
  return trouble === null ? cause : new UpdateFailure(trouble);
}

function troubleOf(code: string, message: string): UpdateTrouble | null {
  if (code === 'ERR_CHECKSUM_MISMATCH') return 'damaged';
  // Squirrel.Mac says the second in the words of macOS.
  if (code === 'ERR_UPDATER_INVALID_SIGNATURE' || /did not pass validation/i.test(message))
    return 'wrong-signature';
  // Before the codes of the library, which also stand for a connection that was cut on its way.
  if (message.includes('net::ERR_')) return 'unreachable';
  const status = Number(
    /^HTTP_ERROR_(\d+)$/.exec(code)?.[1] ?? /^Cannot download ".*", status (\d+)/.exec(message)?.[1],
  );
  if (status === 429 || status >= 500) return 'unreachable';
  if ([401, 403, 407, 451].includes(status)) return 'blocked';
  if (status > 0 || code.startsWith('ERR_UPDATER_')) return 'not-published';
  if (/^(?:ENOSPC|EDQUOT|EACCES|EPERM|EROFS|EBUSY|ETXTBSY)$/.test(code)) return 'disk';
  return /^(?:ECONN|ENOTFOUND|EAI_|ETIMEDOUT|ENET|EHOST|EPIPE)/.test(code) ? 'unreachable' : null;
}
