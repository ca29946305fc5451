import type { ActionName, Change } from '../../features/person/person-actions.ts';
import { statusText } from './people.ts';

type ActionText = {
  /** In the menu. */
  readonly label: string;
  readonly title: (name: string) => string;
  /** What will happen. */
  readonly text: string;
  /** The verb on the button. */
  readonly confirm: string;
  readonly busy: string;
  readonly done: (name: string) => string;
};

const actions: Readonly<Record<ActionName, ActionText>> = {
  confirm: {
    label: 'Confirm…',
    title: (name) => `Confirm the account of ${name}?`,
    text: 'The account counts as confirmed without its code, and the person can sign in. Email and phone stay unverified.',
    confirm: 'Confirm the account',
    busy: 'Confirming…',
    done: (name) => `The account of ${name} is confirmed`,
  },
  resendInvitation: {
    label: 'Send a new invitation…',
    title: (name) => `Send a new invitation to ${name}?`,
    text: 'AWS makes a new temporary password and sends it. The one before stops working, and the time to use it starts anew.',
    confirm: 'Send the invitation',
    busy: 'Sending…',
    done: (name) => `A new invitation is on its way to ${name}`,
  },
  setPassword: {
    label: 'Set a password…',
    title: (name) => `Set a password for ${name}`,
    text: 'The password before stops working at once. AWS sends no message about it.',
    confirm: 'Set the password',
    busy: 'Setting the password…',
    done: (name) => `The password of ${name} is set`,
  },
  resetPassword: {
    label: 'Reset the password…',
    title: (name) => `Reset the password of ${name}?`,
    text: 'The password stops working at once. AWS sends a code, with which the person sets a new one in the team’s app.',
    confirm: 'Reset the password',
    busy: 'Resetting the password…',
    done: (name) => `The password of ${name} is reset, and a code was sent`,
  },
  verifyEmail: {
    label: 'Mark the email as verified…',
    title: (name) => `Mark the email of ${name} as verified?`,
    text: 'AWS then takes it for proved that the address belongs to the person, and sends codes there. If another account has this address as its verified one, it loses it. Do it only if you know the address is right.',
    confirm: 'Mark as verified',
    busy: 'Marking as verified…',
    done: (name) => `The email of ${name} counts as verified`,
  },
  verifyPhone: {
    label: 'Mark the phone as verified…',
    title: (name) => `Mark the phone number of ${name} as verified?`,
    text: 'AWS then takes it for proved that the number belongs to the person, and sends codes there. If another account has this number as its verified one, it loses it. Do it only if you know the number is right.',
    confirm: 'Mark as verified',
    busy: 'Marking as verified…',
    done: (name) => `The phone number of ${name} counts as verified`,
  },
  signOutEverywhere: {
    label: 'Sign out everywhere…',
    title: (name) => `Sign ${name} out everywhere?`,
    text: 'All sign-ins of this person end, on every device and in every app of the pool. Programs that check tokens themselves may take an access token until it ends. The person can sign in again.',
    confirm: 'Sign out everywhere',
    busy: 'Signing out…',
    done: (name) => `${name} is signed out everywhere`,
  },
  enable: {
    label: 'Switch on…',
    title: (name) => `Switch the account of ${name} on?`,
    text: 'The person can sign in again, as far as the rest of the account allows it.',
    confirm: 'Switch on',
    busy: 'Switching on…',
    done: (name) => `The account of ${name} is switched on`,
  },
  disable: {
    label: 'Switch off…',
    title: (name) => `Switch the account of ${name} off?`,
    text: 'The person cannot sign in any more, and access tokens that are in use end. Nothing is deleted; it can be switched on again.',
    confirm: 'Switch off',
    busy: 'Switching off…',
    done: (name) => `The account of ${name} is switched off`,
  },
};

const yesNo = (value: string): string => (value === 'true' ? 'Yes' : value === 'false' ? 'No' : 'Not known');
const fields = {
  status: { label: 'Status', value: (raw: string) => statusText(raw === '' ? null : raw).short },
  enabled: { label: 'Enabled', value: yesNo },
  email_verified: { label: 'Email verified', value: yesNo },
  phone_number_verified: { label: 'Phone verified', value: yesNo },
} as const;

export const actionText = {
  menu: 'Actions',
  actions,
  readOnly: 'Nothing can be changed from here: this profile is read-only.',
  /** To whom, and where: the dialogs say it of every action. */
  subject: (username: string, pool: string) => `Username ${username}, in ${pool}.`,

  by: 'Send it by',
  ways: { EMAIL: 'Email', SMS: 'Text message' },
  password: 'New password',
  passwordHint: 'It is not shown again: note it, or hand it over, before you set it.',
  kind: 'The person',
  kinds: { temporary: 'has to choose an own one', permanent: 'keeps it' },

  value: (field: Change['field'], raw: string): string => fields[field].value(raw),
  /** "Status: Needs a new password, was Confirmed" */
  change: ({ field, before, after }: Change): string =>
    `${fields[field].label}: ${fields[field].value(after)}, was ${fields[field].value(before)}`,
  noChange: 'AWS shows no difference in the account itself.',
  notRead: 'The account could not be read again, so what is below may be out of date.',
  dismiss: 'Close',

  lost: {
    yes: { title: 'It worked, although the answer of AWS got lost.', text: 'The account was read again.' },
    no: {
      title: 'It did not happen: the request got lost on its way.',
      text: 'The account was read again and nothing has changed. Doing it again is safe.',
    },
    unclear: {
      title: 'We do not know whether this was done: the answer of AWS got lost.',
      text: 'AWS shows no trace of it in the account. Doing it again does no harm: the newest one counts.',
    },
    unread: {
      title: 'We do not know whether this was done: the answer of AWS got lost.',
      text: 'The account could not be read again either. Read it again before you repeat it.',
    },
    changedSince: (time: string) => `The account itself was changed at ${time}, so it probably was.`,
  },

  moved: {
    title: 'This account changed while you were looking.',
    text: 'Nothing was done. Reload it to see how it stands now.',
    reload: 'Reload',
  },
  another: {
    no: {
      title: 'This username belongs to another account by now.',
      text: 'The account that you opened was deleted, and one with the same username was made since. Nothing was done to it. Reload to see who it is.',
    },
    maybe: {
      title: 'Careful: this may have reached another account.',
      text: 'The account that you opened was deleted, and one with the same username was made since. What is below is the account that has the username now: check whether it is as it should be.',
    },
  },
  reloaded: 'This is how the account stands now',
  gone: {
    title: 'This account is not there any more.',
    text: 'It was deleted while you were looking. What is below is what it was.',
  },
} as const;
