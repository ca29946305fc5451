/**
 * Boot order only; every decision lives in the files that this one calls.
 * Built as CommonJS: what has to happen before `ready` then happens before `ready`.
 */
import { release } from 'node:os';
import { join } from 'node:path';
import { eventChannel } from '#contract/events.ts';
import type { Desk } from '#core/desk.ts';
import { systemClock, type Announce } from '#core/ports.ts';
import type { Installation } from '#core/updates/why-off.ts';
import {
  app,
  autoUpdater,
  type BrowserWindow,
  clipboard,
  ClipboardItem,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  type Session,
  session,
  shell,
} from 'electron';
import { aboutPanel } from './about.ts';
import { registerScheme, serveRenderer } from './app-protocol.ts';
import { createClipboard } from './clipboard.ts';
import { createFileDialogs } from './file-dialogs.ts';
import { guardWebContents } from './guards.ts';
import { receiveHandedOver } from './handed-over.ts';
import { applyIdentity } from './identity.ts';
import { serveIpc } from './ipc-host.ts';
import { createLinks } from './links.ts';
import { createMainWindow } from './main-window.ts';
import { contextTemplate, menuTemplate } from './menu.ts';
import { createOsSealer } from './os-sealer.ts';
import { createNativeQuestions, tellOutcomes } from './native-questions.ts';
import { openPageSession, restrictWebRtc } from './page-session.ts';
import { recoverPage } from './recovery.ts';
import { restartApp } from './restart.ts';
import { mayStart } from './switches.ts';
import { claimUserFolder } from './user-folder.ts';
import { openWindow } from './window.ts';

const icon = app.isPackaged ? join(process.resourcesPath, 'icon.png') : join(__dirname, '../icon.png');

if (mayStart({ app, dialog, platform: process.platform, words: process.argv })) begin();

function begin(): void {
  const { userData } = applyIdentity(app);
  try {
    claimUserFolder(userData);
  } catch {
    couldNotStart(
      `The folder for its files cannot be made: ${userData}. The disk may be full, or the folder above it closed to you.`,
    );
    return;
  }
  if (app.requestSingleInstanceLock()) boot(userData);
  else app.quit();
}

type Started = {
  readonly pageSession: Session;
  readonly sessionEnds: () => void;
  readonly used: () => void;
};

function boot(userData: string): void {
  registerScheme(protocol);
  restrictWebRtc(app.commandLine);
  // With `--no-sandbox`, which root in a container cannot do without, this would take the switch away from the processes of
  // Chromium, and they would end at once. The window asks for its sandbox by itself.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  guardWebContents(app);

  // Core with its schemas takes longer to load than all of this file; Electron gets ready meanwhile.
  const announce: Announce = (name, payload) =>
    window.current()?.webContents.send(eventChannel, { name, payload });
  const desk = loadDesk(userData, announce, () => window.current());
  const withDesk = (use: (loaded: Desk) => unknown) =>
    // Without a core there is nothing to tell; the start has failed, and says so.
    void desk.then(use, () => undefined);

  // Electron's own box would show them, message and all.
  for (const kind of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(kind, (cause: unknown) => {
      withDesk(({ report }) => {
        report(kind, cause);
      });
    });
  }
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (reason === 'clean-exit') return;
    withDesk(({ processGone }) => {
      processGone(type, reason);
    });
  });

  const started = app.whenReady().then(start);
  const window = createMainWindow(started, open);
  started
    .then(() => window.getOrCreate())
    .catch((cause: unknown) => {
      withDesk(({ report }) => {
        report('start', cause);
      });
      // Where core itself cannot be loaded, a file of the app is damaged or gone.
      desk.then(
        () => {
          couldNotStart('It may help to start the computer anew, or to install the app again.');
        },
        () => {
          couldNotStart('A part of the app is missing or damaged. Install the app again.');
        },
      );
    });

  receiveHandedOver({
    app,
    handOver: (item) => {
      withDesk(({ handOver }) => {
        handOver(item);
      });
    },
    show: window.show,
  });
  app.on('activate', window.show);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  let closing = false;
  app.on('will-quit', (event) => {
    if (closing) return;
    closing = true;
    window.openNoMore();
    event.preventDefault();
    void desk
      .then(({ close }) => close())
      .then((outcomes) => tellOutcomes(dialog, outcomes))
      .finally(() => {
        app.quit();
      });
  });

  /** Makes what has to be there before a window is. */
  async function start(): Promise<Started> {
    app.setAboutPanelOptions(aboutPanel(app.getVersion(), icon));
    if (!app.isPackaged) app.dock?.setIcon(icon);
    const pageSession = await openPageSession(session);
    serveRenderer(pageSession.protocol, join(__dirname, '../renderer'));
    const { dispatch, prepare, lock, chooseInMenu, sessionEnds, used } = await desk;
    serveIpc(ipcMain, dispatch, () => window.current()?.webContents.id ?? null);
    const template = menuTemplate({
      platform: process.platform,
      packaged: app.isPackaged,
      goTo: (target) => {
        chooseInMenu(target);
        window.show();
      },
      selectAll: (where) => {
        if (where === 'panel') Menu.sendActionToFirstResponder('selectAll:');
        else announce('menu.selectAll', null);
      },
      openLink: (link) =>
        void dispatch('app.openLink', { link }, undefined, true).then((result) => {
          if (result.ok || result.error.code !== 'link-not-opened') return;
          const { address } = result.error;
          dialog.showErrorBox('No program of this computer opens web pages', `The address is ${address}`);
        }),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
    // Electron tells of the locked screen on macOS and Windows only.
    powerMonitor.on('suspend', () => void lock());
    powerMonitor.on('lock-screen', () => void lock());
    await prepare();
    return { pageSession, sessionEnds, used };
  }

  function open({ pageSession, sessionEnds, used }: Started): BrowserWindow {
    const opened = openWindow({
      preload: join(__dirname, '../preload/index.cjs'),
      packaged: app.isPackaged,
      platform: process.platform,
      session: pageSession,
      icon,
      locale: app.getSystemLocale(),
      workArea: screen.getPrimaryDisplay().workAreaSize,
    });
    // What the person does, before the page hears of it. A page cannot make such an event.
    opened.webContents.on('input-event', used);
    opened.webContents.on('context-menu', (_event, params) => {
      const template = contextTemplate(params);
      if (template.length > 0) Menu.buildFromTemplate(template).popup({ window: opened });
    });
    opened.on('closed', () => {
      withDesk(({ pageClosed }) => {
        pageClosed();
      });
    });
    // Windows ends the app with the person's session, without `before-quit` and `will-quit`.
    opened.on('session-end', sessionEnds);
    recoverPage({
      window: opened,
      locale: app.getSystemLocale(),
      dialog,
      now: () => Date.now(),
      onStopped: (reason) => {
        withDesk(({ pageStopped }) => {
          pageStopped(reason);
        });
      },
      openLog: () => {
        withDesk(({ openProblems }) => {
          openProblems();
        });
      },
      quit: () => {
        app.quit();
      },
    });
    return opened;
  }
}

/** No window will ever come. */
function couldNotStart(why: string): void {
  dialog.showErrorBox('Cognito Desk could not start', `${why} Your saved profiles are safe.`);
  app.exit(1);
}

/** A JSON object of host names and the addresses that stand for them. */
const placesIn = (text: string | undefined): Readonly<Record<string, string>> | null =>
  text === undefined ? null : (JSON.parse(text) as Readonly<Record<string, string>>);

async function loadDesk(
  userData: string,
  announce: Announce,
  window: () => BrowserWindow | null,
): Promise<Desk> {
  const [{ createDesk }, { developersConfig, runningImage, whyUpdatesAreOff }] = await Promise.all([
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
  const image = runningImage(installation);
  // Tests name what stands for AWS's own hosts. An installed app knows nothing of it.
  const stand = app.isPackaged ? null : placesIn(process.env['COGNITO_DESK_AWS_HOSTS']);
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
    sealer: createOsSealer(safeStorage, process.platform, systemClock),
    clipboard: createClipboard({ clipboard, Item: ClipboardItem, platform: process.platform }),
    resolveProxy: (url) => session.defaultSession.resolveProxy(url),
    links: createLinks({ shell, platform: process.platform, path: process.env['PATH'] ?? '' }),
    ask: createNativeQuestions(dialog, window),
    restart: () => {
      restartApp({
        app,
        platform: process.platform,
        words: process.argv,
        program: image ?? process.execPath,
      });
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
          image,
          configFile: developersConfig(installation),
        });
      },
    },
    announce,
    ...(practiceFile !== undefined && { practiceFile }),
    ...(stand !== null && { reroute: (address) => stand[new URL(address).hostname] ?? null }),
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
