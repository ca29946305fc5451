import type { CountryCode } from 'libphonenumber-js/min';

export type PhoneLibrary = typeof import('libphonenumber-js/min');

/** Loaded when a phone number is to be typed: its tables are bigger than any screen. */
export const loadPhoneLibrary = (): Promise<PhoneLibrary> => import('libphonenumber-js/min');

/** `+` and digits where the text can be read as a number, of `country` when it names none itself; else the text. */
export function toE164(library: PhoneLibrary | null, text: string, country: CountryCode | ''): string {
  const trimmed = text.trim();
  const number = library?.parsePhoneNumberFromString(trimmed, country === '' ? undefined : country)?.number;
  return number ?? (trimmed.startsWith('+') ? trimmed.replaceAll(/[\s()./-]/g, '') : trimmed);
}
