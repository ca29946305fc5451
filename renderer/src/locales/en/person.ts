import type { EvidenceName, NextStep, PersonVerdict, VerdictReason } from '#contract/person-verdict.ts';
import { assertNever } from '#contract/result.ts';
import { mfaLabel, statusText, type Tone } from './people.ts';

/** How the screen writes what is in a verdict. */
export type PersonFormats = {
  /** `9 days ago`, `in 2 days`. */
  readonly ago: (at: number) => string;
  readonly time: (at: number) => string;
};

export type PersonVerdictWords = {
  readonly tone: Exclude<Tone, 'muted'> | 'info';
  readonly title: string;
  /** What helps next. */
  readonly next: string;
  readonly lines: readonly { readonly text: string; readonly from: string }[];
};

const evidence: Readonly<Record<EvidenceName, string>> = {
  status: 'status',
  enabled: 'enabled',
  attributes: 'attributes',
  dates: 'dates',
  groups: 'groups',
  'pool-settings': 'pool settings',
  'second-steps': 'second steps',
  'this-app': 'this app',
};

const names = {
  username: 'username',
  email: 'email address',
  phone_number: 'phone number',
  preferred_username: 'preferred username',
} as const;

const next: Readonly<Record<NextStep, string>> = {
  nothing: 'Nothing to do. If it still fails, try the password on the Sign in screen.',
  enable: 'An administrator can switch it on again.',
  confirm:
    'Ask the person for the code that was sent, send a new one from the sign-up screen, or confirm the account without a code.',
  'use-invitation':
    'The person signs in with the temporary password and chooses an own one. If the invitation has run out, send a new one.',
  'renew-invitation': 'Send a new invitation, or set a password.',
  'renew-password': 'The person uses “Forgot password” in the team’s app and enters the code that arrives.',
  'verify-or-set-password': 'Verify an address of the person, or set a password.',
  'ask-provider': 'Problems with the password are solved at that provider.',
  wait: 'Wait until the pause is over: a try before fails whatever the password.',
  'set-password': 'An administrator sets a new password.',
  'ask-support': 'Look it up in the AWS documentation, or ask AWS support about this account.',
};

/** Whether somebody can sign in, in a sentence, with why, what helps, and what each part rests on. */
export function personVerdictText(
  { answer, reasons, next: step }: PersonVerdict,
  name: string,
  formats: PersonFormats,
): PersonVerdictWords {
  return {
    tone: toneOf(answer, reasons),
    title: titleOf(answer, reasons, name),
    next: next[step],
    lines: reasons.map((reason) => ({
      text: reasonText(reason, formats),
      from: reason.from.map((one) => evidence[one] + rawOf(one, reason)).join(', '),
    })),
  };
}

/** The word of AWS itself goes along, for those who search its documentation. */
const rawOf = (one: EvidenceName, reason: VerdictReason): string =>
  one === 'status' && reason.reason === 'status' && reason.status !== null ? ` ${reason.status}` : '';

function toneOf(
  answer: PersonVerdict['answer'],
  reasons: PersonVerdict['reasons'],
): PersonVerdictWords['tone'] {
  switch (answer) {
    case 'can':
      return isPaused(reasons) ? 'warn' : 'ok';
    case 'not-yet':
      return 'warn';
    case 'cannot':
      return 'bad';
    case 'elsewhere':
      return 'info';
    case 'unclear': {
      const tone = statusText(statusIn(reasons)).tone;
      return tone === 'muted' ? 'info' : tone;
    }
  }
}

const statusIn = (reasons: PersonVerdict['reasons']): string | null =>
  reasons.find((reason) => reason.reason === 'status')?.status ?? null;
const isPaused = (reasons: PersonVerdict['reasons']): boolean =>
  reasons.some((reason) => reason.reason === 'refused-tries' && reason.retryAt !== null);

function titleOf(answer: PersonVerdict['answer'], reasons: PersonVerdict['reasons'], name: string): string {
  switch (answer) {
    case 'can':
      return `${name} can sign in${isPaused(reasons) ? ' once AWS’s pause is over' : ''}`;
    case 'not-yet':
      return `${name} cannot sign in yet, because ${causeOf(reasons)}`;
    case 'cannot':
      return `${name} cannot sign in, because ${causeOf(reasons)}`;
    case 'elsewhere': {
      const provider = reasons.find((reason) => reason.reason === 'provider');
      return `${name} signs in ${provider?.names.length ? `with ${provider.names.join(' or ')}` : 'through another provider'}`;
    }
    case 'unclear':
      return `We cannot tell whether ${name} can sign in`;
  }
}

function causeOf(reasons: PersonVerdict['reasons']): string {
  for (const reason of reasons) {
    if (reason.reason === 'disabled') return 'the account is switched off';
    if (reason.reason === 'invitation') {
      return reason.over === true
        ? 'the invitation has probably run out'
        : 'no own password was chosen since the invitation';
    }
    if (reason.reason === 'no-code-address') return 'a code for a new password has nowhere to go';
  }
  return statusIn(reasons) === 'UNCONFIRMED'
    ? 'the account was never confirmed'
    : 'the password has to be renewed';
}

function reasonText(reason: VerdictReason, { ago, time }: PersonFormats): string {
  switch (reason.reason) {
    case 'disabled':
      return 'An administrator switched the account off.';
    case 'status':
      return statusText(reason.status).meaning;
    case 'invitation': {
      const { sentAt, days, endsAt, over } = reason;
      if (sentAt === null) return 'When the invitation went out is not known.';
      const sent = `The invitation went out about ${ago(sentAt)}`;
      if (days === null || endsAt === null) return `${sent}, as far as the account’s dates tell.`;
      const lasts = `invitations of this pool last ${days === 1 ? 'a day' : `${String(days)} days`}`;
      return `${sent}, and ${lasts}: it ${over === true ? 'ran out' : 'runs out'} about ${ago(endsAt)}. This is an estimate.`;
    }
    case 'no-code-address':
      return 'Neither email nor phone is verified, so a code for a new password has nowhere to go.';
    case 'provider': {
      if (!reason.only) return `Is also linked to ${listed(reason.names)}, and can sign in there.`;
      const where = reason.names.length === 0 ? 'elsewhere' : `with ${listed(reason.names)}`;
      return `Signs in ${where}: there is no Cognito password to test.`;
    }
    case 'contact-unverified':
      return `The ${names[reason.contact]} does not work for signing in until it is verified.`;
    case 'signs-in-with':
      return `Signs in with the ${reason.names.map((name) => names[name]).join(' or the ')}.`;
    case 'second-step': {
      const [first, ...others] = reason.methods.map(mfaLabel);
      return `After the password a second step follows: ${first ?? ''}${others.length > 0 ? `, or ${others.join(', ')}` : ''}.`;
    }
    case 'second-step-to-set-up':
      return 'This pool demands a second step and none is set up: the next sign-in asks for it.';
    case 'refused-tries': {
      const tries =
        reason.count === 1
          ? 'A password was refused here'
          : `${String(reason.count)} passwords in a row were refused here, the last`;
      const pause =
        reason.retryAt === null ? '' : ` AWS probably pauses sign-in until ${time(reason.retryAt)}.`;
      return `${tries} ${ago(reason.lastAt)}.${pause}`;
    }
    case 'groups': {
      if (reason.names.length === 0) return 'Is in no group. Groups do not decide about signing in.';
      const some = reason.names.slice(0, 4);
      const rest = reason.names.length - some.length;
      const more = rest > 0 ? ` and ${String(rest)}${reason.more ? ' or more' : ''} others` : '';
      return `Is in ${some.join(', ')}${more}. Groups do not decide about signing in.`;
    }
    default:
      return assertNever(reason);
  }
}

const listed = (items: readonly string[]): string => items.join(' and ');

/** Words of the card of a person. */
export const personText = {
  from: (what: string) => `from: ${what}`,
  refining: 'Reading groups and pool settings…',

  who: 'Who',
  state: 'Status',
  contacts: 'Contacts',
  groups: 'Groups',
  signIn: 'Sign-in methods',
  more: 'More about the person',
  custom: 'Custom fields',
  dates: 'Dates',
  email: 'Email',
  phone: 'Phone',
  verified: 'Verified',
  notVerified: 'Not verified',
  username: 'Username',
  status: 'Status',
  enabled: 'Enabled',
  yes: 'Yes',
  no: 'No',
  unknown: 'Not known',
  created: 'Created',
  modified: 'Last changed',
  password: 'Password',
  hasPassword: 'Of this pool',
  noPassword: 'None in this pool',
  provider: 'Provider',
  secondStep: 'Second step',
  preferredStep: 'Preferred step',

  groupsReading: 'Reading…',
  noGroups: 'In no group',
  manyGroups: (count: number) => `The first ${String(count)} are shown`,
  notPermitted: 'Not available with your access',
  notPermittedFor: (action: string) => `It takes the permission ${action}.`,
  again: 'Try again',

  handOver: 'Hand-over card',
  copyHandOver: 'Copy hand-over card',

  changed: (before: string) => `was ${before}`,

  listed: {
    title: 'You can see the list, but not details',
    text: 'This is what the list already holds.',
  },
} as const;
