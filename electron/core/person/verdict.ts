import type { NextStep, PersonVerdict, VerdictReason } from '#contract/person-verdict.ts';
import type { Person, Surroundings } from '#contract/users.ts';
import type { PoolSettings } from '../cognito/pool-settings.ts';
import type { Refusals } from '../sessions/lockout.ts';
import { providersOf } from './providers.ts';

/** What the verdict takes of a person. */
export type JudgedPerson = Omit<Person, 'matchedBy' | 'verdict'>;

/** What is known besides the person. Null: not known (yet). */
export type Circumstances = {
  readonly pool: PoolSettings | null;
  readonly groups: Extract<Surroundings['groups'], { known: true }> | null;
  readonly refused: Refusals | null;
  readonly now: number;
};

const DAY = 24 * 60 * 60_000;

/** Whether a person can sign in, why, and what helps. Says nothing that AWS or this app does not know. */
export function judge(person: JudgedPerson, circumstances: Circumstances): PersonVerdict {
  const decided = decide(person, circumstances);
  const rest = [
    ...(decided.answer === 'elsewhere' ? [] : linkedProviders(person)),
    ...namesToSignInWith(person, decided, circumstances),
    ...secondSteps(person, decided, circumstances),
    ...refusedTries(circumstances),
    ...groupsOf(circumstances),
  ];
  return {
    ...decided,
    reasons: [...decided.reasons, ...rest],
    next: decided.next === 'nothing' && circumstances.refused?.retryAt != null ? 'wait' : decided.next,
  };
}

const status = (person: JudgedPerson): VerdictReason => ({
  reason: 'status',
  from: ['status'],
  status: person.status,
});

/** The answer, by what decides it. A switched-off account comes first: AWS refuses it whatever its status. */
function decide(person: JudgedPerson, circumstances: Circumstances): PersonVerdict {
  if (person.enabled === false) {
    return {
      answer: 'cannot',
      reasons: [{ reason: 'disabled', from: ['enabled'] }, status(person)],
      next: 'enable',
    };
  }
  const as = (
    answer: PersonVerdict['answer'],
    next: NextStep,
    ...more: readonly VerdictReason[]
  ): PersonVerdict => ({ answer, reasons: [status(person), ...more], next });

  switch (person.status) {
    case 'CONFIRMED':
      return as('can', 'nothing');
    case 'UNCONFIRMED':
      return as('not-yet', 'confirm');
    case 'FORCE_CHANGE_PASSWORD': {
      const invitation = invitationOf(person, circumstances);
      return invitation.over === true
        ? as('cannot', 'renew-invitation', invitation)
        : as('not-yet', 'use-invitation', invitation);
    }
    case 'RESET_REQUIRED':
      return verifiedContacts(person).length > 0
        ? as('not-yet', 'renew-password')
        : as('cannot', 'verify-or-set-password', { reason: 'no-code-address', from: ['attributes'] });
    case 'EXTERNAL_PROVIDER':
      return as('elsewhere', 'ask-provider', {
        reason: 'provider',
        from: ['attributes'],
        names: providersOf(person.attributes),
        only: true,
      });
    case 'COMPROMISED':
      return as('unclear', 'set-password');
    default:
      return as('unclear', 'ask-support');
  }
}

type Invitation = Extract<VerdictReason, { reason: 'invitation' }>;

function invitationOf(person: JudgedPerson, { pool, now }: Circumstances): Invitation {
  const sentAt = person.modifiedAt ?? person.createdAt;
  const days = pool?.temporaryPasswordDays ?? null;
  const endsAt = sentAt === null || days === null ? null : sentAt + days * DAY;
  return {
    reason: 'invitation',
    from: days === null ? ['dates'] : ['dates', 'pool-settings'],
    sentAt,
    days,
    endsAt,
    over: endsAt === null ? null : endsAt <= now,
  };
}

function linkedProviders({ attributes }: JudgedPerson): VerdictReason[] {
  const names = providersOf(attributes);
  return names.length === 0 ? [] : [{ reason: 'provider', from: ['attributes'], names, only: false }];
}

const valueOf = ({ attributes }: JudgedPerson, wanted: string): string | null =>
  attributes.find(({ name }) => name === wanted)?.value ?? null;

const contacts = ['email', 'phone_number'] as const;
const isVerified = (person: JudgedPerson, contact: (typeof contacts)[number]) =>
  valueOf(person, contact) !== null && valueOf(person, `${contact}_verified`) === 'true';
const verifiedContacts = (person: JudgedPerson) => contacts.filter((contact) => isVerified(person, contact));

type Decided = Pick<PersonVerdict, 'answer'>;

/** By which names this pool takes the person, and by which it does not yet. Passwords of other providers need none. */
function namesToSignInWith(
  person: JudgedPerson,
  { answer }: Decided,
  { pool }: Circumstances,
): VerdictReason[] {
  if (!pool || answer === 'elsewhere') return [];
  const has = (name: string) => (valueOf(person, name) ?? '') !== '';
  const needsVerifying = (name: string) =>
    contacts.some((contact) => contact === name && !isVerified(person, contact));
  const own = pool.signInWith.filter(has);
  const aliases = pool.aliases.filter((name) => has(name) && !own.includes(name));
  const names = [
    // Where an address is the name, the username is one that AWS made up.
    ...(pool.signInWith.length === 0 ? (['username'] as const) : own),
    ...aliases.filter((name) => !needsVerifying(name)),
  ];
  const reasons: VerdictReason[] = contacts
    .filter((contact) => aliases.includes(contact) && needsVerifying(contact))
    .map((contact) => ({ reason: 'contact-unverified', from: ['attributes', 'pool-settings'], contact }));
  if (names.length > 0) reasons.unshift({ reason: 'signs-in-with', from: ['pool-settings'], names });
  return reasons;
}

/** Only what a sign-in to this pool meets: the pool's word goes before what a person has set up. */
function secondSteps(person: JudgedPerson, { answer }: Decided, { pool }: Circumstances): VerdictReason[] {
  if (answer === 'elsewhere' || answer === 'unclear' || pool?.secondStep === 'off') return [];
  const { preferredMfa, mfaMethods } = person;
  const others = mfaMethods.filter((method) => method !== preferredMfa);
  const methods = [...(preferredMfa === null ? [] : [preferredMfa]), ...others];
  if (methods.length > 0) return [{ reason: 'second-step', from: ['second-steps'], methods }];
  return pool?.secondStep === 'required'
    ? [{ reason: 'second-step-to-set-up', from: ['second-steps', 'pool-settings'] }]
    : [];
}

function refusedTries({ refused }: Circumstances): VerdictReason[] {
  return refused
    ? [
        {
          reason: 'refused-tries',
          from: ['this-app'],
          count: refused.count,
          lastAt: refused.lastAt,
          retryAt: refused.retryAt,
        },
      ]
    : [];
}

function groupsOf({ groups }: Circumstances): VerdictReason[] {
  return groups
    ? [
        {
          reason: 'groups',
          from: ['groups'],
          names: groups.groups.map(({ name }) => name),
          more: groups.more,
        },
      ]
    : [];
}
