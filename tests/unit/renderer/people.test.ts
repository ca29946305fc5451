import { describe, expect, it } from 'vitest';
import type { Person } from '#contract/users.ts';
import {
  addedAttribute,
  emptyAttribute,
  filledAttributes,
  rowsFor,
  sentPath,
} from '../../../renderer/src/features/people/edited-attributes.ts';
import { viewOf } from '../../../renderer/src/features/people/person-view.ts';
import {
  attributeLabel,
  deliveryText,
  matchedByText,
  mfaLabel,
  statusText,
  writableAttributes,
} from '../../../renderer/src/locales/en/people.ts';

const statuses = [
  'CONFIRMED',
  'UNCONFIRMED',
  'FORCE_CHANGE_PASSWORD',
  'RESET_REQUIRED',
  'EXTERNAL_PROVIDER',
  'ARCHIVED',
  'COMPROMISED',
  'UNKNOWN',
];
const notInAnyTable = ['BRAND_NEW', 'constructor', '__proto__', 'toString'];

describe('a status', () => {
  it.each([...statuses, ...notInAnyTable, null])('has its words: %s', (status) => {
    const { short, meaning, next, tone } = statusText(status);
    for (const text of [short, meaning, next]) {
      expect(text).toMatch(/^\S.*\S$/);
      expect(text).not.toContain('!');
    }
    expect(['ok', 'warn', 'bad', 'muted']).toContain(tone);
  });

  it('that AWS adds later is shown as it is', () => {
    for (const status of notInAnyTable) expect(statusText(status).short).toBe(status);
  });
});

describe('the label of an attribute', () => {
  it.each([
    ['email', 'Email'],
    ['given_name', 'First name'],
    ['custom:team_name', 'Team name'],
    ['dev:custom:team-id', 'Team id'],
    ['custom:', 'custom:'],
    ['brand_new', 'Brand new'],
    ['constructor', 'Constructor'],
    ['__proto__', 'Proto'],
    ['toString', 'ToString'],
  ])('%s is “%s”', (name, label) => {
    expect(attributeLabel(name)).toBe(label);
  });

  it('differs from one writable attribute to the next', () => {
    expect(new Set(writableAttributes.map(attributeLabel)).size).toBe(writableAttributes.length);
  });
});

describe('other words', () => {
  it.each([
    ['username', 'Found by username'],
    ['sub', 'Found by user ID'],
    ['email', 'Found by email'],
    ['phone_number', 'Found by phone'],
    ['preferred_username', 'Found by preferred username'],
  ])('for what a person was found by: %s', (matchedBy, text) => {
    expect(matchedByText(matchedBy, 'jane')).toBe(text);
  });

  it('warn when nothing reads as it was asked for', () => {
    expect(matchedByText(null, 'jane')).toContain('“jane”');
  });

  it('name second steps, the new ones as they are', () => {
    expect(mfaLabel('SOFTWARE_TOKEN_MFA')).toBe('Authenticator app');
    for (const method of notInAnyTable) expect(mfaLabel(method)).toBe(method);
  });

  it('say where a code went', () => {
    expect(deliveryText({ destination: 'j***@e***', medium: 'EMAIL' })).toBe('j***@e*** by email');
    expect(deliveryText({ destination: '+***23', medium: 'SMS' })).toBe('+***23 by text message');
    expect(deliveryText({ destination: 'x', medium: 'PIGEON' })).toBe('x by pigeon');
    expect(deliveryText({ destination: 'x', medium: 'constructor' })).toBe('x by constructor');
  });
});

const person = (attributes: Record<string, string>): Pick<Person, 'username' | 'attributes'> => ({
  username: 'jane',
  attributes: Object.entries(attributes).map(([name, value]) => ({ name, value })),
});

describe('the view of a person', () => {
  it.each([
    [{ name: 'Jane Doe', given_name: 'J', email: 'j@example.com' }, 'Jane Doe'],
    [{ given_name: 'Jane', family_name: 'Doe', email: 'j@example.com' }, 'Jane Doe'],
    [{ given_name: 'Jane' }, 'Jane'],
    [{ family_name: 'Doe' }, 'Doe'],
    [{ name: '', email: 'j@example.com', preferred_username: 'jd' }, 'j@example.com'],
    [{ preferred_username: 'jd' }, 'jd'],
    [{}, 'jane'],
  ])('calls %j by the best name: %s', (attributes, expected) => {
    expect(viewOf(person(attributes as Record<string, string>)).displayName).toBe(expected);
  });

  it.each([
    [{}, false],
    [{ email: 'j@example.com' }, false],
    [{ email: 'j@example.com', email_verified: 'false' }, false],
    [{ email: 'j@example.com', email_verified: 'true' }, true],
  ])('takes an address for verified only when AWS says so: %j', (attributes, expected) => {
    expect(viewOf(person(attributes as Record<string, string>)).emailVerified).toBe(expected);
  });

  it('puts each attribute in one place, in the order of AWS', () => {
    const view = viewOf(
      person({
        sub: 's',
        'custom:b': '2',
        phone_number: '+15555550123',
        phone_number_verified: 'true',
        locale: 'sv',
        'custom:a': '1',
        'dev:custom:c': '3',
        birthdate: '1990-12-31',
      }),
    );
    expect(view).toMatchObject({ phone: '+15555550123', phoneVerified: true, email: null });
    expect(view.others.map(({ name }) => name)).toEqual(['locale', 'birthdate']);
    expect(view.custom.map(({ name }) => name)).toEqual(['custom:b', 'custom:a', 'dev:custom:c']);
  });
});

describe('the fields of the attributes', () => {
  it('follow what the pool demands, and keep what was typed or added', () => {
    const typed = { ...emptyAttribute('name'), value: 'Jane' };
    const added = [addedAttribute('birthdate', false), addedAttribute('custom:', true)];
    const rows = rowsFor(['given_name', 'name'], [emptyAttribute('email'), typed, ...added]);
    expect(rows).toEqual([emptyAttribute('given_name'), typed, ...added]);
    // A field that was added and turns out to be demanded is there once.
    expect(rowsFor(['birthdate'], added)).toEqual(added);
  });
});

describe('the attributes that are sent', () => {
  const edited = [
    { key: '1', name: 'email', value: ' jane@example.com ', custom: false, added: false },
    { key: '2', name: 'name', value: '   ', custom: false, added: false },
    { key: '3', name: ' custom:team ', value: 'a  b', custom: true, added: false },
    { key: '4', name: 'given_name', value: '', custom: false, added: false },
  ];

  it('are those that were filled in, without spaces at their ends', () => {
    expect(filledAttributes(edited)).toEqual({
      attributes: [
        { name: 'email', value: 'jane@example.com' },
        { name: 'custom:team', value: 'a  b' },
      ],
      positions: [0, 2],
    });
  });

  it('include those that the pool demands, so that the form can say so', () => {
    expect(filledAttributes(edited, ['given_name']).attributes.at(-1)).toEqual({
      name: 'given_name',
      value: '',
    });
  });

  it('have their problems shown where they were typed', () => {
    const { positions } = filledAttributes(edited, ['given_name']);
    expect(sentPath('attributes.0.value', positions)).toBe('attributes.0.value');
    expect(sentPath('attributes.2.name', positions)).toBe('attributes.1.name');
    expect(sentPath('attributes.3.value', positions)).toBe('attributes.2.value');
    expect(sentPath('username', positions)).toBe('username');
    expect(sentPath('attributes', positions)).toBe('attributes');
  });
});
