import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIRECT, proxiesIn } from '#core/network/proxy.ts';

describe('a list of proxies', () => {
  it.each([
    ['DIRECT', [DIRECT]],
    ['', [DIRECT]],
    ['PROXY proxy.example:8080', ['http://proxy.example:8080']],
    ['PROXY proxy.example:8080; DIRECT', ['http://proxy.example:8080', DIRECT]],
    ['DIRECT; PROXY proxy.example:8080', [DIRECT, 'http://proxy.example:8080']],
    ['HTTPS proxy.example:443', ['https://proxy.example:443']],
    ['SOCKS5 proxy.example:1080;DIRECT', ['socks5h://proxy.example:1080', DIRECT]],
    ['SOCKS proxy.example:1080', ['socks4://proxy.example:1080']],
    ['proxy [::1]:8080', ['http://[::1]:8080']],
    ['QUIC proxy.example:443; PROXY other.example:80', ['http://other.example:80']],
    ['PROXY; PROXY :x; nonsense', [DIRECT]],
  ])('%j leads to %j', (list, proxies) => {
    expect(proxiesIn(list)).toEqual(proxies);
  });

  it('never throws, and gives at least one way, all of which can be read', () => {
    const word = fc.constantFrom('PROXY', 'SOCKS', 'SOCKS5', 'HTTPS', 'DIRECT', ';', ' ', ':', '8080');
    const list = fc.array(fc.oneof(word, fc.string())).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(list, (text) => {
        const proxies = proxiesIn(text);
        expect(proxies.length).toBeGreaterThan(0);
        expect(proxies.every((proxy) => proxy === DIRECT || URL.canParse(proxy))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
