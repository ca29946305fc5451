import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOurs, ORIGIN, startPage } from '#main/origin.ts';

describe('an address of ours', () => {
  it.each([ORIGIN, startPage({ locale: 'de-AT' }), 'app://desk/assets/index.js?v=1#top', 'APP://desk/'])(
    'is %s',
    (address) => {
      expect(isOurs(address)).toBe(true);
    },
  );

  it.each([
    '',
    'about:blank',
    'index.html',
    '/index.html',
    '//desk/index.html',
    'app:desk',
    'app:/desk/index.html',
    'app://',
    'app://desk.example.com/',
    'app://desk:8080/',
    'app://other/index.html',
    'app://desk%2e/index.html',
    'apps://desk/',
    'https://desk/index.html',
    'https://app//desk/',
    'file:///app://desk/index.html',
    'data:text/html,app://desk',
    'javascript:app://desk',
    'blob:app://desk/4320de44',
    'view-source:app://desk/index.html',
    'filesystem:app://desk/index.html',
  ])('is not %j', (address) => {
    expect(isOurs(address)).toBe(false);
  });

  it('is decided without a throw for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((rest) => `app://${rest}`),
        ),
        (address) => {
          if (isOurs(address)) expect(address.trim()).toMatch(/^app:\/\//i);
        },
      ),
    );
  });
});
