/**
 * Names and meanings of what Cognito keeps about a person. The tables are maps: names come from AWS and from forms,
 * and an object would find `constructor` in itself.
 */

export type Tone = 'ok' | 'warn' | 'bad' | 'muted';

export type StatusText = {
  readonly short: string;
  readonly meaning: string;
  readonly next: string;
  readonly tone: Tone;
};

const statuses = new Map(
  Object.entries<StatusText>({
    CONFIRMED: {
      short: 'Confirmed',
      meaning: 'The account is confirmed and has its own password.',
      next: 'Nothing to do.',
      tone: 'ok',
    },
    UNCONFIRMED: {
      short: 'Not confirmed',
      meaning: 'Signed up, but the address was never confirmed with the code.',
      next: 'Ask the person for the code that was sent, or send a new one from the sign-up screen.',
      tone: 'warn',
    },
    FORCE_CHANGE_PASSWORD: {
      short: 'Needs a new password',
      meaning: 'Invited with a temporary password, and no own password chosen since.',
      next: 'The person signs in with the temporary password and chooses an own one. If the invitation has run out, an administrator sends a new one.',
      tone: 'warn',
    },
    RESET_REQUIRED: {
      short: 'Password reset needed',
      meaning: 'An administrator or an import asked for a new password.',
      next: 'The person uses “Forgot password” in the team’s app and enters the code that arrives.',
      tone: 'warn',
    },
    EXTERNAL_PROVIDER: {
      short: 'Signs in elsewhere',
      meaning:
        'Signs in through another provider, such as Google or a company login. There is no Cognito password.',
      next: 'Problems with the password are solved at that provider.',
      tone: 'muted',
    },
    ARCHIVED: {
      short: 'Archived',
      meaning: 'AWS no longer uses this status.',
      next: 'Ask AWS support about this account.',
      tone: 'bad',
    },
    COMPROMISED: {
      short: 'Compromised',
      meaning: 'AWS marked the account because its password may be known to others.',
      next: 'An administrator sets a new password.',
      tone: 'bad',
    },
    UNKNOWN: {
      short: 'Unknown',
      meaning: 'AWS does not say what state the account is in.',
      next: 'Ask AWS support about this account.',
      tone: 'muted',
    },
  }),
);

/** Words for a UserStatus. Statuses that AWS adds later are shown as they are. */
export function statusText(status: string | null): StatusText {
  if (status === null) return { ...unknownStatus, short: 'No status' };
  return statuses.get(status) ?? { ...unknownStatus, short: status };
}

const unknownStatus = {
  meaning: 'This status is new to this app.',
  next: 'Look it up in the AWS documentation, or ask your AWS administrator.',
  tone: 'muted',
} as const;

const attributeLabels = new Map(
  Object.entries<string>({
    sub: 'User ID (sub)',
    name: 'Name',
    given_name: 'First name',
    family_name: 'Last name',
    middle_name: 'Middle name',
    nickname: 'Nickname',
    preferred_username: 'Preferred username',
    email: 'Email',
    email_verified: 'Email verified',
    phone_number: 'Phone',
    phone_number_verified: 'Phone verified',
    address: 'Address',
    birthdate: 'Birth date',
    gender: 'Gender',
    locale: 'Language',
    zoneinfo: 'Time zone',
    picture: 'Picture',
    profile: 'Profile page',
    website: 'Website',
    updated_at: 'Profile updated',
    identities: 'Linked sign-ins',
  }),
);

/** A label for an attribute: `custom:team_name` becomes "Team name". */
export function attributeLabel(name: string): string {
  const known = attributeLabels.get(name);
  if (known !== undefined) return known;
  const bare = name
    .replace(/^(?:dev:)?custom:/, '')
    .replaceAll(/[_-]+/g, ' ')
    .trim();
  return bare === '' ? name : bare.charAt(0).toUpperCase() + bare.slice(1);
}

/** Standard attributes that can be given at sign-up, the usual ones first. */
export const writableAttributes = [
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'birthdate',
  'gender',
  'locale',
  'zoneinfo',
  'address',
  'middle_name',
  'nickname',
  'picture',
  'profile',
  'website',
  'updated_at',
] as const;

const mfaLabels = new Map(
  Object.entries<string>({
    SOFTWARE_TOKEN_MFA: 'Authenticator app',
    SMS_MFA: 'Text message',
    EMAIL_OTP: 'Email code',
    EMAIL_MFA: 'Email code',
    WEB_AUTHN: 'Passkey',
  }),
);

export const mfaLabel = (method: string): string => mfaLabels.get(method) ?? method;

export const noMfa = 'None set up';

/** Which identifier of the person equals what was typed. */
export function matchedByText(matchedBy: string | null, asked: string): string {
  return matchedBy === null
    ? `AWS found this person for “${asked}”, but none of their names reads exactly so. Check that it is the right one.`
    : `Found by ${matchedBy === 'username' ? 'username' : attributeLabel(matchedBy).toLowerCase().replace('(sub)', '').trim().replace('user id', 'user ID')}`;
}

const media = new Map(Object.entries({ EMAIL: 'email', SMS: 'text message' }));

/** "j***@e***, by email" */
export const deliveryText = (delivery: { readonly destination: string; readonly medium: string }): string =>
  `${delivery.destination} by ${media.get(delivery.medium) ?? delivery.medium.toLowerCase()}`;
