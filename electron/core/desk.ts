import { homedir } from 'node:os';
import { join } from 'node:path';
import type { HandedOver } from '#contract/shared-file.ts';
import type { AppInfo } from '#contract/app.ts';
import type { MenuTarget } from '#contract/events.ts';
import { createActivityLog } from './activity-log.ts';
import { createAwsAccess } from './aws/aws-access.ts';
import { createMfaPrompt } from './aws/mfa-prompt.ts';
import { createSecretClipboard } from './clipboard/secret-clipboard.ts';
import { createCognitoClients } from './cognito/clients.ts';
import { createExchange } from './cognito/exchange.ts';
import { createPoolRules } from './cognito/pool-rules.ts';
import { createPoolSettings } from './cognito/pool-settings.ts';
import { createStepTimes } from './cognito/step-times.ts';
import { createDispatcher, type Dispatch } from './dispatcher.ts';
import { createHandlers } from './handlers.ts';
import { defaultTimeouts, type Timeouts } from './network/timeouts.ts';
import {
  systemClock,
  type Announce,
  type ClipboardPort,
  type Clock,
  type FileDialogs,
  type LinksPort,
  type ResolveProxy,
  type SystemSealer,
  type ThemePort,
} from './ports.ts';
import { createMenuChoice } from './menu-choice.ts';
import { createOpener } from './opener.ts';
import { createPeopleReader } from './people/people-reader.ts';
import { createPeopleSearch } from './people/search-people.ts';
import { loadPracticeData } from './practice-data.ts';
import { createPreferenceStore } from './preferences/preference-store.ts';
import { createProductionGuard } from './profiles/production-guard.ts';
import { createProfileStore } from './profiles/profile-store.ts';
import { createDraftStore } from './draft-store.ts';
import { createProblemLog, problemOf } from './problem-log.ts';
import { createRememberedStore } from './remembered/remembered-store.ts';
import { createReplyStore } from './replies/reply-store.ts';
import { createChallengeStore } from './sessions/challenge-store.ts';
import { createLockout } from './sessions/lockout.ts';
import { createRenewal } from './sessions/renewal.ts';
import { createSessionStore } from './sessions/session-store.ts';
import { createSharedFiles } from './sharing/shared-files.ts';
import { createSharing } from './sharing/sharing.ts';
import { createUpdates, type UpdatesOptions } from './updates/updates.ts';
import { createTestUserStore } from './test-users/test-user-store.ts';
import { createKeySets } from './tokens/key-sets.ts';
import { createIdleLock } from './vault/idle-lock.ts';
import { createVaultKeeper } from './vault/vault-keeper.ts';
import { type ScryptCost, scryptCost } from './vault/passphrase.ts';
import { createVault } from './vault/vault.ts';

export type DeskOptions = {
  /** Folder for this app's files. */
  readonly folder: string;
  readonly info: Omit<AppInfo, 'practicePeople'>;
  /** The system's clock unless a test brings its own. */
  readonly clock?: Clock;
  readonly sealer: SystemSealer;
  readonly clipboard: ClipboardPort;
  readonly resolveProxy: ResolveProxy;
  readonly links: LinksPort;
  /** Ends the app and opens it again. */
  readonly restart: () => void;
  /** The licences of what is bundled. */
  readonly licencesFile: string;
  readonly fileDialogs: FileDialogs;
  readonly theme: ThemePort;
  readonly updates: UpdatesOptions;
  readonly announce: Announce;
  /** File of the practice pool, when `npm run demo` started the app. */
  readonly practiceFile?: string;
  readonly timeouts?: Timeouts;
  /** What trying a passphrase costs. That of the app unless a test brings a cheaper one. */
  readonly passphraseCost?: ScryptCost;
  readonly checkOutputs: boolean;
  /** Hears of each fault besides the file that keeps them. */
  readonly onFault?: (where: string, cause: unknown) => void;
};

export type Desk = {
  readonly dispatch: Dispatch;
  /** Applies what the user prefers (the theme) before the first window shows, and begins to look for new versions. */
  readonly prepare: () => Promise<void>;
  /** Locks the vault if it has a passphrase. For when the computer goes to sleep or its screen is locked. */
  readonly lock: () => Promise<void>;
  /** Writes a fault of the app down, by its place in the program: what was being done. */
  readonly report: (where: string, cause: unknown) => void;
  /** Writes down that the page stopped, and keeps what was typed into it for the next one. */
  readonly pageStopped: (reason: string) => void;
  /** Writes down that a process of Chromium ended, such as that of the graphics: its kind and the reason. */
  readonly processGone: (kind: string, reason: string) => void;
  /** Opens the file with the faults that were written down. */
  readonly openProblems: () => void;
  /** Keeps what the person chose in the menu of the app, and tells the page. */
  readonly chooseInMenu: (target: MenuTarget) => void;
  /** What has to happen at once when the person signs out of the computer: later there is no time. */
  readonly sessionEnds: () => void;
  /** Keeps a file or link that the system handed over, and tells the page. */
  readonly handOver: (item: HandedOver) => void;
  /** Ends all requests, takes secrets off the clipboard and waits for what is being written. For the end of the app. */
  readonly close: () => Promise<void>;
};

/** The whole app without Electron: everything below the IPC boundary, put together. */
export function createDesk(options: DeskOptions): Desk {
  const { clock = systemClock, folder, passphraseCost: cost = scryptCost } = options;
  const replies = createReplyStore(clock.now);
  const sessions = createSessionStore(
    clock.now,
    (session) => {
      renewal.watch(session);
    },
    () => {
      options.announce('sessions.changed', null);
    },
    (replyId) => {
      replies.forget(replyId);
    },
  );
  const challenges = createChallengeStore();
  const lockout = createLockout(clock.now);
  const mfa = createMfaPrompt(options.announce);
  const awsAccess = createAwsAccess({ prompt: mfa, now: clock.now });
  const { resolveProxy, timeouts = defaultTimeouts } = options;
  const clients = createCognitoClients({ resolveProxy, now: clock.now, awsAccess, timeouts });
  const keySets = createKeySets({ resolveProxy, now: clock.now, timeouts });
  const poolRules = createPoolRules(clients);
  const poolSettings = createPoolSettings(clients);
  const stepTimes = createStepTimes({ clients, awsAccess });
  const production = createProductionGuard(clock.now);
  const activity = createActivityLog();
  const drafts = createDraftStore();
  const clipboard = createSecretClipboard(options.clipboard, clock);
  const opener = createOpener(options.links, clock);
  const menuChoice = createMenuChoice(() => {
    options.announce('menu.chosen', null);
  });
  const { version, electron, platform } = options.info;
  const problems = createProblemLog({
    path: join(folder, 'problems.log'),
    now: clock.now,
    about: `${version}, Electron ${electron}, ${platform}`,
    home: homedir(),
  });
  function report(where: string, cause: unknown): void {
    options.onFault?.(where, cause);
    void problems.add(problemOf(`main ${where}`, cause));
  }
  const preferences = createPreferenceStore(
    join(folder, 'preferences.json'),
    ({ theme, lockAfterMinutes }) => {
      options.theme.apply(theme);
      idle.lockAfter(lockAfterMinutes);
    },
  );
  const vault = createVault({
    path: join(folder, 'vault.json'),
    sealer: options.sealer,
    clock,
    cost,
    onSetAside: () => {
      keeper.tellOfChange();
    },
  });
  const keeper = createVaultKeeper({
    vault,
    announce: options.announce,
    forget() {
      const parts = [awsAccess, clients, keySets, sessions, renewal, challenges, lockout, poolRules];
      for (const part of [
        ...parts,
        poolSettings,
        stepTimes,
        replies,
        production,
        activity,
        drafts,
        sharing,
        people,
      ]) {
        part.forgetAll();
      }
    },
  });
  // The page asks for the profiles again, and the vault for the key.
  options.sealer.onLateAnswer(keeper.tellOfChange);
  const lock = () =>
    keeper.lockIfPossible().catch((cause: unknown) => {
      report('vault.lock', cause);
    });
  const idle = createIdleLock(clock, () => void lock());
  const profiles = createProfileStore({
    vault,
    formerPath: join(folder, 'profiles.json'),
    sealer: options.sealer,
    now: clock.now,
    onChanged: (profileId) => {
      clients.forget(profileId);
      sessions.forgetProfile(profileId);
      challenges.forgetProfile(profileId);
      lockout.forgetProfile(profileId);
      replies.forgetProfile(profileId);
      production.forgetProfile(profileId);
      poolRules.forgetProfile(profileId);
      poolSettings.forgetProfile(profileId);
      stepTimes.forgetProfile(profileId);
      people.forgetProfile(profileId);
      drafts.forgetProfile(profileId);
    },
  });

  const files = createSharedFiles(options.fileDialogs);
  const sharing = createSharing({ profiles, vault, files, clock, cost });
  const people = createPeopleReader({
    clients,
    files,
    clock,
    announce: options.announce,
    onFinished: activity.record,
  });
  const exchange = createExchange(clients, replies);
  const renewal = createRenewal({
    sessions,
    profiles,
    exchange,
    clock,
    announce: options.announce,
    onFinished: activity.record,
  });

  /** Calls of the page that have not been answered. */
  let underWay = 0;
  const updates = createUpdates({
    ...options.updates,
    version: options.info.version,
    path: join(folder, 'updates.json'),
    clock,
    wanted: async () => (await preferences.get()).lookForUpdates,
    // The call that asks for the installation is one itself.
    busy: () => underWay > 1 || people.isReading(),
    announce: options.announce,
    onFault: report,
  });

  const { practiceFile } = options;
  let practice: ReturnType<typeof loadPracticeData> | null = null;
  const practicePeople = async () =>
    practiceFile === undefined ? [] : await (practice ??= loadPracticeData(practiceFile, profiles));

  const handlers = createHandlers({
    info: options.info,
    practicePeople,
    profiles,
    vault: keeper,
    sharing,
    files,
    production,
    preferences,
    sessions,
    challenges,
    lockout,
    replies,
    activity,
    clipboard,
    mfa,
    awsAccess,
    opener,
    menuChoice,
    restart: options.restart,
    licencesFile: options.licencesFile,
    clients,
    exchange,
    keySets,
    renewal,
    poolRules,
    poolSettings,
    stepTimes,
    testUsers: createTestUserStore(vault),
    people,
    searchPeople: createPeopleSearch({ clients, clock }),
    remembered: createRememberedStore(vault, clock.now),
    problems,
    drafts,
    updates,
    now: clock.now,
  });

  const dispatch = createDispatcher({
    handlers,
    now: clock.now,
    checkOutputs: options.checkOutputs,
    onFinished: activity.record,
    onFault: report,
  });

  return {
    dispatch: async (name, input, callId) => {
      idle.touch();
      underWay += 1;
      try {
        return await dispatch(name, input, callId);
      } finally {
        underWay -= 1;
      }
    },
    lock,
    report,
    pageStopped: (reason) => {
      drafts.pageStopped();
      void problems.add({ where: `page stopped: ${reason}`, name: 'Error', stack: '' });
    },
    processGone: (kind, reason) =>
      void problems.add({ where: `process gone: ${kind} ${reason}`, name: 'Error', stack: '' }),
    openProblems: () => void opener.file(problems.path).catch(() => undefined),
    chooseInMenu: menuChoice.choose,
    sessionEnds: clipboard.clearAtOnce,
    handOver: (item) => {
      sharing.handOver(item);
      options.announce('sharing.handedOver', null);
    },
    prepare: async () => {
      await preferences.get();
      updates.start();
    },
    close: async () => {
      // Reading the preferences waits for a change that is still on its way to the disk.
      for (const part of [people, awsAccess, clients, keySets]) part.forgetAll();
      await Promise.all([clipboard.clearNow(), preferences.get()]);
    },
  };
}
