import type { AppError, ErrorCode } from '#contract/app-error.ts';
import type { Session } from '#contract/sessions.ts';
import { AppFailure, fail } from '../app-failure.ts';
import type { Exchange } from '../cognito/exchange.ts';
import { renewTokens } from '../cognito/renew.ts';
import { sharedCall, type Call, type Subject } from '../call.ts';
import type { FinishedCall } from '../dispatcher.ts';
import type { Announce, Clock } from '../ports.ts';
import type { ProfileStore } from '../profiles/profile-store.ts';
import { perProfile } from '../scoped-map.ts';
import type { Lifetimes } from '../scope.ts';
import type { SessionStore } from './session-store.ts';

/** Milliseconds before the end at which tokens are renewed without being asked; less for those that live short. */
const BEFORE_THE_END = 120_000;
/** Milliseconds. What lives shorter is a test's or an emulator's, and would be renewed without pause. */
const WORTH_RENEWING = 60_000;
/** Milliseconds after which a renewal that did not get through is tried again, for as long as the tokens live. */
const TRY_AGAIN_AFTER = 30_000;

/** Answers after which asking again is no use: the person has to sign in. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'session-over',
  'user-disabled',
  'user-not-found',
  'password-reset-required',
  'flow-not-enabled',
  'token-missing',
]);

export type RenewalOptions = {
  readonly lifetimes: Lifetimes;
  readonly sessions: SessionStore;
  readonly profiles: ProfileStore;
  readonly exchange: Exchange;
  readonly clock: Clock;
  readonly announce: Announce;
  /** Told of the renewals that nobody asked for. */
  readonly onFinished: (call: FinishedCall) => void;
};

/** Renews the tokens of sessions: when asked, and by itself shortly before they end. */
export function createRenewal(options: RenewalOptions) {
  const { lifetimes, sessions, profiles, exchange, clock, announce, onFinished } = options;
  /** Sessions whose renewal is under way: whoever asks meanwhile gets the same one. */
  const underWay = new Map<string, Promise<Session>>();
  /** Profiles whose client was seen to rotate its refresh tokens. */
  const known = perProfile<true>(lifetimes);
  const rotates = {
    has: (profileId: string): boolean => known.get(profileId) ?? false,
    add: (profileId: string): void => {
      known.set(profileId, true);
    },
  };

  async function run(id: string, call: Call): Promise<Session> {
    const { session, tokens } = sessions.get(id);
    const profile = await profiles.get(session.profileId);
    try {
      const person = { username: session.username, tokens };
      return sessions.renew(id, await renewTokens(exchange, rotates, profile, person, call));
    } catch (cause) {
      if (cause instanceof AppFailure && refusals.has(cause.error.code)) sessions.refuseRenewal(id);
      throw cause;
    } finally {
      announce('sessions.changed', null);
    }
  }

  function start(id: string, about: Call['about']): Promise<Session> {
    const begun = underWay.get(id);
    if (begun) return begun;
    // Shared by all who ask, so one caller's cancel must not abort it; that could also lose a rotated refresh token.
    const renewal = lifetimes
      .run(({ signal }) => run(id, sharedCall(about, signal)))
      .finally(() => underWay.delete(id));
    underWay.set(id, renewal);
    return renewal;
  }

  async function quietly(id: string): Promise<void> {
    const startedAt = clock.now();
    let profile: Subject | null = null;
    let error: AppError | null = null;
    try {
      await start(id, (subject) => (profile = subject));
    } catch (cause) {
      error = cause instanceof AppFailure ? cause.error : { code: 'internal' };
    }
    onFinished({ operation: 'tokens.renew', profile, error, startedAt, took: clock.now() - startedAt });
    const session = sessions.find(id);
    if (error && session?.renewal === 'possible') {
      const left = (session.expiresAt ?? 0) - clock.now();
      if (left > TRY_AGAIN_AFTER) clock.after(TRY_AGAIN_AFTER, () => void quietly(id));
    }
  }

  return {
    /**
     * New tokens for a session, in its place. Asked for many times at once it is done once. Throws `session-gone`,
     * `session-over` and what the network says; `cancelled` when this asking was.
     */
    async renew(id: string, call: Call): Promise<Session> {
      const renewal = start(id, call.about);
      return Promise.race([renewal, whenAborted(call.signal)]);
    },

    /** Has the session renewed before its tokens end. For every session that is new or has new tokens. */
    watch({ id, expiresAt, renewal }: Session): void {
      const life = expiresAt === null ? 0 : expiresAt - clock.now();
      if (renewal !== 'possible' || life < WORTH_RENEWING) return;
      clock.after(life - Math.min(BEFORE_THE_END, life / 5), () => {
        // Renewed meanwhile, or forgotten: then this is another one's task, or nobody's.
        if (sessions.find(id)?.expiresAt === expiresAt) void quietly(id);
      });
    },

    /** Whether the app client was seen to rotate its refresh tokens. */
    rotates: (profileId: string): boolean => rotates.has(profileId),
  };
}

export type Renewal = ReturnType<typeof createRenewal>;

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => {
      reject(fail('cancelled', {}));
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
