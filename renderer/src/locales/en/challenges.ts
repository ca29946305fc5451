/** Words of the steps that a user pool asks for after, or instead of, the password. */
export const challengeText = {
  who: (name: string, pool: string) => `${name}, at ${pool}`,
  submit: 'Continue',
  startAgain: 'Start again',
  timeLeft: (minutes: string) => `${minutes} left for this step`,
  timeLeftAbout: (minutes: string) => `About ${minutes} left for this step (estimate)`,
  timeOver: 'The time for this step has run out. Press Start again.',
  timeOverAbout: 'The time for this step has probably run out. If it fails, press Start again.',

  newPassword: {
    title: 'A new password is needed',
    body: 'The temporary password is right. The pool now wants an own one.',
    field: 'New password',
    repeat: 'Repeat the new password',
    mismatch: 'The two passwords differ.',
    attributes: 'The pool also asks for',
    submit: 'Set password and sign in',
  },

  code: {
    titles: {
      'text-message': 'Enter the code from the text message',
      email: 'Enter the code from the email',
      authenticator: 'Enter the code of the authenticator app',
    },
    sentTo: (destination: string) => `Sent to ${destination}.`,
    sentSomewhere: 'AWS does not say where the code was sent.',
    device: (name: string) => `The app was set up as “${name}”.`,
    anyDevice: 'The app shows a new code every 30 seconds.',
    field: 'Code',
    hint: 'Spaces in a pasted code are fine.',
    resend: 'Send a new code',
    resendIn: (seconds: number) => `Send a new code (${String(seconds)} s)`,
  },

  choice: {
    titles: { first: 'Choose how to sign in', second: 'Choose a second step' },
    body: { first: 'The pool offers these ways.', second: 'The pool accepts any one of these.' },
    field: 'Method',
    passkey: 'A passkey is offered, too. It is tied to the team’s own website, so it cannot be used here.',
    onlyPasskey:
      'The only way that the pool offers is a passkey. It is tied to the team’s own website, so it cannot be used here.',
  },

  password: {
    title: 'Enter the password',
    body: { plain: 'It is sent to AWS.', srp: 'It proves itself by secure sign-in (SRP) and is not sent.' },
    field: 'Password',
  },

  authenticator: {
    title: 'Set up an authenticator app',
    body: 'The pool wants a second step. The key that comes now belongs to this person: whoever has it can make their codes.',
    show: 'Show the key',
    scan: 'Scan this with the authenticator app, or type the key into it.',
    qr: 'QR code with the key',
    key: 'Key',
    copyKey: 'Copy the key',
    field: 'First code of the app',
    hint: '6 digits. A new code comes every 30 seconds.',
    submit: 'Verify and sign in',
  },

  custom: {
    title: 'Your team asks a question',
    body: 'A program of your team decides what comes next. This is what it says:',
    nothing: 'It says nothing about the question.',
    field: 'Answer',
  },
} as const;

/** What a person calls AWS's names for methods. Names that AWS adds later are shown as they are. */
const methods = new Map(
  Object.entries<string>({
    SMS_MFA: 'Code by text message',
    SMS_OTP: 'Code by text message',
    EMAIL_OTP: 'Code by email',
    EMAIL_MFA: 'Code by email',
    SOFTWARE_TOKEN_MFA: 'Authenticator app',
    PASSWORD: 'Password',
    PASSWORD_SRP: 'Password, by secure sign-in (SRP)',
    WEB_AUTHN: 'Passkey',
  }),
);

export const methodLabel = (name: string): string => methods.get(name) ?? name;
