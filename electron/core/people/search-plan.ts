import type { SearchableAttribute, SearchKind, SearchPlan, SearchQuery } from '#contract/people-search.ts';
import { username as usernameField } from '#contract/fields.ts';
import { fitValue } from './filter.ts';
import { looksLikePhone, phoneReadings } from './phone-readings.ts';

type Step = SearchPlan['steps'][number];

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const UUID_BEGINNING = /^[0-9a-f]{8}-[0-9a-f-]{0,27}$/i;
const NAME = /^[\p{L}\p{M}][\p{L}\p{M}\s'’.,-]*$/u;

type StatusQuery = { readonly attribute: 'status' | 'cognito:user_status'; readonly value: string };
const userStatus = (value: string): StatusQuery => ({ attribute: 'cognito:user_status', value });

/** A map: the words come from outside, and an object would find `constructor` in itself. */
const statusWords: ReadonlyMap<string, StatusQuery> = new Map([
  ['disabled', { attribute: 'status', value: 'Disabled' }],
  ['switched off', { attribute: 'status', value: 'Disabled' }],
  ['enabled', { attribute: 'status', value: 'Enabled' }],
  ['switched on', { attribute: 'status', value: 'Enabled' }],
  ['confirmed', userStatus('CONFIRMED')],
  ['unconfirmed', userStatus('UNCONFIRMED')],
  ['not confirmed', userStatus('UNCONFIRMED')],
  ['force change password', userStatus('FORCE_CHANGE_PASSWORD')],
  ['needs a new password', userStatus('FORCE_CHANGE_PASSWORD')],
  ['invited', userStatus('FORCE_CHANGE_PASSWORD')],
  ['reset required', userStatus('RESET_REQUIRED')],
  ['password reset needed', userStatus('RESET_REQUIRED')],
  ['external provider', userStatus('EXTERNAL_PROVIDER')],
  ['signs in elsewhere', userStatus('EXTERNAL_PROVIDER')],
  ['archived', userStatus('ARCHIVED')],
  ['compromised', userStatus('COMPROMISED')],
]);

/**
 * What was typed, without what comes along when it is copied: spaces at the ends and doubled inside, invisible
 * characters, the quotes or brackets around an address, `mailto:` and `tel:`.
 */
export function cleanText(typed: string): string {
  const text = typed
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Zs}]+/gu, ' ')
    .replaceAll(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .trim();
  const [, address] = /<([^\s<>]+@[^\s<>]+)>$/.exec(text) ?? [];
  const [, quoted] = /^["'“‘<](\S+@\S+)["'”’>][,;]?$/.exec(text) ?? [];
  return (address ?? quoted ?? text).replace(/^(?:mailto|tel):/i, '').trim();
}

/** Each word with a capital letter, as most names are kept. */
const titleCase = (text: string): string =>
  text.replaceAll(
    /(^|[\s'’-])(\p{Ll})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );

export type PlanOptions = {
  /** Of phone numbers without a country code, the likeliest first. */
  readonly countries: readonly string[];
  /** Emulators call the states of an account by other words. */
  readonly emulator: boolean;
};

/** What a text is, and the few questions to ListUsers that find it. Each asks for one attribute: AWS knows no "or". */
export async function planSearch(typed: string, { countries, emulator }: PlanOptions): Promise<SearchPlan> {
  const text = cleanText(typed);
  const draft = await draftOf(text, countries, emulator);
  const seen = new Set<string>();
  const steps = draft.steps.filter(({ query }) => {
    const key = JSON.stringify([query.attribute, query.operator, query.value, query.words]);
    return query.value !== '' && !seen.has(key) && seen.add(key);
  });
  const shortened = steps.some(({ query: { attribute, begins } }) => fitValue(attribute, begins) !== begins);
  const exact = draft.exact ?? text;
  return {
    kind: draft.kind,
    text,
    steps,
    shortened,
    exact: usernameField.safeParse(exact).success && draft.kind !== 'domain' ? exact : null,
  };
}

type Draft = { readonly kind: SearchKind; readonly steps: readonly Step[]; readonly exact?: string };

async function draftOf(text: string, countries: readonly string[], emulator: boolean): Promise<Draft> {
  if (text === '') return { kind: 'nothing', steps: [] };
  const status = statusWords.get(text.toLowerCase().replaceAll(/[\s_]+/g, ' '));
  if (status) return { kind: 'status', steps: statusSteps(status, emulator) };
  if (UUID.test(text)) {
    // AWS makes them in lower case; a username of that form can be written otherwise.
    return { kind: 'sub', steps: [is('sub', text.toLowerCase()), later(is('username', text))] };
  }
  if (UUID_BEGINNING.test(text)) {
    return { kind: 'sub', steps: [starts('sub', text.toLowerCase()), starts('username', text)] };
  }
  if (text.startsWith('@')) return { kind: 'domain', steps: [] };
  if (text.includes('@')) return { kind: 'email', steps: emailSteps(text) };
  if (looksLikePhone(text)) {
    const { beginnings, whole } = await phoneReadings(text, countries);
    const steps = beginnings.map((number) => starts('phone_number', number));
    // Digits alone can be a username, too.
    if (/^\d+$/.test(text)) steps.push(starts('username', text));
    return { kind: 'phone', steps, ...(whole !== null && { exact: whole }) };
  }
  if (text.includes(' ')) return { kind: 'name', steps: nameSteps(text) };
  if (NAME.test(text) && !text.includes('.')) return { kind: 'word', steps: wordSteps(text) };
  const lower = text.toLowerCase();
  return {
    kind: 'username',
    steps: [
      ...(['username', 'email', 'preferred_username'] as const).map((name) => starts(name, text)),
      ...(['username', 'email'] as const).map((name) => later(starts(name, lower))),
    ],
  };
}

function statusSteps({ attribute, value }: StatusQuery, emulator: boolean): Step[] {
  if (attribute !== 'status') return [is(attribute, value)];
  const [first, second] = [value, String(value === 'Enabled')];
  return emulator ? [is(attribute, first), later(is(attribute, second))] : [is(attribute, first)];
}

function emailSteps(text: string): Step[] {
  const both = (way: string) => [starts('email', way), starts('username', way)];
  return [...both(text), ...both(text.toLowerCase()).map((step) => later(step))];
}

const nameAttributes = ['name', 'given_name', 'family_name'] as const;

function wordSteps(text: string): Step[] {
  const [first, ...others] = waysToWrite(text);
  return [
    ...(['username', 'email'] as const).map((name) => starts(name, text)),
    ...nameAttributes.map((name) => starts(name, first ?? text)),
    ...(['username', 'email'] as const).map((name) => later(starts(name, text.toLowerCase()))),
    ...others.flatMap((way, index) => nameAttributes.map((name) => later(starts(name, way), index + 1))),
  ];
}

/** "Jane Doe" and "Doe, Jane": the whole name, or a last name whose owner has the other words in their names, too. */
function nameSteps(text: string): Step[] {
  const [last = '', given] = text.split(/\s*,\s*/, 2);
  const whole = given ? `${given} ${last}` : text;
  const words = whole.replaceAll(',', ' ').split(/\s+/).filter(Boolean).slice(0, 6);
  const [first = '', final = ''] = [words[0], words.at(-1)];
  return waysToWrite(whole).flatMap((way, index) => {
    const [begin = '', end = ''] = [way.split(' ')[0], way.split(' ').at(-1)];
    const steps = [
      starts('name', way),
      ...(final === first ? [] : [starts('family_name', end, words), starts('family_name', begin, words)]),
    ];
    return steps.map((step) => later(step, index));
  });
}

/** A name with capital letters first when it was typed in small or in capital letters only; then as typed; then small. */
function waysToWrite(text: string): string[] {
  const lower = text.toLowerCase();
  // "ß", "ı" and a few others become another letter by it.
  const title = titleCase(lower).toLowerCase() === lower ? titleCase(lower) : text;
  const isMixed = text !== lower && text !== text.toUpperCase();
  return [...new Set(isMixed ? [text, lower] : [title, text, lower])];
}

const is = (attribute: SearchableAttribute, value: string): Step => ({
  query: { attribute, operator: 'is', value, begins: '', words: [] },
  round: 0,
});

function starts(attribute: SearchableAttribute, text: string, words: readonly string[] = []): Step {
  // An address that ends in its "@" is asked for without it: AWS stumbles over such a beginning.
  const asked = attribute !== 'sub' && text.endsWith('@') ? text.replace(/@+$/, '') : text;
  const value = fitValue(attribute, asked);
  const query: SearchQuery = {
    attribute,
    operator: 'starts',
    value,
    begins: value === text ? '' : text,
    words: [...words],
  };
  return { query, round: 0 };
}

/** For when nobody came in the rounds before. */
const later = (step: Step, round = 1): Step => ({ ...step, round });
