/** electron-updater behind the port of core. Loaded on the first look for a new version. */
import { setTimeout as pause } from 'node:timers/promises';
import type { UpdateTrouble } from '#contract/updates.ts';
import type { Updater } from '#core/ports.ts';
import { UpdateFailure } from '#core/updates/updates.ts';
import type { App } from 'electron';
import { autoUpdater, CancellationToken, type UpdateInfo } from 'electron-updater';

/** The library has no limit of its own for asking. */
const LOOK_LIMIT = 30_000;

/** `configFile` stands in for app-update.yml where the app runs from its sources. */
export function createUpdater(app: App, configFile: string | undefined): Updater {
  const updater = autoUpdater;
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

  return {
    async look() {
      const limit = new AbortController();
      const tooLong = pause(LOOK_LIMIT, undefined, { signal: limit.signal, ref: false }).then(() => {
        throw new UpdateFailure('unreachable');
      });
      tooLong.catch(() => undefined);
      try {
        const result = await Promise.race([updater.checkForUpdates(), tooLong]);
        return result?.isUpdateAvailable ? described(result.updateInfo) : null;
      } catch (cause) {
        throw failureOf(cause);
      } finally {
        limit.abort();
      }
    },

    async download(signal, onPercent) {
      const token = new CancellationToken();
      const cancel = () => {
        token.cancel();
      };
      const tell = ({ percent }: { readonly percent: number }) => {
        onPercent(percent);
      };
      signal.addEventListener('abort', cancel);
      updater.on('download-progress', tell);
      try {
        await updater.downloadUpdate(token);
      } catch (cause) {
        throw failureOf(cause);
      } finally {
        signal.removeEventListener('abort', cancel);
        updater.off('download-progress', tell);
      }
    },

    async installAtQuit() {
      updater.autoInstallOnAppQuit = true;
      try {
        // The library prepares the end of the app at the end of a download; this one is at hand already.
        await updater.downloadUpdate();
      } catch (cause) {
        updater.autoInstallOnAppQuit = false;
        throw failureOf(cause);
      }
    },

    restart: () =>
      new Promise((resolve, reject) => {
        // An AppImage opens the new app before this one has ended: it must not take itself for a second start.
        app.releaseSingleInstanceLock();
        const failed = (cause: unknown) => {
          app.off('before-quit', quits);
          app.requestSingleInstanceLock();
          reject(failureOf(cause));
        };
        const quits = () => {
          updater.off('error', failed);
          resolve();
        };
        updater.once('error', failed);
        app.once('before-quit', quits);
        updater.quitAndInstall(true, true);
      }),
  };
}

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
  if (cause instanceof UpdateFailure || !(cause instanceof Error)) {
    return cause instanceof Error ? cause : new UpdateFailure('other');
  }
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const trouble = troubleOf(code, cause.message);
  return trouble === null ? cause : new UpdateFailure(trouble);
}

function troubleOf(code: string, message: string): UpdateTrouble | null {
  if (code === 'ERR_CHECKSUM_MISMATCH') return 'damaged';
  if (code === 'ERR_UPDATER_INVALID_SIGNATURE') return 'wrong-signature';
  // Squirrel.Mac, in the words of macOS.
  if (/code signature/i.test(message)) return 'wrong-signature';
  if (/^(?:HTTP_ERROR_|ERR_UPDATER_)/.test(code) || message.startsWith('Cannot download "')) {
    return 'not-published';
  }
  if (/^(?:ENOSPC|EDQUOT|EACCES|EPERM|EROFS|EBUSY|ETXTBSY)$/.test(code)) return 'disk';
  if (/^(?:ECONN|ENOTFOUND|EAI_|ETIMEDOUT|ENET|EHOST|EPIPE)/.test(code) || message.startsWith('net::ERR_')) {
    return 'unreachable';
  }
  return null;
}
