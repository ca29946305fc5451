import type { Person } from '#contract/users.ts';

/** A person's attributes, sorted into the sections of the screen. */
export type PersonView = {
  readonly displayName: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly phone: string | null;
  readonly phoneVerified: boolean;
  /** Standard attributes that have no section of their own. */
  readonly others: Person['attributes'];
  readonly custom: Person['attributes'];
};

const placed = new Set(['sub', 'email', 'email_verified', 'phone_number', 'phone_number_verified']);

export function viewOf(person: Pick<Person, 'username' | 'attributes'>): PersonView {
  const values = new Map(person.attributes.map(({ name, value }) => [name, value]));
  const whole = [values.get('given_name'), values.get('family_name')].filter(Boolean).join(' ');
  const rest = person.attributes.filter(({ name }) => !placed.has(name));
  const isCustom = ({ name }: { name: string }) => /^(?:dev:)?custom:/.test(name);
  return {
    displayName:
      [values.get('name'), whole, values.get('email'), values.get('preferred_username')].find(Boolean) ??
      person.username,
    email: values.get('email') ?? null,
    emailVerified: values.get('email_verified') === 'true',
    phone: values.get('phone_number') ?? null,
    phoneVerified: values.get('phone_number_verified') === 'true',
    others: rest.filter((attribute) => !isCustom(attribute)),
    custom: rest.filter(isCustom),
  };
}
