import type { AppError } from '#contract/app-error.ts';
import type { DoctorCheck, DoctorReport, LookupAction, Unchecked } from '#contract/doctor.ts';
import type { UsedMethod } from '#contract/auth.ts';
import type { ProfileSummary, SignInMethod } from '#contract/profiles.ts';
import { errorText } from './errors.ts';
import { profileFormWords } from './profiles.ts';

export const doctorWords = {
  title: (name: string) => `Check of ${name}`,
  subtitle: 'Looks at this profile from the address to the permissions. Nothing is created or changed.',
  run: 'Check again',
  busy: 'Checking…',
  allGood: 'Everything that could be checked is fine',
  problems: (count: number) => (count === 1 ? 'One thing needs attention' : `${count} things need attention`),
  counted: (good: number, optional: number, unchecked: number) =>
    [
      `${good} fine`,
      optional > 0 ? `${optional} optional` : '',
      unchecked > 0 ? `${unchecked} not checked` : '',
    ]
      .filter(Boolean)
      .join(', '),
  settings: 'This profile',
  permissions: 'Permissions for looking people up',
  policyTitle: 'What the AWS access lacks',
  policyText: 'Send this to your AWS administrator. It allows what is missing, in this user pool only.',
  policy: 'Policy',
  copyPolicy: 'Copy policy',
  copyReport: 'Copy report',
  report: 'Report',
  edit: 'Open the profile',
  profiles: 'All profiles',
  note: 'To learn about the app client, the check tries one sign-in with a made-up name. AWS counts it as a refused sign-in of nobody; a pool that takes people over from elsewhere is asked for that name, too.',
  verdicts: { good: 'Fine', problem: 'Problem', optional: 'Optional', unchecked: 'Not checked' },
  concern: (name: string, count: number) =>
    count === 1
      ? `“${name}” is saved, but one thing about it needs attention`
      : `“${name}” is saved, but ${count} things about it need attention`,
  concernText: 'The app has tried the profile against AWS.',
  see: 'See what',
  dismiss: 'Not now',
} as const;

/** One finding in words. `fix` says what to do and who can. */
export type FindingText = { readonly title: string; readonly text: string; readonly fix?: string };

const awsAdmin = 'Your AWS administrator can do this.';
const developer = 'The developers of this user pool can do this.';
const you = 'You can do this.';

export const checkNames: Readonly<Record<DoctorCheck, string>> = {
  region: 'Region',
  endpoint: 'Connection',
  clock: 'Clock of this computer',
  pool: 'User pool',
  client: 'App client',
  secret: 'App client secret',
  signIn: 'Sign-in',
  identity: 'AWS access',
};

/** The order on the screen. */
export const checks = Object.keys(checkNames) as readonly DoctorCheck[];

const actionNames: Readonly<Record<LookupAction, string>> = {
  AdminGetUser: 'Open a person',
  ListUsers: 'Search and list people',
  AdminListGroupsForUser: 'See a person’s groups',
  DescribeUserPool: 'Read the pool’s rules',
  DescribeUserPoolClient: 'Read the app client’s settings',
};

/** A check of the profile itself, in words. */
export function findingText(check: DoctorCheck, report: DoctorReport, profile: ProfileSummary): FindingText {
  const title = checkNames[check];
  const finding = report[check];
  if (finding.verdict === 'unchecked') return { title, text: uncheckedText(finding, profile) };
  return { title, ...judgedText(check, report, profile) };
}

function judgedText(
  check: DoctorCheck,
  report: DoctorReport,
  profile: ProfileSummary,
): Omit<FindingText, 'title'> {
  switch (check) {
    case 'region': {
      const it = report.region;
      return it.verdict === 'problem'
        ? {
            text: `The profile says ${it.region}, but the user pool ID names ${it.poolRegion}.`,
            fix: `Set the region to ${it.poolRegion}. ${you}`,
          }
        : { text: `${profile.region} fits the user pool ID.` };
    }
    case 'endpoint': {
      const it = report.endpoint;
      if (it.verdict === 'problem') return fromError(it.error, profile);
      return it.verdict === 'good'
        ? { text: `${it.host} answered after ${Math.max(1, Math.round(it.milliseconds))} ms.` }
        : nothing;
    }
    case 'clock': {
      const it = report.clock;
      return it.verdict === 'problem'
        ? {
            text: `It is ${Math.abs(it.minutesOff)} minutes ${it.minutesOff > 0 ? 'ahead' : 'behind'}. AWS refuses requests from 5 minutes on, and times shown here are wrong.`,
            fix: `Let the system set the time by itself. ${you}`,
          }
        : { text: 'It agrees with AWS.' };
    }
    case 'pool':
      return report.pool.verdict === 'problem'
        ? fromError(report.pool.error, profile)
        : { text: 'It exists, and the AWS access reaches it.' };
    case 'client': {
      const it = report.client;
      if (it.verdict === 'good') {
        return {
          text: it.inPool
            ? 'It exists and belongs to this user pool.'
            : 'It exists. Whether it belongs to this user pool takes AWS access to see.',
        };
      }
      return it.verdict === 'problem' && it.why === 'other-pool'
        ? {
            text: 'It exists, but in another user pool.',
            fix: `Use an app client of this pool, or the ID of the pool that it belongs to. ${you}`,
          }
        : {
            text: `There is no such app client in ${profile.region}.`,
            fix: `Compare the app client ID and the region with the AWS console. ${you}`,
          };
    }
    case 'secret': {
      const it = report.secret;
      if (it.verdict === 'good') {
        return { text: it.needed ? 'It is right.' : 'None is needed, and none is saved.' };
      }
      return it.verdict === 'problem' ? secretProblems[it.why] : nothing;
    }
    case 'signIn': {
      const it = report.signIn;
      if (it.verdict === 'good') return { text: signsInBy[it.by] };
      return it.verdict === 'problem' ? signInProblem(profile.signInMethod, it.offered) : nothing;
    }
    case 'identity': {
      const it = report.identity;
      if (it.verdict === 'problem') return fromError(it.error, profile);
      return it.verdict === 'good' ? { text: `It works, in account ${it.account}, as ${it.arn}.` } : nothing;
    }
  }
}

/** A verdict that the caller has already put into words. */
const nothing = { text: '' };

const signsInBy: Readonly<Record<UsedMethod, string>> = {
  password: 'It goes by password, which the app client allows.',
  srp: 'It goes by SRP, which the app client allows.',
  choice: 'The app client lets the pool offer its ways.',
  admin: 'It goes as an administrator, which the app client allows.',
};

const flowNames: Readonly<Record<UsedMethod, string>> = {
  password: 'ALLOW_USER_PASSWORD_AUTH',
  srp: 'ALLOW_USER_SRP_AUTH',
  choice: 'ALLOW_USER_AUTH',
  admin: 'ALLOW_ADMIN_USER_PASSWORD_AUTH',
};

const notAllowed: Readonly<Record<SignInMethod, string>> = {
  automatic: 'This app client does not let people sign in by password.',
  password: 'This app client does not let people sign in by password.',
  srp: 'This app client does not let people sign in by SRP.',
  choice: 'This app client does not let the pool offer its ways to sign in.',
  admin: 'This app client does not let administrators sign people in.',
};

/** The way that a profile says is off. What is on can be chosen, where that is known. */
function signInProblem(method: SignInMethod, offered: readonly UsedMethod[]): Omit<FindingText, 'title'> {
  const text = notAllowed[method];
  const flow = flowNames[method === 'automatic' ? 'password' : method];
  const add = `add ${flow} to the app client’s sign-in flows. ${developer}`;
  if (offered.length > 0) {
    const names = offered.map((way) => `“${profileFormWords.methods[way]}”`).join(' or ');
    return { text, fix: `Choose ${names} in the profile, which this app client allows. Or ${add}` };
  }
  return {
    text,
    fix:
      method === 'automatic'
        ? `With the method Automatic, sign-in goes by SRP then, which needs the user pool ID in the profile. Otherwise ${add}`
        : `${add.charAt(0).toUpperCase()}${add.slice(1)}`,
  };
}

const secretProblems = {
  missing: {
    text: 'The app client has a secret, but the profile has none.',
    fix: `Copy it from the app client’s page in the AWS console into the profile. ${you}`,
  },
  wrong: {
    text: 'The saved secret does not fit this app client.',
    fix: `Copy it anew from the app client’s page, or remove it if the app client has none. ${you}`,
  },
  'not-needed': {
    text: 'The app client has no secret, but the profile has one.',
    fix: `Remove the secret from the profile. ${you}`,
  },
} as const;

const notAllowedText = (action: LookupAction) => `${action} is not allowed.`;
const deniedText = (action: LookupAction) =>
  `A policy denies ${action}. As long as it does, a policy that allows it does not help.`;

/** A permission in words. */
export function permissionText(
  action: LookupAction,
  report: DoctorReport,
  profile: ProfileSummary,
): FindingText {
  const title = actionNames[action];
  const finding = report.permissions[action];
  switch (finding.verdict) {
    case 'good':
      return { title, text: `${action} is allowed.` };
    case 'problem':
      return finding.why === 'denied'
        ? {
            title,
            text: deniedText(action),
            fix: `Change the policy that denies cognito-idp:${action}. Your AWS administrator can do this, or whoever keeps the policies of your organisation.`,
          }
        : { title, text: notAllowedText(action), fix: `Allow cognito-idp:${action}. ${awsAdmin}` };
    case 'optional':
      return {
        title,
        text: `${finding.why === 'denied' ? deniedText(action) : notAllowedText(action)} Looking a person up works without it.`,
      };
    case 'unchecked':
      return { title, text: uncheckedText(finding, profile) };
  }
}

function uncheckedText({ because, error }: Unchecked, profile: ProfileSummary): string {
  switch (because) {
    case 'no-pool':
      return 'The profile names no user pool.';
    case 'no-access':
      return 'The profile has no AWS access. Signing in and signing up work without.';
    case 'own-address':
      return 'The profile goes to an address of its own, which AWS knows nothing about.';
    case 'earlier-problem':
      return 'Another problem comes first.';
    case 'unclear':
      return error ? errorText(error, { operation: 'users.get', profile }).title : 'The answer does not say.';
  }
}

function fromError(error: AppError, profile: ProfileSummary): Omit<FindingText, 'title'> {
  const { title, todo, who } = errorText(error, { operation: 'users.get', profile });
  return { text: title, fix: `${todo} ${who}` };
}
