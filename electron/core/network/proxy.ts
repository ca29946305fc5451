/** The schemes that a proxy is reached by, for each word of a proxy list. */
const schemes: Readonly<Record<string, string>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  // As Chromium does it: version 5 leaves the looking up of names to the proxy, version 4 cannot.
  SOCKS: 'socks4',
  SOCKS4: 'socks4',
  SOCKS5: 'socks5h',
};

export const DIRECT = 'direct';
/** The address of a proxy, or `DIRECT`. */
export type Proxy = string;

/**
 * The ways that a list such as `PROXY proxy.example:8080; DIRECT` names, in its order; at least one. Entries of a kind
 * that is not known (`QUIC`) are passed over.
 */
export function proxiesIn(list: string): readonly Proxy[] {
  const proxies: Proxy[] = [];
  for (const entry of list.split(';')) {
    const [word = '', place = ''] = entry.trim().split(/\s+/);
    if (word.toUpperCase() === 'DIRECT') proxies.push(DIRECT);
    const scheme = schemes[word.toUpperCase()];
    const address = `${scheme}://${place}`;
    if (scheme !== undefined && place !== '' && URL.canParse(address)) proxies.push(address);
  }
  return proxies.length > 0 ? proxies : [DIRECT];
}
