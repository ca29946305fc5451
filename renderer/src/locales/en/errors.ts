import type { AppError, AppErrorOf } from '#contract/app-error.ts';
import type { OperationName } from '#contract/index.ts';
import type { ProfileSummary } from '#contract/profiles.ts';
import { assertNever } from '#contract/result.ts';
import { attributeLabel } from './people.ts';

/** Something a person can do about an error with one click. Screens offer those that they can carry out. */
export type Remedy =
  | 'retry'
  | 'edit-profile'
  | 'open-profiles'
  | 'switch-region'
  | 'look-up'
  | 'sign-in'
  | 'enter-code'
  | 'resend-code'
  | 'forgot-password'
  | 'start-again'
  | 'check-outcome'
  | 'confirm-as-admin'
  | 'move-address'
  | 'update-test-user'
  | 'copy-request';

export const remedyLabels: Readonly<Record<Remedy, string>> = {
  retry: 'Try again',
  'edit-profile': 'Open the profile',
  'open-profiles': 'Choose another profile',
  'switch-region': 'Switch the region',
  'look-up': 'Look the person up',
  'sign-in': 'Try signing in',
  'enter-code': 'Enter the code',
  'resend-code': 'Send a new code',
  'forgot-password': 'Set a new password',
  'start-again': 'Start again',
  'check-outcome': 'Check whether it worked',
  'confirm-as-admin': 'Confirm as admin',
  'move-address': 'Use it here instead',
  'update-test-user': 'Update',
  'copy-request': 'Copy the request',
};

/** What happened, what to do, who can do it. */
export type ErrorText = {
  readonly title: string;
  readonly todo: string;
  readonly who: string;
  readonly remedies: readonly Remedy[];
  /** For `copy-request`: a text to send to whoever can help. */
  readonly request?: string;
  /** What that text is called when it is no request. */
  readonly requestLabel?: string;
};

export type ErrorContext = {
  readonly operation: OperationName;
  readonly profile: ProfileSummary | null;
};

const you = 'You can do this.';
const developer = 'The developers of this user pool can do this.';
const awsAdmin = 'Your AWS administrator can do this.';
const poolAdmin = 'An administrator of this user pool can do this.';
const nobody = 'Waiting is enough.';

const verbs: Partial<Record<OperationName, string>> = {
  'users.get': 'look people up',
  'people.startReading': 'list the people',
  'people.search': 'list the people',
  'users.signUp': 'sign people up',
  'users.confirmSignUp': 'confirm people',
  'users.adminConfirm': 'confirm people',
  'users.resendCode': 'send codes',
  'users.surroundings': 'read groups and pool settings',
  'users.resendInvitation': 'send invitations',
  'users.resetPassword': 'reset passwords',
  'users.setPassword': 'set passwords',
  'users.enable': 'switch accounts on',
  'users.disable': 'switch accounts off',
  'users.signOutEverywhere': 'sign people out',
  'users.verifyContact': 'mark addresses as verified',
  'auth.signIn': 'sign people in',
  'auth.answer': 'sign people in',
  'tokens.getAccess': 'sign people in',
};

/** What an administrator does to a person; emulators lack some of it. */
const personActions: ReadonlySet<OperationName> = new Set<OperationName>([
  'users.resendInvitation',
  'users.resetPassword',
  'users.setPassword',
  'users.enable',
  'users.disable',
  'users.signOutEverywhere',
  'users.verifyContact',
]);

export const identifierLabels = {
  username: 'username',
  email: 'email address',
  phone_number: 'phone number',
  address: 'address',
};

/** Why a sign-in cannot be renewed or used at AWS any more. */
const sessionOver = {
  ended: {
    title: 'This sign-in is over: its time has run out.',
    todo: 'Sign in again. How long a sign-in lasts is a setting of the app client.',
  },
  revoked: {
    title: 'This sign-in is over: it was signed out.',
    todo: 'Somebody signed this person out, here or elsewhere, or an administrator did. Sign in again.',
  },
  reused: {
    title: 'This sign-in is over: its renewal code was already used.',
    todo: 'Perhaps another tool used it first. AWS then ends the sign-in to be safe. Sign in again.',
  },
  'not-accepted': {
    title: 'This sign-in is over: AWS does not accept it any more.',
    todo: 'It was signed out, belongs to another app client, or the pool remembers devices. Sign in again.',
  },
} as const;

/** The wording of every failure. The switch has no default: a new code does not build without its words. */
export function errorText(error: AppError, { operation, profile }: ErrorContext): ErrorText {
  const pool = profile?.name ?? 'this pool';
  const region = profile?.region ?? 'this region';
  const isSignUp = operation === 'users.signUp';
  const canLookUp = profile?.poolId != null && profile.access !== null;

  switch (error.code) {
    case 'invalid-input':
      return {
        title: 'Something in the form cannot be used.',
        todo: `Check the fields${error.issues[0] ? `, starting with “${error.issues[0].path}”` : ''}. Nothing was sent.`,
        who: you,
        remedies: [],
      };
    case 'forbidden-caller':
      return {
        title: 'The app refused a call from a page that is not its own.',
        todo: 'Close the window and start the app again.',
        who: you,
        remedies: [],
      };
    case 'cancelled':
      return {
        title: 'Cancelled.',
        todo: 'Nothing more will happen. What AWS had already begun may still have been carried out.',
        who: you,
        remedies: ['retry'],
      };
    case 'internal':
      return {
        title: 'Cognito Desk itself made a mistake.',
        todo: 'Try again. If it happens twice, send the technical details to the people who gave you the app.',
        who: 'The developers of Cognito Desk can repair this.',
        remedies: ['retry'],
      };
    case 'profile-missing':
      return {
        title: 'This profile is no longer there.',
        todo: 'Choose another profile.',
        who: you,
        remedies: ['open-profiles'],
      };

    case 'gesture-needed':
      return {
        title: 'Nothing was done.',
        todo: 'This is done only right after you have clicked or pressed a key. Please do it again.',
        who: you,
        remedies: ['retry'],
      };
    case 'another-account':
      return {
        title: `Nothing was changed: “${error.username}” is another account by now.`,
        todo: 'The account that you opened was deleted, and one with the same username was made since. Look the person up again, and check that it is who you mean.',
        who: you,
        remedies: ['look-up'],
      };
    case 'destination-refused':
      return destinationRefused(error);
    case 'production-guarded':
      return {
        title: `Nothing was sent to “${error.profileName}”.`,
        todo: 'It is a production profile: type its name to allow changes.',
        who: you,
        remedies: ['retry'],
      };
    case 'profile-read-only':
      return {
        title: `Nothing was sent: “${error.profileName}” is read-only.`,
        todo: 'Choose another profile, or allow changes in this one by clearing “Read-only” in its form.',
        who: you,
        remedies: ['edit-profile', 'open-profiles'],
      };

    case 'unreachable':
      return {
        title: unreachableTitle(error.reason, error.host, profile),
        todo:
          error.reason === 'name'
            ? `Check the network connection, and that the region ${region} is spelt correctly in the profile. Nothing was changed.`
            : 'Check the network connection or VPN, then try again. Nothing was confirmed.',
        who: you,
        remedies: ['retry', 'edit-profile'],
      };
    case 'outcome-unknown':
      return isSignUp
        ? {
            title: 'We do not know whether the account was created.',
            todo: canLookUp
              ? 'AWS may have received the request, but its answer got lost. Check before you create it again.'
              : 'AWS may have received the request, but its answer got lost. Try to sign in: any answer but “does not exist” means that the account is there. Where AWS hides that, create it again: “already has this” then means that it had worked.',
            who: you,
            remedies: canLookUp ? ['check-outcome', 'sign-in'] : ['sign-in'],
          }
        : {
            title: 'We do not know whether this was done.',
            todo: 'AWS may have received the request, but its answer got lost. Try to sign in to find out.',
            who: you,
            remedies: ['sign-in', 'start-again'],
          };
    case 'intercepted':
      return interceptedText(error.reason, error.host);

    case 'pool-not-found':
      return notFoundText('user pool', region, error.poolRegion);
    case 'client-not-found':
      return notFoundText('app client', region, error.poolRegion);
    case 'throttled':
      return {
        title: 'AWS is asking us to slow down.',
        todo: 'The app tried several times. Wait a minute, then try again.',
        who: nobody,
        remedies: ['retry'],
      };
    case 'blocked-by-firewall':
      return {
        title: 'A protection rule blocked this request.',
        todo: 'Your password was not judged. Ask the AWS administrator to look into the firewall (AWS WAF) of this user pool.',
        who: awsAdmin,
        remedies: ['copy-request'],
        request: `A request of Cognito Desk to the user pool of “${pool}” (${region}) was blocked by AWS WAF. Could you check the rules of its web ACL?`,
      };
    case 'not-enabled-here':
      if (operation === 'sessions.signOut') {
        return {
          title: 'This app client cannot end a single sign-in.',
          todo: 'Sign the person out everywhere instead, or have token revocation switched on for the app client.',
          who: developer,
          remedies: [],
        };
      }
      if (profile?.endpoint != null && personActions.has(operation)) {
        return {
          title: 'This endpoint cannot do this.',
          todo: 'The profile talks to an emulator or an address of its own, and that lacks this operation. On a pool at AWS it works. Nothing was changed.',
          who: developer,
          remedies: ['open-profiles'],
        };
      }
      return {
        title: 'This pool does not allow this here.',
        todo: 'If the pool is kept in several regions, use the profile of its main region. The feature may also need another plan of the pool.',
        who: developer,
        remedies: ['open-profiles'],
      };
    case 'aws-fault':
      return {
        title: 'AWS had a problem.',
        todo: isSignUp
          ? 'Check whether the account was created before you try again.'
          : 'This is safe to try again.',
        who: nobody,
        remedies: isSignUp ? [...(canLookUp ? (['check-outcome'] as const) : []), 'retry'] : ['retry'],
      };
    case 'pool-misconfigured': {
      const setting = { email: 'sending of emails', sms: 'sending of text messages', pool: 'configuration' }[
        error.setting
      ];
      return {
        title: 'The pool’s own settings are incomplete.',
        todo: `The ${setting} of this user pool has to be set up properly first.`,
        who: developer,
        remedies: ['copy-request'],
        request: `The user pool of “${pool}” (${region}) refuses requests because its ${setting} is not set up properly (${error.technical?.name ?? 'see AWS'}). Could you check it?`,
      };
    }
    case 'hook-refused':
      return {
        title: error.text === '' ? 'A rule of your team said no.' : `“${error.text}”`,
        todo: `Your team’s own rule${error.trigger === null ? '' : ` (${error.trigger})`} said no; this is not an AWS fault. Change what it objects to, or ask the team.`,
        who: developer,
        remedies: [],
      };
    case 'hook-broken':
      return {
        title: 'A custom step of this pool failed.',
        todo: 'A program that the team attached to the pool did not work. Only its developers can fix it.',
        who: developer,
        remedies: ['copy-request'],
        request: `A Lambda trigger of the user pool of “${pool}” (${region}) fails (${error.technical?.name ?? 'Lambda error'}). Could you look at its log?`,
      };
    case 'client-secret-missing':
      return {
        title: 'This client needs a secret.',
        todo: 'Add the client secret to the profile. The developers of the app client have it.',
        who: you,
        remedies: ['edit-profile'],
      };
    case 'client-secret-mismatch':
      return {
        title: 'The client secret does not match.',
        todo: 'Enter the client secret of this profile again, or remove it if the app client has none. If the secret is right, use the person’s real username instead of an email address.',
        who: you,
        remedies: ['edit-profile'],
      };

    case 'lookup-access-missing':
      if (signsIn(operation) && error.reason === 'not-set-up') {
        return {
          title: 'Signing in as an administrator needs AWS access.',
          todo: 'Add the user pool ID and AWS access to the profile, or choose another way to sign in there.',
          who: you,
          remedies: ['edit-profile'],
        };
      }
      if (error.reason === 'no-program') {
        return {
          title: 'The program that gives AWS access was not found.',
          todo:
            'The AWS files of this computer get the access from a program (“credential_process”). Name it there with its whole path, such as /opt/homebrew/bin/aws-vault: ' +
            'an app that is opened by its icon does not know all the folders that a terminal knows, on a Mac least of all.',
          who: 'You can do this, or whoever set up your AWS access.',
          remedies: ['edit-profile', 'retry'],
        };
      }
      return error.reason === 'not-set-up'
        ? {
            title: 'Looking people up needs AWS access.',
            todo: 'Add the user pool ID and AWS access to the profile. Sign-up and sign-in still work without.',
            who: you,
            remedies: ['edit-profile'],
          }
        : {
            title: 'No AWS access was found on this computer.',
            todo: `${accessInWords(profile)} Sign-up and sign-in still work.`,
            who: you,
            remedies: ['edit-profile', 'retry'],
          };
    case 'aws-session-expired': {
      const command = ssoLogin(error.awsProfile);
      return {
        title:
          error.awsProfile === null
            ? 'Your AWS sign-in has ended.'
            : `Your AWS sign-in “${error.awsProfile}” has ended.`,
        todo: error.sso
          ? `Sign in to AWS again by running “${command}” in a terminal, then come back.`
          : 'Get new temporary AWS keys, put them where the profile takes them from, then try again.',
        who: you,
        remedies: ['retry', ...(error.sso ? (['copy-request'] as const) : (['edit-profile'] as const))],
        ...(error.sso && { request: command, requestLabel: 'Copy the command' }),
      };
    }
    case 'aws-keys-invalid':
      return {
        title: 'AWS does not recognise these keys.',
        todo: `Replace the AWS keys${error.awsProfile === null ? ' in the profile' : ` of the AWS profile “${error.awsProfile}”`}. They may be mistyped, deactivated, or of another account.`,
        who: you,
        remedies: ['edit-profile', 'retry'],
      };
    case 'mfa-refused':
      return error.reason === 'device'
        ? {
            title: 'AWS does not know this MFA device as yours.',
            todo: `Correct the serial number of the device (mfa_serial)${error.awsProfile === null ? '' : ` of the AWS profile “${error.awsProfile}”`} in the AWS config file. Another code would not help.`,
            who: you,
            remedies: ['retry'],
          }
        : {
            title: 'AWS did not take the code of your MFA device.',
            todo: 'Wait until the device shows the next code, then try again. Each code works once, and for a short time.',
            who: you,
            remedies: ['retry'],
          };
    case 'access-denied': {
      const where = error.resource ?? profile?.poolId ?? 'the user pool';
      const what = verbs[operation] ?? 'work with this user pool';
      if (error.explicit) {
        return {
          title: `You are signed in to AWS, but a policy denies ${error.action}.`,
          todo: 'As long as it does, a policy that allows it does not help. Ask for that policy to be changed.',
          who: 'Your AWS administrator can do this, or whoever keeps the policies of your organisation.',
          remedies: ['copy-request', 'retry'],
          request: `A policy denies my AWS access the action ${error.action} on ${where} (profile “${pool}”, ${region}), for example one of our organisation. Could it be changed? I need the action to ${what} in Cognito Desk.`,
        };
      }
      return {
        title: `You are signed in to AWS, but not allowed to ${verbs[operation] ?? 'do this'} in this pool.`,
        todo: `Ask for the permission ${error.action}.`,
        who: awsAdmin,
        remedies: ['copy-request', 'retry'],
        request: `Please allow my AWS access the action ${error.action} on ${where} (profile “${pool}”, ${region}). I need it to ${what} in Cognito Desk.`,
      };
    }
    case 'clock-wrong':
      return {
        title:
          error.minutesOff === null
            ? 'This computer’s clock is wrong, so AWS rejects signed requests.'
            : `This computer’s clock is ${minutes(error.minutesOff)}, so AWS rejects signed requests.`,
        todo: 'Switch on “set time automatically” in the system’s date and time settings, then try again.',
        who: you,
        remedies: ['retry'],
      };
    case 'storage-unavailable':
      return {
        title: 'This computer cannot keep the profile safely right now.',
        todo: storageTodo(error.reason),
        who: you,
        remedies: ['retry'],
      };
    case 'profiles-unreadable':
      return { ...unreadableText(error.reason), who: you, remedies: [] };
    case 'vault-locked':
      return {
        title: 'The profiles are locked.',
        todo: 'Enter the passphrase to open them.',
        who: you,
        remedies: [],
      };
    case 'passphrase-wrong':
      return {
        title: 'That passphrase does not fit.',
        todo:
          error.retryAt === null
            ? 'Check capital letters and spaces, then try again.'
            : 'Check capital letters and spaces. The next try is possible after a short pause.',
        who: you,
        remedies: [],
      };
    case 'passphrase-paused':
      return {
        title: 'Please wait before the next try.',
        todo: 'After a wrong passphrase there is a pause, which grows with each wrong one. This passphrase was not tried.',
        who: nobody,
        remedies: [],
      };
    case 'passphrase-needed':
      return {
        title: 'This needs a passphrase first.',
        todo: 'Without one, nothing on this computer could open the profiles again. Set a passphrase, then try again.',
        who: you,
        remedies: [],
      };
    case 'sealed-file-unreadable':
      return sealedFileText(error.reason);
    case 'file-trouble':
      return fileText(error);
    case 'link-not-opened':
      return {
        title: 'No program of this computer opens web pages.',
        todo: `For a browser elsewhere, its address is “${error.address}”.`,
        who: you,
        remedies: [],
      };
    case 'preview-gone':
      return {
        title: 'This file is not open any more.',
        todo: 'The app keeps an opened file for a quarter of an hour, and lets go of it when the profiles are locked. Open it again. Nothing was imported.',
        who: you,
        remedies: ['start-again'],
      };
    case 'unexplained':
      return {
        title: error.technical?.message ? `AWS said: “${error.technical.message}”` : 'AWS refused this.',
        todo: 'We have no better explanation yet. Copy the technical details for whoever looks after the pool.',
        who: developer,
        remedies: ['retry'],
      };

    case 'username-taken':
      return {
        title: `Someone already has this ${identifierLabels[error.what]} here.`,
        todo: 'Look the person up, or try to sign in with it.',
        who: you,
        remedies: ['look-up', 'sign-in'],
      };
    case 'alias-taken':
      return {
        title: `Another account already uses this ${identifierLabels[error.what]}.`,
        todo: 'This new account cannot be confirmed with it. Find the other account first.',
        who: poolAdmin,
        remedies: ['look-up', 'move-address'],
      };
    case 'password-rejected':
      return {
        title:
          error.rule === null
            ? 'The password breaks a rule of this pool.'
            : `The password breaks a rule of this pool: ${asSentenceEnd(error.rule)}`,
        todo: 'Choose another password. Nothing else has to be typed again.',
        who: you,
        remedies: [],
      };
    case 'password-reused':
      return {
        title: 'This password was used before.',
        todo: 'Choose one that this account has not had yet.',
        who: you,
        remedies: [],
      };
    case 'attribute-rejected':
      return attributeText(error);
    case 'username-form': {
      const expected = {
        email: 'People of this pool sign in with an email address. Use one as the username.',
        phone:
          'People of this pool sign in with a phone number. Use one as the username, with + and country code.',
        'email-or-phone':
          'People of this pool sign in with an email address or a phone number. Use one as the username.',
        'not-email':
          'In this pool the username must not look like an email address. Put the address into the email field.',
      }[error.expects];
      return {
        title: 'The username has the wrong form for this pool.',
        todo: expected,
        who: you,
        remedies: [],
      };
    }
    case 'sign-up-closed':
      return {
        title: 'This pool only lets administrators create accounts.',
        todo: 'Ask an administrator to create the account.',
        who: poolAdmin,
        remedies: [],
      };
    case 'code-not-delivered':
      return {
        title: 'AWS could not send the code.',
        todo: 'The account may exist already. Check it, or send the code again.',
        who: you,
        remedies: ['look-up', 'resend-code', 'confirm-as-admin'],
      };
    case 'message-limit':
      return {
        title: 'This pool has used up its messages for today.',
        todo: isSignUp
          ? 'The account was created, but no code was sent. Ask for a code tomorrow, or have an administrator confirm the account. The developers can connect a mail service that allows more.'
          : 'Try again tomorrow, or have an administrator confirm the account. The developers can connect a mail service that allows more.',
        who: poolAdmin,
        remedies: isSignUp ? ['look-up', 'enter-code', 'confirm-as-admin'] : ['confirm-as-admin'],
      };
    case 'code-mismatch':
      return {
        title: 'That code does not match.',
        todo:
          operation === 'auth.answer'
            ? 'Use the code from the newest message, or wait for the next one of the authenticator app. If it keeps failing, check the clock of the device that makes the codes.'
            : 'Use the code from the newest message. Older codes stop working when a new one is sent.',
        who: you,
        remedies: ['resend-code'],
      };
    case 'code-expired':
      return {
        title: 'That code is too old, or none was asked for.',
        todo: 'Send a new code and enter that one.',
        who: you,
        remedies: operation === 'auth.answer' ? ['resend-code', 'start-again'] : ['resend-code'],
      };
    case 'code-used':
      return {
        title: 'This code was used already.',
        todo: 'AWS takes each code once. Wait for the next one of the authenticator app, at most 30 seconds.',
        who: nobody,
        remedies: [],
      };
    case 'too-many-attempts':
      return {
        title: 'Too many tries for this person.',
        todo: 'Wait before asking again; AWS counts by the hour. Trying again now will not help.',
        who: nobody,
        remedies: [],
      };
    case 'already-confirmed':
      return {
        title: 'Good news: this account is already confirmed.',
        todo: 'The person can sign in.',
        who: you,
        remedies: ['sign-in'],
      };

    case 'wrong-credentials':
      return {
        title: 'The username or password is not right, or the account does not exist here.',
        todo: `AWS hides which of the two it is. Check the spelling, capital letters and the profile.${refusedBefore(error.failures)}`,
        who: you,
        // In a step the sign-in has to begin anew; elsewhere the same password would only be refused once more.
        remedies: [
          ...(operation === 'auth.answer' ? (['start-again'] as const) : []),
          'look-up',
          'forgot-password',
          'open-profiles',
        ],
      };
    case 'saved-secret-refused':
      return error.what === 'password'
        ? {
            title: 'The saved password was refused.',
            todo: `It was tried once and is not tried again by itself. Update it if it was changed; AWS says the same where the account does not exist here any more.${refusedBefore(error.failures)}`,
            who: you,
            remedies: ['update-test-user', 'look-up', 'forgot-password'],
          }
        : {
            title: 'The code of the saved authenticator was refused.',
            todo: 'The password was right. Update the authenticator key if it was set up anew since, and check that the clock of this computer is right.',
            who: you,
            remedies: ['update-test-user', 'look-up'],
          };
    case 'test-user-missing':
      return {
        title: 'This test user is not saved here any more.',
        todo: 'Choose another one, or save this one again.',
        who: you,
        remedies: [],
      };
    case 'test-users-newer':
      return {
        title: 'A newer version of Cognito Desk saved the test users of this profile.',
        todo: 'Install the newer version to use them. They stay saved as they are.',
        who: you,
        remedies: [],
      };
    case 'remembered-newer':
      return {
        title: 'A newer version of Cognito Desk saved the recent people of this profile.',
        todo: 'Install the newer version to use them. They stay saved as they are; searching works without them.',
        who: you,
        remedies: [],
      };
    case 'user-not-found':
      return operation === 'users.get'
        ? {
            title: `Nobody in ${pool} matches exactly.`,
            todo: 'People are found by username, by user ID, and by email or phone if this pool lets them sign in with it. Check capital letters; an email may work only once it is verified.',
            who: you,
            remedies: ['open-profiles'],
          }
        : {
            title: `No such user in ${pool}.`,
            todo: 'Check the spelling, capital letters and the profile.',
            who: you,
            remedies: ['look-up', 'open-profiles'],
          };
    case 'attempts-exceeded':
      return {
        title: 'Sign-in is paused for this person.',
        todo: 'There were too many wrong passwords. The pause can last up to 15 minutes; a try before it ends fails whatever the password.',
        who: nobody,
        remedies: ['look-up'],
      };
    case 'user-disabled':
      return {
        title: 'An administrator switched this account off.',
        todo: 'Ask an administrator to switch it on again.',
        who: poolAdmin,
        remedies: ['look-up'],
      };
    case 'user-not-confirmed':
      return {
        title: 'This account has not been confirmed.',
        todo: 'Enter the code that was sent, or send a new one. We cannot tell whether the password is right.',
        who: you,
        remedies: ['enter-code', 'look-up'],
      };
    case 'password-reset-required':
      return {
        title: 'The password must be reset.',
        todo: 'Send a code to the person, then enter it here with a new password.',
        who: you,
        remedies: ['forgot-password', 'look-up'],
      };
    case 'temporary-password-expired':
      return {
        title: 'The first-time password is too old.',
        todo: 'An administrator must send a new invitation. A code for a forgotten password is not sent before the invitation was used.',
        who: poolAdmin,
        remedies: ['look-up'],
      };
    case 'reset-not-possible':
      return {
        title: 'This person’s password cannot be reset.',
        todo: 'Most often the invitation was never used: an administrator sends a new one. A person who signs in through another provider has no password here.',
        who: poolAdmin,
        remedies: ['look-up'],
      };
    case 'state-not-fitting':
      return {
        title: 'The state of this account does not allow this.',
        todo: 'It may have changed while you were looking. Look the person up again.',
        who: you,
        remedies: ['look-up'],
      };
    case 'no-verified-address':
      return {
        title: 'There is nowhere to send a code to.',
        todo: 'This person has no verified email address or phone number. An administrator can verify one, or set a password.',
        who: poolAdmin,
        remedies: ['look-up'],
      };
    case 'session-expired':
      return {
        title: error.why === 'used' ? 'This step was already used.' : 'The time for this step ran out.',
        todo: 'Start the sign-in again. The username is still there.',
        who: you,
        remedies: ['start-again'],
      };
    case 'no-second-step':
      return {
        title: 'This account has no working second step.',
        todo: 'The pool asks for a code, but no phone, email or authenticator is set up for this person.',
        who: poolAdmin,
        remedies: ['look-up'],
      };
    case 'flow-not-enabled': {
      if (operation === 'tokens.renew') {
        return {
          title: 'This app client does not renew sign-ins.',
          todo: 'Sign in again when the tokens end, or have ALLOW_REFRESH_TOKEN_AUTH switched on for the app client.',
          who: developer,
          remedies: ['start-again', 'sign-in'],
        };
      }
      const flow = flowOf(profile);
      return {
        title: 'This client does not allow this way to sign in.',
        todo: `Ask the developers to switch on ${flow} for the app client, choose another sign-in method in the profile, or choose another profile.`,
        who: developer,
        remedies: ['copy-request', 'edit-profile', 'open-profiles'],
        request: `Please add ${flow} to the sign-in flows of the app client ${profile?.clientId ?? 'of this profile'} (${region}), keeping its other settings, so that Cognito Desk can sign in.`,
      };
    }
    case 'pool-id-missing':
      return {
        title: 'Secure sign-in needs the user pool ID.',
        todo: 'This app client takes passwords by secure sign-in (SRP) only, and that needs the ID of the pool. Add it to the profile.',
        who: you,
        remedies: ['edit-profile'],
      };
    case 'no-command':
      return {
        title: 'Secure sign-in cannot be typed as a command.',
        todo: 'Every step of it (SRP) is computed from what AWS answered before.',
        who: 'The app does it for you.',
        remedies: [],
      };
    case 'challenge-unsupported':
      return {
        title: `This pool asks for ${challengeLabel(error.challenge)}, which this app cannot do.`,
        todo: challengeTodo(error.challenge),
        who: 'The person can do this in the team’s own app.',
        remedies: ['look-up', 'open-profiles'],
      };

    case 'password-needed':
      return {
        title: 'This person is not signed in.',
        todo: 'Type the password to sign in.',
        who: you,
        remedies: [],
      };
    case 'session-gone':
      return {
        title: 'This sign-in is no longer kept.',
        todo: 'It was forgotten, or its profile was changed. Sign in again.',
        who: you,
        remedies: ['start-again'],
      };
    case 'token-expired':
      return {
        title: 'This token has ended.',
        todo: 'Renew it, or sign in again to get a new one.',
        who: you,
        remedies: ['start-again'],
      };
    case 'session-over':
      return {
        ...sessionOver[error.reason],
        who: you,
        remedies: ['start-again', 'sign-in'],
      };
    case 'token-missing':
      return {
        title: 'AWS gave no such token with this sign-in.',
        todo: 'Some app clients get an access token only. Sign in through another one to get the rest.',
        who: developer,
        remedies: [],
      };
    case 'scope-missing':
      return {
        title: 'This sign-in may not read its own details.',
        todo: 'Its access token was made without the scope aws.cognito.signin.user.admin. Once the app client has it, sign in again.',
        who: developer,
        remedies: ['copy-request'],
        request: `The access tokens of the app client of “${pool}” (${region}) lack the scope aws.cognito.signin.user.admin, so people cannot read their own details. Could you add it to the app client?`,
      };
    case 'reply-gone':
      return {
        title: 'This answer of AWS is no longer kept.',
        todo: 'Run the operation again.',
        who: you,
        remedies: ['retry'],
      };
    case 'clipboard-refused':
      return {
        title: 'The system blocked copying.',
        todo: 'Select the text and copy it by hand.',
        who: you,
        remedies: [],
      };
    case 'update-failed':
      return { ...updateText(error), remedies: [] };
    case 'update-waits':
      return {
        title: 'Something is still under way.',
        todo: 'A restart would cut it off. Let it end, or stop it, and try again.',
        who: you,
        remedies: [],
      };
    default:
      return assertNever(error);
  }
}

function unreachableTitle(reason: string, host: string, profile: ProfileSummary | null): string {
  const place = profile?.endpoint == null ? `AWS in ${profile?.region ?? 'this region'}` : host;
  switch (reason) {
    case 'timeout':
      return `${place} did not answer in time.`;
    case 'refused':
      return `${place} does not take connections.`;
    case 'reset':
      return `The connection to ${place} was cut.`;
    default:
      return `We could not reach ${place}.`;
  }
}

function interceptedText(reason: 'certificate' | 'page' | 'proxy-login', host: string): ErrorText {
  const request = `Cognito Desk must reach https://${host} without its certificate being replaced and without a sign-in page in between. Could you allow that, or add your root certificate to this computer?`;
  const who = 'Your IT department can do this.';
  switch (reason) {
    case 'certificate':
      return {
        title: 'Your network replaced AWS’s certificate.',
        todo: 'A security device reads the traffic. IT has to let this address through or install its certificate on this computer.',
        who,
        remedies: ['copy-request', 'retry'],
        request,
      };
    case 'proxy-login':
      return {
        title: 'Your network needs a proxy sign-in.',
        todo: 'Sign in to the proxy, or ask IT to let this address through.',
        who,
        remedies: ['copy-request', 'retry'],
        request,
      };
    case 'page':
      return {
        title: 'Something between you and AWS answered instead of AWS.',
        todo: 'This is often the sign-in page of a guest network or a proxy. Open any web page to see it, then try again.',
        who: 'You can do this, or your IT department.',
        remedies: ['retry', 'copy-request'],
        request,
      };
  }
}

function destinationRefused({ host, why }: AppErrorOf<'destination-refused'>): ErrorText {
  switch (why) {
    case 'not-encrypted':
      return {
        title: `Nothing was sent: the way to ${host} is not encrypted.`,
        todo: 'The address of the profile begins with http://, so passwords could be read on the way. Write https:// in its place, or ask whoever runs it for such an address.',
        who: you,
        remedies: ['edit-profile'],
      };
    case 'not-allowed':
      return {
        title: `Nothing was sent: you did not allow ${host}.`,
        todo: 'The profile names this address, which is neither Amazon nor this computer. If you know it, try again in half a minute and say yes. Otherwise take it out of the profile.',
        who: you,
        remedies: ['edit-profile', 'retry'],
      };
    case 'not-meant':
      return {
        title: `Nothing was sent: a setting of this computer leads to ${host}.`,
        todo: 'The AWS settings of this computer name an address that this profile does not. Ask whoever set this computer up, or choose another AWS access in the profile.',
        who: 'You, or whoever set this computer up.',
        remedies: ['edit-profile'],
      };
  }
}

function unreadableText(
  reason: AppErrorOf<'profiles-unreadable'>['reason'],
): Pick<ErrorText, 'title' | 'todo'> {
  switch (reason) {
    case 'newer-version':
      return {
        title: 'The saved profiles come from a newer version of this app.',
        todo: 'Update the app to change them. Nothing was deleted.',
      };
    case 'damaged':
      return {
        title: 'The saved profiles are damaged, and may be older ones.',
        todo: 'Decide on the profiles screen whether to use them. Nothing was deleted.',
      };
    case 'sealed-elsewhere':
      return {
        title: 'These profiles were locked by another user account or computer.',
        todo: 'Nothing was deleted. They open again on the computer and account that saved them.',
      };
  }
}

function storageTodo(reason: AppErrorOf<'storage-unavailable'>['reason']): string {
  switch (reason) {
    case 'disk-full':
      return 'The disk is full. Make room on it, then try again. Nothing that was saved before is lost.';
    case 'not-allowed':
      return 'Your user account may not write in the app’s folder, or not to a file in it. Change that, then try again. Nothing that was saved before is lost.';
    case 'path-too-long':
      return 'The path of the app’s folder is too long. The app needs a shorter one to save profiles, for example a user folder with a shorter name. Nothing that was saved before is lost.';
    case 'folder-in-place':
      return 'In the app’s folder there is a folder named vault.json, where the file with the profiles belongs. Move it elsewhere, then try again.';
    case 'link-broken':
      return 'The file vault.json in the app’s folder is a link to a place that is not there now. Connect the drive that it leads to, then try again. Nothing was lost or changed.';
    case 'disk':
      return 'The file could not be read or written. Nothing that was saved before is lost.';
    case 'busy':
      return 'Another copy of the app is saving. Nothing that was saved before is lost.';
    default:
      return 'Unlock or set up the system’s password store, then restart Cognito Desk. Until then nothing can be saved.';
  }
}

function sealedFileText(reason: AppErrorOf<'sealed-file-unreadable'>['reason']): ErrorText {
  const base = { who: you, remedies: [] };
  switch (reason) {
    case 'not-ours':
      return {
        ...base,
        title: 'This file does not hold profiles.',
        todo: 'Choose a profile card or a backup that this app has saved.',
      };
    case 'newer-version':
      return {
        ...base,
        title: 'This file comes from a newer version of this app.',
        todo: 'Update the app, then open the file again.',
      };
    case 'broken-link':
      return {
        ...base,
        title: 'This link does not lead to a profile card.',
        todo: 'It was cut off or changed on its way, or is none of this app. Ask for the card as a file. Nothing was imported.',
      };
    case 'damaged':
      return {
        ...base,
        title: 'This file is damaged.',
        todo: 'A part of it is missing or was changed. Ask for it again, or use another copy.',
      };
  }
}

function updateText({ step, trouble }: AppErrorOf<'update-failed'>): Omit<ErrorText, 'remedies'> {
  if (trouble === 'wrong-signature') {
    return {
      title: 'What arrived is not signed by the makers of this app.',
      todo: 'It was not installed. Do not install it by hand either, and tell whoever gave you this app.',
      who: 'The makers of this app can find out why.',
    };
  }
  if (step === 'install') {
    return {
      title: 'The new version could not be installed.',
      todo: 'Download it again and try once more, or install it by hand as you did the first.',
      who: 'You can do this, or whoever installed the app on this computer.',
    };
  }
  const title =
    step === 'look' ? 'We could not look for a new version.' : 'The new version was not downloaded.';
  switch (trouble) {
    case 'unreachable':
      return {
        title,
        todo: 'The place where versions are published did not answer. Check the connection and try again.',
        who: you,
      };
    case 'blocked':
      return {
        title,
        todo: 'The network, or the place where versions are published, did not let the request through.',
        who: 'Whoever runs your network can allow it.',
      };
    case 'not-published':
      return {
        title,
        todo: 'The place where versions are published has nothing that this app can use. The version that you have goes on working; try again later.',
        who: nobody,
      };
    case 'damaged':
      return {
        title,
        todo: 'What arrived is not what was published, so it was thrown away. Try again.',
        who: you,
      };
    case 'disk':
      return {
        title,
        todo: 'This computer did not take the file. Make room on its disk and try again.',
        who: 'You can do this. If it does not help, ask whoever looks after this computer.',
      };
    case 'other':
      return { title, todo: 'The version that you have goes on working. Try again later.', who: nobody };
  }
}

function fileText({ action, name, reason }: AppErrorOf<'file-trouble'>): ErrorText {
  const isSave = action === 'save';
  const todo = {
    'no-access': isSave
      ? 'Your user account may not write there. Choose another folder.'
      : 'Your user account may not read it. Ask for a copy, or change its permissions.',
    'no-space': 'The disk is full. Make room, or choose another place.',
    'too-large': isSave
      ? 'It would be larger than the app could open again. Choose fewer profiles.'
      : 'It is larger than any file of this app. Choose a profile card or a backup.',
    'not-there': isSave
      ? 'The folder is not there any more. Choose another one.'
      : 'It is not there any more. Choose it again.',
    other: isSave
      ? 'Try another folder or disk.'
      : 'Choose another file, or copy this one to another place first.',
  };
  return {
    title: `“${name}” could not be ${isSave ? 'saved' : 'opened'}.`,
    todo: `${todo[reason]}${isSave ? ' Nothing was written.' : ''}`,
    who: you,
    remedies: [],
  };
}

function notFoundText(what: string, region: string, poolRegion: string | null): ErrorText {
  const elsewhere = poolRegion !== null && poolRegion !== region;
  return {
    title: `No such ${what} in ${region}.`,
    todo: elsewhere
      ? `The user pool ID names ${poolRegion}, but the profile uses ${region}.`
      : `Check the ${what === 'app client' ? 'app client ID' : 'user pool ID'} and the region in the profile. It may also belong to another AWS account.`,
    who: you,
    remedies: elsewhere ? ['switch-region', 'edit-profile'] : ['edit-profile'],
  };
}

function attributeText({ attribute, why }: Extract<AppError, { code: 'attribute-rejected' }>): ErrorText {
  const label = attribute === null ? 'a field' : `“${attributeLabel(attribute)}”`;
  const base = { who: you, remedies: [] };
  switch (why) {
    case 'missing':
      return {
        ...base,
        title: `This pool requires ${label}.`,
        todo:
          attribute === null ? 'Add the field that the technical details name.' : 'Fill it in and try again.',
      };
    case 'unknown':
      return {
        ...base,
        title:
          attribute === null ? 'This pool has no such field.' : `This pool has no field called ${label}.`,
        todo: 'Remove the field, or check its spelling. Own fields start with custom:',
      };
    case 'read-only':
      return {
        ...base,
        title: `This pool does not let this client set ${label}.`,
        todo: 'Leave the field out. The developers can allow it in the settings of the app client.',
      };
    case 'format':
      return attribute === 'phone_number'
        ? {
            ...base,
            title: 'The phone number has the wrong form.',
            todo: 'Write the number with + and country code, like +46701112233.',
          }
        : {
            ...base,
            title: `The pool does not accept the value of ${label}.`,
            todo: 'Correct the value and try again.',
          };
  }
}

const passkeyTodo =
  'A passkey is tied to the team’s own website, so that no other program can use it. Sign in with another method, or use the team’s app.';
const deviceTodo =
  'AWS asks this of a device that it remembers, when a sign-in names it. This app is never remembered as a device and names none, so that its own sign-ins do not lead here. Ask the developers what their pool does at a sign-in, or use the team’s app.';

/** Steps that end a sign-in here. A map: names come from AWS. */
const closedSteps = new Map(
  Object.entries<{ readonly label: string; readonly todo?: string }>({
    WEB_AUTHN: { label: 'a passkey', todo: passkeyTodo },
    DEVICE_SRP_AUTH: { label: 'a remembered device', todo: deviceTodo },
    DEVICE_PASSWORD_VERIFIER: { label: 'a remembered device', todo: deviceTodo },
    ADMIN_NO_SRP_AUTH: { label: 'a step that AWS no longer uses' },
    SELECT_MFA_TYPE: { label: 'a choice without anything to choose' },
    SELECT_CHALLENGE: { label: 'a choice without anything to choose' },
  }),
);

const challengeLabel = (challenge: string): string =>
  closedSteps.get(challenge)?.label ?? 'a step that is new to this app';

const challengeTodo = (challenge: string): string =>
  `${closedSteps.get(challenge)?.todo ?? 'Use the team’s own app to sign in.'} AWS calls the step ${challenge}.`;

const signsIn = (operation: OperationName): boolean => /^(?:auth\.|tokens\.getAccess$)/.test(operation);

/** The setting of the app client that a profile's way to sign in needs. */
function flowOf(profile: ProfileSummary | null): string {
  switch (profile?.signInMethod) {
    case 'srp':
      return 'ALLOW_USER_SRP_AUTH';
    case 'choice':
      return 'ALLOW_USER_AUTH';
    case 'admin':
      return 'ALLOW_ADMIN_USER_PASSWORD_AUTH';
    case 'automatic':
      return 'ALLOW_USER_PASSWORD_AUTH or ALLOW_USER_SRP_AUTH';
    default:
      return 'ALLOW_USER_PASSWORD_AUTH';
  }
}

const refusedBefore = (failures = 0): string =>
  failures < 2
    ? ''
    : ` ${String(failures)} passwords in a row were refused here; from 5 on, AWS pauses sign-in for a while.`;

/** The command that begins a single sign-on. Quotes that bash, cmd and PowerShell all take. */
function ssoLogin(awsProfile: string | null): string {
  if (awsProfile === null) return 'aws sso login';
  return `aws sso login --profile ${/^[\w@.:/+-]+$/.test(awsProfile) ? awsProfile : `"${awsProfile}"`}`;
}

function accessInWords(profile: ProfileSummary | null): string {
  switch (profile?.access?.kind) {
    case 'aws-profile':
      return `The AWS profile “${profile.access.name}” could not be used. Check that it exists on this computer.`;
    case 'default-chain':
      return 'Neither the environment nor the AWS files of this computer hold AWS access. Choose a named AWS profile or keys in the profile.';
    default:
      return 'Check the AWS access in the profile.';
  }
}

function minutes(off: number): string {
  const count = Math.abs(off);
  return `${String(count)} ${count === 1 ? 'minute' : 'minutes'} ${off > 0 ? 'ahead' : 'behind'}`;
}

/** AWS writes its rules with a capital letter, and not all of them with a full stop. */
const asSentenceEnd = (text: string): string =>
  (text.charAt(0).toLowerCase() + text.slice(1)).replace(/\.?$/, '.');
