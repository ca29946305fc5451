import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportAll, readExport } from '#core/vault/vault-export.ts';
import { fingerprint, seal } from '#core/vault/cipher.ts';
import { withPassphraseKey, type PassphraseRecipe } from '#core/vault/passphrase.ts';
import { isSealedText, openJson, sealJson } from '#core/vault/sealed-export.ts';
import { anyCharacter } from '#tests/support/any-character.ts';
import { expectEqual } from '#tests/support/expect-equal.ts';
import { cheapCost } from '#tests/support/desk.ts';
import { failureOf } from '#tests/support/vault.ts';

const unreadable = (reason: string) => ({ code: 'sealed-file-unreadable', reason });
const wrong = { code: 'passphrase-wrong', retryAt: null };

/** Undefined when it opens; else the failure, which must be one of ours. */
const problemWith = async (text: string, passphrase: string) =>
  openJson(text, passphrase).then(
    () => undefined,
    () => failureOf(openJson(text, passphrase)),
  );

describe('a sealed text', () => {
  it('gives back exactly what was put in', { timeout: 120_000 }, async () => {
    const property = fc.asyncProperty(
      fc.jsonValue(),
      fc.string({ unit: anyCharacter }),
      async (value, passphrase) => {
        const text = await sealJson(value, passphrase, cheapCost);
        expectEqual(isSealedText(text), true);
        expectEqual(JSON.stringify(await openJson(text, passphrase)), JSON.stringify(value));
      },
    );
    await fc.assert(property, { numRuns: 10_000 });
  });

  it('never fails with anything but a clear reason, whatever it says', { timeout: 120_000 }, async () => {
    const good = await sealJson({ secret: 'value' }, 'right', cheapCost);
    const text = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.json(),
      fc
        .tuple(fc.nat(good.length - 2), fc.string({ unit: anyCharacter, maxLength: 3 }))
        .map(([place, insert]) => good.slice(0, place) + insert + good.slice(place + 1)),
      fc
        .record({
          format: fc.constant('cognito-desk sealed'),
          version: fc.constantFrom(1, 2, 0),
          sealed: fc.json(),
        })
        .map((it) => JSON.stringify(it)),
    );
    const property = fc.asyncProperty(text, async (it) => {
      const problem = (await problemWith(it, 'right')) as { code: string } | undefined;
      if (problem === undefined) expectEqual(await openJson(it, 'right'), { secret: 'value' });
      else expectEqual(problem.code, 'sealed-file-unreadable');
    });
    await fc.assert(property, { numRuns: 10_000 });
  });

  it('says what is wrong with it', async () => {
    const good = await sealJson([1], 'right', cheapCost);
    expect(await problemWith(good, 'wrong')).toEqual(wrong);
    expect(await problemWith(good, '')).toEqual(wrong);
    for (const text of ['', '{}', 'null', 'Hello', '{"format":2}', '"cognito-desk"']) {
      expect(await problemWith(text, 'right')).toEqual(unreadable('not-ours'));
      expect(isSealedText(text)).toBe(false);
    }
    expect(await problemWith(good.replace('"version": 1', '"version": 2'), 'right')).toEqual(
      unreadable('newer-version'),
    );
    for (const length of [50, 100, good.length - 3]) {
      expect(await problemWith(good.slice(0, length), 'right')).toEqual(unreadable('damaged'));
    }
    expect(await problemWith(good.replace('"N": 2', '"N": 4'), 'right')).toEqual(unreadable('damaged'));
  });

  it('cannot ask for more work than is bearable', async () => {
    const good = JSON.parse(await sealJson([1], 'right', cheapCost)) as { recipe: object };
    for (const cost of [
      { N: 2 ** 24 },
      { r: 2 ** 26 },
      { p: 2 ** 26 },
      { N: 3 },
      { N: 1 },
      { p: 0 },
      { N: 2 ** 16 },
    ]) {
      const text = JSON.stringify({ ...good, recipe: { ...good.recipe, ...cost } });
      expect(await problemWith(text, 'right')).toEqual(unreadable('damaged'));
    }
  });

  it('that was sealed by something else and is no JSON is damaged', async () => {
    const { recipe } = JSON.parse(await sealJson([1], 'right', cheapCost)) as { recipe: PassphraseRecipe };
    const context = JSON.stringify(['cognito-desk sealed', 1, recipe.salt, recipe.N, recipe.r, recipe.p]);
    const sealed = await withPassphraseKey('right', recipe, (key) => seal(key, 'no JSON', context));
    const sum = fingerprint(context + sealed);
    const text = JSON.stringify({ format: 'cognito-desk sealed', version: 1, recipe, sealed, sum });
    expect(await problemWith(text, 'right')).toEqual(unreadable('damaged'));
  });

  it('costs what OWASP asks for unless told otherwise', { timeout: 30_000 }, async () => {
    const text = await sealJson([1], 'right');
    expect(JSON.parse(text)).toMatchObject({ recipe: { N: 131_072, r: 8, p: 1 } });
    expect(await openJson(text, 'right')).toEqual([1]);
  });

  it('shows nothing of what it holds', async () => {
    const text = await sealJson({ name: 'Planted' }, 'PlantedPassphrase', cheapCost);
    const { sealed } = JSON.parse(text) as { sealed: string };
    for (const word of ['Planted', 'name']) expect(text + atob(sealed)).not.toContain(word);
  });
});

describe('a full backup', () => {
  const view = {
    records: new Map<string, unknown>([
      ['b', { n: 1 }],
      ['__proto__', null],
    ]),
    meta: { order: ['b'] },
  };

  it('brings everything back, in order', async () => {
    const back = readExport(await openJson(await exportAll(view, 'right', cheapCost), 'right'));
    expect([...(back?.records ?? [])]).toEqual([...view.records]);
    expect(back?.meta).toEqual(view.meta);
  });

  it('is told from other sealed values', () => {
    for (const other of [
      { what: 'cards' },
      { what: 'vault' },
      null,
      [],
      'vault',
      { what: 'vault', records: [1] },
    ])
      expect(readExport(other)).toBeNull();
  });
});
