/** The scheme and host that every page of the app comes from. Nothing else is ever loaded. */
export const SCHEME = 'app';
export const HOST = 'desk';
export const ORIGIN = `${SCHEME}://${HOST}`;
export const START_PAGE = `${ORIGIN}/index.html`;

/** Whether an address is a page of ours. `URL.origin` is "null" for custom schemes in Node, hence the parts. */
export function isOurs(address: string): boolean {
  // Nearly always so, and judged at every call of the page: parsing would be the dearest part of it.
  if (address.startsWith(`${ORIGIN}/`)) return true;
  const url = URL.parse(address);
  return url?.protocol === `${SCHEME}:` && url.host === HOST;
}
