/**
 * Boot order only; every decision lives in the files that this one calls.
 * Built as CommonJS: what has to happen before `ready` then happens before `ready`.
 */
import { enableCompileCache } from 'node:module';
import { release } from 'node:os';
import { join } from 'node:path';
import { eventChannel } from '#contract/events.ts';
import type { Desk } from '#core/desk.ts';
import type { Announce } from '#core/ports.ts';
import type { Installation } from '#core/updates/why-off.ts';
import {
  app,
  autoUpdater,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
} from 'electron';
import { registerScheme, serveRenderer } from './app-protocol.ts';
import { createFileDialogs } from './file-dialogs.ts';
import { denyPermissions, guardWebContents } from './guards.ts';
import { receiveHandedOver } from './handed-over.ts';
import { applyIdentity } from './identity.ts';
import { serveIpc } from './ipc-host.ts';
import { contextTemplate, menuTemplate } from './menu.ts';
import { createOsSealer } from './os-sealer.ts';
import { recoverPage } from './recovery.ts';
import { openWindow } from './window.ts';

const { userData } = applyIdentity(app);
enableCompileCache(join(userData, 'compile-cache'));

if (app.requestSingleInstanceLock()) boot();
else app.quit();

function boot(): void {
  registerScheme(protocol);
  app.enableSandbox();
  guardWebContents(app);

  let window: BrowserWindow | null = null;
  // Core with its schemas takes longer to load than all of this file; Electron gets ready meanwhile.
  const announce: Announce = (name, payload) => window?.webContents.send(eventChannel, { name, payload });
  const desk = loadDesk(announce, () => window);
  // A file of the app is damaged or gone: no window will ever come.
  desk.catch(() => {
    dialog.showErrorBox(
      'Cognito Desk could not start',
      'A part of the app is missing or damaged. Your saved profiles are safe. Install the app again.',
    );
    app.exit(1);
  });

  // Electron's own box would show them, message and all.
  for (const kind of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(
      kind,
      (cause: unknown) =>
        void desk.then(
          ({ report }) => {
            report(kind, cause);
          },
          // Without a core there is no file to note it in, and another rejection would come back here for ever.
          () => undefined,
        ),
    );
  }

  const show = () => {
    const opened = openWindow(join(__dirname, '../preload/index.cjs'), app.isPackaged);
    window = opened;
    opened.webContents.on('context-menu', (_event, params) => {
      const template = contextTemplate(params);
      if (template.length > 0) Menu.buildFromTemplate(template).popup({ window: opened });
    });
    recoverPage({
      window: opened,
      dialog,
      now: () => Date.now(),
      onStopped: (reason) =>
        void desk.then(({ pageStopped }) => {
          pageStopped(reason);
        }),
      openLog: () =>
        void desk.then(({ openProblems }) => {
          openProblems();
        }),
      quit: () => {
        app.quit();
      },
    });
    opened.on('closed', () => {
      window = null;
    });
  };

  receiveHandedOver({
    app,
    handOver: (item) =>
      void desk.then(({ handOver }) => {
        handOver(item);
      }),
    show: () => {
      if (window?.isMinimized()) window.restore();
      if (window) window.focus();
      else if (app.isReady()) show();
    },
  });
  app.on('activate', () => {
    if (app.isReady() && !window) show();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  let closing = false;
  app.on('will-quit', (event) => {
    if (closing) return;
    closing = true;
    event.preventDefault();
    void desk
      .then(({ close }) => close())
      .finally(() => {
        app.quit();
      });
  });

  void app.whenReady().then(async () => {
    denyPermissions(session.defaultSession);
    serveRenderer(session.defaultSession.protocol, join(__dirname, '../renderer'));
    const { dispatch, prepare, lock } = await desk;
    serveIpc(ipcMain, dispatch, () => window?.webContents.id ?? null);
    const template = menuTemplate({
      platform: process.platform,
      packaged: app.isPackaged,
      goTo: (target) => {
        announce('menu.chosen', target);
      },
      openLink: (link) => void dispatch('app.openLink', { link }),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
    // Electron tells of the locked screen on macOS and Windows only.
    powerMonitor.on('suspend', () => void lock());
    powerMonitor.on('lock-screen', () => void lock());
    await prepare();
    show();
  });
}

async function loadDesk(announce: Announce, window: () => BrowserWindow | null): Promise<Desk> {
  const [{ createDesk }, { developersConfig, whyUpdatesAreOff }] = await Promise.all([
    import('#core/desk.ts'),
    import('#core/updates/why-off.ts'),
  ]);
  const installation: Installation = {
    packaged: app.isPackaged,
    platform: process.platform,
    environment: process.env,
    program: app.getPath('exe'),
    resources: process.resourcesPath,
  };
  const practiceFile = app.isPackaged ? undefined : process.env['COGNITO_DESK_DEMO'];
  return createDesk({
    folder: userData,
    info: {
      version: app.getVersion(),
      electron: process.versions.electron,
      chrome: process.versions.chrome,
      node: process.versions.node,
      platform: process.platform,
      system: `${release()} (${process.arch})`,
      packaged: app.isPackaged,
    },
    sealer: createOsSealer(safeStorage, process.platform),
    clipboard: {
      write: (text) => clipboard.writeText(text),
      read: () => clipboard.readText(),
      clear: () => {
        clipboard.clear();
        return Promise.resolve();
      },
    },
    resolveProxy: (url) => session.defaultSession.resolveProxy(url),
    links: {
      open: (address) => shell.openExternal(address),
      openFile: async (path) => {
        const trouble = await shell.openPath(path);
        if (trouble !== '') throw new Error(trouble);
      },
    },
    licencesFile: app.isPackaged
      ? join(process.resourcesPath, 'THIRD-PARTY-LICENSES.txt')
      : join(__dirname, '../third-party/THIRD-PARTY-LICENSES.txt'),
    fileDialogs: createFileDialogs(dialog, window),
    theme: {
      apply: (theme) => {
        nativeTheme.themeSource = theme;
      },
    },
    updates: {
      off: () => whyUpdatesAreOff(installation),
      load: async () => {
        const { createUpdater } = await import('./updater.ts');
        return createUpdater({
          app,
          squirrel: autoUpdater,
          platform: process.platform,
          image: process.env['APPIMAGE'],
          configFile: developersConfig(installation),
        });
      },
    },
    announce,
    ...(practiceFile !== undefined && { practiceFile }),
    checkOutputs: !app.isPackaged,
    ...(!app.isPackaged && {
      onFault: (where, cause) => {
        // The stack names places in our code; a message could hold anything.
        const stack = cause instanceof Error ? cause.stack?.replace(cause.message, '') : typeof cause;
        console.error(`Fault in ${where}: ${stack ?? 'unknown'}`);
      },
    }),
  });
}
