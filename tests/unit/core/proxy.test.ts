import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstProxy } from '#core/network/proxy.ts';

describe('a list of proxies', () => {
  it.each([
    ['DIRECT', null],
    ['', null],
    ['PROXY proxy.example:8080', 'http://proxy.example:8080'],
    ['PROXY proxy.example:8080; DIRECT', 'http://proxy.example:8080'],
    ['DIRECT; PROXY proxy.example:8080', null],
    ['HTTPS proxy.example:443', 'https://proxy.example:443'],
    ['SOCKS5 proxy.example:1080;DIRECT', 'socks5h://proxy.example:1080'],
    ['SOCKS proxy.example:1080', 'socks4://proxy.example:1080'],
    ['proxy [::1]:8080', 'http://[::1]:8080'],
    ['QUIC proxy.example:443; PROXY other.example:80', 'http://other.example:80'],
    ['PROXY; PROXY :x; nonsense', null],
  ])('%j leads to %j', (list, address) => {
    expect(firstProxy(list)).toBe(address);
  });

  it('never throws, and gives addresses that can be read', () => {
    const word = fc.constantFrom('PROXY', 'SOCKS', 'SOCKS5', 'HTTPS', 'DIRECT', ';', ' ', ':', '8080');
    const list = fc.array(fc.oneof(word, fc.string())).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(list, (text) => {
        const address = firstProxy(text);
        expect(address === null || URL.canParse(address)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
