import { describe, expect, it } from 'vitest';
import { copyForms } from '#contract/tokens.ts';
import { copyText } from '#core/tokens/copy-text.ts';

describe('a copied token', () => {
  it.each([
    ['raw', 'TOKEN'],
    ['header', 'Authorization: Bearer TOKEN'],
    ['curl', "curl --header 'Authorization: Bearer TOKEN' 'https://api.example.com/'"],
    ['bash', "export ACCESS_TOKEN='TOKEN'"],
    ['powershell', "$env:ACCESS_TOKEN = 'TOKEN'"],
    [
      'json',
      `{
    "AuthenticationResult": {
        "AccessToken": "TOKEN",
        "ExpiresIn": 3120,
        "TokenType": "Bearer"
    }
}
`,
    ],
  ] as const)('as %s fits its tool', (form, text) => {
    expect(copyText('access', 'TOKEN', form, 3120)).toBe(text);
  });

  it('has its own name for each token', () => {
    expect(copyText('id', 'T', 'bash', null)).toBe("export ID_TOKEN='T'");
    expect(copyText('refresh', 'T', 'powershell', null)).toBe("$env:REFRESH_TOKEN = 'T'");
    expect(JSON.parse(copyText('refresh', 'T', 'json', 5))).toEqual({
      AuthenticationResult: { RefreshToken: 'T' },
    });
  });

  it('cannot end a quoted word, whatever is in it', () => {
    for (const form of copyForms) {
      const text = copyText('access', `a'; rm -rf ~ #`, form, null);
      if (form === 'curl' || form === 'bash') expect(text).toContain(`a'\\''; rm`);
      if (form === 'powershell') expect(text).toContain(`a''; rm`);
    }
    for (const quote of ['\u2018', '\u2019', '\u201A', '\u201B']) {
      expect(copyText('access', `a${quote}; calc #`, 'powershell', null)).toContain(
        `a${quote}${quote}; calc`,
      );
    }
  });
});
