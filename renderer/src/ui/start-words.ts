/** What main has written into the address of the page (`startPage` in electron/main/origin.ts). */
const words = new URLSearchParams(typeof location === 'undefined' ? '' : location.search);

/** A locale that this Chromium knows. */
function knownLocale(text: string | null): string {
  try {
    return new Intl.Locale(text ?? '').toString();
  } catch {
    return navigator.language;
  }
}

export const startWords = {
  /** The language and country of the system, e.g. `de-AT`. */
  locale: knownLocale(words.get('locale')),
  /** Main has started this page again after one that stopped. */
  recovered: words.has('recovered'),
};
