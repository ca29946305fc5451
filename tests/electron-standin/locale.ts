import { switchValue } from './command-line.ts';
import { options } from './options.ts';

/** The language that the app itself is in. */
export const appLocale = (): string => switchValue('lang') ?? 'en-US';

/** What a page is told that the person reads: the app's own language first, whatever the system prefers. */
export const pageLanguages = (): string => [...new Set([appLocale(), options.systemLocale])].join(',');
