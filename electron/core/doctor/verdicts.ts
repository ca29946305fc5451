import type { AppError, ErrorCode } from '#contract/app-error.ts';
import type { UsedMethod } from '#contract/auth.ts';
import { lookupActions, type DoctorReport, type LookupAction, type Unchecked } from '#contract/doctor.ts';
import { regionOfPoolId } from '#contract/fields.ts';
import { hostOf } from '../network/destination.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import { allTried, type Evidence, type Tried } from './evidence.ts';

/** What looking a person up takes. The others serve searching and fuller checks. */
const neededActions: ReadonlySet<LookupAction> = new Set(['AdminGetUser']);

/** AWS refuses signatures from 5 minutes on; times that the app shows mislead earlier. */
const CLOCK_TOLERANCE = 2 * 60_000;

/** What the evidence says about a profile. Never more: what it leaves open is `unchecked`, with the reason. */
export function judge(profile: ProfileRecord, evidence: Evidence): DoctorReport {
  const permissions = permissionsOf(profile, evidence);
  const missing = lookupActions.filter((action) => {
    const permission = permissions[action];
    // What a policy denies, no other policy gives.
    return 'why' in permission && permission.why === 'not-allowed';
  });
  return {
    region: region(profile),
    endpoint: endpoint(profile, evidence),
    clock: clock(evidence),
    pool: pool(profile, evidence),
    client: client(evidence),
    secret: secret(profile, evidence),
    signIn: signIn(profile, evidence),
    identity: identity(profile, evidence),
    permissions,
    missingPolicy: missing.length === 0 ? null : policyFor(missing, profile, evidence),
  };
}

// --- The way to AWS -----------------------------------------------------------------------------------------------

function region({ region: own, poolId }: ProfileRecord): DoctorReport['region'] {
  if (poolId === null) return unchecked('no-pool');
  const poolRegion = regionOfPoolId(poolId);
  if (poolRegion === null) return unchecked('own-address');
  return poolRegion === own
    ? { verdict: 'good', region: own }
    : { verdict: 'problem', region: own, poolRegion };
}

/** Failures in which nothing of AWS's answered. */
const noAnswer: ReadonlySet<ErrorCode> = new Set(['unreachable', 'intercepted', 'outcome-unknown']);

const unanswered = ({ signIn }: Evidence): AppError | null => {
  const error = errorOf(signIn);
  return error && noAnswer.has(error.code) ? error : null;
};

function endpoint(profile: ProfileRecord, evidence: Evidence): DoctorReport['endpoint'] {
  const error = unanswered(evidence);
  return error
    ? { verdict: 'problem', error }
    : { verdict: 'good', host: hostOf(profile), milliseconds: evidence.signIn.milliseconds };
}

function clock(evidence: Evidence): DoctorReport['clock'] {
  // Only AWS's own answers: a proxy's or a portal's clock says nothing.
  const ahead = allTried(evidence)
    .filter((tried) => !noAnswer.has(errorOf(tried)?.code ?? 'internal'))
    .map(({ clockAhead }) => clockAhead)
    .find((value) => value !== null);
  if (ahead === undefined) return unchecked(unanswered(evidence) ? 'earlier-problem' : 'unclear');
  return Math.abs(ahead) < CLOCK_TOLERANCE
    ? { verdict: 'good' }
    : { verdict: 'problem', minutesOff: Math.round(ahead / 60_000) };
}

// --- Pool and app client --------------------------------------------------------------------------------------------

function pool({ poolId, access }: ProfileRecord, evidence: Evidence): DoctorReport['pool'] {
  if (poolId === null) return unchecked('no-pool');
  if (access === null || !evidence.lookups) return unchecked('no-access');
  const answers = lookupActions.map((action) => evidence.lookups?.[action]).filter((it) => it !== undefined);
  const missing = answers.map(errorOf).find((error) => error?.code === 'pool-not-found');
  if (missing) return { verdict: 'problem', error: missing };
  // Nobody of that name in the pool: so there is the pool.
  if (answers.some((answer) => answer.outcome.ok || errorOf(answer)?.code === 'user-not-found')) {
    return { verdict: 'good' };
  }
  return unchecked('unclear', answers.map(errorOf)[0]);
}

function client(evidence: Evidence): DoctorReport['client'] {
  const tried = errorOf(evidence.signIn);
  if (unanswered(evidence)) return unchecked('earlier-problem');
  if (tried?.code === 'client-not-found' || tried?.code === 'pool-not-found') {
    return { verdict: 'problem', why: 'not-found' };
  }
  const described = evidence.lookups?.DescribeUserPoolClient;
  if (described && errorOf(described)?.code === 'client-not-found') {
    return { verdict: 'problem', why: 'other-pool' };
  }
  if (described?.outcome.ok) return { verdict: 'good', inPool: true };
  return knowsClient(tried) ? { verdict: 'good', inPool: false } : unchecked('unclear', tried);
}

/** Refusals of a sign-in that AWS decides on once secret and flow have passed. */
const pastTheDoor: ReadonlySet<ErrorCode> = new Set([
  'wrong-credentials',
  'user-not-found',
  'user-not-confirmed',
  'attempts-exceeded',
  'hook-refused',
  'hook-broken',
]);
const isPastTheDoor = (error: AppError | null) => error === null || pastTheDoor.has(error.code);

const knowsClient = (error: AppError | null) =>
  isPastTheDoor(error) ||
  ['client-secret-missing', 'client-secret-mismatch', 'flow-not-enabled'].includes(error?.code ?? '');

function secret({ clientSecret }: ProfileRecord, evidence: Evidence): DoctorReport['secret'] {
  const tried = errorOf(evidence.signIn);
  // An app client can have two secrets, of which AWS shows one: what the sign-in let pass is right.
  if (isPastTheDoor(tried) && clientSecret !== null) return { verdict: 'good', needed: true };
  const described = replyOf(evidence.lookups?.DescribeUserPoolClient);
  if (described) {
    if (described.secret === clientSecret) return { verdict: 'good', needed: clientSecret !== null };
    if (clientSecret === null) return { verdict: 'problem', why: 'missing' };
    return { verdict: 'problem', why: described.secret === null ? 'not-needed' : 'wrong' };
  }
  if (tried?.code === 'client-secret-missing') return { verdict: 'problem', why: 'missing' };
  if (tried?.code === 'client-secret-mismatch') return { verdict: 'problem', why: 'wrong' };
  if (isPastTheDoor(tried)) return { verdict: 'good', needed: clientSecret !== null };
  return clientIsMissing(evidence) ? unchecked('earlier-problem') : unchecked('unclear', tried);
}

/** The settings of an app client that allow each way, the older ones among them. */
const flows: Readonly<Record<UsedMethod, readonly string[]>> = {
  password: ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'],
  srp: ['ALLOW_USER_SRP_AUTH'],
  choice: ['ALLOW_USER_AUTH'],
  admin: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
};

/** The ways that the app client's settings allow; null where nobody can read them. */
function allowedWays({ endpoint: own }: ProfileRecord, evidence: Evidence): readonly UsedMethod[] | null {
  const described = replyOf(evidence.lookups?.DescribeUserPoolClient);
  if (!described) return null;
  // Without any setting AWS allows SRP only; an emulator may just not tell.
  if (described.flows.length === 0) return own === null ? ['srp'] : null;
  return (Object.keys(flows) as UsedMethod[]).filter((way) =>
    described.flows.some((flow) => flows[way].includes(flow)),
  );
}

function signIn(profile: ProfileRecord, evidence: Evidence): DoctorReport['signIn'] {
  const { signInMethod: method = 'automatic', poolId, access } = profile;
  const ways = allowedWays(profile, evidence);
  const tried = errorOf(evidence.signIn);
  const answer = (by: UsedMethod, allowed: boolean): DoctorReport['signIn'] =>
    allowed ? { verdict: 'good', by } : { verdict: 'problem', offered: [...(ways ?? [])] };

  if (method === 'password' || method === 'automatic') {
    // What was tried is a sign-in by password, and says more than settings.
    const asTried = tried?.code === 'flow-not-enabled' ? false : isPastTheDoor(tried) ? true : null;
    const byPassword = asTried ?? ways?.includes('password');
    const bySrp = method === 'automatic' && poolId !== null && ways?.includes('srp') === true;
    if (byPassword === false && bySrp) return answer('srp', true);
    if (byPassword !== undefined) return answer('password', byPassword);
    return clientIsMissing(evidence) || knowsClient(tried)
      ? unchecked('earlier-problem')
      : unchecked('unclear', tried);
  }

  if (ways) return answer(method, ways.includes(method));
  if (clientIsMissing(evidence)) return unchecked('earlier-problem');
  if (poolId === null) return unchecked('no-pool');
  if (access === null || !evidence.lookups) return unchecked('no-access');
  return unchecked('unclear', errorOf(evidence.lookups.DescribeUserPoolClient));
}

const clientIsMissing = (evidence: Evidence) =>
  unanswered(evidence) !== null || client(evidence).verdict === 'problem';

// --- AWS access -----------------------------------------------------------------------------------------------------

function identity({ access, endpoint: own }: ProfileRecord, evidence: Evidence): DoctorReport['identity'] {
  if (access === null) return unchecked('no-access');
  if (own !== null || !evidence.identity) return unchecked('own-address');
  const { outcome } = evidence.identity;
  if (outcome.ok) return { verdict: 'good', account: outcome.reply.account, arn: outcome.reply.arn };
  // No answer says nothing about the access.
  return noAnswer.has(outcome.error.code)
    ? unchecked('unclear', outcome.error)
    : { verdict: 'problem', error: outcome.error };
}

function permissionsOf(
  { poolId, access }: ProfileRecord,
  { lookups }: Evidence,
): DoctorReport['permissions'] {
  const permission = (action: LookupAction): DoctorReport['permissions'][LookupAction] => {
    if (access === null) return unchecked('no-access');
    if (poolId === null || !lookups) return unchecked('no-pool');
    const { outcome } = lookups[action];
    if (outcome.ok) return { verdict: 'good' };
    switch (outcome.error.code) {
      case 'access-denied':
        // Another action was refused on the way, such as taking on the role.
        return outcome.error.action === `cognito-idp:${action}`
          ? {
              verdict: neededActions.has(action) ? 'problem' : 'optional',
              why: outcome.error.explicit ? 'denied' : 'not-allowed',
            }
          : unchecked('unclear', outcome.error);
      // AWS looks for the person, or the app client, only after it has let the caller in.
      case 'user-not-found':
      case 'client-not-found':
        return { verdict: 'good' };
      default:
        return unchecked('unclear', outcome.error);
    }
  };
  return {
    AdminGetUser: permission('AdminGetUser'),
    ListUsers: permission('ListUsers'),
    AdminListGroupsForUser: permission('AdminListGroupsForUser'),
    DescribeUserPool: permission('DescribeUserPool'),
    DescribeUserPoolClient: permission('DescribeUserPoolClient'),
  };
}

/** An IAM policy that allows what is missing, in this pool only. */
function policyFor(actions: readonly LookupAction[], profile: ProfileRecord, evidence: Evidence): string {
  const who = replyOf(evidence.identity)?.arn;
  const partition = /^arn:([\w-]+):/.exec(who ?? '')?.[1] ?? partitionOf(profile.region);
  const account = replyOf(evidence.identity)?.account ?? '*';
  const arn =
    replyOf(evidence.lookups?.DescribeUserPool)?.arn ??
    `arn:${partition}:cognito-idp:${profile.region}:${account}:userpool/${profile.poolId ?? '*'}`;
  const statement = {
    Effect: 'Allow',
    Action: actions.map((action) => `cognito-idp:${action}`),
    Resource: arn,
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2);
}

function partitionOf(place: string): string {
  if (place.startsWith('cn-')) return 'aws-cn';
  if (place.startsWith('eusc-')) return 'aws-eusc';
  return place.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

// --- Reading evidence -----------------------------------------------------------------------------------------------

const unchecked = (because: Unchecked['because'], error: AppError | null = null): Unchecked => ({
  verdict: 'unchecked',
  because,
  error,
});

const errorOf = ({ outcome }: Tried<unknown>): AppError | null => (outcome.ok ? null : outcome.error);

const replyOf = <Reply>(tried: Tried<Reply> | null | undefined): Reply | null =>
  tried?.outcome.ok ? tried.outcome.reply : null;
