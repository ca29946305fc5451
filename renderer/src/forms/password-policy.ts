import type { PasswordPolicy } from '#contract/pool-rules.ts';

/**
 * Characters that Cognito counts as symbols. A space counts too, but only inside, and the app sends none.
 * Source: AWS's documentation of password requirements.
 */
const SYMBOL = /[$^*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/;

export const passwordRules = ['length', 'lowercase', 'uppercase', 'numbers', 'symbols'] as const;
export type PasswordRule = (typeof passwordRules)[number];

/** Whether a password keeps a rule. Letters and digits count only from ASCII, as in Cognito. */
const tests: Readonly<Record<PasswordRule, (password: string, policy: PasswordPolicy) => boolean>> = {
  length: (password, { minimumLength }) => password.length >= minimumLength,
  lowercase: (password) => /[a-z]/.test(password),
  uppercase: (password) => /[A-Z]/.test(password),
  numbers: (password) => /[0-9]/.test(password),
  symbols: (password) => SYMBOL.test(password),
};

/** The rules of a pool, each with whether the password keeps it. */
export function checkPassword(
  policy: PasswordPolicy,
  password: string,
): { readonly rule: PasswordRule; readonly met: boolean }[] {
  return passwordRules
    .filter((rule) => rule === 'length' || policy[rule])
    .map((rule) => ({ rule, met: tests[rule](password, policy) }));
}

export const meetsPolicy = (policy: PasswordPolicy, password: string): boolean =>
  checkPassword(policy, password).every(({ met }) => met);

/** Whether there is a space at an end, which nobody sees and AWS refuses. */
export const hasSpaceAtEnd = (password: string): boolean => password !== password.trim();
