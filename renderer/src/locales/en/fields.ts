import { fieldProblems, type FieldProblem } from '#contract/fields.ts';

/** What to say at a field that was refused. */
const texts: Readonly<Record<FieldProblem, string>> = {
  required: 'Fill this in.',
  'too-long': 'This is longer than AWS accepts.',
  'too-short': 'This is too short.',
  'pool-id-form': 'A user pool ID looks like eu-west-1_Ab12Cd34E.',
  'client-id-form': 'An app client ID has letters and digits only, usually 26 of them.',
  'client-secret-form': 'A client secret has 24 to 64 letters and digits.',
  'region-form': 'A region looks like eu-west-1.',
  'endpoint-form': 'An address looks like https://example.com or http://127.0.0.1:9229.',
  'username-spaces': 'Usernames have no spaces.',
  'password-spaces': 'AWS accepts no spaces in passwords.',
  'code-spaces': 'Type the code without spaces.',
  'six-digits': 'The code has 6 digits.',
  'attribute-name-form': 'A field name has letters, digits and _ only. Own fields start with custom:',
  'attribute-twice': 'This field is in the list already.',
  'attribute-read-only': 'Cognito sets this field itself.',
  'email-form': 'An email address looks like jane@example.com.',
  'phone-form': 'Write the number with + and country code, like +46701112233.',
  'date-form': 'Write the date as year-month-day, like 1990-12-31.',
  'date-time-form': 'Write the time like 2026-12-31T18:00:00Z.',
  'number-form': 'Write a number, in digits.',
  'number-range': 'This number is outside the limits of the pool.',
  'boolean-form': 'Choose yes or no.',
  'attribute-not-offered': 'This app client cannot set this field in this pool.',
  'email-or-phone-form': 'Write an email address, or a phone number with + and country code.',
  'username-is-email': 'In this pool the username cannot be an email address. Put that into the email field.',
  'username-is-phone': 'In this pool the username cannot be a phone number. Put that into the phone field.',
  'password-rules': 'The password does not meet the rules of this pool.',
  'access-key-id-form': 'An access key ID has at least 16 letters and digits, like AKIA…',
  'secret-access-key-form': 'A secret access key has no spaces, usually 40 characters.',
  'line-break': 'Write this on one line.',
  'pool-needed-for-lookup': 'Looking people up needs the user pool ID.',
  'pool-needed-for-srp': 'Secure sign-in (SRP) needs the user pool ID.',
  'access-needed': 'Signing in as an administrator needs AWS access, further down.',
  'endpoint-insecure':
    'Addresses of other computers begin with https://. With http://, passwords could be read on the way.',
  'type-again':
    'This was saved for another address, and stays there. Type it again for the new one, or take it away.',
  'name-differs': 'This is not the name of the profile.',
  'passphrase-short': 'Take at least 12 characters, for example four words.',
  'authenticator-form':
    'Paste the key that was shown at the set-up (letters, and digits from 2 to 7), or the whole address that begins with otpauth:// and works with AWS.',
  'test-user-twice': 'A test user with this username is saved already.',
  choice: 'Choose one.',
  form: 'This cannot be used here.',
};

const isKnown = (name: string): name is FieldProblem => (fieldProblems as readonly string[]).includes(name);

/** The sentence for a problem; names that zod made up itself get the general one. */
export function fieldProblemText(name: string): string {
  return texts[isKnown(name) ? name : 'form'];
}
