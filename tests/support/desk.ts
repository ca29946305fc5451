/** The whole of core as the app puts it together, on plain ports and a folder of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { AppError, AppErrorOf, ErrorCode } from '#contract/app-error.ts';
import type { AppInfo } from '#contract/app.ts';
import type { EventName, MenuTarget } from '#contract/events.ts';
import type { InputOf, OperationName, OutputOf } from '#contract/index.ts';
import type { Outcome } from '#contract/outcomes.ts';
import type { ProfileDraft } from '#contract/profiles.ts';
import type { Result } from '#contract/result.ts';
import { createDesk } from '#core/desk.ts';
import type { Reroute } from '#core/network/destination.ts';
import type { Announce, LinksPort, NativeQuestion, ResolveProxy } from '#core/ports.ts';
import type { UpdatesOptions } from '#core/updates/updates.ts';
import type { Timeouts } from '#core/network/timeouts.ts';
import {
  createTestClipboard,
  createTestClock,
  createTestFileDialogs,
  createTestSealer,
  type TestClipboard,
  type TestClock,
  type TestFileDialogs,
  type TestSealer,
} from './ports.ts';

/** A folder that goes away with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cognito-desk-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Of a passphrase that nobody tries to guess. */
export const cheapCost = { N: 2, r: 1, p: 1 };

export const testInfo: Omit<AppInfo, 'practicePeople'> = {
  version: '0.0.0',
  electron: '0.0.0',
  chrome: '0.0.0',
  node: process.versions.node,
  platform: process.platform,
  system: '1.2.3 (x64)',
  packaged: false,
};

export type TestDesk = {
  readonly folder: string;
  readonly clock: TestClock;
  readonly sealer: TestSealer;
  readonly clipboard: TestClipboard;
  readonly fileDialogs: TestFileDialogs;
  /** Addresses that were opened. */
  readonly opened: readonly string[];
  readonly themes: readonly string[];
  /** What the person was asked in windows of the system. */
  readonly questions: readonly NativeQuestion[];
  /** Names of the events that the page was told of. */
  readonly announced: readonly EventName[];
  /** Every result that would have crossed to the page. */
  readonly results: readonly Result<unknown>[];
  /** Faults of our own: operation and cause. */
  readonly faults: readonly unknown[];
  readonly prepare: () => Promise<void>;
  readonly lock: () => Promise<void>;
  readonly close: () => Promise<readonly Outcome[]>;
  readonly pageClosed: () => void;
  readonly used: () => void;
  readonly sessionEnds: () => void;
  readonly chooseInMenu: (target: MenuTarget) => void;
  readonly processGone: (kind: string, reason: string) => void;
  /** How often the app was asked to restart. */
  readonly restarts: () => number;
  /** Input that the types would not allow. */
  readonly dispatch: (name: unknown, input: unknown, callId?: unknown) => Promise<Result<unknown>>;
  /** A call that the page makes by itself, while nobody clicks. */
  readonly byPage: (name: OperationName, input: unknown) => Promise<Result<unknown>>;
  readonly call: <Name extends OperationName>(
    name: Name,
    input: InputOf<Name>,
    callId?: string,
  ) => Promise<Result<OutputOf<Name>>>;
  /** What a call brings that must go well. */
  readonly value: <Name extends OperationName>(name: Name, input: InputOf<Name>) => Promise<OutputOf<Name>>;
  /** The error of a call that must fail. */
  readonly error: <Name extends OperationName>(name: Name, input: InputOf<Name>) => Promise<AppError>;
  /** Saves a profile and returns its id: without lookup access unless told. */
  readonly addProfile: (draft?: Partial<ProfileDraft>) => Promise<string>;
};

export type TestDeskOptions = {
  /** Where requests of the profiles go, unless a profile says something else. */
  readonly stubUrl?: string;
  readonly folder?: string;
  readonly clock?: TestClock;
  readonly sealer?: TestSealer;
  readonly practiceFile?: string;
  readonly timeouts?: Partial<Timeouts>;
  readonly resolveProxy?: ResolveProxy;
  readonly onAnnounced?: Announce;
  readonly updates?: UpdatesOptions;
  readonly links?: LinksPort;
  /** What the person says in a window of the system; yes unless told. */
  readonly answer?: (question: NativeQuestion) => boolean | Promise<boolean>;
  /** What stands for AWS's own hosts. */
  readonly reroute?: Reroute;
  /** A passphrase costs what it costs in the app, which takes some tenths of a second. */
  readonly realPassphrases?: boolean;
};

export const testClientId = '4exampleclientid1234567890';
export const testPoolId = 'us-east-1_Ab12Cd34E';

/** Access keys that AWS never gave to anybody. */
export const testKeys = {
  kind: 'access-keys',
  keys: {
    change: 'set',
    accessKeyId: 'AKIDEXAMPLE000000000',
    secretAccessKey: 'dummySecretAccessKeyOfTheTests0000000000',
    sessionToken: null,
  },
} as const;

export const testProfile = (draft: Partial<ProfileDraft> = {}): ProfileDraft => ({
  name: 'Test pool',
  environment: 'test',
  region: 'us-east-1',
  clientId: testClientId,
  clientSecret: { change: 'clear' },
  endpoint: null,
  poolId: testPoolId,
  access: null,
  ...draft,
});

export async function createTestDesk(options: TestDeskOptions = {}): Promise<TestDesk> {
  const folder = options.folder ?? (await temporaryFolder());
  const clock = options.clock ?? createTestClock();
  const sealer = options.sealer ?? createTestSealer();
  const clipboard = createTestClipboard();
  const fileDialogs = createTestFileDialogs();
  const opened: string[] = [];
  const themes: string[] = [];
  const questions: NativeQuestion[] = [];
  const announced: EventName[] = [];
  const faults: unknown[] = [];
  const results: Result<unknown>[] = [];
  let restarts = 0;

  const desk = createDesk({
    folder,
    info: testInfo,
    clock,
    sealer,
    clipboard,
    fileDialogs,
    resolveProxy: options.resolveProxy ?? (() => Promise.resolve('DIRECT')),
    ask: async (question) => {
      questions.push(question);
      return options.answer?.(question) ?? true;
    },
    ...(options.reroute && { reroute: options.reroute }),
    links: options.links ?? {
      open: async (address) => void opened.push(address),
      openFile: async (path) => void opened.push(path),
    },
    restart: () => void (restarts += 1),
    licencesFile: join(folder, 'LICENCES.txt'),
    theme: { apply: (theme) => void themes.push(theme) },
    updates: options.updates ?? {
      off: () => Promise.resolve('sources'),
      load: () => Promise.reject(new Error()),
    },
    announce: (name, payload) => {
      announced.push(name);
      options.onAnnounced?.(name, payload);
    },
    ...(!options.realPassphrases && { passphraseCost: cheapCost }),
    timeouts: { connect: 2000, request: 5000, answer: 30_000, ...options.timeouts },
    checkOutputs: true,
    onFault: (operation, cause) => void faults.push(operation, cause),
    ...(options.practiceFile !== undefined && { practiceFile: options.practiceFile }),
  });

  async function dispatch(name: unknown, input: unknown, callId?: unknown): Promise<Result<unknown>> {
    // As a person who has just clicked.
    const result = await desk.dispatch(name, input, callId, true);
    results.push(result);
    return result;
  }

  // With `checkOutputs` the dispatcher has held the output against the contract.
  const call = <Name extends OperationName>(name: Name, input: InputOf<Name>, callId?: string) =>
    dispatch(name, input, callId) as Promise<Result<OutputOf<Name>>>;

  async function value<Name extends OperationName>(
    name: Name,
    input: InputOf<Name>,
  ): Promise<OutputOf<Name>> {
    const result = await call(name, input);
    if (!result.ok) throw new Error(`${name} failed: ${JSON.stringify(result.error)} ${faults.join(' ')}`);
    return result.value;
  }

  async function error<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<AppError> {
    const result = await call(name, input);
    if (result.ok) throw new Error(`${name} went well: ${JSON.stringify(result.value)}`);
    return result.error;
  }

  return {
    folder,
    clock,
    sealer,
    clipboard,
    fileDialogs,
    opened,
    themes,
    questions,
    announced,
    results,
    faults,
    prepare: desk.prepare,
    lock: desk.lock,
    close: desk.close,
    pageClosed: desk.pageClosed,
    used: desk.used,
    sessionEnds: desk.sessionEnds,
    chooseInMenu: desk.chooseInMenu,
    processGone: desk.processGone,
    restarts: () => restarts,
    dispatch,
    byPage: desk.dispatch,
    call,
    value,
    error,
    addProfile: async (draft) => {
      const endpoint = options.stubUrl ?? null;
      return (await value('profiles.save', testProfile({ endpoint, ...draft }))).profileId;
    },
  };
}

/** Narrows an error to its code, with a failure that shows the whole error. */
export function expectCode<Code extends ErrorCode>(error: AppError, code: Code): AppErrorOf<Code> {
  expect(error).toMatchObject({ code });
  return error as AppErrorOf<Code>;
}

/** A token in the form of a JWT. Nobody signed it; nothing here looks. */
export function unsignedToken(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', kid: 'test' })}.${part(claims)}.c2lnbmF0dXJl`;
}
