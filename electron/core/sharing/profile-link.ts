import { LINK_SCHEME } from '#contract/shared-file.ts';

/** In characters. Windows hands over no more of an address. */
const LONGEST_WRITTEN = 2000;
/** A link can come from anybody, so little of it is looked at. */
const LONGEST_READ = 32_000;

/** Browsers and desktops write the same link in some of these ways. */
const LINK = /^cognito-desk:(?:\/\/)?card\/?[#?]([\w-]+)$/i;

/** Whether a text means to be one of our links, a broken one included. */
export const looksLikeLink = (text: string): boolean =>
  text.slice(0, LINK_SCHEME.length + 1).toLowerCase() === `${LINK_SCHEME}:`;

/** The link that carries a plain card; null for a card that is too long for one. */
export function writeLink(card: string): string | null {
  const link = `${LINK_SCHEME}:card#${Buffer.from(card).toString('base64url')}`;
  return link.length > LONGEST_WRITTEN ? null : link;
}

/** The text that a link carries; null where it is none of ours or broken. What it says is judged like any card. */
export function readLink(address: string): string | null {
  if (address.length > LONGEST_READ) return null;
  const [, coded] = LINK.exec(address.trim()) ?? [];
  if (coded === undefined) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(coded, 'base64url'));
  } catch {
    return null;
  }
}
