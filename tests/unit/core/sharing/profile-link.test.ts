import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeLink, readLink, writeLink } from '#core/sharing/profile-link.ts';
import { anyCharacter } from '#tests/support/any-character.ts';

describe('a link to a profile card', () => {
  it('carries any text that is short enough, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (card) => {
        const link = writeLink(card.toWellFormed());
        fc.pre(link !== null);
        expect(link).toMatch(/^cognito-desk:card#[\w-]+$/);
        expect(looksLikeLink(link)).toBe(true);
        expect(readLink(link)).toBe(card.toWellFormed());
      }),
    );
  });

  it('is not written for a card that Windows would cut', () => {
    expect(writeLink('x'.repeat(1486))).toHaveLength(2000);
    expect(writeLink('x'.repeat(1487))).toBeNull();
  });

  it.each([
    'cognito-desk:card#e30',
    'COGNITO-DESK:card#e30',
    'cognito-desk://card#e30',
    'cognito-desk://card/?e30',
    ' cognito-desk:card?e30\n',
  ])('is read as browsers and desktops write it: %j', (address) => {
    expect(readLink(address)).toBe('{}');
  });

  it.each([
    '',
    'cognito-desk:',
    'cognito-desk:card',
    'cognito-desk:card#',
    'cognito-desk:run#e30',
    'cognito-desk://evil.example/card#e30',
    'cognito-desk:card#e30#e30',
    'cognito-desk:card#{"format":1}',
    'cognito-desk:card#e3 0',
    'cognito-desk:card#_w',
    'https://card#e30',
    `cognito-desk:card#${'a'.repeat(32_001)}`,
  ])('is nothing where it is broken or another’s: %j', (address) => {
    expect(readLink(address)).toBeNull();
  });

  it('never ends in a fault, whatever an address says', () => {
    const tail = fc.oneof(fc.string({ unit: anyCharacter }), fc.base64String());
    fc.assert(
      fc.property(
        fc.constantFrom('cognito-desk:', 'cognito-desk:card#', 'cognito-desk://card/?'),
        tail,
        (start, rest) => {
          const read = readLink(start + rest);
          expect(read === null || typeof read === 'string').toBe(true);
        },
      ),
    );
  });
});
