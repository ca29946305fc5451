import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteForAnyShell, shellQuote } from '#core/commands/shell-quote.ts';
import { anyCharacter } from '#tests/support/any-character.ts';
import { argumentsOf, hasShell } from '#tests/support/cli.ts';

const special = '\'"$`!\\~*?[{#=%^;&|<>()\t\r'.split('');

/** All but NUL, line breaks and halves of characters. */
const argument = fc
  .oneof(
    fc.string({
      unit: fc.oneof(fc.constantFrom(...special), fc.string({ unit: anyCharacter, maxLength: 1 })),
    }),
    fc.string({ unit: fc.constantFrom(...special, 'a', ' ') }),
  )
  .map((text) => text.replaceAll(/[\0\n]/g, ''));

const shells = (['bash', 'zsh'] as const).filter((shell) => {
  if (hasShell(shell)) return true;
  console.info(`Not run with ${shell}: it is not installed.`);
  return false;
});

it('is tried in a bash that expands its history', () => {
  // Bash shows a line that it has expanded, which counts as a complaint.
  expect(() => argumentsOf('bash', ['aws first', 'aws !!'])).toThrow('aws aws first');
});

describe.each(shells)('a quoted value in %s', (shell) => {
  it('is one argument with exactly this text', () => {
    fc.assert(
      fc.property(fc.array(argument, { minLength: 1, maxLength: 40 }), (values) => {
        expect(argumentsOf(shell, [`aws ${values.map(shellQuote).join(' ')}`])).toEqual([values]);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps what a history or a nested command would replace', () => {
    const values = [
      '!!',
      "it's !x",
      '"!$"',
      "'!x'",
      '$(id)',
      '`id`',
      '${HOME}',
      "'",
      "''",
      '\\',
      "\\'",
      '',
      '-',
      '--',
    ];
    expect(argumentsOf(shell, ['aws first', `aws ${values.map(shellQuote).join(' ')}`])[1]).toEqual(values);
  });

  it('is the same text when it is quoted for any shell', () => {
    fc.assert(
      fc.property(fc.array(argument, { minLength: 1, maxLength: 40 }), (values) => {
        const words = values.filter((value) => quoteForAnyShell(value) !== null);
        const typed = ['aws', ...words.map(quoteForAnyShell)].join(' ');
        expect(argumentsOf(shell, [typed])).toEqual([words]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('quoting for any shell', () => {
  it.each(['eu-west-1', 'http://127.0.0.1:9229', 'default', 'AuthenticationResult.AccessToken'])(
    'leaves the plain word %s as it is',
    (word) => expect(quoteForAnyShell(word)).toBe(word),
  );

  it.each(['two words', 'zoë', 'http://[::1]:9229', "Ann's", 'a&b'])('puts double quotes around %s', (word) =>
    expect(quoteForAnyShell(word)).toBe(`"${word}"`),
  );

  it.each([
    'a"b',
    '$HOME',
    '%PATH%',
    '`id`',
    'a\\',
    'hi!',
    '“curly”',
    '-x',
    ' x',
    'a\nb',
    'a\0',
    '@list',
    '',
  ])('finds no word for %j', (word) => expect(quoteForAnyShell(word)).toBeNull());
});
