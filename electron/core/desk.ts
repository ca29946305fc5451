import { homedir } from 'node:os';
import { join } from 'node:path';
import type { HandedOver } from '#contract/shared-file.ts';
import type { AppInfo } from '#contract/app.ts';
import type { MenuTarget } from '#contract/events.ts';
import type { Outcome } from '#contract/outcomes.ts';
import { createActivityLog } from './activity-log.ts';
import { createAwsAccess } from './aws/aws-access.ts';
import { createMfaPrompt } from './aws/mfa-prompt.ts';
import { createConfirmations } from './confirmations.ts';
import { createSecretClipboard } from './clipboard/secret-clipboard.ts';
import { createCognitoClients } from './cognito/clients.ts';
import { createExchange } from './cognito/exchange.ts';
import { createPoolRules } from './cognito/pool-rules.ts';
import { createPoolSettings } from './cognito/pool-settings.ts';
import { createStepTimes } from './cognito/step-times.ts';
import { createDispatcher, type Dispatch } from './dispatcher.ts';
import { createHandlers } from './handlers.ts';
import { createDestinations, type Reroute } from './network/destination.ts';
import { defaultTimeouts, type Timeouts } from './network/timeouts.ts';
import {
  systemClock,
  type Announce,
  type AskPerson,
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
import { createOutcomes } from './outcomes.ts';
import { createPeopleReader } from './people/people-reader.ts';
import { createPeopleSearch } from './people/search-people.ts';
import { loadPracticeData } from './practice-data.ts';
import { createPreferenceStore } from './preferences/preference-store.ts';
import { createProductionGuard } from './profiles/production-guard.ts';
import { createProfileStore } from './profiles/profile-store.ts';
import { createDraftStore } from './draft-store.ts';
import { createProblemLog, problemOf } from './problem-log.ts';
import { createRememberedStore } from './remembered/remembered-store.ts';
import { createLifetimes } from './scope.ts';
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
  /** Asks the person in a window of the system. */
  readonly ask: AskPerson;
  /** Ends the app and opens it again. */
  readonly restart: () => void;
  /** The licences of what is bundled. */
  readonly licencesFile: string;
  readonly fileDialogs: FileDialogs;
  readonly theme: ThemePort;
  readonly updates: UpdatesOptions;
  readonly announce: Announce;
  /** File of the practice pool, when `npm run demo` started the app. */
  /** For tests: what stands for AWS's own hosts. */
  readonly reroute?: Reroute;
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
  /** A key, the pointer or a wheel was moved in the window. Counts as use, so that the vault does not lock meanwhile. */
  readonly used: () => void;
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
  /** The window is gone, and nobody waits for its calls any more. */
  readonly pageClosed: () => void;
  /**
   * For the end of the app: waits for the answers of changes that went out to AWS, ends all other requests, takes secrets off
   * the clipboard, and waits for what is being written to the disk; each with a limit. Returns what came of changes whose
   * answers nobody has seen.
   */
  readonly close: () => Promise<readonly Outcome[]>;
};

/** Milliseconds that a write may take longer than its request. */
const WRITES_SPARE = 1000;
/** Milliseconds for which the end of the app waits for the disk and the clipboard. */
const DRAIN_LIMIT = 3000;

/** The whole app without Electron: everything below the IPC boundary, put together. */
export function createDesk(options: DeskOptions): Desk {
  const { clock = systemClock, folder, passphraseCost: cost = scryptCost } = options;
  const lifetimes = createLifetimes();
  const replies = createReplyStore(lifetimes, clock.now);
  const sessions = createSessionStore(
    lifetimes,
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
  const challenges = createChallengeStore(lifetimes);
  const lockout = createLockout(lifetimes, clock.now);
  const mfa = createMfaPrompt(options.announce);
  const awsAccess = createAwsAccess(lifetimes, { prompt: mfa, now: clock.now });
  const { resolveProxy, timeouts = defaultTimeouts } = options;
  const destinations = createDestinations({
    allowed: {
      has: (host) => profiles.allowedHosts.has(host),
      add: (host) => profiles.allowedHosts.add(host),
    },
    ask: options.ask,
    now: clock.now,
    reroute: options.reroute,
  });
  const clients = createCognitoClients(lifetimes, {
    destinations,
    resolveProxy,
    now: clock.now,
    awsAccess,
    timeouts,
  });
  const keySets = createKeySets(lifetimes, { destinations, resolveProxy, now: clock.now, timeouts });
  const poolRules = createPoolRules(lifetimes, clients);
  const poolSettings = createPoolSettings(lifetimes, clients);
  const stepTimes = createStepTimes(lifetimes, { clients, awsAccess });
  const production = createProductionGuard(lifetimes, clock.now);
  const activity = createActivityLog(lifetimes);
  const drafts = createDraftStore(lifetimes);
  const outcomes = createOutcomes(options.announce);
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
  const keeper = createVaultKeeper({ vault, lifetimes, announce: options.announce });
  // The page asks for the profiles again, and the vault for the key.
  options.sealer.onLateAnswer(keeper.tellOfChange);
  const lock = () =>
    keeper.lockIfPossible().catch((cause: unknown) => {
      report('vault.lock', cause);
    });
  const idle = createIdleLock(clock, lock);
  const profiles = createProfileStore({
    vault,
    formerPath: join(folder, 'profiles.json'),
    sealer: options.sealer,
    now: clock.now,
    onRead: lifetimes.read,
    onChanged: ({ id, name }) => {
      sessions.rename(id, name);
    },
    onEnded: (profileId) => {
      lifetimes.endProfile(profileId);
      options.announce('sessions.changed', null);
    },
  });

  const files = createSharedFiles(options.fileDialogs);
  const sharing = createSharing({ lifetimes, profiles, vault, files, clock, cost });
  const people = createPeopleReader({
    lifetimes,
    clients,
    files,
    clock,
    announce: options.announce,
    onFinished: activity.record,
  });
  const exchange = createExchange(clients, replies);
  const renewal = createRenewal({
    lifetimes,
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
    outcomes,
    updates,
    lifetimes,
    now: clock.now,
  });

  const { dispatch, leaveAll, writesEnd } = createDispatcher({
    handlers,
    now: clock.now,
    checkOutputs: options.checkOutputs,
    lifetimes,
    confirmations: createConfirmations({ profiles, sharing, vault: keeper }),
    ask: options.ask,
    onFinished: activity.record,
    onUnheard: ({ operation, profile, error, startedAt, took, username }) => {
      outcomes.add({
        at: startedAt + took,
        operation,
        username,
        profileName: profile?.name ?? '',
        error,
      });
    },
    onFault: report,
  });

  /** As `work`, but for no longer than that many milliseconds: the end of the app waits for nobody for ever. */
  function withLimit(work: Promise<unknown>, milliseconds: number): Promise<unknown> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = clock.after(milliseconds, resolve);
    return Promise.race([work.catch(() => undefined), promise]).finally(cancel);
  }

  return {
    dispatch: async (name, input, callId, byPerson) => {
      await idle.check();
      // A page works by itself, too: only what a person does counts as use.
      if (byPerson) idle.touch();
      underWay += 1;
      try {
        return await dispatch(name, input, callId, byPerson);
      } finally {
        underWay -= 1;
      }
    },
    used: idle.touch,
    lock,
    report,
    pageClosed: leaveAll,
    pageStopped: (reason) => {
      leaveAll();
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
      leaveAll();
      // A request has its own limit; this is only in case that fails.
      await withLimit(writesEnd(), timeouts.connect + timeouts.request + WRITES_SPARE);
      const unheard = outcomes.list();
      lifetimes.app.end();
      // Both wait for what is still on its way to the disk.
      await withLimit(Promise.all([clipboard.clearNow(), preferences.get(), vault.status()]), DRAIN_LIMIT);
      return unheard;
    },
  };
}
