import type { CountryCode } from 'libphonenumber-js/min';
import { startWords } from '../../ui/start-words.ts';
import { regions } from '../profiles/regions.ts';

export type PhoneLibrary = typeof import('libphonenumber-js/min');

/** Loaded when a phone number is to be typed: its tables are bigger than any screen. */
export const loadPhoneLibrary = (): Promise<PhoneLibrary> => import('libphonenumber-js/min');

/** `+` and digits where the text can be read as a number, of `country` when it names none itself; else the text. */
export function toE164(library: PhoneLibrary | null, text: string, country: CountryCode | ''): string {
  const trimmed = text.trim();
  const number = library?.parsePhoneNumberFromString(trimmed, country === '' ? undefined : country)?.number;
  return number ?? (trimmed.startsWith('+') ? trimmed.replaceAll(/[\s()./-]/g, '') : trimmed);
}

/** Where the people of a profile probably are: where the user is by the system's language, else where the pool is. */
export function likelyCountries(awsRegion: string | undefined, language = startWords.locale): CountryCode[] {
  const own = new Intl.Locale(language).region;
  const pool = regions.find(({ id }) => id === awsRegion)?.country;
  return [own, pool].filter((country) => country !== undefined) as CountryCode[];
}

/** Whether a text is a phone number that lacks its country code, so that it is worth a closer look. */
export const lacksCountryCode = (text: string): boolean => /^[\d\s()./-]{6,}$/.test(text.trim());

/** The number that was probably meant by one without `+`: `+` and digits, and how people write it. */
export function suggestPhone(
  library: PhoneLibrary | null,
  text: string,
  countries: readonly CountryCode[],
): { readonly value: string; readonly shown: string } | null {
  if (!library || !lacksCountryCode(text)) return null;
  const digits = text.replaceAll(/\D/g, '');
  const known = countries.filter((country) => library.isSupportedCountry(country));
  // A number that begins with 00 is written for calls abroad, and one that begins with 0 for calls at home.
  const national = known.map((country) => library.parsePhoneNumberFromString(digits, country));
  const abroad = library.parsePhoneNumberFromString(`+${digits.replace(/^00/, '')}`);
  const readings = digits.startsWith('00')
    ? [abroad]
    : digits.startsWith('0')
      ? national
      : [...national, abroad];
  const meant = readings.find((number) => number?.isValid());
  return meant ? { value: meant.number, shown: meant.formatInternational() } : null;
}
