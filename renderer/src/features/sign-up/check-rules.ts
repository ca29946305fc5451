/** What a pool's rules say about a sign-up before it is sent. Pure, for the form and for the rows of a file. */
import { birthdate, emailAddress, phoneNumber, type FieldProblem } from '#contract/fields.ts';
import type { AttributeRule, PoolRules } from '#contract/pool-rules.ts';
import { signUpInput, type SignUpInput } from '#contract/users.ts';
import { z } from 'zod';
import { meetsPolicy } from '../../forms/password-policy.ts';

type Attribute = SignUpInput['attributes'][number];
export type RuleIssue = { readonly path: readonly (string | number)[]; readonly problem: FieldProblem };

const isEmail = (text: string) => emailAddress.safeParse(text).success;
const isPhone = (text: string) => phoneNumber.safeParse(text).success;
const formOf = { email: isEmail, phone_number: isPhone };

/** The attribute that the identifier is, where it is an address. */
function identifierAttribute(rules: PoolRules | null, username: string): 'email' | 'phone_number' | null {
  switch (rules?.identifier) {
    case 'email':
      return 'email';
    case 'phone':
      return 'phone_number';
    case 'email-or-phone':
      if (username === '') return null;
      return username.includes('@') ? 'email' : 'phone_number';
    default:
      return null;
  }
}

/** The attributes that are sent: what was filled in, and what the identifier gives. */
export function completeAttributes(
  rules: PoolRules | null,
  username: string,
  attributes: readonly Attribute[],
): Attribute[] {
  const name = identifierAttribute(rules, username);
  const writable = rules?.attributes?.some((rule) => rule.name === name) ?? true;
  const given = attributes.some((attribute) => attribute.name === name);
  return name === null || !formOf[name](username) || given || !writable
    ? [...attributes]
    : [...attributes, { name, value: username }];
}

/** Names that a sign-up has to give besides its identifier. */
export function requiredNames(rules: PoolRules | null, username: string): string[] {
  const given = identifierAttribute(rules, username);
  return (rules?.attributes ?? [])
    .filter(({ name, required }) => required && name !== given)
    .map(({ name }) => name);
}

/** The contract's own rules and those of the pool, as one schema for a form. `rules` is asked at each check. */
export const signUpSchema = (rules: () => PoolRules | null) =>
  signUpInput.superRefine((input, context) => {
    for (const { path, problem } of ruleIssues(rules(), input)) {
      context.addIssue({ code: 'custom', path: [...path], message: problem });
    }
  });

export function ruleIssues(
  rules: PoolRules | null,
  { username, password, attributes }: Pick<SignUpInput, 'username' | 'password' | 'attributes'>,
): RuleIssue[] {
  if (!rules) return [];
  const issues: RuleIssue[] = [];
  const name = identifierProblem(rules, username);
  if (name) issues.push({ path: ['username'], problem: name });
  if (rules.password && !meetsPolicy(rules.password, password)) {
    issues.push({ path: ['password'], problem: 'password-rules' });
  }
  const known = rules.attributes;
  attributes.forEach((attribute, index) => {
    const rule = known?.find((one) => one.name === attribute.name);
    const problem = rule ? valueProblem(rule, attribute.value) : known ? 'attribute-not-offered' : null;
    if (problem) issues.push({ path: ['attributes', index, rule ? 'value' : 'name'], problem });
  });
  return issues;
}

function identifierProblem({ identifier, aliases }: PoolRules, username: string): FieldProblem | null {
  switch (identifier) {
    case 'email':
      return isEmail(username) ? null : 'email-form';
    case 'phone':
      return isPhone(username) ? null : 'phone-form';
    case 'email-or-phone':
      return isEmail(username) || isPhone(username) ? null : 'email-or-phone-form';
    case 'username':
      // AWS could not tell such a name from an alias.
      if (aliases.includes('email') && isEmail(username)) return 'username-is-email';
      return aliases.includes('phone_number') && isPhone(username) ? 'username-is-phone' : null;
  }
}

const dateTime = z.union([birthdate, z.iso.datetime({ offset: true })]);

function valueProblem({ type, min, max }: AttributeRule, value: string): FieldProblem | null {
  switch (type) {
    case 'number': {
      if (!/^-?\d+(?:\.\d+)?$/.test(value)) return 'number-form';
      const number = Number(value);
      return (min !== null && number < min) || (max !== null && number > max) ? 'number-range' : null;
    }
    case 'boolean':
      return /^(?:true|false)$/.test(value) ? null : 'boolean-form';
    case 'date':
      return birthdate.safeParse(value).success ? null : 'date-form';
    case 'date-time':
      return dateTime.safeParse(value).success ? null : 'date-time-form';
    case 'text':
      if (min !== null && value.length < min) return 'too-short';
      return max !== null && value.length > max ? 'too-long' : null;
  }
}
