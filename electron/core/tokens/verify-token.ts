import { regionOfPoolId } from '#contract/fields.ts';
import type { ReadToken, TokenProblem, TokenVerdict } from '#contract/tokens.ts';
import { AppFailure, fail } from '../app-failure.ts';
import { toAppError } from '../cognito/sdk-errors.ts';
import { awsAddress } from '../network/destination.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import { readIssuer } from '../sharing/read-issuer.ts';
import { KeySetError, type KeySets } from './key-sets.ts';

/** The only way in which Cognito signs. Anything else, above all `none`, is refused before a key is looked at. */
const ALGORITHM = 'RS256';
/** Milliseconds that two clocks may differ before a token counts as too early. */
const LEEWAY = 60_000;
/** Milliseconds from which on a clock that is wrong is worth a word. */
const CLOCK_MATTERS = 60_000;

export type VerifyDeps = { readonly keySets: KeySets; readonly now: () => number };

export type ToVerify = {
  readonly token: string;
  readonly reading: ReadToken;
  /** What the token has to be; null where either of the two is right. */
  readonly use: 'access' | 'id' | null;
  /** Milliseconds that this computer's clock is ahead of AWS; 0 where nobody knows. */
  readonly clockAhead: number;
};

/**
 * Holds a token against a profile: issuer, app client, purpose, times, and the signature by the key set of the
 * profile's pool. Keys are fetched from that pool only, never from an address that just the token names.
 * Throws `cancelled` when `signal` is aborted.
 */
export async function verifyToken(
  { keySets, now }: VerifyDeps,
  profile: ProfileRecord,
  { token, reading, use, clockAhead }: ToVerify,
  signal: AbortSignal,
): Promise<TokenVerdict> {
  const pool = poolFor(profile, reading.issuer);
  const timeAtAws = now() - clockAhead;
  const problems: TokenProblem[] = [
    ...formProblems(reading),
    ...(pool?.issuer === null ? [{ problem: 'issuer', issuer: reading.issuer } as const] : []),
    ...(reading.clientId === profile.clientId
      ? []
      : [{ problem: 'client', clientId: reading.clientId } as const]),
    ...useProblems(reading, use),
    ...timeProblems(reading, timeAtAws, clockAhead),
  ];

  const verdict = (
    rest: Pick<TokenVerdict, 'signature' | 'unchecked'>,
    more: readonly TokenProblem[] = [],
  ) => ({
    ...rest,
    problems: [...more, ...problems],
    profileName: profile.name,
    poolId: pool?.id ?? null,
    poolFromToken: profile.poolId === null && pool !== null,
    clientId: profile.clientId,
    keysFrom: rest.unchecked === 'needless' || pool?.issuer == null ? null : new URL(pool.issuer).host,
    ownKeys: pool?.own ?? false,
    endsAt: reading.endsAt === null ? null : reading.endsAt + clockAhead,
    clockAhead: Math.abs(clockAhead) < CLOCK_MATTERS ? null : clockAhead,
  });

  if (pool === null) return verdict({ signature: 'unchecked', unchecked: 'no-pool' });
  if (
    pool.issuer === null ||
    problems.some(({ problem }) => problem === 'unsigned' || problem === 'algorithm')
  ) {
    return verdict({ signature: 'unchecked', unchecked: 'needless' });
  }
  try {
    const problem = await signatureProblem(
      keySets,
      `${pool.issuer}/.well-known/jwks.json`,
      token,
      reading,
      signal,
    );
    if (problem) return verdict({ signature: 'wrong', unchecked: null }, [problem]);
    return verdict({ signature: 'right', unchecked: null });
  } catch (cause) {
    return verdict({ signature: 'unchecked', unchecked: whyUnchecked(cause, profile, signal) });
  }
}

type Pool = {
  readonly id: string;
  /** The issuer whose key set counts; null when the token names another one. */
  readonly issuer: string | null;
  /** Not AWS itself: an emulator or a private endpoint. */
  readonly own: boolean;
};

/** The pool of a profile, and which of its issuers a token names. Null when there is none to hold it against. */
function poolFor(profile: ProfileRecord, issuer: string | null): Pool | null {
  const id = profile.poolId ?? poolIn(profile, issuer);
  if (id === null) return null;
  const own = profile.endpoint === null ? null : `${profile.endpoint.replace(/\/+$/, '')}/${id}`;
  if (own !== null && issuer !== null && sameLoopback(issuer) === sameLoopback(own)) {
    return { id, issuer: own, own: true };
  }
  const named = awsIssuers(id, profile.region).find((known) => known === issuer) ?? null;
  // A private endpoint of AWS answers for AWS's own issuers.
  return { id, issuer: named === null ? null : (own ?? named), own: own !== null };
}

/** Both hosts that issue tokens for a pool, in the region that its ID names. */
function awsIssuers(poolId: string, profileRegion: string): string[] {
  const region = regionOfPoolId(poolId) ?? profileRegion;
  return (['cognito-idp', 'issuer-cognito-idp'] as const).map(
    (service) => `${awsAddress(service, region)}/${poolId}`,
  );
}

/**
 * The pool that a token names, for a profile without one. It proves as much: AWS signs a token for an app client only
 * in the pool of that client. Null when it is not in the profile's place.
 */
function poolIn(profile: ProfileRecord, issuer: string | null): string | null {
  if (issuer === null) return null;
  if (profile.endpoint !== null) {
    const [, base = '', id = null] = /^(.*)\/([\w-]+_[0-9a-zA-Z]+)$/.exec(issuer) ?? [];
    return sameLoopback(base) === sameLoopback(profile.endpoint.replace(/\/+$/, '')) ? id : null;
  }
  const { poolId = null, region = null } = readIssuer(issuer) ?? {};
  return region === profile.region ? poolId : null;
}

/** One name for this computer: an emulator calls itself by another one than the profile may do. */
const sameLoopback = (address: string): string =>
  address.replace(/^(https?:\/\/)(?:localhost|\[::1\])(?=[:/]|$)/, '$1127.0.0.1');

function formProblems({ algorithm }: ReadToken): TokenProblem[] {
  if (algorithm?.toLowerCase() === 'none') return [{ problem: 'unsigned' }];
  return algorithm === ALGORITHM ? [] : [{ problem: 'algorithm', algorithm }];
}

function useProblems(reading: ReadToken, wanted: ToVerify['use']): TokenProblem[] {
  const right = wanted === null ? reading.use !== 'other' : reading.use === wanted;
  if (right) return [];
  return [{ problem: 'use', use: reading.claims.find(({ name }) => name === 'token_use')?.value ?? null }];
}

function timeProblems(reading: ReadToken, timeAtAws: number, clockAhead: number): TokenProblem[] {
  const { endsAt, startsAt } = timesOf(reading);
  const problems: TokenProblem[] = [];
  if (endsAt === null) problems.push({ problem: 'no-end' });
  else if (endsAt <= timeAtAws) problems.push({ problem: 'ended', at: endsAt + clockAhead });
  if (startsAt !== null && startsAt > timeAtAws + LEEWAY) {
    problems.push({ problem: 'not-yet', at: startsAt + clockAhead });
  }
  return problems;
}

function timesOf({ endsAt, issuedAt, notBefore }: ReadToken) {
  const starts = [issuedAt, notBefore].filter((at) => at !== null);
  return { endsAt, startsAt: starts.length > 0 ? Math.max(...starts) : null };
}

/** What is wrong with a signature, or null. Rejects when the key set cannot be had. */
async function signatureProblem(
  keySets: KeySets,
  address: string,
  token: string,
  { keyId }: ReadToken,
  signal: AbortSignal,
): Promise<TokenProblem | null> {
  const { compactVerify, createLocalJWKSet, errors } = await import('jose');
  // Without a name any key of the set would do, which is nothing that Cognito does.
  if (keyId === null) return { problem: 'unknown-key', keyId };
  for (const again of [false, true]) {
    const keys = await keySets.get(address, signal, again);
    try {
      await compactVerify(token, createLocalJWKSet(keys), { algorithms: [ALGORITHM] });
      return null;
    } catch (cause) {
      const unknown = cause instanceof errors.JWKSNoMatchingKey;
      if (!unknown) return { problem: 'altered' };
    }
  }
  return { problem: 'unknown-key', keyId };
}

function whyUnchecked(
  cause: unknown,
  profile: ProfileRecord,
  signal: AbortSignal,
): NonNullable<TokenVerdict['unchecked']> {
  if (signal.aborted) throw fail('cancelled', {});
  if (cause instanceof AppFailure) throw cause;
  if (cause instanceof KeySetError) return cause.missing ? 'no-key-set' : 'unusable-key-set';
  const { code } = toAppError(cause, { operation: 'KeySet', profile, write: false, secrets: [], signal });
  return code === 'intercepted' ? 'intercepted' : 'offline';
}
