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

/**
 * The address of the proxy that a list such as `PROXY proxy.example:8080; DIRECT` puts first, or null for the direct
 * way. Entries of a kind that is not known (`QUIC`) are passed over; the ones after the first are not tried.
 */
export function firstProxy(list: string): string | null {
  for (const entry of list.split(';')) {
    const [word = '', place = ''] = entry.trim().split(/\s+/);
    if (word.toUpperCase() === 'DIRECT') return null;
    const scheme = schemes[word.toUpperCase()];
    const address = `${scheme}://${place}`;
    if (scheme !== undefined && place !== '' && URL.canParse(address)) return address;
  }
  return null;
}
