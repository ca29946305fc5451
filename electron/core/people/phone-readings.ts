import type { CountryCode } from 'libphonenumber-js/min';

/** Loaded when a phone number is to be read: its tables are big. */
const load = () => import('libphonenumber-js/min');

/** Digits and what people put between them. */
const PHONE = /^[([]?[+＋]?[\d\s()[\]./‐‑‒–-]+$/;
const digitsOf = (text: string): string => text.replaceAll(/\D/g, '');

/** Whether a text can be a phone number, or the beginning of one that is worth asking for. */
export const looksLikePhone = (text: string): boolean => PHONE.test(text) && digitsOf(text).length >= 5;

/**
 * The digits of a phone number that stand in it however it is written: without the zeros that one dials at home or
 * abroad. Null for what is no phone number.
 */
export function innerDigits(text: string): string | null {
  if (!looksLikePhone(text.trim())) return null;
  const digits = digitsOf(text.replace(/\(0\)/, '')).replace(/^0+/, '');
  return digits.length >= 4 ? digits : null;
}

export type PhoneReadings = {
  /** `+` and digits, as AWS keeps numbers: what the number may begin with, the likeliest first, three at most. */
  readonly beginnings: readonly string[];
  /** The number, when it can be only one and is long enough to be one. */
  readonly whole: string | null;
};

/**
 * The numbers that a person may mean by digits with anything between them: with `+` or `00`, with the `(0)` of letter
 * heads, or as one writes it at home in one of the countries.
 */
export async function phoneReadings(text: string, countries: readonly string[]): Promise<PhoneReadings> {
  const library = await load();
  const plain = text.replaceAll('＋', '+').replace(/\(0\)/, '');
  const digits = digitsOf(plain);
  const known = countries.filter((country): country is CountryCode => library.isSupportedCountry(country));
  const atHome = known.flatMap((country) => {
    const typing = new library.AsYouType(country);
    typing.input(digits);
    return typing.getNumberValue() ?? [];
  });

  const readings = plain.includes('+')
    ? [`+${digits}`]
    : digits.startsWith('00')
      ? [`+${digits.slice(2)}`]
      : digits.startsWith('0')
        ? atHome
        : [...atHome, `+${digits}`];
  const beginnings = [...new Set(readings)].filter((number) => /^\+[1-9]\d*$/.test(number)).slice(0, 3);
  const [only, ...others] = beginnings;
  return { beginnings, whole: only !== undefined && others.length === 0 && only.length > 8 ? only : null };
}
