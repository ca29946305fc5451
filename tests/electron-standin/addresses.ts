/**
 * Chromium serves no scheme of ours, so `app://desk/x` is shown as `http://desk.app.localhost/x`: an origin that no
 * network can answer for and that Chromium treats as secure. Main only ever sees the first form.
 */
const suffix = '.localhost';

const schemes = new Set<string>();

/** Makes a scheme known, so that its addresses are translated. */
export const registerScheme = (scheme: string) => void schemes.add(scheme);

/** The address as Chromium shows it. Addresses of other schemes stay as they are. */
export function toPageUrl(appUrl: string): string {
  const [, scheme, host, rest] = /^([\w.+-]+):\/\/([^/?#]*)(.*)$/s.exec(appUrl) ?? [];
  if (scheme === undefined || host === undefined || rest === undefined || !schemes.has(scheme)) return appUrl;
  return `http://${host}.${scheme}${suffix}${rest.startsWith('/') ? '' : '/'}${rest}`;
}

/** The address as main knows it. Addresses that are not ours stay as they are. */
export function toAppUrl(pageUrl: string): string {
  const [, host, scheme, rest] = /^http:\/\/([^/?#]*)\.([\w+-]+)\.localhost(\/.*)?$/s.exec(pageUrl) ?? [];
  return host !== undefined && scheme !== undefined && schemes.has(scheme)
    ? `${scheme}://${host}${rest ?? '/'}`
    : pageUrl;
}

/** Scheme of an address that `protocol.handle` may serve, without the colon. */
export const schemeOf = (url: string) => url.slice(0, url.indexOf(':'));

/** Origin as Electron reports it: `app://desk`, or `null` for addresses without one. */
export function originOf(appUrl: string): string {
  const scheme = schemeOf(appUrl);
  if (!schemes.has(scheme)) return URL.parse(appUrl)?.origin ?? 'null';
  return /^[\w.+-]+:\/\/[^/?#]*/.exec(appUrl)?.[0] ?? 'null';
}
