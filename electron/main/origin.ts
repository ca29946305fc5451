/** The scheme and host that every page of the app comes from. Nothing else is ever loaded. */
export const SCHEME = 'app';
export const HOST = 'desk';
export const ORIGIN = `${SCHEME}://${HOST}`;

type PageStart = {
  /**
   * The language and country that the person chose for the system, e.g. `de-AT`. The page cannot find out: its
   * `navigator.language` is the language of the app, which is always American English.
   */
  readonly locale: string;
  /** The page was started again after one that stopped, and has something to ask for. */
  readonly recovered?: boolean;
  /** The screen, as the page itself writes it behind its address: `#/sign-in`. */
  readonly hash?: string;
};

/** The address of the page. renderer/src/ui/start-words.ts reads what stands in it. */
export function startPage({ locale, recovered = false, hash = '' }: PageStart): string {
  const words = new URLSearchParams({ locale, ...(recovered && { recovered: '' }) });
  return `${ORIGIN}/index.html?${words.toString()}${hash}`;
}

/** Whether an address is a page of ours. `URL.origin` is "null" for custom schemes in Node, hence the parts. */
export function isOurs(address: string): boolean {
  // Nearly always so, and judged at every call of the page: parsing would be the dearest part of it.
  if (address.startsWith(`${ORIGIN}/`)) return true;
  const url = URL.parse(address);
  return url?.protocol === `${SCHEME}:` && url.host === HOST;
}
