import * as library from 'libphonenumber-js/min';
import { describe, expect, it } from 'vitest';
import { likelyCountries, suggestPhone } from '../../../renderer/src/features/people/phone-number.ts';

const meant = (text: string, region = 'eu-central-1', language = 'en-US') =>
  suggestPhone(library, text, likelyCountries(region, language));

describe('a phone number without its country code', () => {
  it.each([
    ['030 901820', 'eu-central-1', 'en-US', '+4930901820'],
    ['(030) 90-1820', 'eu-central-1', 'en', '+4930901820'],
    ['030 901820', 'us-east-1', 'de-DE', '+4930901820'],
    ['070-111 22 33', 'eu-north-1', 'en-US', '+46701112233'],
    ['(415) 555-2671', 'us-west-2', 'en', '+14155552671'],
    ['0049 30 901820', 'us-east-1', 'en-US', '+4930901820'],
    ['4930901820', 'us-east-1', 'en', '+4930901820'],
  ])('%s, at a pool in %s and with the language %s, is %s', (text, region, language, number) => {
    expect(meant(text, region, language)?.value).toBe(number);
  });

  it('is shown as people write it', () => {
    expect(meant('030 901820')?.shown).toBe('+49 30 901820');
  });

  it.each(['', '12', '+49 30 901820', 'jane@example.com', '030 901820 or so', '000000', 'x0309018'])(
    'is not guessed from %j',
    (text) => {
      expect(meant(text)).toBeNull();
    },
  );

  it('is not guessed where the region has no country, or before the tables are there', () => {
    expect(meant('030 901820', 'local', 'en')).toBeNull();
    expect(suggestPhone(null, '030 901820', ['DE'])).toBeNull();
  });
});
