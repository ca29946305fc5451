import type { AttributeRule, PasswordPolicy, PoolRules } from '#contract/pool-rules.ts';
import type { PasswordRule } from '../../forms/password-policy.ts';

const rules: Readonly<Record<PasswordRule, (policy: PasswordPolicy) => string>> = {
  length: ({ minimumLength }) => `At least ${String(minimumLength)} characters`,
  lowercase: () => 'A small letter',
  uppercase: () => 'A capital letter',
  numbers: () => 'A digit',
  symbols: () => 'A symbol',
};

const addresses = { email: 'the email address', phone_number: 'the phone number' } as const;

/** What the pool itself demands of a sign-up. */
export const poolRulesText = {
  didYouMean: (number: string) => `Did you mean ${number}?`,
  asUser: 'As a real user would',
  reading: 'Reading the rules of the pool…',
  noAccess: 'The usual fields: without AWS access the app cannot read the rules of this pool.',
  failed: 'The usual fields: the rules of this pool could not be read.',
  again: 'Read again',
  codes: (to: PoolRules['codesTo']) =>
    to.length === 0
      ? 'Fields and rules come from the pool. It sends no code.'
      : `Fields and rules come from the pool. It sends a code to ${to.map((name) => addresses[name]).join(' or ')}.`,
  closed: 'This pool only lets administrators create accounts.',
  closedText: 'Signing up is switched off. Ask an administrator of the pool to create the account.',

  passwordRules: 'Rules for the password',
  rules,
  met: '(met)',
  notMet: '(not met yet)',
  spaceAtEnd: 'There is a space at the start or the end of the password.',

  identifiers: {
    username: { label: 'Username', hint: 'A name without spaces.' },
    email: { label: 'Email address', hint: 'People of this pool sign in with it.' },
    phone: { label: 'Phone number', hint: 'People of this pool sign in with it.' },
    'email-or-phone': {
      label: 'Email address or phone number',
      hint: 'People of this pool sign in with one of them. Phone numbers start with + and country code.',
    },
  },

  /** What a field may hold, e.g. "2 to 20 characters. Cannot be changed later." */
  limits({ type, min, max, mutable }: AttributeRule): string | undefined {
    const unit = type === 'number' ? '' : ' characters';
    // 2048 characters is what every attribute may have.
    const most = type === 'text' && max === 2048 ? null : max;
    const least = type === 'text' && min === 0 ? null : min;
    const range =
      least !== null && most !== null
        ? least === most
          ? `${String(least)}${unit}.`
          : `${String(least)} to ${String(most)}${unit}.`
        : least !== null
          ? `At least ${String(least)}${unit}.`
          : most !== null
            ? `At most ${String(most)}${unit}.`
            : '';
    return [range, mutable ? '' : 'Cannot be changed later.'].filter(Boolean).join(' ') || undefined;
  },
  yes: 'Yes (true)',
  no: 'No (false)',
  notSet: 'Not set',
  country: 'Country',
  noCountry: 'Country',
  countryName: (name: string, code: string) => `${name} (+${code})`,
} as const;
