/** Texts that the kit shapes for the eye. What is copied is never shaped. */
import { startWords } from './start-words.ts';

/**
 * The English in which dates and numbers are written. The app speaks English, so they follow the person's own English where
 * they have one, and are British for everybody else. */
export const englishOf = (locale: string): string => (/^en(?:-|$)/.test(locale) ? locale : 'en-GB');

const locale = englishOf(startWords.locale);

const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
const timeSeconds = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
const utc = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' });

export type TimeFormat = 'date-time' | 'day' | 'time' | 'time-seconds';

/** Local time of an instant (milliseconds since 1970). */
export function formatInstant(at: number, format: TimeFormat = 'date-time'): string {
  switch (format) {
    case 'date-time':
      return dateTime.format(at);
    case 'day':
      return day.format(at);
    case 'time':
      return time.format(at);
    case 'time-seconds':
      return timeSeconds.format(at);
  }
}

/** The same instant in UTC, without the letters "UTC". */
export const formatUtc = (at: number): string => utc.format(at);

export const formatNumber = (value: number): string => new Intl.NumberFormat(locale).format(value);

/** Shortens an identifier in the middle: `4320de44-2322…8df013`. Texts of `longest` characters or fewer stay whole. */
export function shortenMiddle(text: string, longest = 24): string {
  if (text.length <= longest) return text;
  const tail = Math.floor((longest - 1) / 3);
  return `${text.slice(0, longest - 1 - tail)}…${text.slice(-tail)}`;
}

/** Two letters that stand for a name: the first letters of its first two words, else its first two letters. */
export function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const [first = '?', second] = words;
  const letters = second ? [...first].slice(0, 1).concat([...second].slice(0, 1)) : [...first].slice(0, 2);
  return letters.join('').toLocaleUpperCase();
}

const mac = navigator.platform.startsWith('Mac');

/** A shortcut as this system writes it. `Mod` is Ctrl, on macOS Command: `Mod K` gives `Ctrl K` or `⌘K`. */
export function shortcut(keys: string): string {
  const text = keys.replace('Enter', '↵');
  return mac ? text.replace('Mod', '⌘').replaceAll(' ', '') : text.replace('Mod', 'Ctrl');
}

/** The same shortcut as `aria-keyshortcuts` wants it. */
export const shortcutName = (keys: string): string =>
  keys.replace('Mod', mac ? 'Meta' : 'Control').replaceAll(' ', '+');

/** Whether the key that shortcuts use here is held: Ctrl, on macOS Command. */
export const modHeld = (event: KeyboardEvent): boolean => (mac ? event.metaKey : event.ctrlKey);
