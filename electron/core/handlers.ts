import type { AppInfo, ExternalLink, PracticePerson } from '#contract/app.ts';
import type { InputOf } from '#contract/index.ts';
import type { CommandRequest } from '#contract/commands.ts';
import type { ActivityLog } from './activity-log.ts';
import { fail } from './app-failure.ts';
import type { AwsAccesses } from './aws/aws-access.ts';
import { computerAddresses } from './aws/computer-settings.ts';
import { listAwsProfileNames } from './aws/credentials.ts';
import type { MfaPrompt } from './aws/mfa-prompt.ts';
import type { SecretClipboard } from './clipboard/secret-clipboard.ts';
import type { CognitoClients } from './cognito/clients.ts';
import type { Exchange } from './cognito/exchange.ts';
import { getUser } from './cognito/get-user.ts';
import { personActions } from './cognito/person-actions.ts';
import type { PoolSettingsStore } from './cognito/pool-settings.ts';
import { answerChallenge, answerWrites } from './cognito/answer-challenge.ts';
import { setUpAuthenticator } from './cognito/authenticator.ts';
import { confirmForgotPassword, forgotPassword } from './cognito/forgot-password.ts';
import type { SignInDeps } from './cognito/challenge-step.ts';
import { signIn } from './cognito/sign-in.ts';
import type { PoolRulesStore } from './cognito/pool-rules.ts';
import type { StepTimes } from './cognito/step-times.ts';
import { adminConfirm, confirmSignUp, resendCode, signUp } from './cognito/sign-up.ts';
import { commandFor } from './commands/command-for.ts';
import type { Call } from './call.ts';
import type { Handlers } from './dispatcher.ts';
import type { DraftStore } from './draft-store.ts';
import { readSurroundings, refusedTries } from './person/surroundings.ts';
import { examine } from './doctor/examine.ts';
import type { PeopleReader } from './people/people-reader.ts';
import type { PeopleSearch } from './people/search-people.ts';
import { planSearch } from './people/search-plan.ts';
import type { MenuChoice } from './menu-choice.ts';
import type { Opener } from './opener.ts';
import type { Outcomes } from './outcomes.ts';
import type { createPreferenceStore } from './preferences/preference-store.ts';
import type { ProblemLog } from './problem-log.ts';
import type { ProductionGuard } from './profiles/production-guard.ts';
import { checkNotReadOnly } from './profiles/read-only-guard.ts';
import type { ProfileRecord } from './profiles/profile-record.ts';
import type { ProfileStore } from './profiles/profile-store.ts';
import type { RememberedStore } from './remembered/remembered-store.ts';
import { cliJson, hasSecrets } from './replies/cli-json.ts';
import type { ReplyStore } from './replies/reply-store.ts';
import type { VaultKeeper } from './vault/vault-keeper.ts';
import { proposeRecoveryPassphrase } from './vault/passphrase.ts';
import { recognise } from './sharing/recognise.ts';
import { datedName, type SharedFiles } from './sharing/shared-files.ts';
import type { Sharing } from './sharing/sharing.ts';
import { scopedMap } from './scoped-map.ts';
import type { Lifetimes } from './scope.ts';
import { csvFile, writeCsv } from './spreadsheet.ts';
import type { Renewal } from './sessions/renewal.ts';
import type { ChallengeStore } from './sessions/challenge-store.ts';
import type { Lockout } from './sessions/lockout.ts';
import { tokensEndAt, type SessionStore } from './sessions/session-store.ts';
import type { KeySets } from './tokens/key-sets.ts';
import { signInSaved } from './test-users/sign-in-saved.ts';
import type { Updates } from './updates/updates.ts';
import type { TestUserStore } from './test-users/test-user-store.ts';
import { codeOf, counterAt, endOf } from './test-users/totp.ts';
import { createTokenHandlers } from './tokens/token-handlers.ts';

export type HandlerDeps = {
  readonly info: Omit<AppInfo, 'practicePeople'>;
  readonly practicePeople: () => Promise<PracticePerson[]>;
  readonly profiles: ProfileStore;
  readonly vault: VaultKeeper;
  readonly sharing: Sharing;
  readonly files: SharedFiles;
  readonly production: ProductionGuard;
  readonly preferences: ReturnType<typeof createPreferenceStore>;
  readonly sessions: SessionStore;
  readonly challenges: ChallengeStore;
  readonly lockout: Lockout;
  readonly replies: ReplyStore;
  readonly activity: ActivityLog;
  readonly clipboard: SecretClipboard;
  readonly mfa: MfaPrompt;
  readonly awsAccess: AwsAccesses;
  readonly opener: Opener;
  readonly menuChoice: MenuChoice;
  /** Ends the app and opens it again. */
  readonly restart: () => void;
  readonly licencesFile: string;
  readonly clients: CognitoClients;
  readonly exchange: Exchange;
  readonly keySets: KeySets;
  readonly renewal: Renewal;
  readonly poolRules: PoolRulesStore;
  readonly poolSettings: PoolSettingsStore;
  readonly stepTimes: StepTimes;
  readonly testUsers: TestUserStore;
  readonly people: PeopleReader;
  readonly searchPeople: PeopleSearch;
  readonly remembered: RememberedStore;
  readonly problems: ProblemLog;
  readonly drafts: DraftStore;
  readonly outcomes: Outcomes;
  readonly updates: Updates;
  readonly lifetimes: Lifetimes;
  readonly now: () => number;
};

/** The only pages that the app opens. The page of the app names a key; it cannot name an address. */
const linkAddresses: Readonly<Record<ExternalLink, string>> = {
  'iam-policy':
    'https://docs.aws.amazon.com/cognito/latest/developerguide/security_iam_id-based-policy-examples.html',
  'app-client-secret':
    'https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html',
  'password-flow':
    'https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html',
};

/** Every operation of the contract, in terms of the parts that do the work. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const { profiles, vault, sharing, production, preferences, replies, activity, clipboard, exchange } = deps;
  const {
    sessions,
    challenges,
    testUsers,
    people,
    stepTimes,
    lockout,
    remembered,
    problems,
    drafts,
    updates,
    now,
  } = deps;
  const signInDeps: SignInDeps = { exchange, sessions, challenges, lockout, stepTimes, now };

  /** The recovery passphrase that was shown last. */
  const proposed = scopedMap<'recovery', string>(deps.lifetimes, { max: 1 });

  async function openFile(path: string): Promise<Record<string, never>> {
    await deps.opener.file(path);
    return {};
  }

  /** The profile of a call that changes something in its pool. */
  async function writableProfile(profileId: string): Promise<ProfileRecord> {
    const profile = await profiles.get(profileId);
    checkNotReadOnly(profile);
    production.check(profile);
    return profile;
  }

  /** What can be done to the people of a profile's pool. */
  const actions = async (profileId: string, call: Call) =>
    personActions(exchange, await writableProfile(profileId), call);

  const getUserDeps = {
    exchange,
    now,
    refusedTries: (profileId: string, person: Parameters<typeof refusedTries>[2]) =>
      refusedTries(lockout, profileId, person),
  };

  async function copySecret(text: string): Promise<{ clearsAt: number | null }> {
    const { clipboardSeconds } = await preferences.get();
    return { clearsAt: await clipboard.copySecret(text, clipboardSeconds) };
  }

  /** What the authenticator of a test user shows now. */
  async function liveCode({ profileId, testUserId }: InputOf<'testUsers.code'>) {
    const { authenticator } = await testUsers.get(profileId, testUserId);
    if (authenticator === null) throw fail('test-user-missing', {});
    const counter = counterAt(deps.now());
    return { code: codeOf(authenticator, counter), endsAt: endOf(counter) };
  }

  async function twinOf(request: CommandRequest, includeSecrets: boolean) {
    if ('challengeId' in request.input) {
      const pending = challenges.get(request.input.challengeId);
      const profile = await profiles.get(pending.profileId);
      return commandFor(request, profile, { kind: 'step', pending }, includeSecrets);
    }
    if ('sessionId' in request.input) {
      const { sessionId } = request.input;
      const { session, tokens } = sessions.get(sessionId);
      // A command with a token that has ended would be refused.
      const takesAccessToken = request.command === 'global-sign-out' || request.command === 'get-user';
      if (includeSecrets && takesAccessToken) sessions.token(sessionId, 'access');
      const person = { username: session.username, tokens };
      const rotates = deps.renewal.rotates(session.profileId);
      const profile = await profiles.get(session.profileId);
      return commandFor(request, profile, { kind: 'person', person, rotates }, includeSecrets);
    }
    return commandFor(request, await profiles.get(request.input.profileId), null, includeSecrets);
  }

  return {
    'app.info': async () => ({ ...deps.info, practicePeople: await deps.practicePeople() }),
    'app.openLink': async ({ link }) => {
      await deps.opener.address(linkAddresses[link]);
      return {};
    },
    'app.openLicences': () => openFile(deps.licencesFile),
    'app.restart': () => {
      deps.restart();
      return {};
    },
    'app.takeMenuChoice': () => ({ target: deps.menuChoice.take() }),
    'preferences.get': () => preferences.get(),
    'preferences.set': (changes) => preferences.set(changes),
    'clipboard.copy': async ({ text }) => {
      await clipboard.copy(text);
      return {};
    },

    'profiles.list': async () => {
      // The practice pool is part of the first list that the page sees.
      await deps.practicePeople();
      return profiles.list();
    },
    'profiles.save': async (draft) => {
      const saved = await profiles.save(draft);
      // A new profile becomes the active one.
      people.keepOnly(saved.list.activeId ?? '');
      return saved;
    },
    'profiles.delete': ({ profileId }) => profiles.remove(profileId),
    'profiles.startFresh': async () => {
      const list = await profiles.startFresh();
      vault.tellOfChange();
      return list;
    },
    'profiles.choose': ({ profileId }) => {
      people.keepOnly(profileId);
      return profiles.choose(profileId);
    },
    'profiles.duplicate': ({ profileId }) => profiles.duplicate(profileId),
    'profiles.setFavourite': ({ profileId, favourite }) => profiles.setFavourite(profileId, favourite),
    'profiles.reorder': ({ ids }) => profiles.reorder(ids),
    'profiles.unlockProduction': async ({ profileId, name }) => ({
      until: production.unlock(await profiles.get(profileId), name),
    }),
    'profiles.recognise': ({ text }) => ({ found: recognise(text) }),
    'profiles.computerAddresses': async () => ({ addresses: await computerAddresses(process.env) }),
    'profiles.awsProfileNames': async () => ({ names: await listAwsProfileNames() }),

    'awsAccess.answerMfa': ({ requestId, code }) => {
      deps.mfa.answer(requestId, code);
      return {};
    },
    'awsAccess.status': async ({ profileId }) => {
      const { access } = await profiles.get(profileId);
      return { expiresAt: access && deps.awsAccess.expiresAt(access) };
    },

    'users.signUp': async (input, call) =>
      signUp(exchange, await writableProfile(input.profileId), input, call),
    'users.confirmSignUp': async (input, call) =>
      confirmSignUp(exchange, await writableProfile(input.profileId), input, call),
    'users.adminConfirm': async ({ profileId, ...person }, call) =>
      adminConfirm(exchange, await writableProfile(profileId), person, call),
    'users.resendCode': async (input, call) =>
      resendCode(exchange, await writableProfile(input.profileId), input, call),
    'users.get': async ({ profileId, username }, call) =>
      getUser(getUserDeps, await profiles.get(profileId), username, call),
    'users.surroundings': async ({ profileId, replyId }, call) =>
      readSurroundings(deps, await profiles.get(profileId), replyId, call),
    'users.resendInvitation': async (input, call) =>
      (await actions(input.profileId, call)).resendInvitation(input),
    'users.resetPassword': async (input, call) => (await actions(input.profileId, call)).resetPassword(input),
    'users.setPassword': async (input, call) => (await actions(input.profileId, call)).setPassword(input),
    'users.enable': async (input, call) => (await actions(input.profileId, call)).enable(input),
    'users.disable': async (input, call) => (await actions(input.profileId, call)).disable(input),
    'users.signOutEverywhere': async (input, call) =>
      (await actions(input.profileId, call)).signOutEverywhere(input),
    'users.verifyContact': async (input, call) => (await actions(input.profileId, call)).verifyContact(input),
    'users.signUpRules': async ({ profileId, again }, call) =>
      deps.poolRules.get(await profiles.get(profileId), again, call),

    'people.startReading': async (input) => people.start(await profiles.get(input.profileId), input),
    'people.stop': ({ profileId }) => people.stop(profileId),
    'people.reading': ({ profileId }) => people.reading(profileId),
    'people.query': (input) => people.query(input),
    'people.summary': (input) => people.summary(input),
    'people.export': async (input, call) => people.export(input, await profiles.get(input.profileId), call),
    'people.plan': async ({ profileId, text, countries }) => {
      const { endpoint } = await profiles.get(profileId);
      return planSearch(text, { countries, emulator: endpoint !== null });
    },
    'people.search': async ({ profileId, ...input }, call) =>
      deps.searchPeople(await profiles.get(profileId), input, call),

    'remembered.list': ({ profileId }) => remembered.list(profileId),
    'remembered.add': ({ profileId, ...who }) => remembered.add(profileId, who),
    'remembered.pin': ({ profileId, pinned, ...who }) => remembered.pin(profileId, who, pinned),
    'remembered.forget': ({ profileId, username }) => remembered.forget(profileId, username),
    'remembered.understandCost': ({ profileId }) => remembered.understandCost(profileId),

    'auth.signIn': async (input, call) =>
      signIn(signInDeps, await profiles.get(input.profileId), input, call),
    'auth.answer': async ({ challengeId, answer }, call) => {
      const pending = challenges.get(challengeId);
      const find = answerWrites(answer) ? writableProfile : profiles.get;
      return answerChallenge(signInDeps, await find(pending.profileId), pending, answer, call);
    },
    'auth.isWaiting': ({ challengeId }) => ({ waiting: challenges.has(challengeId) }),
    'auth.stepEnds': async ({ challengeId }, call) => {
      const { profileId, startedAt } = challenges.get(challengeId);
      const minutes = await stepTimes.read(await profiles.get(profileId), call);
      return { expiresAt: minutes === null ? null : startedAt + minutes * 60_000 };
    },
    'auth.setUpAuthenticator': async ({ challengeId }, call) => {
      const pending = challenges.get(challengeId);
      return setUpAuthenticator(signInDeps, await writableProfile(pending.profileId), pending, call);
    },
    'auth.copyAuthenticatorKey': ({ challengeId }) => {
      const { authenticatorKey } = challenges.get(challengeId);
      if (authenticatorKey === null) throw fail('session-expired', { why: 'used' });
      return copySecret(authenticatorKey);
    },
    'auth.forgotPassword': async (input, call) =>
      forgotPassword(exchange, await writableProfile(input.profileId), input, call),
    'auth.confirmForgotPassword': async (input, call) =>
      confirmForgotPassword(exchange, await writableProfile(input.profileId), input, call),
    'sessions.list': () => ({ sessions: sessions.list() }),
    'sessions.forget': ({ sessionId }) => {
      sessions.forget(sessionId);
      return {};
    },

    'testUsers.list': async ({ profileId }) => ({ testUsers: await testUsers.list(profileId) }),
    'testUsers.save': async (draft) => {
      const { authenticator: given } = draft;
      const setUp = given.change === 'set-up' ? sessions.get(given.sessionId).authenticator : null;
      return { testUsers: await testUsers.save(draft, setUp) };
    },
    'testUsers.delete': async ({ profileId, testUserId }) => ({
      testUsers: await testUsers.remove(profileId, testUserId),
    }),
    'testUsers.code': (input) => liveCode(input),
    'testUsers.copyCode': async (input) => copySecret((await liveCode(input)).code),
    'testUsers.signIn': async ({ profileId, testUserId }, call) =>
      signInSaved(
        signInDeps,
        await profiles.get(profileId),
        await testUsers.get(profileId, testUserId),
        call,
      ),

    'tokens.getAccess': async ({ profileId, username, password }, call) => {
      const profile = await profiles.get(profileId);
      // A typed password is meant to be tried; only without one does an earlier sign-in answer.
      const live = password === null ? sessions.findLive(profileId, username) : null;
      if (live) {
        call.about(profile);
        return { kind: 'token', replyId: null, reused: true, token: sessions.describe(live.id) };
      }
      const ended = password === null ? sessions.findRenewable(profileId, username) : null;
      if (ended) {
        await deps.renewal.renew(ended.id, call);
        return { kind: 'token', replyId: null, reused: true, token: sessions.describe(ended.id) };
      }
      const step = await signIn(signInDeps, profile, { username, password }, call);
      return step.kind === 'signed-in'
        ? { kind: 'token', replyId: step.replyId, reused: false, token: sessions.describe(step.session.id) }
        : step;
    },
    ...createTokenHandlers({ ...deps, copySecret, writableProfile }),

    'commands.preview': ({ request }) => twinOf(request, false),
    'commands.copy': async ({ request, form, includeSecrets }) => {
      const text = (await twinOf(request, includeSecrets))[form];
      if (includeSecrets) return copySecret(text);
      await clipboard.copy(text);
      return { clearsAt: null };
    },
    'replies.show': ({ replyId }) => {
      const { operation, reply } = replies.get(replyId);
      return { json: cliJson(operation, reply, { mask: true }), hasSecrets: hasSecrets(operation, reply) };
    },
    'replies.copy': async ({ replyId }) => {
      const { operation, reply, keptAt } = replies.get(replyId);
      const expiredAt = tokensEndAt(reply, keptAt);
      if (expiredAt !== null && expiredAt <= deps.now()) throw fail('token-expired', { expiredAt });
      const json = cliJson(operation, reply);
      if (hasSecrets(operation, reply)) return copySecret(json);
      await clipboard.copy(json);
      return { clearsAt: null };
    },

    'doctor.examine': async ({ profileId }, call) => examine(deps, await profiles.get(profileId), call),

    'activity.list': async () => {
      // A call that the lock cut off is written down after it.
      const { state } = await vault.status();
      return { entries: state.kind === 'locked' ? [] : [...activity.list()] };
    },
    'activity.clear': () => {
      activity.forgetAll();
      return {};
    },

    'drafts.keep': async ({ name, values }) => {
      // The names of a profile's forms end with its id.
      const id = name.split(' ').at(-1) ?? '';
      drafts.keep({ name, values, profileId: (await profiles.has(id)) ? id : null });
      return {};
    },
    'drafts.forget': ({ name }) => {
      drafts.forget(name);
      return {};
    },
    'drafts.take': () => ({ drafts: drafts.take() }),

    'outcomes.list': async () => {
      const { state } = await vault.status();
      return { outcomes: state.kind === 'locked' ? [] : deps.outcomes.list() };
    },
    'outcomes.dismiss': ({ id }) => {
      deps.outcomes.dismiss(id);
      return {};
    },

    'updates.status': () => updates.status(),
    'updates.look': () => updates.look(),
    'updates.download': () => updates.download(),
    'updates.stop': () => updates.stop(),
    'updates.dismiss': ({ skip }) => updates.dismiss(skip),
    'updates.install': ({ when }) => updates.install(when),

    'problems.report': async (problem) => {
      await problems.add({ where: 'page', ...problem });
      return {};
    },
    'problems.read': async () => ({ text: await problems.read() }),
    'problems.open': () => openFile(problems.path),
    'problems.clear': async () => {
      await problems.clear();
      return {};
    },

    'vault.status': () => vault.status(),
    'vault.unlock': ({ passphrase }) => vault.unlock(passphrase),
    'vault.lock': () => vault.lock(),
    'vault.setPassphrase': ({ passphrase, askAtStart, current }) =>
      vault.setPassphrase(passphrase, { askAtStart, current }),
    'vault.removePassphrase': ({ current }) => vault.removePassphrase(current),
    'vault.proposeRecovery': () => {
      const passphrase = proposeRecoveryPassphrase();
      proposed.set('recovery', passphrase);
      return { passphrase };
    },
    'vault.copyRecovery': ({ passphrase }) => copySecret(passphrase),
    'vault.setRecovery': ({ passphrase, current }) => {
      // Made here, so that it is never a text of the page's own choice.
      if (proposed.get('recovery') !== passphrase) {
        throw fail('invalid-input', { issues: [{ path: 'passphrase', problem: 'form' }] });
      }
      return vault.setRecovery(passphrase, current);
    },
    'vault.removeRecovery': ({ current }) => vault.removeRecovery(current),
    'vault.useUnproven': () => vault.useUnproven(),
    'vault.discard': async ({ id }) => {
      const status = await vault.discard(id);
      await profiles.forgetCompanions(id);
      return status;
    },

    'sharing.exportCard': (input) => sharing.exportCard(input),
    'sharing.saveBackup': ({ passphrase }) => sharing.saveBackup(passphrase),
    'sharing.openFile': () => sharing.openFile(),
    'sharing.copyLink': async ({ profileIds }) => {
      const link = await sharing.linkTo(profileIds);
      if (link !== null) await clipboard.copy(link);
      return { copied: link !== null };
    },
    'sharing.handedOver': () => ({ waiting: sharing.hasHandedOver() }),
    'sharing.openHandedOver': () => sharing.openHandedOver(),
    'sharing.readText': async ({ text }) => ({ opened: await sharing.openText(text) }),
    'sharing.unseal': async ({ fileId, passphrase }) => ({
      preview: await sharing.unseal(fileId, passphrase),
    }),
    'sharing.import': ({ previewId, choices }) => sharing.importProfiles(previewId, choices),

    'spreadsheets.save': async ({ name, ...table }) => ({
      saved: await deps.files.save(datedName(name, deps.now(), 'csv'), csvFile(table)),
    }),
    'spreadsheets.copy': async ({ secret, ...table }) => {
      const text = writeCsv(table);
      if (secret) return copySecret(text);
      await clipboard.copy(text);
      return { clearsAt: null };
    },
  };
}
