/** What can be done to a person, when it fits, and what came of it. Pure. */
import type { CommandRequest } from '#contract/commands.ts';
import type { OperationName } from '#contract/index.ts';
import type { NextStep } from '#contract/person-verdict.ts';
import type { Person } from '#contract/users.ts';

export const actionNames = [
  'confirm',
  'resendInvitation',
  'setPassword',
  'resetPassword',
  'verifyEmail',
  'verifyPhone',
  'signOutEverywhere',
  'enable',
  'disable',
] as const;
export type ActionName = (typeof actionNames)[number];

/** The operation of each action. */
export const operationOf = {
  confirm: 'users.adminConfirm',
  resendInvitation: 'users.resendInvitation',
  setPassword: 'users.setPassword',
  resetPassword: 'users.resetPassword',
  verifyEmail: 'users.verifyContact',
  verifyPhone: 'users.verifyContact',
  signOutEverywhere: 'users.signOutEverywhere',
  enable: 'users.enable',
  disable: 'users.disable',
} as const satisfies Record<ActionName, OperationName>;

/** What an action takes besides the person. */
export type ActionValues = {
  readonly password: string;
  readonly permanent: boolean;
  readonly by: 'EMAIL' | 'SMS';
};

/** An action as its command-line twin takes it: the very input that its operation gets. */
export function requestOf(
  action: ActionName,
  person: { readonly profileId: string; readonly username: string; readonly sub: string | null },
  { password, permanent, by }: ActionValues,
): Extract<CommandRequest, { command: `admin-${string}` }> {
  switch (action) {
    case 'confirm':
      return { command: 'admin-confirm-sign-up', input: person };
    case 'resendInvitation':
      return { command: 'admin-create-user', input: { ...person, by } };
    case 'setPassword':
      return { command: 'admin-set-user-password', input: { ...person, password, permanent } };
    case 'resetPassword':
      return { command: 'admin-reset-user-password', input: person };
    case 'verifyEmail':
      return { command: 'admin-update-user-attributes', input: { ...person, contact: 'email' } };
    case 'verifyPhone':
      return { command: 'admin-update-user-attributes', input: { ...person, contact: 'phone_number' } };
    case 'signOutEverywhere':
      return { command: 'admin-user-global-sign-out', input: person };
    case 'enable':
      return { command: 'admin-enable-user', input: person };
    case 'disable':
      return { command: 'admin-disable-user', input: person };
  }
}

type Facts = Pick<Person, 'status' | 'enabled' | 'attributes' | 'modifiedAt'>;

const valueOf = ({ attributes }: Pick<Facts, 'attributes'>, wanted: string): string =>
  attributes.find(({ name }) => name === wanted)?.value ?? '';
const isVerified = (person: Facts, contact: 'email' | 'phone_number'): boolean =>
  valueOf(person, contact) !== '' && valueOf(person, `${contact}_verified`) === 'true';

/** By what an invitation can go out, email first. */
export const waysToInvite = (person: Pick<Facts, 'attributes'>): ActionValues['by'][] => [
  ...(valueOf(person, 'email') === '' ? [] : (['EMAIL'] as const)),
  ...(valueOf(person, 'phone_number') === '' ? [] : (['SMS'] as const)),
];

/** The actions that the state of a person allows, in the order of `actionNames`. */
export function fittingActions(person: Facts): ActionName[] {
  const { status, enabled } = person;
  const isForeign = status === 'EXTERNAL_PROVIDER';
  const isNew = status === 'UNCONFIRMED' || status === 'FORCE_CHANGE_PASSWORD';
  const canGetCode = isVerified(person, 'email') || isVerified(person, 'phone_number');
  const fits: Readonly<Record<ActionName, boolean>> = {
    confirm: status === 'UNCONFIRMED',
    resendInvitation: status === 'FORCE_CHANGE_PASSWORD' && waysToInvite(person).length > 0,
    // A password would turn the account of another provider into one of the pool's own.
    setPassword: !isForeign,
    resetPassword: !isForeign && !isNew && enabled !== false && canGetCode,
    verifyEmail: !isForeign && valueOf(person, 'email') !== '' && !isVerified(person, 'email'),
    verifyPhone: !isForeign && valueOf(person, 'phone_number') !== '' && !isVerified(person, 'phone_number'),
    signOutEverywhere: !isNew,
    enable: enabled === false,
    disable: enabled === true,
  };
  return actionNames.filter((action) => fits[action]);
}

const helping: Partial<Readonly<Record<NextStep, readonly ActionName[]>>> = {
  enable: ['enable'],
  confirm: ['confirm'],
  'use-invitation': ['resendInvitation', 'setPassword'],
  'renew-invitation': ['resendInvitation', 'setPassword'],
  'verify-or-set-password': ['verifyEmail', 'verifyPhone', 'setPassword'],
  'set-password': ['setPassword'],
};

/** Those of the fitting actions that help with what the verdict found. */
export const helpingActions = (person: Facts, next: NextStep): ActionName[] =>
  (helping[next] ?? []).filter((action) => fittingActions(person).includes(action));

export const changedFields = ['status', 'enabled', 'email_verified', 'phone_number_verified'] as const;
export type ChangedField = (typeof changedFields)[number];
export type Change = { readonly field: ChangedField; readonly before: string; readonly after: string };

const shown = (person: Facts, field: ChangedField): string => {
  if (field === 'status') return person.status ?? '';
  if (field === 'enabled') return String(person.enabled);
  return String(valueOf(person, field) === 'true');
};

/** What is different about a person now. */
export const changesBetween = (before: Facts, after: Facts): Change[] =>
  changedFields
    .map((field) => ({ field, before: shown(before, field), after: shown(after, field) }))
    .filter((change) => change.before !== change.after);

/**
 * Whether an action whose reply was lost was carried out, judged by the person before and after. `unclear`: AWS shows
 * no trace of it.
 */
export function happened(action: ActionName, before: Facts, after: Facts): 'yes' | 'no' | 'unclear' {
  const is = (done: boolean) => (done ? 'yes' : 'no');
  switch (action) {
    case 'confirm':
      return is(after.status !== 'UNCONFIRMED');
    case 'enable':
      return is(after.enabled === true);
    case 'disable':
      return is(after.enabled === false);
    case 'verifyEmail':
      return is(isVerified(after, 'email'));
    case 'verifyPhone':
      return is(isVerified(after, 'phone_number'));
    case 'resetPassword':
      // Somebody whose password had been reset before looks the same after.
      return before.status === 'RESET_REQUIRED' ? 'unclear' : is(after.status === 'RESET_REQUIRED');
    case 'setPassword':
      return before.status === after.status ? 'unclear' : 'yes';
    case 'resendInvitation':
    case 'signOutEverywhere':
      return 'unclear';
  }
}
